//! `resolve` as people run it: decisions that change a graph and can be taken back.

use std::fs;
use std::path::Path;

use newsgraph::collection::Collection;

use crate::cli::run;

const FIRST: &str = "\
date: 2031-05-06
publisher: Brookvale Courier

Mayor Nora Aldane endorsed Felix Brandt on Monday. Iris Tallow criticized Felix Brandt.
";

const SECOND: &str = "\
date: 2031-05-08
publisher: Lakeland Wire

Mayor Aldane praised Felix Brandt. Iris Tallow criticized Felix Brandt.
";

const THIRD: &str = "\
date: 2031-06-20
publisher: Harlow Post

Tallow sued the Harlow Union.
";

/// A folder with the collection `dir` of the three articles.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("1.txt", FIRST), ("2.txt", SECOND), ("3.txt", THIRD)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let built =
        run(folder.path(), &["build", "1.txt", "2.txt", "3.txt", "-o", "dir", "--quiet"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    folder
}

fn resolve(folder: &Path, arguments: &[&str]) -> crate::cli::Run {
    run(folder, &[&["resolve", "dir"], arguments].concat())
}

fn trig(folder: &Path) -> String {
    run(folder, &["export", "dir", "--to", "trig"]).out
}

/// The lone Tallow of the third article.
fn tallow(folder: &Path) -> String {
    let candidates = resolve(folder, &["candidates"]).out;
    let start = candidates.find("e:tallow.").unwrap();
    let rest = &candidates[start..];
    rest[..rest.find(|it: char| it.is_whitespace()).unwrap()].to_owned()
}

#[test]
fn a_certain_name_is_united_and_its_facts_keep_the_name_that_they_came_with() {
    let folder = folder();
    let folder = folder.path();
    let praised = run(
        folder,
        &[
            "query",
            "dir",
            "SELECT ?label ?as { ?a ev:praised ?f ; rdfs:label ?label . ?f ng:subjectAs ?as }",
            "--to",
            "csv",
        ],
    );
    assert!(
        praised.out.contains("Nora Aldane,") && praised.out.contains("aldane."),
        "{praised:?}"
    );
    let facts = resolve(folder, &["facts"]);
    assert!(
        facts.out.contains("2 texts  Iris Tallow | criticized | Felix Brandt"),
        "{facts:?}"
    );
    assert!(facts.out.contains("corroborates"), "{facts:?}");
    // The canonical export is what each article gave by itself.
    let raw = run(folder, &["export", "dir", "--to", "nq"]).out;
    assert!(!raw.contains("subjectAs") && raw.contains("entity/aldane."));
}

#[test]
fn a_decision_changes_the_graph_and_undo_restores_every_byte() {
    let folder = folder();
    let folder = folder.path();
    let tallow = tallow(folder);
    let before =
        (trig(folder), Collection::open(folder.join("dir")).unwrap().digest().unwrap());
    let decided = resolve(
        folder,
        &[
            "decide",
            &tallow,
            "same",
            "e:iris-tallow",
            "--by",
            "ana",
            "--reason",
            "she told me",
        ],
    );
    assert_eq!(decided.out, format!("e:iris-tallow same {tallow} by ana: she told me\n"));
    let sued = "SELECT ?f { e:iris-tallow ev:sued ?f }";
    assert_eq!(
        run(folder, &["query", "dir", sued, "--to", "csv"]).out.lines().count(),
        2
    );
    let explained = resolve(folder, &["explain", &tallow, "e:iris-tallow"]);
    assert!(explained.out.contains("by ana") && explained.out.contains("she told me"));
    // Only the third article's graph has changed.
    let after = trig(folder);
    let changed = after.lines().filter(|it| !before.0.contains(it)).count();
    assert!(changed > 0 && changed < 16, "{changed} lines:\n{after}");
    let undone = resolve(folder, &["undo", &tallow, "e:iris-tallow"]);
    assert!(undone.out.starts_with("taken back: "), "{undone:?}");
    let restored =
        (trig(folder), Collection::open(folder.join("dir")).unwrap().digest().unwrap());
    assert_eq!(restored, before);
    assert_eq!(resolve(folder, &["undo", &tallow, "e:iris-tallow"]).code, Some(1));
}

#[test]
fn what_was_taken_back_is_not_brought_back_by_an_old_copy() {
    let folder = folder();
    let folder = folder.path();
    let tallow = tallow(folder);
    resolve(folder, &["decide", &tallow, "same", "e:iris-tallow", "--by", "ana"]);
    assert_eq!(run(folder, &["merge", "dir", "-o", "copy"]).code, Some(0));
    resolve(folder, &["undo", &tallow, "e:iris-tallow", "--by", "ana"]);
    run(folder, &["merge", "copy", "-o", "dir"]);
    assert_eq!(
        resolve(folder, &["export"]).out,
        "left,right,judgement,by,reason,score\n"
    );
    // Decided again, it stands again.
    resolve(folder, &["decide", &tallow, "same", "e:iris-tallow", "--by", "ana"]);
    assert_eq!(resolve(folder, &["export"]).out.lines().count(), 2);
}

#[test]
fn review_asks_and_keeps_what_is_answered() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("answers"), "x\nundo\nperhaps\nn\n").unwrap();
    let reviewed = resolve(folder, &["review", "--by", "ana", "--answers", "answers"]);
    assert_eq!(reviewed.code, Some(0), "{reviewed:?}");
    assert!(reviewed.out.contains("Tallow sued the Harlow Union."), "{reviewed:?}");
    assert!(
        reviewed.out.contains("Iris Tallow criticized Felix Brandt."),
        "{reviewed:?}"
    );
    assert!(reviewed.out.ends_with("1 decided, 0 left\n"), "{reviewed:?}");
    assert!(reviewed.err.contains("\"perhaps\" is no answer"), "{reviewed:?}");
    let kept = resolve(folder, &["export"]).out;
    assert!(kept.contains(",different,ana,"), "{kept}");
    assert_eq!(resolve(folder, &["candidates"]).code, Some(1));
}

