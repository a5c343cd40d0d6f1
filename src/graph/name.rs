//! The names of things: what most articles call them.

use std::collections::BTreeMap;

use crate::doc::EntityType;

use super::{EntityRecord, Graph};

/// What the articles of a graph call their entities.
#[derive(Debug, Clone)]
pub struct Names<'g>(BTreeMap<&'g str, Vec<&'g EntityRecord>>);

impl<'g> Names<'g> {
    /// Those of a graph.
    pub fn new(graph: &'g Graph) -> Self {
        let mut names = BTreeMap::<_, Vec<_>>::new();
        for (iri, entity) in graph.articles.values().flat_map(|it| &it.entities) {
            names.entry(iri.as_str()).or_default().push(entity);
        }
        Self(names)
    }

    /// The name that most articles give; of equals the first. The IRI where none does.
    pub fn name<'n>(&self, iri: &'n str) -> &'n str
    where
        'g: 'n,
    {
        let records = self.0.get(iri).into_iter().flatten();
        most(records.map(|it| it.name.as_str())).unwrap_or(iri)
    }

    /// The type that most articles give; of equals the first.
    pub fn entity_type(&self, iri: &str) -> EntityType {
        let records = self.0.get(iri).into_iter().flatten();
        most(records.map(|it| it.entity_type)).unwrap_or(EntityType::Other)
    }

    /// Whether some article gives it this name in small letters, or this is its IRI.
    pub(super) fn bears(&self, iri: &str, name: &str) -> bool {
        let records = self.0.get(iri).into_iter().flatten();
        let mut names = records.flat_map(|it| it.aliases.iter().chain([&it.name]));
        iri == name || names.any(|it| it.to_lowercase() == name)
    }
}

/// What occurs most often; of equals the smallest.
pub(super) fn most<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts = BTreeMap::<T, usize>::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let best = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    best.map(|(value, _)| value)
}
