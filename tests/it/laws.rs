//! Laws: what holds for every record and every collection.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use newsgraph::collection::Collection;
use newsgraph::graph::ArticleRecord;
use newsgraph::rdf::{Names, read_article, write_article};
use proptest::collection::vec;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::made_up::{self, Dice};
use crate::news::{RECORDS, articles, pipeline};
use crate::records::{article, plain};

proptest! {
    #[test]
    fn records_survive_the_way_through_rdf(record in article()) {
        let names = Names::new("https://archive.example/id/").unwrap();
        let nquads = write_article(&record, &names);
        let mut sorted = nquads.split_inclusive('\n').collect::<Vec<_>>();
        sorted.sort_unstable();
        sorted.dedup();
        prop_assert_eq!(sorted.concat(), &*nquads);
        let read = read_article(&nquads, &names, "test").unwrap();
        prop_assert_eq!(&read, &record);
        prop_assert_eq!(write_article(&read, &names), nquads);
    }
}

proptest! {
    // Each case writes about ten collections to disk.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn merging_is_a_union(
        a in vec(article(), 0..4),
        b in vec(article(), 0..4),
        c in vec(article(), 0..4),
        gone in 0..8_u8,
    ) {
        let shelf = Shelf::new();
        let [a, b, c] = [("a", a), ("b", b), ("c", c)]
            .map(|(name, records)| shelf.build(name, [records]));
        remove(&b, &format!("2024-03-04-k3f9a2b{gone}"));
        let merged = |name: &str, of: &[&PathBuf]| {
            let (folder, state) = shelf.merge(name, of);
            (folder, state)
        };
        let (ab, ab_state) = merged("ab", &[&a, &b]);
        let (_, ba_state) = merged("ba", &[&b, &a]);
        prop_assert_eq!(&ab_state, &ba_state, "A∪B = B∪A");
        let (_, aa_state) = merged("aa", &[&a, &a]);
        prop_assert_eq!(aa_state, state(&a), "A∪A = A");
        let (bc, _) = merged("bc", &[&b, &c]);
        let (_, left) = merged("ab_c", &[&ab, &c]);
        let (_, right) = merged("a_bc", &[&a, &bc]);
        let (_, at_once) = merged("abc", &[&c, &a, &b]);
        prop_assert_eq!(&left, &right, "(A∪B)∪C = A∪(B∪C)");
        prop_assert_eq!(&left, &at_once, "at once or in steps");
    }

    #[test]
    fn order_split_and_repetition_do_not_matter(
        records in vec(article(), 0..8),
        cut in any::<prop::sample::Index>(),
        shuffled in Just(()).prop_perturb(|(), mut rng| rng.next_u64()),
    ) {
        let shelf = Shelf::new();
        let at_once = state(&shelf.build("at_once", [records.clone()]));
        let mut other = records;
        // A rotation and a reversal stand for every order.
        let turn = usize::try_from(shuffled % 8).unwrap();
        let turn = turn.min(other.len());
        other.rotate_left(turn);
        if shuffled % 2 == 0 {
            other.reverse();
        }
        let (first, second) = other.split_at(cut.index(other.len() + 1));
        let (first, second) = (first.to_vec(), second.to_vec());
        let steps = shelf.build("steps", [first.clone(), second.clone(), first.clone()]);
        prop_assert_eq!(&state(&steps), &at_once);
        let one_by_one = shelf.build("singles", other.into_iter().map(|it| vec![it]));
        prop_assert_eq!(&state(&one_by_one), &at_once);
        let parts = [shelf.build("first", [first]), shelf.build("second", [second])];
        let (_, merged) = shelf.merge("merged", &[&parts[1], &parts[0]]);
        prop_assert_eq!(&merged, &at_once);
    }
}

