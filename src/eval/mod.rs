//! Evaluation: predictions in the formats of the scorers.

mod corpus;
mod gold;
mod oie;
mod timex;

pub use gold::{gold_articles, system_lines};
pub use oie::{Benchmark, open_fact_lines};
pub use timex::{dated_articles, timex_line};
