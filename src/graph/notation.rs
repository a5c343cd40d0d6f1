//! The notation of a fact: one line for people.
//!
//! `Donald Trump | fired | Jeff Sessions | 2018-11`: subject, relation, object, then who
//! says it and when. *not*, *may*, *plans* and *would have* stand before the relation.

use crate::extract::{Factuality, Polarity};

use super::{ArticleRecord, FactRecord, Object, Speaker};

impl ArticleRecord {
    /// A fact as one line.
    pub fn line(&self, fact: &FactRecord) -> String {
        let mut parts = vec![self.name(&fact.subject), fact.phrase()];
        parts.extend(fact.object.as_ref().map(|it| self.object(it)));
        match &fact.attributed_to {
            Some(Speaker::Entity(iri)) => parts.push(format!("said {}", self.name(iri))),
            Some(Speaker::Unnamed) => parts.push("said somebody".to_owned()),
            None => {}
        }
        parts.extend(fact.timex.clone());
        parts.join(" | ")
    }

    /// The best name of an entity of the article.
    pub fn name(&self, iri: &str) -> String {
        self.entities.get(iri).map_or_else(|| iri.to_owned(), |it| it.name.clone())
    }

    /// An object in words; literals stand in quotation marks.
    pub fn object(&self, object: &Object) -> String {
        match object {
            Object::Entity(_) => self.words(object),
            Object::Literal(text) => format!("“{text}”"),
        }
    }

    /// The best name of an object, or its words.
    pub fn words(&self, object: &Object) -> String {
        match object {
            Object::Entity(iri) => self.name(iri),
            Object::Literal(text) => text.clone(),
        }
    }

    /// The facts with their names, in the order of the text.
    pub fn facts_in_order(&self) -> Vec<(&String, &FactRecord)> {
        let mut facts: Vec<_> = self.facts.iter().collect();
        facts.sort_by_key(|(key, it)| (it.sentence, it.spans[1], it.spans[0], *key));
        facts
    }
}

impl FactRecord {
    /// Its relation with what limits it: `plans: not appointed`.
    pub fn phrase(&self) -> String {
        phrase(&self.relation, self.factuality, self.polarity)
    }

    /// Where subject, predicate and object stand, as `ng:spans` has it: `8-19 20-43 -`.
    pub fn places(&self) -> String {
        let spans = self.spans.map(|it| match it {
            Some((start, end)) => format!("{start}-{end}"),
            None => "-".to_owned(),
        });
        spans.join(" ")
    }
}

/// A relation with what limits it: `plans: not appointed`.
pub(super) fn phrase(
    relation: &str,
    factuality: Factuality,
    polarity: Polarity,
) -> String {
    let relation = relation.replace('_', " ");
    let limit = match factuality {
        Factuality::Actual | Factuality::Claim => "",
        Factuality::Planned => "plans: ",
        Factuality::Possible => "may: ",
        Factuality::Counterfactual => "would have: ",
    };
    let polarity = match polarity {
        Polarity::Affirmed => "",
        Polarity::Negated => "not ",
    };
    format!("{limit}{polarity}{relation}")
}
