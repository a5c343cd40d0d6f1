//! Identity: which entities of a collection are one thing, derived from what its articles
//! tell and from what people decided.
//!
//! It is a function of the set of articles and decisions: their order does not matter.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::text::ArticleId;

use super::block::{self, Pair};
use super::cast::{Cast, Sketch, is_bound};
use super::cluster::{Clusters, Edge};
use super::compare::{CERTAIN, WORTH_ASKING};
use super::decision::{Decision, EntityRef, Judgement};
use super::form::Forms;
use super::profile::Profiles;

/// What unites the articles' uses of one full name.
const BY_NAME: &str = "rule:name";

/// What unites names that differ.
const BY_COMPARISON: &str = "rule:comparison";

/// Judges who is who.
#[derive(Debug)]
pub struct Judge {
    forms: Forms,
}

/// Two entities that are held for one, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// The one.
    pub left: EntityRef,
    /// The other.
    pub right: EntityRef,
    /// The person or the rule that says so.
    pub by: String,
    /// Points out of a hundred.
    pub score: i32,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// Decisions that exclude each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Conflict {
    /// The decision that does not stand.
    pub decision: Decision,
    /// The decisions against it.
    pub against: Vec<Decision>,
}

/// Who is who in a collection.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Identity {
    /// Under each entity whose name is another's: that other.
    canonical: BTreeMap<EntityRef, String>,
    /// The best name of each that others are called by.
    labels: BTreeMap<String, String>,
    /// What unites them: rules and people.
    links: Vec<Link>,
    /// Pairs that a person should judge, the likeliest first.
    proposals: Vec<Link>,
    /// Decisions that do not stand.
    conflicts: Vec<Conflict>,
}

impl Judge {
    /// Reads the tables.
    ///
    /// # Errors
    ///
    /// Where a table is missing or a row of it is wrong.
    pub fn new(lexicon: &Lexicon) -> Result<Self> {
        Ok(Self { forms: Forms::new(lexicon)? })
    }

    /// Whether a sketch has a name, so that other articles may speak of the same thing.
    pub fn is_named(&self, sketch: &Sketch) -> bool {
        !is_bound(&sketch.iri)
            || self.forms.form(&sketch.name, sketch.entity_type).is_some()
    }

    /// Who is who. The casts come sorted by article, each article once.
    pub fn identity(&self, casts: &[Cast], decisions: &BTreeSet<Decision>) -> Identity {
        let profiles = Profiles::new(casts, &self.forms);
        let pairs = block::compare_all(&profiles);
        let verdicts = Verdicts::new(decisions);
        let mut derivation = Derivation::new(&profiles, &verdicts);
        derivation.unite(&pairs);
        derivation.finish(pairs)
    }
}

/// What people decided, a verdict a pair.
struct Verdicts<'a> {
    /// The decisions on each pair; the first is the one that stands.
    by_pair: BTreeMap<(EntityRef, EntityRef), Vec<&'a Decision>>,
    conflicts: Vec<Conflict>,
}

impl<'a> Verdicts<'a> {
    /// Of several decisions on a pair the one with the greater judgement stands, and of
    /// two alike the smaller text.
    fn new(decisions: &'a BTreeSet<Decision>) -> Self {
        let mut all: BTreeMap<(EntityRef, EntityRef), Vec<&Decision>> = BTreeMap::new();
        for decision in decisions {
            // What cannot be read is for the one who reads the file to complain of.
            let Ok(sides) = decision.sides() else { continue };
            if sides.0 != sides.1 {
                all.entry(sides).or_default().push(decision);
            }
        }
        let mut by_pair = BTreeMap::new();
        let mut conflicts = Vec::new();
        for (sides, mut decisions) in all {
            let judgement = |it: &Decision| std::cmp::Reverse(it.judgement);
            decisions.sort_by(|left, right| {
                judgement(left).cmp(&judgement(right)).then_with(|| left.cmp(right))
            });
            let best = decisions[0];
            let against = [best.clone()];
            let overruled = decisions.iter().filter(|it| {
                it.judgement == Judgement::Same && best.judgement == Judgement::Different
            });
            conflicts.extend(overruled.map(|it| Conflict {
                decision: (**it).clone(),
                against: against.to_vec(),
            }));
            by_pair.insert(sides, decisions);
        }
        Self { by_pair, conflicts }
    }
}

