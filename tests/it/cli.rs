//! The program as people run it: every verb, with its exit code and both streams.

use std::io::{Write as _, pipe};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::{env, fs};

use newsgraph::collection::Collection;
use newsgraph::ingest::from_text;

pub(crate) const ALDANE: &str = "\
title: Aldane backs Brandt
date: 2031-05-06
publisher: Brookvale Courier

Nora Aldane endorsed Felix Brandt on Monday. Felix Brandt did not fire Iris Tallow.
";

pub(crate) const BRANDT: &str = "\
date: 2031-05-07
publisher: Lakeland Wire

Felix Brandt defeated Tomas Okabe.
";

/// What a run of the program gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// The exit code; `None` where a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

/// The program, to be run in `folder`.
pub(crate) fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsgraph"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

/// Runs the program in `folder`.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    finish(&mut program(folder, arguments))
}

/// Runs the program in `folder` with a text on standard input.
pub(crate) fn run_with(folder: &Path, arguments: &[&str], input: &str) -> Run {
    let (reader, mut writer) = pipe().unwrap();
    writer.write_all(input.as_bytes()).unwrap();
    drop(writer);
    finish(program(folder, arguments).stdin(reader))
}

fn finish(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A run that succeeds and says nothing on standard error.
fn done(out: impl Into<String>) -> Run {
    Run { code: Some(0), out: out.into(), err: String::new() }
}

/// A run that fails with one line on standard error and no output.
pub(crate) fn refused(code: i32, reason: &str) -> Run {
    Run { code: Some(code), out: String::new(), err: format!("newsgraph: {reason}\n") }
}

/// A folder with two articles in `in`, the collection `news` of both and `one` of the
/// first, and a gold file in `gold`. Tests that share it do not write to it.
static DESK: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("desk");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    write(&folder, "in/aldane.txt", ALDANE);
    write(&folder, "in/brandt.txt", BRANDT);
    write(&folder, "gold/b.txt", "Felix Brandt defeated Tomas Okabe.\n");
    let gold =
        "{\"article\": {\"id\": \"b\", \"text\": \"b.txt\"}}\n{\"fact\": \"f1\"}\n";
    write(&folder, "gold/b.jsonl", gold);
    for (input, output) in [("in", "news"), ("in/aldane.txt", "one")] {
        assert_eq!(run(&folder, &["build", input, "-o", output, "--quiet"]), done(""));
    }
    folder
});

/// Writes a file and the folders that it is in.
pub(crate) fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// The name of the article that a text becomes.
fn name(text: &str) -> String {
    from_text("", text.to_owned()).unwrap().id().to_string()
}

/// Every file below a folder with its bytes.
fn bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(bytes(&path));
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn build_says_what_it_read_and_a_second_time_that_it_is_there() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    write(desk, "in/aldane.txt", ALDANE);
    write(desk, "in/brandt.txt", BRANDT);
    let next = "\nNext:\n  newsgraph query news endorsements\n  \
                newsgraph export news --to html -o graph.html\n";
    let (aldane, brandt) = (name(ALDANE), name(BRANDT));
    let expected = format!(
        "2 articles read into news\n3 facts, 3 of them in named relations\n\n  \
         Nora Aldane | endorsed | Felix Brandt | 2031-05-05 | {aldane}:0\n    \
         Nora Aldane endorsed Felix Brandt on Monday.\n\n  \
         Felix Brandt | defeated | Tomas Okabe | {brandt}:0\n    \
         Felix Brandt defeated Tomas Okabe.\n\n  \
         Felix Brandt | not fired | Iris Tallow | {aldane}:1\n    \
         Felix Brandt did not fire Iris Tallow.\n{next}"
    );
    assert_eq!(run(desk, &["build", "in", "-o", "news"]), done(expected));
    let before = bytes(&desk.join("news"));
    let again = done(format!("0 articles read into news, 2 there already\n{next}"));
    assert_eq!(run(desk, &["build", "in", "-o", "news"]), again);
    assert_eq!(bytes(&desk.join("news")), before);
    let twice = ["build", "in/aldane.txt", "in/aldane.txt", "-o", "other"];
    let out = run(desk, &twice).out;
    let first = "1 article read into other, 1 there already\n2 facts, 2 of them in";
    assert!(out.starts_with(first), "{out}");
}

#[test]
fn build_reads_standard_input() {
    let desk = tempfile::tempdir().unwrap();
    let build = ["build", "-", "-o", "news"];
    let run = run_with(desk.path(), &build, BRANDT);
    assert!(run.out.starts_with("1 article read into news\n1 fact, 1 of them"));
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    let collection = Collection::open(desk.path().join("news")).unwrap();
    assert!(
        collection
            .article_ids()
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .eq([name(BRANDT)])
    );
    let nothing = run_with(desk.path(), &build, "");
    let reason = "standard input: no text in it; give an article or leave it out";
    assert_eq!(nothing, refused(3, reason));
}

