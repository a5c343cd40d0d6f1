//! The file of decisions, as a collection reads it.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/targets.rs"]
#[expect(dead_code, reason = "the other targets have a program of their own")]
mod targets;

fuzz_target!(|bytes: &[u8]| targets::decisions(bytes));
