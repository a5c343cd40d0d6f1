//! The protocol side of the store: queries and graphs from outside, within limits, as
//! bytes of a media type.

use std::io;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{
    GraphName, GraphNameRef, NamedNode, NamedOrBlankNode, Quad, TripleRef,
};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{BoundPreparedSparqlQuery, QueryEvaluationError, QueryResults};

use crate::error::Error;

use super::answer::{Answer, Results};
use super::engine::{Asking, prepared};
use super::guard;
use super::parameter::is_ordered;
use super::query::Query;
use super::snapshot::{Snapshot, View, Wanted};
use super::store::Store;

/// Why there is no answer.
#[derive(Debug)]
pub enum Refusal {
    /// It is not what the protocol or SPARQL allows.
    Malformed(String),
    /// It is understood, and not done.
    Refused(String),
    /// It came in a media type that is not known here.
    UnsupportedMedia(String),
    /// The client takes none of the media types that there are.
    NotAcceptable(String),
    /// It was stopped from outside.
    Stopped,
    /// There is no such graph.
    NotFound(String),
    /// The program failed.
    Failed(Error),
}

impl Refusal {
    /// The reason for a reader, `stopped` where it was stopped; `Err` where the program
    /// failed.
    pub fn reason(self, stopped: &str) -> Result<String, Error> {
        match self {
            Self::Malformed(it)
            | Self::Refused(it)
            | Self::UnsupportedMedia(it)
            | Self::NotAcceptable(it)
            | Self::NotFound(it) => Ok(it),
            Self::Stopped => Ok(stopped.to_owned()),
            Self::Failed(error) => Err(error),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Query { .. } => Self::Malformed(error.to_string()),
            other => Self::Failed(other),
        }
    }
}

/// What a query may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Rows or triples.
    pub rows: usize,
    /// Bytes of the answer.
    pub bytes: usize,
}

/// The graphs that a client names in place of those of the query.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    /// `default-graph-uri`.
    pub default: Vec<String>,
    /// `named-graph-uri`.
    pub named: Vec<String>,
}

impl Dataset {
    /// Whether it names none.
    pub fn is_empty(&self) -> bool {
        self.default.is_empty() && self.named.is_empty()
    }

    /// Its graphs as nodes: those of the default graph, and the named ones.
    pub(super) fn nodes(&self) -> Result<(Vec<NamedNode>, Vec<NamedNode>), Refusal> {
        let nodes = |iris: &[String]| {
            iris.iter().map(|it| node(it)).collect::<Result<Vec<_>, _>>()
        };
        Ok((nodes(&self.default)?, nodes(&self.named)?))
    }
}

/// An answer as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// Its media type.
    pub media_type: &'static str,
    /// The bytes.
    pub body: Vec<u8>,
}

