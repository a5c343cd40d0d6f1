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
        let is_name = tree.token(head).upos == Upos::Propn;
        let (object, construction) = match tree.token(token).deprel {
            Deprel::NmodDesc if is_name && token < head && is_role(sentence, token) => {
                (named(sentence, token, TITLE), "title")
            }
            Deprel::Appos if is_name && tree.token(token).upos == Upos::Noun => {
                (sentence.noun(token, Extent::Of), "apposition")
            }
            _ => continue,
        };
        facts.push(OpenFact {
            subject: named(sentence, head, NAME),
            relation: Vec::new(),
            implicit: true,
            arguments: vec![object],
            confidence: 0.4,
            construction,
        });
    }
    facts
}

/// Whether a word says what a person is, and is no mere form of address.
fn is_role(sentence: &Sentence<'_>, title: TokenId) -> bool {
    let lemma = sentence.tree.token(title).lemma.to_lowercase();
    sentence.words.noun(&lemma) == Some(EntityType::Person)
}

/// What the words of a name are to its head, and those of a title.
const NAME: &[Deprel] = &[Deprel::Compound, Deprel::Flat];
const TITLE: &[Deprel] = &[Deprel::Compound, Deprel::Flat, Deprel::Amod];

/// The words of a name or a title, without articles and the adjectives that are no part of
/// it.
fn named(
    sentence: &Sentence<'_>,
    head: TokenId,
    parts: &'static [Deprel],
) -> Vec<TokenId> {
    let tree = sentence.tree;
    let parts = tree.with(head, parts).filter(|it| {
        tree.token(*it).deprel != Deprel::Amod || tree.token(*it).xpos == Xpos::Nnp
    });
    let mut words: Vec<_> = parts.chain([head]).collect();
    words.sort_unstable();
    words
}
