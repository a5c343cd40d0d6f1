//! The decisions and tombstones of a collection: text, sorted, one record a line.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::resolve::Decision;
use crate::text::ArticleId;

use super::files;

const DECISION: &[&str] = &["left", "right", "judgement", "by", "reason", "score"];
const TOMBSTONE: &[&str] = &["article"];

/// The decisions of a file as [`decisions_csv`] writes it; none where there is no file.
///
/// # Errors
///
/// Where a line is no decision: the message names it.
pub fn read_decisions(path: &Path) -> Result<BTreeSet<Decision>> {
    let decisions = read::<Decision>(path, DECISION)?;
    for decision in &decisions {
        decision.sides().map_err(|it| Error::Collection {
            path: path.to_owned(),
            reason: format!("{it}; correct or delete that line"),
        })?;
    }
    Ok(decisions)
}

/// The decisions as `decisions.csv` has them: a header, then sorted records.
pub fn decisions_csv(decisions: &BTreeSet<Decision>) -> Result<Vec<u8>> {
    csv(DECISION, decisions)
}

/// The articles that were removed; none where there is no file.
pub(super) fn read_tombstones(path: &Path) -> Result<BTreeSet<ArticleId>> {
    let rows = read::<(String,)>(path, TOMBSTONE)?;
    Ok(rows.into_iter().map(|(article,)| ArticleId::from_minted(article)).collect())
}

pub(super) fn write_decisions(path: &Path, decisions: &BTreeSet<Decision>) -> Result<()> {
    files::write(path, &decisions_csv(decisions)?)
}

pub(super) fn write_tombstones(path: &Path, tombs: &BTreeSet<ArticleId>) -> Result<()> {
    let rows = tombs.iter().map(|it| (it.as_str(),)).collect::<BTreeSet<_>>();
    files::write(path, &csv(TOMBSTONE, &rows)?)
}

fn read<T: DeserializeOwned + Ord>(path: &Path, header: &[&str]) -> Result<BTreeSet<T>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(source) if source.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(source) => return Err(Error::Io { path: path.to_owned(), source }),
    };
    let wrong = |reason: String| Error::Collection { path: path.to_owned(), reason };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let found = reader.headers().map_err(|it| wrong(it.to_string()))?;
    if found != header {
        let header = header.join(",");
        return Err(wrong(format!("the first line is not `{header}`; put it back")));
    }
    let rows = reader.deserialize().collect::<csv::Result<BTreeSet<T>>>();
    rows.map_err(|it| wrong(format!("{it}; correct or delete that line")))
}

fn csv<T: Serialize>(header: &[&str], rows: &BTreeSet<T>) -> Result<Vec<u8>> {
    let wrong =
        |reason: String| Error::Collection { path: header.join(",").into(), reason };
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(header).map_err(|it| wrong(it.to_string()))?;
    for row in rows {
        writer.serialize(row).map_err(|it| wrong(it.to_string()))?;
    }
    writer.into_inner().map_err(|it| wrong(it.to_string()))
}
