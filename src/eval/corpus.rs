//! A corpus is a file of lines: JSON records, sentences, or columns.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// The text of a file; unpacked where its name ends in `.gz` or gzip packed it; of
/// standard input where it is `-`.
///
/// # Errors
///
/// Where it cannot be read or unpacked, or is not UTF-8.
pub fn corpus_text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    let read = match path.as_os_str() == "-" {
        true => io::stdin().read_to_end(&mut bytes),
        false => File::open(path).and_then(|mut it| it.read_to_end(&mut bytes)),
    };
    read.map_err(Error::io(path))?;
    let mut text = String::new();
    let packed = path.extension().is_some_and(|it| it == "gz");
    let done = if packed || bytes.starts_with(&GZIP) {
        MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text)
    } else {
        bytes.as_slice().read_to_string(&mut text)
    };
    done.map_err(Error::io(path))?;
    Ok(text)
}

/// The bytes that begin what gzip has packed.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The lines of a file that [`corpus_text`] reads.
pub(super) fn lines(path: &Path) -> Result<Vec<String>> {
    let text = corpus_text(path)?;
    Ok(text.lines().map(|it| it.trim_end_matches('\r').to_owned()).collect())
}

/// The records of a JSON Lines file.
pub(super) fn records<Record: DeserializeOwned>(path: &Path) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for (number, line) in lines(path)?.iter().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        records.push(serde_json::from_str(line).map_err(|it| Error::Article {
            place: format!("{}:{}", path.display(), number + 1),
            reason: format!("{it}; write JSON Lines"),
        })?);
    }
    Ok(records)
}
