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

use crate::doc::{EntityType, TokenId};
use crate::ud::{Deprel, Xpos};

use super::super::draft::{Context, Draft};
use super::super::phrase::{Extent, Phrase};
use super::super::relation::{HELD_EVENT, HOLD, MEMBER_OF};
use super::super::words::Occasion;

const RULE: &str = "possessive";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    let Some(last) = tree.tokens().next_back() else { return };
    for token in tree.tokens() {
        let it = tree.token(token);
        let described = tree.first(token, &[Deprel::Appos, Deprel::Cop]).is_some()
            || matches!(it.deprel, Deprel::Appos | Deprel::NmodDesc | Deprel::Compound);
        let Some(owner) = tree.exactly(token, Deprel::NmodPoss).next() else { continue };
        let owner = Phrase::noun(tree, cx.words, owner, Extent::Of);
        if is_host(cx, owner, token) {
            let event = Phrase::noun(tree, cx.words, token, Extent::Of);
            let mut draft = Draft::implicit(owner, event, token, RULE);
            draft.lemma = HOLD.into();
            drafts.push(draft.with_relation(HELD_EVENT));
            continue;
        }
        if is_parent(cx, owner, token) {
            let subject = Phrase::noun(tree, cx.words, token, Extent::Of);
            let draft = Draft::implicit(subject, owner, token, RULE);
            drafts.push(draft.with_relation(MEMBER_OF));
            continue;
        }
        // *nominee Jan Holt's plan*: the name right behind it says who that is.
        let titles = cx.is_person(TokenId(token.0 + 1).min(last));
        if it.xpos != Xpos::Nn || described || titles {
            continue;
        }
        let roles = cx.relations.roles(&it.lemma);
        let role = roles.iter().find(|role| {
            !role.argument.is_empty() && role.argument.admits(cx.entity_type(owner))
        });
        let Some(role) = role else { continue };
        let holder = Phrase::noun(tree, cx.words, token, Extent::Of);
        let (subject, object) =
            if role.inverse { (owner, holder) } else { (holder, owner) };
        let draft = Draft::implicit(subject, object, token, RULE);
        drafts.push(draft.with_relation(&role.relation));
    }
}

/// *Acme's Bolt Labs*: a named body of another.
fn is_parent(cx: &Context<'_>, owner: Phrase, token: TokenId) -> bool {
    let is_body = |it: TokenId| {
        let name = cx.name_headed(it);
        name.is_some_and(|it| it.entity_type == EntityType::Organization)
    };
    // *Channel 9's "Morning"* is a programme.
    let before = token.0.checked_sub(1).map(TokenId);
    let titled = before.is_some_and(|it| cx.tree.token(it).xpos == Xpos::OpeningQuote);
    is_body(owner.head) && is_body(token) && !titled
}

/// *Channel 9's forum*: an organisation that owns an occasion holds it.
fn is_host(cx: &Context<'_>, owner: Phrase, noun: TokenId) -> bool {
    let lemma = cx.tree.token(noun).lemma.to_lowercase();
    let occasion = cx.words.occasion(&lemma);
    cx.name(owner.head).is_some()
        && cx.entity_type(owner) == EntityType::Organization
        && occasion.is_some_and(Occasion::is_gathering)
}
