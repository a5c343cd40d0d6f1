//! Adpositions are prepositions with all of their words: *due to*, *in support of*.

use crate::doc::{TokenId, Tree};
use crate::ud::Deprel;

use super::clause::case_of;
use super::words::Words;

/// The words of a preposition: *due to*, *in support of*, else its own.
pub(super) fn adposition(tree: &Tree<'_>, words: &Words, case: TokenId) -> String {
    let noun = tree
        .token(case)
        .head
        .and_then(|it| Some(tree.token(it)).filter(|it| it.deprel == Deprel::Nmod)?.head);
    if let Some(compound) = noun.and_then(|it| compound(tree, words, it, case)) {
        return compound;
    }
    let fixed = tree.with(case, &[Deprel::Fixed]);
    std::iter::once(case)
        .chain(fixed)
        .map(|it| tree.lower(it))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The preposition that a noun between two of them makes with them: *in support of*.
fn compound(
    tree: &Tree<'_>,
    words: &Words,
    noun: TokenId,
    last: TokenId,
) -> Option<String> {
    let first = case_of(tree, noun).filter(|it| *it < noun && noun < last)?;
    let parts = [first, noun, last].map(|it| tree.lower(it));
    Some(parts.join(" ")).filter(|it| words.role(it).is_some())
}

/// *spoke in support of Ruiz*: the noun that an oblique is about, where its own is part of a
/// preposition.
pub(super) fn beyond(
    tree: &Tree<'_>,
    words: &Words,
    noun: TokenId,
) -> Option<(TokenId, TokenId)> {
    let mut described = tree.with(noun, &[Deprel::Nmod, Deprel::Amod, Deprel::Compound]);
    let behind = described.next().filter(|it| *it > noun)?;
    let case = case_of(tree, behind)?;
    compound(tree, words, noun, case).map(|_| (case, behind))
}
