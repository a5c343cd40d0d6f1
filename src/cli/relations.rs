//! `relations`: the relations that there are, or which words of a sentence led to which.

use std::fmt::Write as _;
use std::io::{IsTerminal, Read, stdin, stdout};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::doc::Document;
use crate::error::Error;
use crate::extract::{Fact, Source};
use crate::graph::{ArticleRecord, FactRecord};
use crate::lexicon::Lexicon;
use crate::pipeline::{Pipeline, Reading};
use crate::rdf::{Table, relations};
use crate::resolve::EntityId;
use crate::text::Article;

use super::args::exit;
use super::output;

/// The arguments of `relations`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph relations
  newsgraph relations 'Nora Aldane endorsed Tomas Okabe on Monday.'")]
pub(super) struct RelationsArgs {
    /// A sentence or a short text to explain, or `-` for standard input; without it, the
    /// relations are listed.
    sentence: Option<String>,
    /// The date of the text, from which its weekdays are counted: 2024-03-06.
    #[arg(long)]
    date: Option<String>,
}

/// Lists the relations, or explains the facts of a sentence.
pub(super) fn run(args: &RelationsArgs) -> Result<ExitCode> {
    let Some(sentence) = &args.sentence else {
        output::print(&list())?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut text = sentence.clone();
    if text == "-" {
        text.clear();
        stdin().read_to_string(&mut text).map_err(Error::io("standard input"))?;
    }
    let mut article = Article::new("sentence", text);
    if let Some(date) = &args.date {
        let read = date.parse();
        article.date_published =
            Some(read.with_context(|| format!("--date {date}: write it as 2024-03-06"))?);
    }
    let reading = Pipeline::new(&Lexicon::embedded())?.read(article);
    let explained = explain(&reading);
    if explained.is_empty() {
        output::complain("newsgraph: no fact found");
        return Ok(ExitCode::from(exit::NO_FACTS));
    }
    output::print(&explained)?;
    Ok(ExitCode::SUCCESS)
}

/// The relations of the schema as a table.
fn list() -> String {
    let short = |classes: &[String]| {
        let names = classes.iter().map(|it| it.rsplit(':').next().unwrap_or(it));
        names.collect::<Vec<_>>().join(", ")
    };
    let rows = relations().iter().map(|(name, it)| {
        vec![
            name.clone(),
            it.field.clone(),
            short(&it.domain),
            short(&it.range),
            it.comment.clone(),
        ]
    });
    let head = ["relation", "field", "subject", "object", "meaning"];
    let table = Table { header: head.map(str::to_owned).to_vec(), rows: rows.collect() };
    let is_terminal = stdout().is_terminal();
    let width = is_terminal.then(terminal_size::terminal_size).flatten();
    table.to_text(width.map(|(width, _)| usize::from(width.0)))
}

/// The facts of a text, each with the words that led to it.
fn explain(reading: &Reading) -> String {
    let record = ArticleRecord::new(&reading.doc, &reading.resolved, &Pipeline::config());
    let mut out = String::new();
    for (_, kept) in record.facts_in_order() {
        let _ = writeln!(out, "{}", record.line(kept));
        let found =
            reading.resolved.facts.iter().find(|it| is_same(&reading.doc, it, kept));
        for (key, value) in lines(&reading.doc, kept, found) {
            let _ = writeln!(out, "  {key:<9} {value}");
        }
    }
    out
}

/// Whether a record was made of a fact.
fn is_same(doc: &Document, fact: &Fact<EntityId>, record: &FactRecord) -> bool {
    fact.evidence.rule == record.rule
        && doc.text(fact.evidence.trigger) == record.surface
        && fact.predicate.name() == record.relation
        && doc.sentence_at(fact.evidence.sentence).map(|it| it.0) == Some(record.sentence)
}

/// What is to be said of a fact, by its key.
fn lines(
    doc: &Document,
    kept: &FactRecord,
    fact: Option<&Fact<EntityId>>,
) -> Vec<(&'static str, String)> {
    let meaning = match relations().get(&kept.relation) {
        Some(it) => it.comment.clone(),
        None => "not in the schema; named by its words".to_owned(),
    };
    let mut lines = vec![("relation", format!("{}: {meaning}", kept.relation))];
    let trigger = format!("“{}”", kept.surface);
    let trigger = match fact.map(|it| &it.predicate) {
        Some(it) => {
            let parts = [it.particle.as_deref(), it.adposition.as_deref()];
            let parts = std::iter::once(&*it.lemma).chain(parts.into_iter().flatten());
            format!("{trigger}, {}", parts.collect::<Vec<_>>().join(" + "))
        }
        None => trigger,
    };
    lines.push(("trigger", trigger));
    lines.push(("rule", format!("{}, confidence .{:02}", kept.rule, kept.confidence)));
    if let Some(attribution) = fact.and_then(|it| it.attribution.as_ref()) {
        let source = match &attribution.source {
            Source::Named(source) => format!("“{}”", doc.text(source.span)),
            Source::Unnamed => "nobody named".to_owned(),
        };
        let cue = attribution.cue.map(|it| format!(", cue “{}”", doc.text(it)));
        lines.push(("source", source + &cue.unwrap_or_default()));
    }
    if let (Some(words), Some(value)) = (&kept.time_expression, &kept.timex) {
        lines.push(("time", format!("“{words}” = {value}")));
    }
    lines
}
