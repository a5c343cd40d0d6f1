//! The words of time, with what each says: the tables `time.csv` and `holidays.csv`.

use jiff::civil::{Date, Weekday};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::lexicon::Lexicon;

const TIME: &str = "lexicon/time.csv";
const HOLIDAYS: &str = "lexicon/holidays.csv";
const PERIODS: &str = "lexicon/periods.csv";

/// A unit of the calendar, from short to long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// What a word says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// *May*: the month, and whether the word stands for it only with a cue.
    Month(i8, bool),
    /// *Sept.*: before a number only.
    MonthShort(i8),
    Weekday(Weekday),
    /// *Tuesdays*, *mornings*.
    Weekdays,
    /// *Tues.*: before a date only.
    WeekdayShort,
    Unit(Unit),
    Units(Unit),
    Number(i32),
    Ordinal(i32),
    /// *nd* of *2nd*.
    OrdinalSuffix,
    /// *s* of *1990s*.
    PluralSuffix,
    /// *eighties*.
    Decade(i16),
    /// *a*.
    Article,
    The,
    /// *several*.
    Vague,
    /// *than* of *less than*: what follows is a bound.
    Bound,
    /// *fall*: the first month of the season, and whether the word stands for it only
    /// with a cue.
    Season(i8, bool),
    /// *end*, *beginning*: whether it is the last.
    Edge(bool),
    /// *evening*.
    Part,
    /// *tomorrow*, in days from publication.
    Day(i32),
    /// *next*, in units from publication.
    Shift(i32),
    /// *following*, in units from the time spoken of.
    Step(i32),
    /// *that*, *same*.
    Same,
    /// *early*.
    Stage,
    Ago,
    Now,
    /// *later*, in units from the time spoken of.
    After(i32),
    /// *before*: the same, but not where another time follows.
    Before(i32),
    Every,
    Other,
    /// *weekly*.
    Frequency(Unit),
    Since,
    Until,
    To,
    And,
    Between,
    From,
    Of,
    In,
    For,
    Old,
    /// *BC* and *AD*: whether it counts backwards.
    Era(bool),
    /// *expect*: what it governs is to come.
    Future,
}

/// The rule that gives the day of a holiday in each year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holiday {
    month: i8,
    day: Option<i8>,
    weekday: Option<i8>,
    nth: Option<i8>,
    plus: Option<i32>,
    every: Option<i16>,
    from: Option<i16>,
}

impl Holiday {
    /// The day of the holiday in a year, if that year has it.
    pub(super) fn in_year(self, year: i16) -> Option<Date> {
        if let (Some(every), Some(from)) = (self.every, self.from)
            && (year < from || (year - from) % every != 0)
        {
            return None;
        }
        let first = Date::new(year, self.month, self.day.unwrap_or(1)).ok()?;
        let (Some(weekday), Some(nth)) = (self.weekday, self.nth) else {
            return Some(first);
        };
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let day = first.nth_weekday_of_month(nth, weekday).ok()?;
        super::calendar::add_days(day, self.plus.unwrap_or_default())
    }
}

/// A stretch of time that has a name.
#[derive(Debug)]
pub(super) struct Period {
    /// The atoms of its name, in lower case.
    pub(super) name: Vec<String>,
    /// Its first day.
    pub(super) first: Date,
    /// Its last day.
    pub(super) last: Date,
}

/// The three tables.
#[derive(Debug)]
pub(super) struct Words {
    periods: Vec<Period>,
    words: FxHashMap<String, Word>,
    /// The atoms of a holiday's name, in lower case.
    holidays: Vec<(Vec<String>, Holiday)>,
}

