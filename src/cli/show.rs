//! `show`
use anyhow::Result;
use clap::Args;
use std::process::ExitCode;
#[derive(Debug, Args)]
pub(super) struct ShowArgs {}
pub(super) fn run(_args: ShowArgs) -> Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
