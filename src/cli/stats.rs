//! `stats`: counts by relation, publisher and month.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::ask::{self, Count, Row as _, Value};
use crate::collection::Collection;

use super::form::{self, Form, ToArgs};
use super::output;

/// The arguments of `stats`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph stats news
  newsgraph stats news --to csv")]
pub(super) struct StatsArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    to: ToArgs,
}

/// Counts the facts.
pub(super) fn run(args: &StatsArgs) -> Result<ExitCode> {
    let counts = ask::stats(&Collection::open(&args.folder)?.graph()?);
    let text = match form::rows(&counts, args.to.to)? {
        Some(rows) => rows,
        None => tables(&counts, args.to.to),
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// No table for a reader has more rows.
const MOST: usize = 40;

/// A table for each thing that is counted by.
fn tables(counts: &[Count], form: Form) -> String {
    let parts = counts.chunk_by(|a, b| a.by == b.by).map(|part| {
        let by = part[0].by;
        let mut header = Count::columns();
        header.remove(0);
        header[0] = if by == "all" { "" } else { by };
        let rows = part.iter().take(MOST).map(|it| {
            let cells = it.cells().into_iter().skip(1);
            let mut cells = cells.map(|it| Value::to_string(&it)).collect::<Vec<_>>();
            if cells[0].is_empty() {
                (if by == "all" { "all" } else { "(unknown)" }).clone_into(&mut cells[0]);
            }
            cells[0] = cells[0].replace('_', " ");
            cells
        });
        let table = form::table(&header, rows.collect(), form);
        match part.len().checked_sub(MOST).filter(|it| *it > 0) {
            Some(more) => format!("{table}and {more} more; --to csv has them all\n"),
            None => table,
        }
    });
    parts.collect::<Vec<_>>().join("\n")
}