#[test]
fn query_answers_in_every_form_of_question() {
    let table = "who            whom\n─────────────  ──────────────\n\
                 e:nora-aldane  e:felix-brandt\n";
    assert_eq!(run(&DESK, &["query", "news", "endorsements"]), done(table));
    let question = "SELECT ?name { ?a :defeated/rdfs:label ?name }";
    let csv = done("name\r\nTomas Okabe\r\n");
    assert_eq!(run(&DESK, &["query", "news", question, "--to", "csv"]), csv);
    assert_eq!(run_with(&DESK, &["query", "news", "-", "--to", "csv"], question), csv);
    let about = ["query", "one", "ASK { e:felix-brandt no:fired ?f }", "--to", "csv"];
    assert_eq!(run(&DESK, &about), done("true\n"));
    let no = run(&DESK, &["query", "news", "ASK { ?a :fired ?b }", "--to", "csv"]);
    let reason = "newsgraph: query:1:10: nothing here has :fired, but somebody denies it \
                  (no:fired)\n   1 | ASK { ?a :fired ?b }\n                ^^^^^^\n";
    assert_eq!(no, Run { code: Some(1), out: "false\n".into(), err: reason.into() });
    let none = run(&DESK, &["query", "one", question, "--to", "csv"]);
    assert_eq!((none.code, &*none.out), (Some(0), "name\r\n"));
    let reason = "newsgraph: nothing found\nnewsgraph: query:1:19: no article here says \
                  :defeated of anybody\n";
    assert!(none.err.starts_with(reason), "{}", none.err);
    let shown = run(&DESK, &["query", "endorsements", "--show"]);
    assert!(shown.code == Some(0) && shown.out.contains(":endorsed"), "{shown:?}");
}

#[test]
fn query_says_what_is_wrong_with_the_question() {
    let is_refused = |arguments: &[&str], code: i32, reason: &str| {
        let run = run(&DESK, &[&["query"], arguments].concat());
        assert_eq!((run.code, &*run.out), (Some(code), ""), "{arguments:?}");
        assert!(run.err.contains(reason), "{arguments:?}: {}", run.err);
    };
    is_refused(&["news", "nonesuch"], 2, "nonesuch: no such file, folder or stock query");
    is_refused(&["news"], 2, "no question; give SPARQL");
    is_refused(&["endorsements"], 2, "nothing to ask; name a collection");
    is_refused(&["news", "endorsments"], 2, "did you mean endorsements?");
    is_refused(&["news", "SELECT ?a { ?a :fired }"], 2, "query:1:23: ");
    is_refused(&["news", "ASK {}", "--prefix", "x"], 2, "write it as NAME=IRI");
    is_refused(&["news", "ASK {}", "--update"], 2, "--update changes files only");
    is_refused(&["news", "endorsements", "--to", "xls"], 2, "choose table, csv");
    is_refused(&["news", "endorsements", "--to", "ttl"], 2, "only CONSTRUCT");
    is_refused(&["news", "about", "--set", "who"], 2, "write it as NAME=VALUE");
    is_refused(
        &["news", "about", "--set", "who=Okabe"],
        2,
        "did you mean e:tomas-okabe?",
    );
    is_refused(&["news", "gone.rq"], 3, "gone.rq: ");
    is_refused(&["in/aldane.txt", "endorsements"], 3, "in/aldane.txt: ");
    is_refused(&["in", "endorsements"], 5, "in: not a collection; make one with");
}

#[test]
fn export_writes_what_the_collection_holds() {
    let collection = Collection::open(DESK.join("news")).unwrap();
    let canonical = collection.canonical().unwrap();
    assert_eq!(run(&DESK, &["export", "news", "--to", "nq"]), done(canonical));
    let dot = run(&DESK, &["export", "news", "--to", "dot", "--about", "Tomas Okabe"]);
    assert!(dot.out.starts_with("digraph newsgraph {\n"), "{}", dot.out);
    assert!(dot.out.contains("\"felix-brandt\" -> \"tomas-okabe\" [label=\"defeated\""));
    assert_eq!((dot.code, dot.err), (Some(0), String::new()));
    let desk = tempfile::tempdir().unwrap();
    for format in ["trig", "nt", "ttl", "rdfxml", "jsonld"] {
        let file = desk.path().join("out").with_extension(match format {
            "rdfxml" => "rdf",
            other => other,
        });
        let file = file.to_str().unwrap();
        assert_eq!(run(&DESK, &["export", "news", "--to", format, "-o", file]), done(""));
        let count = "SELECT (COUNT(*) AS ?n) { ?f ng:quote ?quote }";
        let counted = run(&DESK, &["query", file, count, "--to", "csv"]);
        assert_eq!(counted, done("n\r\n3\r\n"), "{format}");
    }
}

