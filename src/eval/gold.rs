//! A gold file names articles; the system format is what the fact scorer reads.
//!
//! A gold file is JSON Lines. Of it only the `article` record is read: id, date,
//! publisher and the name of the text file beside it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::doc::Document;
use crate::error::{Error, Result};
use crate::extract::{Argument, Fact, Node, Source};
use crate::resolve::{EntityId, Resolved};
use crate::text::{Article, Offsets, Span};

/// An article of a gold standard.
#[derive(Debug, Clone)]
pub struct GoldArticle {
    /// Its id there.
    pub id: String,
    /// The article.
    pub article: Article,
    /// The record of the gold standard about it.
    pub record: Value,
    /// Where that record stands: file and line.
    pub place: String,
}

/// The articles that a gold file, or each gold file of a folder in the order of names,
/// is about, with their ids. Files without `article` records are passed over.
pub fn gold_articles(path: &Path) -> Result<Vec<GoldArticle>> {
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        let entries = fs::read_dir(path).map_err(Error::io(path))?;
        let paths = entries.map(|it| Ok(it.map_err(Error::io(path))?.path()));
        files = paths.collect::<Result<_>>()?;
        files.retain(|it| it.extension().is_some_and(|it| it == "jsonl"));
        files.sort();
    }
    let mut articles = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).map_err(Error::io(&file))?;
        for (number, line) in text.lines().enumerate() {
            let place = || format!("{}:{}", file.display(), number + 1);
            let record: Value =
                serde_json::from_str(line).map_err(|it| Error::Article {
                    place: place(),
                    reason: format!("{it}; write JSON Lines"),
                })?;
            if let Some(article) = record.get("article").filter(|it| it.is_object()) {
                let (id, article) = read(&file, article, place())?;
                articles.push(GoldArticle { id, article, record, place: place() });
            }
        }
    }
    Ok(articles)
}

fn read(file: &Path, record: &Value, place: String) -> Result<(String, Article)> {
    let field = |name: &str| record.get(name).and_then(Value::as_str);
    let (Some(id), Some(name)) = (field("id"), field("text")) else {
        let reason = "an article record needs `id` and `text`, a file name".to_owned();
        return Err(Error::Article { place, reason });
    };
    let path: PathBuf = file.parent().unwrap_or(Path::new(".")).join(name);
    let text = fs::read_to_string(&path).map_err(Error::io(&path))?;
    let mut article = Article::new(path.display().to_string(), text);
    article.publisher = field("publisher").map(str::to_owned);
    article.headline = field("title").map(str::to_owned);
    article.date_published = field("date").and_then(|it| it.parse().ok());
    Ok((id.to_owned(), article))
}

/// The entities and facts of an article as lines of the system format, in code points.
pub fn system_lines(id: &str, doc: &Document, resolved: &Resolved) -> Vec<String> {
    let writer = Writer { id, doc, resolved, offsets: Offsets::new(&doc.article.text) };
    let entities = resolved.entities.iter().map(|entity| {
        let mentions: Vec<_> =
            entity.mentions.iter().map(|it| writer.span(*it)).collect();
        json!({
            "article": id,
            "entity": entity.iri,
            "name": entity.name,
            "type": entity.entity_type.as_str(),
            // Names bound to their article meet no other article's.
            "global": entity.iri,
            "mentions": mentions,
        })
    });
    // Chains that no fact names, by their best mention.
    let covered: BTreeSet<_> =
        resolved.entities.iter().flat_map(|it| &it.mentions).collect();
    let rest = doc.chains.iter().enumerate().filter_map(|(number, chain)| {
        let spans = chain.mentions.iter().map(|it| doc[*it].span);
        let spans: Vec<_> = spans.filter(|it| !covered.contains(it)).collect();
        (!spans.is_empty()).then(|| {
            let mentions: Vec<_> = spans.iter().map(|it| writer.span(*it)).collect();
            json!({
                "article": id,
                "entity": format!("chain-{number}"),
                "name": doc.text(doc[chain.representative].span),
                "type": chain.entity_type.as_str(),
                "mentions": mentions,
            })
        })
    });
    let facts = resolved.facts.iter().map(|it| writer.fact(it));
    entities.chain(rest).chain(facts).map(|it| it.to_string()).collect()
}

struct Writer<'a> {
    id: &'a str,
    doc: &'a Document,
    resolved: &'a Resolved,
    offsets: Offsets,
}

impl Writer<'_> {
    fn span(&self, span: Span) -> [usize; 2] {
        let (start, end) = self.offsets.code_points(span);
        [start, end]
    }

    fn node(&self, argument: &Argument<EntityId>) -> Value {
        let mention = self.span(argument.span);
        match argument.node {
            Node::Entity(entity) => {
                let entity = &self.resolved.entities[entity.index()];
                json!({ "name": entity.name, "entity": entity.iri, "mention": mention })
            }
            Node::Literal(_) => {
                json!({ "name": self.doc.text(argument.span), "mention": mention })
            }
        }
    }

    fn fact(&self, fact: &Fact<EntityId>) -> Value {
        let attribution = match &fact.attribution {
            None => json!("article"),
            Some(attribution) => match &attribution.source {
                Source::Named(argument) => self.node(argument),
                Source::Unnamed => json!({ "name": "" }),
            },
        };
        let predicate = &fact.predicate;
        let words = [Some(&predicate.lemma), predicate.particle.as_ref()];
        let words: Vec<_> = words.into_iter().flatten().map(|it| &**it).collect();
        json!({
            "article": self.id,
            "subject": self.node(&fact.subject),
            "predicate": words.join(" "),
            "relation": predicate.relation,
            "object": fact.object.as_ref().map(|it| self.node(it)),
            "polarity": fact.polarity.as_str(),
            "factuality": fact.factuality.as_str(),
            "attribution": attribution,
            "time": fact.time.as_ref().map(|it| it.value.as_str()),
            "evidence": self.span(fact.evidence.sentence),
            "trigger": self.span(fact.evidence.trigger),
            "rule": fact.evidence.rule,
            "implicit": fact.evidence.implicit,
            "confidence": f64::from((fact.evidence.confidence * 100.0).round()) / 100.0,
        })
    }
}
