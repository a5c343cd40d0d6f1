//! The directory says in which pack the standing graph of each article is.
//!
//! Few articles are held in memory, however many there are: the others are in a temporary
//! file, sorted by their keys. What else there is to know of an article is read from the
//! list of its pack.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::iter::Peekable;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::text::ArticleId;

use super::pack::Entry;
use super::sort::failed;

/// How many places are held in memory.
const HELD: usize = 1 << 15;
/// How many places of a file are read at a time, unless it is so long that one in [`MARKS`]
/// is more.
const BLOCK: usize = 256;
/// How many keys of a file are held in memory.
const MARKS: usize = 1 << 12;

/// Where the standing graph of each article is.
#[derive(Debug)]
pub(super) struct Directory {
    /// What was added last. Sorted, once it is settled.
    places: Vec<Place>,
    /// What was added before, the oldest first; once it is settled, one at most.
    runs: Vec<Run>,
    /// The articles that were found to be in more than one.
    doubles: BTreeSet<Key>,
    shelves: Vec<Shelf>,
    held: usize,
}

/// An article and the number of its shelf, from 1; 0 where it does not stand any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    key: Key,
    shelf: u32,
}

impl Place {
    const BYTES: usize = KEY + 4;

    fn bytes(self) -> [u8; Self::BYTES] {
        let shelf = self.shelf.to_le_bytes();
        std::array::from_fn(|at| if at < KEY { self.key[at] } else { shelf[at - KEY] })
    }

    fn parse(bytes: &[u8; Self::BYTES]) -> Self {
        let shelf = std::array::from_fn(|at| bytes[KEY + at]);
        Self {
            key: std::array::from_fn(|at| bytes[at]),
            shelf: u32::from_le_bytes(shelf),
        }
    }
}

/// The start of the SHA-256 of an article's name: so much of it that no two are alike.
pub(super) type Key = [u8; KEY];

const KEY: usize = 12;

/// The articles of a pack that were read by one configuration.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) pack: Arc<str>,
    pub(super) config: Arc<str>,
}

impl Default for Directory {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            runs: Vec::new(),
            doubles: BTreeSet::new(),
            shelves: Vec::new(),
            held: HELD,
        }
    }
}

impl Directory {
    /// How many articles stand.
    pub(super) fn len(&self) -> Result<usize> {
        Ok(self.shelf_counts()?.iter().sum())
    }

    /// Where the graph of an article is.
    pub(super) fn get(&self, id: &ArticleId) -> Result<Option<&Shelf>> {
        let key = key(id);
        let place = match self.find(key) {
            Some(at) => Some(self.places[at]),
            None => self.find_in_runs(key)?.map(|(_, _, place)| place),
        };
        Ok(place.and_then(|it| self.shelves.get((it.shelf as usize).checked_sub(1)?)))
    }

