//! `eval`: predictions in the formats of the scorers.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use rayon::prelude::*;

use crate::eval::{gold_articles, system_lines};
use crate::lexicon::Lexicon;
use crate::pipeline::Pipeline;

use super::output;

#[derive(Debug, Args)]
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
        articles.extend(gold_articles(&path)?);
    }
    let pipeline = Pipeline::new(&Lexicon::embedded())?;
    let lines: Vec<_> = articles
        .into_par_iter()
        .flat_map(|(id, article)| {
            let reading = pipeline.read(article);
            system_lines(&id, &reading.doc, &reading.resolved)
        })
        .collect();
    let mut text = lines.join("\n");
    text.push('\n');
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
