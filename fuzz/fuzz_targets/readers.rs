//! Bytes to articles, in every format: the first byte says which; above those it is
//! sniffed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsgraph::ingest::{Config, Format, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let format = Format::ALL.get(usize::from(*first) % 12).map(|(it, _)| *it);
    let config = Config { format, any_language: first & 64 == 0, ..Config::default() };
    let Ok(articles) = read_bytes("fuzz", rest.to_vec(), &config) else { return };
    for article in articles.flatten() {
        let mut end = article.body.start();
        for block in &article.blocks {
            assert!(article.text.get(block.span.range()).is_some());
            assert!(block.span.start() >= end);
            end = block.span.end();
        }
        assert!(end <= article.body.end());
    }
});
