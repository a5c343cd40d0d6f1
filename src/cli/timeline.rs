//! `timeline`: facts in the order of their days.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::ask::{self, Moment, Period};
use crate::collection::Collection;
use crate::doc::TimexValue;
use crate::graph::Graph;
use crate::text::Date;

use super::form::{self, FoundArgs, ToArgs};
use super::output;

/// The arguments of `timeline`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph timeline news \"Nora Aldane\"
  newsgraph timeline news --since 2023-11 --relation defeated --reported")]
pub(super) struct TimelineArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Facts about this name only.
    name: Option<String>,
    /// Where several things bear the name, take all of them.
    #[arg(long)]
    all: bool,
    /// The first day: a day, month or year.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    since: Option<Date>,
    /// The last day: a day, month or year.
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    until: Option<Date>,
    /// This relation only; may be repeated.
    #[arg(long, value_name = "NAME")]
    relation: Vec<String>,
    /// Facts without a time of their own too, by the day of their report.
    #[arg(long)]
    reported: bool,
    #[command(flatten)]
    found: FoundArgs,
    #[command(flatten)]
    to: ToArgs,
}

/// Prints the timeline.
pub(super) fn run(args: &TimelineArgs) -> Result<ExitCode> {
    let collection = Collection::open(&args.folder)?;
    let graph = graph(&collection, args.name.as_deref(), args.all)?;
    let period = Period {
        since: args.since,
        until: args.until,
        relations: args.relation.iter().map(|it| it.replace(' ', "_")).collect(),
        by_report: args.reported,
    };
    let moments = ask::timeline(&graph, &period);
    let text = match form::rows(&moments, args.to.to)? {
        Some(rows) => rows,
        None => {
            let rows = moments.iter().map(row).collect();
            form::table(&["when", "what", "reported by"], rows, args.to.to)
        }
    };
    output::print(&text)?;
    if moments.is_empty() {
        let hint = ask::unknown_relation(&graph, &period.relations).unwrap_or_else(|| {
            "no fact with a time of its own; --reported counts facts by the day of their \
             report"
                .to_owned()
        });
        output::complain(&format!("newsgraph: {hint}"));
    }
    Ok(args.found.code(!moments.is_empty()))
}

/// What a collection says: all of it, or what names somebody.
pub(super) fn graph(
    collection: &Collection,
    name: Option<&str>,
    all: bool,
) -> Result<Graph> {
    Ok(match name {
        Some(name) => collection.graph_about(&ask::named(collection, name, all)?)?,
        None => collection.graph()?,
    })
}

fn first_day(text: &str) -> Result<Date, String> {
    TimexValue::new(text).first_day().ok_or_else(no_day)
}

fn last_day(text: &str) -> Result<Date, String> {
    TimexValue::new(text).last_day().ok_or_else(no_day)
}

fn no_day() -> String {
    "write 2024-03-04, 2024-03 or 2024".to_owned()
}

fn row(moment: &Moment) -> Vec<String> {
    let Some(first) = moment.first() else { return Vec::new() };
    let (when, what) = match &moment.time {
        // The time is at the end of the line already.
        Some(time) => {
            let end = format!(" | {time}");
            let what = first.line.strip_suffix(&*end).unwrap_or(&first.line);
            (time.clone(), what.to_owned())
        }
        None => (format!("{} (report)", moment.day), first.line.clone()),
    };
    vec![when, what, moment.publishers().join(", ")]
}
