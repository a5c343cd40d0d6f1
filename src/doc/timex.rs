//! A timex is an expression of time with its value: TIMEX3.

use std::fmt;

use jiff::civil::Date;

use crate::text::Span;

/// The type of a TIMEX3 expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimexType {
    /// A calendar date, month, year, week or season.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timex {
    /// Where it stands.
    pub span: Span,
    /// Its TIMEX3 type.
    pub timex_type: TimexType,
    /// Its value, where the text and the publication date determine it.
    pub value: Option<TimexValue>,
    /// Where its ends stand, where it is a range of two expressions: *1999* and *2008* of
    /// *1999 to 2008*.
    pub ends: Option<[Span; 2]>,
}

/// An ISO 8601 value: `2020-07-11`, `2017-03`, `2016`, `2020-W28`, `1999/2008`,
/// `2017-03/..`, or a TIMEX3 duration or set such as `P2Y`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimexValue(String);

impl TimexValue {
    /// The value as text; whether it is a date is found when its days are asked for.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// A single day.
    pub fn day(date: Date) -> Self {
        Self(date.to_string())
    }

    /// The ISO 8601 text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first day, where the value is a date or an interval with a beginning.
    pub fn first_day(&self) -> Option<Date> {
        let start = self.0.split('/').next().unwrap_or_default();
        days(start).map(|(first, _)| first)
    }

    /// The last day, where the value is a date or an interval with an end.
    pub fn last_day(&self) -> Option<Date> {
        let end = self.0.split('/').next_back().unwrap_or_default();
        days(end).map(|(_, last)| last)
    }
}

impl fmt::Display for TimexValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first and last day of a day, week, month or year.
fn days(value: &str) -> Option<(Date, Date)> {
    let number = |text: &str| text.parse::<i16>().ok();
    let mut parts = value.split('-');
    let year = parts.next().filter(|it| it.len() == 4).and_then(number)?;
    let (second, third) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let Some(second) = second else {
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    };
    if let Some(week) = second.strip_prefix('W') {
        let week = i8::try_from(number(week)?).ok()?;
        let monday = jiff::civil::Weekday::Monday;
        let sunday = jiff::civil::Weekday::Sunday;
        let day = |it| jiff::civil::ISOWeekDate::new(year, week, it).ok();
        return Some((day(monday)?.date(), day(sunday)?.date()));
    }
    let month = i8::try_from(number(second)?).ok()?;
    match third {
        Some(day) => {
            let day = i8::try_from(number(day.get(..2)?)?).ok()?;
            let date = Date::new(year, month, day).ok()?;
            Some((date, date))
        }
        None => {
            let first = Date::new(year, month, 1).ok()?;
            Some((first, first.last_of_month()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TimexValue;

    #[test]
    fn values_have_a_first_and_a_last_day() {
        for (value, first, last) in [
            ("2020-07-11", "2020-07-11", "2020-07-11"),
            ("2020-02", "2020-02-01", "2020-02-29"),
            ("2016", "2016-01-01", "2016-12-31"),
            ("2020-W28", "2020-07-06", "2020-07-12"),
            ("1999/2008", "1999-01-01", "2008-12-31"),
            ("2017-03/..", "2017-03-01", ""),
            ("P2Y", "", ""),
            ("2020-13", "", ""),
        ] {
            let value = TimexValue::new(value);
            let text = |it: Option<jiff::civil::Date>| {
                it.map(|it| it.to_string()).unwrap_or_default()
            };
            assert_eq!(text(value.first_day()), first, "{value}");
            assert_eq!(text(value.last_day()), last, "{value}");
        }
    }
}
