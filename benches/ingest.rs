//! How fast inputs are read: bytes a second, on one core.
//!
//! The inputs are made of the articles and pages of the tests.

use std::fs;
use std::path::Path;

use divan::counter::BytesCount;
use newsgraph::ingest::{Config, read_bytes};
use serde_json::json;

fn main() {
    divan::main();
}

/// The texts of the files in a folder of the tests whose name ends so.
fn texts(folder: &str, ending: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|it| it.path()).collect();
    paths.retain(|it| it.to_string_lossy().ends_with(ending));
    paths.sort();
    paths.iter().filter_map(|it| fs::read_to_string(it).ok()).collect()
}

/// About ten megabytes of JSON Lines.
fn json_lines() -> String {
    let mut out = String::new();
    let texts = texts("articles", ".txt");
    while out.len() < 10 << 20 {
        for text in &texts {
            let record = json!({
                "headline": "A story", "datePublished": "2031-05-06T10:00:00-05:00",
                "publisher": { "name": "Brookvale Courier" }, "articleBody": text,
            });
            out.push_str(&record.to_string());
            out.push('\n');
        }
    }
    out
}

/// How many articles bytes hold.
fn count(bytes: &[u8]) -> usize {
    let read = read_bytes("bench", bytes.to_vec(), &Config::default());
    read.into_iter().flatten().flatten().count()
}

#[divan::bench]
fn jsonl(bencher: divan::Bencher<'_, '_>) {
    let text = json_lines();
    bencher.counter(BytesCount::of_str(&text)).bench(|| count(text.as_bytes()));
}

#[divan::bench]
fn html(bencher: divan::Bencher<'_, '_>) {
    // Pages of a newspaper have two hundred kilobytes, most of them no text.
    let filler = "<script>window.data = [1, 2, 3];</script><div class=\"x\"><a href=\"/y\">z</a></div>";
    let pages: Vec<_> = texts("pages", ".html")
        .iter()
        .map(|it| it.replace("</body>", &format!("{}</body>", filler.repeat(2_000))))
        .collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| pages.iter().map(|it| count(it.as_bytes())).sum::<usize>());
}
