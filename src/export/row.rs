//! A row is a fact as a table has it: the same columns under the same names in every
//! format.

use std::fmt;

use crate::graph::{ArticleRecord, FactRecord, Object, Speaker, Standing};
use crate::text::{Date, one_line};

use super::address;

/// A column of the table of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name, in `snake_case`.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A number from zero.
    Integer,
    /// A number between zero and one, with two digits.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A day.
    Day,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing is known.
    None,
    Text(String),
    Integer(u32),
    Decimal(f64),
    Boolean(bool),
    Day(Date),
}

/// How many columns there are.
pub(super) const WIDTH: usize = 32;

/// The columns of a fact.
///
/// `start` and `end` are those of the sentence in code points of the article, and `spans`
/// those of subject, predicate and object; `subject`, `object` and `attributed_to` are
/// local names of entities; a phrase that names no entity stands in `object_name` alone.
/// `confidence` is from 0 to 1.
pub const COLUMNS: [Column; WIDTH] = {
    use Kind::{Boolean, Day, Decimal, Integer, Text};
    const fn column(name: &'static str, kind: Kind) -> Column {
        Column { name, kind }
    }
    [
        column("article", Text),
        column("publisher", Text),
        column("headline", Text),
        column("url", Text),
        column("reported", Day),
        column("fact", Text),
        column("subject", Text),
        column("subject_name", Text),
        column("subject_type", Text),
        column("relation", Text),
        column("in_schema", Boolean),
        column("object", Text),
        column("object_name", Text),
        column("object_type", Text),
        column("standing", Text),
        column("polarity", Text),
        column("factuality", Text),
        column("attributed_to", Text),
        column("attributed_to_name", Text),
        column("cue", Text),
        column("timex", Text),
        column("event_start", Day),
        column("event_end", Day),
        column("args", Text),
        column("rule", Text),
        column("confidence", Decimal),
        column("sentence", Integer),
        column("start", Integer),
        column("end", Integer),
        column("spans", Text),
        column("quote", Text),
        column("link", Text),
    ]
};

/// A fact of an article in the order of [`COLUMNS`].
pub(super) fn row(record: &ArticleRecord, key: &str, fact: &FactRecord) -> [Cell; WIDTH] {
    let subject = entity(record, &fact.subject);
    let object = fact.object.as_ref().map_or(End::NONE, |it| object(record, it));
    let source = match &fact.attributed_to {
        Some(Speaker::Entity(local)) => entity(record, local),
        Some(Speaker::Unnamed) => End { name: text(""), ..End::NONE },
        None => End::NONE,
    };
    let sentence = record.sentences.get(&fact.sentence);
    let quote = sentence.map(|it| &*it.quote).unwrap_or_default();
    let link = record.url.as_deref().and_then(|it| address::of_sentence(it, quote));
    [
        text(record.id.as_str()),
        optional(record.publisher.as_deref()),
        optional(record.headline.as_deref()),
        optional(record.url.as_deref()),
        day(record.date_published),
        text(key),
        subject.local,
        subject.name,
        subject.entity_type,
        text(&fact.relation),
        Cell::Boolean(fact.in_schema),
        object.local,
        object.name,
        object.entity_type,
        text(Standing::of(fact).as_str()),
        text(fact.polarity.as_str()),
        text(fact.factuality.as_str()),
        source.local,
        source.name,
        optional(fact.cue.as_deref()),
        optional(fact.timex.as_deref()),
        day(fact.event_start),
        day(fact.event_end),
        optional(args(record, fact).as_deref()),
        text(&fact.rule),
        Cell::Decimal(f64::from(fact.confidence) / 100.0),
        Cell::Integer(fact.sentence),
        sentence.map_or(Cell::None, |it| Cell::Integer(it.start)),
        sentence.map_or(Cell::None, |it| Cell::Integer(it.end)),
        text(&fact.places()),
        text(&one_line(quote)),
        optional(link.as_deref()),
    ]
}

/// What stands at an end of a fact.
pub(super) struct End {
    pub(super) local: Cell,
    pub(super) name: Cell,
    pub(super) entity_type: Cell,
}

impl End {
    const NONE: Self =
        Self { local: Cell::None, name: Cell::None, entity_type: Cell::None };
}

/// An object or argument.
pub(super) fn object(record: &ArticleRecord, object: &Object) -> End {
    match object {
        Object::Entity(local) => entity(record, local),
        Object::Literal(words) => End { name: text(words), ..End::NONE },
    }
}

fn entity(record: &ArticleRecord, local: &str) -> End {
    let found = record.entities.get(local);
    End {
        local: text(local),
        name: optional(found.map(|it| &*it.name)),
        entity_type: optional(found.map(|it| it.entity_type.as_str())),
    }
}

/// The other arguments in one cell: `amount: $5 million; place: Springfield`.
fn args(record: &ArticleRecord, fact: &FactRecord) -> Option<String> {
    let args = fact.args.iter();
    let args: Vec<_> =
        args.map(|(role, it)| format!("{role}: {}", record.words(it))).collect();
    (!args.is_empty()).then(|| args.join("; "))
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn optional(text: Option<&str>) -> Cell {
    text.map_or(Cell::None, |it| Cell::Text(it.to_owned()))
}

fn day(day: Option<Date>) -> Cell {
    day.map_or(Cell::None, Cell::Day)
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Integer(it) => write!(f, "{it}"),
            Self::Decimal(it) => write!(f, "{it}"),
            Self::Boolean(it) => write!(f, "{it}"),
            Self::Day(it) => write!(f, "{it}"),
        }
    }
}
