//! `query`: ask a collection or files of RDF in SPARQL.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::collection::Collection;
use crate::error::Error;
use crate::rdf::{Answer, Asking, Format, Names, Query, Store, stock_queries};
use crate::text::{count, grouped, nearest, wrap};

use super::args::{exit, seconds};
use super::form::FoundArgs;
use super::output;
use super::wait::{self, Ended};

/// The arguments of `query`.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph query news 'SELECT ?who ?whom { ?who :endorsed ?whom }'
  newsgraph query news defeats --set since=2023-11 --to csv")]
pub(super) struct QueryArgs {
    /// Folders of collections or files of RDF (also .gz and .zst), then the question:
    /// SPARQL, a file `.rq`, the name of a stock query, or `-` for standard input.
    #[arg(value_name = "DIR|FILE… QUERY")]
    operands: Vec<String>,
    /// Give a parameter of the query a value.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    settings: Vec<String>,
    /// List the stock queries and their parameters.
    #[arg(long)]
    list: bool,
    /// Print the SPARQL instead of running it.
    #[arg(long)]
    show: bool,
    /// table, md, csv, tsv, json or xml; of CONSTRUCT and DESCRIBE also ttl, nt, nq or
    /// jsonld.
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    to: Format,
    /// Declare a prefix, beside those that every query knows.
    #[arg(long = "prefix", value_name = "NAME=IRI")]
    prefixes: Vec<String>,
    /// What relative IRIs in the query are relative to.
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// Leave the graphs of articles out of the default graph.
    #[arg(long)]
    no_union: bool,
    /// Give up after so many seconds.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    #[command(flatten)]
    found: FoundArgs,
    /// Say how the query was answered instead of the answer.
    #[arg(long)]
    explain: bool,
    /// Change the one file that is named, as SPARQL Update says.
    #[arg(long, conflicts_with_all = ["explain", "list", "show"])]
    update: bool,
}

/// What a question comes to.
enum Outcome {
    Answer(Answer, Vec<String>),
    Text(String),
}

/// Answers the question; exit code 1 where the answer is no.
pub(super) fn run(args: QueryArgs) -> Result<ExitCode> {
    if args.list {
        output::print(&list())?;
        return Ok(ExitCode::SUCCESS);
    }
    let (inputs, query) = operands(&args.operands)?;
    let Some(query) = query else {
        bail!("no question; give SPARQL, a file .rq or a name that --list shows");
    };
    if args.show && args.settings.is_empty() {
        output::print(query.text())?;
        return Ok(ExitCode::SUCCESS);
    }
    if inputs.is_empty() {
        bail!("nothing to ask; name a collection or a file of RDF before the question");
    }
    let asking = asking(&args)?;
    let (timeout, format, found) = (args.timeout, args.to, args.found);
    let stop = asking.stop.clone();
    let ended =
        wait::run(timeout, &stop, move || outcome(&args, inputs, query, &asking))?;
    match ended {
        Ended::Done(outcome) => finish(outcome?, format, found),
        Ended::Interrupted => {
            output::complain("newsgraph: interrupted");
            Ok(ExitCode::from(exit::INTERRUPTED))
        }
        Ended::TimedOut => {
            bail!("not answered in time; ask for less, or give a longer --timeout")
        }
    }
}

/// Loads what is asked and answers.
fn outcome(
    args: &QueryArgs,
    inputs: Vec<PathBuf>,
    mut query: Query,
    asking: &Asking,
) -> Result<Outcome> {
    if args.update {
        return update(&inputs, &query, asking);
    }
    let store = load(&inputs)?;
    for setting in &args.settings {
        let (name, value) = setting
            .split_once('=')
            .with_context(|| format!("--set {setting}: write it as NAME=VALUE"))?;
        query.set(name, value, &store)?;
    }
    if args.show {
        return Ok(Outcome::Text(query.text().to_owned()));
    }
    if args.explain {
        return Ok(Outcome::Text(store.explain(&query, asking)?));
    }
    let answer = store.answer_as(&query, asking)?;
    let hints = store.hints(&query, asking, &answer)?;
    Ok(Outcome::Answer(answer, hints))
}

/// Prints the outcome, and hints on standard error.
fn finish(outcome: Outcome, format: Format, found: FoundArgs) -> Result<ExitCode> {
    let (answer, hints) = match outcome {
        Outcome::Text(text) => {
            output::print(&text)?;
            return Ok(ExitCode::SUCCESS);
        }
        Outcome::Answer(answer, hints) => (answer, hints),
    };
    let mut out = io::BufWriter::new(stdout().lock());
    answer.write(format, Some(output::width()), &mut out)?;
    out.flush()?;
    if answer.is_empty() {
        output::complain("newsgraph: nothing found");
    }
    for hint in hints {
        output::complain(&format!("newsgraph: {hint}"));
    }
    Ok(match answer.boolean() {
        Some(false) => ExitCode::from(exit::NO),
        _ => found.code(!answer.is_empty()),
    })
}

