//! newsgraph reads news articles and builds a knowledge graph that can be cited.
//!
//! ```text
//! files ─ingest→ Article ─annotate→ Document ─extract→ Fact<MentionId>
//!       ─resolve→ Fact<EntityId> ─graph→ Graph ─rdf→ quads ─collection→ a folder
//! ```
//!
//! The modules stand in reading order; each imports only from those above it.

pub mod error;
pub mod text;
pub mod ud;
pub mod lexicon;
pub mod doc;
pub mod ingest;
pub mod model;
pub mod annotate;
pub mod extract;
pub mod resolve;
pub mod graph;
pub mod rdf;
pub mod export;
pub mod collection;
pub mod pipeline;
pub mod ask;
pub mod eval;
pub mod serve;
pub mod cli;

/// The examples of the README, which are compiled with those of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
