//! `eval`: predictions in the formats of the scorers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::error::Error;
use crate::eval::{
    choice_line, gap_questions, gold_articles, names_across, system_lines,
    tokenized_articles,
};
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
    /// The entities alone, with what the articles together call them.
    Entities {
        /// Gold files (`.jsonl`) or folders of them.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Chains over the tokens of a corpus: JSON Lines with `id` and `sentences`.
    Coref {
        /// The corpus; `-` for standard input.
        path: PathBuf,
        /// Give chains of different documents one name where they are one thing.
        #[arg(long)]
        across: bool,
    },
    /// What there is to choose from for every pronoun: what its weights are learned from.
    Pronouns {
        /// A corpus as for `coref`, or the questions of GAP; `-` for standard input.
        path: PathBuf,
    },
    /// Answers to the questions of GAP.
    Gap {
        /// The questions, with tabs; `-` for standard input.
        path: PathBuf,
    },
}

pub(super) fn run(args: EvalArgs) -> Result<ExitCode> {
    let What::Emit(what) = args.what;
    let lexicon = Lexicon::embedded();
    let pipeline = Pipeline::new(&lexicon)?;
    let lines = match what {
        Emit::Facts { paths } => of_gold(&paths, &pipeline, &lexicon)?,
        Emit::Entities { paths } => {
            let mut lines = of_gold(&paths, &pipeline, &lexicon)?;
            lines.retain(|it| it.contains("\"mentions\":"));
            lines
        }
        Emit::Coref { path, across } => {
            let corpus = tokenized_articles(&read(&path)?, &path.display().to_string())?;
            let articles = corpus.iter().map(|it| it.article.clone()).collect();
            let readings = pipeline.read_all(articles);
            let read: Vec<_> = { corpus.iter().zip(&readings) }
                .map(|(it, reading)| (it.id.clone(), &reading.doc, &reading.resolved))
                .collect();
            let names = if across {
                names_across(&read, &lexicon)?
            } else {
                vec![BTreeMap::new(); corpus.len()]
            };
            let lines = corpus.iter().zip(&readings).zip(&names);
            lines.map(|((it, reading), names)| it.chains(&reading.doc, names)).collect()
        }
        Emit::Pronouns { path } => {
            let (text, place) = (read(&path)?, path.display().to_string());
            let articles: Vec<_> = if text.starts_with('{') {
                let corpus = tokenized_articles(&text, &place)?;
                corpus.into_iter().map(|it| it.article).collect()
            } else {
                let questions = gap_questions(&text, &place)?;
                questions.into_iter().map(|it| it.article).collect()
            };
            let docs = pipeline.documents(articles);
            let choices = docs.iter().map(|it| (it, pipeline.pronoun_choices(it)));
            let lines = choices.flat_map(|(doc, choices)| {
                let choices = choices.into_iter().filter(|it| it.is_pronoun);
                let line = |it| choice_line(&doc.article.place, &it);
                choices.map(line).collect::<Vec<_>>()
            });
            lines.collect()
        }
        Emit::Gap { path } => {
            let questions = gap_questions(&read(&path)?, &path.display().to_string())?;
            let articles = questions.iter().map(|it| it.article.clone()).collect();
            let docs = pipeline.documents(articles);
            questions.iter().zip(&docs).map(|(it, doc)| it.answer(doc)).collect()
        }
    };
    let mut text = lines.join("\n");
    text.push('\n');
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<String> {
    if path.as_os_str() == "-" {
        let text = io::read_to_string(io::stdin());
        return Ok(text.map_err(Error::io("standard input"))?);
    }
    Ok(fs::read_to_string(path).map_err(Error::io(path))?)
}

fn of_gold(
    paths: &[PathBuf],
    pipeline: &Pipeline,
    lexicon: &Lexicon,
) -> Result<Vec<String>> {
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
    let (ids, articles): (Vec<_>, Vec<_>) = articles.into_iter().unzip();
    let readings = pipeline.read_all(articles);
    let read: Vec<_> = { ids.into_iter().zip(&readings) }
        .map(|(id, it)| (id, &it.doc, &it.resolved))
        .collect();
    Ok(system_lines(&read, lexicon)?)
}
