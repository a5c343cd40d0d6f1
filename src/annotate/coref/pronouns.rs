//! Pronouns: whom *he*, *it* and *they* stand for, and nouns that say no more than a
//! pronoun: *the man*, *the candidate*.
//!
//! Among the mentions before that agree and that grammar allows, each speaks for its
//! chain, as loudly as `voices` has it. The chain of the loudest is meant; where none is
//! louder than nobody, the pronoun stays alone.

use std::collections::BTreeMap;

use crate::doc::{EntityType, MentionId};
use crate::ud::Deprel;

use super::links::Links;
use super::nominals;
use super::scene::{Determiner, Kind, Scene};
use super::speakers::Speakers;
use super::syntax::{apart, binds};
use super::voices::{self, Features, Field, features, is_own_subject};
use super::words::{Person, Usage};

/// How many sentences back a pronoun looks.
const REACH: usize = 4;

/// How much louder than any other chain, in natural logarithms, the one must be that a noun
/// stands for: twice as loud.
const CLEARLY: f32 = std::f32::consts::LN_2;

/// A noun stands for somebody named so many sentences back at most.
const NEAR: usize = 2;

/// A pronoun with those who might be meant, as learning needs them.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) mention: MentionId,
    /// Each voice with its chain and its features, the nearest first.
    pub(super) voices: Vec<(MentionId, MentionId, Features)>,
}

/// Links pronouns, and hands over every choice before it is made.
pub(super) fn link(
    scene: &Scene<'_>,
    links: &mut Links,
    speakers: &Speakers,
    mut chosen: impl FnMut(Choice, &Links),
) {
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
            let mut voices = Vec::new();
            let antecedent =
                antecedent(scene, links, speakers, mention, |it, features| {
                    voices.push((it, links.chain(it), features));
                });
            chosen(Choice { mention, voices }, links);
            if let Some(antecedent) = antecedent {
                links.attach(antecedent, mention);
            }
        }
    }
}

/// Whether nothing but what the same one says of himself is in the chain of a pronoun:
/// *"I won," he said*.
fn is_alone(scene: &Scene<'_>, links: &Links, mention: MentionId) -> bool {
    let mut others = links.members(mention).iter().filter(|it| **it != mention);
    others.all(|it| scene.phrase(*it).is_participant())
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
    mut heard: impl FnMut(MentionId, Features),
) -> Option<MentionId> {
    let is_noun = scene.phrase(mention).is_nominal();
    let voices = voices(scene, links, speakers, mention);
    let kind = voices::kind(scene, mention);
    let field = Field::new(scene, links, speakers, mention, &voices);
    let mut chains: BTreeMap<MentionId, (MentionId, f32)> = BTreeMap::new();
    for (rank, voice) in voices.into_iter().enumerate() {
        let features = features(scene, links, speakers, &field, (voice, rank));
        let score = scene.words.network.loudness(kind, &features);
        heard(voice, features);
        let loudest = chains.entry(links.chain(voice)).or_insert((voice, score));
        if score > loudest.1 {
            *loudest = (voice, score);
        }
    }
    let mut chains: Vec<_> = chains.into_values().collect();
    chains.sort_by(|left, right| right.1.total_cmp(&left.1));
    let (voice, best) = *chains.first()?;
    let is_clear = chains.get(1).is_none_or(|it| best >= CLEARLY + it.1);
    let is_loud = best >= scene.words.network.nobody(kind);
    (is_loud && (!is_noun || is_clear)).then_some(voice)
}

/// The mentions that might be meant, the nearest first: those before, and the subject of
/// a clause that the pronoun comes before: *after his election, Ruiz resigned*.
fn voices(
    scene: &Scene<'_>,
    links: &Links,
    speakers: &Speakers,
    mention: MentionId,
) -> Vec<MentionId> {
    let is_noun = scene.phrase(mention).is_nominal();
    let speaker = speakers.of(scene, mention);
    let before = scene.before(mention, REACH);
    let after = if is_noun { Vec::new() } else { announced(scene, mention) };
    let voices = before
        .chain(after)
        .rev()
        .filter(|it| is_possible(scene, links, *it, mention))
        // Nobody calls himself *he*.
        .filter(|it| !speaker.is_some_and(|speaker| links.same(speaker, *it)))
        .filter(|it| speaker.is_none() || !is_addressee(scene, *it, mention))
        .filter(|it| {
            !is_noun || links.is_named(*it) && scene.distance(*it, mention) <= NEAR
        })
        .collect();
    preferred(scene, links, mention, voices)
}

