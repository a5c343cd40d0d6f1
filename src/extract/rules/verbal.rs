//! Verbs: "Ruiz fired Chen", "Chen was fired by Ruiz", "Ruiz withdrew from the race".
//!
//! ## Finds
//! A clause with a verb and a subject that the sentence gives.
//!
//! ## Gives
//! `Ruiz | fire | Chen`; passives with an agent are turned, others are named as passives
//! (`Chen | be_escorted_out`); without an object the first oblique is the object, and
//! without that the fact has one participant. Coordinated subjects and objects give a fact
//! each.
//!
//! ## Leaves alone
//! Copulas (see `copula`), statements with their content (see `statement`).
//!
//! Cases: `tests/cases/verbal.md`

use crate::doc::{EntityType, TimexType, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::super::Role;
use super::super::clause::{Clause, Oblique, case_of};
use super::super::draft::{Context, Draft, Slot};
use super::super::participant::{beside, names_something, rule_by_found, subjects};
use super::super::phrase::{Extent, Phrase, members};
use super::super::relation::{Predication, Question};
use super::super::role;
use super::super::subject::Found;
use super::super::time::is_time;

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    for (index, clause) in cx.clauses.iter().enumerate() {
        if clause.copular || clause.subject.found == Found::Expletive {
            continue;
        }
        let subjects = subjects(cx, clause);
        // *Roe and Chen met*: each other.
        if let [one, other] = subjects.as_slice()
            && is_reciprocal(cx, clause)
        {
            let draft =
                Draft::of_clause(cx, index, *one, rule_by_found(clause.subject.found));
            drafts.push(draft.with_object(*other, Slot::Object));
            continue;
        }
        for subject in subjects {
            let draft =
                Draft::of_clause(cx, index, subject, rule_by_found(clause.subject.found));
            of_subject(cx, clause, &draft, drafts);
        }
    }
}

/// Whether a verb without an object, or anybody *with* whom, says what two do together.
fn is_reciprocal(cx: &Context<'_>, clause: &Clause) -> bool {
    let lemma = |it: TokenId| &*cx.tree.token(it).lemma;
    let with = clause.obliques.iter().any(|it| {
        it.case.is_some_and(|it| {
            cx.words.marks_patient(lemma(it)) && cx.words.role(lemma(it)).is_none()
        })
    });
    cx.words.is_reciprocal(lemma(clause.last()))
        && !with
        && !clause.passive
        && clause.objects.is_empty()
        && clause.recipient.is_none()
        && clause.contents.is_empty()
}

fn of_subject(cx: &Context<'_>, clause: &Clause, draft: &Draft, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    if clause.passive
        && let Some(agent) = clause.agent()
    {
        for agent in members(tree, agent) {
            let mut turned = draft.clone();
            turned.subject = Phrase::noun(tree, cx.words, agent, Extent::Of);
            drafts.push(turned.with_object(draft.subject, Slot::Object));
        }
        return;
    }
    if clause.passive && clause.subject.found == Found::Participle && !is_named(cx, draft)
    {
        return;
    }
    // *did what Roe described*: of what, the clause does not say.
    let open = clause.objects.iter().any(|it| !names_something(cx, *it))
        && !clause.objects.iter().any(|it| cx.words.negates(&tree.lower(*it)));
    // *fined Roe $500*: whom, not how much.
    let sum = |it: &TokenId| cx.entity_type(cx.noun(*it)) == EntityType::Money;
    let mut objects = clause.objects.clone();
    if objects.iter().any(sum) && (objects.len() > 1 || clause.recipient.is_some()) {
        objects.retain(|it| !sum(it));
        if objects.is_empty() {
            objects.extend(clause.recipient);
        }
    }
    let mut found = open;
    for object in objects {
        for object in members(tree, object) {
            let draft = draft.clone();
            found = true;
            if names_something(cx, object) {
                drafts.push(draft.with_object(cx.noun(object), Slot::Object));
            } else if cx.words.negates(&tree.lower(object)) {
                // *said nothing*
                drafts.push(draft);
            }
        }
    }
    if found || has_content(cx, clause) {
        return;
    }
    if let Some((object, slot)) = other_object(cx, clause) {
        // *became president of Acme*
        if slot == Slot::Complement && cx.words.is_copular(&draft.lemma) {
            for noun in members(tree, object.head) {
                let phrase = Phrase::noun(tree, cx.words, noun, Extent::Of);
                role::expand(cx, draft.clone().with_object(phrase, slot), drafts);
            }
            return;
        }
        let coordinated = match slot {
            Slot::Oblique(_) => members(tree, object.head),
            _ => vec![object.head],
        };
        if slot == Slot::Adverb && is_elsewhere(cx, clause, &[Xpos::Vbg]) {
            return;
        }
        if clause.passive
            && is_circumstance(cx, (object, slot))
            && is_complete(cx, clause, draft)
        {
            drafts.push(draft.clone());
            return;
        }
        for head in coordinated {
            let phrase = match slot {
                Slot::Adverb | Slot::Complement => object,
                _ => Phrase::noun(tree, cx.words, head, Extent::Of),
            };
            drafts.push(draft.clone().with_object(phrase, slot));
        }
        return;
    }
    if stands_alone(cx, clause, draft) {
        drafts.push(draft.clone());
    }
}