/// Chooses among media types, the one that is preferred here first; `None` where the
/// client takes none of them.
pub type Choose<'a> = &'a dyn Fn(&[&'static str]) -> Option<usize>;

/// The formats of rows and of yes or no.
const RESULTS: [QueryResultsFormat; 4] = [
    QueryResultsFormat::Json,
    QueryResultsFormat::Xml,
    QueryResultsFormat::Csv,
    QueryResultsFormat::Tsv,
];

/// The formats of triples.
const TRIPLES: [RdfFormat; 7] = [
    RdfFormat::Turtle,
    RdfFormat::NTriples,
    RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
    RdfFormat::RdfXml,
    RdfFormat::TriG,
    RdfFormat::NQuads,
    RdfFormat::N3,
];

/// The formats that hold several graphs.
const DATASETS: [RdfFormat; 3] = [
    RdfFormat::NQuads,
    RdfFormat::TriG,
    RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
];

/// The IRIs of every format of answers, as a service description lists them.
pub(super) fn format_iris() -> impl Iterator<Item = &'static str> {
    RESULTS.iter().map(|it| it.iri()).chain(TRIPLES.iter().map(|it| it.iri()))
}

impl Store {
    /// Answers a query from outside. Rows come as the engine finds them.
    pub fn respond(
        &self,
        query: &Query,
        asking: &Asking,
        dataset: &Dataset,
        (limits, choose): (Limits, Choose<'_>),
    ) -> Result<Encoded, Refusal> {
        let query = query.with_defaults()?;
        let snapshot = self.snapshot();
        let prepared = self.guarded(&query, asking, dataset, &snapshot)?;
        let results = prepared.execute().map_err(broken)?;
        self.encode(results, limits, choose)
    }

    /// [`answer_as`](Self::answer_as), of a query from outside: no more rows than
    /// `limits` allow.
    pub fn answer_within(
        &self,
        query: &Query,
        asking: &Asking,
        limits: Limits,
    ) -> Result<Answer, Refusal> {
        let query = query.with_defaults()?;
        let snapshot = self.snapshot();
        let prepared = self.guarded(&query, asking, &Dataset::default(), &snapshot)?;
        let results = match prepared.execute().map_err(broken)? {
            QueryResults::Boolean(answer) => Results::Boolean(answer),
            QueryResults::Graph(triples) => {
                Results::triples(some(triples, limits)?.collect::<Vec<_>>())
            }
            QueryResults::Solutions(solutions) => {
                let variables = solutions.variables().to_vec();
                let rows = some(solutions, limits)?.map(|it| it.values().to_vec());
                Results::rows(variables, rows.collect(), is_ordered(query.text()))
            }
        };
        Ok(Answer { name: query.name, names: self.names.clone(), results })
    }

    /// A query whose defaults are set, weighed and ready.
    fn guarded<'a>(
        &self,
        query: &Query,
        asking: &Asking,
        dataset: &Dataset,
        snapshot: &'a Snapshot,
    ) -> Result<BoundPreparedSparqlQuery<'a, View<'a>>, Refusal> {
        let parsed = self.parsed(query, asking)?;
        guard::check(guard::pattern(&parsed), snapshot).map_err(Refusal::Refused)?;
        let mut prepared = prepared(parsed, asking);
        if !dataset.is_empty() {
            let (default, named) = dataset.nodes()?;
            let default = default.into_iter().map(GraphName::from).collect();
            let named = named.into_iter().map(NamedOrBlankNode::from).collect();
            prepared.dataset_mut().set_default_graph(default);
            prepared.dataset_mut().set_available_named_graphs(named);
        }
        Ok(prepared.on_queryable_dataset(View::new(snapshot, asking.union)))
    }

    /// Triples or quads of the store: of one graph, or of the union of all for the
    /// default graph, or of everything.
    pub fn dump_graph(
        &self,
        graph: &Graphs,
        asking: &Asking,
        limits: Limits,
        choose: Choose<'_>,
    ) -> Result<Encoded, Refusal> {
        let (format, name) = match graph {
            Graphs::All => (chosen(&DATASETS, RdfFormat::media_type, choose)?, None),
            Graphs::Default => (chosen(&TRIPLES, RdfFormat::media_type, choose)?, None),
            Graphs::Named(iri) => {
                let name = node(iri)?;
                if !self.has_graph(&name) {
                    return Err(Refusal::NotFound(format!("no graph <{iri}> is here")));
                }
                (chosen(&TRIPLES, RdfFormat::media_type, choose)?, Some(name))
            }
        };
        let mut writer = self.serializer(format)?.for_writer(Bounded::new(limits));
        let only = name.as_ref().map(|it| GraphNameRef::from(it.as_ref()));
        let snapshot = self.snapshot();
        let quads: Box<dyn Iterator<Item = Quad>> = match graph {
            Graphs::Default => Box::new(snapshot.triples(Wanted::default())),
            Graphs::All | Graphs::Named(_) => {
                Box::new(snapshot.quads(Wanted { graph: only, ..Wanted::default() }))
            }
        };
        for quad in quads {
            if asking.stop.is_asked() {
                return Err(Refusal::Stopped);
            }
            let written = match graph {
                Graphs::All => writer.serialize_quad(&quad),
                _ => writer.serialize_triple(TripleRef::from(quad.as_ref())),
            };
            written.map_err(|it| too_large(&it))?;
        }
        let body = writer.finish().map_err(|it| too_large(&it))?.bytes;
        Ok(Encoded { media_type: format.media_type(), body })
    }

    /// Whether there is a graph of this name.
    pub(super) fn has_graph(&self, name: &NamedNode) -> bool {
        self.snapshot().has_graph(name)
    }

    fn serializer(&self, format: RdfFormat) -> Result<RdfSerializer, Refusal> {
        self.names.serializer(format).map_err(|it| self.failed(&it))
    }

    /// A failure of the store itself.
    pub(super) fn failed(&self, error: &impl ToString) -> Refusal {
        Refusal::Failed(Error::Store {
            place: self.names.base().to_owned(),
            reason: error.to_string(),
        })
    }

    fn encode(
        &self,
        results: QueryResults<'_>,
        limits: Limits,
        choose: Choose<'_>,
    ) -> Result<Encoded, Refusal> {
        match results {
            QueryResults::Boolean(answer) => {
                let format = chosen(&RESULTS, QueryResultsFormat::media_type, choose)?;
                let serializer = QueryResultsSerializer::from_format(format);
                let body = serializer.serialize_boolean_to_writer(Vec::new(), answer);
                let body = body.map_err(|it| too_large(&it))?;
                Ok(Encoded { media_type: format.media_type(), body })
            }
            QueryResults::Solutions(solutions) => {
                let format = chosen(&RESULTS, QueryResultsFormat::media_type, choose)?;
                let serializer = QueryResultsSerializer::from_format(format);
                let variables = solutions.variables().to_vec();
                let writer = serializer
                    .serialize_solutions_to_writer(Bounded::new(limits), variables);
                let mut writer = writer.map_err(|it| too_large(&it))?;
                for (at, solution) in solutions.enumerate() {
                    within(at, limits)?;
                    let solution = solution.map_err(broken)?;
                    writer.serialize(&solution).map_err(|it| too_large(&it))?;
                }
                let body = writer.finish().map_err(|it| too_large(&it))?.bytes;
                Ok(Encoded { media_type: format.media_type(), body })
            }
            QueryResults::Graph(triples) => {
                let format = chosen(&TRIPLES, RdfFormat::media_type, choose)?;
                let mut writer =
                    self.serializer(format)?.for_writer(Bounded::new(limits));
                for (at, triple) in triples.enumerate() {
                    within(at, limits)?;
                    let triple = triple.map_err(broken)?;
                    writer.serialize_triple(&triple).map_err(|it| too_large(&it))?;
                }
                let body = writer.finish().map_err(|it| too_large(&it))?.bytes;
                Ok(Encoded { media_type: format.media_type(), body })
            }
        }
    }

    /// Triples of our own making, such as a description of the service.
    pub(super) fn encode_triples(
        &self,
        turtle: &str,
        base: &str,
        choose: Choose<'_>,
    ) -> Result<Encoded, Refusal> {
        let format = chosen(&TRIPLES, RdfFormat::media_type, choose)?;
        let parser = oxigraph::io::RdfParser::from_format(RdfFormat::Turtle);
        let parser = parser.with_base_iri(base).map_err(|it| self.failed(&it))?;
        let mut writer = self.serializer(format)?.for_writer(Vec::new());
        for quad in parser.for_slice(turtle) {
            let quad = quad.map_err(|it| self.failed(&it))?;
            let triple = TripleRef::from(quad.as_ref());
            writer.serialize_triple(triple).map_err(|it| self.failed(&it))?;
        }
        let body = writer.finish().map_err(|it| self.failed(&it))?;
        Ok(Encoded { media_type: format.media_type(), body })
    }
}

/// The rows or triples of an answer, where there are not too many.
fn some<T>(
    found: impl Iterator<Item = Result<T, QueryEvaluationError>>,
    limits: Limits,
) -> Result<impl Iterator<Item = T>, Refusal> {
    let rows = found.enumerate().map(|(at, it)| {
        within(at, limits)?;
        it.map_err(broken)
    });
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter())
}

