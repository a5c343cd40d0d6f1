//! `build`: the main job: read articles, extract their facts, add them to a collection.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::collection::{Added, Collection};
use crate::graph::{ArticleRecord, FactRecord, Object};
use crate::pipeline::Pipeline;
use crate::rdf::Names;
use crate::text::{Article, ArticleId, count};

use super::args::exit;
use super::estimate::estimate;
use super::input::{InputArgs, Refused};
use super::interrupt;
use super::output;
use super::progress::{Progress, ProgressArgs};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph build articles -o news
  newsgraph build articles/ferry-contract.txt -o ferry --strict")]
pub(super) struct BuildArgs {
    /// Articles: files, folders, patterns, or `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    input: InputArgs,
    /// The folder of the collection; made where it does not exist.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// How many articles are read at a time; as many as there are cores if not given.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
    /// Say how many articles there are, how long it takes and how much disk, and do nothing.
    #[arg(long)]
    dry_run: bool,
    /// Exit with 4 where an input could not be read.
    #[arg(long)]
    strict: bool,
    /// Where inputs that could not be read are listed; `failed.csv` in the collection if
    /// not given.
    #[arg(long, value_name = "FILE")]
    failed: Option<PathBuf>,
    /// Where articles and entities are named.
    #[arg(long, value_name = "IRI", value_parser = |it: &str| Names::new(it))]
    base: Option<Names>,
    #[command(flatten)]
    progress: ProgressArgs,
}

/// How many articles are held in memory between two writes, and how many bytes of text
/// are in hand at a time.
const BATCH: usize = 256;
const TEXT: usize = 4 << 20;

