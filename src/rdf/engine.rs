//! The engine answers queries over a store.
//!
//! Prefixes are known without being declared, and the default graph is the union of the
//! graphs of all articles. No query leaves the machine: `SERVICE` is refused.

use std::fmt;

use oxigraph::sparql::{
    CancellationToken, PreparedSparqlQuery, QueryEvaluationError, QueryResults,
    SparqlEvaluator,
};

use spareval::QueryEvaluator;
use spargebra::SparqlParser;

use crate::error::{Error, Result};

use super::answer::{Answer, Results};
use super::guard;
use super::mistake::service;
use super::order::Order;
use super::parameter::is_ordered;
use super::query::Query;
use super::snapshot::View;
use super::store::Store;
use super::update::Run;

/// More patterns are joined in the order in which they are written: to find a better one,
/// the engine takes a time that grows as the fourth power of their number.
const REORDERED: usize = 60;

/// How a query is to be answered.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Prefixes with their IRIs, besides those that every query knows.
    pub prefixes: Vec<(String, String)>,
    /// What relative IRIs are relative to.
    pub base: Option<String>,
    /// Whether the default graph is the union of all graphs.
    pub union: bool,
    /// What stops it.
    pub stop: Stop,
}

impl Default for Asking {
    fn default() -> Self {
        Self { prefixes: Vec::new(), base: None, union: true, stop: Stop::default() }
    }
}

/// Stops a query from another thread, at its next look into the store.
#[derive(Clone, Default)]
pub struct Stop(CancellationToken);

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stop").finish_non_exhaustive()
    }
}

impl Stop {
    /// Stops the query that was asked with it.
    pub fn now(&self) {
        self.0.cancel();
    }

    /// Whether it was told to stop.
    pub fn is_asked(&self) -> bool {
        self.0.is_cancelled()
    }

    pub(super) fn token(&self) -> CancellationToken {
        self.0.clone()
    }
}

impl Store {
    /// Answers a query. Rows come in the order that the query asks for, else sorted.
    ///
    /// # Errors
    ///
    /// Where the query is not SPARQL: the message says file, line, column and remedy.
    pub fn answer(&self, query: &Query) -> Result<Answer> {
        self.answer_as(query, &Asking::default())
    }

    /// [`answer`](Self::answer), in a way of one's own.
    ///
    /// # Errors
    ///
    /// Besides those, where a prefix or the base is no IRI, or the query was stopped.
    pub fn answer_as(&self, query: &Query, asking: &Asking) -> Result<Answer> {
        let query = &query.with_defaults()?;
        let snapshot = self.snapshot();
        let parsed = self.parsed(query, asking)?;
        let run = |parsed| {
            let view = View::new(&snapshot, asking.union);
            let prepared = prepared(parsed, asking).on_queryable_dataset(view);
            results(prepared.execute()?, is_ordered(query.text()))
        };
        let run = |parsed| run(parsed).map_err(|it| failed(query, it));
        let mut unordered = parsed.clone();
        let sorted = match Order::take(&mut unordered) {
            Some(order) => run(unordered)?.sorted(&order),
            None => None,
        };
        let results = match sorted {
            Some(results) => results,
            None => run(parsed)?,
        };
        Ok(Answer { name: query.name.clone(), names: self.names.clone(), results })
    }

    /// Answers a query and says how it went instead of what came: an operator a line,
    /// indented by its depth, with the number of rows that it gave and the time that it
    /// and those below it took.
    pub fn explain(&self, query: &Query, asking: &Asking) -> Result<String> {
        let query = &query.with_defaults()?;
        let failed = |it| failed(query, it);
        let snapshot = self.snapshot();
        let view = View::new(&snapshot, asking.union);
        let prepared = prepared(self.parsed(query, asking)?, asking);
        let prepared = prepared.on_queryable_dataset(view).compute_statistics();
        let (results, explanation) = prepared.explain();
        // The figures are there when the answer has been read to its end.
        match results.map_err(failed)? {
            QueryResults::Boolean(_) => {}
            QueryResults::Graph(mut triples) => {
                triples.try_for_each(|it| it.map(drop)).map_err(failed)?;
            }
            QueryResults::Solutions(mut rows) => {
                rows.try_for_each(|it| it.map(drop)).map_err(failed)?;
            }
        }
        let mut json = Vec::new();
        let written = explanation.write_in_json(&mut json);
        written.map_err(|it| query.error(it.to_string()))?;
        let json = serde_json::from_slice::<serde_json::Value>(&json);
        let json = json.map_err(|it| query.error(it.to_string()))?;
        let mut out = "      rows       ms  operator\n".to_owned();
        self.operator(&json["plan"], 0, &mut out);
        Ok(out)
    }

