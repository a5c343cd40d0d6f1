//! A bundle is the facts of one subject, relation and object that are asserted alike: what
//! one link of a picture shows.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::Polarity;

use super::backbone::{Pair, Weight, pair};
use super::{ArticleRecord, Assertion, FactRecord, Graph, Object};

/// A fact in its article, with the local name of its IRI.
pub(super) type Told<'g> = (&'g ArticleRecord, &'g str, &'g FactRecord);

/// What facts must share to be one link.
pub(super) type Key<'g> = (&'g str, &'g str, Option<&'g Object>, Assertion, Polarity);

/// The facts of one link, before it is known whether it is drawn.
pub(super) struct Bundle<'g> {
    /// The number of the subject.
    pub(super) subject: usize,
    /// The number of the object, where that is an entity.
    pub(super) object: Option<usize>,
    /// What its facts share.
    pub(super) key: Key<'g>,
    /// The facts; never empty.
    pub(super) told: Vec<Told<'g>>,
}

impl Bundle<'_> {
    /// The things at its ends.
    pub(super) fn ends(&self) -> impl Iterator<Item = usize> + use<> {
        [Some(self.subject), self.object].into_iter().flatten()
    }

    /// Its ends and its weight, where it joins two things.
    pub(super) fn edge(&self) -> Option<(Pair, Weight)> {
        Some((pair((self.subject, self.object?)), self.weight()))
    }

    /// How well it is attested: by independent texts, then by how clear its facts are.
    pub(super) fn weight(&self) -> Weight {
        (self.n_texts(), self.told.iter().map(clarity).sum())
    }

    /// How many independent texts attest it.
    pub(super) fn n_texts(&self) -> usize {
        let hashes = self.told.iter().map(|(article, ..)| &article.text_hash);
        hashes.collect::<BTreeSet<_>>().len()
    }
}

/// How much a fact tells at first sight: two for a relation of the schema, and one for each
/// end that has a name of its own and is no phrase as *his former boss*.
fn clarity((article, _, fact): &Told<'_>) -> usize {
    let is_named = |iri: &str| {
        let first = article.entities.get(iri).and_then(|it| it.name.chars().next());
        usize::from(first.is_some_and(|it| !it.is_lowercase()))
    };
    let object = match &fact.object {
        Some(Object::Entity(iri)) => is_named(iri),
        Some(Object::Literal(_)) | None => 0,
    };
    2 * usize::from(fact.in_schema) + is_named(&fact.subject) + object
}

/// The facts of a graph that a test lets through, by what makes them one link, sorted; and
/// the IRIs of the things at their ends, by number.
pub(super) fn bundles<'g>(
    graph: &'g Graph,
    lets: impl Fn(&ArticleRecord, &FactRecord) -> bool,
) -> (Vec<Bundle<'g>>, Vec<&'g str>) {
    let mut found = BTreeMap::<Key<'_>, Vec<Told<'_>>>::new();
    for article in graph.articles.values() {
        for (name, fact) in article.facts.iter().filter(|it| lets(article, it.1)) {
            let (subject, relation) = (&*fact.subject, &*fact.relation);
            let object = fact.object.as_ref();
            let key = (subject, relation, object, fact.assertion(), fact.polarity);
            found.entry(key).or_default().push((article, name, fact));
        }
    }
    let object = |key: &Key<'g>| match key.2 {
        Some(Object::Entity(iri)) => Some(iri.as_str()),
        Some(Object::Literal(_)) | None => None,
    };
    let ends = found.keys().flat_map(|it| [Some(it.0), object(it)]);
    let iris: BTreeSet<_> = ends.flatten().collect();
    let places: BTreeMap<_, _> = iris.iter().copied().zip(0..).collect();
    let bundles = found.into_iter().map(|(key, told)| Bundle {
        subject: places[key.0],
        object: object(&key).map(|it| places[it]),
        key,
        told,
    });
    (bundles.collect(), iris.into_iter().collect())
}
