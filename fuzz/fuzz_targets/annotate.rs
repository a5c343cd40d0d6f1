//! A text to facts.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use newsgraph::ingest::from_text;
use newsgraph::lexicon::Lexicon;
use newsgraph::pipeline::Pipeline;

static PIPELINE: LazyLock<Option<Pipeline>> =
    LazyLock::new(|| Pipeline::new(&Lexicon::embedded()).ok());

fuzz_target!(|text: &str| {
    let Ok(article) = from_text("fuzz", text.to_owned()) else { return };
    if let Some(pipeline) = &*PIPELINE {
        pipeline.read(article);
    }
});
