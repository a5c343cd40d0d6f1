//! Facts as lines: an object or a row each, with all that is needed to cite it.

use serde_json::{Map, Value, json};

use crate::graph::{ArticleRecord, FactRecord, Object, Speaker};

use super::address;

/// The columns of a fact, in the order of [`fact_csv`]; the keys of [`fact_jsonl`].
///
/// `start` and `end` are those of the sentence in code points of the article; `subject`,
/// `object` and `attributed_to` are local names of entities; a phrase that names no entity
/// stands in `object_name` alone. `confidence` is from 0 to 1.
pub const COLUMNS: [&str; 29] = [
    "article",
    "publisher",
    "headline",
    "url",
    "reported",
    "fact",
    "subject",
    "subject_name",
    "subject_type",
    "relation",
    "in_schema",
    "object",
    "object_name",
    "object_type",
    "polarity",
    "factuality",
    "attributed_to",
    "attributed_to_name",
    "cue",
    "timex",
    "event_start",
    "event_end",
    "rule",
    "confidence",
    "sentence",
    "start",
    "end",
    "quote",
    "link",
];

/// The facts of an article as JSON Lines, in the order of the text. What is not known is
/// not there.
pub fn fact_jsonl(record: &ArticleRecord) -> String {
    let mut out = String::new();
    for (key, fact) in record.facts_in_order() {
        let values = values(record, key, fact).into_iter();
        let known = COLUMNS.iter().zip(values).filter(|(_, it)| !it.is_null());
        let mut object: Map<String, Value> =
            known.map(|(name, it)| ((*name).to_owned(), it)).collect();
        if !fact.args.is_empty() {
            let args = fact.args.iter().map(|(role, it)| {
                let (iri, name, _) = end(record, it);
                json!({ "role": role, "entity": iri, "name": name })
            });
            object.insert("args".to_owned(), args.collect());
        }
        out.push_str(&Value::Object(object).to_string());
        out.push('\n');
    }
    out
}

/// The facts of an article as rows of [`COLUMNS`], as RFC 4180 has them.
pub fn fact_csv(record: &ArticleRecord) -> String {
    let mut out = String::new();
    for (key, fact) in record.facts_in_order() {
        let cells = values(record, key, fact).into_iter().map(|it| match it {
            Value::Null => String::new(),
            Value::String(text) => quoted(&text),
            other => other.to_string(),
        });
        out.push_str(&cells.collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
    }
    out
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Local name, name and type of what stands at the end of a fact.
fn end(record: &ArticleRecord, object: &Object) -> (Value, Value, Value) {
    match object {
        Object::Entity(iri) => entity(record, iri),
        Object::Literal(text) => (Value::Null, json!(text), Value::Null),
    }
}

fn entity(record: &ArticleRecord, iri: &str) -> (Value, Value, Value) {
    let found = record.entities.get(iri);
    let kind = found.map(|it| it.entity_type.to_string());
    (json!(iri), json!(found.map(|it| &it.name)), json!(kind))
}

/// The values of a fact in the order of [`COLUMNS`].
fn values(record: &ArticleRecord, key: &str, fact: &FactRecord) -> [Value; 29] {
    let subject = entity(record, &fact.subject);
    let nothing = (Value::Null, Value::Null, Value::Null);
    let object = fact.object.as_ref().map_or(nothing, |it| end(record, it));
    let source = match &fact.attributed_to {
        Some(Speaker::Entity(iri)) => {
            let (iri, name, _) = entity(record, iri);
            (iri, name)
        }
        Some(Speaker::Unnamed) => (Value::Null, json!("")),
        None => (Value::Null, Value::Null),
    };
    let day = |it: Option<crate::text::Date>| json!(it.map(|it| it.to_string()));
    let sentence = record.sentences.get(&fact.sentence);
    let quote = sentence.map(|it| &*it.quote).unwrap_or_default();
    let words = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let link = record.url.as_deref().and_then(|it| address::of_sentence(it, quote));
    [
        json!(record.id.as_str()),
        json!(record.publisher),
        json!(record.headline),
        json!(record.url),
        day(record.date_published),
        json!(key),
        subject.0,
        subject.1,
        subject.2,
        json!(fact.relation),
        json!(fact.in_schema),
        object.0,
        object.1,
        object.2,
        json!(fact.polarity.to_string()),
        json!(fact.factuality.to_string()),
        source.0,
        source.1,
        json!(fact.cue),
        json!(fact.timex),
        day(fact.event_start),
        day(fact.event_end),
        json!(fact.rule),
        json!(f64::from(fact.confidence) / 100.0),
        json!(fact.sentence),
        json!(sentence.map(|it| it.start)),
        json!(sentence.map(|it| it.end)),
        json!(words),
        json!(link),
    ]
}
