//! Packs are written once; many small ones are put together, so that adding one article
//! to many costs what that article costs.
//!
//! Packs of like size make a tier, each tier holding packs about eight times as long as
//! those of the one below. Where a tier has more than [`FEW`] packs, they become one of the
//! next tier. So every article is written anew once a tier at most, large packs are left
//! alone, and there are never many small ones.

use std::collections::BTreeMap;
use std::iter;
use std::path::Path;
use std::sync::Arc;

use crate::error::Result;

use super::casts;
use super::files;
use super::folder::{Collection, Extent};
use super::index::{self, Index};
use super::pack::{self, Entry, Reader, Written};

/// How many packs a tier has at most, and how much longer the packs of the next one are.
const FEW: usize = 8;
/// What the packs of the lowest tier are shorter than, in bytes of text.
const SHORT: usize = 16 << 10;
/// Packs from this length on are left alone.
const LONG: usize = pack::MOST / FEW;

impl Collection {
    /// Writes the indexes that packs lack, and removes those whose packs are gone.
    pub(super) fn write_indexes(&self) -> Result<()> {
        let folder = self.index_path();
        let packs = self.packs.keys().map(|it| &**it).collect();
        for pack in index::tidy(&folder, &packs, index::SUFFIX)? {
            let path = self.articles_path().join(&pack);
            Index::new(&path, &self.names)?.write(&folder, &pack)?;
        }
        for pack in index::tidy(&folder, &packs, casts::SUFFIX)? {
            let path = self.articles_path().join(&pack);
            casts::write(&folder, &path, &self.names)?;
        }
        Ok(())
    }

    /// Writes graphs, sorted by article, into packs of their own.
    pub(super) fn write(&mut self, graphs: &[(Entry, String)]) -> Result<()> {
        let folder = self.articles_path();
        let written = shares(graphs).map(|it| Written::new(&folder, it, |_, it| Ok(it)));
        self.keep(written.collect::<Result<_>>()?)
    }

    /// Writes what stands in packs of another collection into packs of this one.
    pub(super) fn take(&mut self, other: &Self, packs: &[Arc<str>]) -> Result<()> {
        self.keep(other.copies(packs, &self.articles_path())?)
    }

    /// Writes packs anew that hold graphs which no longer stand, and puts those of a full
    /// tier together.
    pub(super) fn tidy(&mut self) -> Result<()> {
        let counts = self.directory.counts()?;
        let standing = |pack: &str| counts.get(pack).copied().unwrap_or_default();
        let stale =
            self.packs.iter().filter(|(it, extent)| standing(it) < extent.articles);
        for pack in stale.map(|(it, _)| it.clone()).collect::<Vec<_>>() {
            self.rewrite(&[pack])?;
        }
        while let Some(full) = self.full_tier() {
            self.rewrite(&full)?;
        }
        self.write_indexes()
    }

    /// So many packs of the lowest tier that has too many.
    fn full_tier(&self) -> Option<Vec<Arc<str>>> {
        let mut tiers = BTreeMap::<u32, Vec<Arc<str>>>::new();
        for (name, Extent { text, .. }) in &self.packs {
            if *text < LONG {
                let tier = (text / SHORT).checked_ilog(FEW).map_or(0, |it| it + 1);
                tiers.entry(tier).or_default().push(name.clone());
            }
        }
        let mut full = tiers.into_values().find(|it| it.len() > FEW)?;
        full.truncate(FEW + 1);
        Some(full)
    }

    /// Writes what stands in some packs into as few as there can be, and removes them.
    fn rewrite(&mut self, old: &[Arc<str>]) -> Result<()> {
        let folder = self.articles_path();
        let written = self.copies(old, &folder)?;
        for pack in old {
            self.packs.remove(pack);
        }
        self.keep(written)?;
        let gone = old.iter().filter(|it| !self.packs.contains_key(*it));
        pack::remove(&folder, gone.map(|it| &**it))
    }

    /// Copies what stands in some packs into as few as there can be, in another folder or in
    /// the same. No more is held than a graph, so all of the packs are read side by side.
    fn copies(&self, packs: &[Arc<str>], folder: &Path) -> Result<Vec<Written>> {
        let mut readers = Vec::new();
        let mut graphs = Vec::new();
        for (at, pack) in packs.iter().enumerate() {
            let reader = Reader::open(&self.articles_path().join(&**pack))?;
            for entry in reader.entries() {
                if self.stands(pack, &entry.id)? {
                    graphs.push((entry.clone(), at));
                }
            }
            readers.push(reader);
        }
        if graphs.is_empty() {
            return Ok(Vec::new());
        }
        graphs.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        let mut written = Vec::new();
        for share in shares(&graphs) {
            let read = |entry: &Entry, at: &usize| readers[*at].graph_of(&entry.id);
            written.push(Written::new(folder, share, read)?);
        }
        // What is damaged is not kept.
        readers.into_iter().try_for_each(Reader::finish)?;
        Ok(written)
    }

    /// Gives packs their names; what is in them stands.
    fn keep(&mut self, written: Vec<Written>) -> Result<()> {
        if written.is_empty() {
            return Ok(());
        }
        let folder = self.articles_path();
        let kept = written.into_iter().map(|it| it.keep(&folder));
        let kept = kept.collect::<Result<Vec<_>>>()?;
        files::sync(&folder)?;
        for (pack, entries) in kept {
            self.enlist(pack, &entries)?;
        }
        self.directory.settle()
    }
}

/// Graphs in so many parts that each has room in a pack.
fn shares<S>(mut graphs: &[(Entry, S)]) -> impl Iterator<Item = &[(Entry, S)]> {
    iter::from_fn(move || {
        let mut text = 0;
        let fit = graphs.iter().take_while(|(it, _)| {
            text += it.length;
            text <= pack::MOST
        });
        let (share, rest) = graphs.split_at(fit.count().max(1).min(graphs.len()));
        graphs = rest;
        (!share.is_empty()).then_some(share)
    })
}
