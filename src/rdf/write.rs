//! Writing turns what the graph keeps of an article into the quads of its named graph.
//!
//! The canonical form is N-Quads, one line a quad, sorted by bytes, LF. There are no
//! blank nodes, so equal records give equal bytes.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, QuadRef, Term};

use crate::extract::{Factuality, Polarity};
use crate::graph::{ArticleRecord, Assertion, FactRecord, Object, Speaker};
use crate::text::Date;

use super::names::{Names, encode, slug};
use super::vocab;

/// The language of every article; literals that are its words carry the tag.
const ENGLISH: &str = "en";

/// The named graph of an article as sorted N-Quads.
///
/// The authors and other lists of names come back sorted, since RDF keeps sets.
pub fn write_article(record: &ArticleRecord, names: &Names) -> String {
    let graph = iri(names.article(&record.id));
    let mut writer = Writer { names, graph, lines: Vec::new() };
    writer.article(record);
    writer.publisher(record);
    writer.sentences(record);
    writer.entities(record);
    for (local, fact) in &record.facts {
        writer.links(local, fact);
        writer.evidence(record, local, fact);
        writer.circumstances(local, fact);
    }
    let mut lines = writer.lines;
    lines.sort_unstable();
    lines.dedup();
    lines.concat()
}

/// The namespace of the links of a family.
pub(super) const fn namespace(assertion: Assertion) -> &'static str {
    match assertion {
        Assertion::Stated => vocab::EVIDENCE,
        Assertion::Denied => vocab::DENIED,
        Assertion::Possible => vocab::POSSIBLE,
    }
}

/// The quads of one named graph, as lines.
struct Writer<'a> {
    names: &'a Names,
    graph: NamedNode,
    lines: Vec<String>,
}