/// Identity in the making.
struct Derivation<'a> {
    profiles: &'a Profiles<'a>,
    verdicts: &'a Verdicts<'a>,
    nodes: BTreeMap<EntityRef, usize>,
    clusters: Clusters,
    links: Vec<Link>,
    conflicts: Vec<Conflict>,
}

impl<'a> Derivation<'a> {
    fn new(profiles: &'a Profiles<'a>, verdicts: &'a Verdicts<'a>) -> Self {
        let mut derivation = Self {
            profiles,
            verdicts,
            nodes: BTreeMap::new(),
            clusters: Clusters::default(),
            links: Vec::new(),
            conflicts: verdicts.conflicts.clone(),
        };
        let named = verdicts.by_pair.keys().flat_map(|(left, right)| [left, right]);
        let named: BTreeSet<_> = named.cloned().collect();
        for side in &named {
            derivation.node(side);
            derivation.node(&EntityRef::everywhere(&side.iri));
        }
        derivation
    }

    fn node(&mut self, entity: &EntityRef) -> usize {
        let next = self.nodes.len();
        let node = *self.nodes.entry(entity.clone()).or_insert(next);
        self.clusters.grow(self.nodes.len());
        node
    }

    /// Unites what people hold for one, then what bears one name, then what rules hold
    /// for one, unless it is held for two.
    fn unite(&mut self, pairs: &[Pair]) {
        let verdicts = self.verdicts;
        for ((left, right), decisions) in &verdicts.by_pair {
            if decisions[0].judgement == Judgement::Different {
                let (left, right) = (self.node(left), self.node(right));
                self.clusters.keep_apart(left, right);
            }
        }
        let same = verdicts.by_pair.iter();
        let mut same: Vec<_> =
            same.filter(|(_, it)| it[0].judgement == Judgement::Same).collect();
        same.sort_by_key(|(sides, it)| (-points(&it[0].score), *sides));
        for ((left, right), decisions) in same {
            let decision = decisions[0];
            let link = Link {
                left: left.clone(),
                right: right.clone(),
                by: decision.by.clone(),
                score: points(&decision.score),
                reasons: vec![decision.reason.clone()],
            };
            if let Err((one, other)) = self.link(link) {
                // Whoever else said so is overruled with it.
                let all = decisions.iter().filter(|it| it.judgement == Judgement::Same);
                let all: Vec<_> = all.map(|it| self.conflict(it, one, other)).collect();
                self.conflicts.extend(all);
            }
        }
        let parts: Vec<_> =
            self.nodes.keys().filter(|it| it.article.is_some()).cloned().collect();
        for part in parts {
            let whole = EntityRef::everywhere(&part.iri);
            if !self.verdicts.by_pair.contains_key(&sorted(&whole, &part)) {
                let reasons = vec!["the same full name".to_owned()];
                let (by, score) = (BY_NAME.to_owned(), 100);
                // A person's word against it is no conflict: that is what it is for.
                let _ = self.link(Link { left: whole, right: part, by, score, reasons });
            }
        }
        self.unite_by_rule(pairs);
    }

    fn unite_by_rule(&mut self, pairs: &[Pair]) {
        let mut certain: Vec<_> = pairs
            .iter()
            .filter(|it| it.comparison.score >= CERTAIN)
            .filter(|it| !self.verdicts.by_pair.contains_key(&self.sides(it)))
            .collect();
        certain.sort_by_key(|it| (-it.comparison.score, it.left, it.right));
        let touched: BTreeSet<_> =
            certain.iter().flat_map(|it| [it.left, it.right]).collect();
        for pair in pairs.iter().filter(|it| it.comparison.refusal.is_some()) {
            if touched.contains(&pair.left) && touched.contains(&pair.right) {
                let (left, right) = self.sides(pair);
                let (left, right) = (self.node(&left), self.node(&right));
                self.clusters.keep_apart(left, right);
            }
        }
        for pair in certain {
            let (left, right) = self.sides(pair);
            let reasons = pair.comparison.reasons.clone();
            let (by, score) = (BY_COMPARISON.to_owned(), pair.comparison.score);
            // What a rule may not unite stays a proposal.
            let _ = self.link(Link { left, right, by, score, reasons });
        }
    }

