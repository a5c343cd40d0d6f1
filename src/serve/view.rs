//! A view is a collection as it was when it was read: whoever holds one sees no change.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::collection::Collection;
use crate::error::Result;
use crate::graph::Graph;
use crate::rdf::Store;

/// Everything that answers are made from.
#[derive(Debug)]
pub(crate) struct View {
    collection: Collection,
    store: Store,
    graph: Mutex<Option<Arc<Graph>>>,
}

impl View {
    /// Reads a collection.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let collection = Collection::open(folder)?;
        let store = collection.store()?;
        Ok(Self { collection, store, graph: Mutex::new(None) })
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
        let mut graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(graph) = &*graph {
            return Ok(Arc::clone(graph));
        }
        let read = Arc::new(self.collection.graph()?);
        *graph = Some(Arc::clone(&read));
        Ok(read)
    }
}
