//! A collection in parts, read back by programs that are not ours.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::read::MultiGzDecoder;
use newsgraph::collection::{Collection, HandOver, Packing};
use newsgraph::rdf::{Names, Query, stock_queries};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::cli::run;
use crate::made_up::{Dice, article};
use crate::news::RECORDS;
use crate::source::root;

/// The ten questions of a journalist, with what is set in them.
const QUESTIONS: [(&str, Option<(&str, &str)>); 10] = [
    ("endorsements", None),
    ("endorsement_evidence", None),
    ("claims", Some(("who", "e:helen-marsh"))),
    ("contradictions", None),
    ("corroborated", None),
    ("defeats", Some(("since", "2023-11"))),
    ("backed_the_winner", None),
    ("about", Some(("who", "e:felix-brandt"))),
    ("exclusives", None),
    ("first_reports", None),
];

#[test]
fn parts_are_named_listed_and_described() {
    let dir = tempfile::tempdir().unwrap();
    let desk = dir.path();
    let mut dice = Dice(3);
    let records = (0..300).map(|it| article(&mut dice, it, 4)).collect::<Vec<_>>();
    let mut news = Collection::create(desk.join("news"), &Names::default()).unwrap();
    for some in records.chunks(70) {
        news.add(some.to_vec()).unwrap();
    }
    let mut backwards = Collection::create(desk.join("back"), &Names::default()).unwrap();
    backwards.add(records.into_iter().rev().collect()).unwrap();
    for packing in [Packing::Gz, Packing::Zst] {
        let how = HandOver { part: 1 << 20, packing, resolved: false };
        let folder = desk.join(format!("{packing:?}"));
        let parts = news.hand_over(&folder, how).unwrap();
        assert!(parts.len() > 1, "{}", parts.len());
        let other =
            backwards.hand_over(&desk.join(format!("b{packing:?}")), how).unwrap();
        assert_eq!(parts, other, "however the collection came to be");
        let mut lines = Vec::new();
        for part in &parts {
            let bytes = fs::read(folder.join(&part.part)).unwrap();
            let digest = Sha256::digest(&bytes);
            let digest = digest.iter().map(|it| format!("{it:02x}")).collect::<Vec<_>>();
            let digest = digest.concat();
            assert_eq!((&digest, bytes.len() as u64), (&part.sha256, part.bytes));
            assert!(digest.starts_with(part.part.split('.').next().unwrap()));
            let mut text = String::new();
            match packing {
                Packing::Gz => MultiGzDecoder::new(&*bytes).read_to_string(&mut text),
                Packing::Zst => {
                    zstd::Decoder::new(&*bytes).unwrap().read_to_string(&mut text)
                }
            }
            .unwrap();
            assert!(text.len() <= how.part);
            assert_eq!(text.lines().count(), part.quads);
            lines.extend(text.lines().map(str::to_owned));
        }
        lines.sort();
        assert_eq!(lines.join("\n") + "\n", news.canonical().unwrap());
        assert_eq!(parts.iter().map(|it| it.articles).sum::<usize>(), 300);
        let manifest = fs::read_to_string(folder.join("MANIFEST.jsonl")).unwrap();
        let listed =
            manifest.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
        assert!(listed.map(|it| it["part"].clone()).eq(parts.iter().map(|it| &*it.part)));
        let decisions = fs::read_to_string(folder.join("decisions.csv")).unwrap();
        assert_eq!(decisions, "left,right,judgement,by,reason,score\n");
        let again = news.hand_over(&folder, how).unwrap_err().to_string();
        assert!(again.contains("other files"), "{again}");
    }
}

