//! Annotation: an article becomes a document. It cannot fail.

mod annotator;
mod words;
mod tokenize;
mod segment;
mod lemmatize;
mod names;
mod graft;
mod regroup;
mod relatives;
mod reports;
mod repair;
mod timex;
mod coref;

pub use annotator::Annotator;
pub use coref::{PronounChoice, PronounVoice};
