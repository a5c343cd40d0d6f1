//! Files of any kind to articles.
//!
//! ```text
//! paths ─source→ files, folders walked ─stream→ bytes, unpacked ─sniff→ a format
//!       ─plain, markdown, html, json, table, feed, warc→ Article
//!       ─clean→ with its characters put right ─blocks→ with its parts marked
//! ```

mod source;
mod stream;
mod sniff;
mod config;
mod date;
mod clean;
mod draft;
mod language;
mod blocks;
mod html;
mod fields;
mod plain;
mod markdown;
mod json;
mod table;
mod feed;
mod warc;
mod read;
mod seen;

pub use config::{Config, FieldMap, Format};
pub use language::language;
pub use read::{Articles, Meter, from_text, page_text, read, read_bytes, read_with};
pub use seen::Seen;
