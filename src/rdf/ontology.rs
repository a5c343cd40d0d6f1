//! The ontology is the list of relations with their definitions, read from
//! `data/ontology/newsgraph.ttl`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};

use super::embedded::ONTOLOGY;
use super::names::shorten;
use super::vocab;

/// A relation of the scheme `ng:relations`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Relation {
    /// What to call it: `held office`.
    pub label: String,
    /// What it means.
    pub comment: String,
    /// The classes of its subjects, with prefix: `schema:Person`.
    pub domain: Vec<String>,
    /// The classes of its objects, with prefix; `rdfs:Literal` for words.
    pub range: Vec<String>,
    /// The local name of the relation from object to subject.
    pub inverse: Option<String>,
    /// The field of life that it belongs to: `election`.
    pub field: String,
    /// The codes of CAMEO that it comes under.
    pub cameo: Vec<String>,
}

/// The relations that have a definition, by local name.
pub fn relations() -> &'static BTreeMap<String, Relation> {
    static RELATIONS: LazyLock<BTreeMap<String, Relation>> = LazyLock::new(read);
    &RELATIONS
}

/// The ontology as Turtle.
pub fn ontology_turtle() -> &'static str {
    ONTOLOGY
}

/// A line of the ontology that cannot be read is left out here; a test reads them all.
fn read() -> BTreeMap<String, Relation> {
    let mut relations = BTreeMap::<String, Relation>::new();
    let mut in_scheme = Vec::new();
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(ONTOLOGY);
    for quad in quads.flatten() {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
        let Some(name) = subject.as_str().strip_prefix(vocab::RELATION) else { continue };
        let relation = relations.entry(name.to_owned()).or_default();
        let value = match quad.object {
            Term::NamedNode(node) => node.into_string(),
            Term::BlankNode(_) => continue,
            Term::Literal(literal) => literal.value().to_owned(),
        };
        match quad.predicate.as_str() {
            vocab::LABEL => relation.label = value,
            vocab::COMMENT => relation.comment = value,
            vocab::DOMAIN_INCLUDES => relation.domain.push(shorten(&value).into_owned()),
            vocab::RANGE_INCLUDES => relation.range.push(shorten(&value).into_owned()),
            vocab::INVERSE_OF => {
                relation.inverse = value.strip_prefix(vocab::RELATION).map(str::to_owned);
            }
            vocab::FIELD => relation.field = value,
            vocab::CAMEO => relation.cameo.push(value),
            vocab::IN_SCHEME if value == vocab::RELATIONS => {
                in_scheme.push(name.to_owned());
            }
            _ => {}
        }
    }
    relations.retain(|name, _| in_scheme.contains(name));
    relations
}
