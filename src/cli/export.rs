//! `export`: a collection in the formats of other tools.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::LazyLock;

use anyhow::{Result, bail};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::ask;
use crate::collection::Collection;
use crate::graph::{Graph, Selection, SelectionConfig};
use crate::rdf::{Store, write_article};
use crate::text::{Date, nearest};

use super::args::{exit, number};
use super::draw::{Drawing, LookArgs};
use super::hand_over::{self, Tool};
use super::output;
use super::parts::{self, PartsArgs};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph export news --to nq -o news.nq
  newsgraph export news --to svg -o news.svg
  newsgraph export news --to xlsx --relation endorsed -o endorsed.xlsx
  newsgraph export news --to dot --about \"Nora Aldane\" --hops 1")]
pub(super) struct ExportArgs {
    /// The collection.
    dir: PathBuf,
    /// The format.
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: To,
    /// Where to write it, for `neo4j` a folder; `-` is standard output.
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    #[command(flatten)]
    parts: PartsArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    look: LookArgs,
}

/// What to write, in every format.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to write")]
struct SelectionArgs {
    /// Write what is near the things of this name.
    #[arg(long, value_name = "NAME")]
    about: Option<String>,
    /// How many links away from them.
    #[arg(long, value_name = "N", default_value_t = 2, requires = "about",
        value_parser = number)]
    hops: usize,
    /// Write this relation only; may be repeated.
    #[arg(long, value_name = "NAME")]
    relation: Vec<String>,
    /// Write facts that hold, or else were reported, on this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Write facts that hold, or else were reported, on this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Write links that this many independent texts attest.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = number)]
    min_texts: usize,
    /// Write at most this many things, those that are attested best; if not given, a picture
    /// has 40, a page 150 and other formats all.
    #[arg(long, value_name = "N", value_parser = number)]
    max_nodes: Option<usize>,
}

/// Every format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Drawing(Drawing),
    Own(Format),
    Tool(Tool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
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

impl ValueEnum for To {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<To>> = LazyLock::new(|| {
            let drawn = Drawing::value_variants().iter().copied().map(To::Drawing);
            let own = Format::value_variants().iter().copied().map(To::Own);
            let tools = Tool::value_variants().iter().copied().map(To::Tool);
            drawn.chain(own).chain(tools).collect()
        });
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Drawing(it) => it.to_possible_value(),
            Self::Own(it) => it.to_possible_value(),
            Self::Tool(it) => it.to_possible_value(),
        }
    }
}

pub(super) fn run(args: ExportArgs) -> Result<ExitCode> {
    let ExportArgs { dir, to, output: file, parts, selection: wanted, look } = args;
    let is_all = wanted.selection() == SelectionConfig::default();
    let is_nq = matches!(to, To::Own(Format::Nq));
    if !(is_nq && is_all) && (parts.parts.is_some() || parts.resolved) {
        bail!("--parts and --resolved go with --to nq and all facts; leave them out");
    }
    let collection = Collection::open(dir)?;
    let format = match to {
        To::Drawing(drawing) => {
            let graph = collection.graph()?;
            let Some(picture) = look.draw(drawing, &graph, wanted.selection())? else {
                output::complain(&nothing(&graph, &wanted));
                return Ok(ExitCode::from(exit::NO));
            };
            hand_over::save(&file, picture.as_bytes())?;
            return Ok(ExitCode::SUCCESS);
        }
        To::Own(format) => format,
        To::Tool(tool) => {
            let (graph, config) = (collection.graph()?, wanted.selection());
            if !hand_over::write(tool, &graph, &config, collection.names(), &file)? {
                output::complain(&nothing(&graph, &wanted));
                return Ok(ExitCode::from(exit::NO));
            }
            return Ok(ExitCode::SUCCESS);
        }
    };
    let rdf = |extension: &str| rdf(&collection, &wanted, extension);
    let bytes = match format {
        Format::Nq if is_all => return parts::run(&collection, &parts, &file),
        Format::Nq => rdf("nq")?,
        Format::Trig => rdf("trig")?,
        Format::Nt => rdf("nt")?,
        Format::Ttl => rdf("ttl")?,
        Format::Rdfxml => rdf("rdf")?,
        Format::Jsonld => rdf("jsonld")?,
    };
    let Some(bytes) = bytes else { return Ok(ExitCode::from(exit::NO)) };
    hand_over::save(&file, &bytes)?;
    Ok(ExitCode::SUCCESS)
}

/// The part of a collection that is asked for as RDF, by the extension of the format;
/// where there is none, it says why.
fn rdf(
    collection: &Collection,
    wanted: &SelectionArgs,
    extension: &str,
) -> Result<Option<Vec<u8>>> {
    let config = wanted.selection();
    let store = if config == SelectionConfig::default() {
        collection.store()?
    } else {
        let graph = collection.graph()?;
        let part = Selection::new(&graph, &config).graph;
        if part.articles.is_empty() {
            output::complain(&nothing(&graph, wanted));
            return Ok(None);
        }
        let store = Store::new(collection.names().clone());
        for article in part.articles.values() {
            let nquads = write_article(article, collection.names());
            store.load_own(article.id.as_str(), &nquads)?;
        }
        store
    };
    let mut bytes = Vec::new();
    store.dump(extension, &mut bytes)?;
    Ok(Some(bytes))
}

impl SelectionArgs {
    /// What is asked for.
    fn selection(&self) -> SelectionConfig {
        SelectionConfig {
            about: self.about.clone(),
            hops: self.hops,
            relations: self.relation.iter().map(|it| it.replace(' ', "_")).collect(),
            since: self.since,
            until: self.until,
            min_texts: self.min_texts,
            max_nodes: self.max_nodes,
        }
    }
}

/// Why there is nothing to write, and what to do.
fn nothing(graph: &Graph, args: &SelectionArgs) -> String {
    const SHOWN: usize = 5;
    if let Some(reason) = ask::unknown_relation(graph, &args.selection().relations) {
        return format!("newsgraph: {reason}");
    }
    let Some(about) = &args.about else {
        return "newsgraph: nothing to write; ask for less with the filters".into();
    };
    let entities = graph.articles.values().flat_map(|it| it.entities.values());
    let names = entities.map(|it| it.name.as_str()).collect::<BTreeSet<_>>();
    let alike = nearest(about, names, SHOWN);
    let remedy = if alike.is_empty() {
        "`newsgraph query DIR names` lists names".to_owned()
    } else {
        format!("there is {}", alike.join(", "))
    };
    format!("newsgraph: nothing to write about {about:?}; {remedy}")
}
