//! Appositions: "Jane Roe, the director of Acme, …", "Acme, a maker of bolts, …".
//!
//! ## Finds
//! A noun phrase with an `appos` that has a noun for its head.
//!
//! ## Gives
//! `Jane Roe | leads | Acme`; where the noun is no role, `Acme | be | a maker of bolts`.
//!
//! ## Leaves alone
//! A place after a place ("Alba, Ohio"): see `location`. What stands in brackets after a
//! name ("Lopez (D)"): see `bracket`.
//!
//! Cases: `tests/cases/apposition.md`

use crate::doc::{EntityType, Timex, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::super::draft::{Context, Draft};
use super::super::phrase::{Extent, Phrase, members};
use super::super::role;

const RULE: &str = "apposition";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    for token in tree.tokens() {
        if tree.token(token).deprel != Deprel::Appos {
            continue;
        }
        let Some(mut head) = tree.token(token).head else { continue };
        // *Ohio senator Jan Holt, a lawyer*: what hangs on a part describes the whole.
        while let Some(above) = tree.token(head).head
            && above > head
            && matches!(
                tree.token(head).deprel,
                Deprel::Compound | Deprel::NmodDesc | Deprel::Amod
            )
        {
            head = above;
        }
        // *fired him in May, the month after*: a time describes nobody.
        let dated = |it: &Timex| it.span.overlaps(tree.token(token).span);
        if tree.doc().timexes.iter().any(dated) {
            continue;
        }
        let opened = |it: TokenId| tree.token(it).xpos == Xpos::Lrb;
        if tree.with(token, &[Deprel::Punct]).any(opened) && cx.name(head).is_some() {
            continue;
        }
        let nominal = |it: Upos| matches!(it, Upos::Noun | Upos::Propn);
        if !nominal(tree.token(head).upos) || !nominal(tree.token(token).upos) {
            continue;
        }
        let (mut named, mut role_head) = (head, token);
        if cx.is_person(token) && !cx.is_person(head) {
            (named, role_head) = (token, head);
        }
        let subject = subject(cx, named);
        let place = |it| cx.entity_type(it) == EntityType::Place;
        if place(subject) && place(Phrase::word(tree, role_head)) {
            continue;
        }
        let descriptions = match role_head == token {
            true => members(tree, token),
            false => vec![role_head],
        };
        for description in descriptions {
            let object = Phrase::noun(tree, description, Extent::Of);
            if object.span.overlaps(subject.span) {
                continue;
            }
            let draft = Draft::implicit(subject, object, description, RULE);
            role::expand(cx, draft, drafts);
        }
    }
}

/// The name that a word heads, else its noun phrase.
fn subject(cx: &Context<'_>, head: TokenId) -> Phrase {
    match cx.name_headed(head) {
        Some(name) => Context::name_phrase(name),
        None => Phrase::noun(cx.tree, head, Extent::Of),
    }
}
