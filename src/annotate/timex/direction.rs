//! Where the tense of the governing verb points.

use crate::doc::{TokenId, Tree};
use crate::ud::{Deprel, Upos, Xpos};

use super::words::{Word, Words};

/// Where the tense points from the publication date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    /// To either side: *the debate is on Monday*.
    Present,
    Future,
}

/// Where the verb that governs a word points; to the past where none does.
pub(super) fn direction(words: &Words, tree: &Tree<'_>, token: TokenId) -> Direction {
    let is_future = |it: TokenId| {
        words.get(&tree.token(it).lemma.to_lowercase()) == Some(Word::Future)
    };
    let mut at = Some(token);
    while let Some(it) = at {
        let head = tree.token(it).head;
        let governs = head.is_some_and(is_future) && is_infinitive(tree, it);
        if governs {
            return Direction::Future;
        }
        if let Some(direction) = own_direction(tree, it, is_future) {
            return direction;
        }
        at = head;
    }
    Direction::Past
}

/// Whether the clause of a word is denied.
pub(super) fn is_negated(tree: &Tree<'_>, token: TokenId) -> bool {
    let mut at = Some(token);
    while let Some(it) = at {
        let mut dependents = tree.dependents(it).iter();
        if dependents.any(|it| tree.token(*it).feats.has("Polarity", "Neg")) {
            return true;
        }
        if tree.token(it).upos == Upos::Verb {
            return false;
        }
        at = tree.token(it).head;
    }
    false
}

/// The auxiliaries and copulas of a word.
fn helpers(tree: &Tree<'_>, token: TokenId) -> Vec<TokenId> {
    tree.with(token, &[Deprel::Aux, Deprel::Cop]).collect()
}

/// Whether a word is an infinitive with nothing finite of its own.
fn is_infinitive(tree: &Tree<'_>, token: TokenId) -> bool {
    let first = helpers(tree, token).into_iter().chain([token]).min();
    first.is_some_and(|it| tree.token(it).xpos == Xpos::Vb)
}

/// Where a word points by its own form and that of its auxiliaries; `None` where it has
/// no tense.
fn own_direction(
    tree: &Tree<'_>,
    token: TokenId,
    is_future: impl Fn(TokenId) -> bool,
) -> Option<Direction> {
    let helpers = helpers(tree, token);
    let own = tree.token(token);
    if helpers.is_empty() && !matches!(own.upos, Upos::Verb | Upos::Aux) {
        // *due Tuesday*.
        return (own.upos == Upos::Adj && is_future(token)).then_some(Direction::Future);
    }
    let is_participle = own.xpos == Xpos::Vbn;
    // *scheduled for Tuesday*, *was expected on Tuesday*.
    if is_participle && is_future(token) {
        return Some(Direction::Future);
    }
    let has = |xpos| helpers.iter().any(|it| tree.token(*it).xpos == xpos);
    let is_passive = tree.exactly(token, Deprel::AuxPass).next().is_some();
    let is_perfect = is_participle && !is_passive && !helpers.is_empty()
        || helpers.iter().any(|it| tree.token(*it).xpos == Xpos::Vbn);
    if has(Xpos::Md) {
        let is_past = is_perfect && !helpers.iter().any(|it| is_future(*it));
        return Some(if is_past { Direction::Past } else { Direction::Future });
    }
    if own.xpos == Xpos::Vbd || has(Xpos::Vbd) {
        return Some(Direction::Past);
    }
    // *is to be held*.
    let is_to = tree.dependents(token).iter().any(|it| tree.token(*it).xpos == Xpos::To);
    let is_present = |xpos| matches!(xpos, Xpos::Vbz | Xpos::Vbp);
    if is_present(own.xpos) || helpers.iter().any(|it| is_present(tree.token(*it).xpos)) {
        return Some(match (is_to, is_perfect) {
            (true, _) => Direction::Future,
            (false, true) => Direction::Past,
            (false, false) => Direction::Present,
        });
    }
    (is_participle && helpers.is_empty()).then_some(Direction::Past)
}
