//! A question in SPARQL over a store without articles.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/targets.rs"]
#[expect(dead_code, reason = "the other targets have a program of their own")]
mod targets;

fuzz_target!(|text: &str| targets::sparql(text));
