//! `eval`: predictions in the formats of the scorers.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::error::Error;
use crate::eval::{self, Benchmark, TypeNames};
use crate::lexicon::Lexicon;
use crate::pipeline::{Pipeline, Reading};
use crate::text::Article;

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
    /// Attributions (source, cue, content), as JSON Lines.
    Attribution {
        /// Articles: JSON Lines with `id` and `text`, or a folder with
        /// `articles.jsonl.gz`; `.gz` is unpacked, `-` is standard input.
        path: PathBuf,
    },
    /// Open facts as `BenchIE` has them: sentence id, subject, relation, object, tabs.
    Benchie {
        /// Sentences: id, tab, words with spaces between them; `.gz` is unpacked.
        path: PathBuf,
    },
    /// Open facts as `CaRB` has them: sentence, confidence, relation, arguments, tabs.
    Carb {
        /// Sentences, one a line, words with spaces between them; `.gz` is unpacked.
        path: PathBuf,
    },
    /// Subjects, relations and objects of affirmed facts, as JSON Lines.
    Triples {
        /// Texts: JSON Lines with `id` and `text`; `.gz` is unpacked, `-` is standard
        /// input.
        path: PathBuf,
        /// A table with the columns relation, type and both; relations without a type are
        /// left out.
        #[arg(long)]
        types: Option<PathBuf>,
    },
    /// Dates and their values, as JSON Lines.
    Timex {
        /// Texts with their dates: JSON Lines with `id`, `dct` and `text`; `.gz` is
        /// unpacked, `-` is standard input.
        path: PathBuf,
    },
}

/// Articles with their ids.
type Articles = Vec<(String, Article)>;

pub(super) fn run(args: EvalArgs) -> Result<ExitCode> {
    let What::Emit(emit) = args.what;
    let lines = match emit {
        Emit::Facts { paths } => facts(&paths)?,
        Emit::Benchie { path } => open_facts(&path, Benchmark::Benchie)?,
        Emit::Carb { path } => open_facts(&path, Benchmark::Carb)?,
        Emit::Attribution { path } => {
            let articles = eval::attributed_articles(&path)?;
            of_articles(&path, articles, |pipeline, id, it| {
                let passages = pipeline.attributions(&it.doc);
                eval::attribution_line(id, &it.doc, &passages)
            })?
        }
        Emit::Triples { path, types } => {
            let names = types.as_deref().map(TypeNames::read).transpose()?;
            let articles = eval::triple_articles(&path)?;
            of_articles(&path, articles, |_, id, it| {
                eval::triples_line(id, &it.doc, &it.resolved, names.as_ref())
            })?
        }
        Emit::Timex { path } => {
            let articles = eval::dated_articles(&path)?;
            of_articles(&path, articles, |_, id, it| eval::timex_line(id, &it.doc))?
        }
    };
    let mut text = lines.join("\n");
    text.push('\n');
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn open_facts(path: &Path, benchmark: Benchmark) -> Result<Vec<String>> {
    let pipeline = Pipeline::new(&Lexicon::embedded())?;
    Ok(eval::open_fact_lines(&pipeline, path, benchmark)?)
}

fn facts(paths: &[PathBuf]) -> Result<Vec<String>> {
    let mut articles = Vec::new();
    for path in paths {
        let found = eval::gold_articles(path)?;
        if found.is_empty() {
            let reason = "no article record in it; name a gold file or a folder of them";
            let place = path.display().to_string();
            return Err(Error::Article { place, reason: reason.into() }.into());
        }
        articles.extend(found);
    }
    let (_, readings) = read(articles)?;
    let lines = readings.iter();
    Ok(lines.flat_map(|(id, it)| eval::system_lines(id, &it.doc, &it.resolved)).collect())
}

/// A line for each article of a file.
fn of_articles(
    path: &Path,
    articles: Articles,
    line: impl Fn(&Pipeline, &str, &Reading) -> String,
) -> Result<Vec<String>> {
    if articles.is_empty() {
        let reason = "no record in it; name a corpus file";
        let place = path.display().to_string();
        return Err(Error::Article { place, reason: reason.into() }.into());
    }
    let (pipeline, readings) = read(articles)?;
    Ok(readings.iter().map(|(id, it)| line(&pipeline, id, it)).collect())
}

/// Reads articles to the end, several at a time.
fn read(articles: Articles) -> Result<(Pipeline, Vec<(String, Reading)>)> {
    let pipeline = Pipeline::new(&Lexicon::embedded())?;
    let (ids, articles): (Vec<_>, Vec<_>) = articles.into_iter().unzip();
    let readings = pipeline.read_all(articles);
    Ok((pipeline, ids.into_iter().zip(readings).collect()))
}
