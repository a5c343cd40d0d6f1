//! The encoder: WordPiece, inference, tree decoding. The only user of rten.

mod decode;
mod embedded;
mod encoder;
mod labels;
mod projective;
mod wordpiece;

pub use encoder::{Encoder, Reading};
pub use labels::NameTag;
