//! Annotation: an article becomes a document. It cannot fail.

mod annotator;

pub use annotator::Annotator;
