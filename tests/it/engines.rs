//! Other engines run the program: Apache Spark, GNU parallel, xargs; `DuckDB` reads what Spark
//! wrote. Whatever runs it, the bytes are those of one machine.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::read::MultiGzDecoder;
use newsgraph::export::COLUMNS;
use serde_json::{Value, json};

use crate::cli::{run, write};
use crate::source::{read, root};

const PROGRAM: &str = env!("CARGO_BIN_EXE_newsgraph");

/// A folder with nineteen articles in three files of `in`, a line that is none, and their
/// collection `news`.
fn desk(folder: &Path) {
    let mut lines = Vec::new();
    for number in 0..19 {
        let date = format!("2031-05-{:02}", number + 1);
        let text = match number % 4 {
            0 => format!("Nora Aldane endorsed Felix Brandt on Monday in town {number}."),
            1 => "Felix Brandt did not fire Iris Tallow, \"Harlow\tSteel\" said.".into(),
            2 => "Emil Varga, the mayor of Élan, may meet Helen Marsh.".into(),
            _ => "Good morning.".into(),
        };
        let publisher = format!("Paper {}", number % 3);
        lines.push(
            json!({ "text": text, "date": date, "publisher": publisher }).to_string(),
        );
    }
    lines.insert(7, "{\"text\": \"Nora".into());
    for (at, part) in lines.chunks(7).enumerate() {
        write(folder, &format!("in/{at}.jsonl"), part.join("\n") + "\n");
    }
    let built = run(folder, &["build", "in", "--quiet", "-o", "news"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
}

/// The lines of a text, sorted.
fn sorted(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    let mut lines = lines.collect::<Vec<_>>();
    lines.sort_unstable();
    lines
}

#[test]
fn parallel_and_xargs_give_the_bytes_of_one_machine() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    desk(folder);
    let canonical = run(folder, &["export", "news", "--to", "nq"]).out;
    let whole = run(folder, &["extract", "in", "--to", "nq", "--quiet"]).out;
    assert_eq!(sorted(&whole), sorted(&canonical));
    let shell = |name: &str, script: &str| {
        let has_it = Command::new(name).arg("--version").output();
        if !has_it.is_ok_and(|it| it.status.success()) {
            println!("skipped: no {name}");
            return;
        }
        let mut command = Command::new("sh");
        command.current_dir(folder).args(["-c", script, PROGRAM]);
        let output = command.output().unwrap();
        let (out, said) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8_lossy(&output.stderr),
        );
        if name == "parallel" {
            assert_eq!(out, whole, "{said}");
        }
        assert_eq!(sorted(&out), sorted(&canonical), "{name}: {said}");
    };
    // In the order of the input.
    let parallel = "cat in/*.jsonl \
        | parallel --pipe -N 4 --jobs 2 --keep-order \"$0\" extract - --to nq --quiet";
    shell("parallel", parallel);
    let xargs = "ls in/*.jsonl \
        | xargs -P 2 -I {} sh -c '\"$0\" extract {} --to nq --quiet > {}.nq' \"$0\"; cat in/*.nq";
    shell("xargs", xargs);
}

#[test]
fn the_example_of_spark_has_every_column() {
    let script = read("examples/spark/newsgraph_spark.py");
    let (_, rest) = script.split_once("\nTEXT = ").unwrap();
    let schema = rest.split("\nROWS = ").next().unwrap();
    let words = schema.split(|it: char| !it.is_alphanumeric() && it != '_');
    let words = words.collect::<BTreeSet<_>>();
    for column in COLUMNS {
        assert!(words.contains(column.name), "newsgraph_spark.py: no {}", column.name);
    }
}

#[test]
fn spark_and_duckdb_give_the_bytes_of_one_machine() {
    let python = root().join("target/tools/venv/bin/python");
    let has_it =
        Command::new(&python).args(["-c", "import pyspark, pandas, duckdb"]).output();
    let has_java = Command::new("java").arg("-version").output();
    if ![has_it, has_java].into_iter().all(|it| it.is_ok_and(|it| it.status.success())) {
        println!(
            "skipped: no Spark, Java and DuckDB; tests/tools/engines.sh installs them"
        );
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    desk(folder);
    let mut command = Command::new(&python);
    command.current_dir(folder).env("SPARK_LOCAL_IP", "127.0.0.1");
    command.env("PYSPARK_PYTHON", &python);
    command.arg(root().join("examples/spark/newsgraph_spark.py"));
    command.args(["in", "out", "--partitions", "5", "--program", PROGRAM]);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let mut quads = String::new();
    let parts = files(&folder.join("out/nquads"), ".gz");
    assert!(parts.len() > 1, "shuffled over several partitions");
    for part in parts {
        MultiGzDecoder::new(fs::File::open(part).unwrap())
            .read_to_string(&mut quads)
            .unwrap();
    }
    let canonical = run(folder, &["export", "news", "--to", "nq"]).out;
    assert_eq!(sorted(&quads), sorted(&canonical));

    // The rows that DuckDB finds in the table, as JSON Lines without what is not known.
    let script = "import duckdb
for row in duckdb.sql(\"SELECT to_json(t) FROM 'out/facts/*.parquet' t\").fetchall():
    print(row[0])";
    let output = Command::new(&python).current_dir(folder).args(["-c", script]).output();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let table = String::from_utf8(output.stdout).unwrap();
    let single = run(folder, &["extract", "in", "--to", "jsonl", "--quiet"]).out;
    assert_eq!(rows(&table), rows(&single));
}

/// Lines of JSON, sorted, without what is not known and what could not be read.
fn rows(lines: &str) -> BTreeSet<String> {
    let values = lines.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    values
        .filter(|it| it.get("error").is_none())
        .map(|it| without_nulls(it).to_string())
        .collect()
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let known = fields.into_iter().filter(|(_, it)| !it.is_null());
            known.map(|(key, it)| (key, without_nulls(it))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    entries.filter(|it| it.to_string_lossy().ends_with(suffix)).collect()
}
