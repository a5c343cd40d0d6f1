//! `sources`: who reported what, first and alone.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::ask::{self, FirstReport, Row as _, Value};
use crate::collection::Collection;

use super::form::{self, FoundArgs, ToArgs};
use super::{output, timeline};

/// The arguments of `sources`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph sources news
  newsgraph sources news \"Nora Aldane\" --shared")]
pub(super) struct SourcesArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// List who reported each fact about this name first; without a name, publishers are
    /// counted.
    name: Option<String>,
    /// Where several things bear the name, take all of them.
    #[arg(long, requires = "name")]
    all: bool,
    /// Only what more than one publisher reports.
    #[arg(long, requires = "name")]
    shared: bool,
    #[command(flatten)]
    found: FoundArgs,
    #[command(flatten)]
    to: ToArgs,
}

/// Prints the records of publishers, or who reported what first.
pub(super) fn run(args: &SourcesArgs) -> Result<ExitCode> {
    let collection = Collection::open(&args.folder)?;
    let form = args.to.to;
    let graph = timeline::graph(&collection, args.name.as_deref(), args.all)?;
    let (text, found) = if args.name.is_none() {
        let records = ask::track_records(&graph);
        let text = match form::rows(&records, form)? {
            Some(rows) => rows,
            None => {
                let cells =
                    |it: &ask::Record| it.cells().iter().map(Value::to_string).collect();
                let rows = records.iter().map(cells).collect();
                form::table(&ask::Record::columns(), rows, form)
            }
        };
        (text, records.len())
    } else {
        let mut reports = ask::first_reports(&graph);
        reports.retain(|it| !args.shared || !it.others.is_empty());
        let text = match form::rows(&reports, form)? {
            Some(rows) => rows,
            None => {
                let header = ["day", "first", "what", "then"];
                form::table(&header, reports.iter().map(row).collect(), form)
            }
        };
        (text, reports.len())
    };
    output::print(&text)?;
    Ok(args.found.code(found > 0))
}

fn row(it: &FirstReport) -> Vec<String> {
    let day = it.first.reported.map(|it| it.to_string()).unwrap_or_default();
    let publisher = it.first.publisher.clone().unwrap_or_default();
    let publisher =
        if it.is_tied { format!("{publisher} (or as early)") } else { publisher };
    let then = if it.others.is_empty() {
        "nobody else".to_owned()
    } else {
        it.others.join("; ")
    };
    vec![day, publisher, it.first.line.clone(), then]
}
