//! Nominals: descriptions such as *the senator*, *the club*, *the Chen campaign*.
//!
//! Each link needs a word of the text for it: a title, an apposition, a predicate, the
//! same noun before. Where two fit, the one just mentioned is meant or nobody.

use std::collections::{BTreeMap, BTreeSet};

use crate::doc::{EntityType, MentionId, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::links::Links;
use super::roles::{Roles, role_word};
use super::scene::{Determiner, Phrase, Scene};
use super::syntax::apart;
use super::words::Usage;

/// The same noun means the same thing for so many sentences.
const MEMORY: usize = 60;

/// A body is called by its kind, and one of two office-holders by the office, for so many
/// sentences.
const NEAR: usize = 2;

/// So many sentences at the start may be headlines.
const HEADLINES: usize = 2;

pub(super) fn link(scene: &Scene<'_>, roles: &Roles, links: &mut Links) {
    for mention in scene.ids().filter(|it| scene.phrase(*it).is_nominal()) {
        if let Some(holder) = holder(scene, links, roles, mention) {
            links.attach(holder, mention);
        }
    }
    link_campaigns(scene, links);
    link_same_noun(scene, links);
    for mention in scene.ids().filter(|it| scene.phrase(*it).is_nominal()) {
        if let Some(body) = body_of_kind(scene, links, mention) {
            links.attach(body, mention);
        }
    }
}

/// Links what belongs to one possessor under one noun: *his wife*, *Chen's wife*. After
/// the pronouns, since they are the possessors.
pub(super) fn link_possessed(scene: &Scene<'_>, links: &mut Links) {
    let mut seen: BTreeMap<&str, Vec<MentionId>> = BTreeMap::new();
    for mention in scene.ids() {
        let phrase = scene.phrase(mention);
        let Some(owner) = owner(scene, phrase) else { continue };
        let seen = seen.entry(&phrase.word).or_default();
        let same = seen.iter().rev().copied().find(|it| {
            let other = scene.phrase(*it);
            owner_of(scene, other).is_some_and(|it| links.same(it, owner))
                && phrase.modifiers.is_subset(&other.modifiers)
                && links.agree(*it, mention)
                && !apart(scene, *it, mention)
        });
        if let Some(same) = same {
            links.attach(same, mention);
        }
        seen.push(mention);
    }
}

/// Links a description of a person to an equal one that stands for somebody named: *the
/// Elmira lawyer*. After the pronouns, since vague descriptions are linked with them.
pub(super) fn link_repeated(scene: &Scene<'_>, links: &mut Links) {
    let mut seen: BTreeMap<(&str, &BTreeSet<String>), MentionId> = BTreeMap::new();
    for mention in scene.ids() {
        let phrase = scene.phrase(mention);
        let fits = phrase.is_nominal()
            && phrase.determiner == Determiner::Definite
            && phrase.traits.is_person()
            && !phrase.traits.is_plural()
            && !phrase.modifiers.is_empty();
        if !fits {
            continue;
        }
        let key = (phrase.word.as_str(), &phrase.modifiers);
        if links.is_named(mention) {
            seen.insert(key, mention);
        } else if let Some(same) = seen.get(&key)
            && links.chain(mention) == mention
            && !apart(scene, *same, mention)
        {
            links.attach(*same, mention);
        }
    }
}

/// Whether nothing is linked with a description but *which* of a clause that is set off and
/// so does not limit it: *the rules, which failed*.
fn is_free(scene: &Scene<'_>, links: &Links, mention: MentionId) -> bool {
    let mut others = links.members(mention).iter().filter(|it| **it != mention);
    others.all(|it| {
        let phrase = scene.phrase(*it);
        let before = phrase.head().0.checked_sub(1).map(TokenId);
        phrase.has_usage(Usage::Relative)
            && before.is_some_and(|it| scene.token(it).xpos == Xpos::Comma)
    })
}

fn owner(scene: &Scene<'_>, phrase: &Phrase) -> Option<MentionId> {
    phrase.is_nominal().then(|| owner_of(scene, phrase)).flatten()
}

fn owner_of(scene: &Scene<'_>, phrase: &Phrase) -> Option<MentionId> {
    match phrase.determiner {
        Determiner::Possessive(owner) => scene.headed_by(owner),
        Determiner::Bare | Determiner::Definite | Determiner::Other => None,
    }
}

/// The named person of whom a description is said elsewhere: *the senator*.
fn holder(
    scene: &Scene<'_>,
    links: &Links,
    roles: &Roles,
    mention: MentionId,
) -> Option<MentionId> {
    let phrase = scene.phrase(mention);
    // Headlines leave the article out, and come before the names.
    let is_headline = phrase.determiner == Determiner::Bare
        && scene.sentence(mention).index() < HEADLINES
        && scene.words.role(&phrase.word).is_some()
        && !is_limited(scene, phrase, &[Deprel::Appos, Deprel::Conj]);
    let fits = phrase.traits.is_person()
        && !phrase.traits.is_plural()
        && links.is_alone(mention)
        && !scene.is_predicate(mention)
        && !is_elsewhere(scene, phrase)
        && (is_headline
            || phrase.determiner == Determiner::Definite
                && !is_limited(scene, phrase, &LIMITS));
    if !fits {
        return None;
    }
    let word = role_word(scene, &phrase.word);
    let mut holders: Vec<(MentionId, usize)> = Vec::new();
    let end = if is_headline { MentionId::new(scene.phrases.len()) } else { mention };
    let called = roles.get(&word).into_iter().flat_map(|it| it.range(..end));
    for (name, limits) in called {
        let is_told_apart = !phrase.modifiers.is_empty()
            && !limits.iter().any(|it| phrase.modifiers.is_subset(it));
        let members = links.members(*name);
        let mut beside = scene.beside(members, mention).iter();
        let is_apart = beside.any(|it| apart(scene, *it, mention));
        if is_told_apart || is_apart || !links.agree(*name, mention) {
            continue;
        }
        let before = members[..members.partition_point(|it| *it < mention)].last();
        let distance = scene.distance(*before.unwrap_or(name), mention);
        match holders.iter_mut().find(|(it, _)| links.same(*it, *name)) {
            Some((_, nearest)) => *nearest = distance.min(*nearest),
            None => holders.push((*name, distance)),
        }
    }
    match holders.as_slice() {
        [] => None,
        [(only, _)] => Some(*only),
        _ if is_headline => None,
        _ => {
            let near: Vec<_> = holders.iter().filter(|(_, it)| *it <= NEAR).collect();
            match near.as_slice() {
                [(only, _)] => Some(*only),
                _ => None,
            }
        }
    }
}

/// Whether a phrase stands in a clause about a place or a time: *Alba, where the mayor is
/// ill* speaks of another mayor.
fn is_elsewhere(scene: &Scene<'_>, phrase: &Phrase) -> bool {
    let tree = scene.tree_of(phrase.head());
    let mut at = phrase.head();
    while let Some(above) = tree.token(at).head {
        let place = scene
            .headed_by(above)
            .is_none_or(|it| scene.phrase(it).mention.entity_type == EntityType::Place);
        let relative = tree.token(at).deprel == Deprel::AclRelcl && place;
        let mut adverbs = tree.with(at, &[Deprel::Advmod]);
        if relative && adverbs.any(|it| tree.token(it).xpos == Xpos::Wrb) {
            return true;
        }
        at = above;
    }
    false
}

/// What follows a noun to say which one is meant: *the mayor of Elmira*.
const LIMITS: [Deprel; 4] = [Deprel::Nmod, Deprel::Acl, Deprel::Appos, Deprel::Conj];

/// Whether something in one of the relations `limits` follows the noun of a phrase.
pub(super) fn is_limited(scene: &Scene<'_>, phrase: &Phrase, limits: &[Deprel]) -> bool {
    let tree = scene.tree_of(phrase.head());
    tree.with(phrase.head(), limits)
        .any(|it| it > phrase.head() && tree.token(it).deprel != Deprel::NmodPoss)
}

/// Links the campaigns of one person to one another.
fn link_campaigns(scene: &Scene<'_>, links: &mut Links) {
    let mut by_owner: BTreeMap<(MentionId, &str), MentionId> = BTreeMap::new();
    for mention in scene.ids() {
        let phrase = scene.phrase(mention);
        if phrase.mention.entity_type != EntityType::Organization || !phrase.is_nominal()
        {
            continue;
        }
        if !scene.words.noun(&phrase.word).is_some_and(|it| it.is_single) {
            continue;
        }
        let named = scene.inside(phrase).find(|it| {
            let other = &scene.phrase(*it).mention;
            *it != mention
                && scene.phrase(*it).is_name()
                && other.entity_type == EntityType::Person
                && phrase.mention.span.contains(other.span)
        });
        if let Some(owner) = named {
            let key = (links.chain(owner), phrase.word.as_str());
            let first = *by_owner.entry(key).or_insert(mention);
            links.attach(first, mention);
        }
    }
}

/// Links *the plan* to a plan mentioned before.
fn link_same_noun(scene: &Scene<'_>, links: &mut Links) {
    let mut seen: BTreeMap<&str, Vec<MentionId>> = BTreeMap::new();
    for mention in scene.ids() {
        let phrase = scene.phrase(mention);
        if phrase.is_name() {
            // *The court* for *the Supreme Court*.
            if phrase.mention.span.len() > phrase.word.len() {
                seen.entry(&phrase.word).or_default().push(mention);
            }
            continue;
        }
        if !phrase.is_nominal() {
            continue;
        }
        let is_known = match phrase.determiner {
            Determiner::Definite => true,
            // *Iodine* is one substance; *mayor* may be any.
            Determiner::Bare => phrase.traits.is_plural() || !phrase.traits.is_person(),
            Determiner::Other | Determiner::Possessive(_) => false,
        };
        let is_free = is_free(scene, links, mention) && !scene.is_predicate(mention);
        if is_known && is_free && !is_elsewhere(scene, phrase) {
            let before = seen.get(phrase.word.as_str()).into_iter().flatten().rev();
            let mut near =
                before.take_while(|it| scene.distance(**it, mention) <= MEMORY);
            let same = near.find(|it| is_same_noun(scene, links, **it, mention)).copied();
            if let Some(same) = same {
                links.attach(same, mention);
            }
        }
        seen.entry(&phrase.word).or_default().push(mention);
    }
}

fn is_same_noun(
    scene: &Scene<'_>,
    links: &Links,
    earlier: MentionId,
    mention: MentionId,
) -> bool {
    let (before, phrase) = (scene.phrase(earlier), scene.phrase(mention));
    let is_open = match before.determiner {
        Determiner::Bare => true,
        Determiner::Definite | Determiner::Other | Determiner::Possessive(_) => {
            phrase.determiner == Determiner::Definite
        }
    };
    let same_limits = match phrase.determiner {
        Determiner::Bare => {
            before.determiner == Determiner::Bare && before.modifiers == phrase.modifiers
        }
        _ => {
            phrase.modifiers.is_subset(&before.modifiers)
                || is_hosted(scene, earlier, phrase)
        }
    };
    let of = |it: &Phrase| {
        let tree = scene.tree_of(it.head());
        let after = tree.with(it.head(), &[Deprel::Nmod]);
        let after = after.filter(|of| *of > it.head());
        after.map(|it| tree.lower(it)).collect::<Vec<_>>()
    };
    // *The war in Iraq* is the *Iraq War*.
    let in_name = || {
        let name = scene.doc.text(before.mention.span).to_lowercase();
        let mut words = of(phrase).into_iter();
        before.is_name() && words.all(|it| name.split_whitespace().any(|word| word == it))
    };
    // *60 million votes* are others than *13 million votes*.
    let number = |it: &Phrase| {
        let tree = scene.tree_of(it.head());
        let number = tree.first(it.head(), &[Deprel::Nummod]);
        let words = number.map(|it| tree.subtree(it)).unwrap_or_default();
        words.into_iter().map(|it| tree.lower(it)).collect::<Vec<_>>()
    };
    let of_same = of(phrase).is_empty() || of(phrase) == of(before) || in_name();
    (is_open || before.is_name())
        && same_limits
        && (number(phrase).is_empty() || number(phrase) == number(before))
        && of_same
        && (before.is_name() || before.traits.is_plural() == phrase.traits.is_plural())
        && links.agree(earlier, mention)
        && !apart(scene, earlier, mention)
}

/// Whether an event is told by names that were named where it was spoken of before: *the
/// Acme forum* of a *Leadership Forum* held by Acme.
fn is_hosted(scene: &Scene<'_>, earlier: MentionId, phrase: &Phrase) -> bool {
    let tree = scene.tree(earlier);
    let is_near = |word: &str| tree.tokens().any(|it| tree.lower(it) == word);
    let is_name = |word: &String| {
        let mut parts = word.split('/');
        parts.any(|it| it.len() > 1 && is_near(it))
    };
    let own = scene.tree_of(phrase.head());
    let mut names = own.with(phrase.head(), &[Deprel::Compound, Deprel::Amod]);
    phrase.mention.entity_type == EntityType::Event
        && scene.phrase(earlier).is_name()
        && names.all(|it| own.token(it).upos == Upos::Propn)
        && phrase.modifiers.iter().all(is_name)
}

/// The only body named nearby, for *the group* or *the company*.
fn body_of_kind(
    scene: &Scene<'_>,
    links: &Links,
    mention: MentionId,
) -> Option<MentionId> {
    let phrase = scene.phrase(mention);
    let fits = phrase.mention.entity_type == EntityType::Organization
        && phrase.determiner == Determiner::Definite
        && phrase.modifiers.is_empty()
        && !scene.words.is_sole_body(&phrase.word)
        && links.is_alone(mention)
        && !is_limited(scene, phrase, &LIMITS);
    if !fits {
        return None;
    }
    let near = scene.before(mention, NEAR).filter(|it| {
        let other = scene.phrase(*it);
        other.is_name()
            && other.mention.entity_type == EntityType::Organization
            && !apart(scene, *it, mention)
    });
    // A court is no party: whoever bears another kind in a name is not meant.
    let is_other_kind = |it: &MentionId| {
        links.members(*it).iter().map(|it| scene.phrase(*it)).any(|it| {
            let party = scene.words.party(&it.word).and_then(|it| it.rsplit(' ').next());
            let word = party.map_or_else(|| it.word.clone(), str::to_lowercase);
            let kind = scene.words.noun(&word).map(|it| it.entity_type);
            it.is_name() && kind == Some(EntityType::Organization) && word != phrase.word
        })
    };
    let bodies: BTreeSet<_> = near.map(|it| links.chain(it)).collect();
    let bodies = bodies.into_iter().filter(|it| !is_other_kind(it));
    match bodies.collect::<Vec<_>>().as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
