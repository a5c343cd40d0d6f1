//! A store holds quads in memory and answers queries about them.

use std::fmt;
use std::fs;
use std::io::{BufReader, Read, Write};
use std::mem;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flate2::read::MultiGzDecoder;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};

use crate::error::{Error, Result};

use super::names::Names;
use super::snapshot::{Loader, Snapshot, Wanted};

/// Quads in memory, one named graph for each article.
///
/// Copies hold the same quads: what is added to one is in all of them.
#[derive(Clone)]
pub struct Store {
    state: Arc<Mutex<State>>,
    /// Held by whoever changes the quads, while others go on asking what there was.
    changing: Arc<Mutex<()>>,
    pub(super) names: Names,
}

/// Quads are sorted when they are first asked for.
enum State {
    Loading(Loader),
    Ready(Snapshot),
}

impl Default for State {
    fn default() -> Self {
        Self::Loading(Loader::new())
    }
}

impl Store {
    /// A store without quads, whose entities and articles are named under `names`.
    pub fn new(names: Names) -> Self {
        Self { state: Arc::default(), changing: Arc::default(), names }
    }

    /// How its articles, entities and facts are named.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Adds N-Quads that newsgraph wrote itself, without checking every IRI again.
    pub fn load_own(&self, place: &str, nquads: &str) -> Result<()> {
        let parser = RdfParser::from_format(RdfFormat::NQuads).lenient();
        self.add(place, parser.for_slice(nquads), false)
    }

    /// Adds notes, as N-Quads: the quads that updates may change.
    pub fn load_notes(&self, place: &str, nquads: &str) -> Result<()> {
        let parser = RdfParser::from_format(RdfFormat::NQuads);
        self.add(place, parser.for_slice(nquads), true)
    }

    /// Adds a file of RDF, whose format its extension says: `.nq`, `.nt`, `.ttl`, `.trig`,
    /// `.rdf`, `.jsonld`, `.n3`; each also with `.gz` or `.zst`.
    pub fn load_file(&self, path: &Path) -> Result<()> {
        let place = path.display().to_string();
        let packed = path.extension().and_then(|it| it.to_str());
        let packed = packed.filter(|it| ["gz", "zst"].contains(it));
        let name =
            if packed.is_some() { path.file_stem().map(Path::new) } else { Some(path) };
        let extension = name.and_then(Path::extension).and_then(|it| it.to_str());
        let format = extension.and_then(RdfFormat::from_extension);
        let format = format.ok_or_else(|| Error::Store {
            place: place.clone(),
            reason: "not a file of RDF by its name; rename it to .nq, .nt, .ttl, .trig, \
                     .rdf or .jsonld (also with .gz or .zst), or name the folder of a \
                     collection"
                .into(),
        })?;
        let file = fs::File::open(path).map_err(Error::io(path))?;
        let reader: Box<dyn Read> = match packed {
            Some("gz") => Box::new(MultiGzDecoder::new(BufReader::new(file))),
            Some(_) => Box::new(zstd::Decoder::new(file).map_err(Error::io(path))?),
            None => Box::new(BufReader::new(file)),
        };
        // Files may have blank nodes of the same name.
        let parser = RdfParser::from_format(format).rename_blank_nodes();
        self.add(&place, parser.for_reader(reader), false).map_err(|it| match it {
            Error::Store { place, reason } => {
                let remedy = "correct it, or give the file the ending of its format";
                Error::Store { place, reason: format!("{reason}; {remedy}") }
            }
            other => other,
        })
    }

    /// Adds all quads, or none where one cannot be read.
    fn add(
        &self,
        place: &str,
        quads: impl Iterator<Item = Result<Quad, impl ToString>>,
        is_loose: bool,
    ) -> Result<()> {
        let mut state = self.lock();
        let mut loader = match mem::take(&mut *state) {
            State::Loading(loader) => loader,
            State::Ready(snapshot) => Loader::from(&snapshot),
        };
        let added = loader.add_all(quads, is_loose).map_err(|it| store(place, &it));
        *state = State::Loading(loader);
        added
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it holds now.
    pub(super) fn snapshot(&self) -> Snapshot {
        let mut state = self.lock();
        let snapshot = match mem::take(&mut *state) {
            State::Loading(loader) => loader.finish(),
            State::Ready(snapshot) => snapshot,
        };
        *state = State::Ready(snapshot.clone());
        snapshot
    }

    /// Changes what it holds, where the change succeeds; one change at a time.
    pub(super) fn change<E>(
        &self,
        work: impl FnOnce(&Snapshot) -> Result<Snapshot, E>,
    ) -> Result<(), E> {
        let _one = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = work(&self.snapshot())?;
        *self.lock() = State::Ready(changed);
        Ok(())
    }

    /// The number of quads.
    pub fn count(&self) -> usize {
        self.snapshot().len()
    }

    /// Writes every quad as `.nq` or `.trig`, or every triple of the union of the graphs
    /// as `.nt`, `.ttl`, `.rdf` or `.jsonld`, by the extension of the format.
    pub fn dump(&self, extension: &str, out: impl Write) -> Result<()> {
        let at = |reason: String| Error::Store { place: extension.to_owned(), reason };
        let format = RdfFormat::from_extension(extension).ok_or_else(|| {
            at("no such format; choose nq, trig, nt, ttl, rdf or jsonld".into())
        })?;
        let serializer =
            self.names.serializer(format).map_err(|it| at(it.to_string()))?;
        let mut writer = serializer.for_writer(out);
        let mut quads = self.snapshot().quads(Wanted::default()).collect::<Vec<_>>();
        // A reader of one graph finds nothing in JSON-LD that has only named ones.
        let is_union = !format.supports_datasets() || extension == "jsonld";
        if is_union {
            for quad in &mut quads {
                quad.graph_name = GraphName::DefaultGraph;
            }
        }
        quads.sort_by_cached_key(|it| (it.graph_name.to_string(), it.to_string()));
        quads.dedup();
        for quad in &quads {
            writer.serialize_quad(quad).map_err(|it| at(it.to_string()))?;
        }
        writer.finish().map_err(|it| at(it.to_string()))?;
        Ok(())
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("names", &self.names).finish_non_exhaustive()
    }
}

fn store(place: &str, reason: &impl ToString) -> Error {
    Error::Store { place: place.to_owned(), reason: reason.to_string() }
}
