//! `eval`: predictions in the formats of the scorers, and how far confidences hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::annotate::Annotator;
use crate::error::Error;
use crate::eval::{
    self, Benchmark, BioTypes, Convention, Given, GoldArticle, Judged, TypeNames,
    corpus_text,
};
use crate::lexicon::Lexicon;
use crate::model::Encoder;
use crate::pipeline::{Pipeline, Reading};
use crate::text::Article;

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
    /// Print predictions for a corpus in the format of its scorer.
    #[command(subcommand)]
    Emit(Emit),
    /// Print how often the facts of each rule are right in a gold standard, and how far
    /// their confidence is off.
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
    /// What the confidence of each fact comes from, and whether the fact is right: what
    /// the weights are learned from. A table with tabs.
    Signs {
        /// Gold files (`.jsonl`) or folders of them.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// The entities alone, with what the articles together call them.
    Entities {
        /// Gold files (`.jsonl`) or folders of them.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// The text of the article in each page, in the system format of the page scorer.
    Articles {
        /// A gold file (`.jsonl`, or `.jsonl.xz`) of records with `id` and `html`.
        path: PathBuf,
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
    /// A file of names read again: the same words, each with a tab and our IOB2 tag.
    Bio {
        /// A file of words and tags, plain or `.gz`; `-` for standard input.
        file: PathBuf,
        /// The tags of types, as in `Person=PER,Event=EVENT`; others get none.
        #[arg(long, default_value = "Person=PER,Organization=ORG,Place=LOC")]
        types: String,
    },
    /// The SHA-256 of all that the network says of sentences, to compare machines.
    Bits {
        /// Sentences, one a line, with spaces between their words.
        file: PathBuf,
    },
    /// The gaps between the words of a treebank, for `train/boundaries.py`: `1` where a
    /// sentence ends and `0` elsewhere, then features.
    Boundaries {
        /// A CoNLL-U file, plain or `.gz`; `-` for standard input.
        file: PathBuf,
    },
    /// Open facts as `CaRB` has them: sentence, confidence, relation, arguments, tabs.
    Carb {
        /// Sentences, one a line, words with spaces between them; `.gz` is unpacked.
        path: PathBuf,
    },
    /// A treebank read again, as CoNLL-U: from its text, put together from `# text`.
    Conllu {
        /// A CoNLL-U file, plain or `.gz`; `-` for standard input.
        file: PathBuf,
        /// Keep its sentences and words.
        #[arg(long)]
        gold_tokens: bool,
    },
    /// Chains over the tokens of a corpus: JSON Lines with `id` and `sentences`.
    Coref {
        /// The corpus, plain or `.gz`; `-` for standard input.
        path: PathBuf,
        /// Give chains of different documents one name where they are one thing.
        #[arg(long)]
        across: bool,
        /// Take for a mention what `OntoNotes` takes for one.
        #[arg(long)]
        ontonotes: bool,
        /// Take the mentions of the corpus, and no others.
        #[arg(long, conflicts_with = "ontonotes")]
        given: bool,
    },
    /// Answers to the questions of GAP.
    Gap {
        /// The questions, with tabs, plain or `.gz`; `-` for standard input.
        path: PathBuf,
    },
    /// What there is to choose from for every pronoun: what its weights are learned from.
    Pronouns {
        /// A corpus as for `coref`, or the questions of GAP; `-` for standard input.
        path: PathBuf,
    },
    /// Dates and their values, as JSON Lines.
    Timex {
        /// Texts with their dates: JSON Lines with `id`, `dct` and `text`; `.gz` is
        /// unpacked, `-` is standard input.
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
}

/// Articles with their ids.
type Articles = Vec<(String, Article)>;

pub(super) fn run(args: EvalArgs) -> Result<ExitCode> {
    let text = match args.what {
        What::Emit(emit) => emitted(emit)?,
        What::Calibration { paths } => eval::calibration_table(&judged(&paths)?),
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn emitted(emit: Emit) -> Result<String> {
    let annotator = || Annotator::new(&Lexicon::embedded());
    Ok(match emit {
        Emit::Facts { paths } => joined(gold_lines(&paths)?),
        Emit::Entities { paths } => {
            let mut lines = gold_lines(&paths)?;
            lines.retain(|it| it.contains("\"mentions\":"));
            joined(lines)
        }
        Emit::Signs { paths } => eval::sign_table(&judged(&paths)?),
        Emit::Articles { path } => eval::page_lines(&path)?,
        Emit::Attribution { path } => {
            let articles = eval::attributed_articles(&path)?;
            of_articles(&path, articles, |pipeline, id, it| {
                let passages = pipeline.attributions(&it.doc);
                eval::attribution_line(id, &it.doc, &passages)
            })?
        }
        Emit::Benchie { path } => open_facts(&path, Benchmark::Benchie)?,
        Emit::Carb { path } => open_facts(&path, Benchmark::Carb)?,
        Emit::Timex { path } => {
            let articles = eval::dated_articles(&path)?;
            of_articles(&path, articles, |_, id, it| eval::timex_line(id, &it.doc))?
        }
        Emit::Triples { path, types } => {
            let names = types.as_deref().map(TypeNames::read).transpose()?;
            let articles = eval::triple_articles(&path)?;
            of_articles(&path, articles, |_, id, it| {
                eval::triples_line(id, &it.doc, &it.resolved, names.as_ref())
            })?
        }
        Emit::Coref { path, across, ontonotes, given } => {
            let convention = match (ontonotes, given) {
                (true, _) => Convention::OntoNotes,
                (_, true) => Convention::Given,
                _ => Convention::Gum,
            };
            joined(chains(&path, across, convention)?)
        }
        Emit::Gap { path } => joined(answers(&path)?),
        Emit::Pronouns { path } => joined(choices(&path)?),
        Emit::Conllu { file, gold_tokens } => {
            let given = if gold_tokens { Given::Tokens } else { Given::Text };
            eval::conllu_again(&annotator()?, &corpus_text(&file)?, given)?
        }
        Emit::Boundaries { file } => {
            eval::boundary_examples(&annotator()?, &corpus_text(&file)?)?
        }
        Emit::Bits { file } => {
            let sentences = corpus_text(&file)?;
            format!("{}\n", eval::logits_digest(&Encoder::english()?, &sentences))
        }
        Emit::Bio { file, types } => {
            let types = BioTypes::parse(&types)?;
            eval::bio_again(&annotator()?, &corpus_text(&file)?, &types)?
        }
    })
}

fn joined(lines: Vec<String>) -> String {
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

fn chains(path: &Path, across: bool, convention: Convention) -> Result<Vec<String>> {
    let lexicon = Lexicon::embedded();
    let corpus =
        eval::tokenized_articles(&corpus_text(path)?, &path.display().to_string())?;
    let articles = corpus.iter().map(|it| it.article.clone()).collect();
    let readings = Pipeline::new(&lexicon)?.read_all(articles);
    let read: Vec<_> = { corpus.iter().zip(&readings) }
        .map(|(it, reading)| (it.id.clone(), &reading.doc, &reading.resolved))
        .collect();
    let names = if across {
        eval::names_across(&read, &lexicon)?
    } else {
        vec![BTreeMap::new(); corpus.len()]
    };
    let lines = corpus.iter().zip(&readings).zip(&names);
    Ok({ lines }
        .map(|((it, reading), names)| it.chains(&reading.doc, names, convention))
        .collect())
}

fn answers(path: &Path) -> Result<Vec<String>> {
    let questions =
        eval::gap_questions(&corpus_text(path)?, &path.display().to_string())?;
    let articles = questions.iter().map(|it| it.article.clone()).collect();
    let docs = Pipeline::new(&Lexicon::embedded())?.documents(articles);
    Ok(questions.iter().zip(&docs).map(|(it, doc)| it.answer(doc)).collect())
}

fn choices(path: &Path) -> Result<Vec<String>> {
    let (text, place) = (corpus_text(path)?, path.display().to_string());
    let articles: Vec<_> = if text.starts_with('{') {
        let corpus = eval::tokenized_articles(&text, &place)?;
        corpus.into_iter().map(|it| it.article).collect()
    } else {
        let questions = eval::gap_questions(&text, &place)?;
        questions.into_iter().map(|it| it.article).collect()
    };
    let pipeline = Pipeline::new(&Lexicon::embedded())?;
    let docs = pipeline.documents(articles);
    let choices = docs.iter().map(|it| (it, pipeline.pronoun_choices(it)));
    let lines = choices.flat_map(|(doc, choices)| {
        let choices = choices.into_iter().filter(|it| it.is_pronoun);
        let line = |it| eval::choice_line(&doc.article.place, &it);
        choices.map(line).collect::<Vec<_>>()
    });
    Ok(lines.collect())
}

fn open_facts(path: &Path, benchmark: Benchmark) -> Result<String> {
    let pipeline = Pipeline::new(&Lexicon::embedded())?;
    Ok(joined(eval::open_fact_lines(&pipeline, path, benchmark)?))
}

/// The gold articles of files and folders, each of which holds one at least, with their
/// readings, in the same order.
fn gold(paths: &[PathBuf]) -> Result<Vec<(GoldArticle, Reading)>> {
    let mut gold = Vec::new();
    for path in paths {
        let found = eval::gold_articles(path)?;
        if found.is_empty() {
            let reason = "no article record in it; name a gold file or a folder of them";
            let place = path.display().to_string();
            return Err(Error::Article { place, reason: reason.into() }.into());
        }
        gold.extend(found);
    }
    let pipeline = Pipeline::new(&Lexicon::embedded())?;
    let articles = gold.iter().map(|it| it.article.clone()).collect();
    let readings = pipeline.read_all(articles);
    Ok(gold.into_iter().zip(readings).collect())
}

fn gold_lines(paths: &[PathBuf]) -> Result<Vec<String>> {
    let read = gold(paths)?;
    let read: Vec<_> = read
        .iter()
        .map(|(it, read)| (it.id.clone(), &read.doc, &read.resolved))
        .collect();
    Ok(eval::system_lines(&read, &Lexicon::embedded())?)
}

/// The facts of gold articles with whether they are right.
fn judged(paths: &[PathBuf]) -> Result<Vec<Judged>> {
    let mut judged = Vec::new();
    for (gold, it) in gold(paths)? {
        judged.extend(eval::judge(&gold.record, &gold.place, &it.doc, &it.resolved)?);
    }
    Ok(judged)
}

/// A line for each article of a file.
fn of_articles(
    path: &Path,
    articles: Articles,
    line: impl Fn(&Pipeline, &str, &Reading) -> String,
) -> Result<String> {
    if articles.is_empty() {
        let reason = "no record in it; name a corpus file";
        let place = path.display().to_string();
        return Err(Error::Article { place, reason: reason.into() }.into());
    }
    let pipeline = Pipeline::new(&Lexicon::embedded())?;
    let (ids, articles): (Vec<_>, Vec<_>) = articles.into_iter().unzip();
    let readings = pipeline.read_all(articles);
    let lines = ids.iter().zip(&readings).map(|(id, it)| line(&pipeline, id, it));
    Ok(joined(lines.collect()))
}
