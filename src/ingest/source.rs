//! A source is one place that an article can be read from: a file or standard input.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The most bytes that one article may have; more is surely several articles or none.
const LIMIT: u64 = 16 << 20;

/// Endings of names of files that hold plain text.
const PLAIN: &[&str] = &["md", "txt"];

/// A file, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Standard input, written `-`.
    Stdin,
    /// A file of a kind that can be read.
    File(PathBuf),
}

impl Source {
    /// What messages call it.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// All its bytes.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        let bytes = match self {
            Self::Stdin => all(io::stdin().lock()),
            Self::File(path) => File::open(path).and_then(all),
        };
        let bytes = bytes.map_err(|it| unreadable(self.place(), &it))?;
        if bytes.len() as u64 > LIMIT {
            let reason = "longer than 16 MiB; give each article a file of its own";
            return Err(refused(self.place(), reason));
        }
        Ok(bytes)
    }
}

/// The sources that paths name: a file itself, `-` standard input, and of a folder the
/// files in it and in its folders, sorted by name, bytewise. What cannot be a source is
/// an error in its place.
pub(super) fn sources(paths: &[PathBuf]) -> Vec<Result<Source>> {
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(Ok(Source::Stdin));
            continue;
        }
        match fs::metadata(path) {
            Ok(it) if it.is_dir() => {
                let before = found.len();
                walk(path, &mut found);
                if found.len() == before {
                    let reason = "no article in this folder; give one that holds .txt or \
                                  .md files";
                    found.push(Err(refused(path.display().to_string(), reason)));
                }
            }
            Ok(_) => found.push(file(path)),
            Err(it) => found.push(Err(unreadable(path.display().to_string(), &it))),
        }
    }
    found
}

/// An article at `place` cannot be read, for this reason.
pub(super) fn refused(place: String, reason: impl Into<String>) -> Error {
    Error::Article { place, reason: reason.into() }
}

/// The operating system cannot read the article at `place`.
fn unreadable(place: String, error: &io::Error) -> Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "may not be read; give yourself permission to read it".to_owned()
        }
        _ => format!("cannot be read ({error}); check that it is a file"),
    };
    refused(place, reason)
}

/// Up to one byte more than the limit, so that more than the limit can be told.
fn all(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The file as a source, where its name ends like one of plain text.
fn file(path: &Path) -> Result<Source> {
    match path.extension().map(|it| it.to_string_lossy().to_lowercase()) {
        Some(it) if !PLAIN.contains(&it.as_str()) => {
            let reason = format!(
                "`.{it}` files cannot be read; give plain text whose name ends in .txt or \
                 .md or has no ending"
            );
            Err(refused(path.display().to_string(), reason))
        }
        _ => Ok(Source::File(path.to_owned())),
    }
}

/// Adds the sources below a folder. Hidden files and links to folders are passed over:
/// the first are not meant, the second may lead back.
fn walk(folder: &Path, found: &mut Vec<Result<Source>>) {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(it) => {
            found.push(Err(unreadable(folder.display().to_string(), &it)));
            return;
        }
    };
    entries.retain(|it| !it.file_name().as_encoded_bytes().starts_with(b"."));
    entries.sort_by_key(|it| it.file_name().into_encoded_bytes());
    for entry in entries {
        let path = entry.path();
        match entry.file_type() {
            Ok(it) if it.is_dir() => walk(&path, found),
            Ok(it) if it.is_symlink() && path.is_dir() => {}
            Ok(_) => found.push(file(&path)),
            Err(it) => found.push(Err(unreadable(path.display().to_string(), &it))),
        }
    }
}
