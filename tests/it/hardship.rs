//! What the program meets in the world: bad files, locks, damage, a sudden end.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use newsgraph::collection::Collection;
use newsgraph::rdf::Names;

use crate::cli::{ALDANE, BRANDT, Run, program, refused, run, write};

/// Files that cannot be read, each with what the program says about it.
const BAD: &[(&str, &[u8], &str)] = &[
    ("empty.txt", b"", "no text in it; give an article or leave it out"),
    (
        "picture.txt",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "a picture; give the text of the article",
    ),
    (
        "latin.txt",
        b"Frau M\xfcller resigned.",
        "broken UTF-8 at byte 6 (line 1); convert it, for example with `iconv -f \
         WINDOWS-1252 -t UTF-8`",
    ),
];

#[test]
fn bad_inputs_are_named_and_the_others_are_read() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let mut inputs = Vec::new();
    let mut complaints = String::new();
    for (name, content, reason) in BAD {
        write(desk, name, content);
        inputs.push(*name);
        complaints.extend(["newsgraph: ", name, ": ", reason, "\n"]);
    }
    fs::create_dir(desk.join("void")).unwrap();
    inputs.extend(["void", "gone.txt"]);
    complaints.push_str(
        "newsgraph: void: no file in this folder; give one that holds articles\nnewsgraph: gone.txt: no such file or folder; check the path\n",
    );
    let nothing = run(desk, &[&["build", "-o", "news"], &*inputs].concat());
    let expected = Run { code: Some(3), out: String::new(), err: complaints.clone() };
    assert_eq!(nothing, expected);
    assert!(!desk.join("news").exists(), "nothing is made of nothing");

    write(desk, "aldane.txt", ALDANE);
    write(desk, "brandt.txt", BRANDT);
    let mixed = [&["aldane.txt"], &*inputs, &["brandt.txt"]].concat();
    let some = run(desk, &[&["build", "-o", "news"], &*mixed].concat());
    assert_eq!((some.code, some.err), (Some(0), complaints.clone()));
    assert!(some.out.starts_with("2 articles read into news, 5 failed\n3 facts"));
    let strict = run(desk, &[&["build", "--strict", "-o", "other"], &*mixed].concat());
    assert_eq!((strict.code, strict.err), (Some(4), complaints.clone()));
    let count = |it: &str| Collection::open(desk.join(it)).unwrap().count().unwrap();
    assert_eq!((count("news"), count("other")), (2, 2));
    let shown = run(desk, &[&["show"], &*mixed].concat());
    assert_eq!((shown.code, shown.err), (Some(0), complaints));
}

#[test]
fn text_without_a_fact_is_named_and_has_a_code_of_its_own() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    write(desk, "greeting.txt", "Good morning.\n");
    let built = run(desk, &["build", "greeting.txt", "-o", "news", "--quiet"]);
    assert_eq!(built, refused(6, "greeting.txt: no fact was found in it"));
    write(desk, "brandt.txt", BRANDT);
    let mixed = ["build", "greeting.txt", "brandt.txt", "-o", "other", "--quiet"];
    assert_eq!(run(desk, &mixed).code, Some(0));
}

#[test]
fn bad_usage_has_code_2_and_shows_the_usage() {
    let desk = tempfile::tempdir().unwrap();
    for arguments in [
        &[][..],
        &["dance"],
        &["build"],
        &["build", "in"],
        &["build", "in", "-o", "news", "--threads", "0"],
        &["build", "in", "-o", "news", "--base", "here"],
        &["query", "--to"],
        &["export", "news"],
        &["export", "news", "--to", "dot", "--since", "May"],
        &["merge", "-o", "news"],
        &["merge", "news"],
        &["remove", "news"],
        &["show"],
        &["eval", "emit", "facts"],
    ] {
        let run = run(desk.path(), arguments);
        assert_eq!((run.code, &*run.out), (Some(2), ""), "{arguments:?}");
        let helps = run.err.contains("Usage: ") || run.err.contains("try '--help'");
        assert!(helps, "{arguments:?}: {}", run.err);
    }
    assert!(!desk.path().join("news").exists());
}

#[test]
fn a_locked_collection_can_be_read_but_not_changed() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    write(desk, "brandt.txt", BRANDT);
    let mut collection =
        Collection::create(desk.join("news"), &Names::default()).unwrap();
    collection.lock().unwrap();
    drop(Collection::create(desk.join("other"), &Names::default()).unwrap());
    let reason = format!(
        "news: another program (process {}) is writing to this collection; wait until it \
         has ended, or build into a folder of its own and merge",
        std::process::id()
    );
    for arguments in [
        &["build", "brandt.txt", "-o", "news"][..],
        &["merge", "other", "-o", "news"],
        &["remove", "news", "2031-05-07-aaaaaaaa"],
    ] {
        assert_eq!(run(desk, arguments), refused(5, &reason), "{arguments:?}");
    }
    assert_eq!(run(desk, &["export", "news", "--to", "nq"]).code, Some(0));
    drop(collection);
    assert_eq!(run(desk, &["build", "brandt.txt", "-o", "news"]).code, Some(0));
}

