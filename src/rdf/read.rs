//! Reading turns the named graph of an article back into what the graph keeps of it.

use std::collections::BTreeMap;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedOrBlankNode, Term};

use crate::doc::EntityType;
use crate::error::{Error, Result};
use crate::extract::{Factuality, Polarity, Role};
use crate::graph::{
    ArticleRecord, Assertion, EntityRecord, FactRecord, Object, SentenceRecord, Speaker,
};
use crate::text::{ArticleId, Date};

use super::names::{Names, decode};
use super::ontology::relations;
use super::vocab;
use super::write::namespace;

/// Reads what [`write_article`](super::write_article) wrote; `place` is for messages.
///
/// Properties that this version does not know are left aside.
///
/// # Errors
///
/// Where the text is not N-Quads, or not one article's graph: the message says which
/// term is missing or wrong.
pub fn read_article(nquads: &str, names: &Names, place: &str) -> Result<ArticleRecord> {
    let at = |reason: String| Error::Store { place: place.to_owned(), reason };
    let (graph, nodes) = nodes(nquads).map_err(at)?;
    let id = names.local("article/", &graph).ok_or_else(|| {
        at(format!("<{graph}> is not an article under {}; give its base", names.base()))
    })?;
    let reader = Reader { names, nodes };
    reader.article(&graph, ArticleId::from_minted(id)).map_err(at)
}

/// The properties of every subject, in the order of the lines.
type Nodes = BTreeMap<String, Vec<(String, Term)>>;

/// The name of the one graph, and its nodes.
fn nodes(nquads: &str) -> Result<(String, Nodes), String> {
    let mut graph = None;
    let mut nodes = Nodes::new();
    let parser = RdfParser::from_format(RdfFormat::NQuads).lenient();
    for quad in parser.for_slice(nquads) {
        let quad = quad.map_err(|it| it.to_string())?;
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else {
            return Err("a blank node; graphs of articles have none".to_owned());
        };
        let GraphName::NamedNode(name) = quad.graph_name else {
            return Err("a quad outside a named graph".to_owned());
        };
        if *graph.get_or_insert_with(|| name.as_str().to_owned()) != name.as_str() {
            return Err("two articles where one was expected".to_owned());
        }
        let property = (quad.predicate.into_string(), quad.object);
        nodes.entry(subject.into_string()).or_default().push(property);
    }
    Ok((graph.ok_or("no quads")?, nodes))
}

/// The nodes of one article's graph.
struct Reader<'a> {
    names: &'a Names,
    nodes: Nodes,
}

