//! Annotation: an article becomes a document. It cannot fail.

mod timex;
mod annotator;
mod lemmatize;
mod segment;
mod tokenize;
mod words;

pub use annotator::Annotator;
