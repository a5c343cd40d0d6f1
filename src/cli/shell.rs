//! `completions` and `man`: what a shell and a manual want to know of the program.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::output;

/// The arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph completions bash
  newsgraph completions zsh > _newsgraph")]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script that completes verbs and options.
pub(super) fn completions(args: &CompletionsArgs) -> Result<ExitCode> {
    let mut script = Vec::new();
    let mut program = super::Args::command();
    clap_complete::generate(args.shell, &mut program, "newsgraph", &mut script);
    output::print(&String::from_utf8(script)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The arguments of `man`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph man > newsgraph.1
  newsgraph man -o man1")]
pub(super) struct ManArgs {
    /// A folder for the pages of the program and of every verb; without it the page of
    /// the program goes to standard output.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Prints or writes the manual pages.
pub(super) fn man(args: &ManArgs) -> Result<ExitCode> {
    let program = super::Args::command();
    match &args.output {
        None => {
            let mut page = Vec::new();
            Man::new(program).render(&mut page)?;
            output::print(&String::from_utf8(page)?)?;
        }
        Some(folder) => {
            let written = fs::create_dir_all(folder)
                .and_then(|()| clap_mangen::generate_to(program, folder));
            written.with_context(|| {
                let folder = folder.display();
                format!("{folder}: cannot be written; name another folder with `-o`")
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
