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

use crate::doc::EntityType;
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
        let Some(person) = cx.name(head) else { continue };
        let kinds = (person.entity_type, body.entity_type);
        if kinds != (EntityType::Person, EntityType::Organization) {
            continue;
        }
        let tied = match tree.token(token).deprel {
            Deprel::NmodPoss => true,
            Deprel::Nmod => case_of(tree, token)
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
