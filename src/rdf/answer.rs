//! An answer is what a query gives: rows, yes or no, or triples.

use std::io::{self, Write};
use std::str::FromStr;

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::model::{Term, Triple, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};

use crate::error::{Error, Result};

use super::names::{Names, shorten_under};
use super::order::{Order, texts};
use super::table::Table;

/// The answer to a query.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) name: String,
    pub(super) names: Names,
    pub(super) results: Results,
}

/// What kind of answer it is.
#[derive(Debug, Clone)]
pub(super) enum Results {
    /// Of SELECT.
    Rows(Vec<Variable>, Vec<Vec<Option<Term>>>),
    /// Of ASK.
    Boolean(bool),
    /// Of CONSTRUCT and DESCRIBE, sorted.
    Triples(Vec<Triple>),
}

impl Results {
    /// Rows that no ORDER BY has sorted are sorted here, so that the same graph gives the
    /// same bytes however it came to be.
    pub(super) fn rows(
        variables: Vec<Variable>,
        mut rows: Vec<Vec<Option<Term>>>,
        is_ordered: bool,
    ) -> Self {
        if !is_ordered {
            rows.sort_by_cached_key(texts);
        }
        Self::Rows(variables, rows)
    }

    /// Rows in an order; `None` where only the engine can sort them.
    pub(super) fn sorted(self, order: &Order) -> Option<Self> {
        let Self::Rows(variables, rows) = self else { return None };
        let rows = order.sort(&variables, rows)?;
        Some(Self::Rows(variables, rows))
    }

    pub(super) fn triples(mut triples: Vec<Triple>) -> Self {
        triples.sort_by_cached_key(ToString::to_string);
        triples.dedup();
        Self::Triples(triples)
    }
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Columns for a reader, IRIs with their prefixes.
    Table,
    /// SPARQL 1.1 results as CSV.
    Csv,
    /// SPARQL 1.1 results as TSV.
    Tsv,
    /// SPARQL 1.1 results as JSON.
    Json,
    /// SPARQL 1.1 results as XML; triples as RDF/XML.
    Xml,
    /// The table in Markdown.
    Markdown,
    /// Triples as N-Triples.
    NTriples,
    /// Triples as N-Quads of the default graph.
    NQuads,
    /// Triples as Turtle.
    Turtle,
    /// Triples as JSON-LD.
    JsonLd,
}

impl Format {
    /// Every format with its name.
    pub const ALL: &[(&str, Self)] = &[
        ("table", Self::Table),
        ("csv", Self::Csv),
        ("tsv", Self::Tsv),
        ("json", Self::Json),
        ("xml", Self::Xml),
        ("md", Self::Markdown),
        ("ttl", Self::Turtle),
        ("nt", Self::NTriples),
        ("nq", Self::NQuads),
        ("jsonld", Self::JsonLd),
    ];
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().find(|(name, _)| *name == text);
        found.map(|(_, format)| *format).ok_or_else(|| {
            let names = Self::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>();
            format!("no such format; choose {}", names.join(", "))
        })
    }
}

impl Answer {
    /// The answer to ASK.
    pub fn boolean(&self) -> Option<bool> {
        match &self.results {
            Results::Boolean(answer) => Some(*answer),
            Results::Rows(..) | Results::Triples(_) => None,
        }
    }

    /// The number of rows or triples; one for yes or no.
    pub fn len(&self) -> usize {
        match &self.results {
            Results::Rows(_, rows) => rows.len(),
            Results::Boolean(_) => 1,
            Results::Triples(triples) => triples.len(),
        }
    }

    /// Whether there are no rows and no triples.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows as text for a reader: IRIs with prefixes, literals by their words.
    pub fn table(&self) -> Table {
        let cell = |it: &Term| match it {
            Term::NamedNode(it) => shorten_under(&self.names, it.as_str()).into_owned(),
            Term::BlankNode(it) => it.to_string(),
            Term::Literal(it) => it.value().to_owned(),
        };
        match &self.results {
            Results::Rows(variables, rows) => Table {
                header: variables.iter().map(|it| it.as_str().to_owned()).collect(),
                rows: rows
                    .iter()
                    .map(|row| {
                        row.iter().map(|it| it.as_ref().map_or_else(String::new, cell))
                    })
                    .map(Iterator::collect)
                    .collect(),
            },
            Results::Boolean(answer) => Table {
                header: vec!["answer".to_owned()],
                rows: vec![vec![if *answer { "yes" } else { "no" }.to_owned()]],
            },
            Results::Triples(triples) => Table {
                header: ["subject", "predicate", "object"].map(str::to_owned).to_vec(),
                rows: triples
                    .iter()
                    .map(|it| {
                        let subject = Term::from(it.subject.clone());
                        let predicate = Term::from(it.predicate.clone());
                        vec![cell(&subject), cell(&predicate), cell(&it.object)]
                    })
                    .collect(),
            },
        }
    }

