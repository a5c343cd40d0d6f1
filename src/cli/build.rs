//! `build`: the main job.
use anyhow::Result;
use clap::Args;
use std::process::ExitCode;
#[derive(Debug, Args)]
pub(super) struct BuildArgs {}
pub(super) fn run(_args: BuildArgs) -> Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