/// Whether a verb says something of its subject alone.
fn stands_alone(cx: &Context<'_>, clause: &Clause, draft: &Draft) -> bool {
    let tree = cx.tree;
    let borrowed = matches!(
        clause.subject.found,
        Found::Relative | Found::Participle | Found::Control
    );
    let elsewhere = is_elsewhere(cx, clause, &[Xpos::Vb, Xpos::Vbg]);
    // *Roe added:* — what she added follows.
    let announces = tree.tokens().next_back().is_some_and(|it| {
        tree.token(it).xpos == Xpos::Colon && cx.words.is_speech(&draft.lemma)
    });
    // *which begins in May*
    let dated = clause.obliques.iter().any(|it| is_time(tree, it.head));
    let says_nothing = cx.words.is_transitive(&draft.lemma);
    // *urged Roe to resign*, *stepped down to run*: a relation of one participant.
    let complete = is_complete(cx, clause, draft);
    let elsewhere = elsewhere && !(complete && draft.particle.is_some());
    // *where she stands*: where, the sentence does not say.
    let free = tree.token(clause.predicate).deprel != Deprel::Advcl
        || tree.first(clause.predicate, &[Deprel::Mark]).is_some();
    let asks = clause.adverbs.iter().any(|it| {
        let place = cx.words.subordinator(&tree.lower(*it)).own_voice;
        tree.token(*it).xpos == Xpos::Wrb && place && free
    });
    // *as Roe suggested*: what she suggested is round it.
    let refers = cx.words.is_speech(&draft.lemma)
        && tree
            .with(clause.predicate, &[Deprel::Mark])
            .any(|it| cx.words.role(&tree.token(it).lemma) == Some(Role::As));
    (!borrowed || dated || complete)
        && (!asks || complete)
        && !elsewhere
        && !announces
        && !refers
        && !says_nothing
}

/// Whether a predicate comes to a relation without an object.
fn is_complete(cx: &Context<'_>, clause: &Clause, draft: &Draft) -> bool {
    let predication =
        if clause.passive { Predication::Passive } else { Predication::Verb };
    let answer = cx.relations.answer(&Question {
        predication,
        lemma: &draft.lemma,
        company: &draft.particle.as_deref().into_iter().collect::<Vec<_>>(),
        slot: "none",
        subject: cx.entity_type(draft.subject),
        object: None,
        object_lemmas: &[],
    });
    answer.is_some()
}

/// *was fired in Ohio*, *was arrested after the march*: where and when somebody is fired is
/// not what from.
fn is_circumstance(cx: &Context<'_>, (phrase, slot): (Phrase, Slot)) -> bool {
    let Slot::Oblique(case) = slot else { return false };
    let case = cx.tree.lower(case);
    let placed = cx.words.marks_place(&case) || cx.words.marks_occasion(&case);
    let located = matches!(
        cx.entity_type(phrase),
        EntityType::Place | EntityType::Event | EntityType::Date
    );
    placed && located || cx.words.subordinator(&case).own_voice
}

/// *spent to win*, *decided against closing*: whether what is said lies in another verb.
fn is_elsewhere(cx: &Context<'_>, clause: &Clause, forms: &[Xpos]) -> bool {
    let tree = cx.tree;
    tree.with(clause.last(), &[Deprel::Advcl]).any(|it| {
        let mark = tree.first(it, &[Deprel::Mark]);
        // *was arrested after entering*: that is when.
        let marked =
            mark.is_some_and(|it| !cx.words.subordinator(&tree.lower(it)).own_voice);
        let form = tree.token(it).xpos;
        let near = it.0 <= clause.last().0 + 3;
        forms.contains(&form)
            && (form == Xpos::Vb || marked && near)
            && tree.first(it, &[Deprel::Nsubj]).is_none()
    })
}

/// Whether the subject is a name: *the plan known as* says nothing of anybody.
fn is_named(cx: &Context<'_>, draft: &Draft) -> bool {
    cx.name(draft.subject.head).is_some()
}

/// Whether `statement` reads a clause as this clause's object.
fn has_content(cx: &Context<'_>, clause: &Clause) -> bool {
    !clause.contents.is_empty()
        || clause.reported.is_some()
        || beside(cx, clause).is_some()
}

