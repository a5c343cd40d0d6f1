//! Evaluation: predictions in the formats of the scorers.

mod gold;
mod pages;

pub use gold::{gold_articles, system_lines};
pub use pages::page_lines;
