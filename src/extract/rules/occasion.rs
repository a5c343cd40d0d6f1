//! Occasions: "Roe said at a forum", "Roe said on Channel 9", "Roe said at a rally in Alba".
//!
//! ## Finds
//! A clause of saying with an event at or during which, or a broadcaster on which, it is
//! said.
//!
//! ## Gives
//! `Roe | participated_in | a forum`, `Roe | appeared_on | Channel 9`,
//! `Roe | campaigned_in | Alba`.
//!
//! ## Leaves alone
//! Networks on which everybody publishes (*said on Twitter*), and events at which
//! something is not said but done.
//!
//! Cases: `tests/cases/occasion.md`

use crate::doc::{EntityType, TokenId};
use crate::ud::{Deprel, Xpos};

use super::super::clause::{Clause, case_of};
use super::super::draft::{Context, Draft, Slot};
use super::super::participant::subjects;
use super::super::phrase::{Extent, Phrase};
use super::super::subject::Found;
use super::super::time::is_time;

const RULE: &str = "occasion";
const APPEARED_ON: &str = "appeared_on";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    for (index, clause) in cx.clauses.iter().enumerate() {
        let last = cx.tree.token(clause.last());
        let acts = !clause.passive
            && matches!(clause.subject.found, Found::Own | Found::Relative);
        if !acts {
            continue;
        }
        let says = cx.words.is_speech(&last.lemma) && clause.chain.len() == 1;
        let tree = cx.tree;
        // *said this month on Channel 9*: the parser may have hung it on the month.
        let times = clause.obliques.iter().filter(|it| is_time(tree, it.head));
        let below = times.flat_map(|it| tree.with(it.head, &[Deprel::Nmod]));
        let below = below.map(|it| (case_of(tree, it), it));
        let obliques = clause.obliques.iter().map(|it| (it.case, it.head));
        for (case, head) in obliques.chain(below) {
            let Some(case) = case else { continue };
            let found = if says && cx.words.marks_outlet(&tree.lower(case)) {
                outlet(cx, head)
            } else if cx.words.marks_occasion(&tree.lower(case)) {
                occasion(cx, head, says)
            } else {
                None
            };
            if let Some((relation, object)) = found {
                // What is done in a speech may fail or be denied; the speech is held.
                let denied = clause.chain.iter().any(|it| tree.is_negated(*it));
                let index = Some(index).filter(|_| says && !denied);
                add(cx, (index, clause), (head, relation, object), drafts);
            }
        }
    }
}

fn add(
    cx: &Context<'_>,
    (index, clause): (Option<usize>, &Clause),
    (trigger, relation, object): (TokenId, &str, Option<TokenId>),
    drafts: &mut Vec<Draft>,
) {
    let acts = |it: &Phrase| {
        matches!(cx.entity_type(*it), EntityType::Person | EntityType::Group)
    };
    for subject in subjects(cx, clause).into_iter().filter(acts) {
        let noun = &cx.tree.token(trigger).lemma;
        let verb = cx.words.event_noun(noun).map(|it| it.verb.clone());
        let mut draft = Draft {
            subject,
            lemma: verb.unwrap_or_else(|| noun.clone()),
            participle: None,
            particle: None,
            object: None,
            trigger,
            clause: index,
            relation: None,
            factuality: None,
            own_voice: false,
            rule: RULE,
        };
        draft = draft.with_relation(relation);
        if let Some(object) = object {
            let phrase = Phrase::noun(cx.tree, cx.words, object, Extent::Of);
            draft = draft.with_object(phrase, Slot::Object);
        }
        drafts.push(draft);
    }
}

/// The broadcaster or programme on which somebody speaks.
fn outlet<'a>(cx: &Context<'a>, head: TokenId) -> Option<(&'a str, Option<TokenId>)> {
    // *Channel 9's "Morning"*
    let owner = cx.tree.exactly(head, Deprel::NmodPoss).next();
    let name = cx.name(head).or_else(|| cx.name(owner?))?;
    let kind = matches!(name.entity_type, EntityType::Organization | EntityType::Work);
    let form = cx.tree.doc().text(name.span).to_lowercase();
    (kind && !cx.words.is_platform(&form)).then_some((APPEARED_ON, Some(head)))
}

/// The event at which somebody speaks, or what that event relates them to. Whoever does
/// something else, but in a speech or interview, speaks too.
fn occasion<'a>(
    cx: &Context<'a>,
    head: TokenId,
    says: bool,
) -> Option<(&'a str, Option<TokenId>)> {
    let tree = cx.tree;
    let token = tree.token(head);
    if !matches!(token.xpos, Xpos::Nn | Xpos::Nnp) {
        return None;
    }
    let occasion = cx.words.occasion(&token.lemma.to_lowercase())?;
    if !says && occasion.otherwise.is_none() {
        return None;
    }
    if occasion.prepositions.is_empty() {
        return Some((&occasion.relation, Some(head)));
    }
    // *at a rally in Alba*, whatever *in Alba* hangs on.
    let above = token.head.into_iter().flat_map(|it| tree.with(it, &[Deprel::Obl]));
    let mut related = tree.with(head, &[Deprel::Nmod]).chain(above).filter(|it| {
        let case = case_of(tree, *it);
        *it > head
            && (cx.name(*it).is_some() || is_occasion(cx, *it))
            && case.is_some_and(|it| {
                occasion.prepositions.contains(&tree.lower(it).into_boxed_str())
            })
    });
    if let Some(related) = related.next() {
        return Some((&occasion.relation, Some(related)));
    }
    let owned = tree.exactly(head, Deprel::NmodPoss).next().is_some();
    let otherwise = occasion.otherwise.as_deref().filter(|_| !owned)?;
    let object = Some(head).filter(|_| otherwise != APPEARED_ON);
    Some((otherwise, object))
}

fn is_occasion(cx: &Context<'_>, noun: TokenId) -> bool {
    cx.words.occasion(&cx.tree.token(noun).lemma.to_lowercase()).is_some()
}
