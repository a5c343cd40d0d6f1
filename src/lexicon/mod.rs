//! Words: the tables of `data/`, embedded or read from a folder.

mod embedded;
mod table;

pub use table::Lexicon;
