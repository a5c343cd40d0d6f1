//! The command line: arguments, files, terminal, exit codes. The only module that prints.

mod about;
mod args;
mod build;
mod contradictions;
mod diff;
mod eval;
mod explain;
mod export;
mod form;
mod merge;
mod output;
mod query;
mod remove;
mod sample;
mod shell;
mod show;
mod sources;
mod stats;
mod timeline;
mod wait;

pub use args::{Args, run};
