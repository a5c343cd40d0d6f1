//! Files of any kind to articles.
//!
//! ```text
//! paths ─source→ files, folders walked ─sniff→ text ─plain→ Article
//! ```

mod source;
mod sniff;
mod plain;
mod read;

pub use read::{Articles, from_text, read};
