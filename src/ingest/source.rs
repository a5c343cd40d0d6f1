//! A source is one place that articles can be read from: a file or standard input.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// A file, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Standard input, written `-`.
    Stdin,
    /// A file and its length in bytes.
    File(PathBuf, u64),
    /// Bytes that are there already, and what messages call them.
    Bytes(String, Vec<u8>),
}

impl Source {
    /// What messages call it.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path, _) => path.display().to_string(),
            Self::Bytes(place, _) => place.clone(),
        }
    }

    /// The endings of its name in small letters, the last one first: `gz`, `jsonl`.
    pub(super) fn extensions(&self) -> Vec<String> {
        match self {
            Self::Stdin | Self::Bytes(..) => Vec::new(),
            Self::File(path, _) => {
                let name = path.file_name().map(|it| it.to_string_lossy().to_lowercase());
                let name = name.unwrap_or_default();
                let parts = name.rsplit('.').map(str::to_owned).collect::<Vec<_>>();
                parts[..parts.len() - 1].iter().take(2).cloned().collect()
            }
        }
    }

    /// How many bytes it has, where that is known.
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Self::Stdin => None,
            Self::File(_, length) => Some(*length),
            Self::Bytes(_, bytes) => u64::try_from(bytes.len()).ok(),
        }
    }

    /// Its bytes. A file that grows meanwhile is read as it was when it was opened.
    pub(super) fn open(&self) -> Result<Box<dyn Read + Send>> {
        match self {
            Self::Stdin => Ok(Box::new(io::stdin())),
            Self::Bytes(_, bytes) => Ok(Box::new(io::Cursor::new(bytes.clone()))),
            Self::File(path, _) => {
                let place = || path.display().to_string();
                let file = File::open(path).map_err(|it| unreadable(place(), &it))?;
                let metadata = file.metadata().map_err(|it| unreadable(place(), &it))?;
                // A pipe has no length, and ends where its writer closes it.
                Ok(match metadata.is_file() {
                    true => Box::new(file.take(metadata.len())),
                    false => Box::new(file),
                })
            }
        }
    }
}

/// The sources at `paths`, in the order given; of a folder all in it and in its folders,
/// sorted by name; of a pattern all that fit it, sorted.
pub(super) fn sources(paths: &[PathBuf]) -> Vec<Result<Source>> {
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(Ok(Source::Stdin));
            continue;
        }
        let text = path.to_string_lossy();
        if !path.exists() && text.contains(['*', '?', '[']) {
            add_fitting(&text, &mut found);
            continue;
        }
        add(path, &mut found);
    }
    found
}

/// Adds what fits a pattern.
fn add_fitting(pattern: &str, found: &mut Vec<Result<Source>>) {
    let paths = match glob::glob(pattern) {
        Ok(paths) => paths,
        Err(it) => {
            let reason = format!("no pattern ({it}); write it with * and ?");
            return found.push(Err(refused(pattern.to_owned(), reason)));
        }
    };
    let before = found.len();
    for path in paths {
        match path {
            Ok(path) => add(&path, found),
            Err(it) => {
                let place = it.path().display().to_string();
                found.push(Err(unreadable(place, it.error())));
            }
        }
    }
    if found.len() == before {
        let reason = "no file fits this pattern; check it";
        found.push(Err(refused(pattern.to_owned(), reason)));
    }
}

/// Adds what is at a path.
fn add(path: &Path, found: &mut Vec<Result<Source>>) {
    let place = || path.display().to_string();
    match fs::metadata(path) {
        Ok(it) if it.is_dir() => {
            let before = found.len();
            walk(path, found);
            if found.len() == before {
                let reason = "no file in this folder; give one that holds articles";
                found.push(Err(refused(place(), reason)));
            }
        }
        Ok(it) => found.push(Ok(Source::File(path.to_owned(), it.len()))),
        Err(it) => found.push(Err(unreadable(place(), &it))),
    }
}

/// An article at `place` cannot be read, for this reason.
pub(super) fn refused(place: String, reason: impl Into<String>) -> Error {
    Error::Article { place, reason: reason.into() }
}

/// The operating system cannot read the article at `place`.
pub(super) fn unreadable(place: String, error: &io::Error) -> Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "may not be read; give yourself permission to read it".to_owned()
        }
        io::ErrorKind::UnexpectedEof => {
            "ends too early, as if cut off; copy or download it again".to_owned()
        }
        _ => format!("cannot be read ({error}); check that it is a file"),
    };
    refused(place, reason)
}

/// Adds the sources below a folder. Hidden files and links to folders are passed over:
/// the first are not meant, the second may lead back. So are pipes and devices, which may
/// never end.
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
            Ok(_) => match fs::metadata(&path) {
                Ok(it) if it.is_file() => found.push(Ok(Source::File(path, it.len()))),
                Ok(_) => {}
                Err(it) => found.push(Err(unreadable(path.display().to_string(), &it))),
            },
            Err(it) => found.push(Err(unreadable(path.display().to_string(), &it))),
        }
    }
}
