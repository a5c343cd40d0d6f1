//! Annotation: an article becomes a document. It cannot fail.

mod timex;
mod annotator;

pub use annotator::Annotator;