    fn sides(&self, pair: &Pair) -> (EntityRef, EntityRef) {
        let side = |id| EntityRef::everywhere(&self.profiles.get(id).iri);
        sorted(&side(pair.left), &side(pair.right))
    }

    /// Unites two sides, or says which two are kept apart.
    fn link(&mut self, link: Link) -> Result<(), (usize, usize)> {
        let edge = Edge { left: self.node(&link.left), right: self.node(&link.right) };
        self.clusters.join(edge)?;
        self.links.push(link);
        Ok(())
    }

    /// The conflict of a decision with the one that keeps two nodes apart.
    fn conflict(&self, decision: &Decision, one: usize, other: usize) -> Conflict {
        let name = |node: usize| self.nodes.iter().find(|(_, it)| **it == node);
        let against = name(one).zip(name(other)).and_then(|((one, _), (other, _))| {
            self.verdicts.by_pair.get(&sorted(one, other)).map(|it| it[0].clone())
        });
        let against = against.into_iter().collect();
        Conflict { decision: decision.clone(), against }
    }

    fn finish(mut self, pairs: Vec<Pair>) -> Identity {
        let mut members: BTreeMap<usize, Vec<EntityRef>> = BTreeMap::new();
        for (entity, node) in &self.nodes {
            members.entry(self.clusters.root(*node)).or_default().push(entity.clone());
        }
        let mut canonical = BTreeMap::new();
        let mut labels = BTreeMap::new();
        for members in members.values() {
            let Some(best) = best_name(members) else { continue };
            for it in members.iter().filter(|it| it.iri != best) {
                canonical.insert(it.clone(), best.clone());
            }
            // Only what differs from the rest of its name needs an entry of its own.
            for it in members.iter().filter(|it| it.article.is_some()) {
                let rest = canonical.get(&EntityRef::everywhere(&it.iri));
                let rest = rest.unwrap_or(&it.iri).clone();
                if rest == best {
                    canonical.remove(it);
                } else {
                    canonical.insert(it.clone(), best.clone());
                }
            }
            if let Some(label) = self.label(members, &best) {
                labels.insert(best, label);
            }
        }
        let proposals = self.proposals(pairs);
        self.links.sort();
        self.conflicts.sort();
        self.conflicts.dedup();
        let (links, conflicts) = (self.links, self.conflicts);
        Identity { canonical, labels, links, proposals, conflicts }
    }

    fn label(&self, members: &[EntityRef], best: &str) -> Option<String> {
        let of = |iri: &str| self.profiles.find(iri).map(|it| self.profiles.get(it));
        let own = of(best).or_else(|| members.iter().find_map(|it| of(&it.iri)))?;
        Some(own.name.clone())
    }

    /// The pairs that are neither united nor refused nor judged, the likeliest first.
    fn proposals(&mut self, pairs: Vec<Pair>) -> Vec<Link> {
        let mut proposals = Vec::new();
        for pair in pairs {
            let (left, right) = self.sides(&pair);
            let is_judged =
                self.verdicts.by_pair.contains_key(&(left.clone(), right.clone()));
            let comparison = pair.comparison;
            if is_judged || comparison.score < WORTH_ASKING {
                continue;
            }
            let roots = [&left, &right]
                .map(|it| self.nodes.get(it).map(|node| self.clusters.root(*node)));
            if roots[0].is_some() && roots[0] == roots[1] {
                continue;
            }
            let (score, reasons) = (comparison.score, comparison.reasons);
            let by = BY_COMPARISON.to_owned();
            proposals.push(Link { left, right, by, score, reasons });
        }
        proposals.sort_by(|one, other| {
            other.score.cmp(&one.score).then_with(|| one.cmp(other))
        });
        proposals
    }
}

