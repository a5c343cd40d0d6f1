//! Evaluation: predictions in the formats of the scorers, and how far confidences hold.

mod attribution;
mod calibration;
mod corpus;
mod coref;
mod gold;
mod oie;
mod pages;
mod timex;
mod treebank;
mod triples;

pub use attribution::{attributed_articles, attribution_line};
pub use calibration::{Judged, calibration_error, calibration_table, judge, sign_table};
pub use coref::{
    Convention, GapQuestion, TokenizedArticle, choice_line, gap_questions,
    tokenized_articles,
};
pub use corpus::corpus_text;
pub use gold::{GoldArticle, gold_articles, names_across, system_lines};
pub use oie::{Benchmark, open_fact_lines};
pub use pages::page_lines;
pub use timex::{dated_articles, timex_line};
pub use treebank::{
    BioTypes, Given, bio_again, boundary_examples, conllu_again, logits_digest,
};
pub use triples::{TypeNames, triple_articles, triples_line};
