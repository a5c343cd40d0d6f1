//! The integration tests: one binary.

mod annotation;
mod laws;
mod ontology;
mod queries;
mod records;
