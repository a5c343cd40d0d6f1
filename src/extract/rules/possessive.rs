//! Possessives: "his wife, Heidi", "Roe's attorney", "Acme's director Jan Holt".
//!
//! ## Finds
//! A role noun in the singular with a possessor, that names nobody else's title or apposition.
//!
//! ## Gives
//! `his wife | married_to | his`, `Roe's attorney | works_for | Roe`.
//!
//! ## Leaves alone
//! Roles that are titles, appositions or predicates of somebody: those rules read them.
//!
//! Cases: `tests/cases/possessive.md`

use crate::ud::{Deprel, Xpos};

use super::super::draft::{Context, Draft, Slot};
use super::super::phrase::{Extent, Phrase};

const RULE: &str = "possessive";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    for token in tree.tokens() {
        let it = tree.token(token);
        let described = tree.first(token, &[Deprel::Appos, Deprel::Cop]).is_some()
            || matches!(it.deprel, Deprel::Appos | Deprel::NmodDesc | Deprel::Compound);
        if it.xpos != Xpos::Nn || described {
            continue;
        }
        let Some(owner) = tree.exactly(token, Deprel::NmodPoss).next() else { continue };
        let owner = Phrase::noun(tree, owner, Extent::Of);
        let roles = cx.relations.roles(&it.lemma);
        let role = roles.iter().find(|role| {
            !role.argument.is_empty() && role.argument.admits(cx.entity_type(owner))
        });
        let Some(role) = role else { continue };
        let subject = Phrase::noun(tree, token, Extent::Of);
        let draft = Draft::implicit(subject, owner, token, RULE);
        drafts.push(
            draft.with_object(owner, Slot::Complement).with_relation(&role.relation),
        );
    }
}
