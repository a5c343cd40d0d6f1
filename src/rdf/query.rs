//! A query is a question in SPARQL with a name and parameters.
//!
//! Prefixes are known without being declared, and the default graph is the union of the
//! graphs of all articles. No query leaves the machine: `SERVICE` is refused.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};

use crate::error::{Error, Result};

use super::answer::{Answer, Results};
use super::names::{Names, shorten_under};
use super::parameter::{Kind, Parameter, is_ordered, parameters, substitute};
use super::store::Store;
use super::vocab;

/// A question in SPARQL.
#[derive(Debug, Clone)]
pub struct Query {
    name: String,
    text: String,
    parameters: Vec<Parameter>,
}

impl Query {
    /// A query; the name is for messages: that of its file, or `query`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let parameters = parameters(&text);
        Self { name: name.into(), text, parameters }
    }

    /// Its text, with what has been set in place of parameters.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The question in English: the comment in its first line.
    pub fn question(&self) -> &str {
        let first = self.text.lines().next().unwrap_or_default();
        first.strip_prefix('#').unwrap_or_default().trim()
    }

    /// The parameters that have not been set.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Gives a parameter a value; a name is looked up among the entities of `store`.
    ///
    /// # Errors
    ///
    /// Where the query has no such parameter, the value is not of its kind, or no entity
    /// or more than one has the name: the message lists the choices.
    pub fn set(&mut self, parameter: &str, value: &str, store: &Store) -> Result<()> {
        let Some(at) = self.parameters.iter().position(|it| it.name == parameter) else {
            let known = self.parameters.iter().map(|it| format!("`{}`", it.name));
            let known = known.collect::<Vec<_>>().join(", ");
            let known = if known.is_empty() { "none".to_owned() } else { known };
            let reason = format!("no parameter `{parameter}` to set; it has {known}");
            return Err(self.error(reason));
        };
        let term = self.term(self.parameters[at].kind, value, store)?;
        self.text = substitute(&self.text, parameter, &term.to_string());
        self.parameters.retain(|it| it.name != parameter);
        Ok(())
    }

    /// The term that a value means.
    fn term(&self, kind: Kind, value: &str, store: &Store) -> Result<Term> {
        let wrong =
            || self.error(format!("`{value}` cannot be set here; write {}", kind.hint()));
        if let Some(day) = kind.day(value) {
            let date =
                NamedNodeRef::new_unchecked("http://www.w3.org/2001/XMLSchema#date");
            return Ok(Literal::new_typed_literal(day, date).into());
        }
        if matches!(kind, Kind::FirstDay | Kind::LastDay) {
            return Err(wrong());
        }
        if let Some(iri) = value.strip_prefix('<').and_then(|it| it.strip_suffix('>')) {
            return NamedNode::new(iri).map(Term::from).map_err(|_| wrong());
        }
        if let Some(iri) = expand(value, store) {
            return NamedNode::new(iri).map(Term::from).map_err(|_| wrong());
        }
        if kind == Kind::Term {
            if let Some(text) =
                value.strip_prefix('"').and_then(|it| it.strip_suffix('"'))
            {
                return Ok(Literal::new_simple_literal(text).into());
            }
            if let Ok(number) = value.parse::<i64>() {
                return Ok(Literal::from(number).into());
            }
            if value.parse::<f64>().is_ok() {
                let decimal = NamedNodeRef::new_unchecked(
                    "http://www.w3.org/2001/XMLSchema#decimal",
                );
                return Ok(Literal::new_typed_literal(value, decimal).into());
            }
        }
        self.entity(value, store).map(Term::from)
    }

    /// The one entity of the store that has a name.
    fn entity(&self, name: &str, store: &Store) -> Result<NamedNode> {
        let is_it = |it: &str| it.to_lowercase() == name.to_lowercase();
        let mut all = called(store, is_it)?.into_iter();
        match (all.next(), all.next()) {
            (Some(only), None) => return Ok(NamedNode::new_unchecked(only)),
            (Some(one), Some(two)) => {
                let list = list(store, [one, two].into_iter().chain(all));
                let reason =
                    format!("several entities are called `{name}`; choose {list}");
                return Err(self.error(reason));
            }
            (None, _) => {}
        }
        let name_lower = name.to_lowercase();
        let near =
            store.named(vocab::LABEL, |it| it.to_lowercase().contains(&name_lower))?;
        let hint = if near.is_empty() {
            "ask for others with SELECT ?name { ?entity rdfs:label ?name }".to_owned()
        } else {
            format!("did you mean {}?", list(store, near.into_iter()))
        };
        Err(self.error(format!("no entity is called `{name}`; {hint}")))
    }

    fn error(&self, reason: impl Into<String>) -> Error {
        Error::Query { name: self.name.clone(), reason: reason.into() }
    }
}

