//! Reading turns the named graph of an article back into what the graph keeps of it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use crate::doc::EntityType;
use crate::error::{Error, Result};
use crate::extract::{Factuality, Polarity, Role};
use crate::graph::{
    ArticleRecord, Assertion, EntityRecord, FactRecord, Object, SentenceRecord, Speaker,
};
use crate::text::{ArticleId, Date};

use super::line::{Value, each_line};
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
type Nodes<'a> = BTreeMap<Cow<'a, str>, Vec<(Cow<'a, str>, Value<'a>)>>;

/// The name of the one graph, and its nodes.
fn nodes(nquads: &str) -> Result<(Cow<'_, str>, Nodes<'_>), String> {
    let mut graph = None;
    let mut nodes = Nodes::new();
    each_line(nquads, |line| {
        if *graph.get_or_insert_with(|| line.graph.clone()) != line.graph {
            return Err("two articles where one was expected".to_owned());
        }
        let property = (line.predicate, line.object);
        let last = nodes.last_entry().filter(|it| *it.key() == line.subject);
        let properties = match last {
            Some(last) => last.into_mut(),
            None => nodes.entry(line.subject).or_default(),
        };
        properties.push(property);
        Ok(())
    })?;
    Ok((graph.ok_or("no quads")?, nodes))
}

/// The nodes of one article's graph.
struct Reader<'a> {
    names: &'a Names,
    nodes: Nodes<'a>,
}

impl Reader<'_> {
    fn article(&self, iri: &str, id: ArticleId) -> Result<ArticleRecord, String> {
        let article = self.node(iri);
        let publisher = article.text(vocab::PUBLISHER);
        let publisher = publisher.and_then(|it| self.node(it).text(vocab::NAME));
        let config = article.text(vocab::WAS_GENERATED_BY);
        let config = config.and_then(|it| self.names.local("config/", it));
        let mut record = ArticleRecord {
            headline: article.owned(vocab::HEADLINE),
            authors: article.texts(vocab::AUTHOR),
            publisher: publisher.map(str::to_owned),
            date_published: article.date(vocab::DATE_PUBLISHED)?,
            url: article.owned(vocab::URL),
            text_hash: article.owned(vocab::TEXT_HASH).unwrap_or_default(),
            config: config.unwrap_or_default(),
            sentences: BTreeMap::new(),
            entities: BTreeMap::new(),
            facts: BTreeMap::new(),
            id,
        };
        for (iri, properties) in &self.nodes {
            let node = Node { iri, properties };
            if let Some(local) = self.names.local("sentence/", iri) {
                record.sentences.insert(number_of(&local)?, sentence(node)?);
            } else if let Some(local) = self.names.local("entity/", iri) {
                for (predicate, object) in properties {
                    let Some((assertion, relation)) = link(predicate) else { continue };
                    let iri = &*object.text;
                    let name = self.names.local("fact/", iri);
                    let name = name.ok_or_else(|| format!("<{iri}> is not a fact"))?;
                    let read = self.fact(iri, &local, relation, assertion)?;
                    record.facts.insert(name, read);
                }
                if let Some(entity) = entity(node) {
                    record.entities.insert(local, entity);
                }
            }
        }
        Ok(record)
    }

    fn fact(
        &self,
        iri: &str,
        subject: &str,
        relation: &str,
        assertion: Assertion,
    ) -> Result<FactRecord, String> {
        let fact = self.node(iri);
        let relation = decode(relation);
        let factuality = fact.word(vocab::FACTUALITY, Factuality::Actual)?;
        let polarity = match assertion {
            Assertion::Stated => Polarity::Affirmed,
            Assertion::Denied => Polarity::Negated,
            Assertion::Possible => fact.word(vocab::POLARITY, Polarity::Affirmed)?,
        };
        let attributed_to = match fact.text(vocab::ATTRIBUTED_TO) {
            Some(it) if it == vocab::UNNAMED_SOURCE => Some(Speaker::Unnamed),
            Some(it) => self.names.local("entity/", it).map(Speaker::Entity),
            None => None,
        };
        let mut args = Vec::new();
        for (predicate, object) in fact.properties {
            let role = predicate.strip_prefix(vocab::NG).unwrap_or_default();
            if role.parse::<Role>().is_ok() {
                args.push((role.to_owned(), self.object(object)));
            }
        }
        args.sort();
        let sentence = fact.needed(vocab::SENTENCE)?;
        let sentence = self.names.local("sentence/", sentence).unwrap_or_default();
        Ok(FactRecord {
            subject: subject.to_owned(),
            in_schema: relations().contains_key(&relation),
            relation,
            object: fact.one(vocab::OBJECT).map(|it| self.object(it)),
            polarity,
            factuality,
            attributed_to,
            cue: fact.owned(vocab::CUE),
            sentence: number_of(&sentence)?,
            spans: spans(fact.needed(vocab::SPANS)?)?,
            surface: fact.needed(vocab::SURFACE)?.to_owned(),
            rule: fact.needed(vocab::RULE)?.to_owned(),
            confidence: hundredths(fact.needed(vocab::CONFIDENCE)?)?,
            timex: fact.owned(vocab::TIMEX),
            time_expression: fact.owned(vocab::TIME_EXPRESSION),
            event_start: fact.date(vocab::EVENT_START)?,
            event_end: fact.date(vocab::EVENT_END)?,
            args,
        })
    }

    fn object(&self, value: &Value<'_>) -> Object {
        let local = value.is_iri.then(|| self.names.local("entity/", &value.text));
        match local.flatten() {
            Some(local) => Object::Entity(local),
            None => Object::Literal(value.text.clone().into_owned()),
        }
    }

    /// What is said of a subject; nothing where it is none.
    fn node<'b>(&'b self, iri: &'b str) -> Node<'b> {
        Node { iri, properties: self.nodes.get(iri).map_or(&[], |it| it) }
    }
}

