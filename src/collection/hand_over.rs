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

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::rdf::PREFIXES;

use super::files;
use super::folder::Collection;
use super::identity::Resolution;
use super::index::Index;
use super::pack::Entry;
use super::records;

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
    /// Memory does not grow with the number of articles, but for their list.
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
        let graphs = Graphs::new(self, resolution)?;
        let mut parts = Vec::new();
        let mut open: Option<Writing> = None;
        for (entry, pack) in self.articles.values() {
            let graph = graphs.read(entry, pack)?;
            if let Some(full) = open.take_if(|it| it.length + graph.len() > how.part) {
                parts.push(full.finish(folder)?);
            }
            let part = match &mut open {
                Some(part) => part,
                None => open.insert(Writing::new(folder, how.packing)?),
            };
            part.add(&graph, &entry.config)?;
        }
        if let Some(last) = open {
            parts.push(last.finish(folder)?);
        }
        let decisions = records::decisions_csv(&self.decisions)?;
        files::write(&folder.join("decisions.csv"), &decisions)?;
        files::write(&folder.join("void.ttl"), self.void(&parts).as_bytes())?;
        let mut manifest = Vec::new();
        for part in &parts {
            let line = serde_json::to_vec(part).map_err(|it| refused(it.to_string()))?;
            manifest.extend(line);
            manifest.push(b'\n');
        }
        files::write(&folder.join("MANIFEST.jsonl"), &manifest)?;
        Ok(parts)
    }

    /// What the parts are together, as `VoID`.
    fn void(&self, parts: &[Part]) -> String {
        let quads = parts.iter().map(|it| it.quads).sum::<usize>();
        let articles = self.articles.len();
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
        out
    }
}

/// Reads graphs one by one, in any order.
struct Graphs<'a> {
    collection: &'a Collection,
    resolution: Option<Arc<Resolution>>,
    packs: BTreeMap<Arc<str>, Frames<'a>>,
}

/// Where in a pack its graphs are.
struct Frames<'a> {
    path: PathBuf,
    index: Index,
    /// The places of its articles.
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Graphs<'a> {
    fn new(
        collection: &'a Collection,
        resolution: Option<Arc<Resolution>>,
    ) -> Result<Self> {
        let mut packs = BTreeMap::new();
        for (name, entries) in &collection.packs {
            let path = collection.articles_path().join(&**name);
            let index = collection.index_of(name, entries)?.without_names();
            let places = entries.iter().enumerate();
            let places = places.map(|(at, it)| (it.id.as_str(), at)).collect();
            packs.insert(name.clone(), Frames { path, index, places });
        }
        Ok(Self { collection, resolution, packs })
    }

    fn read(&self, entry: &Entry, pack: &str) -> Result<String> {
        let Frames { path, index, places } = &self.packs[pack];
        let place = places.get(entry.id.as_str());
        let graph = place.map_or(Ok(None), |it| index.graph(path, *it))?;
        let graph = graph.ok_or_else(|| Error::Collection {
            path: path.clone(),
            reason: "its index does not fit it; run `newsgraph index DIR --rebuild`"
                .into(),
        })?;
        let Some(resolution) = &self.resolution else { return Ok(graph) };
        let renamed = resolution.apply(&entry.id, &graph, &self.collection.names);
        Ok(renamed.into_owned())
    }
}

/// A part in the making.
struct Writing {
    path: PathBuf,
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
    file: BufWriter<File>,
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
        let path = files::temporary(&folder.join("part"));
        let open = || -> io::Result<Packer> {
            let file = BufWriter::new(File::create(&path)?);
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
        let packer = open().map_err(Error::io(&path))?;
        let suffix = match packing {
            Packing::Gz => ".nq.gz",
            Packing::Zst => ".nq.zst",
        };
        let configurations = BTreeSet::new();
        Ok(Self {
            path,
            packer,
            suffix,
            length: 0,
            articles: 0,
            quads: 0,
            configurations,
        })
    }

    fn add(&mut self, graph: &str, config: &str) -> Result<()> {
        let written = match &mut self.packer {
            Packer::Gz(it) => it.write_all(graph.as_bytes()),
            Packer::Zst(it) => it.write_all(graph.as_bytes()),
        };
        written.map_err(Error::io(&self.path))?;
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
        let Self { path, packer, suffix, articles, quads, configurations, .. } = self;
        let finished = || -> io::Result<Output> {
            let mut output = match packer {
                Packer::Gz(it) => it.finish()?,
                Packer::Zst(it) => it.finish()?,
            };
            output.file.flush()?;
            output.file.get_ref().sync_all()?;
            Ok(output)
        };
        let Output { hash, length: bytes, .. } = finished().map_err(Error::io(&path))?;
        let mut sha256 = String::new();
        for byte in hash.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        let part = format!("{}{suffix}", &sha256[..32]);
        fs::rename(&path, folder.join(&part)).map_err(Error::io(&path))?;
        files::sync(folder)?;
        Ok(Part { part, sha256, bytes, articles, quads, configurations })
    }
}
