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
use super::super::time::is_time;
use super::super::words::Occasion;

const RULE: &str = "location";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    for token in tree.tokens() {
        let Some(place) = cx.name_headed(token) else { continue };
        let Some(head) = tree.token(token).head else { continue };
        let is_place = place.entity_type == EntityType::Place;
        let event = held_at(cx, token)
            .filter(|_| is_place || place.entity_type == EntityType::Organization);
        if event.is_none() && !(is_place && is_located(cx, head, token)) {
            continue;
        }
        let head = event.unwrap_or(head);
        let subject = match cx.name_headed(head) {
            Some(name) => Context::name_phrase(name),
            None => Phrase::noun(tree, cx.words, head, Extent::Short),
        };
        let object = Context::name_phrase(place);
        if subject.span.overlaps(object.span) {
            continue;
        }
        let draft = Draft::implicit(subject, object, token, RULE);
        drafts.push(draft.with_relation(LOCATED_IN));
    }
}

/// The event that takes place at `place`, though the verb has it: *moderates the second
/// debate on Tuesday in Alba*.
fn held_at(cx: &Context<'_>, place: TokenId) -> Option<TokenId> {
    let tree = cx.tree;
    let case = case_of(tree, place)?;
    let places = cx.words.marks_place(&tree.token(case).lemma);
    let direct = matches!(tree.token(place).deprel, Deprel::Obl | Deprel::Nmod);
    if !places || !direct {
        return None;
    }
    // The noun before the place, with nothing but a time between the two.
    let before = tree.tokens().rev().skip_while(|it| *it >= case);
    let event = { before }
        .find(|it| tree.token(*it).upos != Upos::Punct && !is_time(tree, *it))?;
    let token = tree.token(event);
    let participates =
        matches!(token.deprel.base(), Deprel::Obj | Deprel::Obl | Deprel::Nmod);
    let occasion = cx.words.occasion(&token.lemma.to_lowercase());
    let parts = [Deprel::Det, Deprel::Nummod, Deprel::Nmod];
    let held = occasion.is_some_and(Occasion::is_gathering)
        && tree.first(event, &parts).is_some_and(|it| it < event);
    (participates && held).then_some(event)
}

/// *Alba, Ohio and Sund*: whether a place after two others makes a list of them; in *Alba,
/// Ohio, and Sund, Maine* it has a place of its own behind it.
fn is_listed(cx: &Context<'_>, head: TokenId, token: TokenId) -> bool {
    let tree = cx.tree;
    let place = |it: TokenId| {
        cx.name_headed(it).is_some_and(|it| it.entity_type == EntityType::Place)
    };
    let behind = [Deprel::Appos, Deprel::Nmod];
    let after = [head, token].into_iter().flat_map(|it| tree.with(it, &[Deprel::Conj]));
    let mut others = after.filter(|it| *it > token && place(*it));
    others.any(|it| !tree.with(it, &behind).any(place))
}

/// Whether the place `token` says where `head` is.
fn is_located(cx: &Context<'_>, head: TokenId, token: TokenId) -> bool {
    let tree = cx.tree;
    let noun = matches!(tree.token(head).upos, Upos::Noun | Upos::Propn);
    let named = cx.name_headed(head);
    let kind = named.map(|it| it.entity_type);
    let kind = kind.or_else(|| cx.words.noun(&tree.token(head).lemma));
    let case = case_of(tree, token);
    match tree.token(token).deprel {
        Deprel::Appos | Deprel::NmodUnmarked | Deprel::NmodNpmod | Deprel::Nmod
            if case.is_none() =>
        {
            noun && token > head
                && named.is_some()
                && kind == Some(EntityType::Place)
                && !is_listed(cx, head, token)
        }
        // *Alba's Union Club*
        Deprel::NmodPoss => named.is_some() && kind == Some(EntityType::Organization),
        Deprel::Nmod => {
            let within =
                case.is_some_and(|it| cx.words.marks_place(&tree.token(it).lemma));
            // *a rally in Alba* says where somebody campaigns: see `occasion`. What befell
            // Alba (*the fire in Alba*) has its place as an argument.
            let occasion = cx.words.occasion(&tree.token(head).lemma);
            let gathers = named.is_some() || occasion.is_some_and(Occasion::is_gathering);
            noun && within
                && match kind {
                    Some(EntityType::Organization) => true,
                    Some(EntityType::Event) => gathers,
                    _ => false,
                }
        }
        _ => false,
    }
}
