//! A view is a collection as it was when it was read; only notes change in it.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::collection::Collection;
use crate::error::Result;
use crate::graph::Graph;
use crate::rdf::{Holdings, Refusal, Store};

use super::page::Overview;
use super::work::locked;

/// How many views were opened.
static OPENED: AtomicU64 = AtomicU64::new(0);

/// Everything that answers are made from.
#[derive(Debug)]
pub(crate) struct View {
    collection: Collection,
    store: Store,
    graph: Mutex<Option<Arc<Graph>>>,
    overview: Mutex<Option<Arc<Overview>>>,
    holdings: Mutex<Option<Arc<Holdings>>>,
    /// Which one it is of all that were opened.
    number: u64,
    /// What [`Collection::state`] said before it was read.
    state: Mutex<String>,
    /// How often notes were changed.
    changes: AtomicU64,
}

impl View {
    /// Reads a collection.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        // First, so that a change while it is read is seen as one.
        let state = Collection::state(folder)?;
        let collection = Collection::open(folder)?;
        let store = collection.store()?;
        Ok(Self {
            collection,
            store,
            graph: Mutex::new(None),
            overview: Mutex::new(None),
            holdings: Mutex::new(None),
            number: OPENED.fetch_add(1, Ordering::Relaxed),
            state: Mutex::new(state),
            changes: AtomicU64::new(0),
        })
    }

    /// Reads a collection and all that pages know of it, so that no reader waits for that.
    pub(super) fn open_whole(folder: &Path) -> Result<Self> {
        let view = Self::open(folder)?;
        view.overview()?;
        // Quads are sorted when they are first asked for.
        view.store.count();
        Ok(view)
    }

    /// The reader of the collection: names, entities, single articles.
    pub(crate) fn collection(&self) -> &Collection {
        &self.collection
    }

    /// Every quad, to ask SPARQL.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Every article's records, read when they are first asked for.
    pub(crate) fn graph(&self) -> Result<Arc<Graph>> {
        once(&self.graph, || self.collection.graph())
    }

    /// What it holds, counted when it is first asked for.
    pub(super) fn holdings(&self) -> Result<Arc<Holdings>, Refusal> {
        once(&self.holdings, || Ok(self.store.holdings()))
    }

    /// Whether the collection is as it was when it was read.
    pub(super) fn is_current(&self, state: &str) -> bool {
        *locked(&self.state) == state
    }

    /// Its number, which no other view of this program has.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// How often notes were changed: answers of one number are of one content.
    pub(super) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    /// Says that notes were changed, after they were: what was counted before no longer counts.
    pub(super) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        locked(&self.holdings).take();
    }

    /// Keeps notes in the collection; those of the store are changed by the caller.
    pub(super) fn keep_notes(&self, nquads: &str) -> Result<()> {
        let folder = self.collection.folder();
        let mut writer = Collection::open(folder)?;
        writer.lock()?;
        let was_current = self.is_current(&Collection::state(folder)?);
        writer.keep_notes(nquads)?;
        if was_current {
            let mut state = locked(&self.state);
            *state = Collection::state(folder)?;
        }
        Ok(())
    }

    /// What the pages know of the whole, made when it is first asked for.
    pub(crate) fn overview(&self) -> Result<Arc<Overview>> {
        once(&self.overview, || Overview::new(&self.collection, &*self.graph()?))
    }
}

/// What is in the cell, made where it is empty.
fn once<T, E>(
    cell: &Mutex<Option<Arc<T>>>,
    make: impl FnOnce() -> Result<T, E>,
) -> Result<Arc<T>, E> {
    let mut cell = locked(cell);
    if let Some(it) = &*cell {
        return Ok(Arc::clone(it));
    }
    let made = Arc::new(make()?);
    *cell = Some(Arc::clone(&made));
    Ok(made)
}
