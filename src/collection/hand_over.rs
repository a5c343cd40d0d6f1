//! Handing over writes a collection for other stores: parts that each load by themselves,
//! a list of them with their digests, a description of the whole, and the decisions.
//!
//! ```text
//! 3f1c…9e2a.nq.gz   whole article graphs as N-Quads, named by the start of its SHA-256
//! MANIFEST.jsonl    a line for each part: name, digest, bytes, articles, quads, readers
//! void.ttl          the whole, in the Vocabulary of Interlinked Datasets
//! decisions.csv     what people decided about who is who
//! ```
//!
//! Articles come in the order of their names, so equal collections give equal parts. The
//! manifest is written last: where it stands, the rest is whole.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::rdf::{PREFIXES, decode, encode};
use crate::text::ArticleId;

use super::files::{self, Unfinished};
use super::folder::Collection;
use super::pack::Frame;
use super::records;
use super::sort::{self, Sorter};

/// How a collection is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandOver {
    /// How many bytes of N-Quads a part has at most, before packing, unless one article is
    /// longer.
    pub part: usize,
    /// How the parts are packed.
    pub packing: Packing,
    /// Whether entities have the names of the collection; else those that each article
    /// gave by itself, and who is who is left to the receiver.
    pub resolved: bool,
}

/// How a part is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// As gzip does.
    Gz,
    /// As Zstandard does.
    Zst,
}

/// A part that was written: a line of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The name of its file.
    pub part: String,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// The length of the file.
    pub bytes: u64,
    /// How many articles are in it.
    pub articles: usize,
    /// How many quads are in it.
    pub quads: usize,
    /// What read the articles.
    pub configurations: BTreeSet<String>,
}

impl Collection {
    /// Writes the collection into a folder that is new or empty, and says in which parts.
    /// Memory does not grow with the number of articles.
    ///
    /// # Errors
    ///
    /// Where the folder holds files or cannot be written, or an article cannot be read.
    pub fn hand_over(&self, folder: &Path, how: HandOver) -> Result<Vec<Part>> {
        let refused =
            |reason: String| Error::Collection { path: folder.to_owned(), reason };
        fs::create_dir_all(folder)
            .map_err(|it| refused(format!("no folder can be made here: {it}")))?;
        if !files::list(folder)?.is_empty() {
            let reason = "the folder holds other files; name a new or an empty one";
            return Err(refused(reason.into()));
        }
        let resolution = if how.resolved { Some(self.resolution()?) } else { None };
        let mut parts = Vec::new();
        let mut open: Option<Writing> = None;
        self.places()?.each(|line| {
            let (article, config, path, frame) =
                self.place(line).ok_or_else(sort::broken)?;
            let mut graph = frame.read(&path)?;
            if let Some(resolution) = &resolution {
                graph = resolution.apply(&article, &graph, &self.names).into_owned();
            }
            if let Some(full) = open.take_if(|it| it.length + graph.len() > how.part) {
                parts.push(full.finish(folder)?);
            }
            let part = match &mut open {
                Some(part) => part,
                None => open.insert(Writing::new(folder, how.packing)?),
            };
            part.add(&graph, &config).map_err(Error::io(folder))
        })?;
        if let Some(last) = open {
            parts.push(last.finish(folder)?);
        }
        let decisions = records::decisions_csv(&self.decisions)?;
        files::write(&folder.join("decisions.csv"), &decisions)?;
        files::write(&folder.join("void.ttl"), self.void(&parts)?.as_bytes())?;
        let mut manifest = Vec::new();
        for part in &parts {
            let line = serde_json::to_vec(part).map_err(|it| refused(it.to_string()))?;
            manifest.extend(line);
            manifest.push(b'\n');
        }
        files::write(&folder.join("MANIFEST.jsonl"), &manifest)?;
        Ok(parts)
    }

    /// Where the standing graphs are, in the order of their articles.
    fn places(&self) -> Result<Sorter> {
        let mut places = Sorter::default();
        for pack in self.packs.keys() {
            let index = self.index_of(pack)?;
            for (at, entry) in self.entries(pack)?.iter().enumerate() {
                if !self.stands(pack, &entry.id)? {
                    continue;
                }
                let frame = index.frame(at).ok_or_else(|| Error::Collection {
                    path: self.articles_path().join(&**pack),
                    reason:
                        "its index does not fit it; run `newsgraph index DIR --rebuild`"
                            .into(),
                })?;
                let (id, config) = (encode(entry.id.as_str()), encode(&entry.config));
                let Frame { start, length } = frame;
                places.add(&format!("{id} {config} {pack} {start} {length}\n"))?;
            }
        }
        Ok(places)
    }