proptest! {
    // Each case writes about ten collections of the real articles to disk.
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// However the real articles are ordered, split, repeated and read, the collection is
    /// the same.
    #[test]
    fn real_articles_give_the_same_bytes(
        order in Just((0..RECORDS.len()).collect::<Vec<_>>()).prop_shuffle(),
        parts in vec(0..3_usize, RECORDS.len()),
        again in vec(0..RECORDS.len(), 0..4),
    ) {
        let shelf = Shelf::new();
        let at_once = state(&shelf.build("at_once", [RECORDS.clone()]));
        let record = |it: &usize| RECORDS[*it].clone();
        let mut split = [(); 3].map(|()| Vec::new());
        for it in &order {
            split[parts[*it]].push(record(it));
        }
        let repeated = again.iter().map(record).collect::<Vec<_>>();
        let steps = shelf.build("steps", split.clone().into_iter().chain([repeated.clone()]));
        prop_assert_eq!(&state(&steps), &at_once, "in steps");
        let [a, b, c] = split;
        let b = [b, repeated].concat();
        let [a, b, c] = [("a", a), ("b", b), ("c", c)]
            .map(|(name, records)| shelf.build(name, [records]));
        let (ab, ab_state) = shelf.merge("ab", &[&a, &b]);
        let (bc, _) = shelf.merge("bc", &[&b, &c]);
        prop_assert_eq!(&shelf.merge("ba", &[&b, &a]).1, &ab_state, "A∪B = B∪A");
        prop_assert_eq!(&shelf.merge("aa", &[&a, &a]).1, &state(&a), "A∪A = A");
        prop_assert_eq!(&shelf.merge("ab_c", &[&ab, &c]).1, &at_once, "(A∪B)∪C");
        prop_assert_eq!(&shelf.merge("a_bc", &[&a, &bc]).1, &at_once, "A∪(B∪C)");
    }

    /// Taking a real article out leaves what building without it gives, and no old copy
    /// brings it back.
    #[test]
    fn real_articles_are_removed_exactly(gone in 0..RECORDS.len()) {
        let shelf = Shelf::new();
        let rest = RECORDS.iter().enumerate().filter(|(it, _)| *it != gone);
        let rest = rest.map(|(_, it)| it.clone()).collect();
        let without = state(&shelf.build("without", [rest]));
        let [copy, ours] = ["copy", "ours"].map(|it| shelf.build(it, [RECORDS.clone()]));
        remove(&ours, RECORDS[gone].id.as_str());
        prop_assert_eq!(&state(&ours), &without);
        for (name, both) in [("old", [&copy, &ours]), ("new", [&ours, &copy])] {
            prop_assert_eq!(&shelf.merge(name, &both).1, &without, "{}", name);
        }
    }
}

#[test]
fn an_article_reads_the_same_on_any_number_of_threads_and_in_any_order() {
    let mut expected = RECORDS.clone();
    expected.sort_by(|one, other| one.id.cmp(&other.id));
    assert!(expected.iter().all(|it| !it.facts.is_empty()));
    for (threads, turn) in [(1, 2), (4, 5)] {
        let mut news = articles();
        news.rotate_left(turn);
        let ids = news.iter().map(newsgraph::text::Article::id).collect::<Vec<_>>();
        let mut read = pipeline(threads).records(news);
        assert!(read.iter().map(|it| &it.id).eq(&ids), "in the order of the articles");
        read.sort_by(|one, other| one.id.cmp(&other.id));
        assert_eq!(read, expected, "{threads} threads");
    }
}

#[test]
fn authors_are_a_set() {
    let mut article = articles().remove(0);
    article.authors = ["Bo Kim", "Ann Lee", "Bo Kim"].map(str::to_owned).to_vec();
    let record = pipeline(1).records(vec![article]).remove(0);
    assert_eq!(record.authors, ["Ann Lee", "Bo Kim"]);
    let names = Names::default();
    let nquads = write_article(&record, &names);
    assert_eq!(read_article(&nquads, &names, "test").unwrap(), record);
}