pub(super) fn run(args: BuildArgs) -> Result<ExitCode> {
    let inputs = args.input.read(&args.inputs)?;
    let mut progress = Progress::new(args.progress, inputs.meter());
    let names = args.base.clone().unwrap_or_default();
    let pipeline = || -> Result<Pipeline> {
        let mut pipeline = Pipeline::new(&args.input.lexicon())?;
        pipeline.threads = args.threads.unwrap_or(pipeline.threads);
        Ok(pipeline)
    };
    let mut build = Build::default();
    if args.dry_run {
        let there = match Collection::is_at(&args.output) {
            true => Some(Collection::open(&args.output)?),
            false => None,
        };
        let is_there =
            |it: &Article| there.as_ref().map_or(Ok(false), |at| is_read(at, &it.id()));
        let said = estimate(inputs, &pipeline()?, &names, &mut build.refused, is_there)?;
        output::print(&said)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut inputs = inputs.peekable();
    while let Some(Err(error)) = inputs.next_if(Result::is_err) {
        build.refused.add(&error);
    }
    if inputs.peek().is_none() {
        return Ok(ExitCode::from(exit::NOTHING_READABLE));
    }
    // Where Ctrl-C cannot be caught it ends the program, and the collection is whole.
    drop(interrupt::catch(|| {
        output::complain("newsgraph: stopping; what is read so far is kept");
    }));
    let mut collection = Collection::open_or_create(&args.output, &names)?;
    collection.lock()?;
    let pipeline = pipeline()?;
    let mut batch = Vec::new();
    let in_hand = pipeline.threads.get() * 4;
    for input in inputs {
        match input {
            Ok(article) => build.take(article, &collection, &mut batch)?,
            Err(error) => build.refused.add(&error),
        }
        let text: usize = batch.iter().map(|it| it.text.len()).sum();
        if batch.len() >= in_hand || text > TEXT {
            build.read(&pipeline, &mut batch);
            progress.show(build.articles, build.facts);
        }
        if build.records.len() >= BATCH {
            build.add(&mut collection)?;
        }
        if interrupt::is_asked() {
            break;
        }
    }
    if !interrupt::is_asked() {
        build.read(&pipeline, &mut batch);
    }
    build.add(&mut collection)?;
    progress.finish(build.articles, build.facts);
    let failed = args.failed.clone().unwrap_or_else(|| args.output.join("failed.csv"));
    build.refused.write(&failed)?;
    if !args.progress.quiet {
        output::print(&build.summary(&args))?;
    }
    Ok(build.exit_code(args.strict))
}

/// What a build has done so far.
#[derive(Debug, Default)]
struct Build {
    /// What was read and is not in the collection as this program reads it.
    taken: BTreeSet<ArticleId>,
    refused: Refused,
    /// What was read and is not yet added.
    records: Vec<ArticleRecord>,
    articles: usize,
    skipped: usize,
    undated: usize,
    added: Added,
    facts: usize,
    relations: usize,
    examples: Vec<Example>,
}

/// A fact to show, with its sentence.
#[derive(Debug)]
struct Example {
    /// Asserted in a named relation, between names, with a date, by a sure rule.
    rank: (bool, bool, bool, u8),
    relation: String,
    line: String,
    quote: String,
    cited: String,
}

impl Build {
    /// Puts an article into the batch, unless this program has read it already.
    fn take(
        &mut self,
        article: Article,
        at: &Collection,
        batch: &mut Vec<Article>,
    ) -> Result<()> {
        let id = article.id();
        if is_read(at, &id)? || !self.taken.insert(id) {
            self.skipped += 1;
        } else {
            batch.push(article);
        }
        Ok(())
    }

    /// Reads the articles of the batch to what the graph keeps of them.
    fn read(&mut self, pipeline: &Pipeline, batch: &mut Vec<Article>) {
        let places: Vec<_> = batch.iter().map(|it| it.place.clone()).collect();
        let records = pipeline.records(std::mem::take(batch));
        for (record, place) in records.iter().zip(places) {
            self.count(record, &place);
        }
        self.articles += records.len();
        self.records.extend(records);
    }

    /// Adds what was read to the collection.
    fn add(&mut self, collection: &mut Collection) -> Result<()> {
        let added = collection.add(std::mem::take(&mut self.records))?;
        self.added.new += added.new;
        self.added.same += added.same;
        self.added.replaced += added.replaced;
        for id in std::mem::take(&mut self.taken) {
            if !is_read(collection, &id)? {
                self.taken.insert(id);
            }
        }
        Ok(())
    }

    fn count(&mut self, record: &ArticleRecord, place: &str) {
        self.facts += record.facts.len();
        self.relations += record.facts.values().filter(|it| it.in_schema).count();
        self.undated += usize::from(record.date_published.is_none());
        if record.facts.is_empty() {
            output::complain(&format!("newsgraph: {place}: no fact was found in it"));
        }
        for (_, fact) in record.facts_in_order() {
            self.examples.extend(example(record, fact));
        }
        // The best of each relation, in the order in which they were read.
        self.examples.sort_by_key(|it| Reverse(it.rank));
        let mut seen = BTreeSet::new();
        self.examples.retain(|it| seen.insert(it.relation.clone()));
        self.examples.truncate(3);
    }

    fn summary(&self, args: &BuildArgs) -> String {
        let mut out = String::new();
        let dir = args.output.display();
        let read = self.added.new + self.added.replaced;
        let _ = write!(out, "{} read into {dir}", count(read, "article"));
        for (number, what) in [
            (self.skipped + self.added.same, "there already"),
            (self.refused.failed, "failed"),
            (self.refused.foreign, "in other languages"),
            (self.undated, "without a date"),
        ] {
            if number > 0 {
                let _ = write!(out, ", {number} {what}");
            }
        }
        out.push('\n');
        if read > 0 {
            let (facts, relations) = (count(self.facts, "fact"), self.relations);
            let _ = writeln!(out, "{facts}, {relations} of them in named relations");
        }
        for it in &self.examples {
            let _ = writeln!(out, "\n  {} | {}", it.line, it.cited);
            let _ = writeln!(out, "    {}", it.quote);
        }
        let _ = writeln!(out, "\nNext:");
        let _ = writeln!(out, "  newsgraph query {dir} endorsements");
        let _ = writeln!(out, "  newsgraph export {dir} --to html -o graph.html");
        out
    }

    fn exit_code(&self, strict: bool) -> ExitCode {
        let read = self.added.new + self.added.replaced;
        if interrupt::is_asked() {
            ExitCode::from(exit::INTERRUPTED)
        } else if read > 0 && self.facts == 0 {
            ExitCode::from(exit::NO_FACTS)
        } else if strict && self.refused.failed > 0 {
            ExitCode::from(exit::SOME_FAILED)
        } else {
            ExitCode::SUCCESS
        }
    }
}

/// Whether a collection has an article as this program reads it.
fn is_read(collection: &Collection, id: &ArticleId) -> Result<bool> {
    Ok(collection.config(id)? == Some(&Pipeline::config()))
}

/// A fact as an example, where it has two ends that are entities.
fn example(record: &ArticleRecord, fact: &FactRecord) -> Option<Example> {
    let Some(Object::Entity(object)) = &fact.object else { return None };
    let bound = |iri: &str| iri.contains('.');
    let named = !bound(&fact.subject) && !bound(object);
    let sentence = record.sentences.get(&fact.sentence)?;
    let quote: Vec<_> = sentence.quote.split_whitespace().collect();
    Some(Example {
        rank: (
            fact.is_asserted() && fact.in_schema,
            named,
            fact.timex.is_some(),
            fact.confidence,
        ),
        relation: fact.relation.clone(),
        line: record.line(fact),
        quote: quote.join(" "),
        cited: format!("{}:{}", record.id, fact.sentence),
    })
}
