//! Which inputs a verb reads, how, and what became of those that could not be read.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::error::Error;
use crate::ingest::{self, Articles, Config, FieldMap, Format};
use crate::lexicon::Lexicon;

use super::output;

/// How the inputs of a verb are read.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// The format of the inputs, instead of what they look like: text, markdown, html,
    /// json, jsonl, csv, tsv, feed or warc.
    #[arg(long, value_name = "FORMAT")]
    from: Option<Format>,
    /// Where fields of records are: text=COL,date=COL; also title, publisher, author, url.
    #[arg(long, value_name = "FIELD=NAME,…")]
    map: Option<FieldMap>,
    /// Read articles in other languages too.
    #[arg(long)]
    any_language: bool,
    /// A folder laid out as `data/`, whose tables are read instead of the program's own.
    #[arg(long)]
    data: Option<PathBuf>,
}

impl InputArgs {
    /// The tables of words.
    pub(super) fn lexicon(&self) -> Lexicon {
        self.data.clone().map_or_else(Lexicon::embedded, Lexicon::open)
    }

    /// The articles of the inputs.
    pub(super) fn read(&self, inputs: &[PathBuf]) -> Result<Articles> {
        let config = Config {
            format: self.from,
            map: self.map.clone().unwrap_or_default(),
            any_language: self.any_language,
            lexicon: self.lexicon(),
        };
        Ok(ingest::read_with(inputs, &config)?)
    }
}

/// What could not be read, or was left out.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// How many inputs failed.
    pub(super) failed: usize,
    /// How many are in another language.
    pub(super) foreign: usize,
    rows: Vec<[String; 3]>,
}

impl Refused {
    /// Says what is wrong with an input, and remembers it.
    pub(super) fn add(&mut self, error: &Error) {
        output::complain(&format!("newsgraph: {error}"));
        let message = error.to_string();
        let (place, kind) = match error {
            Error::Language { place, .. } => (place.clone(), "skipped"),
            Error::Article { place, .. } => (place.clone(), "failed"),
            Error::Io { path, .. } => (path.display().to_string(), "failed"),
            _ => (String::new(), "failed"),
        };
        let reason = message.strip_prefix(&format!("{place}: ")).unwrap_or(&message);
        let reason = reason.to_owned();
        match kind {
            "skipped" => self.foreign += 1,
            _ => self.failed += 1,
        }
        self.rows.push([place, kind.to_owned(), reason]);
    }

    /// Writes the list as CSV; where there is nothing to list, takes an old one away.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        if self.rows.is_empty() {
            return match fs::remove_file(path) {
                Err(it) if it.kind() != ErrorKind::NotFound => {
                    Err(Error::io(path)(it).into())
                }
                _ => Ok(()),
            };
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["place", "kind", "reason"])?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        fs::write(path, writer.into_inner()?).map_err(Error::io(path))?;
        Ok(())
    }
}
