//! Open facts: the frames of a sentence rendered in the words of the sentence, without
//! relations of the schema, as open information extraction has them.
//!
//! The graph wants short arguments and relations that it knows; `benchie` renders
//! explicit triples with the preposition in the relation, `carb` one long tuple for each
//! clause. All three read the same clauses.

mod benchie;
mod carb;
mod frame;
mod implied;
mod nested;
mod noun;

use crate::doc::{TokenId, Tree};

use super::clause::Clause;
use super::draft::Mentions;
use super::words::Words;

/// A fact in the words of its sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenFact {
    /// The words of the subject, in order.
    pub subject: Vec<TokenId>,
    /// The words of the relation, in order.
    pub relation: Vec<TokenId>,
    /// A relation that the sentence implies without a word for it: *is*.
    pub implicit: bool,
    /// The words of each further argument.
    pub arguments: Vec<Vec<TokenId>>,
    /// How likely it is right, between 0 and 1.
    pub confidence: f32,
    /// Which construction gave it.
    pub construction: &'static str,
}

/// How facts are rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rendering {
    /// Triples of explicit words.
    Triples,
    /// One tuple a clause with all its arguments.
    Tuples,
}

/// What a renderer looks at.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'a> {
    /// The tree.
    pub(super) tree: &'a Tree<'a>,
    /// Its clauses.
    pub(super) clauses: &'a [Clause],
    /// The words.
    pub(super) words: &'a Words,
    /// The mentions.
    pub(super) mentions: &'a Mentions,
}

/// The open facts of a sentence, each once.
pub(super) fn render(sentence: &Sentence<'_>, rendering: Rendering) -> Vec<OpenFact> {
    let facts = match rendering {
        Rendering::Triples => benchie::render(sentence),
        Rendering::Tuples => carb::render(sentence),
    };
    let mut found: Vec<OpenFact> = Vec::new();
    for fact in facts {
        let is_new = found.iter().all(|it| {
            it.subject != fact.subject
                || it.relation != fact.relation
                || it.arguments != fact.arguments
        });
        if is_new {
            found.push(fact);
        }
    }
    found
}
