//! When is what a report leaves undated, because the sentences before have said it?
//!
//! *Roe said on Monday that … She added that …*: somebody whose words or acts an article
//! has dated goes on in the same scene, in the same tense, until another date or another
//! occasion (*in an interview*, *at a rally*) is named. The lead may leave the date to the
//! sentences after it.

use std::collections::BTreeMap;

use crate::doc::{ChainId, Timex, TimexType, TokenId, Tree};
use crate::ud::{Deprel, Xpos};

use super::super::attribution::Scene;
use super::super::clause::Clause;
use super::super::draft::Mentions;
use super::super::passage_words::Setting;
use super::super::{Fact, Factuality, Node, Polarity, Time};
use super::sentence::is_past;

/// How many sentences of an article are its lead.
const LEAD: usize = 2;

/// How many sentences an act that is no statement may follow the date of its scene.
const NEAR: usize = 2;

/// How many days before publication a scene may lie that a report goes on in.
const RECENT: i32 = 120;

/// What somebody was last seen to do at a time.
#[derive(Debug, Clone)]
struct Seen {
    sentence: usize,
    time: Time,
}

/// Dates the facts of an article's own voice that go on in a scene that it has dated.
pub(in crate::extract) fn carry(
    scenes: &[Scene<'_>],
    mentions: &Mentions,
    facts: &mut [Fact],
) {
    let steps: Vec<_> = facts.iter().map(|it| Step::of(scenes, mentions, it)).collect();
    let mut seen = BTreeMap::<ChainId, Seen>::new();
    for (fact, step) in facts.iter_mut().zip(&steps) {
        let Some(step) = step else { continue };
        let near = |it: &&Seen| step.speech || step.sentence <= it.sentence + NEAR;
        let last = seen.get(&step.who).filter(near);
        let time = match &fact.time {
            // *was ordered in May by Roe* is no scene in which Roe goes on speaking.
            Some(own) => {
                let own = Some(own.clone()).filter(|_| !step.passive);
                own.filter(|it| is_scene(scenes, it))
            }
            None if step.occasion || !step.told => None,
            None if step.goes_on && last.is_some() => last.map(|it| it.time.clone()),
            None => continue,
        };
        match time {
            Some(time) => {
                let told = step.speech || fact.polarity == Polarity::Affirmed;
                if fact.time.is_none() && told {
                    fact.time = Some(time.clone());
                }
                seen.insert(step.who, Seen { sentence: step.sentence, time });
            }
            None => {
                seen.remove(&step.who);
            }
        }
    }
    lead(scenes, facts, &steps);
    beside(scenes, facts);
}

/// Dates gerunds as the predicate that they stand beside: *…, appearing after her*.
fn beside(scenes: &[Scene<'_>], facts: &mut [Fact]) {
    let dated: BTreeMap<_, _> = facts
        .iter()
        .filter_map(|it| Some((it.evidence.trigger.start(), it.time.clone()?)))
        .collect();
    for fact in facts.iter_mut().filter(|it| it.time.is_none()) {
        let Some((scene, clause)) = clause_of(scenes, fact) else { continue };
        let token = scene.tree.token(clause.predicate);
        let marked = scene.tree.first(clause.predicate, &[Deprel::Mark]).is_some();
        if token.deprel == Deprel::Advcl && token.xpos == Xpos::Vbg && !marked {
            let above = token.head.map(|it| scene.tree.token(it).span.start());
            fact.time = above.and_then(|it| dated.get(&it).cloned());
        }
    }
}

/// The clause that a fact was read off.
fn clause_of<'a>(
    scenes: &'a [Scene<'a>],
    fact: &Fact,
) -> Option<(&'a Scene<'a>, &'a Clause)> {
    let doc = scenes.first()?.tree.doc();
    let scene = scenes.get(doc.sentence_at(fact.evidence.sentence)?.index())?;
    let mut tokens = scene.tree.tokens();
    let trigger =
        tokens.find(|it| scene.tree.token(*it).span == fact.evidence.trigger)?;
    let clause = scene.clauses.iter().find(|it| it.chain.contains(&trigger))?;
    Some((scene, clause))
}

