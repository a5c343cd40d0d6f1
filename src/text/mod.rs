//! Articles and the spans of their text.

mod article;
mod span;

pub(crate) use article::base32;
pub use article::{Article, ArticleId, Offsets};
pub use jiff::civil::Date;
pub use span::Span;
