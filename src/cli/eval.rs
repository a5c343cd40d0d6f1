//! `eval`: predictions in the formats of the scorers.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::error::Error;
use crate::eval::{gold_articles, system_lines};
use crate::lexicon::Lexicon;
use crate::pipeline::Pipeline;

use super::output;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph eval emit facts gold
  newsgraph eval emit facts gold > facts.jsonl")]
pub(super) struct EvalArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print predictions for articles of a gold standard.
    #[command(subcommand)]
    Emit(Emit),
}

#[derive(Debug, Subcommand)]
enum Emit {
    /// Entities and facts in the system format of the fact scorer.
    Facts {
        /// Gold files (`.jsonl`) or folders of them; only their article records are read.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
}

pub(super) fn run(args: EvalArgs) -> Result<ExitCode> {
    let What::Emit(Emit::Facts { paths }) = args.what;
    let mut articles = Vec::new();
    for path in paths {
        let found = gold_articles(&path)?;
        if found.is_empty() {
            let reason = "no article record in it; name a gold file or a folder of them";
            let place = path.display().to_string();
            return Err(Error::Article { place, reason: reason.into() }.into());
        }
        articles.extend(found);
    }
    let pipeline = Pipeline::new(&Lexicon::embedded())?;
    let (ids, articles): (Vec<_>, Vec<_>) = articles.into_iter().unzip();
    let readings = pipeline.read_all(articles);
    let lines: Vec<_> = ids
        .iter()
        .zip(&readings)
        .flat_map(|(id, it)| system_lines(id, &it.doc, &it.resolved))
        .collect();
    let mut text = lines.join("\n");
    text.push('\n');
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