/// *faced off in court against Roe*: the other side is more of an object than the place.
fn other_side(
    cx: &Context<'_>,
    clause: &Clause,
    first: (Phrase, Slot),
) -> (Phrase, Slot) {
    let lemma = |it: TokenId| &*cx.tree.token(it).lemma;
    let placed = matches!(first.1, Slot::Oblique(it) if cx.words.marks_place(lemma(it)));
    // The parser may have hung it on the place.
    let below = cx.tree.with(first.0.head, &[Deprel::Nmod]);
    let below = below.map(|it| Oblique::new(case_of(cx.tree, it), it));
    let mut others = clause.obliques.iter().copied().chain(below).filter_map(|it| {
        let case = it.case?;
        let concerns = cx.words.marks_patient(lemma(case))
            && !cx.words.marks_place(lemma(case))
            && cx.words.role(lemma(case)).is_none_or(|it| it == Role::To);
        let phrase = Phrase::noun(cx.tree, cx.words, it.head, Extent::Of);
        let acts = matches!(
            cx.entity_type(phrase),
            EntityType::Person | EntityType::Organization | EntityType::Group
        );
        (concerns && acts && it.head > clause.predicate)
            .then_some((phrase, Slot::Oblique(case)))
    });
    others.next().filter(|_| placed).unwrap_or(first)
}

/// Whether a word says when: a date, or a time of day (*around 8:30 p.m.*).
fn is_when(cx: &Context<'_>, token: TokenId) -> bool {
    let tree = cx.tree;
    let mut beside = tree.with(token, &[Deprel::Nmod]);
    let of_day =
        beside.any(|it| cx.words.noun(&tree.token(it).lemma) == Some(EntityType::Date));
    is_time(tree, token) || tree.token(token).upos == Upos::Num && of_day
}

/// What stands in for an object: recipient, complement, oblique, bare noun, adverb.
fn other_object(cx: &Context<'_>, clause: &Clause) -> Option<(Phrase, Slot)> {
    let tree = cx.tree;
    let noun = |it| Phrase::noun(tree, cx.words, it, Extent::Of);
    if let Some(recipient) = clause.recipient {
        return Some((noun(recipient), Slot::Object));
    }
    if let Some(complement) = clause.complements.first() {
        let phrase = match tree.token(*complement).upos {
            Upos::Adj => Phrase::word(tree, *complement),
            _ => noun(*complement),
        };
        return Some((phrase, Slot::Complement));
    }
    // *dealt for years with turmoil*, *met on a quiet day with Roe*: how long and when is
    // no object where there is another; *two nights of violence* are more than a time.
    let lasts = |it: &Oblique| {
        let token = tree.token(it.head);
        let mut times = tree.timexes().iter();
        let is_unit = cx.words.noun(&token.lemma) == Some(EntityType::Date);
        let is_duration = times.any(|it| {
            it.timex_type == TimexType::Duration && it.span.contains(token.span)
        });
        // *was sentenced to ten years in prison*
        let role = it.case.and_then(|it| cx.words.role(&tree.token(it).lemma));
        (is_unit || is_duration)
            && role != Some(Role::To)
            && tree.first(it.head, &[Deprel::Nmod]).is_none()
    };
    // What stands before the verb, *in the end*, is no object; whom a relative clause
    // describes may be: *the board from which Roe resigned*.
    let with_case = |any: bool| {
        clause.obliques.iter().find_map(|it| {
            let case = it.case.filter(|_| any || !lasts(it))?;
            let placed =
                it.head > clause.predicate || !tree.is_under(it.head, clause.predicate);
            let circumstance = it.agent || is_when(cx, it.head);
            let named = names_something(cx, it.head);
            (named
                && placed
                && !circumstance
                && !cx.words.names_source(&tree.lower(case)))
            .then(|| (noun(it.head), Slot::Oblique(case)))
        })
    };
    let found = with_case(false).or_else(|| with_case(true));
    if let Some(found) = found {
        return Some(other_side(cx, clause, found));
    }
    let bare = clause.obliques.iter().find(|it| {
        it.case.is_none()
            && !is_time(tree, it.head)
            && it.head > clause.predicate
            && matches!(tree.token(it.head).upos, Upos::Noun | Upos::Propn | Upos::Num)
    });
    if let Some(bare) = bare {
        return Some((noun(bare.head), Slot::Bare));
    }
    let adverb = clause.adverbs.iter().find(|it| {
        **it > clause.last()
            && !is_time(tree, **it)
            && !cx.words.negates(&tree.lower(**it))
            && !cx.words.is_connective(&tree.lower(**it))
    })?;
    Some((Phrase::clause(tree, *adverb, |_| false), Slot::Adverb))
}
