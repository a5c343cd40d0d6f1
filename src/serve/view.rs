//! A view is a collection as it was when it was read: whoever holds one sees no change.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::collection::Collection;
use crate::error::Result;
use crate::graph::Graph;
use crate::rdf::Store;

use super::page::Overview;

/// Everything that answers are made from.
#[derive(Debug)]
pub(crate) struct View {
    collection: Collection,
    store: Store,
    graph: Mutex<Option<Arc<Graph>>>,
    overview: Mutex<Option<Arc<Overview>>>,
}

impl View {
    /// Reads a collection.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let collection = Collection::open(folder)?;
        let store = collection.store()?;
        Ok(Self {
            collection,
            store,
            graph: Mutex::new(None),
            overview: Mutex::new(None),
        })
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

    /// What the pages know of the whole, made when it is first asked for.
    pub(crate) fn overview(&self) -> Result<Arc<Overview>> {
        let mut overview = self.overview.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(overview) = &*overview {
            return Ok(Arc::clone(overview));
        }
        let made = Arc::new(Overview::new(&self.collection, &*self.graph()?)?);
        *overview = Some(Arc::clone(&made));
        Ok(made)
    }
}
