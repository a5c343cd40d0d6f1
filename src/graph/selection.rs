//! A selection is the part of a graph that is asked for, in every format: what is near a
//! name, of some relations, of a time, attested often enough, and not too much of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::{ArticleId, Date};

use super::backbone::{Pair, Web};
use super::bundle::{Bundle, bundles};
use super::name::Names;
use super::{ArticleRecord, FactRecord, Graph};

/// What of a graph is asked for. The default is all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectionConfig {
    /// What is near the things of this name, alias or IRI; capitals do not matter.
    pub about: Option<String>,
    /// How many links away from them.
    pub hops: usize,
    /// These relations only; all where there are none.
    pub relations: Vec<String>,
    /// Facts that hold, or else were reported, on this day or later.
    pub since: Option<Date>,
    /// Facts that hold, or else were reported, on this day or earlier.
    pub until: Option<Date>,
    /// Facts that this many independent texts attest.
    pub min_texts: usize,
    /// At most this many things: those that are attested best, and connected; and no more
    /// links than are readable between so many.
    pub max_nodes: Option<usize>,
}

impl Default for SelectionConfig {
    fn default() -> Self {
        Self {
            about: None,
            hops: 2,
            relations: Vec::new(),
            since: None,
            until: None,
            min_texts: 1,
            max_nodes: None,
        }
    }
}

impl SelectionConfig {
    /// As many things as a picture of one screen can hold.
    pub const SCREEN: usize = 40;

    /// Whether the relation and the time of a fact are asked for.
    fn lets(&self, article: &ArticleRecord, fact: &FactRecord) -> bool {
        let is_asked =
            self.relations.is_empty() || self.relations.contains(&fact.relation);
        let first = fact.event_start.or(fact.event_end).or(article.date_published);
        let last = fact.event_end.or(fact.event_start).or(article.date_published);
        is_asked
            && self.since.is_none_or(|since| last.is_some_and(|it| it >= since))
            && self.until.is_none_or(|until| first.is_some_and(|it| it <= until))
    }
}

/// The part of a graph that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// The articles with the facts asked for, and with what those facts name and cite. It
    /// is empty where nothing is left, as when nothing bears the name that is asked for.
    pub graph: Graph,
    /// The name that was asked for.
    pub about: Option<String>,
    /// What the greatest number of things left no room for.
    pub left_out: LeftOut,
}

/// What is not shown though the filters would let it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Things beyond the greatest number.
    pub things: usize,
    /// Links of those, and what is least attested of the others. A link is the facts of one
    /// subject, relation and object.
    pub links: usize,
    /// Facts with one participant; a picture leaves them out.
    pub single: usize,
    /// Facts whose object is a clause, or a phrase where there is no room for it; a picture
    /// leaves them out.
    pub literals: usize,
}

impl Selection {
    /// What the settings let through of a graph.
    pub fn new(graph: &Graph, config: &SelectionConfig) -> Self {
        let (mut bundles, iris) =
            bundles(graph, |article, fact| config.lets(article, fact));
        bundles.retain(|it| it.n_texts() >= config.min_texts);
        let mut roots = BTreeSet::new();
        if let Some(about) = &config.about {
            let (about, names) = (about.to_lowercase(), Names::new(graph));
            roots.extend((0..iris.len()).filter(|it| names.bears(iris[*it], &about)));
            keep_near(&mut bundles, &roots, config.hops);
        }
        let mut left_out = LeftOut::default();
        if let Some(limit) = config.max_nodes {
            left_out = keep_best(&mut bundles, &roots, limit);
        }
        let mut articles =
            BTreeMap::<&ArticleId, (&ArticleRecord, BTreeSet<&str>)>::new();
        for (article, name, _) in bundles.iter().flat_map(|it| &it.told) {
            let of = articles.entry(&article.id).or_insert((article, BTreeSet::new()));
            of.1.insert(name);
        }
        let articles = articles.into_values().map(|(article, facts)| {
            let part = article.part(&facts);
            (part.id.clone(), part)
        });
        let graph = Graph { articles: articles.collect() };
        Self { graph, about: config.about.clone(), left_out }
    }
}

/// Keeps the bundles of which one end is less than `hops` links away from the roots.
fn keep_near(bundles: &mut Vec<Bundle<'_>>, roots: &BTreeSet<usize>, hops: usize) {
    let web = Web::new(bundles.iter().filter_map(Bundle::edge));
    let near = hops.checked_sub(1).map(|it| web.around(roots, it)).unwrap_or_default();
    bundles.retain(|it| it.ends().any(|it| near.contains(&it)));
}

/// Keeps the bundles between the best attested things, if there are more than `limit`,
/// or more bundles than are readable between so many. All bundles between two things stay
/// or go together, so that a denial is not lost beside what it denies. What has no link to
/// another thing fills the room that is left.
fn keep_best(
    bundles: &mut Vec<Bundle<'_>>,
    roots: &BTreeSet<usize>,
    limit: usize,
) -> LeftOut {
    let edges: Vec<_> = bundles.iter().filter_map(Bundle::edge).collect();
    let mut pairs: BTreeSet<Pair> = edges.iter().map(|it| it.0).collect();
    let linked = ends(&pairs);
    if linked.len() > limit || edges.len() > 2 * limit {
        pairs = Web::new(edges).backbone(roots, limit, limit + limit / 2);
    }
    let mut kept = ends(&pairs);
    let mut alone = BTreeMap::new();
    for bundle in bundles.iter().filter(|it| !linked.contains(&it.subject)) {
        let weight = alone.entry(bundle.subject).or_insert((0, 0));
        *weight = bundle.weight().max(*weight);
    }
    let mut alone: Vec<_> = alone.into_iter().collect();
    alone.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let n_things = linked.len() + alone.len();
    let room = limit.saturating_sub(kept.len());
    kept.extend(alone.into_iter().take(room).map(|it| it.0));
    let dropped = bundles.extract_if(.., |it| match it.edge() {
        Some((ends, _)) => !pairs.contains(&ends),
        None => !kept.contains(&it.subject),
    });
    let links = dropped.filter(|it| it.object.is_some()).count();
    LeftOut { things: n_things - kept.len(), links, ..LeftOut::default() }
}

/// The things at the ends of pairs.
fn ends(pairs: &BTreeSet<Pair>) -> BTreeSet<usize> {
    pairs.iter().flat_map(|it| [it.0, it.1]).collect()
}

impl ArticleRecord {
    /// The article with these facts only, and with what they name and cite.
    #[must_use]
    pub fn part(&self, facts: &BTreeSet<&str>) -> Self {
        let facts: BTreeMap<_, _> = facts
            .iter()
            .filter_map(|it| self.facts.get_key_value(*it))
            .map(|(name, fact)| (name.clone(), fact.clone()))
            .collect();
        let cited: BTreeSet<_> = facts.values().map(|it| it.sentence).collect();
        let named: BTreeSet<_> = facts.values().flat_map(FactRecord::entities).collect();
        let entities = self.entities.iter().filter(|it| named.contains(it.0.as_str()));
        let sentences = self.sentences.iter().filter(|it| cited.contains(it.0));
        Self {
            id: self.id.clone(),
            headline: self.headline.clone(),
            authors: self.authors.clone(),
            publisher: self.publisher.clone(),
            date_published: self.date_published,
            url: self.url.clone(),
            text_hash: self.text_hash.clone(),
            config: self.config.clone(),
            sentences: sentences.map(|(key, it)| (*key, it.clone())).collect(),
            entities: entities.map(|(key, it)| (key.clone(), it.clone())).collect(),
            facts,
        }
    }
}
