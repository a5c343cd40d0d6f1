//! The articles of `tests/articles`, read once by the real pipeline.

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::LazyLock;

use newsgraph::collection::Collection;
use newsgraph::graph::ArticleRecord;
use newsgraph::ingest;
use newsgraph::lexicon::Lexicon;
use newsgraph::pipeline::Pipeline;
use newsgraph::rdf::{Names, Store};
use newsgraph::text::Article;

use crate::source;

/// The articles, in the order of their files.
pub(crate) fn articles() -> Vec<Article> {
    let folder = "tests/articles";
    let files = source::files(folder).into_iter();
    let paths: Vec<PathBuf> =
        files.map(|it| source::root().join(folder).join(it)).collect();
    ingest::read(&paths).map(|it| it.unwrap()).collect()
}

/// A pipeline that reads so many articles at a time.
pub(crate) fn pipeline(threads: usize) -> Pipeline {
    let mut pipeline = Pipeline::new(&Lexicon::embedded()).unwrap();
    pipeline.threads = NonZero::new(threads).unwrap();
    pipeline
}

/// What the graph keeps of the articles, in their order.
pub(crate) static RECORDS: LazyLock<Vec<ArticleRecord>> =
    LazyLock::new(|| pipeline(2).records(articles()));

/// The collection of the articles, to ask SPARQL.
pub(crate) static STORE: LazyLock<Store> = LazyLock::new(|| {
    Collection::open(NEWS.path().join("news")).unwrap().store().unwrap()
});

/// A folder that holds the collection of the articles as `news`.
pub(crate) static NEWS: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("news");
    let mut collection = Collection::create(path, &Names::default()).unwrap();
    collection.add(RECORDS.clone()).unwrap();
    dir
});
