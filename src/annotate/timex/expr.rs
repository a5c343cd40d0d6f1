//! An expression is what words of time say, before one knows where and when they are said.

use jiff::civil::{Date, Weekday};

use crate::doc::TimexType;

use super::words::{Holiday, Unit};

/// What words of time say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expr {
    /// *July 11*, *July 11-13*.
    Days { when: When, month: i8, first: i8, last: i8 },
    /// *July*.
    Month { when: When, month: i8 },
    /// *summer*, by its first month.
    Season { when: When, first: i8 },
    /// *the first quarter of 2020*.
    Quarter { year: i16, quarter: i8 },
    /// *2016*.
    Year(i16),
    /// *400 BC*.
    BeforeChrist(i16),
    /// *World War II*: first and last day.
    Period(Date, Date),
    /// *the end of the year*, *the beginning of next month*: last or first day of the unit
    /// that lies so many units from publication, or of the year spoken of.
    Edge { unit: Unit, shift: i32, is_last: bool },
    /// *the 1990s*, *the 19th century*: first and last year.
    Years(i16, i16),
    /// *Christmas*.
    Holiday { when: When, holiday: Holiday },
    /// *Tuesday*.
    Weekday { when: When, weekday: Weekday },
    /// *Tuesday of last week*.
    WeekdayOfWeek { weekday: Weekday, shift: i32 },
    /// *tomorrow*: days from publication.
    Today(i32),
    /// *last week*, *two years later*: so many units from an anchor.
    Shifted { unit: Unit, shift: i32, from: Anchor },
    /// *the past two years*: so many units before or after publication.
    Window { unit: Unit, count: i32 },
    /// *two years*.
    Length { unit: Unit, count: i32 },
    /// *every two years*.
    Every { unit: Unit, count: i32 },
    /// *the day before the vote*, *a few months ago*: not determined.
    Undetermined(TimexType),
}

/// Which of the days, months or seasons of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// The one of a year.
    Year(i16),
    /// The one of the year last spoken of.
    SameYear,
    /// The one of the year so many years from publication.
    YearShifted(i32),
    /// *last*, *this*, *next*.
    Occurrence(i32),
    /// Whichever fits the tense.
    Open,
}

/// Where one counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The publication date.
    Publication,
    /// The time last spoken of.
    Reference,
    /// The day last spoken of, however long ago.
    Day,
}

impl Expr {
    /// Its TIMEX3 type.
    pub(super) fn timex_type(self) -> TimexType {
        match self {
            Self::Window { .. } | Self::Length { .. } => TimexType::Duration,
            Self::Every { .. } => TimexType::Set,
            Self::Undetermined(timex_type) => timex_type,
            Self::Days { .. }
            | Self::Month { .. }
            | Self::Season { .. }
            | Self::Quarter { .. }
            | Self::Year(_)
            | Self::BeforeChrist(_)
            | Self::Period(..)
            | Self::Edge { .. }
            | Self::Years(..)
            | Self::Holiday { .. }
            | Self::Weekday { .. }
            | Self::WeekdayOfWeek { .. }
            | Self::Today(_)
            | Self::Shifted { .. } => TimexType::Date,
        }
    }

    /// Whether it is a day, month or year that may be one end of a range whose other
    /// end is `other`.
    pub(super) fn joins(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Days { .. }, Self::Days { .. })
                | (Self::Month { .. }, Self::Month { .. })
                | (Self::Year(_), Self::Year(_))
        )
    }

    /// The year that it names.
    pub(super) fn year(self) -> Option<i16> {
        match self {
            Self::Year(year)
            | Self::Days { when: When::Year(year), .. }
            | Self::Month { when: When::Year(year), .. } => Some(year),
            _ => None,
        }
    }

    /// The same in a year, where it names none.
    #[must_use]
    pub(super) fn in_year(self, year: i16) -> Self {
        let when = When::Year(year);
        match self {
            Self::Days { when: When::Open, month, first, last } => {
                Self::Days { when, month, first, last }
            }
            Self::Month { when: When::Open, month } => Self::Month { when, month },
            _ => self,
        }
    }
}