/// Those of the mentions that might be meant of whom the words beside a possessive tell.
fn preferred(
    scene: &Scene<'_>,
    links: &Links,
    mention: MentionId,
    voices: Vec<MentionId>,
) -> Vec<MentionId> {
    let phrase = scene.phrase(mention);
    if !phrase.has_usage(Usage::Possessive) {
        return voices;
    }
    // *Acme cut its prices*: a body has what it acts on, and so have several who are named.
    let (thing, several) = (phrase.traits.is_thing(), phrase.traits.is_plural());
    let bodies = [EntityType::Organization, EntityType::Place];
    let acts = |it: &&MentionId| {
        let other = scene.phrase(**it);
        let is_body = bodies.contains(&other.mention.entity_type);
        (thing && is_body || several && other.is_name())
            && is_own_subject(scene, **it, mention)
    };
    if let Some(body) = voices.iter().find(acts) {
        return vec![*body];
    }
    // *his wife, Ana*, where she is Ana Ruiz elsewhere: he is the Ruiz among them.
    let Some(family) = family(scene, links, mention) else { return voices };
    let kin = |it: &MentionId| surnames(scene, links, *it).contains(&family);
    match voices.iter().any(kin) {
        true => voices.into_iter().filter(kin).collect(),
        false => voices,
    }
}

/// The surname of the one whom a possessor is said to have: *his wife, Ana*.
fn family<'a>(
    scene: &'a Scene<'_>,
    links: &Links,
    mention: MentionId,
) -> Option<&'a str> {
    let phrase = scene.phrase(mention);
    let tree = scene.tree(mention);
    let owned = tree.token(phrase.head()).head?;
    let beside = [Deprel::Appos, Deprel::Flat];
    let relative = tree.with(owned, &beside).find_map(|it| scene.headed_by(it))?;
    surnames(scene, links, relative).first().copied()
}

/// The last words of the full names of a person.
fn surnames<'a>(scene: &'a Scene<'_>, links: &Links, mention: MentionId) -> Vec<&'a str> {
    let names = links.members(mention).iter().map(|it| scene.phrase(*it));
    let people =
        names.filter(|it| it.is_name() && it.mention.entity_type == EntityType::Person);
    let names = people.filter_map(|it| {
        scene.doc.text(it.mention.span).rsplit_once(char::is_whitespace)
    });
    names.map(|(_, last)| last).collect()
}

/// The subjects of the clauses above a pronoun that come after it, and their possessors.
fn announced(scene: &Scene<'_>, mention: MentionId) -> Vec<MentionId> {
    let tree = scene.tree(mention);
    let head = scene.phrase(mention).head();
    let above = std::iter::successors(tree.token(head).head, |it| tree.token(*it).head);
    let subjects = above.filter_map(|it| tree.first(it, &[Deprel::Nsubj]));
    let after = subjects.filter(|it| *it > head);
    let after = after.flat_map(|it| tree.exactly(it, Deprel::NmodPoss).chain([it]));
    let after = after.filter_map(|it| scene.headed_by(it));
    let mut after: Vec<_> = after
        .filter(|it| *it > mention && scene.phrase(*it).pronoun().is_none())
        .collect();
    after.sort_unstable();
    after.dedup();
    after
}

fn is_possible(
    scene: &Scene<'_>,
    links: &Links,
    earlier: MentionId,
    mention: MentionId,
) -> bool {
    let (other, phrase) = (scene.phrase(earlier), scene.phrase(mention));
    let (theirs, ours) = (links.traits(earlier), phrase.traits);
    if !theirs.agree(ours) {
        return false;
    }
    let is_lone_relative = other.has_usage(Usage::Relative) && links.is_alone(earlier);
    if is_lone_relative || other.is_participant() {
        return false;
    }
    // *There are no lobbyists. They left*: somebody else.
    let is_none = other.is_nominal() && {
        let tree = scene.tree(earlier);
        let mut articles = tree.exactly(other.head(), Deprel::Det);
        articles.any(|it| tree.token(it).feats.has("PronType", "Neg"))
    };
    if is_none && scene.sentence(earlier) != scene.sentence(mention) {
        return false;
    }
    let fits_kind = if ours.is_person() {
        theirs.is_person() || other.is_name() && !theirs.is_thing()
    } else if ours.is_thing() {
        theirs.is_thing()
    } else {
        theirs.may_be_plural()
    };
    let mut beside = scene.beside(links.members(earlier), mention).iter();
    fits_kind
        && may_have(scene, earlier, mention)
        && !beside.any(|it| {
            (*it < mention || *it == earlier) && apart(scene, *it, mention)
                || *it > mention && binds(scene, mention, *it)
        })
}

/// Whether something may have what a pronoun says it has: *its president* is that of a body
/// or a place.
fn may_have(scene: &Scene<'_>, earlier: MentionId, mention: MentionId) -> bool {
    let phrase = scene.phrase(mention);
    let owned = scene
        .token(phrase.head())
        .head
        .filter(|_| phrase.has_usage(Usage::Possessive) && phrase.traits.is_thing());
    let holder = owned.is_some_and(|it| {
        scene.words.role(&scene.token(it).lemma.to_lowercase()).is_some()
    });
    let bodies = [EntityType::Organization, EntityType::Place, EntityType::Group];
    let other = scene.phrase(earlier);
    !holder
        || other.pronoun().is_some()
        || bodies.contains(&other.mention.entity_type)
        || other.mention.entity_type == EntityType::Other
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
