//! The file of decisions, as a collection reads it.

#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use newsgraph::collection::Collection;
use newsgraph::rdf::Names;

fuzz_target!(|bytes: &[u8]| {
    let Ok(folder) = tempfile::tempdir() else { return };
    let at = folder.path().join("news");
    let Ok(collection) = Collection::create(&at, &Names::default()) else { return };
    drop(collection);
    if fs::write(at.join("decisions.csv"), bytes).is_ok()
        && let Ok(collection) = Collection::open(&at)
    {
        let _ = collection.decisions().len();
    }
});
