//! A query is a question in SPARQL with a name and parameters.
//!
//! A parameter takes a term or the name of an entity, which is looked up in the store
//! that is asked.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};

use crate::error::{Error, Result};
use crate::text::{fold, nearest};

use super::names::shorten_under;
use super::parameter::{Kind, Parameter, parameters, substitute};
use super::snapshot::Wanted;
use super::store::Store;
use super::vocab;

/// A question in SPARQL.
#[derive(Debug, Clone)]
pub struct Query {
    pub(super) name: String,
    text: String,
    parameters: Vec<Parameter>,
    /// Whether its names are known to be right, though a store may lack some of them.
    pub(super) is_stock: bool,
}

impl Query {
    /// A query; the name is for messages: that of its file, or `query`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let parameters = parameters(&text);
        Self { name: name.into(), text, parameters, is_stock: false }
    }

    /// A query that the program carries with it.
    pub(super) fn stock(name: &str, text: &str) -> Self {
        let name = format!("queries/{name}.rq");
        Self { is_stock: true, ..Self::new(name, text) }
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
            return Err(self.error(self.no_parameter(parameter)));
        };
        let kind = self.parameters[at].kind;
        let term = match self.plain(kind, value)? {
            Some(term) => term,
            None => self.entity(value, store)?.into(),
        };
        self.put(parameter, &term);
        Ok(())
    }

    /// The query with the defaults of the parameters that have not been set.
    pub(super) fn with_defaults(&self) -> Result<Self> {
        let mut query = self.clone();
        for it in &self.parameters {
            let Some(default) = &it.default else { continue };
            let Some(term) = self.plain(it.kind, default)? else { continue };
            query.put(&it.name, &term);
        }
        Ok(query)
    }

    fn put(&mut self, parameter: &str, term: &Term) {
        // The digits of a whole number alone also stand after LIMIT.
        let text = match term {
            Term::Literal(it) if it.datatype().as_str().ends_with("#integer") => {
                it.value().to_owned()
            }
            other => other.to_string(),
        };
        self.text = substitute(&self.text, parameter, &text);
        self.parameters.retain(|it| it.name != parameter);
    }

    fn no_parameter(&self, parameter: &str) -> String {
        let names = self.parameters.iter().map(|it| &*it.name).collect::<Vec<_>>();
        let near = nearest(parameter, names.iter().copied(), 1);
        let remedy = match (&*near, &*names) {
            (_, []) => "it has none to set".to_owned(),
            ([near], _) => format!("did you mean `{near}`?"),
            _ => format!("it has `{}`", names.join("`, `")),
        };
        format!("no parameter `{parameter}` to set; {remedy}")
    }

    /// The term that a value means; `None` where it is the name of an entity.
    fn plain(&self, kind: Kind, value: &str) -> Result<Option<Term>> {
        let wrong =
            || self.error(format!("`{value}` cannot be set here; write {}", kind.hint()));
        if let Some(day) = kind.day(value) {
            return Ok(Some(typed(&day, "date")));
        }
        match kind {
            Kind::FirstDay | Kind::LastDay => return Err(wrong()),
            Kind::Text => return Ok(Some(Literal::new_simple_literal(value).into())),
            Kind::Number => return number(value).ok_or_else(wrong).map(Some),
            Kind::Term | Kind::Entity => {}
        }
        if let Some(iri) = value.strip_prefix('<').and_then(|it| it.strip_suffix('>')) {
            return NamedNode::new(iri).map(|it| Some(it.into())).map_err(|_| wrong());
        }
        if kind == Kind::Term {
            let text = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
            let text = text.map(|it| Literal::new_simple_literal(it).into());
            return Ok(text.or_else(|| number(value)));
        }
        Ok(None)
    }

    /// The one entity of the store that has a name, or that a prefixed name stands for.
    fn entity(&self, name: &str, store: &Store) -> Result<NamedNode> {
        if let Some(iri) = expand(name, store) {
            let wrong = || format!("`{name}` is no IRI; write {}", Kind::Entity.hint());
            return NamedNode::new(iri).map_err(|_| self.error(wrong()));
        }
        let folded = fold(name);
        let names = store.entity_names();
        let called = names.iter().filter(|(it, _)| fold(it) == folded);
        let called = called.map(|(_, iri)| iri).collect::<BTreeSet<_>>();
        let mut all = called.iter();
        match (all.next(), all.next()) {
            (Some(only), None) => return Ok(NamedNode::new_unchecked(only.as_str())),
            (Some(_), Some(_)) => {
                let list = list(store, called.into_iter());
                let reason =
                    format!("several entities are called `{name}`; choose {list}");
                return Err(self.error(reason));
            }
            (None, _) => {}
        }
        let near = nearest(name, names.iter().map(|(it, _)| &**it), MOST);
        let near = names.iter().filter(|(it, _)| near.contains(&&**it));
        let near = near.map(|(_, iri)| iri).collect::<BTreeSet<_>>();
        let hint = if near.is_empty() {
            "ask for others with SELECT ?name { ?entity rdfs:label ?name }".to_owned()
        } else {
            format!("did you mean {}?", list(store, near.into_iter()))
        };
        Err(self.error(format!("no entity is called `{name}`; {hint}")))
    }

    pub(super) fn error(&self, reason: impl Into<String>) -> Error {
        Error::Query { name: self.name.clone(), reason: reason.into() }
    }
}