#[test]
fn a_damaged_collection_is_named_with_the_remedy() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    write(desk, "brandt.txt", BRANDT);
    assert_eq!(run(desk, &["build", "brandt.txt", "-o", "news"]).code, Some(0));
    let packs = fs::read_dir(desk.join("news/articles")).unwrap();
    let pack = packs.map(|it| it.unwrap().path()).next().unwrap();
    let whole = fs::read(&pack).unwrap();
    fs::write(&pack, &whole[..whole.len() / 2]).unwrap();
    for arguments in [
        &["query", "news", "endorsements"][..],
        &["export", "news", "--to", "dot"],
        &["merge", "news", "-o", "other"],
    ] {
        let run = run(desk, arguments);
        assert_eq!((run.code, &*run.out), (Some(5), ""), "{arguments:?}");
        let remedy = "the pack is damaged: ";
        let end = "put back a copy of it, or delete it and build its articles again\n";
        assert!(run.err.contains(remedy) && run.err.ends_with(end), "{}", run.err);
        assert!(run.err.starts_with("newsgraph: news/articles/"), "{}", run.err);
    }
    // What the message says helps.
    fs::remove_file(&pack).unwrap();
    assert_eq!(run(desk, &["build", "brandt.txt", "-o", "news"]).code, Some(0));
    assert_eq!(fs::read(&pack).unwrap(), whole);

    write(desk, "news/newsgraph.toml", "format = 1\nbase = \"here\"\n");
    let run = run(desk, &["query", "news", "endorsements"]);
    let reason = "news: newsgraph.toml is damaged: here: ";
    assert!(run.code == Some(5) && run.err.contains(reason), "{run:?}");
}

#[test]
fn a_folder_of_other_files_is_left_alone() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    write(desk, "brandt.txt", BRANDT);
    write(desk, "mine/notes.txt", "mine");
    let reason = "mine: the folder holds other files; name a new or an empty one";
    assert_eq!(run(desk, &["build", "brandt.txt", "-o", "mine"]), refused(5, reason));
    let entries = fs::read_dir(desk.join("mine")).unwrap();
    assert_eq!(entries.count(), 1);
    let run = run(desk, &["build", "brandt.txt", "-o", "brandt.txt"]);
    let reason = "newsgraph: brandt.txt: no folder can be made here: ";
    assert!(run.code == Some(5) && run.err.starts_with(reason), "{run:?}");
}

/// Kills a build at moments that are told by what is in the folder. What is left opens,
/// holds whole articles only, and the next build completes it.
#[test]
fn a_build_that_is_killed_leaves_whole_articles_and_can_be_completed() {
    type Moment = (&'static str, &'static [&'static str], fn(&Path) -> bool);
    /// Where there were no articles, and where there were those of `one`.
    const MOMENTS: &[Moment] = &[
        ("folder", &[], Path::exists),
        ("marker", &[], |it| it.join("newsgraph.toml").exists()),
        ("lock", &[], |it| it.join("lock").exists()),
        ("first pack", &[], |it| files(&it.join("articles")) > 0),
        ("start", &["one"], Path::exists),
        ("second pack begun", &["one"], |it| files(&it.join("articles")) > 1),
        ("second pack", &["one"], |it| packs(&it.join("articles")) > 1),
    ];
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    for number in 0..3 {
        let article = BRANDT.replace("Lakeland Wire", &format!("Paper {number}"));
        write(desk, &format!("one/{number}.txt"), article);
        let article = ALDANE.replace("Brookvale Courier", &format!("Paper {number}"));
        write(desk, &format!("two/{number}.txt"), article);
    }
    let build = |inputs: &[&str], output: &str| {
        let run = run(desk, &[&["build", "--quiet", "-o", output], inputs].concat());
        assert_eq!(run.code, Some(0), "{output}: {}", run.err);
    };
    build(&["one", "two"], "whole");
    let whole = Collection::open(desk.join("whole")).unwrap();
    let (graph, digest) = (whole.graph().unwrap(), whole.digest().unwrap());
    for (name, before, is_reached) in MOMENTS {
        let folder = desk.join(name);
        if !before.is_empty() {
            build(before, name);
        }
        let all = ["build", "--quiet", "-o", name, "one", "two"];
        let mut child = program(desk, &all).spawn().unwrap();
        while !is_reached(&folder) && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_micros(200));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if Collection::is_at(&folder) {
            let left = Collection::open(&folder).unwrap().graph().unwrap().articles;
            assert!(left.len() >= 3 * before.len(), "{name}");
            let is_whole = |id: &_| graph.articles.get(id) == left.get(id);
            assert!(left.keys().all(is_whole), "{name}");
        } else {
            assert!(before.is_empty(), "{name}");
        }
        build(&["one", "two"], name);
        let completed = Collection::open(&folder).unwrap();
        assert_eq!(completed.digest().unwrap(), digest, "{name}");
    }
}

/// How many files are in a folder, whole ones or not.
fn files(folder: &Path) -> usize {
    fs::read_dir(folder).into_iter().flatten().count()
}

/// How many whole packs are in a folder.
fn packs(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|it| it.file_name().into_encoded_bytes());
    names.filter(|it| !it.starts_with(b".")).count()
}
