//! What `export` hands over to other tools: networks, tables, and what databases load.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write as _, stdout};
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::export::{self, ParquetWriter};
use crate::graph::{Graph, Picture, Selection, SelectionConfig};
use crate::lexicon::Lexicon;
use crate::rdf::{Names, nanopubs};
use crate::text::count;

use super::output;

/// A format of other tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Tool {
    /// `GraphML` with typed keys: `NetworkX`, igraph, Gephi, yEd.
    Graphml,
    /// GEXF with the days of every fact: Gephi.
    Gexf,
    /// Cytoscape JSON.
    Cytoscape,
    /// A flowchart of at most 60 edges for a page of Markdown.
    Mermaid,
    /// A folder of CSV files with typed headers, and the script that imports them.
    #[value(alias = "neo4j-csv")]
    Neo4j,
    /// Statements of openCypher.
    Cypher,
    /// A fact a row.
    Csv,
    /// A workbook, a fact a row.
    Xlsx,
    /// A table of columns with types, a fact a row.
    Parquet,
    /// `FollowTheMoney` entities, one a line: Aleph, `OpenSanctions`.
    Ftm,
    /// Nanopublications in `TriG`: each fact with its provenance.
    Nanopub,
}

/// How many things a flowchart has at most, unless the user says otherwise.
const MOST_THINGS: usize = 40;

/// Writes the part of a graph that is asked for to a file, or to standard output where that
/// is `-`; `false` where there is none.
pub(super) fn write(
    tool: Tool,
    graph: &Graph,
    config: &SelectionConfig,
    names: &Names,
    file: &Path,
) -> Result<bool> {
    let part = Selection::new(graph, config).graph;
    if part.articles.is_empty() {
        return Ok(false);
    }
    let is_stdout = file.as_os_str() == "-";
    match tool {
        Tool::Neo4j if is_stdout => {
            bail!("neo4j is several files; name a folder with `-o`");
        }
        Tool::Xlsx | Tool::Parquet if is_stdout && stdout().is_terminal() => {
            bail!("this format is not for a terminal; name a file with `-o`");
        }
        Tool::Graphml | Tool::Gexf | Tool::Cytoscape | Tool::Neo4j | Tool::Cypher => {
            tell_single(&part);
        }
        Tool::Mermaid
        | Tool::Csv
        | Tool::Xlsx
        | Tool::Parquet
        | Tool::Ftm
        | Tool::Nanopub => {}
    }
    let bytes = match tool {
        Tool::Graphml => export::graphml(&part)?.into_bytes(),
        Tool::Gexf => export::gexf(&part)?.into_bytes(),
        Tool::Cytoscape => export::cytoscape(&part).into_bytes(),
        Tool::Mermaid => export::mermaid(&picture(graph, config)).into_bytes(),
        Tool::Neo4j => {
            write_folder(file, &export::neo4j(&part))?;
            return Ok(true);
        }
        Tool::Cypher => export::cypher(&part).into_bytes(),
        Tool::Csv => csv(&part).into_bytes(),
        Tool::Xlsx => export::xlsx(&part)?,
        Tool::Parquet => {
            write_parquet(&part, file)?;
            return Ok(true);
        }
        Tool::Ftm => export::ftm(&part, &Lexicon::embedded())?.into_bytes(),
        Tool::Nanopub => nanopubs(part.articles.values(), names)?.into_bytes(),
    };
    save(file, &bytes)?;
    Ok(true)
}

/// Says how many facts a network has no place for.
fn tell_single(graph: &Graph) {
    let n = export::n_single(graph);
    if n > 0 {
        let facts = count(n, "fact");
        output::complain(&format!(
            "newsgraph: left out {facts} with one participant; csv, xlsx, parquet, ftm, \
             nanopub and nq have them"
        ));
    }
}

/// A picture of as many things as a flowchart has room for.
fn picture(graph: &Graph, config: &SelectionConfig) -> Picture {
    let max_nodes = Some(config.max_nodes.unwrap_or(MOST_THINGS));
    Picture::new(graph, &SelectionConfig { max_nodes, ..config.clone() })
}

fn csv(graph: &Graph) -> String {
    let rows = graph.articles.values().map(export::fact_csv);
    [export::fact_csv_header()].into_iter().chain(rows).collect()
}

/// Writes row group by row group, so that no more is held than one.
fn write_parquet(graph: &Graph, file: &Path) -> Result<()> {
    if file.as_os_str() == "-" {
        return parquet(graph, stdout()).context("standard output");
    }
    let out = File::create(file).with_context(|| refused(file))?;
    parquet(graph, BufWriter::new(out)).with_context(|| refused(file))
}

fn parquet(graph: &Graph, out: impl io::Write + Send) -> io::Result<()> {
    let mut writer = ParquetWriter::new(out)?;
    for article in graph.articles.values() {
        writer.write(article)?;
    }
    writer.finish()
}

fn write_folder(folder: &Path, files: &[(&str, String)]) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| refused(folder))?;
    files.iter().try_for_each(|(name, text)| save(&folder.join(name), text.as_bytes()))
}

/// Writes bytes to a file or to standard output.
pub(super) fn save(file: &Path, bytes: &[u8]) -> Result<()> {
    if file.as_os_str() == "-" {
        let mut out = stdout().lock();
        out.write_all(bytes)?;
        out.flush()?;
        return Ok(());
    }
    fs::write(file, bytes).with_context(|| refused(file))
}

fn refused(file: &Path) -> String {
    format!("{}: cannot be written; name another place with `-o`", file.display())
}
