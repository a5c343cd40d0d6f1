//! A gold file names articles; the system format is what the fact scorer reads.
//!
//! A gold file is JSON Lines. Of it only the `article` record is read: id, date,
//! publisher and the name of the text file beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::collection::Resolution;
use crate::doc::{Document, MentionForm, TokenId, Tree};
use crate::error::{Error, Result};
use crate::extract::{Argument, Fact, Node, Source};
use crate::graph::{ArticleRecord, EntityRecord, FactRef, Graph, Object, matters};
use crate::lexicon::Lexicon;
use crate::resolve::{EntityId, Resolved};
use crate::text::{Article, Offsets, Span};
use crate::ud::{Deprel, Xpos};

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

/// The entities and facts of articles as lines of the system format, in code points.
///
/// `global` is what the articles together call an entity, and `merged` is shared by facts
/// that several of them tell.
///
/// # Errors
///
/// Where a table of the lexicon cannot be read.
pub fn system_lines(
    articles: &[(String, &Document, &Resolved)],
    lexicon: &Lexicon,
) -> Result<Vec<String>> {
    let across = Across::new(articles, lexicon)?;
    let lines = articles
        .iter()
        .flat_map(|(id, doc, resolved)| lines(id, doc, resolved, &across))
        .collect();
    Ok(lines)
}

/// What the articles together tell.
struct Across {
    resolution: Resolution,
    /// The first fact of the matter that a fact is about.
    merged: BTreeMap<FactRef, FactRef>,
}

impl Across {
    fn new(
        articles: &[(String, &Document, &Resolved)],
        lexicon: &Lexicon,
    ) -> Result<Self> {
        let mut graph = Graph::default();
        for (_, doc, resolved) in articles {
            let record = ArticleRecord::new(doc, resolved, "eval");
            graph.articles.insert(record.id.clone(), record);
        }
        let mut casts = Vec::new();
        for (_, doc, resolved) in articles {
            let mut record = graph.articles[&doc.article.id()].clone();
            for entity in &resolved.entities {
                record.entities.entry(entity.iri.clone()).or_insert_with(|| {
                    EntityRecord {
                        entity_type: entity.entity_type,
                        name: entity.name.clone(),
                        aliases: entity.aliases.clone(),
                    }
                });
            }
            casts.push(record.cast());
        }
        casts.sort_by(|left, right| left.article.cmp(&right.article));
        casts.dedup_by(|left, right| left.article == right.article);
        let resolution = Resolution::new(casts, &BTreeSet::new(), lexicon)?;
        for record in graph.articles.values_mut() {
            let id = record.id.clone();
            let canonical = |iri: &mut String| {
                *iri = resolution.identity.canonical(&id, iri).to_owned();
            };
            for fact in record.facts.values_mut() {
                canonical(&mut fact.subject);
                if let Some(Object::Entity(iri)) = &mut fact.object {
                    canonical(iri);
                }
            }
        }
        let corroborated = matters(&graph).into_iter().filter_map(|matter| {
            let first = matter.facts.first()?.clone();
            Some(matter.facts.into_iter().map(move |it| (it, first.clone())))
        });
        let merged = corroborated.flatten().collect();
        Ok(Self { resolution, merged })
    }
}

/// What articles together call their entities: under each article, by the mentions.
///
/// # Errors
///
/// Where a table of the lexicon cannot be read.
pub fn names_across(
    articles: &[(String, &Document, &Resolved)],
    lexicon: &Lexicon,
) -> Result<Vec<BTreeMap<Span, String>>> {
    let across = Across::new(articles, lexicon)?;
    let names = articles.iter().map(|(_, doc, resolved)| {
        let id = doc.article.id();
        let entities = resolved.entities.iter().flat_map(|it| {
            let name = across.resolution.identity.canonical(&id, &it.iri);
            it.mentions.iter().map(|it| (*it, name.to_owned())).collect::<Vec<_>>()
        });
        entities.collect()
    });
    Ok(names.collect())
}

fn lines(id: &str, doc: &Document, resolved: &Resolved, across: &Across) -> Vec<String> {
    let offsets = Offsets::new(&doc.article.text);
    let keys = ArticleRecord::new(doc, resolved, "eval").keys(doc, resolved);
    let writer = Writer { id, doc, resolved, across, offsets };
    let name = doc.article.id();
    let entities = resolved.entities.iter().map(|entity| {
        let mentions: Vec<_> =
            entity.mentions.iter().map(|it| writer.mention(*it)).collect();
        json!({
            "article": id,
            "entity": entity.iri,
            "name": entity.name,
            "type": entity.entity_type.as_str(),
            // Names bound to their article meet no other article's.
            "global": across.resolution.identity.canonical(&name, &entity.iri),
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
            let mentions: Vec<_> = spans.iter().map(|it| writer.mention(*it)).collect();
            json!({
                "article": id,
                "entity": format!("chain-{number}"),
                "name": doc.text(doc[chain.representative].span),
                "type": chain.entity_type.as_str(),
                "mentions": mentions,
            })
        })
    });
    let facts = resolved.facts.iter().zip(keys);
    let facts = facts.map(|(it, key)| writer.fact(it, key.map(|it| (name.clone(), it))));
    entities.chain(rest).chain(facts).map(|it| it.to_string()).collect()
}

/// The words from a noun to the last of the phrases and participles that limit it; relative
/// clauses stay out.
fn limited(doc: &Document, head: TokenId) -> Span {
    let tree = Tree::new(doc, doc.sentence_of(head));
    let limits = |it: TokenId| {
        let token = tree.token(it);
        match token.deprel {
            Deprel::Nmod => {
                token.upos.is_nominal() && tree.first(it, &[Deprel::Case]).is_some()
            }
            Deprel::Acl => matches!(token.xpos, Xpos::Vbg | Xpos::Vbn),
            _ => false,
        }
    };
    let words = tree.subtree_without(head, |it, above| {
        let beside = matches!(tree.token(it).deprel, Deprel::Appos | Deprel::Parataxis);
        beside || above == head && !limits(it)
    });
    let after = words.iter().skip_while(|it| **it <= head);
    let run = after.zip(head.0 + 1..).take_while(|(it, next)| it.0 == *next);
    let last = run.last().map_or(head, |(it, _)| *it);
    doc[head].span.cover(doc[last].span)
}

struct Writer<'a> {
    id: &'a str,
    doc: &'a Document,
    resolved: &'a Resolved,
    across: &'a Across,
    offsets: Offsets,
}

impl Writer<'_> {
    /// A mention; a noun with the phrases and participles that limit it, as the guideline
    /// has it.
    fn mention(&self, span: Span) -> [usize; 2] {
        let mut here = self.doc.mentions_at(span.start());
        let noun = here.find(|it| it.span == span && it.form == MentionForm::Nominal);
        self.span(noun.map_or(span, |it| span.cover(limited(self.doc, it.head))))
    }

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

    fn fact(&self, fact: &Fact<EntityId>, name: Option<FactRef>) -> Value {
        let merged = name.and_then(|it| self.across.merged.get(&it));
        let merged = merged.map(|(article, fact)| format!("{article}/{fact}"));
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
            "merged": merged,
        })
    }
}
