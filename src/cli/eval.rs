//! `eval`: predictions in the formats of the scorers, and how far confidences hold.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};

use crate::annotate::Annotator;
use crate::error::Error;
use crate::eval::{
    BioTypes, Given, GoldArticle, bio_again, boundary_examples, calibration_table,
    conllu_again, gold_articles, judge, logits_digest, system_lines,
};
use crate::lexicon::Lexicon;
use crate::model::Encoder;
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
    /// A treebank read again, as CoNLL-U: from its text, put together from `# text`.
    Conllu {
        /// A CoNLL-U file, plain or `.gz`; `-` for standard input.
        file: PathBuf,
        /// Keep its sentences and words.
        #[arg(long)]
        gold_tokens: bool,
    },
    /// The gaps between the words of a treebank, for `train/boundaries.py`: `1` where a
    /// sentence ends and `0` elsewhere, then features.
    Boundaries {
        /// A CoNLL-U file, plain or `.gz`; `-` for standard input.
        file: PathBuf,
    },
    /// The SHA-256 of all that the network says of sentences, to compare machines.
    Bits {
        /// Sentences, one a line, with spaces between their words.
        file: PathBuf,
    },
    /// A file of names read again: the same words, each with a tab and our IOB2 tag.
    Bio {
        /// A file of words and tags, plain or `.gz`; `-` for standard input.
        file: PathBuf,
        /// The tags of types, as in `Person=PER,Event=EVENT`; others get none.
        #[arg(long, default_value = "Person=PER,Organization=ORG,Place=LOC")]
        types: String,
    },
}

pub(super) fn run(args: EvalArgs) -> Result<ExitCode> {
    let text = match args.what {
        What::Emit(emit) => emitted(emit)?,
        What::Calibration { paths } => calibration(&paths)?,
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn emitted(emit: Emit) -> Result<String> {
    let annotator = || Annotator::new(&Lexicon::embedded());
    Ok(match emit {
        Emit::Facts { paths } => facts(&paths)?,
        Emit::Conllu { file, gold_tokens } => {
            let given = if gold_tokens { Given::Tokens } else { Given::Text };
            conllu_again(&annotator()?, &text(&file)?, given)?
        }
        Emit::Boundaries { file } => boundary_examples(&annotator()?, &text(&file)?)?,
        Emit::Bits { file } => {
            format!("{}\n", logits_digest(&Encoder::english()?, &text(&file)?))
        }
        Emit::Bio { file, types } => {
            bio_again(&annotator()?, &text(&file)?, &BioTypes::parse(&types)?)?
        }
    })
}

/// The text of a file, plain or packed by gzip.
fn text(file: &Path) -> Result<String> {
    let place = || file.display().to_string();
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("standard input")?;
        bytes
    } else {
        std::fs::read(file).with_context(place)?
    };
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut packed = flate2::read::MultiGzDecoder::new(bytes.as_slice());
        packed.read_to_string(&mut text).with_context(place)?;
    } else {
        text = String::from_utf8(bytes).with_context(place)?;
    }
    Ok(text)
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
