//! `show`
use std::process::ExitCode;
use anyhow::Result;
use clap::Args;
#[derive(Debug, Args)]
pub(super) struct ShowArgs {}
pub(super) fn run(_args: ShowArgs) -> Result<ExitCode> { Ok(ExitCode::SUCCESS) }