/// Dates a statement of the lead by the first dated one of the same speaker.
fn lead(scenes: &[Scene<'_>], facts: &mut [Fact], steps: &[Option<Step>]) {
    for index in 0..facts.len() {
        let Some(step) = &steps[index] else { continue };
        let silent = !step.speech || !step.goes_on || !step.told || step.occasion;
        if silent || facts[index].time.is_some() {
            continue;
        }
        if step.sentence >= LEAD {
            break;
        }
        let after = facts.iter().zip(steps).skip(index + 1).find_map(|(it, other)| {
            let other = other.as_ref()?;
            let same = other.who == step.who && other.speech && it.time.is_some();
            (same && other.sentence <= step.sentence + LEAD)
                .then(|| it.time.clone())
                .flatten()
        });
        if let Some(time) = after.filter(|it| is_scene(scenes, it)) {
            facts[index].time = Some(time);
        }
    }
}

/// Whether a time is a day or month shortly before publication.
fn is_scene(scenes: &[Scene<'_>], time: &Time) -> bool {
    let published = scenes.first().and_then(|it| it.tree.doc().article.date_published);
    let (Some(published), Some(day)) = (published, time.value.first_day()) else {
        return false;
    };
    let is_single = !time.value.as_str().contains(['/', 'W']);
    let days = (published - day).get_days();
    is_single && time.value.as_str().len() > "2016".len() && (0..=RECENT).contains(&days)
}

/// What the narrative looks at in a fact.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "a step is asked five questions")]
struct Step {
    sentence: usize,
    /// Who speaks or acts.
    who: ChainId,
    /// Whether it is a statement.
    speech: bool,
    /// Whether it names an occasion of its own.
    occasion: bool,
    /// Whether it stands in the main line of the article.
    goes_on: bool,
    /// Whether it is told in the simple past.
    told: bool,
    /// Whether it is told of what is done to somebody.
    passive: bool,
}

impl Step {
    fn of(scenes: &[Scene<'_>], mentions: &Mentions, fact: &Fact) -> Option<Self> {
        let Node::Entity(subject) = fact.subject.node else { return None };
        let (scene, clause) = clause_of(scenes, fact)?;
        let tree = scene.tree;
        let own_voice = fact.attribution.is_none()
            && fact.factuality == Factuality::Actual
            && scene.quotations.at(clause.predicate).is_none();
        if !own_voice || clause.copular {
            return None;
        }
        let main = [Deprel::Root, Deprel::Conj, Deprel::Parataxis, Deprel::Advcl];
        let goes_on = main.contains(&tree.token(clause.predicate).deprel.base());
        let told = is_told(tree, clause.predicate);
        if !told && !goes_on {
            return None;
        }
        Some(Self {
            sentence: tree.sentence().index(),
            who: mentions.chain(subject)?,
            speech: scene.words.is_speech(&tree.token(clause.last()).lemma),
            occasion: names_occasion(scene, clause),
            goes_on,
            told,
            passive: clause.passive && clause.agent().is_some(),
        })
    }
}

/// Whether a predicate is told as a step of a story: in the simple past, or a gerund
/// beside a predicate that is.
fn is_told(tree: &Tree<'_>, predicate: TokenId) -> bool {
    let token = tree.token(predicate);
    if token.xpos == Xpos::Vbg && tree.first(predicate, &[Deprel::Aux]).is_none() {
        return token.head.is_some_and(|it| is_past(tree, it));
    }
    is_past(tree, predicate)
}

/// Whether a clause names an occasion or a time of its own: *in an interview*, *weeks
/// before*.
fn names_occasion(scene: &Scene<'_>, clause: &Clause) -> bool {
    let tree = scene.tree;
    let new = clause.obliques.iter().any(|oblique| {
        let within = oblique.case.is_some_and(|it| {
            scene.words.setting(&tree.lower(it)) == Some(Setting::Within)
        });
        let noun = tree.token(oblique.head);
        let determiner = tree.first(oblique.head, &[Deprel::Det, Deprel::Nmod]);
        let determiner = determiner.filter(|it| *it < oblique.head);
        let is_new = match determiner {
            Some(it) => tree.token(it).feats.has("Definite", "Ind"),
            None => noun.xpos == Xpos::Nns && scene.words.is_event(&noun.lemma),
        };
        within && is_new
    });
    let words = tree.subtree(clause.predicate);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return new };
    let span = tree.token(*first).span.cover(tree.token(*last).span);
    let undated = |it: &&Timex| {
        let dates = matches!(it.timex_type, TimexType::Date | TimexType::Time);
        span.contains(it.span) && (!dates || it.value.is_none())
    };
    let beside = |it: &Timex| {
        let inside = |token: &TokenId| it.span.overlaps(tree.token(*token).span);
        tree.dependents(clause.predicate).iter().any(inside)
    };
    new || tree.timexes().iter().filter(undated).any(beside)
}
