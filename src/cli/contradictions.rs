//! `contradictions`: what one voice states and another one denies.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::ask::{self, Dispute};
use crate::collection::Collection;
use crate::text::count;

use super::form::{self, Form, FoundArgs, Page, ToArgs};
use super::{output, timeline};

/// The arguments of `contradictions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph contradictions news
  newsgraph contradictions news \"Felix Brandt\" --to md")]
pub(super) struct ContradictionsArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Facts about this name only.
    name: Option<String>,
    /// Where several things bear the name, take all of them.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    found: FoundArgs,
    #[command(flatten)]
    to: ToArgs,
}

/// Prints the contradictions.
pub(super) fn run(args: &ContradictionsArgs) -> Result<ExitCode> {
    let collection = Collection::open(&args.folder)?;
    let graph = timeline::graph(&collection, args.name.as_deref(), args.all)?;
    let disputes = ask::contradictions(&graph);
    let voices = (1..).zip(&disputes).flat_map(|(number, it)| it.voices(number));
    let text = match form::rows(&voices.collect::<Vec<_>>(), args.to.to)? {
        Some(rows) => rows,
        None => page(&disputes, args.to.to),
    };
    output::print(&text)?;
    if disputes.is_empty() {
        output::complain("newsgraph: no voice denies what another one states");
    }
    Ok(args.found.code(!disputes.is_empty()))
}

fn page(disputes: &[Dispute], form: Form) -> String {
    let mut page = Page::new(form);
    if !disputes.is_empty() {
        page.title(&count(disputes.len(), "contradiction"));
    }
    for it in disputes {
        page.section(&it.line());
        for (heading, voices) in [("stated by", &it.stated), ("denied by", &it.denied)] {
            page.group(&format!("{heading} {}", count(voices.len(), "voice")));
            for it in voices {
                page.statement(it);
            }
        }
    }
    page.into_text()
}
