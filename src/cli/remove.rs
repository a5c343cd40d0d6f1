//! `remove`: take articles out of a collection.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::collection::Collection;
use crate::text::ArticleId;

use super::args::exit;
use super::output;

/// The arguments of `remove`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph remove old 2023-11-08-5fu25c3j
  newsgraph remove old a:2023-11-09-2yzw2hpk")]
pub(super) struct RemoveArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The articles, by name, with or without `a:`.
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<String>,
}

/// Removes the articles; exit code 1 where one was not there.
pub(super) fn run(args: &RemoveArgs) -> Result<ExitCode> {
    let mut collection = Collection::open(&args.folder)?;
    let mut all_there = true;
    for article in &args.articles {
        let id = ArticleId::from_minted(article.strip_prefix("a:").unwrap_or(article));
        if collection.remove(&id)? {
            output::print(&format!("{id}  removed\n"))?;
        } else {
            output::complain(&format!(
                "newsgraph: {id}: no such article in the collection"
            ));
            all_there = false;
        }
    }
    Ok(if all_there { ExitCode::SUCCESS } else { ExitCode::from(exit::NO) })
}
