//! `extract`: articles in, facts out, without a collection.
//!
//! What comes out of an article depends on that article alone, in the order of the inputs,
//! so that the same bytes come out however the inputs are cut into parts.

use std::fmt::Write as _;
use std::io::{BufWriter, IsTerminal, Stdout, stdout};
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::doc::write_conllu;
use crate::error::Error;
use crate::export::{self, ParquetWriter};
use crate::graph::ArticleRecord;
use crate::pipeline::{Pipeline, Reading};
use crate::rdf::{Names, Store, write_article};
use crate::text::Article;

use super::args::exit;
use super::input::{InputArgs, Refused};
use super::output;
use super::progress::{Progress, ProgressArgs};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph extract articles/ferry-contract.txt
  newsgraph extract articles --to csv")]
pub(super) struct ExtractArgs {
    /// Articles: files, folders, patterns; `-` is standard input, as is nothing.
    #[arg(value_name = "INPUT", default_value = "-")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    input: InputArgs,
    /// The format; a list of facts on a terminal and jsonl elsewhere if not given.
    #[arg(long, value_enum)]
    to: Option<Format>,
    /// How many articles are read at a time; if not given, one of standard input, and of
    /// files as many as there are cores.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
    /// Exit with 4 where an input could not be read.
    #[arg(long)]
    strict: bool,
    /// Where articles and entities are named.
    #[arg(long, value_name = "IRI", value_parser = |it: &str| Names::new(it))]
    base: Option<Names>,
    #[command(flatten)]
    progress: ProgressArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A fact a line, as text.
    List,
    /// A fact a line, as JSON.
    Jsonl,
    /// A fact a row.
    Csv,
    /// N-Quads: whole article graphs.
    Nq,
    /// Turtle, the same for people.
    Ttl,
    /// Sentences and words as CoNLL-U.
    Conllu,
    /// A table of columns with types, a fact a row.
    Parquet,
}

/// How many bytes of text are in hand at a time, at most.
const BATCH: usize = 4 << 20;

pub(super) fn run(args: ExtractArgs) -> Result<ExitCode> {
    let default = if stdout().is_terminal() { Format::List } else { Format::Jsonl };
    let format = args.to.unwrap_or(default);
    let names = args.base.clone().unwrap_or_default();
    if format == Format::Parquet && stdout().is_terminal() {
        bail!("this format is not for a terminal; write `> facts.parquet` behind it");
    }
    let inputs = args.input.read(&args.inputs)?;
    let mut pipeline = Pipeline::new(&args.input.lexicon())?;
    let default = match args.inputs.iter().any(|it| it.as_os_str() == "-") {
        true => NonZero::<usize>::MIN,
        false => pipeline.threads,
    };
    pipeline.threads = args.threads.unwrap_or(default);
    let mut progress = Progress::new(args.progress, inputs.meter());
    let mut extract = Extract::new(format, names, pipeline)?;
    let mut refused = Refused::default();
    let mut batch = Vec::new();
    for input in inputs {
        match input {
            Ok(article) => batch.push(article),
            Err(error) => {
                // What stood before it comes before it.
                extract.write(std::mem::take(&mut batch))?;
                refused.add(&error);
                extract.refuse(&error)?;
            }
        }
        let size: usize = batch.iter().map(|it| it.text.len()).sum();
        let threads = extract.pipeline.threads.get();
        let most = if threads == 1 { 1 } else { threads * 4 };
        if batch.len() >= most || size > BATCH {
            extract.write(std::mem::take(&mut batch))?;
            progress.show(extract.articles, extract.facts);
        }
    }
    extract.write(batch)?;
    let (articles, facts) = extract.finish()?;
    progress.finish(articles, facts);
    let code = if articles == 0 {
        exit::NOTHING_READABLE
    } else if args.strict && refused.failed > 0 {
        exit::SOME_FAILED
    } else if facts == 0 && format != Format::Conllu {
        exit::NO_FACTS
    } else {
        return Ok(ExitCode::SUCCESS);
    };
    Ok(ExitCode::from(code))
}

