//! Pronouns: whom *he*, *it* and *they* stand for.
//!
//! Among the mentions before that agree and that grammar allows, each speaks for its
//! chain: near ones louder than far ones, subjects louder than objects. The loudest chain
//! is meant; where none is loud enough, the pronoun stays alone.

use std::collections::BTreeMap;

use crate::doc::{MentionId, TokenId};
use crate::ud::{Deprel, Upos};

use super::links::Links;
use super::scene::Scene;
use super::speakers::Speakers;
use super::syntax::{apart, subject_of};
use super::words::{Person, Usage};

/// How many sentences back a pronoun looks.
const REACH: usize = 4;

/// What a chain needs at least for its loudest mention, as a logarithm.
const LOUD_ENOUGH: f32 = 0.3;

pub(super) fn link(scene: &Scene<'_>, links: &mut Links, speakers: &Speakers) {
    for mention in scene.ids() {
        let phrase = scene.phrase(mention);
        let Some(pronoun) = phrase.pronoun() else { continue };
        let is_open = match pronoun.usage {
            Usage::Personal | Usage::Possessive => links.is_alone(mention),
            Usage::Reflexive => links.is_alone(mention),
            Usage::Relative => false,
        };
        if pronoun.person == Person::Third && is_open {
            if let Some(antecedent) = antecedent(scene, links, speakers, mention) {
                links.attach(antecedent, mention);
            }
        }
    }
}

/// The mention whose chain is the loudest.
fn antecedent(
    scene: &Scene<'_>,
    links: &Links,
    speakers: &Speakers,
    mention: MentionId,
) -> Option<MentionId> {
    let voices: Vec<_> = scene
        .ids()
        .take_while(|it| *it < mention)
        .filter(|it| is_possible(scene, links, *it, mention))
        .filter(|it| {
            // Nobody calls himself *he*.
            let speaker = speakers.of(scene, mention);
            !speaker.is_some_and(|speaker| links.same(speaker, *it))
        })
        .collect();
    let mut chains: BTreeMap<MentionId, (f32, f32, MentionId)> = BTreeMap::new();
    for (rank, voice) in voices.into_iter().rev().enumerate() {
        let score = loudness(scene, links, voice, mention, rank);
        let chain = chains.entry(links.chain(voice)).or_insert((0.0, score, voice));
        chain.0 += score.exp();
        if score > chain.1 {
            (chain.1, chain.2) = (score, voice);
        }
    }
    let best = chains.into_values().max_by(|left, right| left.0.total_cmp(&right.0))?;
    (best.1 >= LOUD_ENOUGH).then_some(best.2)
}

fn is_possible(
    scene: &Scene<'_>,
    links: &Links,
    earlier: MentionId,
    mention: MentionId,
) -> bool {
    let (other, phrase) = (scene.phrase(earlier), scene.phrase(mention));
    let (theirs, ours) = (links.traits(earlier), phrase.traits);
    if scene.distance(earlier, mention) > REACH || !theirs.agree(ours) {
        return false;
    }
    let is_lone_relative = other.has_usage(Usage::Relative) && links.is_alone(earlier);
    if is_lone_relative || other.is_participant() {
        return false;
    }
    let fits_kind = if ours.is_person() {
        theirs.is_person()
    } else if ours.is_thing() {
        theirs.is_thing()
    } else {
        theirs.may_be_plural()
    };
    fits_kind
        && !links
            .members(earlier)
            .iter()
            .any(|it| *it < mention && apart(scene, *it, mention))
}

/// How loudly an earlier mention speaks for its chain.
fn loudness(
    scene: &Scene<'_>,
    links: &Links,
    earlier: MentionId,
    mention: MentionId,
    rank: usize,
) -> f32 {
    let (other, phrase) = (scene.phrase(earlier), scene.phrase(mention));
    let distance = scene.distance(earlier, mention);
    let mut score = match distance {
        0 => 2.0,
        1 => 1.4,
        2 => 0.4,
        3 => -0.3,
        _ => -0.8,
    };
    let role = scene.deprel(earlier).base();
    let own_role = scene.deprel(mention).base();
    score += match role {
        Deprel::Nsubj => 0.8,
        Deprel::Obj => 0.2,
        Deprel::Obl => -0.1,
        Deprel::Nmod if other.has_usage(Usage::Possessive) => 0.3,
        Deprel::Nmod => -0.4,
        Deprel::Conj => -0.2,
        _ => 0.0,
    };
    let verb = scene.token(other.head()).head;
    let is_main = verb.is_some_and(|it| {
        let deprel = scene.token(it).deprel.base();
        matches!(deprel, Deprel::Root | Deprel::Parataxis | Deprel::Conj)
    });
    if role == Deprel::Nsubj && is_main {
        score += 0.4;
    }
    if own_role == Deprel::Nsubj && role == Deprel::Nsubj {
        score += 0.4;
    }
    score += match () {
        () if other.is_name() => 0.2,
        () if other.is_nominal() => -0.1,
        () => 0.4,
    };
    let earlier_members = links.members(earlier).iter().filter(|it| **it < mention);
    let (count, recent) = earlier_members.fold((0_u16, 0_u16), |(count, recent), it| {
        let is_recent = scene.distance(*it, mention) <= 1;
        (count + 1, recent + u16::from(is_recent))
    });
    score += 0.4 * f32::from(count.max(1)).ln() + 0.13 * f32::from(recent);
    if scene.is_quoted(earlier) != scene.is_quoted(mention) {
        score -= 0.3;
    }
    if distance == 0 {
        score += governing(scene, earlier, phrase.head());
    }
    score - 0.1 * f32::from(u16::try_from(rank.min(10)).unwrap_or_default())
}

/// What it adds to be the subject of a clause that the pronoun stands in.
fn governing(scene: &Scene<'_>, earlier: MentionId, pronoun: TokenId) -> f32 {
    let subject = scene.phrase(earlier).head();
    let tree = scene.tree_of(pronoun);
    let mut at = scene.token(pronoun).head;
    let mut depth = 0;
    while let Some(verb) = at {
        let is_verb = matches!(tree.token(verb).upos, Upos::Verb | Upos::Aux | Upos::Adj);
        if is_verb && subject_of(tree, verb) == Some(subject) {
            return if depth < 2 { 0.8 } else { 0.5 };
        }
        depth += 1;
        at = scene.token(verb).head;
    }
    0.0
}
