//! `sample` and `score`: a sheet of facts to mark by hand, and how many are right.

use std::fs;
use std::io::{Read, stdin};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::ask::{self, Score};
use crate::collection::Collection;
use crate::error::Error;

use super::args::number;
use super::form::{self, Form, Page, ToArgs};
use super::{hand_over, output};

/// The arguments of `sample`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph sample news --n 20 -o sheet.csv
  newsgraph sample news --n 3 --to table")]
pub(super) struct SampleArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// How many facts.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = number)]
    n: usize,
    /// Any text; another one gives another sample.
    #[arg(long, value_name = "TEXT", default_value = "")]
    seed: String,
    /// Where to write the sheet; `-` is standard output.
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// How to write it; a sheet to mark is CSV.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Form::Csv)]
    to: Form,
}

/// Writes the sheet.
pub(super) fn sample(args: &SampleArgs) -> Result<ExitCode> {
    let graph = Collection::open(&args.folder)?.graph()?;
    let sheet = ask::sample(&graph, args.n, &args.seed);
    let text = match form::rows(&sheet, args.to)? {
        Some(rows) => rows,
        None => {
            let mut page = Page::new(args.to);
            for it in &sheet {
                page.statement(&it.statement);
            }
            page.into_text()
        }
    };
    if args.output.as_os_str() == "-" {
        output::print(&text)?;
    } else {
        hand_over::save(&args.output, text.as_bytes())?;
        let file = args.output.display();
        output::complain(&format!(
            "newsgraph: write y or n into the column `right` of {file}, then run \
             `newsgraph score {file}`"
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// The arguments of `score`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph score marked.csv
  newsgraph score marked.csv --to jsonl")]
pub(super) struct ScoreArgs {
    /// A sheet of `sample` whose column `right` has y or n; `-` is standard input.
    sheet: PathBuf,
    #[command(flatten)]
    to: ToArgs,
}

/// Prints the share of right facts with its 95 % Wilson interval.
pub(super) fn score(args: &ScoreArgs) -> Result<ExitCode> {
    let text = if args.sheet.as_os_str() == "-" {
        let mut text = String::new();
        stdin().read_to_string(&mut text).map_err(Error::io("standard input"))?;
        text
    } else {
        fs::read_to_string(&args.sheet).map_err(Error::io(&args.sheet))?
    };
    let scores = ask::score(&args.sheet.display().to_string(), &text)?;
    let text = match form::rows(&scores, args.to.to)? {
        Some(rows) => rows,
        None => {
            let header = ["by", "of", "right", "marked", "precision", "95 % interval"];
            form::table(&header, scores.iter().map(row).collect(), args.to.to)
        }
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn row(score: &Score) -> Vec<String> {
    let (low, high) = score.interval();
    vec![
        score.by.to_owned(),
        score.of.replace('_', " "),
        score.right.to_string(),
        score.marked.to_string(),
        format!("{:.2}", score.precision()),
        format!("{low:.2} to {high:.2}"),
    ]
}
