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

use super::directory::{Directory, Shelf, key};
use super::files;
use super::identity::Resolution;
use super::pack::{self, Entry, Reader};
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
    /// Every pack, by the name of its file.
    pub(super) packs: BTreeMap<Arc<str>, Extent>,
    /// The standing graph of every article that is not removed.
    pub(super) directory: Directory,
    pub(super) decisions: BTreeSet<Decision>,
    /// Decisions that were taken back, and stay so when copies are merged in.
    pub(super) revoked: BTreeSet<Decision>,
    pub(super) tombstones: BTreeSet<ArticleId>,
    /// Who is who, under the digest of what it was derived from.
    pub(super) known: Mutex<Option<(String, Arc<Resolution>)>>,
}

/// How much a pack holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub(super) articles: usize,
    /// How many bytes their graphs have.
    pub(super) text: usize,
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
            directory: Directory::default(),
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
    ///
    /// # Errors
    ///
    /// Where a temporary file cannot be read.
    pub fn contains(&self, id: &ArticleId) -> Result<bool> {
        Ok(self.directory.get(id)?.is_some())
    }

    /// What read the article that is there, so that a builder need not read it again.
    ///
    /// # Errors
    ///
    /// Where a temporary file cannot be read.
    pub fn config(&self, id: &ArticleId) -> Result<Option<&str>> {
        Ok(self.directory.get(id)?.map(|it| &*it.config))
    }

    /// How many articles there are.
    ///
    /// # Errors
    ///
    /// Where a temporary file cannot be read.
    pub fn count(&self) -> Result<usize> {
        self.directory.len()
    }

    /// The articles.
    ///
    /// # Errors
    ///
    /// Where the list of a pack cannot be read.
    pub fn article_ids(&self) -> Result<BTreeSet<ArticleId>> {
        self.settled(|it| {
            let mut ids = BTreeSet::new();
            it.each_entry(|entry| {
                ids.insert(entry.id);
                Ok(())
            })?;
            Ok(ids)
        })
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
        let mut stands = self.entries_of(records.iter().map(|it| &it.id))?;
        let mut graphs = BTreeMap::new();
        let mut is_lifted = false;
        for record in records {
            let graph = write_article(&record, &self.names);
            let entry = Entry::new(record.id, record.config, &graph);
            let held = stands.get(&entry.id);
            match held {
                Some(held) if entry.newer(held).is_le() => {
                    added.same += 1;
                    continue;
                }
                Some(_) => added.replaced += 1,
                None => added.new += 1,
            }
            is_lifted |= self.tombstones.remove(&entry.id);
            stands.insert(entry.id.clone(), entry.clone());
            graphs.insert(entry.id.clone(), (entry, graph));
        }
        self.write(&graphs.into_values().collect::<Vec<_>>())?;
        if is_lifted {
            records::write_tombstones(&self.tombstones_path(), &self.tombstones)?;
        }
        self.tidy()?;
        Ok(added)
    }

    /// Takes an article out, exactly, and remembers that it was; `false` where it was not
    /// there.
    pub fn remove(&mut self, id: &ArticleId) -> Result<bool> {
        self.lock()?;
        if !self.contains(id)? {
            return Ok(false);
        }
        // The tombstone first: a crash after it leaves the article hidden, and the next
        // writer takes it out.
        self.tombstones.insert(id.clone());
        records::write_tombstones(&self.tombstones_path(), &self.tombstones)?;
        self.directory.remove(id)?;
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

    /// Hands over the entries of the standing graphs, pack by pack.
    pub(super) fn each_entry(
        &self,
        mut take: impl FnMut(Entry) -> Result<()>,
    ) -> Result<()> {
        for pack in self.packs.keys() {
            for entry in self.entries(pack)? {
                if self.stands(pack, &entry.id)? {
                    take(entry)?;
                }
            }
        }
        Ok(())
    }

    /// The entries of those of some articles that are there.
    fn entries_of<'a>(
        &self,
        ids: impl Iterator<Item = &'a ArticleId>,
    ) -> Result<BTreeMap<ArticleId, Entry>> {
        let mut found = BTreeMap::new();
        for (pack, ids) in self.by_pack(ids)? {
            let entries = self.entries(pack)?.into_iter();
            let entries = entries.filter(|it| ids.contains(&it.id));
            found.extend(entries.map(|it| (it.id.clone(), it)));
        }
        Ok(found)
    }

    /// Those of some articles that are there, under their packs.
    pub(super) fn by_pack<'a>(
        &self,
        ids: impl Iterator<Item = &'a ArticleId>,
    ) -> Result<BTreeMap<&str, BTreeSet<&'a ArticleId>>> {
        let mut packs = BTreeMap::<_, BTreeSet<_>>::new();
        for id in ids {
            if let Some(Shelf { pack, .. }) = self.directory.get(id)? {
                packs.entry(&**pack).or_default().insert(id);
            }
        }
        Ok(packs)
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
            let lock = files::lock(&self.folder)?;
            files::clean(&self.folder)?;
            files::clean(&self.articles_path())?;
            self.scan()?;
            self.tidy()?;
            self.lock = Some(lock);
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
            directory: Directory::default(),
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

    /// The entries of a pack, those that do not stand included.
    pub(super) fn entries(&self, pack: &str) -> Result<Vec<Entry>> {
        pack::entries(&self.articles_path().join(pack))
    }

    /// Hands over the graphs of a pack that stand.
    pub(super) fn standing(
        &self,
        pack: &str,
        mut take: impl FnMut(&Entry, &str) -> Result<()>,
    ) -> Result<()> {
        let mut reader = Reader::open(&self.articles_path().join(pack))?;
        let mut graph = String::new();
        while let Some(entry) = reader.next(&mut graph)? {
            if self.stands(pack, &entry.id)? {
                take(&entry, &graph)?;
            }
        }
        Ok(())
    }

    /// Whether the graph of an article in a pack is the one that the article has.
    pub(super) fn stands(&self, pack: &str, id: &ArticleId) -> Result<bool> {
        Ok(self.directory.get(id)?.is_some_and(|it| *it.pack == *pack))
    }

    /// Reads, and reads again where a writer has put a pack into another meanwhile.
    pub(super) fn settled<T>(&self, read: impl Fn(&Self) -> Result<T>) -> Result<T> {
        match read(self) {
            Err(Error::Io { source, path })
                if source.kind() == ErrorKind::NotFound
                    && path.starts_with(&self.folder)
                    && self.lock.is_none() =>
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

    /// Reads from the folder what is there, unless nothing has changed there.
    fn scan(&mut self) -> Result<()> {
        self.decisions = records::read_decisions(&self.decisions_path())?;
        self.revoked = records::read_decisions(&self.revoked_path())?;
        let tombstones = records::read_tombstones(&self.tombstones_path())?;
        let packs = pack::names(&self.articles_path())?;
        let is_known = self.packs.keys().map(|it| &**it).eq(&packs);
        if is_known && self.tombstones == tombstones {
            return Ok(());
        }
        self.tombstones = tombstones;
        match self.index(packs) {
            // A writer has just put this pack into another, which is listed or is found
            // when the folder is listed again.
            Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                self.packs.clear();
                self.directory = Directory::default();
                self.scan()
            }
            done => done,
        }
    }

    /// Finds the standing graph of every article.
    fn index(&mut self, packs: Vec<String>) -> Result<()> {
        self.packs.clear();
        self.directory = Directory::default();
        for pack in packs {
            let entries = self.entries(&pack)?;
            self.enlist(pack.into(), &entries)?;
        }
        let doubles = self.directory.doubles()?;
        if doubles.is_empty() {
            return Ok(());
        }
        let mut newest = BTreeMap::<ArticleId, (Entry, &Arc<str>)>::new();
        for pack in self.packs.keys() {
            let entries = self.entries(pack)?.into_iter();
            for entry in entries.filter(|it| doubles.contains(&key(&it.id))) {
                let held = newest.get(&entry.id);
                if held.is_none_or(|(held, _)| entry.newer(held).is_gt()) {
                    newest.insert(entry.id.clone(), (entry, pack));
                }
            }
        }
        for (entry, pack) in newest.values() {
            self.directory.add(pack, [entry])?;
        }
        self.directory.settle()
    }

    /// Takes note of a pack and of the articles in it; the directory is then to be settled.
    pub(super) fn enlist(&mut self, pack: Arc<str>, entries: &[Entry]) -> Result<()> {
        let there = entries.iter().filter(|it| !self.tombstones.contains(&it.id));
        self.directory.add(&pack, there)?;
        let text = entries.iter().map(|it| it.length).sum();
        self.packs.insert(pack, Extent { articles: entries.len(), text });
        Ok(())
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
