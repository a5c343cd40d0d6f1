//! `diff`: facts gained and lost between two collections.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::ask::{self, Change, Difference};
use crate::collection::Collection;
use crate::text::wrap;

use super::args::exit;
use super::form::{self, Form, ToArgs};
use super::output;

/// The arguments of `diff`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph diff old news
  newsgraph diff old news --to jsonl")]
pub(super) struct DiffArgs {
    /// The collection as it was.
    before: PathBuf,
    /// The collection as it is.
    after: PathBuf,
    #[command(flatten)]
    to: ToArgs,
}

/// Prints what differs; exit code 1 where something does.
pub(super) fn run(args: &DiffArgs) -> Result<ExitCode> {
    let before = Collection::open(&args.before)?.graph()?;
    let after = Collection::open(&args.after)?.graph()?;
    let differences = ask::diff(&before, &after);
    let text = match form::rows(&differences, args.to.to)? {
        Some(rows) => rows,
        None => lines(&differences, args.to.to),
    };
    output::print(&text)?;
    let same = differences.is_empty();
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::from(exit::NO) })
}

/// A line for each fact with its sentence below, and a summary at the end.
fn lines(differences: &[Difference], form: Form) -> String {
    let mut out = String::new();
    for it in differences {
        let mark = match it.change {
            Change::Lost => "-",
            Change::Gained => "+",
            Change::Changed => "~",
        };
        let (line, cited) = (&it.statement.line, &it.statement.cited);
        let before = it.before.as_ref().filter(|before| *before != line);
        let before = before.map(|it| format!(" (before: {it})")).unwrap_or_default();
        let quote = &it.statement.quote;
        // Writing to a string cannot fail.
        let _ = match form {
            Form::Md => writeln!(out, "- `{mark}` {line}{before} | {cited}  \n  {quote}"),
            _ => {
                let quote = wrap(quote, output::width() - 4).join("\n    ");
                writeln!(out, "{mark} {line}{before} | {cited}\n    {quote}")
            }
        };
    }
    let number =
        |change: Change| differences.iter().filter(|it| it.change == change).count();
    let _ = writeln!(
        out,
        "{}{} gained, {} lost, {} changed",
        if differences.is_empty() { "" } else { "\n" },
        number(Change::Gained),
        number(Change::Lost),
        number(Change::Changed),
    );
    out
}
