//! A pack is a file of whole article graphs: sorted N-Quads under zstd, named by the
//! digest of its text, never changed. Its list and each of its graphs are a frame of
//! their own, so that one graph can be read alone.
//!
//! Its first lines are N-Quads comments, one an article in the order of their graphs:
//! name, digest and length of the graph, configuration. So the list of its articles is
//! read without the rest.
//!
//! ```text
//! # 2024-03-04-k3f9a2bq mzxw6ytb… 20417 newsgraph%200.1.0
//! <https://w3id.org/newsgraph/id/article/2024-03-04-k3f9a2bq> …
//! ```

use std::cmp::Ordering;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::rdf::{decode, encode};
use crate::text::{ArticleId, base32};

use super::files;

/// The most text that a pack holds, in bytes, unless one article alone is longer.
pub(super) const MOST: usize = 64 << 20;
/// What the name of a pack ends in.
const SUFFIX: &str = ".nq.zst";

/// What a pack says of an article before its graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The article.
    pub(super) id: ArticleId,
    /// The digest of its graph.
    pub(super) digest: Arc<str>,
    /// The length of its graph in bytes.
    pub(super) length: usize,
    /// What read it.
    pub(super) config: Arc<str>,
}

impl Entry {
    /// The entry of an article's graph in canonical form.
    pub(super) fn new(id: ArticleId, config: String, graph: &str) -> Self {
        let digest = digest(graph.as_bytes(), 26).into();
        Self { id, digest, length: graph.len(), config: config.into() }
    }

    /// Which of two graphs of one article stands: that of the newer configuration, and
    /// of two by the same configuration that of the greater digest.
    ///
    /// The newer configuration is the one whose first version number (the first digits
    /// and dots in it) is greater, part by part; then the greater text. It is a total
    /// order, so it does not matter in which order graphs arrive.
    pub(super) fn newer(&self, other: &Self) -> Ordering {
        version(&self.config)
            .cmp(&version(&other.config))
            .then_with(|| self.config.cmp(&other.config))
            .then_with(|| self.digest.cmp(&other.digest))
    }
}

/// Writes graphs as one pack and gives its file name; the articles come sorted.
pub(super) fn write(folder: &Path, graphs: &[(Entry, &str)]) -> Result<String> {
    let mut list = String::new();
    for (entry, _) in graphs {
        let (id, config) = (encode(entry.id.as_str()), encode(&entry.config));
        // Writing to a string cannot fail.
        let _ = writeln!(list, "# {id} {} {} {config}", entry.digest, entry.length);
    }
    let parts = || [&*list].into_iter().chain(graphs.iter().map(|(_, graph)| *graph));
    let mut hash = Sha256::new();
    parts().for_each(|it| hash.update(it));
    let name = format!("{}{SUFFIX}", base32(&hash.finalize(), 26));
    let path = folder.join(&name);
    if path.exists() {
        return Ok(name);
    }
    let packed = || -> io::Result<Vec<u8>> {
        let mut compressor = zstd::bulk::Compressor::new(3)?;
        compressor.include_checksum(true)?;
        let text = parts().map(str::len).sum::<usize>();
        let mut packed = Vec::with_capacity(text / 8);
        for part in parts() {
            packed.extend(compressor.compress(part.as_bytes())?);
        }
        Ok(packed)
    };
    files::write(&path, &packed().map_err(Error::io(&path))?)?;
    Ok(name)
}

/// The names of the packs in a folder, sorted.
pub(super) fn names(folder: &Path) -> Result<Vec<String>> {
    let names = files::list(folder)?.into_iter().filter_map(|it| {
        let name = it.file_name()?.to_str()?.to_owned();
        Some(name).filter(|it| it.ends_with(SUFFIX) && !it.starts_with('.'))
    });
    Ok(names.collect())
}

/// The articles of a pack, without reading their graphs.
pub(super) fn entries(path: &Path) -> Result<Vec<Entry>> {
    let file = File::open(path).map_err(Error::io(path))?;
    let reader = zstd::Decoder::new(file).map_err(|it| damaged(path, &it))?;
    let mut entries = Vec::new();
    for line in BufReader::new(reader).lines() {
        let line = line.map_err(|it| damaged(path, &it))?;
        let Some(line) = line.strip_prefix("# ") else { break };
        let entry = entry(line, entries.last());
        entries.push(entry.ok_or_else(|| damaged(path, "its list is broken"))?);
    }
    if entries.is_empty() {
        return Err(damaged(path, "it lists no articles"));
    }
    Ok(entries)
}

