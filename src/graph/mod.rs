//! The graph: entities and the facts between them, article by article.

mod record;
mod build;
mod notation;

pub use record::{
    ArticleRecord, Assertion, EntityRecord, FactRecord, Graph, Object, SentenceRecord,
    Speaker,
};
