//! Packs are written once; many small ones are put together, so that adding one article
//! to many costs what that article costs.
//!
//! Packs of like size make a tier, each tier holding packs about eight times as long as
//! those of the one below. Where a tier has more than [`FEW`] packs, they become one of the
//! next tier. So every article is written anew once a tier at most, large packs are left
//! alone, and there are never many small ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::error::Result;

use super::casts;
use super::folder::Collection;
use super::index::{self, Index};
use super::pack::{self, Entry};

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
            Index::new(&path, &self.packs[&*pack], &self.names)?.write(&folder, &pack)?;
        }
        for pack in index::tidy(&folder, &packs, casts::SUFFIX)? {
            let path = self.articles_path().join(&pack);
            let casts = casts::of_pack(&path, &self.packs[&*pack], &self.names)?;
            casts::write(&folder, &pack, &casts)?;
        }
        Ok(())
    }

    /// Writes graphs, sorted by article, into packs of their own.
    pub(super) fn write(
        &mut self,
        graphs: impl IntoIterator<Item = (Entry, String)>,
    ) -> Result<()> {
        let mut pack = Vec::new();
        let mut size = 0;
        for (entry, graph) in graphs {
            if size + graph.len() > pack::MOST && !pack.is_empty() {
                self.write_pack(&pack)?;
                pack.clear();
                size = 0;
            }
            size += graph.len();
            pack.push((entry, graph));
        }
        if !pack.is_empty() {
            self.write_pack(&pack)?;
        }
        self.write_indexes()
    }

    fn write_pack(&mut self, graphs: &[(Entry, String)]) -> Result<()> {
        let graphs = graphs.iter().map(|(entry, graph)| (entry.clone(), &**graph));
        let graphs = graphs.collect::<Vec<_>>();
        let name: Arc<str> = pack::write(&self.articles_path(), &graphs)?.into();
        let entries = graphs.into_iter().map(|(entry, _)| entry).collect();
        self.packs.insert(name.clone(), entries);
        self.settle(&name);
        Ok(())
    }

    /// Writes packs anew that hold graphs which no longer stand, and puts those of a full
    /// tier together.
    pub(super) fn tidy(&mut self) -> Result<()> {
        let stale = std::mem::take(&mut self.stale);
        self.rewrite(&stale)?;
        while let Some(full) = self.full_tier() {
            self.rewrite(&full)?;
        }
        Ok(())
    }

    /// The packs of the lowest tier that has too many.
    fn full_tier(&self) -> Option<BTreeSet<Arc<str>>> {
        let mut tiers = BTreeMap::<u32, BTreeSet<Arc<str>>>::new();
        for (name, entries) in &self.packs {
            let text = entries.iter().map(|it| it.length).sum::<usize>();
            if text < LONG {
                let tier = (text / SHORT).checked_ilog(FEW).map_or(0, |it| it + 1);
                tiers.entry(tier).or_default().insert(name.clone());
            }
        }
        tiers.into_values().find(|it| it.len() > FEW)
    }

    /// Writes what stands in some packs into as few as there can be, and removes them.
    fn rewrite(&mut self, old: &BTreeSet<Arc<str>>) -> Result<()> {
        if old.is_empty() {
            return Ok(());
        }
        let mut graphs = BTreeMap::new();
        for name in old {
            self.standing(name, |entry, graph| {
                graphs.insert(entry.id.clone(), (entry.clone(), graph.to_owned()));
                Ok(())
            })?;
        }
        for name in old {
            self.packs.remove(name);
        }
        self.write(graphs.into_values())?;
        let gone = old.iter().filter(|it| !self.packs.contains_key(*it));
        pack::remove(&self.articles_path(), gone.map(|it| &**it))?;
        self.write_indexes()
    }
}
