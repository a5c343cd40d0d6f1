//! Triples that a noun phrase implies: `Jan Holt | is | governor` of *Governor Jan Holt*.

use crate::doc::{EntityType, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::noun::Extent;
use super::{OpenFact, Sentence};

/// What titles before names, and appositions behind them, say that somebody is.
pub(super) fn titles(sentence: &Sentence<'_>) -> Vec<OpenFact> {
    let tree = sentence.tree;
    let mut facts = Vec::new();
    for token in tree.tokens() {
        let Some(head) = tree.token(token).head else { continue };
        let named = tree.token(head).upos == Upos::Propn;
        let (object, construction) = match tree.token(token).deprel {
            Deprel::NmodDesc if named && token < head && is_role(sentence, token) => {
                (title(sentence, token), "title")
            }
            Deprel::Appos if named && tree.token(token).upos == Upos::Noun => {
                (sentence.noun(token, Extent::Of), "apposition")
            }
            _ => continue,
        };
        facts.push(OpenFact {
            subject: name(sentence, head),
            relation: Vec::new(),
            implicit: true,
            arguments: vec![object],
            confidence: 0.4,
            construction,
        });
    }
    facts
}

/// The words of a name, without the title before it.
fn name(sentence: &Sentence<'_>, head: TokenId) -> Vec<TokenId> {
    let parts = sentence.tree.with(head, &[Deprel::Flat, Deprel::Compound]);
    let mut words: Vec<_> = parts.chain([head]).collect();
    words.sort_unstable();
    words
}

/// Whether a word says what a person is, and is no mere form of address.
fn is_role(sentence: &Sentence<'_>, title: TokenId) -> bool {
    let lemma = sentence.tree.token(title).lemma.to_lowercase();
    sentence.words.noun(&lemma) == Some(EntityType::Person)
}

/// The words of a title, without articles and the adjectives that are no part of it.
fn title(sentence: &Sentence<'_>, head: TokenId) -> Vec<TokenId> {
    let tree = sentence.tree;
    let parts = tree.with(head, &[Deprel::Compound, Deprel::Flat, Deprel::Amod]);
    let parts = parts.filter(|it| {
        tree.token(*it).deprel != Deprel::Amod || tree.token(*it).xpos == Xpos::Nnp
    });
    let mut words: Vec<_> = parts.chain([head]).collect();
    words.sort_unstable();
    words
}
