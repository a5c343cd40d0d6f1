//! `eval`: predictions in the formats of the scorers, and how far confidences hold.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::error::Error;
use crate::eval::{GoldArticle, calibration_table, gold_articles, judge, system_lines};
use crate::lexicon::Lexicon;
use crate::pipeline::{Pipeline, Reading};

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
    /// Say how often the facts of each rule are right, and how far their confidence is off.
    Calibration {
        /// Gold files (`.jsonl`) or folders of them.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
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
    let text = match args.what {
        What::Emit(Emit::Facts { paths }) => facts(&paths)?,
        What::Calibration { paths } => calibration(&paths)?,
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The gold articles of files and folders, each of which holds one at least.
fn articles(paths: &[PathBuf]) -> Result<Vec<GoldArticle>> {
    let mut articles = Vec::new();
    for path in paths {
        let found = gold_articles(path)?;
        if found.is_empty() {
            let reason = "no article record in it; name a gold file or a folder of them";
            let place = path.display().to_string();
            return Err(Error::Article { place, reason: reason.into() }.into());
        }
        articles.extend(found);
    }
    Ok(articles)
}

/// The articles with their readings, in the same order.
fn read(gold: Vec<GoldArticle>) -> Result<Vec<(GoldArticle, Reading)>> {
    let pipeline = Pipeline::new(&Lexicon::embedded())?;
    let articles = gold.iter().map(|it| it.article.clone()).collect();
    let readings = pipeline.read_all(articles);
    Ok(gold.into_iter().zip(readings).collect())
}

fn facts(paths: &[PathBuf]) -> Result<String> {
    let read = read(articles(paths)?)?;
    let lines =
        read.iter().flat_map(|(gold, it)| system_lines(&gold.id, &it.doc, &it.resolved));
    let mut text = lines.collect::<Vec<_>>().join("\n");
    text.push('\n');
    Ok(text)
}

fn calibration(paths: &[PathBuf]) -> Result<String> {
    let mut judged = Vec::new();
    for (gold, it) in read(articles(paths)?)? {
        judged.extend(judge(&gold.record, &gold.place, &it.doc, &it.resolved)?);
    }
    Ok(calibration_table(&judged))
}