/// Which graphs are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Graphs {
    /// Every graph, each by its name.
    All,
    /// The default graph, which is the union of all.
    Default,
    /// The one of this IRI.
    Named(String),
}

/// A named node, or why it is none.
pub(super) fn node(iri: &str) -> Result<NamedNode, Refusal> {
    NamedNode::new(iri)
        .map_err(|it| Refusal::Malformed(format!("<{iri}>: {it}; give an absolute IRI")))
}

fn broken(error: QueryEvaluationError) -> Refusal {
    match error {
        QueryEvaluationError::Cancelled => Refusal::Stopped,
        other => Refusal::Malformed(other.to_string()),
    }
}

fn within(at: usize, limits: Limits) -> Result<(), Refusal> {
    if at < limits.rows {
        return Ok(());
    }
    Err(Refusal::Refused(format!(
        "refused: the answer has more than {} rows; add LIMIT and OFFSET, or ask for less",
        limits.rows
    )))
}

fn too_large(error: &io::Error) -> Refusal {
    Refusal::Refused(format!("refused: {error}; add LIMIT and OFFSET, or ask for less"))
}

fn chosen<T: Copy>(
    formats: &[T],
    media_type: impl Fn(T) -> &'static str,
    choose: Choose<'_>,
) -> Result<T, Refusal> {
    let types = formats.iter().map(|it| media_type(*it)).collect::<Vec<_>>();
    let found = choose(&types).and_then(|it| formats.get(it).copied());
    found.ok_or_else(|| {
        Refusal::NotAcceptable(format!("this comes as one of {}", types.join(", ")))
    })
}

/// Bytes up to a limit.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Bounded {
    fn new(limits: Limits) -> Self {
        Self { bytes: Vec::new(), most: limits.bytes }
    }
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            let most = self.most >> 20;
            return Err(io::Error::other(format!("the answer is over {most} MiB")));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
