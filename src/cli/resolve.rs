//! `resolve`: who is who in a collection: proposals, a person's decisions, and reasons.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, stdin};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};

use crate::collection::{Collection, decisions_csv, read_decisions};
use crate::error::Error;
use crate::graph::{FactRef, Graph, matters};
use crate::resolve::{Decision, EntityRef, Judgement, Link};

use super::args::{exit, number};
use super::output;
use super::review;

/// The arguments of `resolve`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph resolve news candidates
  newsgraph resolve news facts")]
pub(super) struct ResolveArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List pairs that might be one, the likeliest first, with the reasons.
    Candidates {
        /// Print at most this many.
        #[arg(long, value_name = "N", default_value_t = 20, value_parser = number)]
        limit: usize,
    },
    /// Judge them one by one: x same, n different, u unsure, undo, quit.
    Review {
        /// Who decides.
        #[arg(long, value_name = "NAME")]
        by: String,
        /// Take the answers from a file, one a line, instead of from the keyboard.
        #[arg(long, value_name = "FILE")]
        answers: Option<PathBuf>,
    },
    /// Decide on two entities: `e:NAME`, or `e:NAME@a:ID` for one article's.
    Decide {
        /// The one.
        left: EntityRef,
        /// What is decided.
        judgement: Answer,
        /// The other.
        right: EntityRef,
        /// Who decides.
        #[arg(long, value_name = "NAME")]
        by: String,
        /// Why.
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// Take the decisions on two entities back.
    Undo {
        /// The one.
        left: EntityRef,
        /// The other.
        right: EntityRef,
        /// Only those of this person.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Write the decisions as CSV.
    Export {
        /// Where to; `-` is standard output.
        #[arg(short, long, value_name = "FILE", default_value = "-")]
        output: PathBuf,
    },
    /// Take decisions in from a file that `export` wrote.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// List decisions that do not stand, with those against them.
    Conflicts,
    /// Say why two entities are one.
    Explain {
        /// The one.
        left: EntityRef,
        /// The other.
        right: EntityRef,
    },
    /// List what several independent texts tell, update or dispute.
    Facts,
    /// List articles that mostly repeat another.
    Reprints,
}

/// What a person can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Answer {
    /// They are one.
    Same,
    /// They are two.
    Different,
    /// Nobody can tell.
    Unsure,
}

impl From<Answer> for Judgement {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Same => Self::Same,
            Answer::Different => Self::Different,
            Answer::Unsure => Self::Unsure,
        }
    }
}

