//! An overview is what the pages know of a whole collection: its names, articles, counts
//! and disputes, and who is who. It is made once, when a collection is opened.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::ask::{Dispute, Standing, contradictions};
use crate::collection::{Collection, Resolution};
use crate::error::Result;
use crate::graph::{ArticleRecord, Graph, Object, Speaker};
use crate::text::{ArticleId, Date, fold};

/// What the pages know of a collection as a whole.
#[derive(Debug)]
pub(crate) struct Overview {
    /// The entities, those with most facts first.
    pub(super) names: Vec<Name>,
    /// The articles, the newest first.
    pub(super) articles: Vec<Line>,
    /// The facts of each standing, in the order of [`Standing::ALL`].
    pub(super) facts: [usize; 4],
    /// The publishers.
    pub(super) publishers: BTreeSet<String>,
    /// Where voices disagree.
    pub(super) disputes: Vec<Dispute>,
    /// Who is who.
    pub(super) resolution: Arc<Resolution>,
    /// The place in `names` of each local name.
    places: BTreeMap<String, usize>,
}

/// An entity of a collection.
#[derive(Debug)]
pub(super) struct Name {
    /// The local name of its IRI.
    pub(super) local: String,
    /// The name that most articles give it.
    pub(super) label: String,
    /// What kind of thing most articles take it for.
    pub(super) kind: &'static str,
    /// In how many articles it is.
    pub(super) articles: usize,
    /// The facts that it takes part in or that stand on its word, by standing.
    pub(super) facts: [usize; 4],
    /// Its names, folded.
    folded: BTreeSet<String>,
}

/// An article in a list.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) id: ArticleId,
    pub(super) title: String,
    pub(super) publisher: Option<String>,
    pub(super) day: Option<Date>,
    pub(super) facts: [usize; 4],
}

/// What is counted of an entity before its best name is known.
#[derive(Default)]
struct Tally {
    labels: BTreeMap<String, usize>,
    kinds: BTreeMap<&'static str, usize>,
    folded: BTreeSet<String>,
    articles: usize,
    facts: [usize; 4],
}

impl Overview {
    /// Looks over a collection, whose graph is `graph`.
    ///
    /// # Errors
    ///
    /// Where an article cannot be read.
    pub(crate) fn new(collection: &Collection, graph: &Graph) -> Result<Self> {
        let names = names(graph);
        let places = names.iter().enumerate();
        let places = places.map(|(place, it)| (it.local.clone(), place)).collect();
        let mut articles = graph.articles.values().map(Line::new).collect::<Vec<_>>();
        articles.sort_by_cached_key(|it| (Reverse(it.day), it.id.clone()));
        let mut facts = [0; 4];
        for it in &articles {
            add(&mut facts, &it.facts);
        }
        let publishers = graph.articles.values().filter_map(|it| it.publisher.clone());
        Ok(Self {
            articles,
            facts,
            publishers: publishers.collect(),
            disputes: contradictions(graph),
            resolution: collection.resolution()?,
            names,
            places,
        })
    }

    /// The entity of a local name.
    pub(super) fn name(&self, local: &str) -> Option<&Name> {
        self.places.get(local).and_then(|it| self.names.get(*it))
    }

    /// Up to `most` entities that a text may mean: those called so first, then those that
    /// begin so, then those that have each of its words; of each kind those with most
    /// facts first.
    pub(super) fn search(&self, text: &str, most: usize) -> Vec<&Name> {
        let text = fold(text);
        let words = text.split_whitespace().collect::<Vec<_>>();
        if words.is_empty() {
            return Vec::new();
        }
        let rank = |it: &Name| {
            let ranks = it.folded.iter().filter_map(|name| {
                let has = |word: &&str| name.split(' ').any(|it| it.starts_with(*word));
                if *name == text {
                    Some(0)
                } else if name.starts_with(&text) {
                    Some(1)
                } else {
                    words.iter().all(has).then_some(2)
                }
            });
            ranks.min()
        };
        let found = self.names.iter().filter_map(|it| Some((rank(it)?, it)));
        let mut found = found.collect::<Vec<_>>();
        // Stable: those of one rank stay in the order of their facts.
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, it)| it).take(most).collect()
    }

    /// The first and the last day on which articles were published.
    pub(super) fn days(&self) -> Option<(Date, Date)> {
        let days = self.articles.iter().filter_map(|it| it.day);
        days.clone().min().zip(days.max())
    }
}

impl Name {
    /// All facts, whatever their standing.
    pub(super) fn total(&self) -> usize {
        self.facts.iter().sum()
    }

    /// Whether articles share it: it has a name of its own.
    pub(super) fn is_own(&self) -> bool {
        !self.local.contains('.')
    }
}

impl Line {
    fn new(article: &ArticleRecord) -> Self {
        let mut facts = [0; 4];
        for fact in article.facts.values() {
            facts[place(Standing::of(fact))] += 1;
        }
        Self {
            id: article.id.clone(),
            title: title(article),
            publisher: article.publisher.clone(),
            day: article.date_published,
            facts,
        }
    }
}

/// The headline of an article, or what stands for it.
pub(super) fn title(article: &ArticleRecord) -> String {
    article.headline.clone().unwrap_or_else(|| format!("Article {}", article.id))
}

/// The place of a standing among the counts.
pub(super) fn place(standing: Standing) -> usize {
    Standing::ALL.iter().position(|it| *it == standing).unwrap_or_default()
}

fn add(sum: &mut [usize; 4], facts: &[usize; 4]) {
    for (sum, it) in sum.iter_mut().zip(facts) {
        *sum += it;
    }
}

/// The entities of a graph, those with most facts first.
fn names(graph: &Graph) -> Vec<Name> {
    let mut tallies = BTreeMap::<&str, Tally>::new();
    for article in graph.articles.values() {
        for (local, entity) in &article.entities {
            let tally = tallies.entry(local).or_default();
            *tally.labels.entry(entity.name.clone()).or_default() += 1;
            *tally.kinds.entry(entity.entity_type.as_str()).or_default() += 1;
            tally.folded.extend(entity.aliases.iter().map(|it| fold(it)));
            tally.folded.insert(fold(&entity.name));
            tally.articles += 1;
        }
        for fact in article.facts.values() {
            let object = match &fact.object {
                Some(Object::Entity(local)) => Some(local),
                Some(Object::Literal(_)) | None => None,
            };
            let source = match &fact.attributed_to {
                Some(Speaker::Entity(local)) => Some(local),
                Some(Speaker::Unnamed) | None => None,
            };
            let ends = [Some(&fact.subject), object, source];
            for local in ends.into_iter().flatten().collect::<BTreeSet<_>>() {
                let tally = tallies.entry(local).or_default();
                tally.facts[place(Standing::of(fact))] += 1;
            }
        }
    }
    let names = tallies.into_iter().map(|(local, it)| Name {
        local: local.to_owned(),
        label: most(it.labels).unwrap_or_else(|| local.to_owned()),
        kind: most(it.kinds).unwrap_or_default(),
        articles: it.articles,
        facts: it.facts,
        folded: it.folded,
    });
    let mut names = names.collect::<Vec<_>>();
    names.sort_by_key(|it| Reverse(it.total()));
    names
}

/// What occurs most often; of equals the greatest, as for [`Known::label`].
///
/// [`Known::label`]: crate::collection::Known::label
fn most<T: Ord>(counts: BTreeMap<T, usize>) -> Option<T> {
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(it, _)| it)
}
