//! Evaluation: predictions in the formats of the scorers.

mod coref;
mod gold;

pub use coref::{
    GapQuestion, TokenizedArticle, choice_line, gap_questions, tokenized_articles,
};
pub use gold::{gold_articles, names_across, system_lines};
