//! The integration tests: one binary.

mod annotation;
mod cases;
mod collection;
mod data;
mod documents;
mod dot;
mod graphs;
mod laws;
mod layers;
mod ontology;
mod queries;
mod records;
mod source;
mod time;
