//! Pages of a gold standard, and the text that is found in them.
//!
//! The gold file is JSON Lines with `id` and `html`; the system format has `id` and
//! `articleBody`.

use std::fmt::Write as _;
use std::fs;
use std::io::BufReader;
use std::path::Path;

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::ingest::page_text;

/// A line for each page of a gold file, which may be compressed by xz.
pub fn page_lines(path: &Path) -> Result<String> {
    let refused =
        |reason: String| Error::Article { place: path.display().to_string(), reason };
    let mut bytes = fs::read(path).map_err(Error::io(path))?;
    if bytes.starts_with(b"\xfd7zXZ\0") {
        let mut unpacked = Vec::new();
        lzma_rs::xz_decompress(&mut BufReader::new(&*bytes), &mut unpacked)
            .map_err(|it| refused(format!("damaged ({it:?}); copy it again")))?;
        bytes = unpacked;
    }
    let text = String::from_utf8(bytes)
        .map_err(|it| refused(format!("{it}; save it as UTF-8")))?;
    let mut out = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        let place = || format!("{}:{number}", path.display());
        let record: Value = serde_json::from_str(line).map_err(|it| Error::Article {
            place: place(),
            reason: format!("{it}; write JSON Lines"),
        })?;
        let (Some(id), Some(page)) = (record["id"].as_str(), record["html"].as_str())
        else {
            let reason = "a record needs `id` and `html`".to_owned();
            return Err(Error::Article { place: place(), reason });
        };
        let line = json!({ "id": id, "articleBody": page_text(page)? });
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{line}");
    }
    Ok(out)
}
