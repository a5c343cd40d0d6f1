//! The folder of a collection: what it refuses, what it survives, what it says.

use std::fs;
use std::path::Path;

use newsgraph::collection::{Added, Collection};
use newsgraph::rdf::{Names, Query};
use newsgraph::text::ArticleId;

use crate::records::plain;

const CONFIG: &str = "newsgraph 0.1.0";

#[test]
fn what_is_added_is_there_for_the_next_reader() {
    let dir = tempfile::tempdir().unwrap();
    let mut collection = Collection::create(dir.path(), &Names::default()).unwrap();
    let records = || ["b", "a"].map(|it| plain(it, CONFIG)).to_vec();
    let added = collection.add(records()).unwrap();
    assert_eq!(added, Added { new: 2, same: 0, replaced: 0 });
    assert_eq!(collection.add(records()).unwrap().same, 2);
    let read = Collection::open(dir.path()).unwrap();
    let ids = read.article_ids().unwrap();
    assert!(ids.iter().map(ArticleId::as_str).eq(["a", "b"]));
    assert_eq!(read.count().unwrap(), 2);
    assert_eq!(read.config(&ArticleId::from_minted("a")).unwrap(), Some(CONFIG));
    assert_eq!(read.graph().unwrap().articles.into_values().collect::<Vec<_>>(), {
        let mut records = records();
        records.reverse();
        records
    });
    let count = Query::new("test", "SELECT (COUNT(*) AS ?n) { ?a a schema:NewsArticle }");
    let answer = read.store().unwrap().answer(&count).unwrap();
    assert_eq!(answer.table().rows, [["2"]]);
}

#[test]
fn adding_a_few_leaves_other_packs_alone_and_many_small_ones_are_put_together() {
    let dir = tempfile::tempdir().unwrap();
    let mut collection = Collection::create(dir.path(), &Names::default()).unwrap();
    let mut before = packs(dir.path());
    for number in 0..40 {
        collection.add(vec![plain(&format!("a{number}"), CONFIG)]).unwrap();
        let after = packs(dir.path());
        // Nine packs of like size become one.
        let gone = before.iter().filter(|it| !after.contains(it)).count();
        assert!([0, 8].contains(&gone), "{number}: {gone} packs were written anew");
        assert!(after.len() <= 8);
        before = after;
    }
    assert_eq!(Collection::open(dir.path()).unwrap().count().unwrap(), 40);
}

#[test]
fn a_folder_that_is_no_collection_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let message = Collection::open(dir.path()).unwrap_err().to_string();
    assert!(
        message.contains("not a collection") && message.contains("build"),
        "{message}"
    );
    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    let message =
        Collection::create(dir.path(), &Names::default()).unwrap_err().to_string();
    assert!(message.contains("other files"), "{message}");
}

#[test]
fn a_second_writer_is_told_and_a_reader_is_not_held_up() {
    let dir = tempfile::tempdir().unwrap();
    let writer = Collection::create(dir.path(), &Names::default()).unwrap();
    let mut second = Collection::open(dir.path()).unwrap();
    let message = second.add(vec![plain("a", CONFIG)]).unwrap_err().to_string();
    let holder = format!("process {}) is writing", std::process::id());
    assert!(message.contains(&holder), "{message}");
    assert_eq!(second.canonical().unwrap(), "");
    drop(writer);
    assert_eq!(second.add(vec![plain("a", CONFIG)]).unwrap().new, 1);
}

#[test]
fn a_reader_finds_its_articles_while_packs_are_put_together() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Collection::create(dir.path(), &Names::default()).unwrap();
    writer.add(vec![plain("a", CONFIG)]).unwrap();
    let reader = Collection::open(dir.path()).unwrap();
    for number in 0..40 {
        writer.add(vec![plain(&format!("b{number}"), CONFIG)]).unwrap();
    }
    let graph = reader.graph().unwrap();
    assert!(graph.articles.contains_key(&ArticleId::from_minted("a")));
}

#[test]
fn another_base_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(Collection::create(dir.path(), &Names::default()).unwrap());
    let other = Names::new("https://archive.example/").unwrap();
    let message = Collection::open_or_create(dir.path(), &other).unwrap_err().to_string();
    assert!(message.contains("--base"), "{message}");
}

