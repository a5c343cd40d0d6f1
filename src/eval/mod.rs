//! Evaluation: predictions in the formats of the scorers.

mod attribution;
mod corpus;
mod gold;
mod oie;
mod timex;
mod triples;

pub use attribution::{attributed_articles, attribution_line};
pub use gold::{gold_articles, system_lines};
pub use oie::{Benchmark, open_fact_lines};
pub use timex::{dated_articles, timex_line};
pub use triples::{TypeNames, triple_articles, triples_line};
