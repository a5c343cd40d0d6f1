//! What must hold of any input: it is read or refused, and nothing panics.
//!
//! `tests/it/fuzz.rs` tries damaged inputs, and so do the targets of `fuzz/fuzz_targets`.

use std::fs;
use std::sync::LazyLock;

use newsgraph::collection::Collection;
use newsgraph::doc::{read_conllu, write_conllu};
use newsgraph::ingest::{Config, Format, from_text, read_bytes};
use newsgraph::lexicon::Lexicon;
use newsgraph::pipeline::Pipeline;
use newsgraph::rdf::{Names, Query, Store};

/// Bytes to articles, in every format: the first byte says which; above those it is sniffed.
pub(crate) fn readers(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let format = Format::ALL.get(usize::from(*first) % 12).map(|(it, _)| *it);
    let config = Config { format, any_language: first & 64 == 0, ..Config::default() };
    for article in read_bytes("fuzz", rest.to_vec(), &config).unwrap().flatten() {
        let mut end = article.body.start();
        for block in &article.blocks {
            assert!(article.text.get(block.span.range()).is_some());
            assert!(block.span.start() >= end);
            end = block.span.end();
        }
        assert!(end <= article.body.end());
    }
}

/// A text to its facts.
pub(crate) fn annotate(text: &str) {
    static PIPELINE: LazyLock<Pipeline> =
        LazyLock::new(|| Pipeline::new(&Lexicon::embedded()).unwrap());
    if let Ok(article) = from_text("fuzz", text.to_owned()) {
        PIPELINE.read(article);
    }
}

/// CoNLL-U: what can be read is written, and what was written is read as the same.
pub(crate) fn conllu(text: &str) {
    let Ok(doc) = read_conllu(text) else { return };
    let written = write_conllu(&doc);
    let again = read_conllu(&written).map(|it| write_conllu(&it)).ok();
    assert_eq!(again, Some(written));
}

/// The file of decisions, as a collection reads it.
pub(crate) fn decisions(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("news");
    drop(Collection::create(&at, &Names::default()).unwrap());
    fs::write(at.join("decisions.csv"), bytes).unwrap();
    if let Ok(collection) = Collection::open(&at) {
        let _ = collection.decisions().len();
    }
}

/// A question in SPARQL over a store without articles.
pub(crate) fn sparql(text: &str) {
    let store = Store::new(Names::default());
    if let Ok(answer) = store.answer(&Query::new("fuzz", text)) {
        let _ = answer.len();
    }
}
