//! How long the stages take, over the articles of the tests, on one core.
//!
//! `cargo bench` prints a table, with words a second where words are read; then the calmest
//! pass of each stage in articles and words a second, the space that a fact takes on disk,
//! and the most memory that all this took. Compare runs of one machine as ratios.

#![expect(clippy::print_stdout, reason = "that is what a benchmark is for")]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

use divan::counter::ItemsCount;
use newsgraph::collection::Collection;
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
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(annotated);
static RECORDS: LazyLock<Vec<ArticleRecord>> =
    LazyLock::new(|| PIPELINE.records(ARTICLES.clone()));

fn main() {
    divan::main();
    println!("\n| stage | articles/s | words/s |\n|---|---:|---:|");
    calmest("annotate", || annotated().len());
    calmest("extract", extracted);
    calmest("write", || written().len());
    let quads = written();
    calmest("index", || indexed(&quads).count());
    println!("\n{}", space());
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    println!("peak memory: {}", peak.map_or("not known here", str::trim));
}

/// How many words the articles have.
fn n_words() -> usize {
    DOCUMENTS.iter().map(|it| it.tokens.len()).sum()
}

/// The words of the articles.
fn words() -> ItemsCount {
    ItemsCount::new(n_words())
}

/// A line for a stage: the calmest of five passes over the articles.
fn calmest(stage: &str, pass: impl Fn() -> usize) {
    let seconds = |_| {
        let start = Instant::now();
        black_box(pass());
        start.elapsed().as_secs_f64()
    };
    let least = (0..5).map(seconds).fold(f64::INFINITY, f64::min);
    let rate = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / least;
    println!("| {stage} | {:.0} | {:.0} |", rate(ARTICLES.len()), rate(n_words()));
}

fn annotated() -> Vec<Document> {
    ARTICLES.iter().map(|it| PIPELINE.annotate(it.clone())).collect()
}

fn extracted() -> usize {
    DOCUMENTS.iter().map(|it| PIPELINE.facts(it).len()).sum()
}

fn written() -> Vec<String> {
    let names = Names::default();
    RECORDS.iter().map(|it| write_article(it, &names)).collect()
}

fn indexed(quads: &[String]) -> Store {
    let store = Store::new(Names::default());
    for it in quads {
        drop(store.load_own("bench", it));
    }
    store
}

/// What a collection of the articles takes on disk.
#[expect(clippy::expect_used, reason = "a benchmark that cannot write is none")]
fn space() -> String {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let folder = folder.path().join("news");
    let news = Collection::create(&folder, &Names::default());
    news.and_then(|mut it| it.add(RECORDS.clone())).expect("a collection is written");
    let facts = RECORDS.iter().map(|it| it.facts.len()).sum::<usize>();
    let [packs, index] = ["articles", "index"].map(|it| bytes(&folder.join(it)));
    format!(
        "{facts} facts of {} articles on disk: {} bytes a fact in packs, {} in the index",
        RECORDS.len(),
        packs / facts as u64,
        index / facts as u64
    )
}

/// How many bytes the files of a folder have.
fn bytes(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|it| Some(it.metadata().ok()?.len())).sum()
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
    bencher.counter(words()).bench(annotated);
}

/// Trees to facts.
#[divan::bench]
fn extract(bencher: divan::Bencher<'_, '_>) {
    bencher.counter(words()).bench(extracted);
}

/// Records to N-Quads.
#[divan::bench]
fn write(bencher: divan::Bencher<'_, '_>) {
    LazyLock::force(&RECORDS);
    bencher.counter(words()).bench(written);
}

/// N-Quads to a store that can be asked.
#[divan::bench]
fn index(bencher: divan::Bencher<'_, '_>) {
    let quads = written();
    bencher.counter(words()).bench(|| indexed(&quads).count());
}

/// N-Quads to a store, and a stock question to its answer.
#[divan::bench]
fn query(bencher: divan::Bencher<'_, '_>) {
    let quads = written();
    let question = Query::new("bench", "SELECT ?a ?b { ?a :endorsed ?b }");
    bencher.bench(|| indexed(&quads).answer(&question).ok().map(|it| it.len()));
}
