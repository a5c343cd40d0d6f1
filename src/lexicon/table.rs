//! A lexicon is the set of CSV tables that hold every word the program knows.
//!
//! RFC 4180, UTF-8, LF, one header row in `snake_case`. The first column is the key;
//! rows are sorted by key, bytewise, and keys are unique.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

use super::embedded::TABLES;

/// The tables of `data/`: those embedded in the program, or those of a folder.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    folder: Option<PathBuf>,
}

impl Lexicon {
    /// The tables that the program carries with it.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// The tables of a folder laid out as `data/` is; what it lacks is taken from the
    /// program.
    pub fn open(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()) }
    }

    /// The names of the tables that the program carries: `lexicon/negation.csv`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TABLES.iter().map(|(name, _)| *name)
    }

    /// The text of a table.
    pub fn text(&self, name: &str) -> Result<Cow<'static, str>> {
        if let Some(path) = self.folder.as_ref().map(|it| it.join(name))
            && path.exists()
        {
            return fs::read_to_string(&path).map(Cow::Owned).map_err(Error::io(path));
        }
        let found = TABLES.iter().find(|(it, _)| *it == name);
        let (_, text) = found.ok_or_else(|| Error::Data {
            file: format!("data/{name}"),
            line: 0,
            reason: "no such table; `lexicon/embedded.rs` lists those there are".into(),
        })?;
        Ok(Cow::Borrowed(text))
    }

    /// The rows of a table, each as a `Row` whose fields are named like its columns.
    ///
    /// # Errors
    ///
    /// Where a row does not fit `Row`, or keys are repeated or out of order: the message
    /// names file and line.
    pub fn rows<Row: DeserializeOwned>(&self, name: &str) -> Result<Vec<Row>> {
        let text = self.text(name)?;
        let at = |line: u64, reason: String| Error::Data {
            file: format!("data/{name}"),
            line,
            reason,
        };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|it| at(1, it.to_string()))?.clone();
        let mut rows = Vec::new();
        let mut last = None::<String>;
        for record in reader.records() {
            let record = record.map_err(|it| {
                let line = it.position().map_or(0, csv::Position::line);
                at(line, format!("{it}; write it as RFC 4180 asks"))
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            let key = record.get(0).unwrap_or_default();
            match last.as_deref() {
                Some(last) if last == key => {
                    return Err(at(line, format!("two rows for {key:?}; keep one")));
                }
                Some(last) if last > key => {
                    let reason = format!("{key:?} stands after {last:?}; sort the rows");
                    return Err(at(line, reason));
                }
                _ => {}
            }
            last = Some(key.to_owned());
            rows.push(
                record
                    .deserialize(Some(&headers))
                    .map_err(|it| at(line, it.to_string()))?,
            );
        }
        Ok(rows)
    }
}
