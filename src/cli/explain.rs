//! `explain`: the words, rule, names, time and decisions behind a fact.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::ask::{self, Explanation};
use crate::collection::Collection;

use super::form::{self, Form, Page, ToArgs};
use super::output;

/// The arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph explain news 2023-11-08-5fu25c3j:7
  newsgraph explain news a:2023-11-08-5fu25c3j:7 --to jsonl")]
pub(super) struct ExplainArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// A fact by its name (f:…), or the facts of a sentence by article and number.
    fact: String,
    #[command(flatten)]
    to: ToArgs,
}

/// Explains the fact, or each fact of the sentence.
pub(super) fn run(args: &ExplainArgs) -> Result<ExitCode> {
    let collection = Collection::open(&args.folder)?;
    let explanations = ask::explain(&collection, &args.fact)?;
    let text = match form::rows(&explanations, args.to.to)? {
        Some(rows) => rows,
        None => {
            let pages = explanations.iter().map(|it| page(it, args.to.to));
            pages.collect::<Vec<_>>().join("\n")
        }
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn page(it: &Explanation, form: Form) -> String {
    let mut page = Page::new(form);
    let statement = &it.statement;
    page.title(&statement.line);
    if form == Form::Md {
        page.note("");
    }
    page.entry("standing", statement.standing.as_str());
    page.entry("sentence", &it.marked);
    page.entry("cited as", &statement.cited);
    page.entry("published", &published(it));
    page.entry("link", statement.link.as_deref().unwrap_or_default());
    let words =
        it.resolved.iter().map(|(words, name)| format!("“{words}” stands for {name}"));
    page.entry("names", &words.collect::<Vec<_>>().join("; "));
    let relation = statement.relation.replace('_', " ");
    page.entry("relation", &format!("“{}” is read as {relation}", it.surface));
    page.entry("time", it.time.as_deref().unwrap_or_default());
    if let Some(source) = &statement.source {
        let cue = it.cue.as_ref().map(|it| format!(" (“{it}”)")).unwrap_or_default();
        page.entry("source", &format!("{source}{cue}"));
    }
    page.entry(
        "factuality",
        &format!("{}, {}", statement.factuality, statement.polarity),
    );
    for (role, value) in &it.args {
        page.entry(role, value);
    }
    page.entry(
        "rule",
        &format!(
            "{}; facts found like this are right {:.0} % of the time",
            statement.rule,
            statement.confidence * 100.0
        ),
    );
    page.entry("fact", &statement.fact);
    for decision in &it.decisions {
        let reason = format!(
            "{} and {}: {} (by {}; {})",
            decision.left,
            decision.right,
            decision.judgement.as_str(),
            decision.by,
            decision.reason
        );
        page.entry("decided", &reason);
    }
    for link in &it.links {
        let reasons = link.reasons.join("; ");
        let (left, right, by) = (&link.left, &link.right, &link.by);
        page.entry("one", &format!("{left} and {right} (by {by}; {reasons})"));
    }
    for other in &it.others {
        page.entry(
            other.says,
            &format!("{}, {}", other.statement.voice(), other.statement.fact),
        );
    }
    page.into_text()
}

/// Publisher, day and headline.
fn published(it: &Explanation) -> String {
    let statement = &it.statement;
    let day = statement.reported.map(|it| it.to_string());
    let headline = statement.headline.as_ref().map(|it| format!("“{it}”"));
    let parts = [statement.publisher.clone(), day, headline];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