    /// Whether the answer can be written in a format: triples are no rows, and no rows are
    /// triples.
    pub fn fits(&self, format: Format) -> bool {
        let is_triples = matches!(self.results, Results::Triples(_));
        match format {
            Format::Table | Format::Markdown | Format::Xml => true,
            Format::Csv | Format::Tsv | Format::Json => !is_triples,
            Format::NTriples | Format::NQuads | Format::Turtle | Format::JsonLd => {
                is_triples
            }
        }
    }

    /// Writes the answer; a table is wrapped to `width` columns where that is given.
    ///
    /// # Errors
    ///
    /// Where the format does not fit the answer (triples as CSV, rows as Turtle), or the
    /// output cannot be written.
    pub fn write(
        &self,
        format: Format,
        width: Option<usize>,
        mut out: impl Write,
    ) -> Result<()> {
        let results = match format {
            Format::Table => {
                let text = self.table().to_text(width);
                return out.write_all(text.as_bytes()).map_err(output);
            }
            Format::Markdown => {
                let text = self.table().to_markdown();
                return out.write_all(text.as_bytes()).map_err(output);
            }
            Format::Csv => QueryResultsFormat::Csv,
            Format::Tsv => QueryResultsFormat::Tsv,
            Format::Json => QueryResultsFormat::Json,
            Format::Xml if matches!(self.results, Results::Triples(_)) => {
                return self.write_triples(RdfFormat::RdfXml, out);
            }
            Format::Xml => QueryResultsFormat::Xml,
            Format::NTriples => return self.write_triples(RdfFormat::NTriples, out),
            Format::NQuads => return self.write_triples(RdfFormat::NQuads, out),
            Format::Turtle => return self.write_triples(RdfFormat::Turtle, out),
            Format::JsonLd => {
                let profile = JsonLdProfileSet::empty();
                return self.write_triples(RdfFormat::JsonLd { profile }, out);
            }
        };
        let serializer = QueryResultsSerializer::from_format(results);
        match &self.results {
            Results::Rows(variables, rows) => {
                let writer =
                    serializer.serialize_solutions_to_writer(out, variables.clone());
                let mut writer = writer.map_err(output)?;
                for row in rows {
                    let bindings = variables.iter().zip(row);
                    let bound =
                        bindings.filter_map(|(it, term)| Some((it, term.as_ref()?)));
                    writer.serialize(bound).map_err(output)?;
                }
                let mut out = writer.finish().map_err(output)?;
                if matches!(format, Format::Json | Format::Xml) {
                    out.write_all(b"\n").map_err(output)?;
                }
            }
            Results::Boolean(answer) => {
                let out = serializer.serialize_boolean_to_writer(out, *answer);
                out.and_then(|mut it| it.write_all(b"\n")).map_err(output)?;
            }
            Results::Triples(_) => {
                let fits = "the answer is triples; choose table, md, ttl, nt, nq, jsonld \
                            or xml";
                return Err(self.unfit(fits));
            }
        }
        Ok(())
    }

    fn write_triples(&self, format: RdfFormat, out: impl Write) -> Result<()> {
        let Results::Triples(triples) = &self.results else {
            let reason = "only CONSTRUCT and DESCRIBE give triples; choose table, md, csv, \
                          tsv, json or xml";
            return Err(self.unfit(reason));
        };
        let serializer = self.names.serializer(format);
        let serializer = serializer.map_err(|it| self.unfit(&it.to_string()))?;
        let mut writer = serializer.for_writer(out);
        for triple in triples {
            writer.serialize_triple(triple).map_err(output)?;
        }
        let mut out = writer.finish().map_err(output)?;
        if matches!(format, RdfFormat::RdfXml | RdfFormat::JsonLd { .. }) {
            out.write_all(b"\n").map_err(output)?;
        }
        Ok(())
    }

    fn unfit(&self, reason: &str) -> Error {
        Error::Query { name: self.name.clone(), reason: reason.to_owned() }
    }
}

/// An error of the output, which has no better name than that.
fn output(source: io::Error) -> Error {
    Error::io("output")(source)
}
