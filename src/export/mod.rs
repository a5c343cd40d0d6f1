//! The graph in the formats of other tools; one format, one file.

pub(crate) mod address;
mod dot;
mod lines;

pub use dot::dot;
pub use lines::{COLUMNS, fact_csv, fact_jsonl};
