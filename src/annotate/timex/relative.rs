//! The patterns of expressions that count from a time known from elsewhere, and of
//! lengths and repetitions.

use jiff::civil::Weekday;

use crate::doc::TimexType;

use super::expr::{Anchor, Expr, When};
use super::lex::{Atom, Cursor, Kind};
use super::pattern::{Pattern, any_month, season_word};
use super::words::{Unit, Word};

/// The patterns.
pub(super) const RELATIVE: &[Pattern] = &[
    day_word,
    shifted_part,
    this_day,
    in_the_unit,
    edge,
    the_weekend,
    shifted_unit,
    shifted_month,
    shifted_season,
    stepped,
    stepped_season,
    same,
    weekday,
    shifted_weekday,
    distance,
    the_unit_before,
    window,
    length,
    every,
    frequency,
];

/// How many, where it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantity {
    /// *two*.
    Count(i32),
    /// *a*, which may also mean *per*.
    One,
    /// *a few*.
    Vague,
}

/// *today*, *yesterday evening*; with capitals, *Today* may end the name of a paper.
fn day_word(c: &mut Cursor<'_>) -> Option<Expr> {
    if c.peek()?.is_capital() && c.behind(1).is_some_and(Atom::is_capital) {
        return None;
    }
    let days = c.word(|it| match it {
        Word::Day(days) => Some(days),
        _ => None,
    })?;
    c.skip(Word::Part);
    Some(Expr::Today(days))
}

/// *this morning*, *last night*; *This Morning* is a programme.
fn shifted_part(c: &mut Cursor<'_>) -> Option<Expr> {
    let shift = c.word(shift).filter(|it| *it <= 0)?;
    let is_capital = c.peek()?.is_capital();
    (c.skip(Word::Part) && !is_capital).then_some(Expr::Today(shift))
}

/// *this day*.
fn this_day(c: &mut Cursor<'_>) -> Option<Expr> {
    // *to this day*
    if c.word_behind(1) == Some(Word::To) {
        return None;
    }
    let is_this = c.word(shift) == Some(0);
    (is_this && c.skip(Word::Unit(Unit::Day))).then_some(Expr::Today(0))
}

/// *earlier in the day*, *later in the week*.
fn in_the_unit(c: &mut Cursor<'_>) -> Option<Expr> {
    c.word(|it| matches!(it, Word::After(_)).then_some(()))?;
    if !c.skip(Word::In) || !c.skip(Word::The) {
        return None;
    }
    let unit = c.word(unit)?;
    let from = if unit == Unit::Day { Anchor::Day } else { Anchor::Reference };
    Some(Expr::Shifted { unit, shift: 0, from })
}

/// *the end of the year*, *the beginning of next month*.
fn edge(c: &mut Cursor<'_>) -> Option<Expr> {
    c.skip(Word::The);
    let is_last = c.word(|it| match it {
        Word::Edge(is_last) => Some(is_last),
        _ => None,
    })?;
    if !c.skip(Word::Of) {
        return None;
    }
    let shift = if c.skip(Word::The) { 0 } else { c.word(shift)? };
    let unit = c.word(unit).filter(|it| *it > Unit::Day)?;
    Some(Expr::Edge { unit, shift, is_last })
}

/// *the weekend*.
fn the_weekend(c: &mut Cursor<'_>) -> Option<Expr> {
    let unit = Unit::Weekend;
    let is_here = c.skip(Word::The) && c.skip(Word::Unit(unit));
    is_here.then_some(Expr::Shifted { unit, shift: 0, from: Anchor::Publication })
}

/// *this week*, *last year*, *this past month*.
fn shifted_unit(c: &mut Cursor<'_>) -> Option<Expr> {
    let mut units = c.word(shift)?;
    if units == 0 {
        units = c.word(shift).unwrap_or(0);
    }
    let unit = c.word(unit).filter(|it| *it > Unit::Day)?;
    Some(Expr::Shifted { unit, shift: units, from: Anchor::Publication })
}

/// *last March*.
fn shifted_month(c: &mut Cursor<'_>) -> Option<Expr> {
    let shift = c.word(shift)?;
    let month = any_month(c)?;
    Some(Expr::Month { when: When::Occurrence(shift), month })
}

/// *this summer*.
fn shifted_season(c: &mut Cursor<'_>) -> Option<Expr> {
    let shift = c.word(shift)?;
    let first = season_word(c)?;
    Some(Expr::Season { when: When::Occurrence(shift), first })
}

/// *the following autumn*.
fn stepped_season(c: &mut Cursor<'_>) -> Option<Expr> {
    let is_step = |it| matches!(it, Word::Step(_)).then_some(());
    c.skip(Word::The);
    c.word(is_step)?;
    season_word(c)?;
    Some(Expr::Undetermined(TimexType::Date))
}

