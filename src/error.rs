//! An error is what can go wrong at the edges: files, tables, models, stores, queries.
//!
//! Every message names the place first, in the form compilers print, then the reason and
//! the remedy: `data/lexicon/negation.csv:17: two rows for "never"; keep one`.

use std::io;
use std::path::{Path, PathBuf};

/// What went wrong, sorted by what the reader can do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {}", path.display(), said(source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// An article cannot be read as one.
    #[error("{place}: {reason}")]
    Article {
        /// File, and line or record where there is one.
        place: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// An article is in another language than English.
    #[error("{place}: {language}, not English; it is left out")]
    Language {
        /// File, and line or record where there is one.
        place: String,
        /// The name of the language in English.
        language: &'static str,
    },
    /// A row of a data table is wrong.
    #[error("{file}:{line}: {reason}")]
    Data {
        /// The table, as a path from the root of the repository.
        file: String,
        /// The line, from one.
        line: u64,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A model cannot be used.
    #[error("{file}: {reason}")]
    Model {
        /// The model file.
        file: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A CoNLL-U line cannot be read.
    #[error("line {line}: {reason}")]
    Conllu {
        /// The line, from one.
        line: usize,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A query cannot be parsed or answered.
    #[error("{name}: {reason}")]
    Query {
        /// The query's file or name.
        name: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// RDF cannot be read, stored or written.
    #[error("{place}: {reason}")]
    Store {
        /// The file or store.
        place: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A collection is locked, damaged or not a collection.
    #[error("{}: {reason}", path.display())]
    Collection {
        /// The folder of the collection, or the file in it.
        path: PathBuf,
        /// What is wrong and what to do.
        reason: String,
    },
}

/// A result of an operation at the edges.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What an error of the operating system means, and the remedy where that is plain.
fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder; check the path".to_owned(),
        _ => error.to_string(),
    }
}

impl Error {
    /// Turns an operating system error at `path` into ours; for `map_err`.
    pub fn io(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.as_ref().to_owned(), source }
    }
}
