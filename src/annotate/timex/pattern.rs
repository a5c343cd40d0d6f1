//! The patterns of expressions: of those that name a date, here, and the longest of all.

use crate::doc::TimexType;

use super::expr::{Expr, When};
use super::lex::{Atom, Cursor, Kind};
use super::relative;
use super::words::{Unit, Word, Words};

/// A pattern reads an expression from a cursor.
pub(super) type Pattern = fn(&mut Cursor<'_>) -> Option<Expr>;

const ABSOLUTE: &[Pattern] = &[
    iso, slashes, month_day, day_month, days_month, month, year, decade, century, season,
    quarter, era,
];

/// The longest expression that begins at the cursor, with the place after it.
pub(super) fn longest(
    words: &Words,
    text: &str,
    cursor: Cursor<'_>,
) -> Option<(Expr, usize)> {
    let mut best = [holiday(words, text, cursor), period(words, text, cursor)]
        .into_iter()
        .flatten()
        .max_by_key(|(_, end)| *end);
    match cursor.peek()?.kind {
        Kind::Letters { word: None, .. } => return best,
        Kind::Mark(mark) if mark != '\'' => return best,
        _ => {}
    }
    for pattern in ABSOLUTE.iter().chain(relative::RELATIVE) {
        let mut cursor = cursor;
        if let Some(expr) = pattern(&mut cursor)
            && best.is_none_or(|(_, end)| end < cursor.at)
        {
            best = Some((expr, cursor.at));
        }
    }
    best
}

/// *2020-07-11*, *2020-07*.
fn iso(c: &mut Cursor<'_>) -> Option<Expr> {
    let year = plain_year(c)?;
    let month = c.glued_mark('-').then(|| c.glued_number(2)).flatten()?;
    let month = i8::try_from(month).ok().filter(|it| (1..=12).contains(it))?;
    let mut rest = *c;
    if rest.glued_mark('-')
        && let Some(day) = rest.glued_number(2).and_then(to_day)
    {
        *c = rest;
        return Some(days(When::Year(year), month, day));
    }
    (!rest.glued_mark('-')).then_some(Expr::Month { when: When::Year(year), month })
}

/// *7/11/2020*: the month first, unless it cannot be one.
fn slashes(c: &mut Cursor<'_>) -> Option<Expr> {
    if !c.begins_number() {
        return None;
    }
    let short = |c: &mut Cursor<'_>| c.number(1).or_else(|| c.number(2)).and_then(to_day);
    let first = short(c)?;
    let second = c.glued_mark('/').then(|| short(c)).flatten()?;
    let year = c.glued_mark('/').then(|| c.glued_number(4)).flatten()?;
    let year = to_year(year).filter(|_| c.ends_number())?;
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    (month <= 12).then(|| days(When::Year(year), month, day))
}

/// *July 11, 2020*, *Saturday, July 11*, *July 11-13*.
fn month_day(c: &mut Cursor<'_>) -> Option<Expr> {
    leading_weekday(c);
    let month = any_month(c)?;
    let first = day(c).or_else(|| day_word(c))?;
    let mut rest = *c;
    let last = match rest.mark('-').then(|| day(&mut rest)).flatten() {
        Some(last) if last > first => {
            *c = rest;
            last
        }
        _ => first,
    };
    let when = year_after(c);
    Some(Expr::Days { when, month, first, last })
}

/// *11 July 2020*, *the 11th of July*.
fn day_month(c: &mut Cursor<'_>) -> Option<Expr> {
    c.skip(Word::The);
    leading_weekday(c);
    let day = match day(c) {
        Some(day) => {
            // *the 1st day of May*
            let mut rest = *c;
            if rest.skip(Word::Unit(Unit::Day)) && rest.skip(Word::Of) {
                *c = rest;
            }
            c.skip(Word::Of);
            day
        }
        None => day_word(c).filter(|_| c.skip(Word::Of))?,
    };
    let month = any_month(c)?;
    let when = year_after(c);
    Some(days(when, month, day))
}

/// *5-6 September 2019*.
fn days_month(c: &mut Cursor<'_>) -> Option<Expr> {
    let first = day(c)?;
    let last = c.mark('-').then(|| day(c)).flatten().filter(|it| *it > first)?;
    let month = any_month(c)?;
    let when = year_after(c);
    Some(Expr::Days { when, month, first, last })
}

/// *March 2017*, *late March*, *March*.
fn month(c: &mut Cursor<'_>) -> Option<Expr> {
    let is_staged = stage(c);
    let before = *c;
    let month = any_month(c)?;
    match year_after(c) {
        When::Open => {}
        when => return Some(Expr::Month { when, month }),
    }
    let mut word = before;
    let is_cued = word.word(|it| match it {
        Word::Month(_, cued) => Some(cued),
        _ => None,
    })?;
    *c = word;
    let stands = is_staged || !is_cued || has_month_cue(before);
    stands.then_some(Expr::Month { when: When::Open, month })
}

/// Whether a month that is also a name or a verb is a month where it stands.
fn has_month_cue(c: Cursor<'_>) -> bool {
    let is_month = |it: Option<Word>| matches!(it, Some(Word::Month(..)));
    let joins = |it: Option<Atom>| {
        it.is_some_and(|it| {
            matches!(it.word(), Some(Word::And | Word::To | Word::Until))
                || it.kind == Kind::Mark('-')
        })
    };
    let after = |skip| c.ahead(skip).and_then(Atom::word);
    matches!(c.word_behind(1), Some(Word::In | Word::Since | Word::Until | Word::Of))
        || joins(c.behind(1)) && is_month(c.word_behind(2))
        || joins(c.ahead(1)) && is_month(after(2))
}

/// *2016*, *late 2016*, *the year 2016*, *1999-08*.
fn year(c: &mut Cursor<'_>) -> Option<Expr> {
    let start = c.at;
    let mut rest = *c;
    rest.skip(Word::The);
    if rest.skip(Word::Unit(Unit::Year)) || stage(&mut rest) {
        *c = rest;
    }
    let first = plain_year(c)?;
    // Small numbers are years only after a word such as *in*, in brackets or at the end
    // of a range; before a unit, any number counts.
    let before = Cursor::new(c.atoms(), start);
    let is_placed = match before.behind(1).map(|it| it.kind) {
        Some(Kind::Letters { word, .. }) => word.is_some(),
        Some(Kind::Mark('(')) => true,
        Some(Kind::Mark('-')) => {
            matches!(before.behind(2).map(|it| it.kind), Some(Kind::Number { .. }))
        }
        _ => false,
    };
    let counts = matches!(
        c.peek().and_then(Atom::word),
        Some(Word::Unit(_) | Word::Units(_) | Word::Era(true))
    );
    let stands = c.ends_number() && !counts && (first >= 1700 || is_placed);
    stands.then_some(Expr::Year(first))
}

/// The *08* of *1999-08*: a year of the same century after the one before.
pub(super) fn short_year(from: Expr, c: &mut Cursor<'_>) -> Option<Expr> {
    let Expr::Year(first) = from else { return None };
    let short = c.number(2).filter(|_| c.ends_number())?;
    let last = first / 100 * 100 + i16::try_from(short).ok()?;
    (last > first).then_some(Expr::Year(last))
}

/// *AD 842*, *347 CE*, *400 BCE*.
fn era(c: &mut Cursor<'_>) -> Option<Expr> {
    let era = |it| match it {
        Word::Era(is_before) => Some(is_before),
        _ => None,
    };
    let leads = c.peek()?.is_capital() && c.word(era) == Some(false);
    let year = (1..=4).find_map(|digits| c.number(digits))?;
    let year = i16::try_from(year).ok()?;
    let is_before = !leads && c.word(era)?;
    Some(if is_before { Expr::BeforeChrist(year) } else { Expr::Year(year) })
}

/// *the 1990s*, *the late 1990s*, *the '90s*, *the nineties*.
fn decade(c: &mut Cursor<'_>) -> Option<Expr> {
    let is_definite = c.skip(Word::The);
    stage(c);
    let named = c.word(|it| match it {
        Word::Decade(year) if is_definite => Some(1900 + year),
        _ => None,
    });
    if let Some(first) = named {
        return Some(Expr::Years(first, first + 9));
    }
    let first = if c.mark('\'') {
        c.glued_number(2).and_then(|it| i16::try_from(1900 + it).ok())?
    } else {
        plain_year(c)?
    };
    c.glued_mark('\'');
    let is_plural = c.peek().is_some_and(|it| it.glued) && c.skip(Word::PluralSuffix);
    let last = if first % 100 == 0 && first < 2000 { first + 99 } else { first + 9 };
    (is_plural && first % 10 == 0).then_some(Expr::Years(first, last))
}

/// *the 19th century*, *the late twentieth century*.
fn century(c: &mut Cursor<'_>) -> Option<Expr> {
    c.skip(Word::The);
    stage(c);
    let nth = day(c).or_else(|| day_word(c))?;
    c.glued_mark('-');
    if !c.skip(Word::Unit(Unit::Century)) {
        return None;
    }
    let is_before = |it: Word| matches!(it, Word::Era(true)).then_some(());
    if c.word(is_before).is_some() {
        return Some(Expr::Undetermined(TimexType::Date));
    }
    let first = (i16::from(nth) - 1) * 100;
    (2..=21).contains(&nth).then_some(Expr::Years(first, first + 99))
}

/// *the summer of 2010*, *fall 2004*, *in the spring*.
fn season(c: &mut Cursor<'_>) -> Option<Expr> {
    let before = c.word_behind(1);
    c.skip(Word::The);
    stage(c);
    let is_cued = matches!(c.peek()?.word(), Some(Word::Season(_, true)));
    let first = season_word(c)?;
    let when = year_after(c);
    // *fall* is also a verb, and *spring* a well.
    let stands = !is_cued || before == Some(Word::In) || joins_season(*c);
    (when != When::Open || stands).then_some(Expr::Season { when, first })
}

/// Whether another season follows: *spring and late autumn*.
fn joins_season(mut c: Cursor<'_>) -> bool {
    let joins = c.skip(Word::And);
    stage(&mut c);
    joins && season_word(&mut c).is_some()
}

/// *World War II*.
fn period(words: &Words, text: &str, cursor: Cursor<'_>) -> Option<(Expr, usize)> {
    let fits = |name: &[String]| {
        (0..).zip(name).all(|(skip, piece)| {
            cursor.ahead(skip).is_some_and(|atom| {
                atom.is_capital() && atom.span.of(text).to_lowercase() == *piece
            })
        })
    };
    let found = words.periods().iter().filter(|it| fits(&it.name));
    let longest = found.max_by_key(|it| it.name.len())?;
    let expr = Expr::Period(longest.first, longest.last);
    Some((expr, cursor.at + longest.name.len()))
}

/// *the first quarter of 2020*.
fn quarter(c: &mut Cursor<'_>) -> Option<Expr> {
    c.skip(Word::The);
    let quarter = day_word(c).filter(|it| (1..=4).contains(it))?;
    if !c.skip(Word::Unit(Unit::Quarter)) {
        return None;
    }
    c.skip(Word::Of);
    Some(Expr::Quarter { year: plain_year(c)?, quarter })
}

/// *Christmas*, *Election Day 2016*.
fn holiday(words: &Words, text: &str, cursor: Cursor<'_>) -> Option<(Expr, usize)> {
    let mut best = None;
    for (name, holiday) in words.holidays() {
        let mut is_capital = false;
        let is_here = (0..).zip(name).all(|(skip, piece)| {
            cursor.ahead(skip).is_some_and(|atom| {
                is_capital |= atom.is_capital();
                atom.span.of(text).eq_ignore_ascii_case(piece)
                    || atom.kind == Kind::Mark('\'') && piece == "'"
            })
        });
        let mut c = cursor;
        c.at += name.len();
        if is_here && is_capital && best.is_none_or(|(_, end)| end < c.at) {
            let when = year_after(&mut c);
            best = Some((Expr::Holiday { when, holiday: *holiday }, c.at));
        }
    }
    best
}

fn days(when: When, month: i8, day: i8) -> Expr {
    Expr::Days { when, month, first: day, last: day }
}

fn to_day(number: i32) -> Option<i8> {
    i8::try_from(number).ok().filter(|it| (1..=31).contains(it))
}

fn to_year(number: i32) -> Option<i16> {
    i16::try_from(number).ok().filter(|it| (1000..=2100).contains(it))
}

/// Four digits that may be a year.
fn plain_year(c: &mut Cursor<'_>) -> Option<i16> {
    c.begins_number().then(|| c.number(4)).flatten().and_then(to_year)
}

/// *Saturday,* before a date.
fn leading_weekday(c: &mut Cursor<'_>) {
    let mut rest = *c;
    let is_long = rest.word(|it| matches!(it, Word::Weekday(_)).then_some(())).is_some();
    if is_long || rest.skip(Word::WeekdayShort) {
        rest.mark('.');
        rest.mark(',');
        rest.mark('(');
        rest.skip(Word::The);
        *c = rest;
    }
}

/// *July*, *Jul.*, with a capital.
pub(super) fn any_month(c: &mut Cursor<'_>) -> Option<i8> {
    if !c.peek()?.is_capital() {
        return None;
    }
    let long = c.word(|it| match it {
        Word::Month(month, _) => Some(month),
        _ => None,
    });
    if long.is_some() {
        return long;
    }
    let short = c.word(|it| match it {
        Word::MonthShort(month) => Some(month),
        _ => None,
    })?;
    c.mark('.');
    Some(short)
}

/// *11*, *11th*: the number of a day or century.
fn day(c: &mut Cursor<'_>) -> Option<i8> {
    let day = c.number(1).or_else(|| c.number(2)).and_then(to_day)?;
    let is_ordinal = c.peek().is_some_and(|it| it.glued) && c.skip(Word::OrdinalSuffix);
    (is_ordinal || c.ends_number()).then_some(day)
}

/// *eleventh*, *twenty-first*.
fn day_word(c: &mut Cursor<'_>) -> Option<i8> {
    let tens = c.word(|it| match it {
        Word::Number(tens) if tens % 10 == 0 => Some(tens),
        _ => None,
    });
    if tens.is_some() {
        c.mark('-');
    }
    let ordinal = c.word(|it| match it {
        Word::Ordinal(ordinal) => Some(ordinal),
        _ => None,
    })?;
    to_day(tens.unwrap_or_default() + ordinal)
}

/// *, 2020*, *of 2020*, *of last year* after a day, month or season.
fn year_after(c: &mut Cursor<'_>) -> When {
    let mut rest = *c;
    rest.mark(',');
    rest.skip(Word::Of);
    let mut numeric = rest;
    if let Some(year) = plain_year(&mut numeric).filter(|_| numeric.ends_number()) {
        *c = numeric;
        return When::Year(year);
    }
    let mut same = rest;
    same.skip(Word::The);
    if same.skip(Word::Same) {
        same.skip(Word::Same);
        if same.skip(Word::Unit(Unit::Year)) {
            *c = same;
            return When::SameYear;
        }
    }
    let shift = rest.word(relative::shift);
    if let Some(shift) = shift
        && rest.skip(Word::Unit(Unit::Year))
    {
        *c = rest;
        return When::YearShifted(shift);
    }
    // *the 12th of October last*, as letters once had it.
    let mut rest = *c;
    if let Some(shift) = rest.word(relative::shift)
        && shift != 0
        && rest.peek().is_none_or(|it| matches!(it.kind, Kind::Mark(_)))
    {
        *c = rest;
        return When::Occurrence(shift);
    }
    When::Open
}

/// *early*, *mid-*: read over, since the whole period holds its part.
fn stage(c: &mut Cursor<'_>) -> bool {
    let found = c.skip(Word::Stage);
    if found {
        c.mark('-');
    }
    found
}

/// *summer*, by its first month.
pub(super) fn season_word(c: &mut Cursor<'_>) -> Option<i8> {
    c.word(|it| match it {
        Word::Season(first, _) => Some(first),
        _ => None,
    })
}
