//! Evaluation: predictions in the formats of the scorers.

mod corpus;
mod gold;

pub use corpus::{BioTypes, Given, bio_again, boundary_examples, conllu_again, logits_digest};
pub use gold::{gold_articles, system_lines};
