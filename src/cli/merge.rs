//! `merge`: unite collections.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::collection::{Collection, MergeReport};
use crate::text::ArticleId;

use super::output;

/// The arguments of `merge`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph merge old news -o all
  newsgraph merge old news -o all --dry-run")]
pub(super) struct MergeArgs {
    /// The collections to unite, in any order.
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// The collection that takes them in; made where it is not there.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Say what would happen and change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Unites the collections and says what came of it.
pub(super) fn run(args: &MergeArgs) -> Result<ExitCode> {
    let names = Collection::open(&args.folders[0])?.names().clone();
    let report = if !args.dry_run {
        // Nothing is made where one of them is no collection or has another base.
        Collection::merge_report_of(&args.folders)?;
        Collection::open_or_create(&args.output, &names)?.merge(&args.folders)?
    } else if Collection::is_at(&args.output) {
        Collection::open(&args.output)?.merge_report(&args.folders)?
    } else {
        Collection::merge_report_of(&args.folders)?
    };
    output::print(&text(&report))?;
    Ok(ExitCode::SUCCESS)
}

/// The report in a line, and the articles that deserve a look.
fn text(report: &MergeReport) -> String {
    let mut out = format!(
        "{} new, {} same, {} replaced by a newer reading, {} conflicting, {} removed; {} \
         new decisions\n",
        report.new,
        report.same,
        report.replaced,
        report.conflicting.len(),
        report.removed.len(),
        report.decisions,
    );
    list(&mut out, &report.conflicting, "conflicting: one program, two readings");
    list(&mut out, &report.removed, "removed in one of the collections, so left out");
    out
}

fn list(out: &mut String, ids: &BTreeSet<ArticleId>, why: &str) {
    for id in ids {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{id}  {why}");
    }
}
