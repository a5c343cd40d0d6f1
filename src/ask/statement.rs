//! A statement is a fact with all that a reader needs to check and to cite it.

use std::cmp::Reverse;

use crate::export::address;
use crate::extract::{Factuality, Polarity};
pub use crate::graph::Standing;
use crate::graph::{ArticleRecord, FactRecord, Graph, Object, Speaker};
use crate::text::{Date, one_line};

use super::sheet::{Row, Value};

/// A fact of an article, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// How it stands to the truth.
    pub standing: Standing,
    /// The best name of the subject.
    pub subject: String,
    /// The local name of the relation: `held_office`.
    pub relation: String,
    /// The best name of the object, or its words.
    pub object: Option<String>,
    /// Whether it is said to hold or not to.
    pub polarity: Polarity,
    /// How it stands to what happened.
    pub factuality: Factuality,
    /// On whose word it stands; `somebody` for one whom the article does not name.
    pub source: Option<String>,
    /// The TIMEX3 value of its time.
    pub time: Option<String>,
    /// The first day on which it holds.
    pub event_start: Option<Date>,
    /// The day of publication.
    pub reported: Option<Date>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The headline of its article.
    pub headline: Option<String>,
    /// Its sentence.
    pub quote: String,
    /// The address of its article at the sentence.
    pub link: Option<String>,
    /// Article and number of the sentence: `2023-11-08-5fu25c3j:7`.
    pub cited: String,
    /// How often facts found like this one are right, between 0 and 1.
    pub confidence: f64,
    /// The rule that found it.
    pub rule: String,
    /// Its name: `f:7c2k9x4m`.
    pub fact: String,
    /// The local name of the subject.
    pub subject_local: String,
    /// The local name of the object, where that is an entity.
    pub object_local: Option<String>,
    /// The local name of the source, where that is named.
    pub source_local: Option<String>,
    /// The fact in one line: `Felix Brandt | not fired | Iris Tallow | said Acme`.
    pub line: String,
}

impl Statement {
    /// A fact of an article, given by its local name.
    pub fn new(article: &ArticleRecord, local: &str, fact: &FactRecord) -> Self {
        let sentence = article.sentences.get(&fact.sentence);
        let quote = sentence.map(|it| one_line(&it.quote)).unwrap_or_default();
        let link = article.url.as_ref().and_then(|it| address::of_sentence(it, &quote));
        let source_local = match &fact.attributed_to {
            Some(Speaker::Entity(local)) => Some(local.clone()),
            Some(Speaker::Unnamed) | None => None,
        };
        let source = fact.attributed_to.as_ref().map(|it| match it {
            Speaker::Entity(local) => article.name(local),
            Speaker::Unnamed => "somebody".to_owned(),
        });
        let object_local = match &fact.object {
            Some(Object::Entity(local)) => Some(local.clone()),
            Some(Object::Literal(_)) | None => None,
        };
        Self {
            standing: Standing::of(fact),
            subject: article.name(&fact.subject),
            relation: fact.relation.clone(),
            object: fact.object.as_ref().map(|it| article.words(it)),
            polarity: fact.polarity,
            factuality: fact.factuality,
            source,
            time: fact.timex.clone(),
            event_start: fact.event_start,
            reported: article.date_published,
            publisher: article.publisher.clone(),
            headline: article.headline.clone(),
            quote,
            link,
            cited: format!("{}:{}", article.id, fact.sentence),
            confidence: f64::from(fact.confidence) / 100.0,
            rule: fact.rule.clone(),
            fact: format!("f:{local}"),
            subject_local: fact.subject.clone(),
            object_local,
            source_local,
            line: article.line(fact),
        }
    }

    /// Who says it where: `Harlow Steel, in The Corran Ledger, 2023-10-19`.
    pub fn voice(&self) -> String {
        let publisher = self.publisher.as_deref().unwrap_or("an unnamed publisher");
        let day = self.reported.map_or_else(|| "undated".to_owned(), |it| it.to_string());
        match &self.source {
            Some(source) => format!("{source}, in {publisher}, {day}"),
            None => format!("{publisher}, {day}"),
        }
    }

    /// What makes two statements say the same: subject, relation, object, and whether it
    /// is stated, denied or possible. Literals are compared without case.
    pub(super) fn claim(&self) -> Claim {
        let object = match (&self.object_local, &self.object) {
            (Some(local), _) => format!("e:{local}"),
            (None, Some(words)) => words.to_lowercase(),
            (None, None) => String::new(),
        };
        let family = match self.standing {
            Standing::Attributed => Standing::Affirmed,
            other => other,
        };
        Claim {
            subject: self.subject_local.clone(),
            relation: self.relation.clone(),
            object,
            family,
            negated: self.polarity == Polarity::Negated,
        }
    }

    /// Newest first; those of one day by their place.
    pub(super) fn newest_first(&self) -> impl Ord + use<> {
        let day = self.reported.map(|it| it.to_string());
        (Reverse(day), self.cited.clone(), self.line.clone(), self.fact.clone())
    }
}

/// What a statement says, whoever says it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Claim {
    pub(super) subject: String,
    pub(super) relation: String,
    pub(super) object: String,
    pub(super) family: Standing,
    pub(super) negated: bool,
}

/// Every fact of a graph in words, by article and sentence.
pub fn statements(graph: &Graph) -> Vec<Statement> {
    let articles = graph.articles.values();
    let all = articles.flat_map(|article| {
        let facts = article.facts_in_order().into_iter();
        facts.map(|(local, fact)| Statement::new(article, local, fact))
    });
    all.collect()
}

impl Row for Statement {
    fn columns() -> Vec<&'static str> {
        vec![
            "standing",
            "subject",
            "relation",
            "object",
            "polarity",
            "factuality",
            "source",
            "time",
            "reported",
            "publisher",
            "headline",
            "quote",
            "link",
            "cited",
            "confidence",
            "rule",
            "fact",
            "subject_iri",
            "object_iri",
            "source_iri",
        ]
    }

    fn cells(&self) -> Vec<Value> {
        let iri = |local: &String| format!("e:{local}");
        vec![
            self.standing.as_str().into(),
            (&self.subject).into(),
            (&self.relation).into(),
            self.object.as_ref().into(),
            self.polarity.as_str().into(),
            self.factuality.as_str().into(),
            self.source.as_ref().into(),
            self.time.as_ref().into(),
            self.reported.map(|it| it.to_string()).into(),
            self.publisher.as_ref().into(),
            self.headline.as_ref().into(),
            (&self.quote).into(),
            self.link.as_ref().into(),
            (&self.cited).into(),
            self.confidence.into(),
            (&self.rule).into(),
            (&self.fact).into(),
            iri(&self.subject_local).into(),
            self.object_local.as_ref().map(iri).into(),
            self.source_local.as_ref().map(iri).into(),
        ]
    }
}