#[test]
fn a_removed_article_is_not_brought_back_by_an_old_copy() {
    let shelf = Shelf::new();
    let records = ["a1", "a2", "a3"].map(|it| plain(it, "newsgraph 0.1.0")).to_vec();
    let copy = shelf.build("copy", [records.clone()]);
    let ours = shelf.build("ours", [records.clone()]);
    let before = state(&ours);
    remove(&ours, "a2");
    let without = state(&ours);
    assert_eq!(ids(&ours), ["a1", "a3"]);
    assert!(!state_text(&ours).contains("a2"), "nothing of the article is left");
    let (back, merged) = shelf.merge("merged", &[&copy, &ours]);
    assert_eq!(merged, without);
    let report = Collection::open(&back).unwrap().merge_report(&[&copy]).unwrap();
    assert_eq!(report.removed.len(), 1);
    // Whoever builds it again means it.
    let mut again = Collection::open(&back).unwrap();
    assert_eq!(again.add(records).unwrap().new, 1);
    drop(again);
    assert_eq!(state(&back), before);
}

#[test]
fn the_newer_configuration_stands_whatever_comes_first() {
    let shelf = Shelf::new();
    let old = vec![plain("a1", "newsgraph 0.9.0"), plain("a2", "newsgraph 0.9.0")];
    let new = vec![plain("a1", "newsgraph 0.10.0")];
    let forward = shelf.build("forward", [old.clone(), new.clone()]);
    let backward = shelf.build("backward", [new.clone(), old.clone()]);
    assert_eq!(state(&forward), state(&backward));
    assert!(state_text(&forward).contains("0.10.0"));
    let [old, new] = [shelf.build("old", [old]), shelf.build("new", [new])];
    let report = Collection::open(&old).unwrap().merge_report(&[&new]).unwrap();
    let counts = (report.new, report.same, report.replaced);
    assert_eq!(counts, (0, 0, 1));
    let (_, merged) = shelf.merge("merged", &[&new, &old]);
    assert_eq!(merged, state(&forward));
}

/// `ARTICLES=10000 cargo test --test it -- many_articles`
#[test]
fn many_articles_give_the_same_bytes_in_any_order_and_split() {
    let count = std::env::var_os("ARTICLES");
    let count = count.map_or(400, |it| it.to_str().unwrap().parse().unwrap());
    let mut dice = Dice(7);
    let records = (0..count).map(|it| {
        let facts = 1 + dice.roll(6);
        made_up::article(&mut dice, it, facts)
    });
    let records = records.collect::<Vec<_>>();
    let shelf = Shelf::new();
    let at_once = shelf.build("at_once", [records.clone()]);
    let expected = digests(&at_once);
    let mut shuffled = records.clone();
    for at in (1..shuffled.len()).rev() {
        shuffled.swap(at, dice.roll(at + 1));
    }
    // In steps of every size, every tenth article again.
    let mut steps = Vec::new();
    let mut rest = &*shuffled;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(rest.len().min(1 + dice.roll(1 + count / 9)));
        let again = step.iter().chain(shuffled.iter().step_by(10).take(dice.roll(30)));
        steps.push(again.cloned().collect());
        rest = after;
    }
    assert_eq!(digests(&shelf.build("steps", steps)), expected, "in steps");
    // In parts that overlap, merged in either order.
    let parts = [0, 1, 2].map(|it| {
        let part =
            shuffled.iter().enumerate().filter(|(at, _)| at % 3 == it || at % 7 == 0);
        shelf.build(&format!("part{it}"), [part.map(|(_, it)| it.clone()).collect()])
    });
    let merge = |name: &str, of: &[&PathBuf]| {
        let folder = shelf.0.path().join(name);
        let mut merged = Collection::create(&folder, &Names::default()).unwrap();
        merged.merge(of).unwrap();
        folder
    };
    let [a, b, c] = &parts;
    let (ab, bc) = (merge("ab", &[a, b]), merge("bc", &[b, c]));
    for (name, of) in [("abc", [&ab, c]), ("bca", [&bc, a]), ("again", [&at_once, b])] {
        assert_eq!(digests(&merge(name, &of)), expected, "{name}");
    }
    // Taken out and put back, and taken out for good.
    let gone = records.iter().step_by(count / 4 + 1).map(|it| it.id.clone());
    let gone = gone.collect::<BTreeSet<_>>();
    let mut left = Collection::open(&ab).unwrap();
    left.merge(&[c]).unwrap();
    for id in &gone {
        left.remove(id).unwrap();
    }
    drop(left);
    let rest = records.iter().filter(|it| !gone.contains(&it.id)).cloned().collect();
    let without = digests(&shelf.build("without", [rest]));
    assert_eq!(digests(&ab), without, "removed");
    assert_eq!(digests(&merge("old", &[&at_once, &ab])), without, "an old copy");
    let mut back = Collection::open(&ab).unwrap();
    back.add(records).unwrap();
    drop(back);
    assert_eq!(digests(&ab), expected, "put back");
    // Everything that is derived comes back from packs and decisions.
    let shown = identity(&ab);
    Collection::open(&ab).unwrap().rebuild_index().unwrap();
    assert_eq!((digests(&ab), identity(&ab)), (expected, shown), "rebuilt");
}

