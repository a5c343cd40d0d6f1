//! The directory says in which pack the standing graph of each article is.
//!
//! It is all that is held in memory of every article, so it takes few bytes for each; what
//! else there is to know of an article is read from the list of its pack.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::text::ArticleId;

use super::pack::Entry;

/// Where the standing graph of each article is.
#[derive(Debug, Default)]
pub(super) struct Directory {
    /// Sorted.
    places: Vec<Place>,
    shelves: Vec<Shelf>,
}

/// An article and the number of its shelf, from 1; 0 where it does not stand any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    key: Key,
    shelf: u32,
}

/// The start of the SHA-256 of an article's name: so much of it that no two are alike.
pub(super) type Key = [u8; 12];

/// The articles of a pack that were read by one configuration.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) pack: Arc<str>,
    pub(super) config: Arc<str>,
}

impl Directory {
    /// How many articles stand.
    pub(super) fn len(&self) -> usize {
        self.places.iter().filter(|it| it.shelf > 0).count()
    }

    /// Where the graph of an article is.
    pub(super) fn get(&self, id: &ArticleId) -> Option<&Shelf> {
        self.shelf(self.places[self.find(id)?])
    }

    /// Adds the articles of a pack; [`settle`](Self::settle) is to follow.
    pub(super) fn add<'a>(
        &mut self,
        pack: &Arc<str>,
        entries: impl IntoIterator<Item = &'a Entry>,
    ) {
        let first = self.shelves.len();
        for entry in entries {
            let mut known = self.shelves[first..].iter();
            let known = known.position(|it| *it.config == *entry.config);
            let at = first + known.unwrap_or(self.shelves.len() - first);
            if at == self.shelves.len() {
                let (pack, config) = (pack.clone(), entry.config.clone());
                self.shelves.push(Shelf { pack, config });
            }
            let shelf = u32::try_from(at + 1).unwrap_or(0);
            self.places.push(Place { key: key(&entry.id), shelf });
        }
    }

    /// Sorts what was added. Of an article that was added more than once, the last graph
    /// stands; gives those articles.
    pub(super) fn settle(&mut self) -> BTreeSet<Key> {
        let mut doubles = BTreeSet::new();
        self.places.sort();
        self.places.dedup_by(|later, former| {
            let is_double = later.key == former.key;
            if is_double {
                doubles.insert(former.key);
                former.shelf = later.shelf;
            }
            is_double
        });
        doubles
    }

    /// Says that an article does not stand any more; `false` where it did not.
    pub(super) fn remove(&mut self, id: &ArticleId) -> bool {
        let Some(at) = self.find(id) else { return false };
        std::mem::take(&mut self.places[at].shelf) > 0
    }

    /// How many articles stand in each pack.
    pub(super) fn counts(&self) -> BTreeMap<&str, usize> {
        let mut counts = vec![0; self.shelves.len()];
        for place in &self.places {
            if let Some(at) = (place.shelf as usize).checked_sub(1) {
                counts[at] += 1;
            }
        }
        let mut packs = BTreeMap::new();
        for (shelf, count) in self.shelves.iter().zip(counts) {
            *packs.entry(&*shelf.pack).or_default() += count;
        }
        packs
    }

    fn find(&self, id: &ArticleId) -> Option<usize> {
        self.places.binary_search_by_key(&key(id), |it| it.key).ok()
    }

    fn shelf(&self, place: Place) -> Option<&Shelf> {
        self.shelves.get((place.shelf as usize).checked_sub(1)?)
    }
}

/// The key of an article.
pub(super) fn key(id: &ArticleId) -> Key {
    let digest = Sha256::digest(id.as_str());
    std::array::from_fn(|at| digest[at])
}

#[cfg(test)]
mod tests {
    use super::{Directory, Entry, key};
    use crate::text::ArticleId;

    #[test]
    fn what_was_added_last_stands_until_it_is_removed() {
        let id = |it: &str| ArticleId::from_minted(it);
        let entry = |it: &str, config: &str| Entry::new(id(it), config.to_owned(), "");
        let mut directory = Directory::default();
        let old = [entry("a", "1"), entry("b", "1"), entry("c", "2")];
        directory.add(&"old".into(), &old);
        assert!(directory.settle().is_empty());
        directory.add(&"new".into(), [&entry("b", "2")]);
        assert!(directory.settle().into_iter().eq([key(&id("b"))]));
        let place = |it: &Directory, name: &str| {
            it.get(&id(name)).map(|it| (it.pack.to_string(), it.config.to_string()))
        };
        assert_eq!(place(&directory, "a"), Some(("old".into(), "1".into())));
        assert_eq!(place(&directory, "b"), Some(("new".into(), "2".into())));
        assert_eq!(place(&directory, "d"), None);
        assert!(directory.counts().into_iter().eq([("new", 1), ("old", 2)]));
        assert!(directory.remove(&id("c")) && !directory.remove(&id("c")));
        assert_eq!((place(&directory, "c"), directory.len()), (None, 2));
        directory.add(&"old".into(), [&entry("c", "1")]);
        directory.settle();
        assert_eq!(directory.len(), 3);
    }
}
