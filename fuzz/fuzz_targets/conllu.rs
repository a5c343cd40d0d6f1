//! CoNLL-U: what can be read is written, and what was written is read as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsgraph::doc::{read_conllu, write_conllu};

fuzz_target!(|text: &str| {
    let Ok(doc) = read_conllu(text) else { return };
    let written = write_conllu(&doc);
    let again = read_conllu(&written).map(|it| write_conllu(&it)).ok();
    assert_eq!(again, Some(written));
});
