//! The `newsgraph` program.

use std::process::ExitCode;

use clap::Parser;
use newsgraph::cli::{Args, run};

fn main() -> ExitCode {
    run(Args::parse())
}
