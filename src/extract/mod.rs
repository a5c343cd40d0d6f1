//! Facts: what the sentences of an article state.

mod fact;

pub use fact::{
    Argument, Attribution, Evidence, Fact, Factuality, Literal, Node, Polarity,
    Predicate, Role, Source, Time,
};