#[test]
fn damage_is_found_and_named() {
    type Damage = fn(&mut Vec<u8>);
    let damages: [Damage; 4] = [
        |it| it.truncate(it.len() / 2),
        Vec::clear,
        |it| *it.last_mut().unwrap() ^= 1,
        |it| *it = zstd::encode_all(&b"<a> <b> <c> <d> .\n"[..], 3).unwrap(),
    ];
    for (number, damage) in damages.iter().enumerate() {
        let dir = tempfile::tempdir().unwrap();
        let mut collection = Collection::create(dir.path(), &Names::default()).unwrap();
        collection.add(vec![plain("a", CONFIG)]).unwrap();
        drop(collection);
        let name = packs(dir.path()).remove(0);
        let path = dir.path().join("articles").join(&name);
        let mut bytes = fs::read(&path).unwrap();
        damage(&mut bytes);
        fs::write(&path, bytes).unwrap();
        let read = Collection::open(dir.path()).and_then(|it| it.canonical());
        let message = read.unwrap_err().to_string();
        let says_all = message.contains(&name) && message.contains("damaged");
        assert!(says_all && message.contains("build"), "{number}: {message}");
    }
}

#[test]
fn what_an_interrupted_writer_left_is_ignored_and_cleaned() {
    let dir = tempfile::tempdir().unwrap();
    let mut collection = Collection::create(dir.path(), &Names::default()).unwrap();
    collection.add(vec![plain("a", CONFIG)]).unwrap();
    drop(collection);
    let half = dir.path().join("articles/.unfinished-xyz.nq.zst");
    fs::write(&half, "half an article").unwrap();
    let mut collection = Collection::open(dir.path()).unwrap();
    assert_eq!(collection.count().unwrap(), 1);
    assert!(half.exists(), "readers leave it alone");
    collection.add(vec![plain("b", CONFIG)]).unwrap();
    assert!(!half.exists());
}

/// A crash between writing a pack anew and deleting the old one, and between writing a
/// tombstone and the pack.
#[test]
fn whatever_the_moment_of_a_crash_no_article_is_twice_or_half_there() {
    let dir = tempfile::tempdir().unwrap();
    let mut collection = Collection::create(dir.path(), &Names::default()).unwrap();
    collection.add(["a", "b"].map(|it| plain(it, CONFIG)).to_vec()).unwrap();
    let old = packs(dir.path()).remove(0);
    let old = dir.path().join("articles").join(old);
    let copy = fs::read(&old).unwrap();
    collection.remove(&ArticleId::from_minted("a")).unwrap();
    let canonical = collection.canonical().unwrap();
    drop(collection);
    fs::write(&old, copy).unwrap();
    let mut collection = Collection::open(dir.path()).unwrap();
    assert_eq!(collection.canonical().unwrap(), canonical);
    collection.add(vec![plain("b", CONFIG)]).unwrap();
    assert!(!old.exists(), "the next writer finishes what was begun");
    assert_eq!(collection.canonical().unwrap(), canonical);
}

#[test]
fn decisions_are_kept_and_united_and_count_in_the_digest() {
    let dir = tempfile::tempdir().unwrap();
    let header = "left,right,judgement,by,reason,score\n";
    let rows = ["e:a,e:b,same,rule,\"equal, twice\",0.9\n", "e:c,e:d,different,jo,,\n"];
    let folders = ["one", "two", "both"].map(|it| dir.path().join(it));
    for folder in &folders {
        drop(Collection::create(folder, &Names::default()).unwrap());
    }
    fs::write(folders[0].join("decisions.csv"), format!("{header}{}", rows[0])).unwrap();
    fs::write(folders[1].join("decisions.csv"), format!("{header}{}", rows[1])).unwrap();
    let mut both = Collection::open(&folders[2]).unwrap();
    let empty = both.digest().unwrap();
    assert_eq!(both.merge(&folders[..2]).unwrap().decisions, 2);
    assert_ne!(both.digest().unwrap(), empty);
    let text = fs::read_to_string(folders[2].join("decisions.csv")).unwrap();
    assert_eq!(text, format!("{header}{}", rows.concat()));
    fs::write(folders[2].join("decisions.csv"), "who,whom\n").unwrap();
    let message = Collection::open(&folders[2]).unwrap_err().to_string();
    assert!(message.contains("decisions.csv") && message.contains("left,right"));
}

/// The files of the packs, sorted.
fn packs(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("articles")).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names = names.collect::<Vec<_>>();
    names.sort();
    names
}
