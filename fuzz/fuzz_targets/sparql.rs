//! A question in SPARQL over a store without articles.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsgraph::rdf::{Names, Query, Store};

fuzz_target!(|text: &str| {
    let Ok(store) = Store::new(Names::default()) else { return };
    if let Ok(answer) = store.answer(&Query::new("fuzz", text)) {
        let _ = answer.len();
    }
});
