//! A record is built from a document and its resolved facts.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::doc::{Document, SentenceId};
use crate::extract::{Argument, Fact, Node, Source};
use crate::resolve::{EntityId, Resolved};
use crate::text::{Offsets, Span, base32, one_line};

use super::{ArticleRecord, EntityRecord, FactRecord, Object, SentenceRecord, Speaker};

impl ArticleRecord {
    /// What the graph keeps of an article; `config` names what read it. The authors are
    /// a set, as in RDF: sorted, each once.
    pub fn new(doc: &Document, resolved: &Resolved, config: &str) -> Self {
        let article = &doc.article;
        let authors: BTreeSet<_> = article.authors.iter().cloned().collect();
        let mut record = Self {
            id: article.id(),
            headline: article.headline.clone(),
            authors: authors.into_iter().collect(),
            publisher: article.publisher.clone(),
            date_published: article.date_published,
            url: article.url.clone(),
            text_hash: article.text_hash(),
            config: config.to_owned(),
            sentences: BTreeMap::new(),
            entities: BTreeMap::new(),
            facts: BTreeMap::new(),
        };
        let builder = Builder { doc, resolved, offsets: Offsets::new(&article.text) };
        for fact in &resolved.facts {
            let Some((number, fact)) = builder.fact(fact) else { continue };
            builder.sentence(number, &mut record);
            builder.entities(&fact, &mut record);
            let key = key(&record, number, &fact);
            record.facts.entry(key).or_insert(fact);
        }
        record
    }
}

impl ArticleRecord {
    /// Under which name the record keeps each resolved fact; `None` for those it leaves
    /// out.
    pub fn keys(&self, doc: &Document, resolved: &Resolved) -> Vec<Option<String>> {
        let builder = Builder { doc, resolved, offsets: Offsets::new(&doc.article.text) };
        let facts = resolved.facts.iter().map(|it| builder.fact(it));
        facts.map(|it| it.map(|(number, fact)| key(self, number, &fact))).collect()
    }
}

struct Builder<'a> {
    doc: &'a Document,
    resolved: &'a Resolved,
    offsets: Offsets,
}

impl Builder<'_> {
    fn points(&self, span: Span) -> (u32, u32) {
        let (start, end) = self.offsets.code_points(span);
        (u32::try_from(start).unwrap_or(u32::MAX), u32::try_from(end).unwrap_or(u32::MAX))
    }

    fn iri(&self, entity: EntityId) -> String {
        self.resolved.entities[entity.index()].iri.clone()
    }

    fn object(&self, argument: &Argument<EntityId>) -> Object {
        match argument.node {
            Node::Entity(entity) => Object::Entity(self.iri(entity)),
            Node::Literal(_) => Object::Literal(one_line(self.doc.text(argument.span))),
        }
    }

    fn fact(&self, fact: &Fact<EntityId>) -> Option<(u32, FactRecord)> {
        let Node::Entity(subject) = fact.subject.node else { return None };
        let evidence = &fact.evidence;
        let number = self.doc.sentence_at(evidence.sentence)?.0;
        // Only words of the sentence itself are cited.
        let cited =
            |span: Span| evidence.sentence.contains(span).then(|| self.points(span));
        let attribution = fact.attribution.as_ref();
        let attributed_to = attribution.map(|it| match &it.source {
            Source::Named(Argument { node: Node::Entity(entity), .. }) => {
                Speaker::Entity(self.iri(*entity))
            }
            Source::Named(_) | Source::Unnamed => Speaker::Unnamed,
        });
        let mut args: Vec<_> = fact
            .args
            .iter()
            .map(|(role, argument)| (role.as_str().to_owned(), self.object(argument)))
            .collect();
        args.sort_unstable();
        args.dedup();
        let confidence = (evidence.confidence.clamp(0.0, 1.0) * 100.0).round();
        let time = fact.time.as_ref();
        Some((
            number,
            FactRecord {
                subject: self.iri(subject),
                relation: fact.predicate.name(),
                in_schema: fact.predicate.relation.is_some(),
                object: fact.object.as_ref().map(|it| self.object(it)),
                polarity: fact.polarity,
                factuality: fact.factuality,
                attributed_to,
                cue: attribution
                    .and_then(|it| it.cue)
                    .map(|it| self.doc.text(it).to_owned()),
                sentence: number,
                spans: [
                    cited(fact.subject.span),
                    cited(evidence.trigger),
                    fact.object.as_ref().and_then(|it| cited(it.span)),
                ],
                surface: self.doc.text(evidence.trigger).to_owned(),
                rule: evidence.rule.to_owned(),
                confidence: percent(confidence),
                timex: time.map(|it| it.value.as_str().to_owned()),
                time_expression: time.map(|it| one_line(self.doc.text(it.span))),
                event_start: time.and_then(|it| it.value.first_day()),
                event_end: time.and_then(|it| it.value.last_day()),
                args,
            },
        ))
    }

    fn sentence(&self, number: u32, record: &mut ArticleRecord) {
        record.sentences.entry(number).or_insert_with(|| {
            let span = self.doc[SentenceId(number)].span;
            let (start, end) = self.points(span);
            SentenceRecord { start, end, quote: self.doc.text(span).to_owned() }
        });
    }

    /// Keeps the entities that a fact names.
    fn entities(&self, fact: &FactRecord, record: &mut ArticleRecord) {
        for iri in fact.entities() {
            let entities = &self.resolved.entities;
            let found = entities.binary_search_by(|it| it.iri.as_str().cmp(iri));
            let Some(entity) = found.ok().map(|it| &entities[it]) else { continue };
            record.entities.entry(iri.to_owned()).or_insert_with(|| EntityRecord {
                entity_type: entity.entity_type,
                name: entity.name.clone(),
                aliases: entity.aliases.clone(),
            });
        }
    }
}

/// The name of a fact: a digest of the article and of all that it says.
fn key(record: &ArticleRecord, number: u32, fact: &FactRecord) -> String {
    let mut hash = Sha256::new();
    hash.update(format!(
        "{}\n{number}\n{}\n{}\n{:?}\n{}\n{}\n{:?}\n{:?}",
        record.id,
        fact.subject,
        fact.relation,
        fact.object,
        fact.polarity,
        fact.factuality,
        fact.attributed_to,
        fact.spans,
    ));
    base32(&hash.finalize(), 16)
}

/// Hundredths of a whole, as a byte.
fn percent(value: f32) -> u8 {
    let whole = (0..=100_u8).find(|it| f32::from(*it) >= value);
    whole.unwrap_or(100)
}