impl Identity {
    /// The canonical local name of an entity of an article.
    pub fn canonical<'a>(&'a self, article: &ArticleId, iri: &'a str) -> &'a str {
        if self.canonical.is_empty() {
            return iri;
        }
        let mut entity =
            EntityRef { iri: iri.to_owned(), article: Some(article.clone()) };
        if let Some(found) = self.canonical.get(&entity) {
            return found;
        }
        entity.article = None;
        self.canonical.get(&entity).map_or(iri, |it| it)
    }

    /// Whether every entity keeps the name that its article gives it.
    pub fn is_plain(&self) -> bool {
        self.canonical.is_empty()
    }

    /// The canonical local name of what a side of a decision means.
    pub fn meant<'a>(&'a self, side: &'a EntityRef) -> &'a str {
        match &side.article {
            Some(article) => self.canonical(article, &side.iri),
            None => self.canonical.get(side).map_or(&side.iri, |it| it),
        }
    }

    /// The local names that articles give a canonical entity, its own among them unless
    /// no article gives it that.
    pub fn members(&self, canonical: &str) -> BTreeSet<&str> {
        let renamed = self.canonical.iter().filter(|(_, it)| *it == canonical);
        renamed.map(|(entity, _)| &*entity.iri).collect()
    }

    /// The name of a canonical entity that others are called by.
    pub fn label(&self, iri: &str) -> Option<&str> {
        self.labels.get(iri).map(|it| &**it)
    }

    /// Every entity that has another's name, with that name.
    pub fn renamed(&self) -> impl Iterator<Item = (&EntityRef, &str)> {
        self.canonical.iter().map(|(entity, name)| (entity, &**name))
    }

    /// What unites entities, in order.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Pairs that a person should judge, the likeliest first.
    pub fn proposals(&self) -> &[Link] {
        &self.proposals
    }

    /// Decisions that do not stand, with those against them.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// Why two entities are one: the shortest chain of links between them; `None` where
    /// they are two.
    pub fn explain(&self, one: &EntityRef, other: &EntityRef) -> Option<Vec<&Link>> {
        let mut came: BTreeMap<&EntityRef, Option<&Link>> = [(one, None)].into();
        let mut next = VecDeque::from([one]);
        while let Some(at) = next.pop_front() {
            if at == other {
                let mut path = Vec::new();
                let mut at = at;
                while let Some(Some(link)) = came.get(at) {
                    path.push(*link);
                    at = if &link.left == at { &link.right } else { &link.left };
                }
                path.reverse();
                return Some(path);
            }
            for link in self.links.iter().filter(|it| &it.left == at || &it.right == at) {
                let beyond = if &link.left == at { &link.right } else { &link.left };
                if !came.contains_key(beyond) {
                    came.insert(beyond, Some(link));
                    next.push_back(beyond);
                }
            }
        }
        None
    }
}

fn sorted(one: &EntityRef, other: &EntityRef) -> (EntityRef, EntityRef) {
    let (one, other) = if one <= other { (one, other) } else { (other, one) };
    (one.clone(), other.clone())
}

/// The smallest name of a cluster, a bare one before a bound one. What was split from its
/// own name gets that name bound to its article.
fn best_name(members: &[EntityRef]) -> Option<String> {
    let whole = members.iter().filter(|it| it.article.is_none());
    let best = whole.map(|it| &it.iri).min_by_key(|it| (is_bound(it), it.as_str()));
    best.cloned().or_else(|| {
        let split = members.iter().min()?;
        let digest = split.article.as_ref()?.digest();
        let stem = split.iri.split('.').next().unwrap_or(&split.iri);
        Some(format!("{stem}.split-{digest}"))
    })
}

/// The points of a written score: `0.93` is 93; what is not written is certain.
fn points(score: &str) -> i32 {
    let hundredths = (0..=100_i32).rev();
    let value = score.trim().parse::<f64>().unwrap_or(1.0) * 100.0 + 0.5;
    hundredths.into_iter().find(|it| f64::from(*it) <= value).unwrap_or(0)
}
