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
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::vec;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::rdf::{decode, encode};
use crate::text::{ArticleId, base32};

use super::files::{self, Unfinished};

/// The most text that a pack is given, in bytes, unless one article alone is longer.
pub(super) const MOST: usize = 16 << 20;
/// How many base-32 digits of a digest name a pack or a graph.
const DIGITS: usize = 26;
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
        let digest = digest(graph.as_bytes(), DIGITS).into();
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

    /// The entry as a line of a list.
    pub(super) fn line(&self) -> String {
        let (id, config) = (encode(self.id.as_str()), encode(&self.config));
        format!("{id} {} {} {config}", self.digest, self.length)
    }

    /// The entry that a line of a list tells of; it shares the configuration of the one
    /// before it where that is the same.
    pub(super) fn parse(line: &str, before: Option<&Self>) -> Option<Self> {
        let mut fields = line.split(' ');
        Some(Self {
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
}

/// A pack that was written and has no name yet.
pub(super) struct Written {
    name: String,
    entries: Vec<Entry>,
    file: Unfinished,
}

impl Written {
    /// Writes graphs, which come sorted by article.
    pub(super) fn new<'a, S, G: AsRef<str>>(
        folder: &Path,
        graphs: &'a [(Entry, S)],
        mut read: impl FnMut(&'a Entry, &'a S) -> Result<G>,
    ) -> Result<Self> {
        let failed = || Error::io(folder);
        let mut file = Unfinished::new(folder).map_err(failed())?;
        let mut compressor = zstd::bulk::Compressor::new(3).map_err(failed())?;
        compressor.include_checksum(true).map_err(failed())?;
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update(part);
            let packed = compressor.compress(part.as_bytes());
            packed.and_then(|it| file.write_all(&it)).map_err(failed())
        };
        let list = graphs.iter().map(|(entry, _)| format!("# {}\n", entry.line()));
        add(&list.collect::<String>())?;
        for (entry, source) in graphs {
            add(read(entry, source)?.as_ref())?;
        }
        let name = format!("{}{SUFFIX}", base32(&hash.finalize(), DIGITS));
        let entries = graphs.iter().map(|(entry, _)| entry.clone()).collect();
        Ok(Self { name, entries, file })
    }

    /// Gives it its name, and says what is in it. One that is there already stays.
    pub(super) fn keep(self, folder: &Path) -> Result<(Arc<str>, Vec<Entry>)> {
        let path = folder.join(&self.name);
        if !path.exists() {
            self.file.keep(&path).map_err(Error::io(&path))?;
        }
        Ok((self.name.into(), self.entries))
    }
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
    Ok(Reader::open(path)?.entries.collect())
}

/// Reads a pack from its list to its last graph.
pub(super) struct Reader {
    path: PathBuf,
    text: BufReader<zstd::Decoder<'static, BufReader<File>>>,
    /// The digest of what was read.
    hash: Sha256,
    /// The articles whose graphs are yet to be read.
    entries: vec::IntoIter<Entry>,
}

impl Reader {
    /// Reads the list of a pack.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(Error::io(path))?;
        let text = zstd::Decoder::new(file).map_err(|it| damaged(path, &it))?;
        let mut text = BufReader::new(text);
        let (mut hash, mut entries) = (Sha256::new(), Vec::new());
        let mut line = String::new();
        let mut next = |line: &mut String| -> io::Result<bool> {
            line.clear();
            Ok(text.fill_buf()?.starts_with(b"#") && text.read_line(line)? > 0)
        };
        while next(&mut line).map_err(|it| damaged(path, &it))? {
            hash.update(&line);
            let entry = line.strip_prefix("# ").and_then(|it| it.strip_suffix('\n'));
            let entry = entry.and_then(|it| Entry::parse(it, entries.last()));
            entries.push(entry.ok_or_else(|| damaged(path, "its list is broken"))?);
        }
        if entries.is_empty() {
            return Err(damaged(path, "it lists no articles"));
        }
        Ok(Self { path: path.to_owned(), text, hash, entries: entries.into_iter() })
    }

    /// The articles whose graphs are yet to be read.
    pub(super) fn entries(&self) -> &[Entry] {
        self.entries.as_slice()
    }

    /// Reads the next graph into a text; where there is none, the pack has been read and is
    /// whole.
    pub(super) fn next(&mut self, graph: &mut String) -> Result<Option<Entry>> {
        let Some(entry) = self.entries.next() else {
            self.check()?;
            return Ok(None);
        };
        let mut bytes = std::mem::take(graph).into_bytes();
        bytes.resize(entry.length, 0);
        self.text.read_exact(&mut bytes).map_err(|it| damaged(&self.path, &it))?;
        self.hash.update(&bytes);
        *graph = String::from_utf8(bytes).map_err(|it| damaged(&self.path, &it))?;
        Ok(Some(entry))
    }

    /// Reads on to the graph of an article.
    pub(super) fn graph_of(&mut self, id: &ArticleId) -> Result<String> {
        let mut graph = String::new();
        while let Some(entry) = self.next(&mut graph)? {
            if entry.id == *id {
                return Ok(graph);
            }
        }
        Err(damaged(&self.path, "its list is out of order"))
    }

    /// Reads the rest, and so finds out whether the pack is whole.
    pub(super) fn finish(mut self) -> Result<()> {
        let mut graph = String::new();
        while self.next(&mut graph)?.is_some() {}
        Ok(())
    }

    /// Whether what was read is what the name of the pack says.
    fn check(&mut self) -> Result<()> {
        let rest = self.text.fill_buf().map_err(|it| damaged(&self.path, &it))?;
        let digest = base32(&self.hash.clone().finalize(), DIGITS);
        let name = self.path.file_name().and_then(|it| it.to_str());
        if rest.is_empty() && name == Some(&format!("{digest}{SUFFIX}")) {
            return Ok(());
        }
        Err(damaged(&self.path, "its content does not fit its name"))
    }
}

/// Where in a pack a graph is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Its first byte.
    pub(super) start: u64,
    /// How many bytes it has.
    pub(super) length: usize,
}

impl Frame {
    /// Reads the graph alone. A frame has a checksum of its own.
    pub(super) fn read(self, path: &Path) -> Result<String> {
        let packed = || -> io::Result<Vec<u8>> {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(self.start))?;
            let mut packed = vec![0; self.length];
            file.read_exact(&mut packed)?;
            Ok(packed)
        };
        let packed = packed().map_err(Error::io(path))?;
        let bytes = zstd::decode_all(&*packed).map_err(|it| damaged(path, &it))?;
        String::from_utf8(bytes).map_err(|it| damaged(path, &it))
    }
}

/// The frame of each graph; nothing where the pack does not have one for each.
pub(super) fn frames(path: &Path) -> Result<Vec<Frame>> {
    let packed = fs::read(path).map_err(Error::io(path))?;
    let mut frames = Vec::new();
    let mut start = 0;
    while start < packed.len() {
        let length = zstd::zstd_safe::find_frame_compressed_size(&packed[start..]);
        let length = length.map_err(|_| damaged(path, "a frame of it is broken"))?;
        frames.push(Frame { start: start as u64, length });
        start += length;
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
    fn an_entry_is_read_as_it_was_written() {
        for (id, config) in [("a", "newsgraph 0.1.0"), ("a b\n%", "ä\t"), ("-", "")] {
            let id = ArticleId::from_minted(id);
            let entry = Entry::new(id, config.to_owned(), "graph");
            assert_eq!(Entry::parse(&entry.line(), None), Some(entry));
        }
    }

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
