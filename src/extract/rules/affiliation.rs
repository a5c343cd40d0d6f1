//! Affiliations: "Jan Holt of Acme", "Acme's Jan Holt".
//!
//! ## Finds
//! The name of a person with *of*, *at* or *with* the name of an organisation, or owned
//! by one.
//!
//! ## Gives
//! `Jan Holt | works_for | Acme`.
//!
//! ## Leaves alone
//! Places: *Holt of Ohio* says neither where she lives nor whom she represents.
//!
//! Cases: `tests/cases/affiliation.md`

use crate::doc::{EntityType, Mention, TokenId};
use crate::ud::Deprel;

use super::super::clause::case_of;
use super::super::draft::{Context, Draft};
use super::super::relation::WORKS_FOR;

const RULE: &str = "affiliation";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    for token in tree.tokens() {
        let Some(body) = cx.name_headed(token) else { continue };
        let Some(head) = tree.token(token).head else { continue };
        let Some(mut person) = cx.name(head) else { continue };
        // *Holt and Roe of Acme*: Roe is of Acme, whatever the parser took *of* for.
        if let Some(near) = name_before(cx, token) {
            person = near;
        }
        let kinds = (person.entity_type, body.entity_type);
        if kinds != (EntityType::Person, EntityType::Organization) {
            continue;
        }
        let tied = match tree.token(token).deprel {
            Deprel::NmodPoss => true,
            Deprel::Nmod if token > head => case_of(tree, token)
                .is_some_and(|it| cx.words.marks_affiliation(&tree.token(it).lemma)),
            _ => false,
        };
        if tied {
            let (subject, object) =
                (Context::name_phrase(person), Context::name_phrase(body));
            let draft = Draft::implicit(subject, object, token, RULE);
            drafts.push(draft.with_relation(WORKS_FOR));
        }
    }
}

/// The name that ends right before the preposition of `body`.
fn name_before<'a>(cx: &'a Context<'_>, body: TokenId) -> Option<&'a Mention> {
    let tree = cx.tree;
    let case = case_of(tree, body)?;
    let before = case.0.checked_sub(1).map(TokenId)?;
    cx.name(before).filter(|it| it.entity_type == EntityType::Person)
}
