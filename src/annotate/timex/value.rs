//! A value is what an expression means in its article: a moment or a length.

use jiff::civil::{Date, Weekday};

use super::calendar::{
    Moment, Point, add_days, add_months, add_years, monday, on_or_after, on_or_before,
    shifted,
};
use super::direction::Direction;
use super::expr::{Anchor, Expr, When};
use super::words::Unit;

/// What an expression can be anchored to where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// The publication date.
    pub(super) published: Option<Date>,
    /// The time last spoken of.
    pub(super) reference: Option<Moment>,
    /// The day last spoken of.
    pub(super) day: Option<Point>,
    /// The year last spoken of, where it is not that of publication.
    pub(super) year: Option<i16>,
    /// Where the tense points.
    pub(super) direction: Direction,
    /// Whether the sentence has spoken of a time after publication.
    pub(super) is_ahead: bool,
}

impl Context {
    /// The moment that an expression means, where it is determined.
    pub(super) fn moment(&self, expr: Expr) -> Option<Moment> {
        match expr {
            Expr::Days { when, month, first, last } => {
                let days = |year| Date::new(year, month, first).ok();
                let first = self.occurrence(when, |it| Some((days(it)?, days(it)?)))?.0;
                Some(Moment::days(first, Date::new(first.year(), month, last).ok()?))
            }
            Expr::Month { when, month } => {
                let (first, last) = self.occurrence(when, |year| {
                    let first = Date::new(year, month, 1).ok()?;
                    Some((first, first.last_of_month()))
                })?;
                Some(Moment::months(first, last))
            }
            Expr::Season { when, first } => {
                // Nobody can tell which winter is that of a year.
                let is_numbered = !matches!(when, When::Occurrence(_) | When::Open);
                if first == 12 && is_numbered {
                    return None;
                }
                let (first, last) = self.occurrence(when, |year| {
                    let first = Date::new(year, first, 1).ok()?;
                    Some((first, add_months(first, 2)?.last_of_month()))
                })?;
                Some(Moment::months(first, last))
            }
            Expr::Quarter { year, quarter } => {
                let first = Date::new(year, quarter * 3 - 2, 1).ok()?;
                Some(Moment::months(first, add_months(first, 2)?))
            }
            Expr::Year(year) => Some(Point::Year(year).into()),
            Expr::Period(first, last) => Some(Moment::days(first, last)),
            Expr::Edge { unit, shift, is_last } => {
                let from = match self.year {
                    Some(year) if shift == 0 => Date::new(year, 1, 1).ok()?,
                    _ => self.published?,
                };
                let moment = shifted(from, unit, shift)?;
                let first = moment.first.start()?;
                let last = || moment.last.end();
                Some(Point::Day(if is_last { last()? } else { first }).into())
            }
            Expr::Years(first, last) => Some(Moment::years(first, last)),
            Expr::Holiday { when, holiday } => {
                let day = |year| holiday.in_year(year).map(|it| (it, it));
                Some(Point::Day(self.occurrence(when, day)?.0).into())
            }
            Expr::Weekday { when, weekday } => {
                Some(Point::Day(self.weekday(when, weekday)?).into())
            }
            Expr::WeekdayOfWeek { weekday, shift } => {
                let monday = monday(add_days(self.published?, shift * 7)?)?;
                Some(Point::Day(on_or_after(monday, weekday)?).into())
            }
            Expr::Today(days) => {
                Some(Point::Day(add_days(self.published?, days)?).into())
            }
            Expr::Shifted { unit, shift, from } => self.shifted(unit, shift, from),
            // *over the next ten years it grew*: not from publication on.
            Expr::Window { count: 1.., .. } if self.direction == Direction::Past => None,
            Expr::Window { unit, count } => self.window(unit, count),
            Expr::BeforeChrist(_)
            | Expr::Length { .. }
            | Expr::Every { .. }
            | Expr::Undetermined(_) => None,
        }
    }

    /// The moment from one expression to another, each of which may lend its year.
    pub(super) fn range(&self, from: Expr, to: Expr) -> Option<Moment> {
        let is_forward =
            |first: Moment, last: Moment| first.first.start() <= last.last.start();
        let (mut first, mut last);
        // *runs from January 23 through March 9*, told in between
        if let (None, None, Some(now)) = (from.year(), to.year(), self.published)
            && self.direction != Direction::Past
            && let Some(it) = self.in_one_year(from, to, now.year())
            && it.first.start()? <= now
            && now <= it.last.end()?
        {
            return Some(it);
        }
        if let (None, Some(year)) = (from.year(), to.year()) {
            (first, last) = (self.moment(from.in_year(year))?, self.moment(to)?);
            if !is_forward(first, last) {
                first = self.moment(from.in_year(year - 1))?;
            }
        } else {
            first = self.moment(from)?;
            let year = first.first.start()?.year();
            last = self.moment(to.in_year(year))?;
            if !is_forward(first, last) {
                last = self.moment(to.in_year(year + 1))?;
            }
        }
        is_forward(first, last).then_some(Moment { first: first.first, last: last.last })
    }

    /// The range in a year, where it does not run into the next.
    fn in_one_year(&self, from: Expr, to: Expr, year: i16) -> Option<Moment> {
        let first = self.moment(from.in_year(year))?;
        let last = self.moment(to.in_year(year))?;
        let is_forward = first.first.start()? <= last.last.start()?;
        is_forward.then_some(Moment { first: first.first, last: last.last })
    }

