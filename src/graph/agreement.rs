//! Agreement: which facts of different articles say the same, bring it up to date, or
//! contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{Factuality, Polarity};
use crate::text::{ArticleId, Date};

use super::{ArticleRecord, FactRecord, Graph, Object};

/// How two facts of different articles stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactLink {
    /// Both say the same.
    Corroborates,
    /// The later article says that it has happened, or gives another amount.
    Updates,
    /// One states what the other denies.
    Contradicts,
}

impl FactLink {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Corroborates => "corroborates",
            Self::Updates => "updates",
            Self::Contradicts => "contradicts",
        }
    }
}

/// A fact, by its article and the local name of its IRI.
pub type FactRef = (ArticleId, String);

/// Facts of several articles about one thing: the same ends, the same relation, times that
/// fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// The facts, in the order of their articles.
    pub facts: Vec<FactRef>,
    /// How many independent texts tell of it: reprints count once.
    pub texts: usize,
    /// How facts of different texts stand to each other: the earliest of each kind of
    /// statement with the earliest of every other text.
    pub links: Vec<(FactLink, FactRef, FactRef)>,
}

/// What several articles of a graph tell of, in the order of the first fact.
///
/// The graph has the names of its collection, and reprints share their text's digest.
pub fn matters(graph: &Graph) -> Vec<Matter> {
    let mut alike: BTreeMap<(String, String, String), Vec<Told<'_>>> = BTreeMap::new();
    for article in graph.articles.values() {
        for (name, fact) in &article.facts {
            if let Some(object) = object_key(fact) {
                let key = (fact.subject.clone(), fact.relation.clone(), object);
                alike.entry(key).or_default().push(Told { article, name, fact });
            }
        }
    }
    let groups = alike.into_values().filter(|it| texts(it) > 1);
    let mut found: Vec<_> =
        groups.flat_map(by_time).filter_map(|it| matter(&it)).collect();
    found.sort_by(|left, right| left.facts.cmp(&right.facts));
    found
}

/// A fact with its article.
#[derive(Clone, Copy)]
struct Told<'a> {
    article: &'a ArticleRecord,
    name: &'a str,
    fact: &'a FactRecord,
}

impl Told<'_> {
    fn reference(&self) -> FactRef {
        (self.article.id.clone(), self.name.to_owned())
    }

    fn when(&self) -> Option<(Date, Date)> {
        self.fact.event_start.zip(self.fact.event_end)
    }

    fn is_denied(&self) -> bool {
        self.fact.polarity == Polarity::Negated
    }

    fn has_happened(&self) -> bool {
        matches!(self.fact.factuality, Factuality::Actual | Factuality::Claim)
    }

    fn amount(&self) -> Option<&Object> {
        let amount = |it: &&(String, Object)| it.0 == "amount" || it.0 == "count";
        self.fact.args.iter().find(amount).map(|(_, it)| it)
    }
}

fn texts(facts: &[Told<'_>]) -> usize {
    facts.iter().map(|it| &it.article.text_hash).collect::<BTreeSet<_>>().len()
}

/// What the fact is about beside its subject; a statement is about its own words, which no
/// other article repeats.
fn object_key(fact: &FactRecord) -> Option<String> {
    match &fact.object {
        Some(Object::Entity(iri)) => Some(format!("e:{iri}")),
        Some(Object::Literal(words)) => {
            let words: Vec<_> = words
                .split(|it: char| !it.is_alphanumeric())
                .filter(|it| !it.is_empty())
                .map(str::to_lowercase)
                .collect();
            let says_something = fact.in_schema && words.len() <= 6 && !words.is_empty();
            says_something.then(|| words.join(" "))
        }
        None => Some(String::new()),
    }
}

/// Parts facts whose times exclude each other. A fact without a time goes with all others
/// if they are of one time, else with those without.
fn by_time(facts: Vec<Told<'_>>) -> Vec<Vec<Told<'_>>> {
    let (mut timed, untimed): (Vec<_>, Vec<_>) =
        facts.into_iter().partition(|it| it.when().is_some());
    timed.sort_by_key(|it| (it.when(), it.reference()));
    let mut groups: Vec<Vec<Told<'_>>> = Vec::new();
    let mut end = None;
    for told in timed {
        let Some((first, last)) = told.when() else { continue };
        match groups.last_mut().filter(|_| end.is_some_and(|end| first <= end)) {
            Some(group) => group.push(told),
            None => groups.push(vec![told]),
        }
        end = end.max(Some(last));
    }
    match groups.as_mut_slice() {
        [only] => only.extend(untimed),
        _ => groups.push(untimed),
    }
    groups
}

fn matter(facts: &[Told<'_>]) -> Option<Matter> {
    let texts = texts(facts);
    if texts < 2 {
        return None;
    }
    let mut facts = facts.to_vec();
    let reported = |it: &Told<'_>| it.article.date_published;
    facts.sort_by_key(|it| (reported(it).is_none(), reported(it), it.reference()));
    // The first of each text with each kind of statement speaks for it.
    let mut seen = BTreeSet::new();
    let mut voices = facts.clone();
    voices.retain(|it| {
        let text = it.article.text_hash.clone();
        seen.insert((text, it.is_denied(), it.has_happened(), it.amount().cloned()))
    });
    let mut links = Vec::new();
    let mut firsts: Vec<Told<'_>> = Vec::new();
    for voice in voices {
        for first in &firsts {
            if first.article.text_hash != voice.article.text_hash {
                let pair = (first.reference(), voice.reference());
                links.extend(link(first, &voice).map(|it| (it, pair.0, pair.1)));
            }
        }
        let kind =
            |it: &Told<'_>| (it.is_denied(), it.has_happened(), it.amount().cloned());
        if firsts.iter().all(|it| kind(it) != kind(&voice)) {
            firsts.push(voice);
        }
    }
    let mut facts: Vec<_> = facts.iter().map(Told::reference).collect();
    facts.sort();
    Some(Matter { facts, texts, links })
}

/// How a fact stands to an earlier one about the same matter.
fn link(earlier: &Told<'_>, later: &Told<'_>) -> Option<FactLink> {
    if earlier.is_denied() != later.is_denied() {
        return Some(FactLink::Contradicts);
    }
    match (earlier.has_happened(), later.has_happened()) {
        (false, true) => return Some(FactLink::Updates),
        (true, false) => return None,
        _ => {}
    }
    match (earlier.amount(), later.amount()) {
        (Some(left), Some(right)) if left != right => Some(FactLink::Updates),
        _ => Some(FactLink::Corroborates),
    }
}
