//! The annotated article: sentences, words, trees, mentions, chains and times.

mod conllu;
mod document;
mod label;
mod mention;
mod quotation;
mod timex;
mod tree;

pub use conllu::{read_conllu, write_conllu};
pub use document::{Document, Sentence, SentenceId, Token, TokenId};
pub use label::{Label, opens_line};
pub use mention::{Chain, ChainId, EntityType, Mention, MentionForm, MentionId};
pub use quotation::Quotations;
pub use timex::{Timex, TimexType, TimexValue};
pub use tree::Tree;
