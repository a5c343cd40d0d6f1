//! A question in SPARQL over a store with one article.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsgraph::rdf::{Names, Query, Store};

fuzz_target!(|text: &str| {
    let store = Store::new(Names::default());
    if let Ok(answer) = store.answer(&Query::new("fuzz", text)) {
        let _ = answer.len();
    }
});
