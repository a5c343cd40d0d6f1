//! The arguments of the program, and what each verb comes to.

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::error::Error;

use super::{
    about, build, check, contradictions, diff, eval, explain, export, extract, index,
    mcp, merge, output, query, relations, remove, resolve, sample, serve, shell, show,
    sources, stats, timeline,
};

/// Reads news articles and builds a knowledge graph that can be cited.
#[derive(Debug, Parser)]
#[command(name = "newsgraph", version, arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Read articles, extract their facts, and add them to a collection.
    Build(build::BuildArgs),
    /// Read articles and write their facts, without a collection.
    Extract(extract::ExtractArgs),
    /// Say what would go wrong with articles: no date, another language, a reprint.
    Check(check::CheckArgs),
    /// Ask a collection or files of RDF in SPARQL.
    Query(query::QueryArgs),
    /// Tell everything said, denied or expected about a name.
    About(about::AboutArgs),
    /// List facts in the order of their days.
    Timeline(timeline::TimelineArgs),
    /// List what one voice states and another one denies.
    Contradictions(contradictions::ContradictionsArgs),
    /// Say who reported what, first and alone.
    Sources(sources::SourcesArgs),
    /// Say how a fact was found, and what stands for and against it.
    Explain(explain::ExplainArgs),
    /// Count facts by relation, publisher and month.
    Stats(stats::StatsArgs),
    /// List the facts that differ between two collections.
    Diff(diff::DiffArgs),
    /// Write a sheet of facts to mark by hand.
    Sample(sample::SampleArgs),
    /// Say how many facts of a marked sheet are right.
    Score(sample::ScoreArgs),
    /// Unite collections.
    Merge(merge::MergeArgs),
    /// Take articles out of a collection.
    Remove(remove::RemoveArgs),
    /// Put back what is derived from the articles of a collection.
    Index(index::IndexArgs),
    /// Say in one word what collections hold: equal words are equal graphs.
    Digest(index::DigestArgs),
    /// Say who is who in a collection: proposals, decisions, reasons.
    Resolve(resolve::ResolveArgs),
    /// Write a collection in the formats of other tools.
    Export(export::ExportArgs),
    /// Serve a collection over HTTP: SPARQL for programs, a page for browsers.
    Serve(serve::ServeArgs),
    /// Answer agents over standard input and output, in the Model Context Protocol.
    Mcp(mcp::McpArgs),
    /// Print any stage of any article.
    Show(show::ShowArgs),
    /// List the relations, or show which words of a sentence led to which.
    Relations(relations::RelationsArgs),
    /// Print predictions in the formats of the scorers.
    Eval(eval::EvalArgs),
    /// Print the script that completes verbs and options in a shell.
    Completions(shell::CompletionsArgs),
    /// Print or write the manual pages.
    Man(shell::ManArgs),
}

/// Exit codes beside 0, which is done, and 2, which clap gives for bad usage.
pub(super) mod exit {
    /// It ran, and the answer is no.
    pub(in crate::cli) const NO: u8 = 1;
    /// Bad usage.
    pub(in crate::cli) const USAGE: u8 = 2;
    /// Nothing could be read.
    pub(in crate::cli) const NOTHING_READABLE: u8 = 3;
    /// Some inputs failed, and `--strict` asks to say so.
    pub(in crate::cli) const SOME_FAILED: u8 = 4;
    /// The collection is locked or damaged.
    pub(in crate::cli) const COLLECTION: u8 = 5;
    /// Text went in and no fact came out.
    pub(in crate::cli) const NO_FACTS: u8 = 6;
    /// Interrupted; the collection is consistent.
    pub(in crate::cli) const INTERRUPTED: u8 = 130;
}

/// Runs the verb and returns the exit code of the program.
pub fn run(args: Args) -> ExitCode {
    let result = match args.verb {
        Verb::Build(args) => build::run(args),
        Verb::Extract(args) => extract::run(args),
        Verb::Check(args) => check::run(args),
        Verb::Query(args) => query::run(args),
        Verb::About(args) => about::run(&args),
        Verb::Timeline(args) => timeline::run(&args),
        Verb::Contradictions(args) => contradictions::run(&args),
        Verb::Sources(args) => sources::run(&args),
        Verb::Explain(args) => explain::run(&args),
        Verb::Stats(args) => stats::run(&args),
        Verb::Diff(args) => diff::run(&args),
        Verb::Sample(args) => sample::sample(&args),
        Verb::Score(args) => sample::score(&args),
        Verb::Merge(args) => merge::run(&args),
        Verb::Remove(args) => remove::run(&args),
        Verb::Index(args) => index::run(&args),
        Verb::Digest(args) => index::digest(&args),
        Verb::Resolve(args) => resolve::run(args),
        Verb::Export(args) => export::run(args),
        Verb::Serve(args) => serve::run(args),
        Verb::Mcp(args) => mcp::run(&args),
        Verb::Show(args) => show::run(args),
        Verb::Relations(args) => relations::run(&args),
        Verb::Eval(args) => eval::run(args),
        Verb::Completions(args) => shell::completions(&args),
        Verb::Man(args) => shell::man(&args),
    };
    result.unwrap_or_else(|error| report(&error))
}

/// Reads a number of things.
pub(super) fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "write a whole number such as 10".to_owned())
}

/// Reads a time.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let time = text.parse().ok().and_then(|it| Duration::try_from_secs_f64(it).ok());
    time.ok_or_else(|| "write seconds such as 10 or 0.5".to_owned())
}

/// Says what went wrong and returns its exit code. A closed pipe is success.
fn report(error: &anyhow::Error) -> ExitCode {
    let closed = error.chain().any(|it| {
        it.downcast_ref::<std::io::Error>()
            .is_some_and(|it| it.kind() == std::io::ErrorKind::BrokenPipe)
    });
    if closed {
        return ExitCode::SUCCESS;
    }
    let mut message = String::from("newsgraph");
    for cause in error.chain() {
        message = format!("{message}: {cause}");
        // Our own errors say everything at once.
        if cause.is::<Error>() {
            break;
        }
    }
    output::complain(&message);
    ExitCode::from(match error.downcast_ref::<Error>() {
        Some(Error::Collection { .. }) => exit::COLLECTION,
        Some(
            Error::Io { .. }
            | Error::Article { .. }
            | Error::Language { .. }
            | Error::Store { .. },
        ) => exit::NOTHING_READABLE,
        Some(
            Error::Conllu { .. }
            | Error::Data { .. }
            | Error::Model { .. }
            | Error::Query { .. },
        )
        | None => exit::USAGE,
    })
}
