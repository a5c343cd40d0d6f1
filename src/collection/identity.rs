//! Who is who in a collection: a function of its articles and decisions.
//!
//! It is kept beside the indexes once it was derived, under the digest of all that it is a
//! function of. So it is never out of date: whoever finds another digest derives it anew,
//! from the casts of the packs. Readers keep it too, where they may write.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::lexicon::Lexicon;
use crate::rdf::{Names, Renaming, read_article, rename};
use crate::resolve::{Cast, Decision, EntityRef, Identity, Judge, Judgement, reprints};
use crate::text::ArticleId;

use super::casts;
use super::files;
use super::folder::Collection;
use super::pack;
use super::records;

/// The file under `index/`.
const KEPT: &str = "identity.zst";

/// What is kept of a resolution.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// The digest of what it was derived from.
    of: String,
    identity: Identity,
    /// Reprint and first article, with the digests of their texts.
    reprints: Vec<[String; 4]>,
}

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

    /// Reads the one that was kept; `None` where it was derived from something else or
    /// cannot be read.
    fn read(path: &Path, of: &str) -> Option<Self> {
        let packed = fs::read(path).ok()?;
        let kept = zstd::decode_all(&*packed).ok()?;
        let kept = serde_json::from_slice::<Kept>(&kept).ok().filter(|it| it.of == of)?;
        let mut resolution = Self { identity: kept.identity, ..Self::default() };
        for [article, first, own, other] in kept.reprints {
            let [article, first] = [article, first].map(ArticleId::from_minted);
            resolution.hashes.insert(article.clone(), (own, other));
            resolution.reprints.insert(article, first);
        }
        Some(resolution)
    }

    /// Keeps it.
    fn write(&self, path: &Path, of: String) -> Result<()> {
        let reprints = self.reprints.iter().map(|(article, first)| {
            let (own, other) = self.hashes[article].clone();
            [article.to_string(), first.to_string(), own, other]
        });
        let reprints = reprints.collect();
        let kept = Kept { of, identity: self.identity.clone(), reprints };
        let packed = || -> io::Result<Vec<u8>> {
            let mut packed = zstd::Encoder::new(Vec::new(), 3)?;
            packed.include_checksum(true)?;
            serde_json::to_writer(&mut packed, &kept)?;
            packed.finish()
        };
        files::write(path, &packed().map_err(Error::io(path))?)
    }

    /// The graph of an article under the names of the collection.
    pub(super) fn apply<'a>(
        &'a self,
        article: &ArticleId,
        nquads: &'a str,
        names: &Names,
    ) -> Cow<'a, str> {
        let renaming = |iri: &str| {
            let new = self.identity.canonical(article, iri);
            let label = self.identity.label(new).unwrap_or_default();
            (*new != *iri).then(|| Renaming { iri: new.to_owned(), label })
        };
        let renamed = if self.identity.is_plain() {
            Cow::Borrowed(nquads)
        } else {
            rename(nquads, names, renaming)
        };
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
    pub fn resolution(&self) -> Result<Arc<Resolution>> {
        self.settled(|it| {
            let of = it.ground()?;
            let mut known = it.known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, known)) = known.as_ref().filter(|(it, _)| *it == of) {
                return Ok(known.clone());
            }
            let path = it.identity_path();
            let resolution = match Resolution::read(&path, &of) {
                Some(kept) => kept,
                None => {
                    let casts = it.casts()?;
                    let lexicon = Lexicon::embedded();
                    let derived = Resolution::new(casts, &it.decisions, &lexicon)?;
                    // Whoever may not write here derives it again next time.
                    drop(derived.write(&path, of.clone()));
                    derived
                }
            };
            let resolution = Arc::new(resolution);
            *known = Some((of, resolution.clone()));
            Ok(resolution)
        })
    }

    /// The digest of all that who is who is a function of: a pack is named by its content.
    fn ground(&self) -> Result<String> {
        let packs = self.packs.keys().map(|it| &**it);
        let gone = self.tombstones.iter().map(ArticleId::as_str);
        let names = [env!("CARGO_PKG_VERSION")].into_iter().chain(packs).chain(gone);
        let mut ground = names.flat_map(|it| [it, "\n"]).collect::<String>().into_bytes();
        ground.extend(records::decisions_csv(&self.decisions)?);
        Ok(pack::digest(&ground, 52))
    }

    /// What the standing articles tell of their entities, sorted by article.
    fn casts(&self) -> Result<Vec<Cast>> {
        let mut all = Vec::new();
        for (pack, extent) in &self.packs {
            let kept = casts::read(&self.index_path(), pack)?;
            let found = match kept.filter(|it| it.len() == extent.articles) {
                Some(kept) => kept,
                None => {
                    let mut found = Vec::new();
                    let path = self.articles_path().join(&**pack);
                    let read = casts::of_pack(&path, &self.names, |it| {
                        found.push(it);
                        Ok(())
                    });
                    read.map_err(|it| match it {
                        Error::Store { .. } => self.foreign(&it),
                        _ => it,
                    })?;
                    found
                }
            };
            for it in found {
                if self.stands(pack, &it.article)? {
                    all.push(it);
                }
            }
        }
        all.sort_by(|one, other| one.article.cmp(&other.article));
        Ok(all)
    }

    fn identity_path(&self) -> PathBuf {
        self.index_path().join(KEPT)
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
        for side in [&one, &other] {
            let bearers = self.bearers(&side.iri)?;
            let known = match &side.article {
                Some(article) => bearers.contains(article),
                None => !bearers.is_empty(),
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
