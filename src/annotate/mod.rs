//! Annotation: an article becomes a document. It cannot fail.

mod annotator;
mod lemmatize;
mod names;
mod segment;
mod timex;
mod tokenize;
mod words;

pub use annotator::Annotator;
