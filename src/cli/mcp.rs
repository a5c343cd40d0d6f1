//! `mcp`: a collection for agents, over standard input and output.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;

use crate::serve;

/// The arguments of `mcp`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph mcp news
  newsgraph mcp news --timeout 60")]
pub(super) struct McpArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Give up on a question after so many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    timeout: f64,
}

/// Answers until standard input ends.
pub(super) fn run(args: &McpArgs) -> Result<ExitCode> {
    let timeout = Duration::try_from_secs_f64(args.timeout);
    serve::serve_agents(&args.folder, timeout.context("--timeout: give seconds")?)?;
    Ok(ExitCode::SUCCESS)
}
