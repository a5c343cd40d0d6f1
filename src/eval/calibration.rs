//! Calibration: do facts hold as often as their confidence says?
//!
//! A fact counts as right where a fact of the gold standard in the same sentence has the
//! same two ends, which mean the same entities, the same predicate or trigger, no other
//! relation and the same polarity. This is a plain reading of what `score.py` beside the
//! gold standard does in full: it knows no assignment of one to one, and judges only the
//! sentences that are annotated exhaustively.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;
use serde_json::Value;

use crate::doc::Document;
use crate::error::{Error, Result};
use crate::extract::{Argument, Fact, Node, Sign, Signs};
use crate::resolve::{Entity, EntityId, Resolved};
use crate::text::Offsets;

/// How many bins of confidence the calibration error is measured in.
const BINS: usize = 10;

/// A fact with whether the gold standard has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// The rule that found it.
    pub rule: &'static str,
    /// Its confidence, between 0 and 1.
    pub confidence: f32,
    /// What its confidence comes from.
    pub signs: Signs,
    /// Whether the gold standard has it.
    pub right: bool,
}

/// A stretch of the article in code points.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Stretch {
    start: usize,
    end: usize,
}

impl Stretch {
    fn overlap(self, other: Self) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }
}

#[derive(Deserialize)]
struct GoldRecord {
    sentences: Vec<GoldSentence>,
    entities: Vec<GoldEntity>,
    facts: Vec<GoldFact>,
}

#[derive(Deserialize)]
struct GoldSentence {
    #[serde(flatten)]
    span: Stretch,
    exhaustive: bool,
}

#[derive(Deserialize)]
struct GoldEntity {
    id: String,
    mentions: Vec<GoldMention>,
}

#[derive(Deserialize)]
struct GoldMention {
    head: (usize, usize),
}

#[derive(Deserialize)]
struct GoldNode {
    entity: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Deserialize)]
struct GoldFact {
    subject: GoldNode,
    predicate: String,
    relation: Option<String>,
    polarity: String,
    object: Option<GoldNode>,
    evidence: Stretch,
    trigger: Option<Stretch>,
    #[serde(default)]
    also: Vec<Stretch>,
    #[serde(default)]
    alts: GoldAlternatives,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct GoldAlternatives {
    subjects: Vec<Option<GoldNode>>,
    objects: Vec<Option<GoldNode>>,
    predicates: Vec<String>,
    relations: Vec<String>,
}

/// Judges the facts of an article by its gold record.
///
/// # Errors
///
/// Where the record is not one of the gold standard; `place` says where it stands.
pub fn judge(
    record: &Value,
    place: &str,
    doc: &Document,
    resolved: &Resolved,
) -> Result<Vec<Judged>> {
    let gold = GoldRecord::deserialize(record).map_err(|it| Error::Article {
        place: place.to_owned(),
        reason: format!("{it}; judge by records with sentences, entities and facts"),
    })?;
    let offsets = Offsets::new(&doc.article.text);
    let judge = Judge { gold: &gold, entities: &resolved.entities, offsets };
    Ok(resolved.facts.iter().filter_map(|it| judge.fact(it)).collect())
}

struct Judge<'a> {
    gold: &'a GoldRecord,
    entities: &'a [Entity],
    offsets: Offsets,
}

impl Judge<'_> {
    fn stretch(&self, span: crate::text::Span) -> Stretch {
        let (start, end) = self.offsets.code_points(span);
        Stretch { start, end }
    }

    /// `None` for a fact of a sentence that is not annotated exhaustively.
    fn fact(&self, fact: &Fact<EntityId>) -> Option<Judged> {
        let evidence = &fact.evidence;
        let sentence = self.stretch(evidence.sentence);
        let home =
            self.gold.sentences.iter().max_by_key(|it| it.span.overlap(sentence))?;
        let judged = home.exhaustive && home.span.overlap(sentence) > 0;
        judged.then(|| Judged {
            rule: evidence.rule,
            confidence: evidence.confidence,
            signs: evidence.signs,
            right: self.gold.facts.iter().any(|it| self.agree(it, fact, sentence)),
        })
    }

    fn agree(&self, gold: &GoldFact, fact: &Fact<EntityId>, sentence: Stretch) -> bool {
        let mut places = gold.also.iter().chain([&gold.evidence]);
        let here =
            places.any(|it| 2 * it.overlap(sentence) >= sentence.end - sentence.start);
        here && gold.polarity == fact.polarity.as_str()
            && same_relation(gold, fact)
            && self.same_predicate(gold, fact)
            && self.same_ends(gold, fact)
    }

    fn same_predicate(&self, gold: &GoldFact, fact: &Fact<EntityId>) -> bool {
        let trigger = self.stretch(fact.evidence.trigger);
        let lemma = &*fact.predicate.lemma;
        let first = |it: &String| it.split(' ').next() == Some(lemma);
        let relation = fact.predicate.relation.as_deref();
        gold.trigger.is_some_and(|it| it.overlap(trigger) > 0)
            || first(&gold.predicate)
            || gold.alts.predicates.iter().any(first)
            || relation.is_some() && gold.relation.as_deref() == relation
            || gold.alts.relations.iter().any(|it| Some(it.as_str()) == relation)
    }

    fn same_ends(&self, gold: &GoldFact, fact: &Fact<EntityId>) -> bool {
        let subjects = || {
            let others = gold.alts.subjects.iter().flatten();
            others.chain([&gold.subject]).collect::<Vec<_>>()
        };
        let objects = || {
            let others = gold.alts.objects.iter().flatten();
            others.chain(gold.object.as_ref()).collect::<Vec<_>>()
        };
        let is = |argument: &Argument<EntityId>, nodes: Vec<&GoldNode>| {
            nodes.into_iter().any(|it| self.same_node(it, argument))
        };
        let Some(object) = &fact.object else {
            return gold.object.is_none() && is(&fact.subject, subjects());
        };
        let straight = is(&fact.subject, subjects())
            && (gold.object.is_none() || is(object, objects()));
        straight || is(&fact.subject, objects()) && is(object, subjects())
    }

    fn same_node(&self, gold: &GoldNode, argument: &Argument<EntityId>) -> bool {
        let span = self.stretch(argument.span);
        if let (Some(start), Some(end)) = (gold.start, gold.end) {
            return Stretch { start, end }.overlap(span) > 0;
        }
        let Some(id) = &gold.entity else { return false };
        let here = |it: &GoldEntity| it.mentions.iter().any(|it| it.touches(span));
        let meant = match argument.node {
            Node::Entity(entity) => self.meant(&self.entities[entity.index()]),
            Node::Literal(_) => None,
        };
        self.gold.entities.iter().any(|it| {
            it.id == *id && here(it) && meant.is_none_or(|meant| meant == it.id)
        })
    }

    /// The gold entity that most mentions of an entity belong to, the first of equals.
    fn meant(&self, entity: &Entity) -> Option<&str> {
        let mentions: Vec<_> =
            entity.mentions.iter().map(|it| self.stretch(*it)).collect();
        let common = |it: &&GoldEntity| {
            let all = it.mentions.iter();
            all.filter(|it| mentions.iter().any(|span| it.touches(*span))).count()
        };
        let best = self.gold.entities.iter().rev().max_by_key(common)?;
        (common(&best) > 0).then_some(best.id.as_str())
    }
}

