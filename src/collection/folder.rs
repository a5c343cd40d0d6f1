//! The collection itself: open a folder, add articles, remove them, read them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::graph::{ArticleRecord, Graph};
use crate::rdf::{Names, Store, read_article, write_article};
use crate::resolve::Decision;
use crate::text::ArticleId;

use super::files;
use super::identity::Resolution;
use super::pack::{self, Entry};
use super::records;
use super::share::share;

/// A graph in a folder.
///
/// Whoever opens it may read; [`add`](Self::add), [`remove`](Self::remove) and
/// [`merge`](Self::merge) take its lock and hold it until the collection is dropped.
/// Readers are never blocked: they see the articles that were there when they opened it.
#[derive(Debug)]
pub struct Collection {
    pub(super) folder: PathBuf,
    pub(super) names: Names,
    lock: Option<files::Lock>,
    /// The articles of every pack, by the name of its file.
    pub(super) packs: BTreeMap<Arc<str>, Vec<Entry>>,
    /// The standing graph of every article that is not removed, and its pack.
    pub(super) articles: BTreeMap<ArticleId, (Entry, Arc<str>)>,
    /// Packs that hold a graph which no longer stands.
    pub(super) stale: BTreeSet<Arc<str>>,
    pub(super) decisions: BTreeSet<Decision>,
    /// Decisions that were taken back, and stay so when copies are merged in.
    pub(super) revoked: BTreeSet<Decision>,
    pub(super) tombstones: BTreeSet<ArticleId>,
    /// Who is who, under the digest of what it was derived from.
    pub(super) known: Mutex<Option<(String, Arc<Resolution>)>>,
}

/// What [`Collection::add`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// Articles that were not there.
    pub new: usize,
    /// Articles that were there, by the same configuration or a newer one.
    pub same: usize,
    /// Articles that were there by an older configuration.
    pub replaced: usize,
}

/// The marker of a collection.
#[derive(Debug, Serialize, Deserialize)]
struct Marker {
    format: u32,
    base: String,
}

const MARKER: &str = "newsgraph.toml";
const FORMAT: u32 = 1;

impl Collection {
    /// Makes a collection in a folder that is new or empty, and locks it.
    pub fn create(folder: impl Into<PathBuf>, names: &Names) -> Result<Self> {
        let folder = folder.into();
        let refused = |reason: String| Error::Collection { path: folder.clone(), reason };
        fs::create_dir_all(&folder)
            .map_err(|it| refused(format!("no folder can be made here: {it}")))?;
        let articles = folder.join("articles");
        let mut others = files::list(&folder)?;
        // A writer may have been interrupted before the folder was a collection.
        others.retain(|it| !files::is_unfinished(it));
        if others == [&*articles] && files::list(&articles)?.is_empty() {
            others.clear();
        }
        if !others.is_empty() {
            let reason = "the folder holds other files; name a new or an empty one";
            return Err(refused(reason.into()));
        }
        fs::create_dir_all(&articles).map_err(Error::io(&articles))?;
        let marker = format!("format = {FORMAT}\nbase = {:?}\n", names.base());
        files::write(&folder.join(MARKER), marker.as_bytes())?;
        let mut collection = Self::unread(folder)?;
        collection.lock()?;
        Ok(collection)
    }