/// No message lists more.
const MOST: usize = 8;

impl Store {
    /// The names of the entities, first and other ones, each with the IRI that bears it.
    pub(super) fn entity_names(&self) -> Vec<(String, String)> {
        let mut names = Vec::new();
        let snapshot = self.snapshot();
        for predicate in [vocab::LABEL, vocab::ALT_LABEL] {
            let predicate = Some(NamedNodeRef::new_unchecked(predicate));
            for quad in snapshot.triples(Wanted { predicate, ..Wanted::default() }) {
                if let (NamedOrBlankNode::NamedNode(entity), Term::Literal(name)) =
                    (quad.subject, quad.object)
                {
                    names.push((name.value().to_owned(), entity.into_string()));
                }
            }
        }
        names
    }
}

/// The IRI that a prefixed name stands for.
fn expand(value: &str, store: &Store) -> Option<String> {
    let (prefix, local) = value.split_once(':')?;
    let mut known = store.names.prefixes().into_iter();
    let (_, iri) = known.find(|(it, _)| *it == prefix)?;
    Some(format!("{iri}{local}"))
}

fn number(value: &str) -> Option<Term> {
    if let Ok(number) = value.parse::<i64>() {
        return Some(Literal::from(number).into());
    }
    let is_number = value.parse::<f64>().is_ok_and(f64::is_finite);
    // A decimal of XML Schema has no exponent.
    let is_decimal = is_number && !value.contains(['e', 'E']);
    is_decimal.then(|| typed(value, "decimal"))
}

fn typed(value: &str, datatype: &str) -> Term {
    let datatype = format!("http://www.w3.org/2001/XMLSchema#{datatype}");
    Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
}

/// The first IRIs with their prefixes.
fn list<'a>(store: &Store, iris: impl Iterator<Item = &'a String>) -> String {
    let iris = iris.take(MOST).map(|it| shorten_under(&store.names, it).into_owned());
    iris.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_those_of_xml_schema() {
        let found = ["7", "-0.5", "+1.25"].map(|it| number(it).unwrap().to_string());
        let typed = |it: &str, kind| {
            format!("\"{it}\"^^<http://www.w3.org/2001/XMLSchema#{kind}>")
        };
        let expected =
            [typed("7", "integer"), typed("-0.5", "decimal"), typed("+1.25", "decimal")];
        assert_eq!(found, expected);
        for value in ["1e-3", "inf", "NaN", "", "one"] {
            assert_eq!(number(value), None, "{value}");
        }
    }
}
