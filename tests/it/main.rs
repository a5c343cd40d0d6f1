//! Every integration test, in one program.

#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the repository names its files in small letters"
)]
#![expect(clippy::panic, clippy::unwrap_used, reason = "that is how a test fails")]
#![expect(clippy::print_stdout, reason = "a test that cannot run here says so")]

mod annotation;
mod asking;
mod calibration;
mod cases;
mod cli;
mod collection;
mod data;
mod documents;
mod durability;
mod emitters;
mod engines;
mod formats;
mod fuzz;
mod dot;
mod graphs;
mod guide;
mod hardship;
mod hand_over;
mod help;
mod inputs;
mod laws;
mod hostile;
mod identity;
mod layers;
mod made_up;
mod news;
mod ontology;
mod page;
mod pictures;
mod queries;
mod records;
mod resolve;
mod rules;
mod scale;
mod serving;
mod source;
mod store;
mod stream;
mod targets;
mod time;
