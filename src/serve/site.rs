//! A site is what all connections share: settings, view, threads, counters.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use crate::collection::Collection;
use crate::error::Result;
use crate::rdf::{Limits, Refusal};

use super::metrics::Metrics;
use super::shared::Shared;
use super::view::View;
use super::work::{Workers, locked};

/// What an answer may hold.
pub(super) const LIMITS: Limits = Limits { rows: 1_000_000, bytes: 128 << 20 };

/// What is served, to whom, and within which limits.
#[derive(Clone)]
pub struct Settings {
    /// The collection.
    pub folder: PathBuf,
    /// The address to listen at.
    pub host: IpAddr,
    /// The port; 0 for one that is free.
    pub port: u16,
    /// Whether notes may be written.
    pub write: bool,
    /// What a client has to know to be answered.
    pub token: Option<String>,
    /// How long a query may take.
    pub timeout: Duration,
    /// How many bytes all queries together may take, beside what the collection takes.
    pub memory: u64,
}

/// Everything that connections share.
pub(super) struct Site {
    pub(super) settings: Settings,
    pub(super) workers: Workers,
    pub(super) shared: Shared,
    pub(super) metrics: Metrics,
    view: RwLock<Arc<View>>,
    writing: Mutex<()>,
}

impl Site {
    pub(super) fn open(settings: Settings) -> Result<Self> {
        let view = View::open_whole(&settings.folder)?;
        Ok(Self {
            workers: Workers::new(settings.timeout),
            shared: Shared::default(),
            metrics: Metrics::default(),
            view: RwLock::new(Arc::new(view)),
            writing: Mutex::new(()),
            settings,
        })
    }

    /// The view of now.
    pub(super) fn view(&self) -> Arc<View> {
        Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the collection again where it has changed; `true` where it had.
    pub(super) fn reload(&self) -> Result<bool> {
        let state = Collection::state(&self.settings.folder)?;
        if self.view().is_current(&state) {
            return Ok(false);
        }
        // No note is written meanwhile, for the old view would keep it to itself.
        let _writing = locked(&self.writing);
        let view = Arc::new(View::open_whole(&self.settings.folder)?);
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = view;
        Ok(true)
    }

    /// Changes notes, one change at a time; the keeper puts them on disk.
    pub(super) fn change<T>(
        &self,
        change: impl FnOnce(&View, &mut dyn FnMut(&str) -> Result<()>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let _writing = locked(&self.writing);
        let view = self.view();
        let changed = change(&view, &mut |notes| view.keep_notes(notes))?;
        view.changed();
        Ok(changed)
    }
}
