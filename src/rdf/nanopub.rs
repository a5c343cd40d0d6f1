//! A nanopublication is one fact with its source, in four small graphs.

use std::collections::BTreeSet;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use crate::error::{Error, Result};
use crate::graph::ArticleRecord;

use super::names::{Names, encode};
use super::vocab;
use super::write::write_article;

const NANOPUB: &str = "http://www.nanopub.org/nschema#";
const WAS_DERIVED_FROM: &str = "http://www.w3.org/ns/prov#wasDerivedFrom";
const HAD_PRIMARY_SOURCE: &str = "http://www.w3.org/ns/prov#hadPrimarySource";
const WAS_ATTRIBUTED_TO: &str = "http://www.w3.org/ns/prov#wasAttributedTo";

/// What a fact says, and so belongs to the assertion; the rest of a fact says where it was
/// found.
const ELSEWHERE: [&str; 9] = [
    vocab::SENTENCE,
    vocab::ARTICLE,
    vocab::REPORTED,
    vocab::SPANS,
    vocab::SURFACE,
    vocab::RULE,
    vocab::CONFIDENCE,
    vocab::CUE,
    vocab::TIME_EXPRESSION,
];

/// The facts of articles as nanopublications in `TriG`, in the order of articles and of
/// the text.
///
/// The assertion holds a plain triple only where the article states it affirmed, actual
/// and in its own voice. The provenance is the sentence, the article, and the speaker; the
/// publication information is what read the article, and the names of the things.
pub fn nanopubs<'a>(
    articles: impl IntoIterator<Item = &'a ArticleRecord>,
    names: &Names,
) -> Result<String> {
    let at = |reason: String| Error::Store { place: "nanopub".to_owned(), reason };
    let serializer = names.serializer(RdfFormat::TriG);
    let serializer = serializer.and_then(|it| it.with_prefix("np", NANOPUB));
    let serializer = serializer.map_err(|it| at(it.to_string()))?;
    let mut writer = serializer.for_writer(Vec::new());
    for article in articles {
        for (key, _) in article.facts_in_order() {
            let part = article.part(&BTreeSet::from([key.as_str()]));
            for quad in nanopub(&part, key, names).map_err(at)? {
                writer.serialize_quad(&quad).map_err(|it| at(it.to_string()))?;
            }
        }
    }
    let bytes = writer.finish().map_err(|it| at(it.to_string()))?;
    String::from_utf8(bytes).map_err(|it| at(it.to_string()))
}

/// The quads of one nanopublication, graph by graph.
fn nanopub(
    record: &ArticleRecord,
    key: &str,
    names: &Names,
) -> Result<Vec<Quad>, String> {
    let publication = format!("{}nanopub/{}", names.base(), encode(key));
    let graph = |it: &str| iri(format!("{publication}#{it}"));
    let [head, assertion, provenance, info] =
        ["Head", "assertion", "provenance", "pubinfo"].map(graph);
    let publication = iri(publication);
    let mut quads = vec![
        quad(&publication, vocab::TYPE, iri(format!("{NANOPUB}Nanopublication")), &head),
        quad(&publication, &format!("{NANOPUB}hasAssertion"), assertion.clone(), &head),
        quad(&publication, &format!("{NANOPUB}hasProvenance"), provenance.clone(), &head),
        quad(&publication, &format!("{NANOPUB}hasPublicationInfo"), info.clone(), &head),
    ];
    let (mut asserted, mut found, mut told) = (Vec::new(), Vec::new(), Vec::new());
    let fact = names.fact(key);
    let article = names.article(&record.id);
    let entities: BTreeSet<_> =
        record.entities.keys().map(|it| names.entity(it)).collect();
    let nquads = write_article(record, names);
    let parser = RdfParser::from_format(RdfFormat::NQuads).lenient();
    for line in parser.for_slice(&nquads) {
        let line = line.map_err(|it| it.to_string())?;
        let NamedOrBlankNode::NamedNode(subject) = line.subject else { continue };
        let predicate = line.predicate.as_str();
        let is_link = matches!(&line.object, Term::NamedNode(it) if it.as_str() == fact)
            || predicate.starts_with(vocab::RELATION);
        if predicate == vocab::WAS_GENERATED_BY {
            told.push(quad(&publication, predicate, line.object, &info));
        } else if is_link {
            asserted.push(quad(&subject, predicate, line.object, &assertion));
        } else if subject.as_str() == fact && !ELSEWHERE.contains(&predicate) {
            if predicate == vocab::ATTRIBUTED_TO {
                let speaker = line.object.clone();
                found.push(quad(&assertion, WAS_ATTRIBUTED_TO, speaker, &provenance));
            }
            asserted.push(quad(&subject, predicate, line.object, &assertion));
        } else if entities.contains(subject.as_str()) {
            told.push(quad(&subject, predicate, line.object, &info));
        } else {
            if predicate == vocab::SENTENCE {
                let sentence = line.object.clone();
                found.push(quad(&assertion, WAS_DERIVED_FROM, sentence, &provenance));
            }
            found.push(quad(&subject, predicate, line.object, &provenance));
        }
    }
    found.push(quad(&assertion, HAD_PRIMARY_SOURCE, iri(article), &provenance));
    quads.extend(asserted.into_iter().chain(found).chain(told));
    Ok(quads)
}

fn quad(
    subject: &NamedNode,
    predicate: &str,
    object: impl Into<Term>,
    graph: &NamedNode,
) -> Quad {
    let predicate = NamedNodeRef::new_unchecked(predicate);
    Quad::new(subject.clone(), predicate, object, GraphName::from(graph.clone()))
}

/// An IRI of our own making, which [`Names`] keeps valid.
fn iri(text: impl Into<String>) -> NamedNode {
    NamedNode::new_unchecked(text)
}