#[test]
fn filters_hold_for_every_format() {
    let desk = tempfile::tempdir().unwrap();
    let file = desk.path().join("part.nq");
    let file = file.to_str().unwrap();
    let filters = ["--relation", "defeated", "-o", file];
    let nq = [&["export", "news", "--to", "nq"], &filters[..]].concat();
    assert_eq!(run(&DESK, &nq), done(""));
    let count = "SELECT (COUNT(*) AS ?n) { ?f ng:quote ?quote }";
    let counted = run(&DESK, &["query", file, count, "--to", "csv"]);
    assert_eq!(counted, done("n\r\n1\r\n"));
    let csv = ["export", "news", "--to", "csv", "--since", "2031-05-07"];
    let rows = run(&DESK, &csv).out;
    assert_eq!(rows.lines().count(), 2);
    assert!(rows.contains("Felix Brandt,Person,defeated,true,tomas-okabe"), "{rows}");
    let folder = desk.path().join("neo4j");
    let neo4j = ["export", "news", "--to", "neo4j", "-o", folder.to_str().unwrap()];
    assert_eq!(run(&DESK, &neo4j), done(""));
    let edges = fs::read_to_string(folder.join("relationships.csv")).unwrap();
    let denied = |it: &str| it.contains(",DENIED_FIRED,not fired,");
    assert_eq!(edges.lines().filter(|it| denied(it)).count(), 1, "{edges}");
}

#[test]
fn export_says_what_is_wrong() {
    let reason = "in: not a collection; make one with `newsgraph build … -o DIR`";
    assert_eq!(run(&DESK, &["export", "in", "--to", "nq"]), refused(5, reason));
    let reason = "nothing to write about \"Tom Okabe\"; there is Tomas Okabe";
    let about = ["export", "news", "--to", "dot", "--about", "Tom Okabe"];
    assert_eq!(run(&DESK, &about), refused(1, reason));
    for format in ["csv", "ttl"] {
        let about = ["export", "news", "--to", format, "--about", "Tom Okabe"];
        assert_eq!(run(&DESK, &about), refused(1, reason));
    }
    let folder = run(&DESK, &["export", "news", "--to", "neo4j"]);
    let reason = "neo4j is several files; name a folder with `-o`";
    assert_eq!(folder, refused(2, reason));
    let written = run(&DESK, &["export", "news", "--to", "nq", "-o", "no/such/folder"]);
    let reason = "no/such/folder: cannot be written; name another place with `-o`";
    assert!(written.code == Some(2) && written.err.contains(reason), "{written:?}");
    let unknown = run(&DESK, &["export", "news", "--to", "xls"]);
    let names = unknown.err.contains("[possible values: dot, svg, html, nq, trig");
    assert!(unknown.code == Some(2) && names, "{unknown:?}");
}

#[test]
fn merge_and_remove_say_what_became_of_the_articles() {
    let desk = tempfile::tempdir().unwrap();
    let all = desk.path().join("all");
    let all = all.to_str().unwrap();
    let report = |new: usize, same: usize, removed: usize| {
        format!(
            "{new} new, {same} same, 0 replaced by a newer reading, 0 conflicting, \
             {removed} removed; 0 new decisions\n"
        )
    };
    let merge = ["merge", "one", "news", "-o", all];
    let rehearsal = run(&DESK, &[&merge[..], &["--dry-run"]].concat());
    assert_eq!(rehearsal, done(report(2, 0, 0)));
    assert!(!desk.path().join("all").exists());
    assert_eq!(run(&DESK, &merge), done(report(2, 0, 0)));
    assert_eq!(run(&DESK, &merge), done(report(0, 2, 0)));
    let digest = |folder: &Path| Collection::open(folder).unwrap().digest().unwrap();
    assert_eq!(digest(Path::new(all)), digest(&DESK.join("news")));

    let (aldane, brandt) = (name(ALDANE), name(BRANDT));
    let removed = done(format!("{brandt}  removed\n"));
    assert_eq!(run(&DESK, &["remove", all, &format!("a:{brandt}")]), removed);
    assert_eq!(digest(Path::new(all)), digest(&DESK.join("one")));
    let reason = format!("{brandt}: no such article in the collection");
    assert_eq!(run(&DESK, &["remove", all, &brandt]), refused(1, &reason));
    let left_out = "removed in one of the collections, so left out";
    let merged = format!("{}{brandt}  {left_out}\n", report(0, 1, 1));
    assert_eq!(run(&DESK, &merge), done(merged));
    assert_eq!(run(&DESK, &["remove", all, &aldane]).code, Some(0));
}

