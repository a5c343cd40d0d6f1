//! Evaluation: predictions in the formats of the scorers.

mod gold;

pub use gold::{gold_articles, system_lines};
