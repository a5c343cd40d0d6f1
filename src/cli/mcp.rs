//! `mcp`: a collection for agents, over standard input and output.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;

use crate::serve;

use super::args::seconds;

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
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    timeout: Duration,
}

/// Answers until standard input ends.
pub(super) fn run(args: &McpArgs) -> Result<ExitCode> {
    serve::serve_agents(&args.folder, args.timeout)?;
    Ok(ExitCode::SUCCESS)
}
