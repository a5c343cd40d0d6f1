//! A corpus is a file of lines: JSON records, sentences, or columns.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// The lines of a file; of a gzip file where its name ends in `.gz`, of standard input
/// where it is `-`.
pub(super) fn lines(path: &Path) -> Result<Vec<String>> {
    let mut text = String::new();
    let read = |mut it: Box<dyn Read>| it.read_to_string(&mut text);
    let opened = if path.as_os_str() == "-" {
        Ok(Box::new(io::stdin()) as Box<dyn Read>)
    } else {
        File::open(path).map(|file| {
            let file = BufReader::new(file);
            match path.extension().is_some_and(|it| it == "gz") {
                true => Box::new(MultiGzDecoder::new(file)) as Box<dyn Read>,
                false => Box::new(file),
            }
        })
    };
    opened.and_then(read).map_err(Error::io(path))?;
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
