//! `query`: ask a collection or files of RDF in SPARQL.

use std::fmt::Write as _;
use std::io::{IsTerminal, Read, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::collection::Collection;
use crate::error::Error;
use crate::rdf::{Format, Names, Query, Store, stock_queries};

use super::args::exit;
use super::output;

/// The arguments of `query`.
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// Folders of collections or files of RDF, then the question: SPARQL, a file `.rq`,
    /// the name of a stock query, or `-` for standard input.
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
    /// table, csv, tsv, json, xml, nt or ttl; the last two for CONSTRUCT and DESCRIBE.
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    to: Format,
}

/// Answers the question; exit code 1 where the answer is no.
pub(super) fn run(args: &QueryArgs) -> Result<ExitCode> {
    if args.list {
        output::print(&list())?;
        return Ok(ExitCode::SUCCESS);
    }
    let (inputs, query) = operands(&args.operands)?;
    let Some(mut query) = query else {
        bail!("no question; give SPARQL, a file .rq or a name that --list shows");
    };
    if args.show && args.settings.is_empty() {
        output::print(query.text())?;
        return Ok(ExitCode::SUCCESS);
    }
    if inputs.is_empty() {
        bail!("nothing to ask; name a collection or a file of RDF before the question");
    }
    let store = load(&inputs)?;
    for setting in &args.settings {
        let (name, value) = setting
            .split_once('=')
            .with_context(|| format!("--set {setting}: write it as NAME=VALUE"))?;
        query.set(name, value, &store)?;
    }
    if args.show {
        output::print(query.text())?;
        return Ok(ExitCode::SUCCESS);
    }
    let answer = store.answer(&query)?;
    let width = Some(stdout()).filter(IsTerminal::is_terminal);
    let width = width.and_then(|_| terminal_size::terminal_size());
    let width = width.map(|(width, _)| usize::from(width.0));
    let mut out = io::BufWriter::new(stdout().lock());
    answer.write(args.to, width, &mut out)?;
    out.flush()?;
    if answer.is_empty() {
        output::complain("newsgraph: nothing found");
    }
    let no = answer.boolean() == Some(false);
    Ok(if no { ExitCode::from(exit::NO) } else { ExitCode::SUCCESS })
}

/// The stock queries, with their questions and what can be set.
fn list() -> String {
    let mut out = String::new();
    for stock in stock_queries() {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{:<22} {}", stock.name, stock.query.question());
        for it in stock.query.parameters() {
            let (name, hint) = (&it.name, it.kind.hint());
            let _ = writeln!(out, "{:<22}   --set {name}=…  {} ({hint})", "", it.purpose);
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
    if operand.contains('{') {
        return Ok(Query::new("query", operand));
    }
    if Path::new(operand).extension().is_some_and(|it| it == "rq") {
        let text = fs::read_to_string(operand).map_err(Error::io(operand))?;
        return Ok(Query::new(operand, text));
    }
    let stock = stock_queries().into_iter().find(|it| it.name == operand);
    stock.map(|it| it.query).with_context(|| {
        format!(
            "{operand}: no such file, folder or stock query; --list shows those there are"
        )
    })
}

/// Everything that the inputs hold, in one store.
fn load(inputs: &[PathBuf]) -> Result<Store> {
    let (folders, files): (Vec<_>, Vec<_>) = inputs.iter().partition(|it| it.is_dir());
    let mut folders = folders.into_iter();
    let store = match folders.next() {
        Some(folder) => Collection::open(folder)?.store()?,
        None => Store::new(Names::default())?,
    };
    for folder in folders {
        Collection::open(folder)?.load(&store)?;
    }
    for file in files {
        store.load_file(file)?;
    }
    Ok(store)
}
