//! Locations: "Alba, Ohio", "Acme of Alba", "a rally in Alba".
//!
//! ## Finds
//! A place beside a place; an organisation or event with *in* or *at* a place; a place
//! that owns an organisation.
//!
//! ## Gives
//! `Alba | located_in | Ohio`, `a rally | located_in | Alba`.
//!
//! ## Leaves alone
//! People and places of clauses: those are circumstances of a fact.
//!
//! Cases: `tests/cases/location.md`

use crate::doc::{EntityType, TokenId};
use crate::ud::{Deprel, Upos};

use super::super::clause::case_of;
use super::super::draft::{Context, Draft};
use super::super::phrase::{Extent, Phrase};
use super::super::relation::LOCATED_IN;

const RULE: &str = "location";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    for token in tree.tokens() {
        let Some(place) = cx.name_headed(token) else { continue };
        let Some(head) = tree.token(token).head else { continue };
        if place.entity_type != EntityType::Place || !is_located(cx, head, token) {
            continue;
        }
        let subject = match cx.name_headed(head) {
            Some(name) => Context::name_phrase(name),
            None => Phrase::noun(tree, head, Extent::Short),
        };
        let object = Context::name_phrase(place);
        if subject.span.overlaps(object.span) {
            continue;
        }
        let draft = Draft::implicit(subject, object, token, RULE);
        drafts.push(draft.with_relation(LOCATED_IN));
    }
}

/// Whether the place `token` says where `head` is.
fn is_located(cx: &Context<'_>, head: TokenId, token: TokenId) -> bool {
    let tree = cx.tree;
    let noun = matches!(tree.token(head).upos, Upos::Noun | Upos::Propn);
    let kind = cx.entity_type(Phrase::word(tree, head));
    let case = case_of(tree, token);
    match tree.token(token).deprel {
        Deprel::Appos | Deprel::NmodUnmarked | Deprel::NmodNpmod | Deprel::Nmod
            if case.is_none() =>
        {
            noun && token > head && kind == EntityType::Place
        }
        Deprel::Nmod => {
            let within =
                case.is_some_and(|it| cx.words.marks_place(&tree.token(it).lemma));
            noun && within && matches!(kind, EntityType::Organization | EntityType::Event)
        }
        _ => false,
    }
}
