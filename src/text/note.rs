//! A note is what a reader of an article should know about how it was read.

use std::fmt;

use jiff::civil::Date;

/// Something that was doubtful or repaired when an article was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The input gives more than one date of publication; that of the place that is
    /// trusted more was taken.
    OtherDate {
        /// Where it stands: `og:article:published_time`.
        place: String,
        /// The date that was not taken.
        date: Date,
    },
    /// A date of publication is there and cannot be read.
    UnreadableDate {
        /// Where it stands.
        place: String,
        /// What stands there.
        value: String,
    },
    /// Characters of the text that were written wrongly and put right.
    Repaired {
        /// What was wrong with them.
        repair: Repair,
        /// How many times.
        times: usize,
    },
    /// The bytes were not UTF-8 and were read in this encoding.
    Encoding(&'static str),
}

/// What was wrong with characters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// UTF-8 that was read as Windows-1252: `â€™` for `’`.
    Mojibake,
    /// An HTML entity that was escaped twice, or stands in plain text: `&amp;#8217;`.
    Entity,
    /// A character that shows nothing: soft hyphen, zero-width space, byte order mark.
    Invisible,
    /// A space other than the usual one: no-break, thin, ideographic.
    Space,
    /// A ligature of type: `ﬁ`.
    Ligature,
    /// A letter in two parts: `e` and an accent.
    Decomposed,
    /// Quotation marks of two single ones: ``` ``so'' ```.
    DoubledQuote,
    /// A control character.
    Control,
    /// A place where characters were lost before: `U+FFFD`. Left as it is.
    Lost,
}

impl Repair {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 9] = [
        Self::Mojibake,
        Self::Entity,
        Self::Invisible,
        Self::Space,
        Self::Ligature,
        Self::Decomposed,
        Self::DoubledQuote,
        Self::Control,
        Self::Lost,
    ];

    /// Its name, as `check` prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mojibake => "mojibake",
            Self::Entity => "entity",
            Self::Invisible => "invisible",
            Self::Space => "space",
            Self::Ligature => "ligature",
            Self::Decomposed => "decomposed",
            Self::DoubledQuote => "doubled-quote",
            Self::Control => "control",
            Self::Lost => "lost",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherDate { place, date } => write!(f, "{place} says {date}"),
            Self::UnreadableDate { place, value } => {
                write!(f, "{place} `{value}` is no date that can be read")
            }
            Self::Repaired { repair, times } => write!(f, "{} ×{times}", repair.as_str()),
            Self::Encoding(name) => write!(f, "read as {name}"),
        }
    }
}
