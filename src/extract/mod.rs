//! Facts: what the sentences of an article state.

mod adposition;
mod argument;
mod attribution;
mod clause;
mod confidence;
mod control;
mod draft;
mod extractor;
mod fact;
mod open;
mod participant;
mod passage_words;
mod phrase;
mod polarity;
mod relate;
mod relation;
mod role;
mod rules;
mod subject;
mod time;
mod words;

pub use attribution::Passage;
pub use confidence::{Sign, Signs};
pub use extractor::Extractor;
pub use fact::{
    Argument, Attribution, Evidence, Fact, Factuality, Literal, Node, Polarity,
    Predicate, Role, Source, Time,
};
pub use open::{OpenFact, Rendering};
