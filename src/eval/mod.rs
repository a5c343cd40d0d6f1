//! Evaluation: predictions in the formats of the scorers, and how far confidences hold.

mod calibration;
mod gold;
mod treebank;

pub use calibration::{Judged, calibration_error, calibration_table, judge};
pub use gold::{GoldArticle, gold_articles, system_lines};
pub use treebank::{
    BioTypes, Given, bio_again, boundary_examples, conllu_again, logits_digest,
};
