//! `export`: a collection in the formats of other tools.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::collection::Collection;
use crate::export;
use crate::graph::{Graph, Picture, SelectionConfig};
use crate::text::Date;

use super::args::exit;
use super::output;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph export news --to nq -o news.nq
  newsgraph export news --to dot --about \"Nora Aldane\" --hops 1")]
pub(super) struct ExportArgs {
    /// The collection.
    dir: PathBuf,
    /// The format.
    #[arg(long, value_enum)]
    to: Format,
    /// Where to write it; `-` is standard output.
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    #[command(flatten)]
    picture: PictureArgs,
}

/// What to draw; for `--to dot`.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to draw, with --to dot")]
struct PictureArgs {
    /// Draw what is near the things of this name.
    #[arg(long, value_name = "NAME")]
    about: Option<String>,
    /// How many links away from them.
    #[arg(long, value_name = "N", default_value_t = 2, requires = "about")]
    hops: usize,
    /// Draw this relation only; may be repeated.
    #[arg(long, value_name = "NAME")]
    relation: Vec<String>,
    /// Draw facts that hold, or else were reported, on this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Draw facts that hold, or else were reported, on this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Draw links that this many independent texts attest.
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_texts: usize,
    /// Draw at most this many things, those that are attested best.
    #[arg(long, value_name = "N", default_value_t = 60)]
    max_nodes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A picture for `GraphViz`.
    Dot,
    /// N-Quads, sorted: a named graph for each article.
    Nq,
    /// `TriG`, the same for people.
    Trig,
    /// N-Triples: all articles in one graph.
    Nt,
    /// Turtle, the same for people.
    Ttl,
    /// RDF/XML, the same.
    Rdfxml,
    /// JSON-LD, the same.
    Jsonld,
}

pub(super) fn run(args: ExportArgs) -> Result<ExitCode> {
    let ExportArgs { dir, to, output: file, picture: wanted } = args;
    let collection = Collection::open(dir)?;
    let dump = |extension: &str| -> Result<String> {
        let mut bytes = Vec::new();
        collection.store()?.dump(extension, &mut bytes)?;
        Ok(String::from_utf8(bytes)?)
    };
    let text = match to {
        Format::Dot => {
            let graph = collection.graph()?;
            let picture = Picture::new(&graph, &wanted.config());
            if picture.things.is_empty() {
                output::complain(&nothing(&graph, &wanted));
                return Ok(ExitCode::from(exit::NO));
            }
            export::dot(&picture)
        }
        Format::Nq => collection.canonical()?,
        Format::Trig => dump("trig")?,
        Format::Nt => dump("nt")?,
        Format::Ttl => dump("ttl")?,
        Format::Rdfxml => dump("rdf")?,
        Format::Jsonld => dump("jsonld")?,
    };
    if file.as_os_str() == "-" {
        output::print(&text)?;
    } else {
        fs::write(&file, text).with_context(|| {
            let file = file.display();
            format!("{file}: cannot be written; name another place with `-o`")
        })?;
    }
    Ok(ExitCode::SUCCESS)
}

impl PictureArgs {
    fn config(&self) -> SelectionConfig {
        SelectionConfig {
            about: self.about.clone(),
            hops: self.hops,
            relations: self.relation.iter().map(|it| it.replace(' ', "_")).collect(),
            since: self.since,
            until: self.until,
            min_texts: self.min_texts,
            max_nodes: Some(self.max_nodes),
        }
    }
}

/// Why there is nothing to draw, and what to do.
fn nothing(graph: &Graph, args: &PictureArgs) -> String {
    const SHOWN: usize = 5;
    let Some(about) = &args.about else {
        return "newsgraph: no fact to draw; ask for less with the filters".into();
    };
    let about_words = about.to_lowercase();
    let is_alike = |name: &str| {
        let name = name.to_lowercase();
        name.split(' ').any(|word| about_words.split(' ').any(|it| it == word))
    };
    let entities = graph.articles.values().flat_map(|it| it.entities.values());
    let alike: BTreeSet<_> =
        entities.map(|it| it.name.as_str()).filter(|it| is_alike(it)).collect();
    let remedy = if alike.is_empty() {
        "`newsgraph query` finds the names there are".to_owned()
    } else {
        let alike: Vec<_> = alike.into_iter().take(SHOWN).collect();
        format!("there is {}", alike.join(", "))
    };
    format!("newsgraph: nothing to draw about {about:?}; {remedy}")
}