/// Does what is asked; exit code 1 where the answer is no.
pub(super) fn run(args: ResolveArgs) -> Result<ExitCode> {
    let mut collection = Collection::open(&args.folder)?;
    match args.verb {
        Verb::Candidates { limit } => {
            let resolution = collection.resolution()?;
            let identity = &resolution.identity;
            let shown = identity.proposals().iter().take(limit).map(proposal);
            output::print(&shown.collect::<String>())?;
            let more = identity.proposals().len().saturating_sub(limit);
            if more > 0 {
                output::complain(&format!("newsgraph: {more} more; --limit shows them"));
            }
            Ok(answer(!identity.proposals().is_empty()))
        }
        Verb::Review { by, answers } => {
            let input: Box<dyn BufRead> = match answers {
                Some(file) => {
                    let opened = File::open(&file).map_err(Error::io(file))?;
                    Box::new(BufReader::new(opened))
                }
                None => Box::new(stdin().lock()),
            };
            review::run(&mut collection, &by, input)
        }
        Verb::Decide { left, judgement, right, by, reason } => {
            let decision =
                Decision { by, reason, ..Decision::new(&left, &right, judgement.into()) };
            let line = written(&decision);
            let is_new = collection.decide(decision)?;
            output::print(&format!("{line}{}\n", if is_new { "" } else { "  already" }))?;
            Ok(ExitCode::SUCCESS)
        }
        Verb::Undo { left, right, by } => {
            let gone = collection.undo(&left, &right, by.as_deref())?;
            let lines = gone.iter().map(|it| format!("taken back: {}\n", written(it)));
            output::print(&lines.collect::<String>())?;
            if gone.is_empty() {
                let what = format!("{left} and {right}");
                output::complain(&format!("newsgraph: no decision on {what}"));
            }
            Ok(answer(!gone.is_empty()))
        }
        Verb::Export { output: file } => {
            let bytes = decisions_csv(collection.decisions())?;
            if file.as_os_str() == "-" {
                output::print(&String::from_utf8(bytes)?)?;
            } else {
                fs::write(&file, bytes).map_err(Error::io(file))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Verb::Import { file } => {
            if !file.is_file() {
                bail!("{}: no such file; name one that `export` wrote", file.display());
            }
            let count = collection.import(read_decisions(&file)?)?;
            output::print(&format!("{count} new decisions\n"))?;
            Ok(ExitCode::SUCCESS)
        }
        Verb::Conflicts => conflicts(&collection),
        Verb::Explain { left, right } => explain(&collection, &left, &right),
        Verb::Facts => facts(&collection),
        Verb::Reprints => {
            let resolution = collection.resolution()?;
            let lines = resolution.reprints.iter();
            let lines = lines.map(|(it, first)| format!("a:{it}  repeats a:{first}\n"));
            output::print(&lines.collect::<String>())?;
            Ok(answer(!resolution.reprints.is_empty()))
        }
    }
}

fn answer(is_yes: bool) -> ExitCode {
    if is_yes { ExitCode::SUCCESS } else { ExitCode::from(exit::NO) }
}

/// A proposal in two lines.
pub(super) fn proposal(it: &Link) -> String {
    let reasons = it.reasons.join("; ");
    format!("{:>3}  {} = {}\n     {reasons}\n", it.score, it.left, it.right)
}

/// A decision in a line.
pub(super) fn written(it: &Decision) -> String {
    let reason = if it.reason.is_empty() { "" } else { ": " };
    let judgement = it.judgement.as_str();
    format!("{} {judgement} {} by {}{reason}{}", it.left, it.right, it.by, it.reason)
}

fn conflicts(collection: &Collection) -> Result<ExitCode> {
    let resolution = collection.resolution()?;
    let identity = &resolution.identity;
    let mut out = String::new();
    for conflict in identity.conflicts() {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "does not stand: {}", written(&conflict.decision));
        for it in &conflict.against {
            let _ = writeln!(out, "       against: {}", written(it));
        }
    }
    output::print(&out)?;
    Ok(answer(!identity.conflicts().is_empty()))
}

fn explain(
    collection: &Collection,
    left: &EntityRef,
    right: &EntityRef,
) -> Result<ExitCode> {
    let resolution = collection.resolution()?;
    let Some(path) = resolution.identity.explain(left, right) else {
        output::complain(&format!("newsgraph: {left} and {right} are two"));
        return Ok(ExitCode::from(exit::NO));
    };
    let mut out = String::new();
    for it in path {
        let reasons = it.reasons.iter().filter(|it| !it.is_empty()).map(String::as_str);
        let reasons: BTreeSet<_> = reasons.collect();
        let reasons = reasons.into_iter().collect::<Vec<_>>().join("; ");
        let _ = writeln!(out, "{} = {}  by {}, {}", it.left, it.right, it.by, it.score);
        let _ = writeln!(out, "     {reasons}");
    }
    output::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn facts(collection: &Collection) -> Result<ExitCode> {
    let graph = collection.graph()?;
    let matters = matters(&graph);
    let mut out = String::new();
    for matter in &matters {
        let Some(first) = matter.facts.first() else { continue };
        let line = line(&graph, first).context("a fact without its article")?;
        let _ = writeln!(out, "{} texts  {line}", matter.texts);
        for (link, earlier, later) in &matter.links {
            let (link, from, to) = (link.as_str(), &later.0, &earlier.0);
            let _ = writeln!(out, "     a:{from} {link} a:{to}");
        }
    }
    output::print(&out)?;
    Ok(answer(!matters.is_empty()))
}

fn line(graph: &Graph, (article, fact): &FactRef) -> Option<String> {
    let record = graph.articles.get(article)?;
    Some(record.line(record.facts.get(fact)?))
}