#[test]
fn decisions_are_shared_as_a_file_and_conflicts_are_listed() {
    let folder = folder();
    let folder = folder.path();
    let tallow = tallow(folder);
    resolve(folder, &["decide", &tallow, "same", "e:iris-tallow", "--by", "ana"]);
    resolve(folder, &["export", "-o", "ana.csv"]);
    resolve(folder, &["undo", &tallow, "e:iris-tallow"]);
    resolve(folder, &["decide", &tallow, "different", "e:iris-tallow", "--by", "leo"]);
    assert_eq!(resolve(folder, &["conflicts"]).code, Some(1));
    assert_eq!(resolve(folder, &["import", "ana.csv"]).out, "1 new decisions\n");
    let conflicts = resolve(folder, &["conflicts"]);
    let lines: Vec<_> = conflicts.out.lines().collect();
    assert_eq!(
        lines,
        [
            format!("does not stand: e:iris-tallow same {tallow} by ana"),
            format!("       against: e:iris-tallow different {tallow} by leo"),
        ]
    );
}

#[test]
fn what_is_no_entity_and_no_decision_is_named() {
    let folder = folder();
    let folder = folder.path();
    let unknown =
        resolve(folder, &["decide", "e:nobody", "same", "e:iris-tallow", "--by", "ana"]);
    assert_eq!(unknown.code, Some(5));
    assert!(unknown.err.contains("no entity e:nobody"), "{unknown:?}");
    fs::write(
        folder.join("bad.csv"),
        "left,right,judgement,by,reason,score\ne:,e:b,same,a,,\n",
    )
    .unwrap();
    let bad = resolve(folder, &["import", "bad.csv"]);
    assert!(bad.err.contains("write e:NAME or e:NAME@a:ID"), "{bad:?}");
    fs::write(
        folder.join("dir/decisions.csv"),
        "left,right,judgement,by,reason,score\ne:a,e:b,perhaps,a,,\n",
    )
    .unwrap();
    let damaged = resolve(folder, &["candidates"]);
    assert_eq!(damaged.code, Some(5), "{damaged:?}");
}