/// The digest, and that of the canonical export.
fn digests(folder: &Path) -> (String, Vec<u8>) {
    let collection = Collection::open(folder).unwrap();
    let mut export = Vec::new();
    collection.write_canonical(false, &mut export).unwrap();
    (collection.digest().unwrap(), Sha256::digest(&export).to_vec())
}

/// Who is who, as kept or as derived.
fn identity(folder: &Path) -> newsgraph::resolve::Identity {
    Collection::open(folder).unwrap().resolution().unwrap().identity.clone()
}

/// A folder for the collections of one test.
struct Shelf(TempDir);

impl Shelf {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A collection built in steps.
    fn build(
        &self,
        name: &str,
        steps: impl IntoIterator<Item = Vec<ArticleRecord>>,
    ) -> PathBuf {
        let folder = self.0.path().join(name);
        let mut built = Collection::create(&folder, &Names::default()).unwrap();
        for step in steps {
            built.add(step).unwrap();
        }
        folder
    }

    /// The union of collections, and its state.
    fn merge(&self, name: &str, folders: &[&PathBuf]) -> (PathBuf, String) {
        let folder = self.0.path().join(name);
        let mut merged = Collection::create(&folder, &Names::default()).unwrap();
        merged.merge(folders).unwrap();
        drop(merged);
        let state = state(&folder);
        (folder, state)
    }
}

fn remove(folder: &Path, id: &str) {
    let mut collection = Collection::open(folder).unwrap();
    let id = newsgraph::text::ArticleId::from_minted(id);
    collection.remove(&id).unwrap();
    assert!(!collection.contains(&id).unwrap());
}

/// What must be equal: canonical export and digest.
fn state(folder: &Path) -> String {
    let collection = Collection::open(folder).unwrap();
    format!("{}{}", collection.canonical().unwrap(), collection.digest().unwrap())
}

/// The text of every pack.
fn state_text(folder: &Path) -> String {
    let mut text = String::new();
    for pack in std::fs::read_dir(folder.join("articles")).unwrap() {
        let file = std::fs::File::open(pack.unwrap().path()).unwrap();
        let bytes = zstd::decode_all(file).unwrap();
        text.push_str(std::str::from_utf8(&bytes).unwrap());
    }
    text
}

fn ids(folder: &Path) -> Vec<String> {
    let collection = Collection::open(folder).unwrap();
    collection.article_ids().unwrap().iter().map(ToString::to_string).collect()
}