    /// Opens a collection for reading.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self> {
        let mut collection = Self::unread(folder.into())?;
        collection.scan()?;
        Ok(collection)
    }

    /// A collection of whose articles nothing is known yet.
    fn unread(folder: PathBuf) -> Result<Self> {
        let names = marked(&folder)?;
        Ok(Self {
            folder,
            names,
            lock: None,
            packs: BTreeMap::new(),
            articles: BTreeMap::new(),
            stale: BTreeSet::new(),
            decisions: BTreeSet::new(),
            revoked: BTreeSet::new(),
            tombstones: BTreeSet::new(),
            known: Mutex::default(),
        })
    }

    /// Opens a collection for writing, or makes one; either is locked.
    ///
    /// # Errors
    ///
    /// Besides those of [`open`](Self::open), where the collection is there under another
    /// base than that of `names`.
    pub fn open_or_create(folder: impl Into<PathBuf>, names: &Names) -> Result<Self> {
        let folder = folder.into();
        if !Self::is_at(&folder) {
            return Self::create(folder, names);
        }
        let mut collection = Self::unread(folder)?;
        collection.needs_base(names)?;
        collection.lock()?;
        Ok(collection)
    }

    /// Whether the folder is a collection.
    pub fn is_at(folder: &Path) -> bool {
        folder.join(MARKER).is_file()
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How its articles, entities and facts are named.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Whether the article is there.
    pub fn contains(&self, id: &ArticleId) -> bool {
        self.articles.contains_key(id)
    }

    /// What read the article that is there, so that a builder need not read it again.
    pub fn config(&self, id: &ArticleId) -> Option<&str> {
        self.articles.get(id).map(|(entry, _)| &*entry.config)
    }

    /// The articles, in the order of their names.
    pub fn article_ids(&self) -> impl ExactSizeIterator<Item = &ArticleId> {
        self.articles.keys()
    }

    /// The articles that were removed.
    pub fn tombstones(&self) -> &BTreeSet<ArticleId> {
        &self.tombstones
    }

    /// What was decided about who is who.
    pub fn decisions(&self) -> &BTreeSet<Decision> {
        &self.decisions
    }

    /// Adds articles in one step: after a crash all of them are there or none.
    ///
    /// An article that is there by the same configuration or a newer one is left alone;
    /// by an older one it is replaced (of two equally new, the greater digest stands).
    /// An article that was removed and is added again is there again.
    pub fn add(&mut self, records: Vec<ArticleRecord>) -> Result<Added> {
        self.lock()?;
        let mut added = Added::default();
        let mut graphs = BTreeMap::<ArticleId, (Entry, String)>::new();
        let mut is_lifted = false;
        for record in records {
            let graph = write_article(&record, &self.names);
            let entry = Entry::new(record.id.clone(), record.config, &graph);
            let held = graphs.get(&record.id).map(|(entry, _)| entry);
            let held = held.or_else(|| self.articles.get(&record.id).map(|(it, _)| it));
            match held {
                Some(held) if entry.newer(held).is_le() => added.same += 1,
                Some(_) => added.replaced += 1,
                None => added.new += 1,
            }
            if held.is_none_or(|it| entry.newer(it).is_gt()) {
                is_lifted |= self.tombstones.remove(&record.id);
                graphs.insert(record.id, (entry, graph));
            }
        }
        self.write(graphs.into_values())?;
        if is_lifted {
            records::write_tombstones(&self.tombstones_path(), &self.tombstones)?;
            self.index();
        }
        self.tidy()?;
        Ok(added)
    }

    /// Takes an article out, exactly, and remembers that it was; `false` where it was not
    /// there.
    pub fn remove(&mut self, id: &ArticleId) -> Result<bool> {
        self.lock()?;
        if !self.contains(id) {
            return Ok(false);
        }
        // The tombstone first: a crash after it leaves the article hidden, and the next
        // writer takes it out.
        self.tombstones.insert(id.clone());
        records::write_tombstones(&self.tombstones_path(), &self.tombstones)?;
        self.stale.extend(self.articles.remove(id).map(|(_, pack)| pack));
        self.tidy()?;
        Ok(true)
    }

    /// Everything that the graph keeps of every article, under the names of the
    /// collection.
    pub fn graph(&self) -> Result<Graph> {
        self.settled(|it| {
            let resolution = it.resolution()?;
            let parts = share(it.packs.keys(), |pack| {
                let mut records = Vec::new();
                it.standing(pack, |entry, nquads| {
                    let nquads = resolution.apply(&entry.id, nquads, &it.names);
                    let record = read_article(&nquads, &it.names, entry.id.as_str());
                    let record = record.map_err(|error| it.foreign(&error))?;
                    records.push((entry.id.clone(), record));
                    Ok(())
                })?;
                Ok(records)
            })?;
            Ok(Graph { articles: parts.into_iter().flatten().collect() })
        })
    }

    /// A store in memory with every article's graph, to ask SPARQL.
    pub fn store(&self) -> Result<Store> {
        let store = Store::new(self.names.clone());
        self.load(&store)?;
        Ok(store)
    }

    /// Adds every article's graph to a store, under the names of the collection, and the
    /// notes.
    pub fn load(&self, store: &Store) -> Result<()> {
        self.settled(|it| {
            let resolution = it.resolution()?;
            it.each(|entry, nquads| {
                let nquads = resolution.apply(&entry.id, nquads, &it.names);
                let loaded = store.load_own(entry.id.as_str(), &nquads);
                loaded.map_err(|error| it.foreign(&error))
            })
        })?;
        store.load_notes("notes.nq", &self.notes()?)
    }

    /// Hands over the standing graphs, pack by pack.
    pub(super) fn each(
        &self,
        mut take: impl FnMut(&Entry, &str) -> Result<()>,
    ) -> Result<()> {
        self.packs.keys().try_for_each(|name| self.standing(name, &mut take))
    }

    /// Derives everything under `index/` anew, from packs and decisions alone.
    ///
    /// # Errors
    ///
    /// Where an article cannot be read, or the collection is being written to.
    pub fn rebuild_index(&mut self) -> Result<()> {
        self.lock()?;
        let folder = self.index_path();
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(Error::io(&folder))?;
        }
        *self.known.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        self.write_indexes()?;
        self.resolution()?;
        Ok(())
    }

    /// Takes the lock, cleans up after a writer that was interrupted, and looks again at
    /// what is there.
    pub fn lock(&mut self) -> Result<()> {
        if self.lock.is_none() {
            self.lock = Some(files::lock(&self.folder)?);
            files::clean(&self.folder)?;
            files::clean(&self.articles_path())?;
            self.scan()?;
            self.write_indexes()?;
        }
        Ok(())
    }

    /// A collection has one base: graphs under another cannot stand beside its own.
    pub(super) fn needs_base(&self, names: &Names) -> Result<()> {
        if self.names == *names {
            return Ok(());
        }
        Err(Error::Collection {
            path: self.folder.clone(),
            reason: format!(
                "its base is {}, not {}; build with the same --base",
                self.names.base(),
                names.base()
            ),
        })
    }

    /// The collection as it was before anything was added to it.
    pub(super) fn emptied(self) -> Self {
        Self {
            packs: BTreeMap::new(),
            articles: BTreeMap::new(),
            stale: BTreeSet::new(),
            decisions: BTreeSet::new(),
            revoked: BTreeSet::new(),
            tombstones: BTreeSet::new(),
            ..self
        }
    }

    pub(super) fn tombstones_path(&self) -> PathBuf {
        self.folder.join("tombstones.csv")
    }

    pub(super) fn revoked_path(&self) -> PathBuf {
        self.folder.join("revoked.csv")
    }

    pub(super) fn decisions_path(&self) -> PathBuf {
        self.folder.join("decisions.csv")
    }

    pub(super) fn index_path(&self) -> PathBuf {
        self.folder.join("index")
    }

    pub(super) fn articles_path(&self) -> PathBuf {
        self.folder.join("articles")
    }

    /// Hands over the graphs of a pack that stand.
    pub(super) fn standing(
        &self,
        name: &str,
        mut take: impl FnMut(&Entry, &str) -> Result<()>,
    ) -> Result<()> {
        let entries = &self.packs[name];
        let text = pack::graphs(&self.articles_path().join(name), entries)?;
        let mut rest = &*text;
        for entry in entries {
            let (graph, after) =
                rest.split_at_checked(entry.length).unwrap_or((rest, ""));
            rest = after;
            if self.stands(name, entry) {
                take(entry, graph)?;
            }
        }
        Ok(())
    }

    /// Whether the graph of an entry is the one that its article has.
    pub(super) fn stands(&self, name: &str, entry: &Entry) -> bool {
        let held = self.articles.get(&entry.id);
        held.is_some_and(|(it, pack)| it == entry && **pack == *name)
    }

    /// Reads, and reads again where a writer has put a pack into another meanwhile.
    pub(super) fn settled<T>(&self, read: impl Fn(&Self) -> Result<T>) -> Result<T> {
        match read(self) {
            Err(Error::Io { source, .. })
                if source.kind() == ErrorKind::NotFound && self.lock.is_none() =>
            {
                let again = Self::open(&self.folder)?;
                again.settled(read)
            }
            other => other,
        }
    }

    /// A pack is whole, and yet a graph in it is not what this program writes.
    pub(super) fn foreign(&self, error: &Error) -> Error {
        let reason = format!("{error}; remove that article and build it again");
        Error::Collection { path: self.folder.clone(), reason }
    }

    /// Reads from the folder what is there; a pack that was read before is not read again.
    fn scan(&mut self) -> Result<()> {
        self.decisions = records::read_decisions(&self.decisions_path())?;
        self.revoked = records::read_decisions(&self.revoked_path())?;
        let tombstones = records::read_tombstones(&self.tombstones_path())?;
        let folder = self.articles_path();
        let mut known = std::mem::take(&mut self.packs);
        let mut is_new = tombstones != self.tombstones;
        self.tombstones = tombstones;
        for name in pack::names(&folder)? {
            if let Some((name, entries)) = known.remove_entry(&*name) {
                self.packs.insert(name, entries);
                continue;
            }
            is_new = true;
            match pack::entries(&folder.join(&name)) {
                Ok(entries) => {
                    self.packs.insert(name.into(), entries);
                }
                // A writer has just put this pack into another, which is listed or is
                // found when the folder is listed again.
                Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                    return self.scan();
                }
                Err(error) => return Err(error),
            }
        }
        if is_new || !known.is_empty() {
            self.index();
        }
        Ok(())
    }

    /// Finds the standing graph of every article.
    pub(super) fn index(&mut self) {
        self.articles.clear();
        self.stale.clear();
        let packs = self.packs.keys().cloned().collect::<Vec<_>>();
        for name in packs {
            self.settle(&name);
        }
    }

    /// Finds which graphs of a pack stand.
    pub(super) fn settle(&mut self, name: &Arc<str>) {
        for entry in self.packs.get(name).into_iter().flatten() {
            if self.tombstones.contains(&entry.id) {
                self.stale.insert(name.clone());
                continue;
            }
            let held = self.articles.get(&entry.id);
            let stands = held.is_none_or(|(it, pack)| {
                entry.newer(it).is_gt() || !self.packs.contains_key(pack)
            });
            if !stands {
                self.stale.insert(name.clone());
                continue;
            }
            let place = (entry.clone(), name.clone());
            let former = self.articles.insert(entry.id.clone(), place);
            self.stale.extend(former.map(|(_, pack)| pack));
        }
        self.stale.retain(|it| self.packs.contains_key(it));
    }
}

/// How the marker says that things are named.
fn marked(folder: &Path) -> Result<Names> {
    let path = folder.join(MARKER);
    let wrong = |reason: String| Error::Collection { path: folder.to_owned(), reason };
    let text = fs::read_to_string(&path).map_err(|it| match it.kind() {
        ErrorKind::NotFound => {
            wrong("not a collection; make one with `newsgraph build … -o DIR`".into())
        }
        _ => Error::io(&path)(it),
    })?;
    let marker = toml::from_str::<Marker>(&text)
        .map_err(|it| wrong(format!("{MARKER} is damaged: {}", it.message())))?;
    if marker.format != FORMAT {
        let format = marker.format;
        return Err(wrong(format!(
            "its format is {format}, this program reads {FORMAT}; use a newer program"
        )));
    }
    Names::new(marker.base).map_err(|it| wrong(format!("{MARKER} is damaged: {it}")))
}