    /// First and last day of the one of many that is meant; `days` gives them by year.
    fn occurrence(
        &self,
        when: When,
        days: impl Fn(i16) -> Option<(Date, Date)>,
    ) -> Option<(Date, Date)> {
        let near = |published: Date| {
            (-5..=5).filter_map(move |it| add_years(published.year(), it))
        };
        let past = |published: Date, is_past: &dyn Fn((Date, Date)) -> bool| {
            near(published).filter_map(&days).filter(|it| is_past(*it)).last()
        };
        let next = |published: Date, is_next: &dyn Fn((Date, Date)) -> bool| {
            near(published).filter_map(&days).find(|it| is_next(*it))
        };
        match when {
            When::Year(year) => days(year),
            When::SameYear => days(self.reference?.first.start()?.year()),
            When::YearShifted(years) => days(add_years(self.published?.year(), years)?),
            When::Occurrence(shift) => {
                let reference = self.reference.filter(|_| self.year.is_some());
                let told = reference.and_then(|it| it.first.start());
                let published = told.or(self.published)?;
                match shift {
                    ..0 => past(published, &|(_, last)| last < published),
                    0 if self.direction == Direction::Past => {
                        past(published, &|(first, _)| first <= published)
                    }
                    0 => next(published, &|(_, last)| last >= published),
                    1.. => next(published, &|(first, _)| first > published),
                }
            }
            When::Open if let Some(year) = self.year => days(year),
            When::Open => {
                let published = self.published?;
                let past = past(published, &|(first, _)| first <= published);
                let next = next(published, &|(_, last)| last >= published);
                match self.direction {
                    Direction::Past => past,
                    Direction::Future => next,
                    // *a term that begins on Monday and ends in June*
                    Direction::Present if self.is_ahead => next,
                    Direction::Present => nearer(published, past, next),
                }
            }
        }
    }

    /// The day of that weekday that is meant.
    fn weekday(&self, when: When, weekday: Weekday) -> Option<Date> {
        let published = self.published?;
        match when {
            When::Occurrence(..=-1) => on_or_before(add_days(published, -1)?, weekday),
            When::Occurrence(1..) => on_or_after(add_days(published, 1)?, weekday),
            _ if self.direction == Direction::Past => on_or_before(published, weekday),
            _ => on_or_after(published, weekday),
        }
    }

    /// The unit that lies so many units from the anchor.
    fn shifted(&self, unit: Unit, shift: i32, from: Anchor) -> Option<Moment> {
        match from {
            Anchor::Publication => {
                let published = self.published?;
                // On a Wednesday, *this weekend* in the past tense is the one before.
                let is_back = unit == Unit::Weekend
                    && shift == 0
                    && self.direction == Direction::Past
                    && published.weekday().to_monday_zero_offset() < 5;
                // On a Monday, what happened *this week* has had no time in the new one.
                let is_new = unit == Unit::Week
                    && shift == 0
                    && self.direction == Direction::Past
                    && published.weekday() == Weekday::Monday;
                shifted(published, unit, shift - i32::from(is_back || is_new))
            }
            Anchor::Day => self.day.map(Moment::from),
            Anchor::Reference => {
                let reference = self.reference?;
                let point = if shift > 0 { reference.last } else { reference.first };
                let is_vague = unit == Unit::Week && point.precision() != Unit::Day;
                // *in July … the following morning*: in July, as good as surely.
                let is_next = unit == Unit::Day && shift.abs() == 1;
                if is_next && matches!(point, Point::Month(_)) {
                    return Some(point.into());
                }
                if point.precision() > unit || is_vague || unit == Unit::Weekend {
                    return None;
                }
                shifted(point.start()?, unit, shift)
            }
        }
    }

    /// The units up to publication, or from it on.
    fn window(&self, unit: Unit, count: i32) -> Option<Moment> {
        let published = self.published?;
        let (from, to) = (count.min(0), count.max(0));
        let moment = |unit| {
            let first = shifted(published, unit, from)?.first;
            Some(Moment { first, last: shifted(published, unit, to)?.last })
        };
        match unit {
            Unit::Day => moment(Unit::Day),
            Unit::Week => {
                let day = |weeks: i32| add_days(published, weeks * 7);
                Some(Moment::days(day(from)?, day(to)?))
            }
            Unit::Month | Unit::Year => moment(unit),
            Unit::Decade => {
                let year = |decades: i32| add_years(published.year(), decades * 10);
                Some(Moment::years(year(from)?, year(to)?))
            }
            Unit::Hour | Unit::Weekend | Unit::Quarter | Unit::Century => None,
        }
    }
}

/// Of a past and a coming time the one that is nearer to publication.
fn nearer(
    published: Date,
    past: Option<(Date, Date)>,
    next: Option<(Date, Date)>,
) -> Option<(Date, Date)> {
    let (Some(back), Some(on)) = (past, next) else { return past.or(next) };
    let away = |from: Date, to: Date| from.duration_until(to).abs();
    let is_past = away(back.1, published) < away(published, on.0);
    Some(if back == on || is_past { back } else { on })
}