impl Store {
    /// Answers a query. Rows come in the order that the query asks for, else sorted.
    ///
    /// # Errors
    ///
    /// Where the query is not SPARQL: the message says file, line, column and remedy.
    pub fn answer(&self, query: &Query) -> Result<Answer> {
        let mut evaluator = SparqlEvaluator::new();
        for (prefix, iri) in self.names.prefixes() {
            evaluator = evaluator
                .with_prefix(prefix, iri)
                .map_err(|it| query.error(it.to_string()))?;
        }
        let prepared = evaluator.parse_query(&query.text);
        let mut prepared =
            prepared.map_err(|it| syntax(query, &self.names, &it.to_string()))?;
        if prepared.dataset().is_default_dataset() {
            prepared.dataset_mut().set_default_graph_as_union();
        }
        let failed = |it: oxigraph::sparql::QueryEvaluationError| {
            query.error(format!("{it}; only what is in the collection can be asked"))
        };
        let results = match prepared.on_store(&self.quads).execute().map_err(failed)? {
            QueryResults::Boolean(answer) => Results::Boolean(answer),
            QueryResults::Graph(triples) => {
                let triples = triples.collect::<Result<Vec<_>, _>>().map_err(failed)?;
                Results::triples(triples)
            }
            QueryResults::Solutions(solutions) => {
                let variables = solutions.variables().to_vec();
                let rows = solutions.map(|it| it.map(|row| row.values().to_vec()));
                let rows = rows.collect::<Result<Vec<_>, _>>().map_err(failed)?;
                Results::rows(variables, rows, is_ordered(&query.text))
            }
        };
        Ok(Answer { name: query.name.clone(), names: self.names.clone(), results })
    }

    /// The entities whose name fits, sorted.
    fn named(
        &self,
        predicate: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<BTreeSet<String>> {
        let predicate = NamedNodeRef::new_unchecked(predicate);
        let mut found = BTreeSet::new();
        for quad in self.quads.quads_for_pattern(None, Some(predicate), None, None) {
            let quad = quad.map_err(|it| Error::Store {
                place: "store".into(),
                reason: it.to_string(),
            })?;
            if let Term::Literal(name) = &quad.object
                && fits(name.value())
                && let oxigraph::model::NamedOrBlankNode::NamedNode(entity) = quad.subject
            {
                found.insert(entity.into_string());
            }
        }
        Ok(found)
    }
}

/// The entities that bear a name that fits, as their first or another one.
fn called(store: &Store, fits: impl Fn(&str) -> bool) -> Result<BTreeSet<String>> {
    let mut found = store.named(vocab::LABEL, &fits)?;
    found.append(&mut store.named(vocab::ALT_LABEL, fits)?);
    Ok(found)
}

/// The IRI that a prefixed name stands for.
fn expand(value: &str, store: &Store) -> Option<String> {
    let (prefix, local) = value.split_once(':')?;
    let mut known = store.names.prefixes().into_iter();
    let (_, iri) = known.find(|(it, _)| *it == prefix)?;
    Some(format!("{iri}{local}"))
}

/// Up to eight IRIs with their prefixes.
fn list(store: &Store, iris: impl Iterator<Item = String>) -> String {
    let iris = iris.take(8).map(|it| shorten_under(&store.names, &it).into_owned());
    iris.collect::<Vec<_>>().join(", ")
}

/// What is wrong at the place where the parser stopped, and a remedy.
fn syntax(query: &Query, names: &Names, message: &str) -> Error {
    let place = message.strip_prefix("error at ").and_then(|it| it.split_once(": "));
    let Some((place, expected)) = place else {
        return query.error(message);
    };
    let rest = rest_at(&query.text, place);
    if expected.contains("Prefix not found") {
        let before = query.text.len() - rest.len();
        let word = |it: char| it.is_alphanumeric() || "_-.:".contains(it);
        let start = query.text[..before].trim_end_matches(word).len();
        let name = format!("{}:{}", query.name, place_of(&query.text[..start]));
        let known = names.prefixes().into_iter().map(|(it, _)| format!("{it}:"));
        let (word, known) =
            (&query.text[start..before], known.collect::<Vec<_>>().join(" "));
        let reason =
            format!("no prefix for `{word}`; declare it with PREFIX, or use {known}");
        return Error::Query { name, reason };
    }
    // What the parser would have taken instead is a page long and helps nobody.
    let found = match rest.split_whitespace().next() {
        Some(word) => format!("`{word}`"),
        None => "the end of the query".to_owned(),
    };
    let name = format!("{}:{place}", query.name);
    // Unless it is a sentence: that says what makes no sense in what was read so far.
    let is_sentence = |it: &&str| {
        let letters = it.chars().all(|it| it.is_alphanumeric() || " ?'`".contains(it));
        letters && it.split(' ').count() > 3
    };
    let sentence = expected.split(", ").find(is_sentence);
    let remedy = sentence.unwrap_or("before it something is missing or too much");
    let reason = format!("cannot go on at {found}; {remedy}");
    Error::Query { name, reason }
}

/// The `line:column` at which what follows `before` begins.
fn place_of(before: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or_default();
    format!("{}:{}", before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// The text from `line:column` on.
fn rest_at<'a>(text: &'a str, place: &str) -> &'a str {
    let mut numbers = place.split(':').map(|it| it.parse::<usize>().unwrap_or(1));
    let line = numbers.next().unwrap_or(1).saturating_sub(1);
    let column = numbers.next().unwrap_or(1).saturating_sub(1);
    let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    let at = rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
    &rest[at..]
}
