//! Grafting hangs words of a document's trees elsewhere; a tree stays a tree.

use crate::doc::{Document, EntityType, MentionForm, TokenId};
use crate::ud::{Deprel, Xpos};

/// The dependents of a word, in order.
pub(super) fn dependents(doc: &Document, head: TokenId) -> impl Iterator<Item = TokenId> {
    let sentence = doc.sentences.partition_point(|it| it.tokens.end <= head.0);
    let words = doc.sentences.get(sentence).map_or(0..0, |it| it.tokens.clone());
    words.map(TokenId).filter(move |it| doc[*it].head == Some(head))
}

/// Whether a word has a dependent of a kind.
pub(super) fn has(doc: &Document, head: TokenId, deprel: Deprel) -> bool {
    dependents(doc, head).any(|it| doc[it].deprel.base() == deprel)
}

/// Hangs a word on another, unless that one hangs on it: a tree stays a tree.
pub(super) fn attach(
    doc: &mut Document,
    token: TokenId,
    head: Option<TokenId>,
    deprel: Deprel,
) {
    if head.is_some_and(|it| is_below(doc, it, token)) {
        return;
    }
    let it = &mut doc.tokens[token.index()];
    (it.head, it.deprel) = (head, deprel);
}

/// Hangs a word on another as what it was before.
pub(super) fn move_to(doc: &mut Document, token: TokenId, head: TokenId) {
    let deprel = doc[token].deprel;
    attach(doc, token, Some(head), deprel);
}

/// Whether a word is another or hangs below it.
pub(super) fn is_below(doc: &Document, token: TokenId, above: TokenId) -> bool {
    let mut path = std::iter::successors(Some(token), |it| doc[*it].head);
    path.any(|it| it == above)
}

/// The first word of what hangs on a word, in the chain of first dependents.
pub(super) fn first_below(doc: &Document, token: TokenId) -> TokenId {
    let mut first = token;
    while let Some(it) = dependents(doc, first).next().filter(|it| *it < first) {
        first = it;
    }
    first
}

/// Whether there is a comma at a place.
pub(super) fn is_comma(doc: &Document, at: u32) -> bool {
    doc.tokens.get(at as usize).is_some_and(|it| it.xpos == Xpos::Comma)
}

/// Whether what hangs on a word starts behind a comma, or with one that hangs on it.
pub(super) fn is_behind_comma(doc: &Document, token: TokenId) -> bool {
    let first = first_below(doc, token).0;
    is_comma(doc, first) || first.checked_sub(1).is_some_and(|it| is_comma(doc, it))
}

/// The type of the name that a word belongs to. The mentions are names yet, in order.
pub(super) fn name_type(doc: &Document, token: TokenId) -> Option<EntityType> {
    let span = doc[token].span;
    let place = doc.mentions.partition_point(|it| it.span.end() <= span.start());
    let mention = doc.mentions.get(place)?;
    (mention.form == MentionForm::Named && mention.span.contains(span))
        .then_some(mention.entity_type)
}