/// *the following day*, *the next morning*.
fn stepped(c: &mut Cursor<'_>) -> Option<Expr> {
    if !c.skip(Word::The) {
        return None;
    }
    let (shift, is_next) = c.word(|it| match it {
        Word::Step(shift) => Some((shift, false)),
        Word::Shift(shift) if shift > 0 => Some((shift, true)),
        _ => None,
    })?;
    let unit = unit_or_part(c)?;
    if is_next && unit != Unit::Day {
        return None;
    }
    Some(Expr::Shifted { unit, shift, from: Anchor::Reference })
}

/// *that year*, *the same day*.
fn same(c: &mut Cursor<'_>) -> Option<Expr> {
    c.skip(Word::The);
    if !c.skip(Word::Same) {
        return None;
    }
    c.skip(Word::Same);
    let unit = unit_or_part(c)?;
    Some(Expr::Shifted { unit, shift: 0, from: Anchor::Reference })
}

/// *Tuesday*, *Tuesday night*, *Tuesday of last week*.
fn weekday(c: &mut Cursor<'_>) -> Option<Expr> {
    if c.word_behind(1) == Some(Word::Article) {
        return None;
    }
    let weekday = weekday_word(c)?;
    // *Saturday mornings*; with a capital, *Saturday Night* begins a name.
    if c.skip(Word::Weekdays) {
        return Some(Expr::Every { unit: Unit::Week, count: 1 });
    }
    let next = c.peek();
    if c.skip(Word::Part) && next.is_some_and(Atom::is_capital) {
        return None;
    }
    let mut rest = *c;
    rest.skip(Word::Of);
    if let Some(shift) = rest.word(shift)
        && rest.skip(Word::Unit(Unit::Week))
    {
        *c = rest;
        return Some(Expr::WeekdayOfWeek { weekday, shift });
    }
    Some(Expr::Weekday { when: When::Open, weekday })
}

/// *next Tuesday*, *last Tuesday night*.
fn shifted_weekday(c: &mut Cursor<'_>) -> Option<Expr> {
    let mut units = c.word(shift)?;
    if units == 0 {
        units = c.word(shift).unwrap_or(0);
    }
    let weekday = weekday_word(c)?;
    c.skip(Word::Part);
    Some(Expr::Weekday { when: When::Occurrence(units), weekday })
}

/// *two years ago*, *a week later*, *three months from now*, *two days before the vote*.
fn distance(c: &mut Cursor<'_>) -> Option<Expr> {
    // *less than a week earlier* lies somewhere in it.
    let is_bound = c.word_behind(1) == Some(Word::Bound);
    let quantity = quantity(c)?;
    let unit = c.word(any_unit)?;
    let (sign, from) = if c.skip(Word::Ago) {
        (-1, Anchor::Publication)
    } else if c.skip(Word::From) {
        c.skip(Word::Now).then_some((1, Anchor::Publication))?
    } else {
        let (sign, is_whole) = c.word(away)?;
        if !is_whole && names_another(c) {
            return Some(Expr::Undetermined(TimexType::Date));
        }
        (sign, Anchor::Reference)
    };
    if is_bound {
        return Some(Expr::Undetermined(TimexType::Date));
    }
    let count = match quantity {
        Quantity::Count(count) => count,
        Quantity::One => 1,
        Quantity::Vague => return Some(Expr::Undetermined(TimexType::Date)),
    };
    Some(match unit {
        Unit::Hour => Expr::Undetermined(TimexType::Time),
        Unit::Weekend | Unit::Decade | Unit::Century => {
            Expr::Undetermined(TimexType::Date)
        }
        Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year => {
            Expr::Shifted { unit, shift: sign * count, from }
        }
    })
}

/// *the year before*, *the day after the vote*.
fn the_unit_before(c: &mut Cursor<'_>) -> Option<Expr> {
    if !c.skip(Word::The) {
        return None;
    }
    let unit = unit_or_part(c)?;
    let shift = c.word(|it| match it {
        Word::Before(shift) => Some(shift),
        _ => None,
    })?;
    if names_another(c) {
        return Some(Expr::Undetermined(TimexType::Date));
    }
    Some(Expr::Shifted { unit, shift, from: Anchor::Reference })
}

/// *the past two years*, *the next week*, *the last few days*; but *the last months of the
/// war* are not those before publication.
fn window(c: &mut Cursor<'_>) -> Option<Expr> {
    let found = open_window(c)?;
    match c.peek().and_then(Atom::word) {
        Some(Word::Of) => Some(Expr::Undetermined(TimexType::Duration)),
        _ => Some(found),
    }
}

