//! `FollowTheMoney`, the model of Aleph, `OpenSanctions` and other tools of investigators.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::doc::EntityType;
use crate::error::Result;
use crate::graph::{ArticleRecord, FactRecord, Graph, Names, Object, Standing};
use crate::lexicon::Lexicon;
use crate::text::{base32, one_line};

use super::address;
use super::network::{days, label};

/// The graph as entities of `FollowTheMoney`, one a line: things, articles, mentions of
/// people and bodies, and facts.
///
/// A fact that an article states in its own voice has a schema of its own where there is
/// one, as `Employment`; every other fact between two things is an `UnknownLink` whose role
/// says what is denied, planned or claimed. What has no second thing is a `Note` on the
/// first. The same graph gives the same names and the same bytes.
///
/// # Errors
///
/// Where the table of schemata cannot be read.
pub fn ftm(graph: &Graph, lexicon: &Lexicon) -> Result<String> {
    let schemata = lexicon.rows::<Schema>("lexicon/followthemoney.csv")?;
    let schemata = schemata.into_iter().map(|it| (it.relation.clone(), it)).collect();
    let mut ftm = Ftm { names: Names::new(graph), schemata, out: String::new() };
    ftm.things(graph);
    for article in graph.articles.values() {
        ftm.article(article);
        ftm.mentions(article);
        for (key, fact) in article.facts_in_order() {
            ftm.fact(article, key, fact);
        }
    }
    Ok(ftm.out)
}

/// A row of `lexicon/followthemoney.csv`: the schema of a relation, its properties for
/// the two ends, and that for its words.
#[derive(Debug, Deserialize)]
struct Schema {
    relation: String,
    schema: String,
    subject: String,
    subject_types: String,
    object: String,
    object_types: String,
    role: String,
}

struct Ftm<'g> {
    names: Names<'g>,
    schemata: BTreeMap<String, Schema>,
    out: String,
}

impl Ftm<'_> {
    /// Every entity that an article names.
    fn things(&mut self, graph: &Graph) {
        let mut aliases = BTreeMap::<&String, BTreeSet<&String>>::new();
        for (local, entity) in graph.articles.values().flat_map(|it| &it.entities) {
            let names = entity.aliases.iter().chain([&entity.name]);
            aliases.entry(local).or_default().extend(names);
        }
        for (local, mut aliases) in aliases {
            let Some(schema) = thing_schema(self.names.entity_type(local)) else {
                continue;
            };
            let name = self.names.name(local).to_owned();
            aliases.remove(&name);
            let called = match schema {
                "Address" => "full",
                "Document" => "title",
                _ => "name",
            };
            let mut properties = vec![(called, json!([name]))];
            if called == "name" && !aliases.is_empty() {
                properties.push(("alias", json!(aliases)));
            }
            self.add(&thing_id(local), schema, properties);
        }
    }

    fn article(&mut self, article: &ArticleRecord) {
        let title = article.headline.as_deref().unwrap_or(article.id.as_str());
        let mut properties =
            vec![("title", json!([one_line(title)])), ("language", json!(["eng"]))];
        if !article.authors.is_empty() {
            properties.push(("author", json!(article.authors)));
        }
        if let Some(date) = article.date_published {
            properties.push(("publishedAt", json!([date.to_string()])));
        }
        properties.extend(publisher(article));
        properties.extend(source_url(article, ""));
        self.add(&article_id(article), "Article", properties);
    }

    /// The people and bodies of an article, each under the names that it gives them.
    fn mentions(&mut self, article: &ArticleRecord) {
        for (local, entity) in &article.entities {
            let schema = thing_schema(self.names.entity_type(local));
            let Some(schema) = schema.filter(|it| LEGAL_ENTITIES.contains(it)) else {
                continue;
            };
            let names: Vec<_> =
                [&entity.name].into_iter().chain(&entity.aliases).collect();
            let properties = vec![
                ("document", json!([article_id(article)])),
                ("resolved", json!([thing_id(local)])),
                ("name", json!(names)),
                ("detectedSchema", json!([schema])),
            ];
            let id = id("mention", &format!("{} {local}", article.id));
            self.add(&id, "Mention", properties);
        }
    }

    fn fact(&mut self, article: &ArticleRecord, key: &str, fact: &FactRecord) {
        let object = match &fact.object {
            Some(Object::Entity(local)) => Some(local),
            Some(Object::Literal(_)) | None => None,
        };
        let sentence = article.sentences.get(&fact.sentence);
        let quote = sentence.map(|it| one_line(&it.quote)).unwrap_or_default();
        let mut properties = vec![("proof", json!([article_id(article)]))];
        properties.extend(publisher(article));
        properties.extend(source_url(article, &quote));
        properties.push(("summary", json!([quote])));
        let line = article.line(fact);
        let ends = self.thing(&fact.subject).zip(object.and_then(|it| self.thing(it)));
        let Some((subject, object)) = ends else {
            properties.push(("name", json!([one_line(&line)])));
            properties
                .extend(self.thing(&fact.subject).map(|it| ("entity", json!([it]))));
            return self.add(&id("fact", key), "Note", properties);
        };
        properties.push(("recordId", json!([key])));
        let days = days(fact, article.date_published);
        let names = match days[0] == days[1] {
            true => ["date"].iter(),
            false => ["startDate", "endDate"].iter(),
        };
        for (name, day) in names.zip(days) {
            properties.extend(day.map(|it| (*name, json!([it.to_string()]))));
        }
        let role = label(fact, &self.names);
        let (name, subject_end, object_end, role) = match self.schema(fact) {
            Some(it) => {
                let words = role_words(article, fact).unwrap_or(role);
                let ends = (&*it.subject, &*it.object);
                (&*it.schema, ends.0, ends.1, vec![(&*it.role, json!([words]))])
            }
            None => {
                let standing = Standing::of(fact).as_str();
                let role = vec![("role", json!([role])), ("status", json!([standing]))];
                ("UnknownLink", "subject", "object", role)
            }
        };
        properties.push((subject_end, json!([subject])));
        properties.push((object_end, json!([object])));
        let said = role.iter().any(|(name, _)| *name == "description");
        properties.extend(role);
        if !said {
            properties.push(("description", json!([one_line(&line)])));
        }
        let text = written(&id("fact", key), name, properties);
        self.out.push_str(&text);
    }

    /// The schema of a fact that an article states in its own voice, where there is one
    /// for its relation and for things like its ends.
    fn schema(&self, fact: &FactRecord) -> Option<&Schema> {
        let Some(Object::Entity(object)) = &fact.object else { return None };
        let schema = self.schemata.get(&fact.relation)?;
        let fits = |types: &str, local: &str| {
            let entity_type = self.names.entity_type(local).as_str();
            types.split(' ').any(|it| it == entity_type)
        };
        let is_fit = Standing::of(fact) == Standing::Affirmed
            && fits(&schema.subject_types, &fact.subject)
            && fits(&schema.object_types, object);
        is_fit.then_some(schema)
    }

    /// The name of a thing that has a schema.
    fn thing(&self, local: &str) -> Option<String> {
        thing_schema(self.names.entity_type(local)).map(|_| thing_id(local))
    }

    fn add(&mut self, id: &str, schema: &str, properties: Vec<(&str, Value)>) {
        self.out.push_str(&written(id, schema, properties));
    }
}

