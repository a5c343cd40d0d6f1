//! The command line: arguments, files, terminal, exit codes. The only module that prints.

mod about;
mod args;
mod build;
mod check;
mod contradictions;
mod diff;
mod estimate;
mod eval;
mod explain;
mod extract;
mod input;
mod interrupt;
mod draw;
mod export;
mod hand_over;
mod index;
mod form;
mod mcp;
mod merge;
mod output;
mod parts;
mod progress;
mod query;
mod relations;
mod remove;
mod resolve;
mod review;
mod sample;
mod serve;
mod shell;
mod show;
mod sources;
mod stats;
mod timeline;
mod wait;

pub use args::{Args, run};
