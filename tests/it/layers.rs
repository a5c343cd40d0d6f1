//! Modules import downwards only. The table is the architecture.

use std::collections::BTreeSet;

use crate::source;

/// Lowest first. Modules on one line do not know each other.
pub(crate) const LAYERS: &[&[&str]] = &[
    &["error"],
    &["text", "ud", "lexicon"],
    &["doc", "ingest"],
    &["model"],
    &["annotate"],
    &["extract"],
    &["resolve"],
    &["graph"],
    &["rdf", "export"],
    &["collection", "pipeline"],
    &["ask"],
    &["eval", "serve"],
    &["cli"],
];

/// What only one module may name.
pub(crate) const HOMES: &[(&str, &str)] = &[
    ("anyhow", "cli"),
    ("clap", "cli"),
    ("oxigraph", "rdf"),
    ("oxrdf", "rdf"),
    ("spareval", "rdf"),
    ("spargebra", "rdf"),
    ("hyper", "serve"),
    ("maud", "serve"),
    ("rmcp", "serve"),
    ("tokio", "serve"),
    ("parquet", "export"),
    ("petgraph", "graph"),
    ("rten", "model"),
    ("rten_tensor", "model"),
    ("rust_xlsxwriter", "export"),
    ("std::net", "serve"),
];

/// No file is longer.
const LONGEST: usize = 600;

