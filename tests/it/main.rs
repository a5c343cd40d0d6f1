//! The integration tests, in one binary.

mod laws;
mod ontology;
mod queries;
mod records;
