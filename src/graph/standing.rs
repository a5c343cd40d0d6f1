//! A standing says how a fact stands to the truth.

use crate::extract::Factuality;

use super::{Assertion, FactRecord};

/// How a statement stands to the truth, so that no denial is taken for a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// An article states it in its own voice.
    Affirmed,
    /// An article reports that somebody states it.
    Attributed,
    /// Somebody, or an article, denies it.
    Denied,
    /// It is planned, possible, asked for, or did not come true.
    Possible,
}

impl Standing {
    /// Every standing, the surest first.
    pub const ALL: [Self; 4] =
        [Self::Affirmed, Self::Attributed, Self::Denied, Self::Possible];

    /// That of a fact.
    pub fn of(fact: &FactRecord) -> Self {
        match fact.assertion() {
            Assertion::Denied => Self::Denied,
            Assertion::Possible => Self::Possible,
            Assertion::Stated if fact.attributed_to.is_some() => Self::Attributed,
            // What is a claim has a source, though it may be nobody in particular.
            Assertion::Stated if fact.factuality == Factuality::Claim => Self::Attributed,
            Assertion::Stated => Self::Affirmed,
        }
    }

    /// Its word in data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Affirmed => "affirmed",
            Self::Attributed => "attributed",
            Self::Denied => "denied",
            Self::Possible => "possible",
        }
    }

    /// Its heading for a reader.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Affirmed => "Stated by articles",
            Self::Attributed => "On somebody's word",
            Self::Denied => "Denied",
            Self::Possible => "Planned, possible or asked for",
        }
    }
}
