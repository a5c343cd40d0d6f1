//! Who is who in a collection: derived from its articles and decisions each time, never
//! kept.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};
use crate::graph::{ArticleRecord, Graph};
use crate::lexicon::Lexicon;
use crate::rdf::{Names, Renaming, read_article, rename};
use crate::resolve::{Cast, Decision, EntityRef, Identity, Judge, Judgement, reprints};
use crate::text::ArticleId;

use super::folder::Collection;
use super::records;

/// Who is who, and which texts are one, in the articles of a collection.
#[derive(Debug, Clone, Default)]
pub struct Resolution {
    /// Who is who.
    pub identity: Identity,
    /// Under each article that mostly repeats others: the first of them, by name.
    pub reprints: BTreeMap<ArticleId, ArticleId>,
    /// Under each of them, the digest of its text and that of the first one's.
    hashes: BTreeMap<ArticleId, (String, String)>,
}

impl Resolution {
    /// Derives it. The casts come sorted by article.
    ///
    /// # Errors
    ///
    /// Where a table of the lexicon cannot be read.
    pub fn new(
        mut casts: Vec<Cast>,
        decisions: &BTreeSet<Decision>,
        lexicon: &Lexicon,
    ) -> Result<Self> {
        let judge = Judge::new(lexicon)?;
        let mut prints = BTreeMap::new();
        let mut texts = BTreeMap::new();
        for cast in &mut casts {
            cast.members.retain(|it| judge.is_named(it));
            let print = std::mem::take(&mut cast.fingerprint);
            prints.insert(cast.article.clone(), print);
            texts.insert(cast.article.clone(), cast.text_hash.clone());
        }
        let reprints = reprints(&prints);
        let hashes = reprints.iter().map(|(article, first)| {
            let pair = (texts[article].clone(), texts[first].clone());
            (article.clone(), pair)
        });
        let hashes = hashes.collect();
        let identity = judge.identity(&casts, decisions);
        Ok(Self { identity, reprints, hashes })
    }

    /// The graph of an article under the names of the collection.
    pub(super) fn apply<'a>(
        &'a self,
        article: &ArticleId,
        nquads: &'a str,
        names: &Names,
    ) -> Cow<'a, str> {
        let renamed = rename(nquads, names, |iri| {
            let new = self.identity.canonical(article, iri);
            let label = self.identity.label(new).unwrap_or_default();
            (*new != *iri).then(|| Renaming { iri: new.to_owned(), label })
        });
        match self.hashes.get(article) {
            Some((own, first)) if own != first => Cow::Owned(
                renamed.replace(&format!("\"{own}\""), &format!("\"{first}\"")),
            ),
            _ => renamed,
        }
    }
}

impl Collection {
    /// Who is who in its articles.
    ///
    /// # Errors
    ///
    /// Where an article cannot be read.
    pub fn resolution(&self) -> Result<Resolution> {
        let casts = self.as_read()?.articles.values().map(ArticleRecord::cast).collect();
        Resolution::new(casts, &self.decisions, &Lexicon::embedded())
    }

    /// Everything that the graph keeps of every article, under the names that each article
    /// gave by itself.
    pub fn as_read(&self) -> Result<Graph> {
        self.settled(|it| {
            let mut graph = Graph::default();
            it.each(|entry, nquads| {
                let record = read_article(nquads, &it.names, entry.id.as_str());
                let record = record.map_err(|error| it.foreign(&error))?;
                graph.articles.insert(entry.id.clone(), record);
                Ok(())
            })?;
            Ok(graph)
        })
    }

    /// Keeps a person's decision; `false` where it was there. A decision that was revoked
    /// and is made again stands again.
    ///
    /// # Errors
    ///
    /// Where a side of it is no entity of the collection, or the collection is locked.
    pub fn decide(&mut self, decision: Decision) -> Result<bool> {
        self.lock()?;
        self.needs_entities(&decision)?;
        self.revise(|decisions, revoked| {
            revoked.remove(&decision);
            decisions.insert(decision)
        })
    }

    /// Takes decisions from another list, as [`decide`](Self::decide) does; how many were
    /// not there. Entities that are not in the collection may yet come.
    ///
    /// # Errors
    ///
    /// Where the collection is locked.
    pub fn import(&mut self, others: BTreeSet<Decision>) -> Result<usize> {
        self.lock()?;
        self.revise(|decisions, revoked| {
            let before = decisions.len();
            revoked.retain(|it| !others.contains(it));
            decisions.extend(others);
            decisions.len() - before
        })
    }

    /// Revokes every decision on a pair that `by` made, or anybody where it is `None`, and
    /// gives them back. Copies of the collection do not bring them back on merging.
    ///
    /// # Errors
    ///
    /// Where the collection is locked.
    pub fn undo(
        &mut self,
        one: &EntityRef,
        other: &EntityRef,
        by: Option<&str>,
    ) -> Result<Vec<Decision>> {
        self.lock()?;
        let sides = Decision::new(one, other, Judgement::Unsure).sides();
        self.revise(|decisions, revoked| {
            let is_meant =
                |it: &&Decision| it.sides() == sides && by.is_none_or(|by| it.by == by);
            let gone: Vec<_> = decisions.iter().filter(is_meant).cloned().collect();
            for decision in &gone {
                decisions.remove(decision);
                revoked.insert(decision.clone());
            }
            gone
        })
    }

    /// Writes what `change` makes of the decisions, revocations first, so that a crash
    /// between the two leaves the old state.
    fn revise<T>(
        &mut self,
        change: impl FnOnce(&mut BTreeSet<Decision>, &mut BTreeSet<Decision>) -> T,
    ) -> Result<T> {
        let (mut decisions, mut revoked) = (self.decisions.clone(), self.revoked.clone());
        let result = change(&mut decisions, &mut revoked);
        if revoked != self.revoked {
            records::write_decisions(&self.revoked_path(), &revoked)?;
            self.revoked = revoked;
        }
        if decisions != self.decisions {
            records::write_decisions(&self.decisions_path(), &decisions)?;
            self.decisions = decisions;
        }
        Ok(result)
    }

    fn needs_entities(&self, decision: &Decision) -> Result<()> {
        let refused =
            |reason: String| Error::Collection { path: self.folder().to_owned(), reason };
        let (one, other) = decision.sides().map_err(refused)?;
        let graph = self.as_read()?;
        for side in [&one, &other] {
            let is_there = |article: &ArticleId| {
                let record = graph.articles.get(article);
                record.is_some_and(|it| it.entities.contains_key(&side.iri))
            };
            let known = match &side.article {
                Some(article) => is_there(article),
                None => graph.articles.keys().any(is_there),
            };
            if !known {
                let reason = format!(
                    "no entity {side} in it; `newsgraph resolve DIR candidates` and \
                     `newsgraph query` show those there are"
                );
                return Err(refused(reason));
            }
        }
        Ok(())
    }
}
