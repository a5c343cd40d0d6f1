//! Arguments beyond subject and object: where, to whom, for how much, why.

use crate::doc::{EntityType, Timex, TimexType, TokenId};
use crate::ud::{Deprel, Upos};

use super::Role;
use super::adposition::adposition;
use super::clause::{Clause, Oblique};
use super::draft::{Context, Draft, Slot};
use super::phrase::{Extent, Phrase, members};

/// Another argument of a fact: what it is to the fact, its words, and how it is taken.
pub(super) type Extra = (Role, Phrase, Slot);

/// The relations whose predicate noun is the office that somebody gets.
const GIVES_OFFICE: &[&str] = &["appointed", "nominated"];

/// What a clause says beyond the subject and object of a draft.
pub(super) fn extras(cx: &Context<'_>, clause: &Clause, draft: &Draft) -> Vec<Extra> {
    let tree = cx.tree;
    let noun = |it| Phrase::noun(tree, cx.words, it, Extent::Of);
    let mut extras = Vec::new();
    if let Some(recipient) = clause.recipient {
        extras.push((Role::Recipient, noun(recipient), Slot::Object));
    }
    for oblique in &clause.obliques {
        extras.extend(oblique_role(cx, clause, oblique).map(|role| {
            let slot = oblique.case.map_or(Slot::Bare, Slot::Oblique);
            (role, noun(oblique.head), slot)
        }));
    }
    for object in &clause.objects {
        // *donated $5 to Roe*
        if cx.entity_type(Phrase::word(tree, *object)) == EntityType::Money {
            extras.push((Role::Amount, noun(*object), Slot::Object));
        }
    }
    // *was appointed chairman*
    let relation = draft.relation.as_deref();
    let gives_office = relation.is_some_and(|it| GIVES_OFFICE.contains(&it));
    if clause.passive && gives_office {
        let offices =
            clause.objects.iter().map(|it| (Role::Office, noun(*it), Slot::Object));
        extras.extend(offices);
    }
    let names = !clause.copular && !clause.objects.is_empty();
    for complement in clause.complements.iter().filter(|_| names) {
        let role = if gives_office { Role::Office } else { Role::As };
        extras.push((role, noun(*complement), Slot::Adverb));
    }
    for content in &clause.controlled {
        let phrase = Phrase::clause(tree, *content, |_| false);
        extras.push((Role::Content, phrase, Slot::Content));
    }
    for reason in tree.with(clause.last(), &[Deprel::Advcl]) {
        let mut marks = tree.with(reason, &[Deprel::Mark]);
        if marks.any(|it| cx.words.role(&tree.token(it).lemma) == Some(Role::Reason)) {
            let phrase = Phrase::clause(tree, reason, |_| false);
            extras.push((Role::Reason, phrase, Slot::Content));
        }
    }
    let taken = |it: &Phrase| {
        let object = draft.object.is_some_and(|(object, _)| {
            // *for A and B*: each is an object.
            let coordinated = |one: &Phrase, other: &Phrase| {
                members(tree, one.head).contains(&other.head)
            };
            object.span.overlaps(it.span)
                || coordinated(it, &object)
                || coordinated(&object, it)
        });
        object || draft.subject.span.overlaps(it.span)
    };
    extras.retain(|(_, phrase, _)| !taken(phrase));
    extras
}

/// What an oblique is to its clause; `None` for times, agents, sources and the unknown.
fn oblique_role(cx: &Context<'_>, clause: &Clause, oblique: &Oblique) -> Option<Role> {
    let tree = cx.tree;
    let token = tree.token(oblique.head);
    if let Some(timex) = tree.timexes().iter().find(|it| it.span.overlaps(token.span)) {
        return of_time(timex);
    }
    let kind = cx.entity_type(Phrase::word(tree, oblique.head));
    let Some(case) = oblique.case else {
        let ordinal =
            token.feats.has("NumType", "Ord") && oblique.head > clause.predicate;
        return ordinal.then_some(Role::Rank);
    };
    let lemma = &tree.token(case).lemma;
    // *in addition*, *in turn*
    let phrase = [tree.lower(case), tree.lower(oblique.head)].join(" ");
    if cx.words.is_aside(&phrase) {
        return None;
    }
    if oblique.agent || cx.words.names_source(&tree.lower(case)) {
        return None;
    }
    let compound = cx.words.role(&adposition(tree, cx.words, case));
    let role = compound.or_else(|| cx.words.role(lemma))?;
    let person =
        matches!(kind, EntityType::Person | EntityType::Group | EntityType::Organization);
    Some(match kind {
        EntityType::Place if cx.words.marks_place(lemma) => Role::Place,
        EntityType::Event if cx.words.marks_occasion(lemma) => Role::Event,
        EntityType::Money if role == Role::For => Role::Amount,
        EntityType::Quantity if role == Role::Margin => Role::Margin,
        _ if role == Role::Margin || role == Role::Event => return None,
        _ if role == Role::To && person && !clause.objects.is_empty() => Role::Recipient,
        EntityType::Person | EntityType::Office if role == Role::As => Role::Role,
        _ if role == Role::Topic && !is_speech(cx, clause) => return None,
        _ if role == Role::Circumstance && token.upos == Upos::Num => return None,
        _ => role,
    })
}

fn is_speech(cx: &Context<'_>, clause: &Clause) -> bool {
    cx.words.is_speech(&cx.tree.token(clause.last()).lemma)
}

/// How long and how often; dates are the time of the fact.
fn of_time(timex: &Timex) -> Option<Role> {
    match timex.timex_type {
        TimexType::Duration => Some(Role::Dur),
        TimexType::Set => Some(Role::Count),
        TimexType::Date | TimexType::Time => None,
    }
}

/// Whether a draft is about the predicate that carries the arguments, so that what stands
/// with one verb is not said of another.
pub(super) fn is_whole(clause: &Clause, trigger: TokenId) -> bool {
    clause.last() == trigger
}