impl Writer<'_> {
    fn article(&mut self, record: &ArticleRecord) {
        let article = self.graph.clone();
        self.add(&article, vocab::TYPE, iri(vocab::NEWS_ARTICLE));
        if let Some(headline) = &record.headline {
            self.add(&article, vocab::HEADLINE, english(headline));
        }
        for author in &record.authors {
            self.add(&article, vocab::AUTHOR, plain(author));
        }
        if let Some(date) = record.date_published {
            self.add(&article, vocab::DATE_PUBLISHED, day(date));
        }
        if let Some(url) = &record.url {
            // An address that is no IRI is still worth keeping, as text.
            let url = NamedNode::new(url).map_or_else(|_| plain(url), Term::from);
            self.add(&article, vocab::URL, url);
        }
        self.add(&article, vocab::TEXT_HASH, plain(&record.text_hash));
        let config = iri(self.names.config(&record.config));
        self.add(&article, vocab::WAS_GENERATED_BY, config);
    }

    /// A publisher has the class and the name of one beside its name as an entity, so
    /// that an article in which it also takes part keeps both apart.
    fn publisher(&mut self, record: &ArticleRecord) {
        let Some(name) = &record.publisher else { return };
        let slug = slug(name);
        let local = if slug.is_empty() { name.clone() } else { slug };
        let publisher = iri(self.names.entity(&local));
        let article = self.graph.clone();
        self.add(&article, vocab::PUBLISHER, publisher.clone());
        self.add(&publisher, vocab::TYPE, iri(vocab::NEWS_MEDIA_ORGANIZATION));
        self.add(&publisher, vocab::NAME, plain(name));
        if !record.entities.contains_key(&local) {
            self.add(&publisher, vocab::LABEL, plain(name));
        }
    }

    fn sentences(&mut self, record: &ArticleRecord) {
        let article = self.graph.clone();
        for (number, sentence) in &record.sentences {
            let node = iri(self.names.sentence(&record.id, *number));
            self.add(&node, vocab::ARTICLE, article.clone());
            self.add(&node, vocab::START, integer(sentence.start));
            self.add(&node, vocab::END, integer(sentence.end));
            self.add(&node, vocab::QUOTE, english(&sentence.quote));
        }
    }

    fn entities(&mut self, record: &ArticleRecord) {
        for (local, entity) in &record.entities {
            let node = iri(self.names.entity(local));
            self.add(&node, vocab::TYPE, iri(vocab::class(entity.entity_type)));
            self.add(&node, vocab::LABEL, plain(&entity.name));
            for alias in &entity.aliases {
                self.add(&node, vocab::ALT_LABEL, plain(alias));
            }
        }
    }

    /// The plain triple where the article asserts it, and the link to the evidence.
    fn links(&mut self, local: &str, fact: &FactRecord) {
        let subject = iri(self.names.entity(&fact.subject));
        let relation = encode(&fact.relation);
        if let Some(Object::Entity(object)) = &fact.object
            && fact.is_asserted()
        {
            let object = iri(self.names.entity(object));
            self.add(&subject, &format!("{}{relation}", vocab::RELATION), object);
        }
        let link = format!("{}{relation}", namespace(fact.assertion()));
        let node = iri(self.names.fact(local));
        self.add(&subject, &link, node);
    }

    /// What every fact has: object, sentence, article, date and words.
    fn evidence(&mut self, record: &ArticleRecord, local: &str, fact: &FactRecord) {
        let node = iri(self.names.fact(local));
        let article = self.graph.clone();
        if let Some(object) = &fact.object {
            self.object(&node, vocab::OBJECT, object);
        }
        let sentence = iri(self.names.sentence(&record.id, fact.sentence));
        self.add(&node, vocab::SENTENCE, sentence);
        self.add(&node, vocab::ARTICLE, article);
        if let Some(date) = record.date_published {
            self.add(&node, vocab::REPORTED, day(date));
        }
        self.add(&node, vocab::SPANS, plain(fact.places()));
        self.add(&node, vocab::SURFACE, english(&fact.surface));
        self.add(&node, vocab::RULE, plain(&fact.rule));
        let confidence = Literal::new_typed_literal(hundredths(fact.confidence), DECIMAL);
        self.add(&node, vocab::CONFIDENCE, confidence);
    }

    /// What only some facts have: factuality, source, time and other arguments.
    fn circumstances(&mut self, local: &str, fact: &FactRecord) {
        let node = iri(self.names.fact(local));
        if fact.factuality != Factuality::Actual {
            self.add(&node, vocab::FACTUALITY, plain(fact.factuality.as_str()));
        }
        if fact.polarity == Polarity::Negated {
            self.add(&node, vocab::POLARITY, plain(fact.polarity.as_str()));
        }
        match &fact.attributed_to {
            Some(Speaker::Entity(speaker)) => {
                let speaker = iri(self.names.entity(speaker));
                self.add(&node, vocab::ATTRIBUTED_TO, speaker);
            }
            Some(Speaker::Unnamed) => {
                self.add(&node, vocab::ATTRIBUTED_TO, iri(vocab::UNNAMED_SOURCE));
            }
            None => {}
        }
        if let Some(cue) = &fact.cue {
            self.add(&node, vocab::CUE, english(cue));
        }
        if let Some(timex) = &fact.timex {
            self.add(&node, vocab::TIMEX, plain(timex));
        }
        if let Some(words) = &fact.time_expression {
            self.add(&node, vocab::TIME_EXPRESSION, english(words));
        }
        if let Some(date) = fact.event_start {
            self.add(&node, vocab::EVENT_START, day(date));
        }
        if let Some(date) = fact.event_end {
            self.add(&node, vocab::EVENT_END, day(date));
        }
        for (role, value) in &fact.args {
            self.object(&node, &format!("{}{}", vocab::NG, encode(role)), value);
        }
    }

    fn object(&mut self, subject: &NamedNode, predicate: &str, object: &Object) {
        match object {
            Object::Entity(local) => {
                let entity = iri(self.names.entity(local));
                self.add(subject, predicate, entity);
            }
            Object::Literal(words) => self.add(subject, predicate, english(words)),
        }
    }

    fn add(&mut self, subject: &NamedNode, predicate: &str, object: impl Into<Term>) {
        let object = object.into();
        let predicate = NamedNodeRef::new_unchecked(predicate);
        let quad = QuadRef::new(subject, predicate, &object, &self.graph);
        self.lines.push(format!("{quad} .\n"));
    }
}

const DATE: NamedNodeRef<'_> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2001/XMLSchema#date");
const DECIMAL: NamedNodeRef<'_> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2001/XMLSchema#decimal");

/// An IRI of our own making, which [`Names`] keeps valid.
fn iri(text: impl Into<String>) -> NamedNode {
    NamedNode::new_unchecked(text)
}

fn plain(text: impl Into<String>) -> Term {
    Literal::new_simple_literal(text).into()
}

fn english(text: &str) -> Term {
    Literal::new_language_tagged_literal_unchecked(text, ENGLISH).into()
}

fn integer(value: u32) -> Literal {
    Literal::from(value)
}

fn day(date: Date) -> Literal {
    Literal::new_typed_literal(date.to_string(), DATE)
}

/// Hundredths as the canonical `xsd:decimal`, which stores do not rewrite: `0.9`, `1`.
fn hundredths(value: u8) -> String {
    let (whole, rest) = (value / 100, value % 100);
    if rest == 0 {
        return whole.to_string();
    }
    format!("{whole}.{rest:02}").trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn decimals_are_canonical() {
        for (value, text) in
            [(93, "0.93"), (90, "0.9"), (5, "0.05"), (100, "1"), (0, "0")]
        {
            assert_eq!(hundredths(value), text);
        }
    }
}
