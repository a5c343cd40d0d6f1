//! A comparison is two graphs as one: what the later has gained, lost and kept.

use std::collections::{BTreeMap, BTreeSet};

use super::{FactRecord, FactRef, Graph, Object};

/// What became of a fact from one graph to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Fate {
    /// Both have it.
    #[default]
    Kept,
    /// Only the later has it.
    Gained,
    /// Only the earlier has it.
    Lost,
}

/// Two graphs as one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// The facts that only one of them has, and the facts of both between the same things.
    /// What both have is as the later has it.
    pub graph: Graph,
    /// The facts that only one of them has.
    pub fates: BTreeMap<FactRef, Fate>,
}

impl Comparison {
    /// Compares a graph with a later one. A fact is the same if its article, sentence, ends,
    /// relation, polarity, factuality and source are.
    pub fn new(before: &Graph, after: &Graph) -> Self {
        let mut graph = after.clone();
        let mut fates = BTreeMap::new();
        for (id, new) in &after.articles {
            let old = before.articles.get(id);
            for name in new.facts.keys() {
                if old.is_none_or(|it| !it.facts.contains_key(name)) {
                    fates.insert((id.clone(), name.clone()), Fate::Gained);
                }
            }
        }
        for (id, old) in &before.articles {
            let lost = |name: &&String| {
                after.articles.get(id).is_none_or(|it| !it.facts.contains_key(*name))
            };
            let lost: BTreeSet<_> =
                old.facts.keys().filter(lost).map(String::as_str).collect();
            if lost.is_empty() {
                continue;
            }
            fates.extend(lost.iter().map(|it| ((id.clone(), (*it).into()), Fate::Lost)));
            let gone = old.part(&lost);
            match graph.articles.get_mut(id) {
                None => drop(graph.articles.insert(id.clone(), gone)),
                Some(both) => {
                    for (key, it) in gone.entities {
                        both.entities.entry(key).or_insert(it);
                    }
                    for (key, it) in gone.sentences {
                        both.sentences.entry(key).or_insert(it);
                    }
                    both.facts.extend(gone.facts);
                }
            }
        }
        keep_around(&mut graph, &fates);
        Self { graph, fates }
    }
}

/// Keeps the facts that have a fate, and those between two things that such facts name.
fn keep_around(graph: &mut Graph, fates: &BTreeMap<FactRef, Fate>) {
    let ends = |fact: &FactRecord| match &fact.object {
        Some(Object::Entity(object)) => Some((fact.subject.clone(), object.clone())),
        Some(Object::Literal(_)) | None => None,
    };
    let changed =
        fates.keys().filter_map(|(id, name)| graph.articles[id].facts.get(name));
    let things: BTreeSet<_> =
        changed.filter_map(ends).flat_map(|(a, b)| [a, b]).collect();
    graph.articles.retain(|id, article| {
        let facts = article.facts.iter().filter(|(name, fact)| {
            fates.contains_key(&(id.clone(), (*name).clone()))
                || ends(fact)
                    .is_some_and(|it| things.contains(&it.0) && things.contains(&it.1))
        });
        let facts: BTreeSet<_> = facts.map(|(name, _)| name.as_str()).collect();
        let part = article.part(&facts);
        *article = part;
        !article.facts.is_empty()
    });
}
