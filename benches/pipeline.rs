//! How long the stages take, over the articles of the tests.
//!
//! `cargo bench` prints a table, with words a second where words are read; compare runs of
//! one machine as ratios.

use std::path::PathBuf;
use std::sync::LazyLock;

use divan::counter::ItemsCount;
use newsgraph::doc::Document;
use newsgraph::graph::ArticleRecord;
use newsgraph::ingest;
use newsgraph::lexicon::Lexicon;
use newsgraph::pipeline::Pipeline;
use newsgraph::rdf::{Names, Query, Store, write_article};
use newsgraph::text::Article;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(pipeline);
static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    ingest::read(&[folder]).filter_map(Result::ok).collect()
});
static DOCUMENTS: LazyLock<Vec<Document>> =
    LazyLock::new(|| ARTICLES.iter().map(|it| PIPELINE.annotate(it.clone())).collect());
static RECORDS: LazyLock<Vec<ArticleRecord>> =
    LazyLock::new(|| PIPELINE.records(ARTICLES.clone()));

fn main() {
    divan::main();
}

/// The words of the articles.
fn words() -> ItemsCount {
    ItemsCount::new(DOCUMENTS.iter().map(|it| it.tokens.len()).sum::<usize>())
}

#[expect(clippy::expect_used, reason = "a benchmark without its model is none")]
fn pipeline() -> Pipeline {
    Pipeline::new(&Lexicon::embedded()).expect("the embedded model and tables load")
}

/// Model and tables.
#[divan::bench]
fn load() -> Pipeline {
    pipeline()
}

/// Text to trees, names, times and chains.
#[divan::bench]
fn annotate(bencher: divan::Bencher<'_, '_>) {
    bencher.counter(words()).with_inputs(|| ARTICLES.clone()).bench_values(|it| {
        it.into_iter().map(|it| PIPELINE.annotate(it)).collect::<Vec<_>>()
    });
}

/// Trees to facts.
#[divan::bench]
fn extract(bencher: divan::Bencher<'_, '_>) {
    bencher
        .counter(words())
        .bench(|| DOCUMENTS.iter().map(|it| PIPELINE.facts(it).len()).sum::<usize>());
}

/// Records to N-Quads.
#[divan::bench]
fn write(bencher: divan::Bencher<'_, '_>) {
    LazyLock::force(&RECORDS);
    let names = Names::default();
    bencher.counter(words()).bench(|| {
        RECORDS.iter().map(|it| write_article(it, &names).len()).sum::<usize>()
    });
}

/// N-Quads to a store that can be asked.
#[divan::bench]
fn index(bencher: divan::Bencher<'_, '_>) {
    let names = Names::default();
    let quads: Vec<_> = RECORDS.iter().map(|it| write_article(it, &names)).collect();
    bencher.counter(words()).bench(|| {
        let store = Store::new(names.clone());
        for it in &quads {
            store.load_own("bench", it).ok()?;
        }
        Some(store.count())
    });
}

/// N-Quads to a store, and a stock question to its answer.
#[divan::bench]
fn query(bencher: divan::Bencher<'_, '_>) {
    let names = Names::default();
    let quads: Vec<_> = RECORDS.iter().map(|it| write_article(it, &names)).collect();
    let question = "SELECT ?a ?b { ?a :endorsed ?b }";
    bencher.bench(|| {
        let store = Store::new(names.clone());
        for it in &quads {
            store.load_own("bench", it).ok()?;
        }
        store.answer(&Query::new("bench", question)).ok().map(|it| it.len())
    });
}
