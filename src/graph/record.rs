//! A record is what the graph keeps of an article, sentence, entity or fact.
//!
//! Records hold text, dates and code points only: they are what RDF writes and reads
//! back, what the pictures draw, and what merging compares. Offsets count Unicode code
//! points from the start of the article, end exclusive.

use std::collections::BTreeMap;

use crate::doc::EntityType;
use crate::extract::{Factuality, Polarity};
use crate::text::{ArticleId, Date};

/// Articles with their entities and facts. Union is by article, so it is associative,
/// commutative and idempotent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Graph {
    /// The articles, by name.
    pub articles: BTreeMap<ArticleId, ArticleRecord>,
}

/// What the graph keeps of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleRecord {
    /// Its name.
    pub id: ArticleId,
    /// `schema:headline`.
    pub headline: Option<String>,
    /// `schema:author`: a set, sorted.
    pub authors: Vec<String>,
    /// `schema:publisher`, as the article names it.
    pub publisher: Option<String>,
    /// `schema:datePublished`.
    pub date_published: Option<Date>,
    /// `schema:url`.
    pub url: Option<String>,
    /// `ng:textHash`: the digest that reprints share.
    pub text_hash: String,
    /// What read it: program version and digests of model and data.
    pub config: String,
    /// The sentences that a fact cites, by number from zero.
    pub sentences: BTreeMap<u32, SentenceRecord>,
    /// The entities that a fact names, by the local name of their IRI.
    pub entities: BTreeMap<String, EntityRecord>,
    /// The facts, by the local name of their IRI.
    pub facts: BTreeMap<String, FactRecord>,
}

/// A sentence that a fact cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceRecord {
    /// The first code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// `ng:quote`: its words, as they stand in the article.
    pub quote: String,
}

/// An entity of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRecord {
    /// What kind of thing it is.
    pub entity_type: EntityType,
    /// `rdfs:label`: the best name that the article gives it.
    pub name: String,
    /// `skos:altLabel`: the other names, sorted.
    pub aliases: Vec<String>,
}

/// Which family of links a fact belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assertion {
    /// `ev:`: somebody states it.
    Stated,
    /// `no:`: somebody denies it.
    Denied,
    /// `may:`: it is planned, possible, asked for or did not come true.
    Possible,
}

/// A fact of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct FactRecord {
    /// The local name of the subject's IRI.
    pub subject: String,
    /// The local name of the relation: `endorsed`, `withdraw_from`.
    pub relation: String,
    /// Whether the relation is one of the schema's.
    pub in_schema: bool,
    /// `ng:object`; `None` where the fact has one participant.
    pub object: Option<Object>,
    /// `ng:polarity`.
    pub polarity: Polarity,
    /// `ng:factuality`.
    pub factuality: Factuality,
    /// `ng:attributedTo`; `None` where the article says it in its own voice.
    pub attributed_to: Option<Speaker>,
    /// `ng:cue`: the words that attribute it.
    pub cue: Option<String>,
    /// `ng:sentence`: its number in the article.
    pub sentence: u32,
    /// `ng:spans`: subject, predicate and object in code points; `None` for a part that
    /// has no words of its own in the sentence.
    pub spans: [Option<(u32, u32)>; 3],
    /// `ng:surface`: the words of the predicate.
    pub surface: String,
    /// `ng:rule`.
    pub rule: String,
    /// `ng:confidence`, in hundredths, so that it is written the same everywhere.
    pub confidence: u8,
    /// `ng:timex`: the TIMEX3 value.
    pub timex: Option<String>,
    /// `ng:timeExpression`: the words that give it.
    pub time_expression: Option<String>,
    /// `ng:eventStart`.
    pub event_start: Option<Date>,
    /// `ng:eventEnd`.
    pub event_end: Option<Date>,
    /// The other arguments by their role (`place`, `amount`), sorted.
    pub args: Vec<(String, Object)>,
}

impl FactRecord {
    /// The family of links that the fact belongs to.
    pub fn assertion(&self) -> Assertion {
        match (self.factuality, self.polarity) {
            (Factuality::Actual | Factuality::Claim, Polarity::Affirmed) => {
                Assertion::Stated
            }
            (Factuality::Actual | Factuality::Claim, Polarity::Negated) => {
                Assertion::Denied
            }
            (
                Factuality::Planned | Factuality::Possible | Factuality::Counterfactual,
                _,
            ) => Assertion::Possible,
        }
    }

    /// Whether the article states it affirmed, actual and in its own voice: only then is
    /// there a plain triple.
    pub fn is_asserted(&self) -> bool {
        self.factuality == Factuality::Actual
            && self.polarity == Polarity::Affirmed
            && self.attributed_to.is_none()
    }

    /// The local names of the entities that it names.
    pub fn entities(&self) -> impl Iterator<Item = &str> {
        let objects = self.object.iter().chain(self.args.iter().map(|(_, it)| it));
        let objects = objects.filter_map(|it| match it {
            Object::Entity(iri) => Some(iri.as_str()),
            Object::Literal(_) => None,
        });
        let speaker = self.attributed_to.iter().filter_map(|it| match it {
            Speaker::Entity(iri) => Some(iri.as_str()),
            Speaker::Unnamed => None,
        });
        [self.subject.as_str()].into_iter().chain(objects).chain(speaker)
    }
}

/// What stands at the end of a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// An entity, by the local name of its IRI.
    Entity(String),
    /// A clause or phrase, by its words.
    Literal(String),
}

/// On whose word a fact stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaker {
    /// An entity, by the local name of its IRI.
    Entity(String),
    /// `ng:unnamedSource`.
    Unnamed,
}
