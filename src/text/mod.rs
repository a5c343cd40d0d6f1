//! Articles and the spans of their text.

mod article;
mod block;
mod nearest;
mod note;
mod span;
mod words;
mod wrap;

pub(crate) use article::base32;
pub use article::{Article, ArticleId, Offsets};
pub use block::{Block, BlockKind};
pub use jiff::civil::Date;
pub use nearest::{fold, nearest};
pub use note::{Note, Repair};
pub use span::Span;
pub(crate) use words::{count, grouped, one_line, unbroken};
pub use wrap::wrap;