#[test]
fn merge_and_remove_refuse_what_is_no_collection_and_make_nothing() {
    let desk = tempfile::tempdir().unwrap();
    let all = desk.path().join("all");
    let reason = "in: not a collection; make one with `newsgraph build … -o DIR`";
    let merge = ["merge", "news", "in", "-o", all.to_str().unwrap()];
    assert_eq!(run(&DESK, &merge), refused(5, reason));
    assert!(!all.exists());
    assert_eq!(run(&DESK, &["remove", "in", "2031-05-07-aaaaaaaa"]), refused(5, reason));
}

#[test]
fn show_prints_every_stage() {
    let shown = |stage: &str| {
        let run = run(&DESK, &["show", "in/brandt.txt", "--as", stage]);
        assert_eq!((run.code, &*run.err), (Some(0), ""), "{stage}");
        run.out
    };
    let conllu = shown("conllu");
    let columns = |line: &str| line.split('\t').take(4).collect::<Vec<_>>().join(" ");
    let words = conllu.lines().filter(|it| it.contains('\t')).map(columns);
    let expected = [
        "1 Felix Felix PROPN",
        "2 Brandt Brandt PROPN",
        "3 defeated defeat VERB",
        "4 Tomas Tomas PROPN",
        "5 Okabe Okabe PROPN",
        "6 . . PUNCT",
    ];
    assert!(words.eq(expected), "{conllu}");
    let tree = "Felix Brandt defeated Tomas Okabe.\n    Felix  PROPN nsubj ← defeated\n";
    assert!(shown("tree").starts_with(tree), "{}", shown("tree"));
    let names =
        "43 name Person [Felix Brandt] Felix\n65 name Person [Tomas Okabe] Tomas\n";
    assert_eq!(shown("names"), names);
    assert_eq!(shown("mentions"), names);
    assert_eq!(shown("chains"), "Person: Felix Brandt\nPerson: Tomas Okabe\n");
    assert_eq!(shown("times"), "");
    let facts = "\nFelix Brandt defeated Tomas Okabe.\n  \
                 Felix Brandt | defeated | Tomas Okabe  (verbal)\n";
    assert_eq!(shown("facts"), facts);
    assert!(
        shown("dot").contains("\"felix-brandt\" -> \"tomas-okabe\" [label=\"defeated")
    );
    let turtle = shown("turtle");
    assert!(turtle.contains("\n\t:defeated e:tomas-okabe .\n"), "{turtle}");
    let desk = tempfile::tempdir().unwrap();
    write(desk.path(), "shown.ttl", turtle);
    let question = "ASK { e:felix-brandt ev:defeated/ng:sentence/ng:article/\
                    schema:datePublished \"2031-05-07\"^^xsd:date }";
    let asked = run(desk.path(), &["query", "shown.ttl", question, "--to", "csv"]);
    assert_eq!(asked, done("true\n"));
}

#[test]
fn show_refuses_what_is_no_article_or_no_stage() {
    let reason = "gone.txt: no such file or folder; check the path";
    assert_eq!(run(&DESK, &["show", "gone.txt"]), refused(3, reason));
    let unknown = run(&DESK, &["show", "in", "--as", "verse"]);
    let names = unknown.err.contains("facts, turtle, dot]");
    assert!(unknown.code == Some(2) && names, "{unknown:?}");
}

#[test]
fn eval_emits_entities_and_facts_of_gold_articles() {
    let emitted = run(&DESK, &["eval", "emit", "facts", "gold"]);
    assert_eq!((emitted.code, &*emitted.err), (Some(0), ""));
    let lines: Vec<serde_json::Value> =
        emitted.out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert!(lines.iter().all(|it| it["article"] == "b"));
    let entities = lines.iter().filter_map(|it| it["entity"].as_str());
    assert!(entities.eq(["felix-brandt", "tomas-okabe"]), "{}", emitted.out);
    let facts: Vec<_> = lines.iter().filter(|it| it["predicate"].is_string()).collect();
    let [fact] = &*facts else { panic!("{}", emitted.out) };
    assert_eq!(
        (&fact["predicate"], &fact["relation"]),
        (&"defeat".into(), &"defeated".into())
    );
    assert_eq!(fact["subject"]["mention"], serde_json::json!([0, 12]));
    assert_eq!(fact["object"]["mention"], serde_json::json!([22, 33]));
    let reason = "in: no article record in it; name a gold file or a folder of them";
    assert_eq!(run(&DESK, &["eval", "emit", "facts", "in"]), refused(3, reason));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for arguments in [
        &["query", "news", "endorsements"][..],
        &["query", "news", "endorsements", "--to", "json"],
        &["export", "news", "--to", "nq"],
        &["show", "in"],
        &["build", "in", "-o", "news"],
    ] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let output = program(&DESK, arguments).stdout(writer).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), &*err), (Some(0), ""), "{arguments:?}");
    }
}