struct Extract {
    format: Format,
    names: Names,
    pipeline: Pipeline,
    /// Where facts are collected until they are a group of rows, in that format.
    table: Option<ParquetWriter<BufWriter<Stdout>>>,
    articles: usize,
    facts: usize,
}

impl Extract {
    fn new(format: Format, names: Names, pipeline: Pipeline) -> Result<Self> {
        if format == Format::Csv {
            output::print(&export::fact_csv_header())?;
        }
        let is_table = format == Format::Parquet;
        let table = is_table.then(|| ParquetWriter::new(BufWriter::new(stdout())));
        let table = table.transpose()?;
        Ok(Self { format, names, pipeline, table, articles: 0, facts: 0 })
    }

    /// Reads articles and writes what comes of each: text flushed article by article.
    fn write(&mut self, articles: Vec<Article>) -> Result<()> {
        let names = &self.names;
        let done = match self.format {
            Format::List => self.texts(articles, |it| Ok(list(it))),
            Format::Jsonl => self.texts(articles, |it| Ok(export::fact_jsonl(it))),
            Format::Csv => self.texts(articles, |it| Ok(export::fact_csv(it))),
            Format::Nq => self.texts(articles, |it| Ok(write_article(it, names))),
            Format::Ttl => self.texts(articles, |it| turtle(it, names)),
            Format::Conllu => {
                self.pipeline.document_map(articles, |it| Ok((write_conllu(&it), 0)))
            }
            Format::Parquet => return self.rows(articles),
        };
        for it in done {
            let (text, facts) = it?;
            self.articles += 1;
            self.facts += facts;
            output::print(&text)?;
        }
        Ok(())
    }

    /// What each article is written as, and how many facts it has.
    fn texts(
        &self,
        articles: Vec<Article>,
        text: impl Fn(&ArticleRecord) -> Result<String> + Sync,
    ) -> Vec<Result<(String, usize)>> {
        self.pipeline.read_map(articles, |Reading { doc, resolved }| {
            let record = ArticleRecord::new(&doc, &resolved, &Pipeline::config());
            Ok((text(&record)?, record.facts.len()))
        })
    }

    /// Adds the facts of each article to the table.
    fn rows(&mut self, articles: Vec<Article>) -> Result<()> {
        for record in self.pipeline.records(articles) {
            self.articles += 1;
            self.facts += record.facts.len();
            if let Some(table) = &mut self.table {
                table.write(&record)?;
            }
        }
        Ok(())
    }

    /// Ends the table; how many articles and facts were written.
    fn finish(self) -> Result<(usize, usize)> {
        if let Some(table) = self.table {
            table.finish()?;
        }
        Ok((self.articles, self.facts))
    }

    /// Writes a record of what could not be read. It says nothing of the place, which
    /// depends on how the inputs are cut into parts.
    fn refuse(&self, error: &Error) -> Result<()> {
        let (Error::Article { place, reason } | Error::Store { place, reason }) = error
        else {
            return Ok(());
        };
        let is_line =
            place.rsplit(':').next().is_some_and(|it| it.parse::<u64>().is_ok());
        if !is_line {
            return Ok(());
        }
        match self.format {
            Format::Jsonl => output::print(&format!("{}\n", json!({ "error": reason })))?,
            Format::Nq | Format::Ttl | Format::Conllu => {
                let reason = reason.replace(['\r', '\n'], " ");
                output::print(&format!("# error: {reason}\n"))?;
            }
            Format::List | Format::Csv | Format::Parquet => {}
        }
        Ok(())
    }
}

/// An article graph as Turtle.
pub(super) fn turtle(record: &ArticleRecord, names: &Names) -> Result<String> {
    let store = Store::new(names.clone());
    store.load_own(record.id.as_str(), &write_article(record, names))?;
    let mut bytes = Vec::new();
    store.dump("ttl", &mut bytes)?;
    Ok(String::from_utf8(bytes)?)
}

/// A fact a line, with its sentence's name.
fn list(record: &ArticleRecord) -> String {
    let mut out = String::new();
    for (_, it) in record.facts_in_order() {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{} | {}:{}", record.line(it), record.id, it.sentence);
    }
    out
}