    /// An article, what read it, and the pack and the frame that its graph is in.
    fn place(&self, line: &str) -> Option<(ArticleId, String, PathBuf, Frame)> {
        let fields = line.trim_end_matches('\n').split(' ').collect::<Vec<_>>();
        let [id, config, pack, start, length] = fields[..] else { return None };
        let frame = Frame { start: start.parse().ok()?, length: length.parse().ok()? };
        let path = self.articles_path().join(pack);
        Some((ArticleId::from_minted(decode(id)), decode(config), path, frame))
    }

    /// What the parts are together, as `VoID`.
    fn void(&self, parts: &[Part]) -> Result<String> {
        let quads = parts.iter().map(|it| it.quads).sum::<usize>();
        let articles = self.count()?;
        let vocabularies = PREFIXES.iter().map(|(_, iri)| format!("<{iri}>"));
        let vocabularies = vocabularies.collect::<Vec<_>>().join(", ");
        let mut out = String::from(
            "@prefix dcterms: <http://purl.org/dc/terms/> .\n\
             @prefix void: <http://rdfs.org/ns/void#> .\n\n\
             <#dataset> a void:Dataset ;\n",
        );
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "    dcterms:title \"A graph of news articles\"@en ;\n    \
             dcterms:description \"A named graph for each article, under its own IRI.\"@en ;\n    \
             void:documents {articles} ;\n    void:triples {quads} ;\n    \
             void:uriSpace \"{}\" ;\n    void:vocabulary {vocabularies} ;\n    \
             void:feature <http://www.w3.org/ns/formats/N-Quads>",
            self.names.base(),
        );
        for part in parts {
            let _ = write!(out, " ;\n    void:dataDump <{}>", part.part);
        }
        out.push_str(" .\n");
        Ok(out)
    }
}

/// A part in the making.
struct Writing {
    packer: Packer,
    suffix: &'static str,
    length: usize,
    articles: usize,
    quads: usize,
    configurations: BTreeSet<String>,
}

enum Packer {
    Gz(GzEncoder<Output>),
    Zst(zstd::Encoder<'static, Output>),
}

/// A file with the digest of what is written to it.
struct Output {
    file: Unfinished,
    hash: Sha256,
    length: u64,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Writing {
    fn new(folder: &Path, packing: Packing) -> Result<Self> {
        let open = || -> io::Result<Packer> {
            let file = Unfinished::new(folder)?;
            let output = Output { file, hash: Sha256::new(), length: 0 };
            Ok(match packing {
                Packing::Gz => Packer::Gz(GzEncoder::new(output, Compression::default())),
                Packing::Zst => {
                    let mut encoder = zstd::Encoder::new(output, 3)?;
                    encoder.include_checksum(true)?;
                    Packer::Zst(encoder)
                }
            })
        };
        let packer = open().map_err(Error::io(folder))?;
        let suffix = match packing {
            Packing::Gz => ".nq.gz",
            Packing::Zst => ".nq.zst",
        };
        let configurations = BTreeSet::new();
        Ok(Self { packer, suffix, length: 0, articles: 0, quads: 0, configurations })
    }

    fn add(&mut self, graph: &str, config: &str) -> io::Result<()> {
        match &mut self.packer {
            Packer::Gz(it) => it.write_all(graph.as_bytes())?,
            Packer::Zst(it) => it.write_all(graph.as_bytes())?,
        }
        self.length += graph.len();
        self.articles += 1;
        self.quads += graph.lines().count();
        if !self.configurations.contains(config) {
            self.configurations.insert(config.to_owned());
        }
        Ok(())
    }

    /// Gives the file its name.
    fn finish(self, folder: &Path) -> Result<Part> {
        let Self { packer, suffix, articles, quads, configurations, .. } = self;
        let finished = match packer {
            Packer::Gz(it) => it.finish(),
            Packer::Zst(it) => it.finish(),
        };
        let Output { file, hash, length: bytes } = finished.map_err(Error::io(folder))?;
        let mut sha256 = String::new();
        for byte in hash.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        let part = format!("{}{suffix}", &sha256[..32]);
        file.keep(&folder.join(&part)).map_err(Error::io(folder))?;
        files::sync(folder)?;
        Ok(Part { part, sha256, bytes, articles, quads, configurations })
    }
}