impl Words {
    /// Loads the tables.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let mut words = FxHashMap::default();
        for (line, row) in (2..).zip(lexicon.rows::<Row>(TIME)?) {
            let word = word(&row.class, &row.value).ok_or_else(|| Error::Data {
                file: format!("data/{TIME}"),
                line,
                reason: format!("no class {:?} with value {:?}", row.class, row.value),
            })?;
            words.insert(row.word, word);
        }
        let rows = lexicon.rows::<HolidayRow>(HOLIDAYS)?;
        let holidays = rows.into_iter().map(HolidayRow::split).collect();
        let rows = lexicon.rows::<PeriodRow>(PERIODS)?;
        let periods = (2..).zip(rows).map(|(line, row)| row.read(line));
        Ok(Self { words, holidays, periods: periods.collect::<Result<_>>()? })
    }

    /// What a word in lower case says.
    pub(super) fn get(&self, lower: &str) -> Option<Word> {
        self.words.get(lower).copied()
    }

    /// The periods.
    pub(super) fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// The holidays with the atoms of their names, in lower case.
    pub(super) fn holidays(&self) -> &[(Vec<String>, Holiday)] {
        &self.holidays
    }
}

#[derive(Deserialize)]
struct Row {
    word: String,
    class: String,
    value: String,
}

#[derive(Deserialize)]
struct HolidayRow {
    name: String,
    month: i8,
    day: Option<i8>,
    weekday: Option<i8>,
    nth: Option<i8>,
    plus: Option<i32>,
    every: Option<i16>,
    from: Option<i16>,
}

impl HolidayRow {
    fn split(self) -> (Vec<String>, Holiday) {
        let atoms = super::lex::pieces(&self.name).map(|(_, it)| it.to_owned());
        let Self { month, day, weekday, nth, plus, every, from, .. } = self;
        let holiday = Holiday { month, day, weekday, nth, plus, every, from };
        (atoms.collect(), holiday)
    }
}

#[derive(Deserialize)]
struct PeriodRow {
    name: String,
    first: String,
    last: String,
}

impl PeriodRow {
    fn read(self, line: u64) -> Result<Period> {
        let date = |text: &str| {
            text.parse::<Date>().map_err(|it| Error::Data {
                file: format!("data/{PERIODS}"),
                line,
                reason: format!("{text:?}: {it}; write a day as 1914-07-28"),
            })
        };
        let name = super::lex::pieces(&self.name).map(|(_, it)| it.to_owned()).collect();
        Ok(Period { name, first: date(&self.first)?, last: date(&self.last)? })
    }
}

/// The word that a row of `time.csv` describes.
fn word(class: &str, value: &str) -> Option<Word> {
    let number = value.parse::<i32>().ok();
    let small = value.parse::<i8>().ok();
    let weekday = small.and_then(|it| Weekday::from_monday_one_offset(it).ok());
    Some(match class {
        "month" => Word::Month(small?, false),
        "month_cued" => Word::Month(small?, true),
        "month_short" => Word::MonthShort(small?),
        "weekday" => Word::Weekday(weekday?),
        "weekdays" => Word::Weekdays,
        "weekday_short" => Word::WeekdayShort,
        "unit" => Word::Unit(unit(value)?),
        "units" => Word::Units(unit(value)?),
        "number" => Word::Number(number?),
        "ordinal" => Word::Ordinal(number?),
        "ordinal_suffix" => Word::OrdinalSuffix,
        "plural_suffix" => Word::PluralSuffix,
        "decade" => Word::Decade(value.parse().ok()?),
        "article" => Word::Article,
        "the" => Word::The,
        "vague" => Word::Vague,
        "bound" => Word::Bound,
        "season" => Word::Season(small?, false),
        "season_cued" => Word::Season(small?, true),
        "edge" => Word::Edge(number? > 0),
        "part" => Word::Part,
        "day" => Word::Day(number?),
        "shift" => Word::Shift(number?),
        "step" => Word::Step(number?),
        "same" => Word::Same,
        "stage" => Word::Stage,
        "ago" => Word::Ago,
        "now" => Word::Now,
        "after" => Word::After(number?),
        "before" => Word::Before(number?),
        "every" => Word::Every,
        "other" => Word::Other,
        "frequency" => Word::Frequency(unit(value)?),
        "since" => Word::Since,
        "until" => Word::Until,
        "to" => Word::To,
        "and" => Word::And,
        "between" => Word::Between,
        "from" => Word::From,
        "of" => Word::Of,
        "in" => Word::In,
        "for" => Word::For,
        "old" => Word::Old,
        "era" => Word::Era(number? < 0),
        "future" => Word::Future,
        _ => return None,
    })
}

/// The unit of a name in the singular.
fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "weekend" => Unit::Weekend,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => return None,
    })
}
