//! Merging is the union of collections: it does not matter in which order, how often, or
//! in how many steps.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::error::Result;
use crate::resolve::Decision;
use crate::text::ArticleId;

use super::folder::Collection;
use super::pack;
use super::records;

/// What a merge did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergeReport {
    /// Articles that were not there.
    pub new: BTreeSet<ArticleId>,
    /// Articles that were there already, by the same configuration or a newer one.
    pub same: BTreeSet<ArticleId>,
    /// Articles that were there by an older configuration.
    pub replaced: BTreeSet<ArticleId>,
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
        let sources = self.sources(folders)?;
        let plan = self.plan(&sources);
        if plan.tombstones != self.tombstones {
            records::write_tombstones(&self.tombstones_path(), &plan.tombstones)?;
            self.tombstones = plan.tombstones;
            self.index();
        }
        if plan.revoked != self.revoked {
            records::write_decisions(&self.revoked_path(), &plan.revoked)?;
            self.revoked = plan.revoked;
        }
        if plan.decisions != self.decisions {
            records::write_decisions(&self.decisions_path(), &plan.decisions)?;
            self.decisions = plan.decisions;
        }
        for (at, source) in sources.iter().enumerate() {
            let mut graphs = BTreeMap::new();
            let mut size = 0;
            source.each(|entry, graph| {
                if plan.takes.get(&entry.id) == Some(&at) {
                    // No more is held than what fills a pack.
                    if size + graph.len() > pack::MOST {
                        self.write(std::mem::take(&mut graphs).into_values())?;
                        size = 0;
                    }
                    size += graph.len();
                    let graph = (entry.clone(), graph.to_owned());
                    graphs.insert(entry.id.clone(), graph);
                }
                Ok(())
            })?;
            self.write(graphs.into_values())?;
        }
        self.tidy()?;
        Ok(plan.report)
    }

    /// What [`merge`](Self::merge) would do; nothing is written.
    pub fn merge_report(&self, folders: &[impl AsRef<Path>]) -> Result<MergeReport> {
        let sources = self.sources(folders)?;
        Ok(self.plan(&sources).report)
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

    fn plan(&self, sources: &[Self]) -> Plan {
        let mut tombstones = self.tombstones.clone();
        let mut decisions = self.decisions.clone();
        let mut revoked = self.revoked.clone();
        for source in sources {
            tombstones.extend(source.tombstones.iter().cloned());
            decisions.extend(source.decisions.iter().cloned());
            revoked.extend(source.revoked.iter().cloned());
        }
        decisions.retain(|it| !revoked.contains(it));
        let mut report = MergeReport {
            decisions: decisions.difference(&self.decisions).count(),
            ..MergeReport::default()
        };
        let own = self.articles.iter().map(|(id, (entry, _))| (id, (entry, None)));
        let mut best = own.collect::<BTreeMap<_, _>>();
        for (at, source) in sources.iter().enumerate() {
            for (id, (entry, _)) in &source.articles {
                let Some((held, _)) = best.get(id) else {
                    best.insert(id, (entry, Some(at)));
                    continue;
                };
                if held.config == entry.config && held.digest != entry.digest {
                    report.conflicting.insert(id.clone());
                }
                report.same.insert(id.clone());
                if entry.newer(held).is_gt() {
                    best.insert(id, (entry, Some(at)));
                }
            }
        }
        let mut takes = BTreeMap::new();
        for (id, (_, source)) in best {
            if tombstones.contains(id) {
                report.removed.insert(id.clone());
            } else if let Some(at) = source {
                let place = if self.contains(id) {
                    &mut report.replaced
                } else {
                    &mut report.new
                };
                place.insert(id.clone());
                takes.insert(id.clone(), at);
            }
        }
        let counted =
            [&report.new, &report.replaced, &report.removed, &report.conflicting];
        report.same.retain(|id| counted.iter().all(|it| !it.contains(id)));
        Plan { tombstones, decisions, revoked, takes, report }
    }
}

/// What a merge comes to.
struct Plan {
    tombstones: BTreeSet<ArticleId>,
    decisions: BTreeSet<Decision>,
    revoked: BTreeSet<Decision>,
    /// Which source each new graph comes from.
    takes: BTreeMap<ArticleId, usize>,
    report: MergeReport,
}
