//! Bytes to articles, in every format: the first byte says which; above those it is
//! sniffed.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/targets.rs"]
#[expect(dead_code, reason = "the other targets have a program of their own")]
mod targets;

fuzz_target!(|bytes: &[u8]| targets::readers(bytes));