impl Reader<'_> {
    fn article(&self, iri: &str, id: ArticleId) -> Result<ArticleRecord, String> {
        let publisher = self.one(iri, vocab::PUBLISHER).map(|it| value(&it));
        let publisher = publisher.and_then(|it| self.text(&it, vocab::NAME));
        let config = self.one(iri, vocab::WAS_GENERATED_BY).map(|it| value(&it));
        let config = config.and_then(|it| self.names.local("config/", &it));
        let mut record = ArticleRecord {
            headline: self.text(iri, vocab::HEADLINE),
            authors: self.texts(iri, vocab::AUTHOR),
            publisher,
            date_published: self.date(iri, vocab::DATE_PUBLISHED)?,
            url: self.text(iri, vocab::URL),
            text_hash: self.text(iri, vocab::TEXT_HASH).unwrap_or_default(),
            config: config.unwrap_or_default(),
            sentences: BTreeMap::new(),
            entities: BTreeMap::new(),
            facts: BTreeMap::new(),
            id,
        };
        for (subject, properties) in &self.nodes {
            if let Some(local) = self.names.local("sentence/", subject) {
                let number = number_of(&local)?;
                record.sentences.insert(number, self.sentence(subject)?);
            } else if let Some(local) = self.names.local("entity/", subject) {
                if let Some(entity) = self.entity(subject) {
                    record.entities.insert(local.clone(), entity);
                }
                for (predicate, object) in properties {
                    let Some((assertion, relation)) = link(predicate) else { continue };
                    let object = value(object);
                    let fact = self.names.local("fact/", &object);
                    let fact = fact.ok_or_else(|| format!("<{object}> is not a fact"))?;
                    let read = self.fact(&object, &local, relation, assertion)?;
                    record.facts.insert(fact, read);
                }
            }
        }
        Ok(record)
    }

    fn sentence(&self, iri: &str) -> Result<SentenceRecord, String> {
        Ok(SentenceRecord {
            start: self.number(iri, vocab::START)?,
            end: self.number(iri, vocab::END)?,
            quote: self.needed(iri, vocab::QUOTE)?,
        })
    }

    /// `None` where the node is only a publisher, which is an entity of no fact.
    fn entity(&self, iri: &str) -> Option<EntityRecord> {
        let classes = self.all(iri, vocab::TYPE).map(value).collect::<Vec<_>>();
        let mut types = EntityType::ALL.iter();
        let entity_type =
            types.find(|it| classes.iter().any(|c| c == vocab::class(**it)));
        Some(EntityRecord {
            entity_type: *entity_type?,
            name: self.text(iri, vocab::LABEL).unwrap_or_default(),
            aliases: self.texts(iri, vocab::ALT_LABEL),
        })
    }

    fn fact(
        &self,
        iri: &str,
        subject: &str,
        relation: &str,
        assertion: Assertion,
    ) -> Result<FactRecord, String> {
        let relation = decode(relation);
        let factuality = self.word(iri, vocab::FACTUALITY, Factuality::Actual)?;
        let polarity = match assertion {
            Assertion::Stated => Polarity::Affirmed,
            Assertion::Denied => Polarity::Negated,
            Assertion::Possible => self.word(iri, vocab::POLARITY, Polarity::Affirmed)?,
        };
        let speaker = self.one(iri, vocab::ATTRIBUTED_TO).map(|it| value(&it));
        let attributed_to = match speaker {
            Some(it) if it == vocab::UNNAMED_SOURCE => Some(Speaker::Unnamed),
            Some(it) => self.names.local("entity/", &it).map(Speaker::Entity),
            None => None,
        };
        let mut args = Vec::new();
        for (predicate, object) in self.nodes.get(iri).into_iter().flatten() {
            let role = predicate.strip_prefix(vocab::NG).unwrap_or_default();
            if role.parse::<Role>().is_ok() {
                args.push((role.to_owned(), self.object(object)));
            }
        }
        args.sort();
        let sentence = self.needed(iri, vocab::SENTENCE)?;
        let sentence = self.names.local("sentence/", &sentence).unwrap_or_default();
        Ok(FactRecord {
            subject: subject.to_owned(),
            in_schema: relations().contains_key(&relation),
            relation,
            object: self.one(iri, vocab::OBJECT).map(|it| self.object(&it)),
            polarity,
            factuality,
            attributed_to,
            cue: self.text(iri, vocab::CUE),
            sentence: number_of(&sentence)?,
            spans: spans(&self.needed(iri, vocab::SPANS)?)?,
            surface: self.needed(iri, vocab::SURFACE)?,
            rule: self.needed(iri, vocab::RULE)?,
            confidence: hundredths(&self.needed(iri, vocab::CONFIDENCE)?)?,
            timex: self.text(iri, vocab::TIMEX),
            time_expression: self.text(iri, vocab::TIME_EXPRESSION),
            event_start: self.date(iri, vocab::EVENT_START)?,
            event_end: self.date(iri, vocab::EVENT_END)?,
            args,
        })
    }

    fn object(&self, term: &Term) -> Object {
        let text = value(term);
        match self.names.local("entity/", &text) {
            Some(local) if term.is_named_node() => Object::Entity(local),
            _ => Object::Literal(text),
        }
    }

    fn all(&self, iri: &str, predicate: &str) -> impl Iterator<Item = &Term> {
        let properties = self.nodes.get(iri).into_iter().flatten();
        properties.filter(move |(it, _)| it == predicate).map(|(_, object)| object)
    }

    fn one(&self, iri: &str, predicate: &str) -> Option<Term> {
        self.all(iri, predicate).next().cloned()
    }

    fn text(&self, iri: &str, predicate: &str) -> Option<String> {
        self.all(iri, predicate).next().map(value)
    }

    fn texts(&self, iri: &str, predicate: &str) -> Vec<String> {
        let mut texts = self.all(iri, predicate).map(value).collect::<Vec<_>>();
        texts.sort_unstable();
        texts
    }

    fn needed(&self, iri: &str, predicate: &str) -> Result<String, String> {
        self.text(iri, predicate).ok_or_else(|| format!("<{iri}> has no <{predicate}>"))
    }

    fn number(&self, iri: &str, predicate: &str) -> Result<u32, String> {
        let text = self.needed(iri, predicate)?;
        text.parse().map_err(|_| format!("`{text}` of <{iri}> is not a number"))
    }

    fn date(&self, iri: &str, predicate: &str) -> Result<Option<Date>, String> {
        let Some(text) = self.text(iri, predicate) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| format!("`{text}` of <{iri}> is not a date"))
    }

    fn word<T: std::str::FromStr>(
        &self,
        iri: &str,
        predicate: &str,
        default: T,
    ) -> Result<T, String>
    where
        T::Err: std::fmt::Display,
    {
        let Some(text) = self.text(iri, predicate) else { return Ok(default) };
        text.parse().map_err(|it| format!("<{iri}>: {it}"))
    }
}

/// The family and the local name of a link from a subject to a fact.
fn link(predicate: &str) -> Option<(Assertion, &str)> {
    [Assertion::Stated, Assertion::Denied, Assertion::Possible]
        .into_iter()
        .find_map(|it| Some((it, predicate.strip_prefix(namespace(it))?)))
}

/// The text of a literal or an IRI.
fn value(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::BlankNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
    }
}

/// The number at the end of the local name of a sentence.
fn number_of(sentence: &str) -> Result<u32, String> {
    let number = sentence.rsplit('.').next().unwrap_or_default();
    number.parse().map_err(|_| format!("`{sentence}` is not the name of a sentence"))
}

/// Takes `8-19 20-43 -` apart.
fn spans(text: &str) -> Result<[Option<(u32, u32)>; 3], String> {
    let span = |it: &str| {
        let (start, end) = it.split_once('-')?;
        Some((start.parse().ok()?, end.parse().ok()?))
    };
    let parts = text.split(' ').map(span).collect::<Vec<_>>();
    parts.try_into().map_err(|_| format!("`{text}` does not have three spans"))
}

fn hundredths(text: &str) -> Result<u8, String> {
    let wrong = || format!("`{text}` is not a confidence between 0 and 1");
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{rest:0<2}");
    if rest.len() > 2 {
        return Err(wrong());
    }
    digits.parse().map_err(|_| wrong())
}
