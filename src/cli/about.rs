//! `about`: everything said, denied or expected about a name.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::ask::{self, About, Standing, Statement};
use crate::collection::Collection;
use crate::text::count;

use super::args::number;
use super::form::{self, Page, ToArgs};
use super::output;

/// The arguments of `about`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph about news \"Felix Brandt\"
  newsgraph about news e:nora-aldane --to csv")]
pub(super) struct AboutArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Who or what: a name, or e: and the local name of an entity.
    name: String,
    /// Where several things bear the name, tell about all of them.
    #[arg(long)]
    all: bool,
    /// Show this many statements of a relation; 0 for all. Rows for programs have all.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = number)]
    limit: usize,
    #[command(flatten)]
    to: ToArgs,
}

/// Tells about the name.
pub(super) fn run(args: &AboutArgs) -> Result<ExitCode> {
    let collection = Collection::open(&args.folder)?;
    let entities = ask::named(&collection, &args.name, args.all)?;
    let about = ask::about(&collection, entities)?;
    let all = about.statements.iter().chain(&about.said).cloned().collect::<Vec<_>>();
    let text = match form::rows(&all, args.to.to)? {
        Some(rows) => rows,
        None => page(&about, args),
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn page(about: &About, args: &AboutArgs) -> String {
    let mut page = Page::new(args.to.to);
    for it in &about.entities {
        let kind = it.entity_type.to_lowercase();
        page.title(&format!("{} ({kind}, e:{})", it.label(), it.local));
    }
    if !about.aliases.is_empty() {
        page.note(&format!("also: {}", about.aliases.join(", ")));
    }
    let articles = about.entities.iter().flat_map(|it| &it.articles);
    let articles = articles.collect::<std::collections::BTreeSet<_>>().len();
    let facts = about.statements.len() + about.said.len();
    let mut summary =
        format!("{} in {}", count(facts, "fact"), count(articles, "article"));
    if let Some((first, last)) = about.days() {
        let until = if first == last { String::new() } else { format!(" to {last}") };
        summary = format!("{summary}, {first}{until}");
    }
    page.note(&summary);
    for standing in Standing::ALL {
        groups(&mut page, standing.heading(), about.by_relation(standing), args.limit);
    }
    let said = about.said_by_relation();
    groups(&mut page, "What they say about others", said, args.limit);
    page.into_text()
}

/// A section with its statements, by relation.
fn groups(
    page: &mut Page,
    heading: &str,
    groups: Vec<(&str, Vec<&Statement>)>,
    limit: usize,
) {
    if groups.is_empty() {
        return;
    }
    page.section(heading);
    let limit = if limit == 0 { usize::MAX } else { limit };
    for (relation, statements) in groups {
        page.group(&relation.replace('_', " "));
        for it in statements.iter().take(limit) {
            page.statement(it);
        }
        if let Some(more) = statements.len().checked_sub(limit).filter(|it| *it > 0) {
            page.note(&format!("  and {more} more; --limit 0 shows all"));
        }
    }
}