impl GoldMention {
    fn touches(&self, span: Stretch) -> bool {
        Stretch { start: self.head.0, end: self.head.1 }.overlap(span) > 0
    }
}

/// Whether the relation of a fact, if it has one, is the gold one or as good.
fn same_relation(gold: &GoldFact, fact: &Fact<EntityId>) -> bool {
    let others = gold.alts.relations.iter().chain(&gold.relation);
    let relation = fact.predicate.relation.as_deref();
    relation.is_none_or(|relation| others.clone().any(|it| it == relation))
}

/// The signs of judged facts as a table with tabs, for learning the weights: whether the
/// fact is right, then what each sign is worth.
pub fn sign_table(judged: &[Judged]) -> String {
    let names: Vec<_> = Sign::ALL.iter().map(|it| it.as_str()).collect();
    let mut table = format!("right\t{}\n", names.join("\t"));
    for it in judged {
        let signs: Vec<_> = it.signs.iter().map(|it| format!("{it:.4}")).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{}\t{}", u8::from(it.right), signs.join("\t"));
    }
    table
}

/// The expected calibration error of judged facts: the mean distance, over the bins of
/// confidence and weighted by their facts, between confidence and share of right facts.
pub fn calibration_error(judged: &[Judged]) -> f64 {
    let mut bins = [(0.0_f64, 0.0_f64, 0.0_f64); BINS];
    for it in judged {
        let upper = (1..BINS).find(|bin| f64::from(it.confidence) < edge(*bin));
        let bin = &mut bins[upper.unwrap_or(BINS) - 1];
        bin.0 += 1.0;
        bin.1 += f64::from(it.confidence);
        bin.2 += f64::from(u8::from(it.right));
    }
    let all: f64 = bins.iter().map(|it| it.0).sum();
    let distance: f64 = bins.iter().map(|it| (it.1 - it.2).abs()).sum();
    if all > 0.0 { distance / all } else { 0.0 }
}

/// The upper edge of a bin of confidence.
fn edge(bin: usize) -> f64 {
    f64::from(u32::try_from(bin).unwrap_or(u32::MAX)) / 10.0
}

/// A table of the rules with how many of their facts are right and how many their
/// confidences let expect, and the calibration error.
pub fn calibration_table(judged: &[Judged]) -> String {
    let mut rules: BTreeMap<&str, (usize, usize, f64)> = BTreeMap::new();
    for it in judged {
        let rule = rules.entry(it.rule).or_default();
        rule.0 += usize::from(it.right);
        rule.1 += 1;
        rule.2 += f64::from(it.confidence);
    }
    let mut table = "rule\tright\tof\texpected\n".to_owned();
    for (rule, (right, all, expected)) in rules {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{rule}\t{right}\t{all}\t{expected:.1}");
    }
    let right = judged.iter().filter(|it| it.right).count();
    let error = calibration_error(judged);
    let _ = writeln!(table, "all\t{right}\t{}\t", judged.len());
    let _ = writeln!(table, "expected calibration error\t{error:.3}\t\t");
    table
}

#[cfg(test)]
mod tests {
    use super::{Judged, Signs, calibration_error};

    fn judged(confidence: f32, right: bool) -> Judged {
        Judged { rule: "verbal", confidence, signs: Signs::default(), right }
    }

    #[test]
    fn the_error_is_the_weighted_distance_of_the_bins() {
        // Two of four right at .75: .25 off; one of one at .9: .1 off; (4 × .25 + .1) / 5.
        let facts = [
            judged(0.75, true),
            judged(0.75, true),
            judged(0.75, false),
            judged(0.75, false),
            judged(0.9, true),
        ];
        assert!((calibration_error(&facts) - 0.22).abs() < 1e-6);
        assert!(calibration_error(&[]).abs() < 1e-9);
        // Within a bin, one too sure and one too doubtful even out.
        let even = [judged(0.5, true), judged(0.5, false)];
        assert!(calibration_error(&even).abs() < 1e-6);
    }
}