fn asking(args: &QueryArgs) -> Result<Asking> {
    let prefixes = args.prefixes.iter().map(|it| {
        let (name, iri) = it
            .split_once('=')
            .with_context(|| format!("--prefix {it}: write it as NAME=IRI"))?;
        let iri = iri.trim_start_matches('<').trim_end_matches('>');
        Ok((name.trim_end_matches(':').to_owned(), iri.to_owned()))
    });
    Ok(Asking {
        prefixes: prefixes.collect::<Result<_>>()?,
        base: args.base.clone(),
        union: !args.no_union,
        ..Asking::default()
    })
}

/// Changes a file.
fn update(inputs: &[PathBuf], query: &Query, asking: &Asking) -> Result<Outcome> {
    let [file] = inputs else {
        bail!("--update changes one file; name that file alone");
    };
    let place = file.display();
    if file.is_dir() {
        bail!(
            "{place}: --update changes files only; a collection changes with build, merge \
             and remove"
        );
    }
    let extension = file.extension().and_then(|it| it.to_str()).unwrap_or_default();
    if ["gz", "zst"].contains(&extension) {
        bail!("{place}: --update does not change packed files; unpack it first");
    }
    let store = Store::new(Names::default());
    store.load_file(file)?;
    let before = store.count();
    store.update(query, asking)?;
    let mut bytes = Vec::new();
    store.dump(extension, &mut bytes)?;
    // Beside the file, then in its place: a crash leaves the old one or the new one.
    let name = file.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    let temporary = file.with_file_name(format!(".unfinished-{name}"));
    fs::write(&temporary, bytes).map_err(Error::io(&temporary))?;
    fs::rename(&temporary, file).map_err(Error::io(file))?;
    let after = store.count();
    let (before, after) = (count(before, "quad"), grouped(after));
    Ok(Outcome::Text(format!("{place}: {before} before, {after} after\n")))
}

/// The stock queries, with their questions and what can be set.
fn list() -> String {
    const NAMES: usize = 22;
    let mut out = String::new();
    let mut entry = |name: &str, text: &str, indent: usize| {
        let lines = wrap(text, output::width() - NAMES - indent);
        for (at, line) in lines.iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{name:<NAMES$}{:indent$}{line}", "");
        }
    };
    for stock in stock_queries() {
        entry(stock.name, stock.query.question(), 0);
        for it in stock.query.parameters() {
            let (name, hint) = (&it.name, it.kind.hint());
            let default = it.default.as_ref().map(|it| format!("; else {it}"));
            let default = default.unwrap_or_default();
            entry("", &format!("--set {name}=…: {} ({hint}{default})", it.purpose), 2);
        }
    }
    out
}

/// Which operands are inputs and which one is the question.
fn operands(operands: &[String]) -> Result<(Vec<PathBuf>, Option<Query>)> {
    let mut inputs = Vec::new();
    let mut query = None;
    for operand in operands {
        let path = Path::new(operand);
        let is_query = path.extension().is_some_and(|it| it == "rq");
        if path.exists() && !is_query {
            inputs.push(path.to_owned());
        } else if query.is_none() {
            query = Some(question(operand)?);
        } else {
            bail!("{operand}: no such file or folder, and one question is enough");
        }
    }
    Ok((inputs, query))
}

/// The query that an operand means.
fn question(operand: &str) -> Result<Query> {
    if operand == "-" {
        let mut text = String::new();
        stdin().read_to_string(&mut text).map_err(Error::io("standard input"))?;
        return Ok(Query::new("standard input", text));
    }
    let words = operand.split_whitespace().count();
    if operand.contains('{') || words != 1 {
        return Ok(Query::new("query", operand));
    }
    if Path::new(operand).extension().is_some_and(|it| it == "rq") {
        let text = fs::read_to_string(operand).map_err(Error::io(operand))?;
        return Ok(Query::new(operand, text));
    }
    let stock = stock_queries();
    let near = nearest(operand, stock.iter().map(|it| it.name), 3);
    let remedy = if near.is_empty() {
        "check the path, or choose one that --list shows".to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    let found = stock.into_iter().find(|it| it.name == operand);
    found.map(|it| it.query).with_context(|| {
        format!("{operand}: no such file, folder or stock query; {remedy}")
    })
}

/// Everything that the inputs hold, in one store.
fn load(inputs: &[PathBuf]) -> Result<Store> {
    let (folders, files): (Vec<_>, Vec<_>) = inputs.iter().partition(|it| it.is_dir());
    let mut folders = folders.into_iter();
    let store = match folders.next() {
        Some(folder) => Collection::open(folder)?.store()?,
        None => Store::new(Names::default()),
    };
    for folder in folders {
        Collection::open(folder)?.load(&store)?;
    }
    for file in files {
        store.load_file(file)?;
    }
    Ok(store)
}