    /// Adds the articles of a pack; [`settle`](Self::settle) is to follow.
    pub(super) fn add<'a>(
        &mut self,
        pack: &Arc<str>,
        entries: impl IntoIterator<Item = &'a Entry>,
    ) -> Result<()> {
        let first = self.shelves.len();
        for entry in entries {
            let mut known = self.shelves[first..].iter();
            let known = known.position(|it| *it.config == *entry.config);
            let at = first + known.unwrap_or(self.shelves.len() - first);
            if at == self.shelves.len() {
                let (pack, config) = (pack.clone(), entry.config.clone());
                self.shelves.push(Shelf { pack, config });
            }
            if self.places.len() == self.held {
                self.spill().map_err(failed)?;
            }
            let shelf = u32::try_from(at + 1).unwrap_or(0);
            self.places.push(Place { key: key(&entry.id), shelf });
        }
        Ok(())
    }

    /// Sorts what was added. Of an article that was added more than once, the last graph
    /// stands.
    pub(super) fn settle(&mut self) -> Result<()> {
        self.order()?;
        self.doubles.clear();
        Ok(())
    }

    /// Settles, and gives the articles that were added more than once since that was done
    /// last.
    pub(super) fn doubles(&mut self) -> Result<BTreeSet<Key>> {
        self.order()?;
        let mut doubles = std::mem::take(&mut self.doubles);
        for place in self.all() {
            let (place, is_double) = place.map_err(failed)?;
            if is_double {
                doubles.insert(place.key);
            }
        }
        Ok(doubles)
    }

    /// Says that an article does not stand any more; `false` where it did not.
    pub(super) fn remove(&mut self, id: &ArticleId) -> Result<bool> {
        let key = key(id);
        if let Some(at) = self.find(key) {
            return Ok(std::mem::take(&mut self.places[at].shelf) > 0);
        }
        let Some((run, at, Place { shelf, .. })) = self.find_in_runs(key)? else {
            return Ok(false);
        };
        run.write(at, Place { key, shelf: 0 }).map_err(failed)?;
        Ok(shelf > 0)
    }

    /// How many articles stand in each pack.
    pub(super) fn counts(&self) -> Result<BTreeMap<&str, usize>> {
        let mut packs = BTreeMap::new();
        for (shelf, count) in self.shelves.iter().zip(self.shelf_counts()?) {
            *packs.entry(&*shelf.pack).or_default() += count;
        }
        Ok(packs)
    }

    /// How many articles stand on each shelf.
    fn shelf_counts(&self) -> Result<Vec<usize>> {
        let mut counts = vec![0; self.shelves.len()];
        for place in self.all() {
            let (place, _) = place.map_err(failed)?;
            if let Some(at) = (place.shelf as usize).checked_sub(1) {
                counts[at] += 1;
            }
        }
        Ok(counts)
    }

    /// Every place, and whether it hides another of the same article.
    fn all(&self) -> impl Iterator<Item = io::Result<(Place, bool)>> {
        let filed = self.runs.iter().flat_map(Run::places);
        Merged::new(filed, self.places.iter().copied().map(Ok))
    }

    /// The index of an article among the places in memory.
    fn find(&self, key: Key) -> Option<usize> {
        self.places.binary_search_by_key(&key, |it| it.key).ok()
    }

    fn find_in_runs(&self, key: Key) -> Result<Option<(&Run, usize, Place)>> {
        for run in self.runs.iter().rev() {
            if let Some((at, place)) = run.find(key).map_err(failed)? {
                return Ok(Some((run, at, place)));
            }
        }
        Ok(None)
    }

    /// Sorts everything.
    fn order(&mut self) -> Result<()> {
        self.sort();
        while self.runs.len() > 1 {
            self.unite().map_err(failed)?;
        }
        Ok(())
    }

    /// Sorts what is held in memory.
    fn sort(&mut self) {
        // What was added later is on a later shelf.
        self.places.sort_unstable();
        self.places.dedup_by(|later, former| {
            let is_double = later.key == former.key;
            if is_double {
                self.doubles.insert(former.key);
                former.shelf = later.shelf;
            }
            is_double
        });
    }

    /// Puts what is held in memory into a file, and unites files of like length.
    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let places = self.places.drain(..).map(Ok);
        self.runs.push(Run::new(places.len(), places)?);
        while let [.., former, later] = &*self.runs
            && former.length <= later.length
        {
            self.unite()?;
        }
        Ok(())
    }

    /// Makes one run of the last two.
    fn unite(&mut self) -> io::Result<()> {
        let [.., former, later] = &*self.runs else { return Ok(()) };
        let length = former.length + later.length;
        let doubles = &mut self.doubles;
        let merged = Merged::new(former.places(), later.places()).map(|it| {
            let (place, is_double) = it?;
            if is_double {
                doubles.insert(place.key);
            }
            Ok(place)
        });
        let run = Run::new(length, merged)?;
        self.runs.truncate(self.runs.len() - 2);
        self.runs.push(run);
        Ok(())
    }
}

/// The key of an article.
pub(super) fn key(id: &ArticleId) -> Key {
    let digest = Sha256::digest(id.as_str());
    std::array::from_fn(|at| digest[at])
}

/// Places in a temporary file, sorted, each article once.
#[derive(Debug)]
struct Run {
    file: Mutex<File>,
    length: usize,
    /// The first key of every block.
    marks: Vec<Key>,
    /// How many places a block has.
    block: usize,
}

impl Run {
    /// Writes places, of which there are so many at most.
    fn new(
        most: usize,
        places: impl Iterator<Item = io::Result<Place>>,
    ) -> io::Result<Self> {
        let block = most.div_ceil(MARKS).max(BLOCK);
        let mut file = BufWriter::new(tempfile::tempfile()?);
        let (mut length, mut marks) = (0, Vec::new());
        for place in places {
            let place = place?;
            if length % block == 0 {
                marks.push(place.key);
            }
            file.write_all(&place.bytes())?;
            length += 1;
        }
        let file = Mutex::new(file.into_inner()?);
        Ok(Self { file, length, marks, block })
    }

    /// The place of an article, and its index.
    fn find(&self, key: Key) -> io::Result<Option<(usize, Place)>> {
        let after = self.marks.partition_point(|it| *it <= key);
        let Some(block) = after.checked_sub(1) else { return Ok(None) };
        let places = self.read(block)?;
        let found = places.binary_search_by_key(&key, |it| it.key).ok();
        Ok(found.map(|at| (block * self.block + at, places[at])))
    }

    /// Every place, in order.
    fn places(&self) -> impl Iterator<Item = io::Result<Place>> {
        (0..self.marks.len()).flat_map(|block| {
            let (places, error) = match self.read(block) {
                Ok(places) => (places, None),
                Err(error) => (Vec::new(), Some(Err(error))),
            };
            places.into_iter().map(Ok).chain(error)
        })
    }

    /// Reads a block.
    fn read(&self, block: usize) -> io::Result<Vec<Place>> {
        let first = block * self.block;
        let length = self.block.min(self.length - first);
        let mut bytes = vec![0; length * Place::BYTES];
        self.at(first)?.read_exact(&mut bytes)?;
        let (places, _) = bytes.as_chunks::<{ Place::BYTES }>();
        Ok(places.iter().map(Place::parse).collect())
    }