fn sentence(node: Node<'_>) -> Result<SentenceRecord, String> {
    Ok(SentenceRecord {
        start: node.number(vocab::START)?,
        end: node.number(vocab::END)?,
        quote: node.needed(vocab::QUOTE)?.to_owned(),
    })
}

/// `None` where the node is only a publisher, which is an entity of no fact.
fn entity(node: Node<'_>) -> Option<EntityRecord> {
    let classes = node.all(vocab::TYPE).map(|it| &*it.text).collect::<Vec<_>>();
    let mut types = EntityType::ALL.iter();
    let entity_type = types.find(|it| classes.iter().any(|c| *c == vocab::class(**it)));
    Some(EntityRecord {
        entity_type: *entity_type?,
        name: node.owned(vocab::LABEL).unwrap_or_default(),
        aliases: node.texts(vocab::ALT_LABEL),
    })
}

/// What a graph says of a subject.
#[derive(Clone, Copy)]
struct Node<'a> {
    iri: &'a str,
    properties: &'a [(Cow<'a, str>, Value<'a>)],
}

impl<'a> Node<'a> {
    fn all(self, predicate: &str) -> impl Iterator<Item = &'a Value<'a>> {
        let properties = self.properties.iter();
        properties.filter(move |(it, _)| it == predicate).map(|(_, object)| object)
    }

    fn one(self, predicate: &str) -> Option<&'a Value<'a>> {
        self.all(predicate).next()
    }

    fn text(self, predicate: &str) -> Option<&'a str> {
        self.one(predicate).map(|it| &*it.text)
    }

    fn owned(self, predicate: &str) -> Option<String> {
        self.text(predicate).map(str::to_owned)
    }

    fn texts(self, predicate: &str) -> Vec<String> {
        let texts = self.all(predicate).map(|it| it.text.clone().into_owned());
        let mut texts = texts.collect::<Vec<_>>();
        texts.sort_unstable();
        texts
    }

    fn needed(self, predicate: &str) -> Result<&'a str, String> {
        let missing = || format!("<{}> has no <{predicate}>", self.iri);
        self.text(predicate).ok_or_else(missing)
    }

    fn number(self, predicate: &str) -> Result<u32, String> {
        let text = self.needed(predicate)?;
        text.parse().map_err(|_| format!("`{text}` of <{}> is not a number", self.iri))
    }

    fn date(self, predicate: &str) -> Result<Option<Date>, String> {
        let Some(text) = self.text(predicate) else { return Ok(None) };
        let wrong = |_| format!("`{text}` of <{}> is not a date", self.iri);
        text.parse().map(Some).map_err(wrong)
    }

    fn word<T: FromStr>(self, predicate: &str, default: T) -> Result<T, String>
    where
        T::Err: Display,
    {
        let Some(text) = self.text(predicate) else { return Ok(default) };
        text.parse().map_err(|it| format!("<{}>: {it}", self.iri))
    }
}

/// The family and the local name of a link from a subject to a fact.
fn link(predicate: &str) -> Option<(Assertion, &str)> {
    [Assertion::Stated, Assertion::Denied, Assertion::Possible]
        .into_iter()
        .find_map(|it| Some((it, predicate.strip_prefix(namespace(it))?)))
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