fn written(id: &str, schema: &str, properties: Vec<(&str, Value)>) -> String {
    let properties = properties.into_iter().map(|(name, it)| (name.to_owned(), it));
    let properties: Map<_, _> = properties.collect();
    format!("{}\n", json!({ "id": id, "schema": schema, "properties": properties }))
}

/// What an article may mention, by its schema.
const LEGAL_ENTITIES: [&str; 3] = ["LegalEntity", "Organization", "Person"];

/// The schema of things of a type; `None` where `FollowTheMoney` has none.
fn thing_schema(entity_type: EntityType) -> Option<&'static str> {
    match entity_type {
        EntityType::Person => Some("Person"),
        EntityType::Organization => Some("Organization"),
        EntityType::Group => Some("LegalEntity"),
        EntityType::Place => Some("Address"),
        EntityType::Office => Some("Position"),
        EntityType::Event => Some("Event"),
        EntityType::Work | EntityType::Law => Some("Document"),
        EntityType::Artifact => Some("Asset"),
        EntityType::Date
        | EntityType::Money
        | EntityType::Quantity
        | EntityType::Other => None,
    }
}

/// The words of a fact's own argument for the role.
fn role_words(article: &ArticleRecord, fact: &FactRecord) -> Option<String> {
    let (_, role) = fact.args.iter().find(|(name, _)| name == "role")?;
    Some(article.words(role))
}

fn publisher(article: &ArticleRecord) -> Option<(&'static str, Value)> {
    article.publisher.as_ref().map(|it| ("publisher", json!([it])))
}

/// The address of an article, at a sentence.
fn source_url(article: &ArticleRecord, quote: &str) -> Option<(&'static str, Value)> {
    let url = address::of_sentence(article.url.as_deref()?, quote)?;
    Some(("sourceUrl", json!([url])))
}

fn thing_id(local: &str) -> String {
    id("entity", local)
}

fn article_id(article: &ArticleRecord) -> String {
    id("article", article.id.as_str())
}

/// A name of letters and digits, which is all that a reference may hold.
fn id(kind: &str, local: &str) -> String {
    base32(&Sha256::digest(format!("{kind}/{local}")), 32)
}