    /// Writes one place over another.
    fn write(&self, at: usize, place: Place) -> io::Result<()> {
        self.at(at)?.write_all(&place.bytes())
    }

    /// The file, where a place begins.
    fn at(&self, at: usize) -> io::Result<MutexGuard<'_, File>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start((at * Place::BYTES) as u64))?;
        Ok(file)
    }
}

/// Two sorted lists as one; of two places of one article, that of the later list.
struct Merged<A: Iterator, B: Iterator> {
    former: Peekable<A>,
    later: Peekable<B>,
}

impl<A: Iterator, B: Iterator> Merged<A, B> {
    fn new(former: A, later: B) -> Self {
        Self { former: former.peekable(), later: later.peekable() }
    }
}

impl<A, B> Iterator for Merged<A, B>
where
    A: Iterator<Item = io::Result<Place>>,
    B: Iterator<Item = io::Result<Place>>,
{
    /// A place, and whether it hides another of the same article.
    type Item = io::Result<(Place, bool)>;

    fn next(&mut self) -> Option<Self::Item> {
        let order = match (self.former.peek(), self.later.peek()) {
            (Some(Ok(former)), Some(Ok(later))) => former.key.cmp(&later.key),
            (Some(Err(_)), _) | (Some(_), None) => Ordering::Less,
            _ => Ordering::Greater,
        };
        let next = match order {
            Ordering::Less => self.former.next(),
            Ordering::Greater => self.later.next(),
            Ordering::Equal => self.former.next().and(self.later.next()),
        };
        next.map(|it| Ok((it?, order.is_eq())))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    use super::{Directory, Entry, key};
    use crate::text::ArticleId;

    fn id(it: &str) -> ArticleId {
        ArticleId::from_minted(it)
    }

    fn entry(it: &str, config: &str) -> Entry {
        Entry::new(id(it), config.to_owned(), "")
    }

    fn place(directory: &Directory, name: &str) -> Option<(String, String)> {
        let shelf = directory.get(&id(name)).unwrap();
        shelf.map(|it| (it.pack.to_string(), it.config.to_string()))
    }

    #[test]
    fn what_was_added_last_stands_until_it_is_removed() {
        let mut directory = Directory::default();
        let old = [entry("a", "1"), entry("b", "1"), entry("c", "2")];
        directory.add(&"old".into(), &old).unwrap();
        assert!(directory.doubles().unwrap().is_empty());
        directory.add(&"new".into(), [&entry("b", "2")]).unwrap();
        assert!(directory.doubles().unwrap().into_iter().eq([key(&id("b"))]));
        assert_eq!(place(&directory, "a"), Some(("old".into(), "1".into())));
        assert_eq!(place(&directory, "b"), Some(("new".into(), "2".into())));
        assert_eq!(place(&directory, "d"), None);
        assert!(directory.counts().unwrap().into_iter().eq([("new", 1), ("old", 2)]));
        assert!(directory.remove(&id("c")).unwrap());
        assert!(!directory.remove(&id("c")).unwrap());
        assert_eq!((place(&directory, "c"), directory.len().unwrap()), (None, 2));
        directory.add(&"old".into(), [&entry("c", "1")]).unwrap();
        directory.settle().unwrap();
        assert_eq!(directory.len().unwrap(), 3);
    }

    /// Against a map that holds everything.
    #[test]
    fn what_is_in_files_is_found_as_in_memory() {
        let mut directory = Directory { held: 7, ..Directory::default() };
        let mut model = BTreeMap::<String, String>::new();
        for round in 0..60_usize {
            let pack = Arc::<str>::from(format!("pack {round}"));
            let names = (0..round % 40).map(|it| (it * 31 + round * round) % 900);
            let names = names.map(|it| it.to_string()).collect::<BTreeSet<_>>();
            let entries = names.iter().map(|it| entry(it, "1")).collect::<Vec<_>>();
            directory.add(&pack, &entries).unwrap();
            let known = names.iter().filter(|it| model.contains_key(*it));
            let doubles = known.map(|it| key(&id(it))).collect::<BTreeSet<_>>();
            assert!(directory.doubles().unwrap().is_superset(&doubles), "{round}");
            directory.settle().unwrap();
            assert!(directory.runs.len() < 2 && directory.doubles.is_empty());
            model.extend(names.into_iter().map(|it| (it, pack.to_string())));
            for gone in (0..900).skip(round).step_by(97) {
                let was = model.remove(&gone.to_string()).is_some();
                assert_eq!(directory.remove(&id(&gone.to_string())).unwrap(), was);
            }
        }
        assert!(model.len() > 300 && !directory.runs.is_empty());
        for name in (0..900).map(|it| it.to_string()) {
            let found = place(&directory, &name).map(|(pack, _)| pack);
            assert_eq!(found.as_ref(), model.get(&name), "{name}");
        }
        let mut counts = BTreeMap::<&str, usize>::new();
        for pack in model.values() {
            *counts.entry(pack).or_default() += 1;
        }
        let mut found = directory.counts().unwrap();
        found.retain(|_, count| *count > 0);
        assert_eq!(found, counts);
        assert_eq!(directory.len().unwrap(), model.len());
    }
}
