//! Pronouns: whom *he*, *it* and *they* stand for, and nouns that say no more than a
//! pronoun: *the man*, *the candidate*.
//!
//! Among the mentions before that agree and that grammar allows, each speaks for its
//! chain: near ones louder than far ones, subjects louder than objects. The loudest chain
//! is meant; where none is loud enough, the pronoun stays alone.

use std::collections::BTreeMap;

use crate::doc::{MentionId, TokenId};
use crate::ud::{Deprel, Upos};

use super::links::Links;
use super::nominals;
use super::scene::{Determiner, Kind, Scene};
use super::speakers::Speakers;
use super::syntax::{apart, subject_of};
use super::words::{Person, Usage};

/// How many sentences back a pronoun looks.
const REACH: usize = 4;

/// What a chain needs at least for its loudest mention, as a logarithm.
const LOUD_ENOUGH: f32 = 0.3;

/// How much louder than any other chain the one must be that a noun stands for.
const CLEARLY: f32 = 2.0;

/// How much the loudest mention of a chain counts above its others: the sum of loudnesses
/// to this power is compared.
const SHARPNESS: f32 = 1.0;

/// A noun stands for somebody named so many sentences back at most.
const NEAR: usize = 2;

pub(super) fn link(scene: &Scene<'_>, links: &mut Links, speakers: &Speakers) {
    // Who speaks is settled before what is said: *"If he is asked," she said*.
    let mut ids: Vec<_> = scene.ids().collect();
    ids.sort_by_key(|it| (scene.sentence(*it), !speakers.speaks(*it), *it));
    for mention in ids {
        let phrase = scene.phrase(mention);
        let is_open = match phrase.kind {
            Kind::Name => false,
            Kind::Nominal => {
                let begins = links.chain(mention) == mention;
                begins && !links.is_named(mention) && is_vague(scene, mention)
            }
            Kind::Pronoun(pronoun) => {
                pronoun.person == Person::Third
                    && pronoun.usage != Usage::Relative
                    && is_alone(scene, links, mention)
            }
        };
        if is_open {
            continue_chain(scene, links, speakers, mention);
        }
    }
}

/// Whether nothing but what the same one says of himself is in the chain of a pronoun:
/// *"I won," he said*.
fn is_alone(scene: &Scene<'_>, links: &Links, mention: MentionId) -> bool {
    let mut others = links.members(mention).iter().filter(|it| **it != mention);
    others.all(|it| scene.phrase(*it).is_participant())
}

fn continue_chain(
    scene: &Scene<'_>,
    links: &mut Links,
    speakers: &Speakers,
    mention: MentionId,
) {
    if let Some(antecedent) = antecedent(scene, links, speakers, mention) {
        links.attach(antecedent, mention);
    }
}

/// Whether a noun says no more of a person than a pronoun does, and points back.
fn is_vague(scene: &Scene<'_>, mention: MentionId) -> bool {
    let phrase = scene.phrase(mention);
    let noun = scene.words.noun(&phrase.word);
    phrase.determiner == Determiner::Definite
        && noun.is_some_and(|it| it.is_vague)
        && !phrase.traits.may_be_plural()
        && !scene.is_predicate(mention)
        && !nominals::is_limited(
            scene,
            phrase,
            &[Deprel::Nmod, Deprel::Acl, Deprel::Appos],
        )
}

/// The mention whose chain is the loudest.
fn antecedent(
    scene: &Scene<'_>,
    links: &Links,
    speakers: &Speakers,
    mention: MentionId,
) -> Option<MentionId> {
    let is_noun = scene.phrase(mention).is_nominal();
    let speaker = speakers.of(scene, mention);
    let voices: Vec<_> = scene
        .ids()
        .take_while(|it| *it < mention)
        .filter(|it| is_possible(scene, links, *it, mention))
        // Nobody calls himself *he*.
        .filter(|it| !speaker.is_some_and(|speaker| links.same(speaker, *it)))
        .filter(|it| speaker.is_none() || !is_addressee(scene, *it, mention))
        .filter(|it| {
            !is_noun || links.is_named(*it) && scene.distance(*it, mention) <= NEAR
        })
        .collect();
    let mut chains: BTreeMap<MentionId, Chorus> = BTreeMap::new();
    for (rank, voice) in voices.into_iter().rev().enumerate() {
        let score = loudness(scene, links, voice, mention, rank)
            + speaking(scene, speakers, voice, mention);
        let chorus = chains.entry(links.chain(voice)).or_default();
        chorus.sum += (SHARPNESS * score).exp();
        if chorus.first.is_none_or(|(_, best)| score > best) {
            chorus.first = Some((voice, score));
        }
    }
    let mut chains: Vec<_> = chains.into_values().collect();
    chains.sort_by(|left, right| right.sum.total_cmp(&left.sum));
    let best = chains.first()?;
    let is_clear = chains.get(1).is_none_or(|it| best.sum >= CLEARLY * it.sum);
    let (voice, _) = best.first.filter(|(_, score)| *score >= LOUD_ENOUGH)?;
    (!is_noun || is_clear).then_some(voice)
}

/// The mentions of a chain together.
#[derive(Debug, Clone, Copy, Default)]
struct Chorus {
    sum: f32,
    /// The loudest one, with its loudness as a logarithm.
    first: Option<(MentionId, f32)>,
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
    // News speaks of people by name: who is only described is seldom taken up.
    if phrase.traits.is_person() && links.is_named(earlier) {
        score += 0.6;
    }
    let earlier_members = links.members(earlier).iter().filter(|it| **it < mention);
    let (count, recent) = earlier_members.fold((0_u16, 0_u16), |(count, recent), it| {
        let is_recent = scene.distance(*it, mention) <= 1;
        (count + 1, recent + u16::from(is_recent))
    });
    score += 0.4 * f32::from(count.max(1)).ln() + 0.13 * f32::from(recent);
    if scene.is_quoted(earlier) != scene.is_quoted(mention) {
        score -= 0.3;
    }
    if phrase.traits.is_plural() && !links.traits(earlier).is_plural() {
        score -= 0.6;
    }
    if distance == 0 {
        score += governing(scene, earlier, phrase.head());
    }
    score - 0.1 * f32::from(u16::try_from(rank.min(10)).unwrap_or_default())
}

/// What it adds to have spoken right before: *Ruiz said it was over. "We lost," she said.*
fn speaking(
    scene: &Scene<'_>,
    speakers: &Speakers,
    earlier: MentionId,
    mention: MentionId,
) -> f32 {
    let goes_on = speakers.speaks(mention)
        && scene.distance(earlier, mention) == 1
        && speakers.speaks(earlier);
    if goes_on { 1.5 } else { 0.0 }
}

/// Whether a mention is the one to whom the quoted words of its sentence are said.
fn is_addressee(scene: &Scene<'_>, earlier: MentionId, mention: MentionId) -> bool {
    let token = scene.token(scene.phrase(earlier).head());
    let is_object = matches!(token.deprel.base(), Deprel::Obj | Deprel::Iobj);
    scene.distance(earlier, mention) == 0
        && is_object
        && token.head.is_some_and(|it| {
            let lemma = scene.token(it).lemma.to_lowercase();
            scene.words.is_speech(&lemma)
        })
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
            return if depth < 2 { 1.4 } else { 0.4 };
        }
        depth += 1;
        at = scene.token(verb).head;
    }
    0.0
}