    /// Changes the quads as SPARQL 1.1 Update says.
    pub fn update(&self, query: &Query, asking: &Asking) -> Result<()> {
        let query = &query.with_defaults()?;
        let parsed = self.parsed_update(query, asking)?;
        let token = asking.stop.token();
        let evaluator = QueryEvaluator::new().with_cancellation_token(token);
        let run = Run { evaluator, union: asking.union, using: None };
        self.change(|snapshot| {
            let done = run.run(&parsed, &snapshot.loosened());
            done.map_err(|it| query.error(format!("{it}; nothing was changed")))
        })
    }

    /// What reads queries.
    pub(super) fn parser(&self, query: &Query, asking: &Asking) -> Result<SparqlParser> {
        let mut parser = SparqlParser::new();
        for (prefix, iri) in self.known_prefixes(asking) {
            parser = parser.with_prefix(&*prefix, &*iri).map_err(|it| {
                query.error(format!("--prefix {prefix}={iri}: {it}; give a whole IRI"))
            })?;
        }
        if let Some(base) = &asking.base {
            parser = parser.with_base_iri(base).map_err(|it| {
                query.error(format!("--base {base}: {it}; give a whole IRI"))
            })?;
        }
        Ok(parser)
    }

    /// Every prefix that a query asked like this knows, with its IRI; the later one
    /// counts.
    pub(super) fn known_prefixes(&self, asking: &Asking) -> Vec<(String, String)> {
        let own = self.names.prefixes().into_iter();
        let own = own.map(|(prefix, iri)| (prefix.to_owned(), iri));
        own.chain(asking.prefixes.iter().cloned()).collect()
    }

    /// Writes an operator of a plan and those below it.
    fn operator(&self, node: &serde_json::Value, depth: usize, out: &mut String) {
        let rows = node["number of results"].as_u64().unwrap_or_default();
        let seconds = node["duration in seconds"].as_f64().unwrap_or_default();
        let mut name = node["name"].as_str().unwrap_or_default().to_owned();
        for (prefix, iri) in self.names.prefixes() {
            name = shorten_all(&name, prefix, &iri);
        }
        let indent = "  ".repeat(depth);
        let line = format!("{rows:>10} {:>8.1}  {indent}{name}\n", seconds * 1000.0);
        out.push_str(&line);
        for child in node["children"].as_array().into_iter().flatten() {
            self.operator(child, depth + 1, out);
        }
    }
}

/// `text` with every `<iri…>` of a namespace as a prefixed name.
fn shorten_all(text: &str, prefix: &str, namespace: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    let open = format!("<{namespace}");
    while let Some((before, after)) = rest.split_once(&*open) {
        let (local, tail) = after.split_once('>').unwrap_or((after, ""));
        out.extend([before, prefix, ":", local]);
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A query ready to be evaluated.
pub(super) fn prepared(parsed: spargebra::Query, asking: &Asking) -> PreparedSparqlQuery {
    let evaluator = SparqlEvaluator::new().with_cancellation_token(asking.stop.token());
    let evaluator = match guard::joined(guard::pattern(&parsed)) > REORDERED {
        true => evaluator.without_optimizations(),
        false => evaluator,
    };
    evaluator.for_query(parsed)
}

/// All that the engine gives; rows that no ORDER BY has sorted are sorted.
fn results(
    results: QueryResults<'_>,
    is_ordered: bool,
) -> Result<Results, QueryEvaluationError> {
    Ok(match results {
        QueryResults::Boolean(answer) => Results::Boolean(answer),
        QueryResults::Graph(triples) => {
            Results::triples(triples.collect::<Result<Vec<_>, _>>()?)
        }
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let rows = solutions.map(|it| it.map(|row| row.values().to_vec()));
            Results::rows(variables, rows.collect::<Result<Vec<_>, _>>()?, is_ordered)
        }
    })
}

fn failed(query: &Query, error: QueryEvaluationError) -> Error {
    match error {
        QueryEvaluationError::Cancelled => query
            .error("stopped before it was answered; ask for less, or give it more time"),
        QueryEvaluationError::UnsupportedService(_) => service(query),
        error => query.error(error.to_string()),
    }
}
