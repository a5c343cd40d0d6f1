//! The cast of an article: what its record tells of its entities, for comparison with
//! other articles.

use std::collections::BTreeMap;

use crate::extract::{Factuality, Polarity};
use crate::resolve::{Cast, Fingerprint, Sketch};

use super::{ArticleRecord, FactRecord, Object};

impl ArticleRecord {
    /// What the article tells of its entities.
    pub fn cast(&self) -> Cast {
        let mut roles: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for fact in self.facts.values() {
            if let Some(role) = self.role(fact) {
                roles.entry(&fact.subject).or_default().push(role);
            }
        }
        let members = self.entities.iter().map(|(iri, entity)| {
            let mut roles = roles.remove(&**iri).unwrap_or_default();
            roles.sort_unstable();
            roles.dedup();
            Sketch {
                iri: iri.clone(),
                entity_type: entity.entity_type,
                name: entity.name.clone(),
                aliases: entity.aliases.clone(),
                roles,
            }
        });
        let quotes = self.sentences.values().map(|it| &*it.quote);
        Cast {
            article: self.id.clone(),
            day: self.date_published,
            fingerprint: Fingerprint::new(quotes),
            text_hash: self.text_hash.clone(),
            members: members.collect(),
        }
    }

    /// What a fact calls its subject, in the article's own voice.
    fn role(&self, fact: &FactRecord) -> Option<String> {
        let holds = fact.polarity == Polarity::Affirmed
            && fact.factuality == Factuality::Actual
            && fact.attributed_to.is_none();
        let names_one = matches!(&*fact.relation, "held_office" | "leads" | "works_for");
        if !holds || !names_one {
            return None;
        }
        let role = fact.args.iter().find(|(key, _)| key == "role").map(|(_, it)| it);
        match role.or(fact.object.as_ref())? {
            Object::Literal(words) => Some(words.clone()),
            Object::Entity(iri) => Some(self.entities.get(iri)?.name.clone()),
        }
    }
}
