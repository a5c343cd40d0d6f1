//! The command line: arguments, files, terminal, exit codes. The only module that prints.

mod args;
mod build;
mod check;
mod estimate;
mod eval;
mod extract;
mod input;
mod interrupt;
mod merge;
mod export;
mod output;
mod progress;
mod query;
mod relations;
mod remove;
mod resolve;
mod review;
mod show;

pub use args::{Args, run};
