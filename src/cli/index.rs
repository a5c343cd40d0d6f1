//! `index`: put back what is derived from the articles of a collection; and `digest`: say in
//! one word what it holds.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::collection::Collection;
use crate::text::count;

use super::output;

/// The arguments of `index`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph index news
  newsgraph index news --rebuild")]
pub(super) struct IndexArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Derive everything anew from packs and decisions.
    #[arg(long)]
    rebuild: bool,
}

/// The arguments of `digest`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph digest news
  newsgraph digest old news")]
pub(super) struct DigestArgs {
    /// The collections.
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
}

/// Derives what is missing, or everything.
pub(super) fn run(args: &IndexArgs) -> Result<ExitCode> {
    let mut collection = Collection::open(&args.folder)?;
    if args.rebuild {
        collection.rebuild_index()?;
    } else {
        collection.lock()?;
        collection.resolution()?;
    }
    let articles = collection.count()?;
    let renamed = collection.resolution()?.identity.renamed().count();
    let articles = count(articles, "article");
    let renamed = match renamed {
        1 => "1 name stands for another".to_owned(),
        some => format!("{} stand for another", count(some, "name")),
    };
    output::print(&format!("{articles} indexed; {renamed}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the digest of each collection.
pub(super) fn digest(args: &DigestArgs) -> Result<ExitCode> {
    for folder in &args.folders {
        let digest = Collection::open(folder)?.digest()?;
        output::print(&format!("{digest}  {}\n", folder.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
