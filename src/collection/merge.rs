//! Merging is the union of collections: it does not matter in which order, how often, or
//! in how many steps.

use std::collections::BTreeSet;
use std::path::Path;
use std::{iter, slice};

use crate::error::Result;
use crate::rdf::encode;
use crate::resolve::Decision;
use crate::text::ArticleId;

use super::folder::Collection;
use super::pack::Entry;
use super::records;
use super::sort::{self, Sorter};

/// What a merge did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergeReport {
    /// Articles that were not there.
    pub new: usize,
    /// Articles that were there already, by the same configuration or a newer one.
    pub same: usize,
    /// Articles that were there by an older configuration.
    pub replaced: usize,
    /// Articles of which one configuration gave two graphs; the greater digest stands.
    pub conflicting: BTreeSet<ArticleId>,
    /// Articles that are left out or go, because one of the collections removed them.
    pub removed: BTreeSet<ArticleId>,
    /// Decisions that were not there.
    pub decisions: usize,
}

impl Collection {
    /// Adds the articles, decisions and tombstones of other collections.
    ///
    /// The rules that make it a law: of two graphs of one article the newer configuration
    /// stands; an article that one of them removed is in none, nor is a decision that one
    /// of them took back; the others are united.
    ///
    /// # Errors
    ///
    /// Where a folder is no collection or has another base, or this one is being written
    /// to. Nothing has been changed then.
    pub fn merge(&mut self, folders: &[impl AsRef<Path>]) -> Result<MergeReport> {
        self.lock()?;
        let mut sources = self.sources(folders)?;
        let plan = self.plan(&mut sources)?;
        if plan.tombstones != self.tombstones {
            records::write_tombstones(&self.tombstones_path(), &plan.tombstones)?;
            for gone in &plan.tombstones {
                self.directory.remove(gone)?;
            }
            self.tombstones = plan.tombstones;
        }
        if plan.revoked != self.revoked {
            records::write_decisions(&self.revoked_path(), &plan.revoked)?;
            self.revoked = plan.revoked;
        }
        if plan.decisions != self.decisions {
            records::write_decisions(&self.decisions_path(), &plan.decisions)?;
            self.decisions = plan.decisions;
        }
        for source in &sources {
            for pack in source.packs.keys() {
                self.take(source, slice::from_ref(pack))?;
            }
        }
        self.tidy()?;
        Ok(plan.report)
    }

    /// What [`merge`](Self::merge) would do; nothing is written.
    pub fn merge_report(&self, folders: &[impl AsRef<Path>]) -> Result<MergeReport> {
        let mut sources = self.sources(folders)?;
        Ok(self.plan(&mut sources)?.report)
    }

    /// What merging collections into one that is yet to be made would do.
    pub fn merge_report_of(folders: &[impl AsRef<Path>]) -> Result<MergeReport> {
        let Some((first, _)) = folders.split_first() else {
            return Ok(MergeReport::default());
        };
        Self::open(first.as_ref())?.emptied().merge_report(folders)
    }

    fn sources(&self, folders: &[impl AsRef<Path>]) -> Result<Vec<Self>> {
        let sources = folders.iter().map(|it| Self::open(it.as_ref()));
        let sources = sources.collect::<Result<Vec<_>>>()?;
        for source in &sources {
            source.needs_base(&self.names)?;
        }
        Ok(sources)
    }

    /// Finds out what is to be taken: what else there is in the sources stands no more.
    fn plan(&self, sources: &mut [Self]) -> Result<Plan> {
        let mut plan = Plan {
            tombstones: self.tombstones.clone(),
            decisions: self.decisions.clone(),
            revoked: self.revoked.clone(),
            report: MergeReport::default(),
        };
        for source in &*sources {
            plan.tombstones.extend(source.tombstones.iter().cloned());
            plan.decisions.extend(source.decisions.iter().cloned());
            plan.revoked.extend(source.revoked.iter().cloned());
        }
        plan.decisions.retain(|it| !plan.revoked.contains(it));
        plan.report.decisions = plan.decisions.difference(&self.decisions).count();
        let mut lines = Sorter::default();
        for (at, collection) in iter::once(self).chain(&*sources).enumerate() {
            collection.each_entry(|it| {
                let id = encode(it.id.as_str());
                lines.add(&format!("{id} {at:010} {}\n", it.line()))
            })?;
        }
        let mut rivals = Vec::<(usize, Entry)>::new();
        lines.each(|line| {
            let rival = rival(line).ok_or_else(sort::broken)?;
            if rivals.first().is_some_and(|(_, it)| it.id != rival.1.id) {
                plan.choose(&rivals, sources)?;
                rivals.clear();
            }
            rivals.push(rival);
            Ok(())
        })?;
        plan.choose(&rivals, sources)?;
        Ok(plan)
    }
}

/// The number of a collection and an entry in it.
fn rival(line: &str) -> Option<(usize, Entry)> {
    let mut fields = line.trim_end_matches('\n').splitn(3, ' ').skip(1);
    Some((fields.next()?.parse().ok()?, Entry::parse(fields.next()?, None)?))
}

/// What a merge comes to.
struct Plan {
    tombstones: BTreeSet<ArticleId>,
    decisions: BTreeSet<Decision>,
    revoked: BTreeSet<Decision>,
    report: MergeReport,
}

impl Plan {
    /// Chooses among the graphs of one article, each with the number of its collection: 0
    /// is the one that takes, and the sources follow.
    fn choose(
        &mut self,
        rivals: &[(usize, Entry)],
        sources: &mut [Collection],
    ) -> Result<()> {
        let Some(((first, held), others)) = rivals.split_first() else { return Ok(()) };
        let (mut best, mut newest) = (*first, held);
        for (at, entry) in others {
            if entry.newer(newest).is_gt() {
                (best, newest) = (*at, entry);
            }
        }
        let is_conflicting = rivals
            .iter()
            .any(|(_, it)| it.config == newest.config && it.digest != newest.digest);
        let is_removed = self.tombstones.contains(&held.id);
        let taken = (best > 0 && !is_removed).then_some(best);
        for (at, source) in (1..).zip(sources) {
            if taken != Some(at) && rivals.iter().any(|(it, _)| *it == at) {
                source.directory.remove(&held.id)?;
            }
        }
        if is_conflicting {
            self.report.conflicting.insert(held.id.clone());
        }
        if is_removed {
            self.report.removed.insert(held.id.clone());
        } else if taken.is_some() && *first == 0 {
            self.report.replaced += 1;
        } else if taken.is_some() {
            self.report.new += 1;
        } else if !others.is_empty() && !is_conflicting {
            self.report.same += 1;
        }
        Ok(())
    }
}
