//! The calendar: points of time of some precision, and steps from one to another.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::words::Unit;

/// A day, week, month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    Day(Date),
    /// By its Monday.
    Week(Date),
    /// By its first day.
    Month(Date),
    Year(i16),
}

/// From one point to another; a single one where they are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) first: Point,
    pub(super) last: Point,
}

impl From<Point> for Moment {
    fn from(point: Point) -> Self {
        Self { first: point, last: point }
    }
}

impl Moment {
    /// The months from one day's to another's.
    pub(super) fn months(first: Date, last: Date) -> Self {
        let month = |it: Date| Point::Month(it.first_of_month());
        Self { first: month(first), last: month(last) }
    }

    /// The days from one to another.
    pub(super) fn days(first: Date, last: Date) -> Self {
        Self { first: Point::Day(first), last: Point::Day(last) }
    }

    /// The years from one to another.
    pub(super) fn years(first: i16, last: i16) -> Self {
        Self { first: Point::Year(first), last: Point::Year(last) }
    }
}

impl Point {
    /// The first day of the point.
    pub(super) fn start(self) -> Option<Date> {
        match self {
            Self::Day(date) | Self::Week(date) | Self::Month(date) => Some(date),
            Self::Year(year) => Date::new(year, 1, 1).ok(),
        }
    }

    /// The last day of the point.
    pub(super) fn end(self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            Self::Week(monday) => add_days(monday, 6),
            Self::Month(first) => Some(first.last_of_month()),
            Self::Year(year) => Date::new(year, 12, 31).ok(),
        }
    }

    /// The shortest unit that can be counted from the point.
    pub(super) fn precision(self) -> Unit {
        match self {
            Self::Day(_) => Unit::Day,
            Self::Week(_) => Unit::Week,
            Self::Month(_) => Unit::Month,
            Self::Year(_) => Unit::Year,
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::Week(monday) => {
                let week = monday.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month(first) => write!(f, "{:04}-{:02}", first.year(), first.month()),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}/{}", self.first, self.last)
        }
    }
}

/// The day so many days later.
pub(super) fn add_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

/// The day so many months later, or the last of that month.
pub(super) fn add_months(date: Date, months: i32) -> Option<Date> {
    date.checked_add(months.months()).ok()
}

/// The year so many years later, where years have four digits.
pub(super) fn add_years(year: i16, years: i32) -> Option<i16> {
    let year = i16::try_from(i32::from(year) + years).ok()?;
    (0..=9999).contains(&year).then_some(year)
}

/// The Monday of a day's week.
pub(super) fn monday(date: Date) -> Option<Date> {
    add_days(date, -i32::from(date.weekday().to_monday_zero_offset()))
}

/// The first such weekday on or after a day.
pub(super) fn on_or_after(date: Date, weekday: Weekday) -> Option<Date> {
    add_days(date, i32::from(date.weekday().until(weekday)))
}

/// The last such weekday on or before a day.
pub(super) fn on_or_before(date: Date, weekday: Weekday) -> Option<Date> {
    add_days(date, -i32::from(date.weekday().since(weekday)))
}

/// The unit of the calendar that lies so many units from the one that holds a day.
pub(super) fn shifted(date: Date, unit: Unit, shift: i32) -> Option<Moment> {
    Some(match unit {
        Unit::Hour => return None,
        Unit::Day => Point::Day(add_days(date, shift)?).into(),
        Unit::Week => Point::Week(monday(add_days(date, shift * 7)?)?).into(),
        Unit::Weekend => {
            let monday = monday(add_days(date, shift * 7)?)?;
            Moment::days(add_days(monday, 5)?, add_days(monday, 6)?)
        }
        Unit::Month => Point::Month(add_months(date.first_of_month(), shift)?).into(),
        Unit::Quarter => {
            let into = i32::from((date.month() - 1) % 3);
            let first = add_months(date.first_of_month(), shift * 3 - into)?;
            Moment::months(first, add_months(first, 2)?)
        }
        Unit::Year => Point::Year(add_years(date.year(), shift)?).into(),
        Unit::Decade | Unit::Century => {
            let length = if unit == Unit::Decade { 10 } else { 100 };
            let first =
                add_years(date.year() / length * length, shift * i32::from(length))?;
            Moment::years(first, first + length - 1)
        }
    })
}

/// A number of units as an ISO 8601 duration: `P2Y`, `PT24H`.
pub(super) fn duration(unit: Unit, count: i32) -> String {
    match unit {
        Unit::Hour => format!("PT{count}H"),
        Unit::Day => format!("P{count}D"),
        Unit::Week => format!("P{count}W"),
        Unit::Weekend => format!("P{count}WE"),
        Unit::Month => format!("P{count}M"),
        Unit::Quarter => format!("P{}M", count * 3),
        Unit::Year => format!("P{count}Y"),
        Unit::Decade => format!("P{}Y", count * 10),
        Unit::Century => format!("P{}Y", count * 100),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Unit, shifted};

    #[test]
    fn units_are_counted_from_the_one_that_holds_the_day() {
        for (day, unit, shift, value) in [
            (date(2021, 1, 3), Unit::Week, 0, "2020-W53"),
            (date(2020, 7, 11), Unit::Week, -1, "2020-W27"),
            (date(2020, 7, 12), Unit::Weekend, 0, "2020-07-11/2020-07-12"),
            (date(2020, 3, 31), Unit::Month, -1, "2020-02"),
            (date(2020, 1, 15), Unit::Quarter, -1, "2019-10/2019-12"),
            (date(2020, 7, 11), Unit::Year, 1, "2021"),
            (date(2020, 7, 11), Unit::Decade, -1, "2010/2019"),
            (date(2020, 7, 11), Unit::Century, -1, "1900/1999"),
            (date(2020, 2, 29), Unit::Day, 1, "2020-03-01"),
        ] {
            let found = shifted(day, unit, shift).map(|it| it.to_string());
            assert_eq!(found.as_deref(), Some(value));
        }
        assert_eq!(shifted(date(2020, 7, 11), Unit::Year, 9000), None);
    }
}