#[test]
fn the_source_keeps_the_layers() {
    let files = source::files("src");
    let offences: Vec<_> = files
        .iter()
        .filter(|path| path.ends_with(".rs"))
        .flat_map(|path| offences(path, &source::read(&format!("src/{path}"))))
        .collect();
    assert!(!files.is_empty());
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

/// The stages that read sentences ask tables what a word does; they do not name it.
#[test]
fn no_function_word_is_compared_with() {
    let words = function_words();
    let stages = ["annotate/", "extract/", "resolve/"];
    let files = source::files("src");
    let files = files.iter().filter(|path| path.ends_with(".rs"));
    let offences: Vec<_> = files
        .filter(|path| stages.iter().any(|it| path.starts_with(it)))
        .flat_map(|path| {
            compared(&source::read(&format!("src/{path}")), &words)
                .into_iter()
                .map(move |it| format!("src/{path}:{it}"))
        })
        .collect();
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
    for line in [
        "    if lemma == \"of\" {",
        "    word.trim_end_matches(\"'s\")",
        "    words[0] != \"the\"",
        "    let rest = text.strip_prefix(\"by\")?;",
    ] {
        assert_eq!(compared(line, &words).len(), 1, "{line}");
    }
    // The class of a row is no word of a text.
    assert!(compared("    \"the\" => Word::The,", &words).is_empty());
}

/// The words that are the same in every text: of the tables of these.
fn function_words() -> BTreeSet<String> {
    let tables = ["function_words", "contraction", "prepositions", "pronouns"];
    let words = tables.iter().flat_map(|table| {
        let text = source::read(&format!("data/lexicon/{table}.csv"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let first = reader.records().map(|it| it.unwrap()[0].to_owned());
        first.collect::<Vec<_>>()
    });
    words.collect()
}

/// The lines before the tests that compare something with one of the words.
fn compared(text: &str, words: &BTreeSet<String>) -> Vec<String> {
    let comparisons = ["== ", "!= ", "_matches(", "_prefix(", "_suffix(", "_with("];
    let code = text.lines().take_while(|it| *it != "#[cfg(test)]").enumerate();
    code.filter(|(_, line)| {
        line.match_indices('"').any(|(at, _)| {
            let literal = line[at + 1..].split('"').next().unwrap_or_default();
            comparisons.iter().any(|it| line[..at].ends_with(it))
                && words.contains(&*literal.replace("\\u{2019}", "'"))
        })
    })
    .map(|(at, line)| format!("{}: {}", at + 1, line.trim()))
    .collect()
}

#[test]
fn planted_offences_are_caught() {
    let planted =
        |path: &str, line: &str| offences(path, &format!("//! A file.\n{line}\n"));
    for (path, line, expected) in [
        ("doc/tree.rs", "use crate::graph::Graph;", "doc uses graph"),
        ("doc/tree.rs", "    crate::ingest::read(it)", "doc uses ingest"),
        ("rdf/mod.rs", "use crate::export::dot;", "rdf uses export"),
        ("text/span.rs", "use crate::{doc::Token, ud::Upos};", "one `use` per module"),
        ("graph/mod.rs", "use oxigraph::model::Quad;", "oxigraph belongs to rdf"),
        ("pipeline.rs", "fn run() -> anyhow::Result<()> {", "anyhow belongs to cli"),
        ("extract/fact.rs", "use rten_tensor::Tensor;", "rten_tensor belongs to model"),
        ("export/html.rs", "use std::net::TcpStream;", "std::net belongs to serve"),
        ("wordnet/mod.rs", "", "wordnet is in no layer"),
    ] {
        let path_at = format!("src/{path}:");
        let found = planted(path, line);
        assert_eq!(found.len(), 1, "{path}: {line}: {found:?}");
        assert!(found[0].starts_with(&path_at), "{found:?}");
        assert!(found[0].ends_with(expected), "{found:?}");
    }
    assert_eq!(offences("text/span.rs", "use std::fmt;\n").len(), 1, "no heading");
    let long = format!("//! A file.\n{}", "\n".repeat(LONGEST));
    assert_eq!(offences("text/span.rs", &long).len(), 1, "too long");
}

#[test]
fn what_is_allowed_passes() {
    for (path, line) in [
        ("graph/mod.rs", "use crate::doc::EntityType;"),
        ("graph/mod.rs", "use crate::graph::record::Graph;"),
        ("graph/mod.rs", "use petgraph::graph::UnGraph;"),
        ("graph/mod.rs", "// As crate::rdf does with oxigraph::model."),
        ("graph/mod.rs", "#[cfg(test)]\nuse crate::rdf::Store;"),
        ("doc/tree.rs", "let it = written::by(hand);"),
        ("main.rs", "newsgraph::cli::run()"),
    ] {
        let found = offences(path, &format!("//! A file.\n{line}\n"));
        assert!(found.is_empty(), "{found:?}");
    }
}

/// What is wrong with a file of `src`, given by its path there and its text.
fn offences(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut add =
        |line: usize, what: String| found.push(format!("src/{path}:{line}: {what}"));
    if !text.starts_with("//! ") {
        add(1, "the first line says what the file's thing is, after `//!`".into());
    }
    if text.lines().count() > LONGEST {
        add(LONGEST + 1, "too long; split it".into());
    }
    let module = path.split(['/', '.']).next().unwrap();
    if module == "lib" || module == "main" {
        return found;
    }
    let Some(level) = level(module) else {
        add(1, format!("{module} is in no layer"));
        return found;
    };
    let code = text.lines().take_while(|it| !it.starts_with("#[cfg(test)]"));
    for (index, line) in code.enumerate() {
        let line_number = index + 1;
        let line = line.split("//").next().unwrap();
        if line.contains("crate::{") {
            add(line_number, "one `use` per module".into());
        }
        for name in names_after("crate::", line) {
            if name != module && self::level(name).is_some_and(|it| it >= level) {
                add(line_number, format!("{module} uses {name}"));
            }
        }
        for (foreign, home) in HOMES {
            if module != *home && names(foreign, line) {
                add(line_number, format!("{foreign} belongs to {home}"));
            }
        }
    }
    found
}

/// How high a module stands; `None` for what is not a module of the table.
fn level(module: &str) -> Option<usize> {
    LAYERS.iter().position(|it| it.contains(&module))
}

/// The identifiers that follow `prefix`: `crate::doc::Token` gives `doc`.
fn names_after<'a>(prefix: &'a str, line: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(prefix).map(move |(at, _)| {
        let rest = &line[at + prefix.len()..];
        let end = rest.find(|it: char| !is_name(it));
        &rest[..end.unwrap_or(rest.len())]
    })
}

/// Whether a line names something of a crate: `rten::Model`, but not `written::by`.
fn names(foreign: &str, line: &str) -> bool {
    line.match_indices(&format!("{foreign}::"))
        .any(|(at, _)| !line[..at].ends_with(is_name))
}

fn is_name(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}
