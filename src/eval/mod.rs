//! Evaluation: predictions in the formats of the scorers.

mod corpus;
mod gold;
mod timex;

pub use gold::{gold_articles, system_lines};
pub use timex::{dated_articles, timex_line};