/// A folder with the articles handed over in parts, the questions as SPARQL, and their
/// answers; removed with what is returned first.
fn handed_over() -> (tempfile::TempDir, Vec<PathBuf>, BTreeMap<String, Vec<Vec<String>>>)
{
    let dir = tempfile::tempdir().unwrap();
    let desk = dir.path();
    let mut news = Collection::create(desk.join("news"), &Names::default()).unwrap();
    news.add(RECORDS.clone()).unwrap();
    let how = HandOver { part: 64 << 10, packing: Packing::Gz, resolved: true };
    assert!(news.hand_over(&desk.join("parts"), how).unwrap().len() > 1);
    let store = news.store().unwrap();
    let (mut files, mut answers) = (Vec::new(), BTreeMap::new());
    let prefixes = Names::default().prefixes();
    let prefixes = prefixes.iter().map(|(name, iri)| format!("PREFIX {name}: <{iri}>\n"));
    let prefixes = prefixes.collect::<String>();
    for (name, setting) in QUESTIONS {
        let stock = stock_queries().into_iter().find(|it| it.name == name).unwrap();
        let mut query = stock.query;
        if let Some((parameter, value)) = setting {
            query.set(parameter, value, &store).unwrap();
        }
        let file = desk.join(format!("{name}.rq"));
        let text = format!("{prefixes}{}", query.text());
        fs::write(&file, &text).unwrap();
        files.push(file);
        let mut rows = store.answer(&Query::new(name, text)).unwrap().table().rows;
        for cell in rows.iter_mut().flatten() {
            *cell = long(cell, &Names::default());
        }
        rows.sort();
        assert!(!rows.is_empty() || name == "backed_the_winner", "{name} has no answer");
        answers.insert(name.to_owned(), rows);
    }
    (dir, files, answers)
}

/// A cell without the prefixes that tables for people have.
fn long(cell: &str, names: &Names) -> String {
    let expanded = cell.split_once(':').and_then(|(prefix, local)| {
        let prefixes = names.prefixes();
        let (_, iri) = prefixes.iter().find(|(it, _)| *it == prefix)?;
        let is_name = !local.starts_with(' ') && !local.contains(char::is_whitespace);
        is_name.then(|| format!("{iri}{local}"))
    });
    expanded.unwrap_or_else(|| cell.to_owned())
}

/// Runs a reader and compares what it counts and answers.
fn compare(engine: &str, mut command: Command) {
    let (dir, files, answers) = handed_over();
    let output = command.arg(dir.path().join("parts")).args(files).output();
    let output = output.ok().filter(|it| {
        let said = String::from_utf8_lossy(&it.stderr);
        assert!(it.status.success() || said.contains("odule"), "{engine}: {said}");
        it.status.success()
    });
    let Some(output) = output else {
        println!("skipped: no {engine}; tests/tools/engines.sh installs it");
        return;
    };
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let news = Collection::open(dir.path().join("news")).unwrap();
    let mut quads = Vec::new();
    news.write_canonical(true, &mut quads).unwrap();
    let quads = String::from_utf8(quads).unwrap().lines().count();
    assert_eq!(found["quads"], quads, "{engine}");
    for (name, rows) in answers {
        let theirs =
            serde_json::from_value::<Vec<Vec<String>>>(found["answers"][&name].clone());
        let mut theirs = theirs.unwrap();
        theirs.sort();
        assert_eq!(theirs, rows, "{engine}: {name}");
    }
}

fn python(engine: &str) -> Command {
    let mut command = Command::new(root().join("target/tools/venv/bin/python"));
    command.arg(root().join("tests/tools/read_parts.py")).arg(engine);
    command
}

#[test]
fn rdflib_counts_and_answers_the_same() {
    compare("rdflib", python("rdflib"));
}

#[test]
fn pyoxigraph_counts_and_answers_the_same() {
    compare("pyoxigraph", python("pyoxigraph"));
}

#[test]
fn comunica_over_n3_counts_and_answers_the_same() {
    let mut command = Command::new("node");
    command.env("NODE_TOOLS", root().join("target/tools/node"));
    command.arg(root().join("tests/tools/read_parts.mjs"));
    compare("Comunica module", command);
}

#[test]
fn the_verb_writes_parts_and_the_names_of_the_collection() {
    let dir = tempfile::tempdir().unwrap();
    let desk = dir.path();
    let mut news = Collection::create(desk.join("news"), &Names::default()).unwrap();
    news.add(RECORDS.clone()).unwrap();
    drop(news);
    let done = run(desk, &["export", "news", "--to", "nq", "--parts", "parts"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(fs::read_dir(desk.join("parts")).unwrap().count(), 4);
    let refused = run(desk, &["export", "news", "--to", "ttl", "--parts", "other"]);
    assert!(refused.err.contains("--to nq") && !Path::new("other").exists());
    let whole = run(desk, &["export", "news", "--to", "nq"]).out;
    assert_eq!(whole, Collection::open(desk.join("news")).unwrap().canonical().unwrap());
}