fn open_window(c: &mut Cursor<'_>) -> Option<Expr> {
    let is_definite = c.skip(Word::The);
    let sign = c.word(shift).filter(|it| *it != 0)?;
    let count = match quantity(c) {
        Some(Quantity::Count(count)) => count,
        Some(Quantity::Vague) => {
            c.word(any_unit)?;
            return Some(Expr::Undetermined(TimexType::Duration));
        }
        None if is_definite => {
            let unit = c.word(unit).filter(|it| *it > Unit::Day)?;
            return Some(match unit {
                Unit::Weekend => {
                    Expr::Shifted { unit, shift: sign, from: Anchor::Publication }
                }
                _ => Expr::Window { unit, count: sign },
            });
        }
        Some(Quantity::One) | None => return None,
    };
    let unit = c.word(any_unit)?;
    Some(Expr::Window { unit, count: sign * count })
}

/// *two years*, *for a week*, *11-year*, but not *11-year-old*.
fn length(c: &mut Cursor<'_>) -> Option<Expr> {
    let is_for = c.word_behind(1) == Some(Word::For);
    let quantity = quantity(c)?;
    c.glued_mark('-');
    let unit = c.word(any_unit)?;
    let mut rest = *c;
    rest.glued_mark('-');
    if rest.skip(Word::Old) {
        return None;
    }
    match quantity {
        Quantity::Count(count) => Some(Expr::Length { unit, count }),
        Quantity::One if is_for => Some(Expr::Length { unit, count: 1 }),
        Quantity::One => None,
        Quantity::Vague => Some(Expr::Undetermined(TimexType::Duration)),
    }
}

/// *every year*, *every other week*, *every two years*, *every Tuesday*.
fn every(c: &mut Cursor<'_>) -> Option<Expr> {
    if !c.skip(Word::Every) {
        return None;
    }
    let count = match quantity(c) {
        Some(Quantity::Count(count)) => count,
        Some(Quantity::One | Quantity::Vague) => return None,
        None if c.skip(Word::Other) => 2,
        None => 1,
    };
    let unit = c.word(|it| match it {
        Word::Unit(unit) | Word::Units(unit) => Some(unit),
        Word::Weekday(_) => Some(Unit::Week),
        Word::Part => Some(Unit::Day),
        Word::Month(..) | Word::Season(..) => Some(Unit::Year),
        _ => None,
    })?;
    Some(Expr::Every { unit, count })
}

/// *weekly*, *Tuesdays*; with a capital, *weekly* is part of a name.
fn frequency(c: &mut Cursor<'_>) -> Option<Expr> {
    let is_capital = c.peek()?.is_capital();
    let unit = c.word(|it| match it {
        Word::Frequency(unit) if !is_capital => Some(unit),
        Word::Weekdays if is_capital => Some(Unit::Week),
        _ => None,
    })?;
    Some(Expr::Every { unit, count: 1 })
}

/// The units of *last*, *this*, *next*.
pub(super) fn shift(word: Word) -> Option<i32> {
    match word {
        Word::Shift(shift) => Some(shift),
        _ => None,
    }
}

fn unit(word: Word) -> Option<Unit> {
    match word {
        Word::Unit(unit) => Some(unit),
        _ => None,
    }
}

fn any_unit(word: Word) -> Option<Unit> {
    match word {
        Word::Unit(unit) | Word::Units(unit) => Some(unit),
        _ => None,
    }
}

/// The sign of *later*, *before*, and whether no other time may be named after it.
fn away(word: Word) -> Option<(i32, bool)> {
    match word {
        Word::After(sign) => Some((sign, true)),
        Word::Before(sign) => Some((sign, false)),
        _ => None,
    }
}

fn unit_or_part(c: &mut Cursor<'_>) -> Option<Unit> {
    if c.skip(Word::Part) { Some(Unit::Day) } else { c.word(unit) }
}

fn weekday_word(c: &mut Cursor<'_>) -> Option<Weekday> {
    if !c.peek()?.is_capital() {
        return None;
    }
    c.word(|it| match it {
        Word::Weekday(weekday) => Some(weekday),
        _ => None,
    })
}

/// Whether words follow *before* or *after*: then they say before or after what.
fn names_another(c: &Cursor<'_>) -> bool {
    c.peek()
        .is_some_and(|it| !matches!(it.kind, Kind::Mark(it) if it != '"' && it != '“'))
}

/// *two*, *22*, *twenty-two*, *a*, *a few*, *several*.
fn quantity(c: &mut Cursor<'_>) -> Option<Quantity> {
    if c.begins_number()
        && let Some(count) = (1..=3).find_map(|digits| c.number(digits))
    {
        return (count > 0).then_some(Quantity::Count(count));
    }
    let is_article = c.skip(Word::Article);
    if c.skip(Word::Vague) {
        c.skip(Word::Of);
        return Some(Quantity::Vague);
    }
    if is_article {
        return Some(Quantity::One);
    }
    let number = |it| match it {
        Word::Number(number) => Some(number),
        _ => None,
    };
    let first = c.word(number)?;
    let mut rest = *c;
    rest.glued_mark('-');
    match rest.word(number) {
        Some(second) if first >= 20 && second < 10 => {
            *c = rest;
            Some(Quantity::Count(first + second))
        }
        _ => Some(Quantity::Count(first)),
    }
}
