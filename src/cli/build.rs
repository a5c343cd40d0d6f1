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
use crate::error::Error;
use crate::graph::{ArticleRecord, FactRecord, Object};
use crate::ingest;
use crate::lexicon::Lexicon;
use crate::pipeline::Pipeline;
use crate::rdf::Names;
use crate::text::{Article, ArticleId};

use super::args::exit;
use super::output;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph build articles -o news
  newsgraph build articles/ferry-contract.txt -o ferry --strict")]
pub(super) struct BuildArgs {
    /// Articles: files, folders, or `-` for standard input.
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// The folder of the collection; made where it does not exist.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// How many articles are read at a time; as many as there are cores if not given.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
    /// Exit with 4 where an input could not be read.
    #[arg(long)]
    strict: bool,
    /// Print neither counts nor examples.
    #[arg(long)]
    quiet: bool,
    /// A folder laid out as `data/`, whose tables are read instead of the program's own.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Where articles and entities are named.
    #[arg(long, value_name = "IRI", value_parser = |it: &str| Names::new(it))]
    base: Option<Names>,
}

/// How many articles are held in memory between two writes.
const BATCH: usize = 256;

pub(super) fn run(args: BuildArgs) -> Result<ExitCode> {
    let mut inputs = ingest::read(&args.inputs).peekable();
    let mut build = Build::default();
    while let Some(Err(_)) = inputs.peek() {
        build.refuse(inputs.next().and_then(Result::err));
    }
    if inputs.peek().is_none() {
        return Ok(ExitCode::from(exit::NOTHING_READABLE));
    }
    let names = args.base.clone().unwrap_or_default();
    let mut collection = Collection::open_or_create(&args.output, &names)?;
    collection.lock()?;
    let lexicon = args.data.clone().map_or_else(Lexicon::embedded, Lexicon::open);
    let mut pipeline = Pipeline::new(&lexicon)?;
    pipeline.threads = args.threads.unwrap_or(pipeline.threads);
    let mut batch = Vec::new();
    for article in inputs {
        match article {
            Ok(article) => build.take(article, &collection, &mut batch),
            Err(error) => build.refuse(Some(error)),
        }
        if batch.len() == BATCH {
            build.add(&pipeline, &mut collection, &mut batch)?;
        }
    }
    build.add(&pipeline, &mut collection, &mut batch)?;
    if !args.quiet {
        output::print(&build.summary(&args))?;
    }
    Ok(build.exit_code(args.strict))
}

/// What a build has done so far.
#[derive(Debug, Default)]
struct Build {
    taken: BTreeSet<ArticleId>,
    failed: usize,
    skipped: usize,
    undated: usize,
    added: Added,
    facts: usize,
    relations: usize,
    without_facts: Vec<String>,
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
    fn refuse(&mut self, error: Option<Error>) {
        if let Some(error) = error {
            output::complain(&format!("newsgraph: {error}"));
            self.failed += 1;
        }
    }

    /// Puts an article into the batch, unless this program has read it already.
    fn take(&mut self, article: Article, at: &Collection, batch: &mut Vec<Article>) {
        let id = article.id();
        let is_read = at.config(&id) == Some(&Pipeline::config());
        if is_read || !self.taken.insert(id) {
            self.skipped += 1;
        } else {
            batch.push(article);
        }
    }

    fn add(
        &mut self,
        pipeline: &Pipeline,
        collection: &mut Collection,
        batch: &mut Vec<Article>,
    ) -> Result<()> {
        let places: Vec<_> = batch.iter().map(|it| it.place.clone()).collect();
        let records = pipeline.records(std::mem::take(batch));
        for (record, place) in records.iter().zip(places) {
            self.count(record, place);
        }
        let added = collection.add(records)?;
        self.added.new += added.new;
        self.added.same += added.same;
        self.added.replaced += added.replaced;
        Ok(())
    }

    fn count(&mut self, record: &ArticleRecord, place: String) {
        self.facts += record.facts.len();
        self.relations += record.facts.values().filter(|it| it.in_schema).count();
        self.undated += usize::from(record.date_published.is_none());
        if record.facts.is_empty() {
            output::complain(&format!("newsgraph: {place}: no fact was found in it"));
            self.without_facts.push(place);
        }
        for (_, fact) in record.facts_in_order() {
            self.examples.extend(example(record, fact));
        }
        // The best of each relation, in the order in which they were read.
        self.examples.sort_by_key(|it| Reverse(it.rank));
        let mut seen = Vec::new();
        self.examples.retain(|it| {
            let first = !seen.contains(&it.relation);
            seen.push(it.relation.clone());
            first
        });
        self.examples.truncate(3);
    }

    fn summary(&self, args: &BuildArgs) -> String {
        let mut out = String::new();
        let dir = args.output.display();
        let read = self.added.new + self.added.replaced;
        let _ = write!(out, "{} read into {dir}", count(read, "article"));
        for (number, what) in [
            (self.skipped + self.added.same, "there already"),
            (self.failed, "failed"),
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
        let _ = writeln!(out, "  newsgraph export {dir} --to dot -o graph.dot");
        out
    }

    fn exit_code(&self, strict: bool) -> ExitCode {
        let read = self.added.new + self.added.replaced;
        if read > 0 && self.facts == 0 {
            ExitCode::from(exit::NO_FACTS)
        } else if strict && self.failed > 0 {
            ExitCode::from(exit::SOME_FAILED)
        } else {
            ExitCode::SUCCESS
        }
    }
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

/// A number with its noun: `1 article`, `2 articles`.
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