/// The text of a pack after its list: the graphs, one after the other.
pub(super) fn graphs(path: &Path, entries: &[Entry]) -> Result<String> {
    let file = File::open(path).map_err(Error::io(path))?;
    let body = entries.iter().map(|it| it.length).sum::<usize>();
    // The list is about as long as its entries in memory.
    let mut text = String::with_capacity(body + 128 * entries.len());
    let reader = zstd::Decoder::new(file).map_err(|it| damaged(path, &it))?;
    BufReader::new(reader).read_to_string(&mut text).map_err(|it| damaged(path, &it))?;
    let expected = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    if format!("{}{SUFFIX}", digest(text.as_bytes(), 26)) != expected {
        return Err(damaged(path, "its content does not fit its name"));
    }
    let head = text.len().checked_sub(body);
    let head = head.ok_or_else(|| damaged(path, "it is shorter than its list says"))?;
    text.drain(..head);
    Ok(text)
}

/// The first byte and the length of the frame of each graph; nothing where the pack does
/// not have a frame for each.
pub(super) fn frames(path: &Path) -> Result<Vec<(u64, usize)>> {
    let packed = fs::read(path).map_err(Error::io(path))?;
    let mut frames = Vec::new();
    let mut at = 0;
    while at < packed.len() {
        let length = zstd::zstd_safe::find_frame_compressed_size(&packed[at..]);
        let length = length.map_err(|_| damaged(path, "a frame of it is broken"))?;
        frames.push((at as u64, length));
        at += length;
    }
    let graphs = entries(path)?.len();
    if frames.len() == graphs + 1 {
        frames.remove(0);
        return Ok(frames);
    }
    Ok(Vec::new())
}

/// The first `digits` base-32 digits of the SHA-256 of `bytes`.
pub(super) fn digest(bytes: &[u8], digits: usize) -> String {
    base32(&Sha256::digest(bytes), digits)
}

/// Removes packs whose articles are all in others.
pub(super) fn remove<'name>(
    folder: &Path,
    names: impl Iterator<Item = &'name str>,
) -> Result<()> {
    for name in names {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(Error::io(&path))?;
    }
    files::sync(folder)
}

/// The entry that a line of the list tells of; it shares the configuration of the one
/// before it where that is the same.
fn entry(line: &str, before: Option<&Entry>) -> Option<Entry> {
    let mut fields = line.split(' ');
    Some(Entry {
        id: ArticleId::from_minted(decode(fields.next()?)),
        digest: fields.next()?.into(),
        length: fields.next()?.parse().ok()?,
        config: {
            let config = decode(fields.next()?);
            let shared = before.map(|it| &it.config).filter(|it| ***it == *config);
            shared.cloned().unwrap_or_else(|| config.into())
        },
    })
}

/// The parts of the first version number in a configuration.
fn version(config: &str) -> Vec<u64> {
    let start = config.find(|it: char| it.is_ascii_digit()).unwrap_or(config.len());
    let rest = &config[start..];
    let end = rest.find(|it: char| !it.is_ascii_digit() && it != '.');
    let number = &rest[..end.unwrap_or(rest.len())];
    number.split('.').map_while(|it| it.parse().ok()).collect()
}

fn damaged(path: &Path, what: &(impl ToString + ?Sized)) -> Error {
    let reason = format!(
        "the pack is damaged: {}; put back a copy of it, or delete it and build its \
         articles again",
        what.to_string()
    );
    Error::Collection { path: path.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{Entry, version};
    use crate::text::ArticleId;

    #[test]
    fn newer_is_by_version_number_then_by_text() {
        let entry = |config: &str, graph: &str| {
            Entry::new(ArticleId::from_minted("a"), config.to_owned(), graph)
        };
        assert_eq!(version("newsgraph 0.10.2 model 7"), [0, 10, 2]);
        for (newer, older) in [
            ("newsgraph 0.10.0 a", "newsgraph 0.9.1 b"),
            ("newsgraph 1.0 a", "newsgraph 0.10.0 a"),
            ("newsgraph 0.1.0 b", "newsgraph 0.1.0 a"),
            ("0", ""),
        ] {
            let order = entry(newer, "").newer(&entry(older, "x"));
            assert_eq!(order, Ordering::Greater, "{newer}");
        }
        assert_eq!(entry("a", "x").newer(&entry("a", "x")), Ordering::Equal);
        assert_ne!(entry("a", "x").newer(&entry("a", "y")), Ordering::Equal);
    }
}
