//! A voice is an earlier mention that speaks for its chain when a pronoun asks whom it
//! means; its loudness is a sum of learned weights of what it is and where it stands.

use std::fmt::Write as _;

use crate::doc::{EntityType, MentionId, TokenId};
use crate::ud::{Deprel, Upos};

use super::links::Links;
use super::scene::{Determiner, Scene};
use super::speakers::Speakers;
use super::syntax::subject_of;
use super::words::Usage;

/// What a mention is and where it stands, seen from a pronoun: names of features, each
/// with its value.
pub(super) type Features = Vec<(&'static str, f32)>;

/// Which weights a pronoun has: those of a person, of a thing, or of several.
pub(super) fn kind(scene: &Scene<'_>, mention: MentionId) -> &'static str {
    let traits = scene.phrase(mention).traits;
    match () {
        () if traits.is_plural() => "several",
        () if traits.is_person() => "person",
        () => "thing",
    }
}

/// How loudly a voice speaks for its chain.
pub(super) fn loudness(scene: &Scene<'_>, kind: &str, features: &Features) -> f32 {
    let mut key = String::new();
    let weights = features.iter().map(|(name, value)| {
        key.clear();
        // Writing to a string cannot fail.
        let _ = write!(key, "{kind} {name}");
        scene.words.weight(&key) * value
    });
    weights.sum()
}

/// The features of an earlier mention; `rank` is its place among the possible ones, the
/// nearest first.
pub(super) fn features(
    scene: &Scene<'_>,
    links: &Links,
    speakers: &Speakers,
    (earlier, mention): (MentionId, MentionId),
    rank: usize,
) -> Features {
    let (other, phrase) = (scene.phrase(earlier), scene.phrase(mention));
    let mut found = Features::new();
    place(scene, (earlier, mention), rank, &mut found);
    syntax(scene, (earlier, mention), &mut found);
    let mut say = |it: &'static str, holds: bool| {
        if holds {
            found.push((it, 1.0));
        }
    };
    say("name", other.is_name());
    say("nominal", other.is_nominal());
    say("pronoun", other.pronoun().is_some());
    say("same pronoun", other.pronoun().is_some() && other.traits == phrase.traits);
    say("definite", other.determiner == Determiner::Definite);
    say("indefinite", other.determiner == Determiner::Other);
    say("named", links.is_named(earlier));
    let theirs = links.traits(earlier);
    say(
        "gender unknown",
        !phrase.traits.is_plural() && theirs.agrees_with_more(phrase.traits),
    );
    say("one for several", phrase.traits.is_plural() && !theirs.is_plural());
    say(
        "possessor",
        phrase.has_usage(Usage::Possessive) && other.has_usage(Usage::Possessive),
    );
    say("quoted apart", scene.is_quoted(earlier) != scene.is_quoted(mention));
    let goes_on = speakers.speaks(mention) && speakers.speaks(earlier);
    say("spoke before", goes_on && scene.distance(earlier, mention) == 1);
    say("speaks", speakers.speaks(earlier));
    let entity_type = match other.mention.entity_type {
        EntityType::Organization => "organization",
        EntityType::Place => "place",
        EntityType::Group => "group",
        EntityType::Event => "event",
        EntityType::Person => "human",
        _ => "other",
    };
    say(entity_type, true);
    let members = links.members(earlier);
    let members = &members[..members.partition_point(|it| *it < mention)];
    let is_recent = |it: &&MentionId| scene.distance(**it, mention) <= 1;
    let recent = members.iter().rev().take_while(is_recent).take(4).count();
    let number = |it: usize| f32::from(u16::try_from(it).unwrap_or(u16::MAX));
    found.push(("mentions", number(members.len().max(1)).ln()));
    found.push(("recent", number(recent)));
    found
}

/// Where a voice stands.
fn place(
    scene: &Scene<'_>,
    (earlier, mention): (MentionId, MentionId),
    rank: usize,
    found: &mut Features,
) {
    let distance = match scene.distance(earlier, mention) {
        0 => "same sentence",
        1 => "one back",
        2 => "two back",
        3 => "three back",
        _ => "far back",
    };
    found.push((distance, 1.0));
    found.push(("rank", f32::from(u16::try_from(rank.min(10)).unwrap_or(10))));
    if rank == 0 {
        found.push(("nearest", 1.0));
    }
    if scene.paragraph(earlier) == scene.paragraph(mention) {
        found.push(("same paragraph", 1.0));
    }
    if scene.sentence(earlier).index() == 0 {
        found.push(("first sentence", 1.0));
    }
}

/// What a voice does in its sentence, and in that of the pronoun.
fn syntax(
    scene: &Scene<'_>,
    (earlier, mention): (MentionId, MentionId),
    found: &mut Features,
) {
    let other = scene.phrase(earlier);
    let (role, own) = (scene.deprel(earlier), scene.deprel(mention));
    let name = match role.base() {
        Deprel::Nsubj => "subject",
        Deprel::Obj | Deprel::Iobj => "object",
        Deprel::Obl => "oblique",
        Deprel::Nmod if other.has_usage(Usage::Possessive) => "possessive pronoun",
        Deprel::Nmod if role == Deprel::NmodPoss => "possessive",
        Deprel::Nmod => "of a noun",
        Deprel::Conj => "joined",
        Deprel::Compound => "compound",
        Deprel::Appos => "apposition",
        _ => "elsewhere",
    };
    found.push((name, 1.0));
    let verb = scene.token(other.head()).head;
    let is_main = verb.is_some_and(|it| {
        let deprel = scene.token(it).deprel.base();
        matches!(deprel, Deprel::Root | Deprel::Parataxis | Deprel::Conj)
    });
    if role.base() == Deprel::Nsubj && is_main {
        found.push(("main subject", 1.0));
    }
    if role.base() == own.base() {
        let is_subject = own.base() == Deprel::Nsubj;
        found.push((if is_subject { "both subjects" } else { "same role" }, 1.0));
    }
    if scene.distance(earlier, mention) == 0 {
        let pronoun = scene.phrase(mention).head();
        found.extend(governing(scene, earlier, pronoun).map(|it| (it, 1.0)));
    }
}

/// How far up the subject of a clause that the pronoun stands in is.
fn governing(
    scene: &Scene<'_>,
    earlier: MentionId,
    pronoun: TokenId,
) -> Option<&'static str> {
    let subject = scene.phrase(earlier).head();
    let tree = scene.tree_of(pronoun);
    let mut at = scene.token(pronoun).head;
    let mut clauses = 0;
    let mut last = None;
    while let Some(verb) = at {
        let is_verb = matches!(tree.token(verb).upos, Upos::Verb | Upos::Aux | Upos::Adj);
        let found = subject_of(tree, verb).filter(|_| is_verb);
        if found == Some(subject) {
            return Some(match clauses {
                0 => "subject of its clause",
                1 => "subject of the clause above",
                _ => "subject far above",
            });
        }
        if found.is_some() && found != last && found != Some(pronoun) {
            clauses += 1;
            last = found;
        }
        at = scene.token(verb).head;
    }
    None
}
