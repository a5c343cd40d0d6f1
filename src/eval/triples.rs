//! Typed triples in the plain format of their scorer: subject, type and object in words.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::doc::Document;
use crate::error::{Error, Result};
use crate::extract::{Factuality, Polarity};
use crate::resolve::Resolved;
use crate::text::Article;

use super::corpus;

#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    text: String,
}

/// What the types of a corpus are called: for each relation its type, and whether it holds
/// in both directions.
#[derive(Debug, Clone, Default)]
pub struct TypeNames {
    types: BTreeMap<String, (String, bool)>,
}

impl TypeNames {
    /// Reads a table with the columns `relation`, `type` and `both` (`yes` where the type
    /// holds in both directions).
    pub fn read(path: &Path) -> Result<Self> {
        let mut types = BTreeMap::new();
        for (number, line) in corpus::lines(path)?.iter().enumerate().skip(1) {
            let columns: Vec<_> = line.split(',').collect();
            let [relation, name, both] = columns[..] else {
                return Err(Error::Article {
                    place: format!("{}:{}", path.display(), number + 1),
                    reason: "write relation,type,both".into(),
                });
            };
            types.insert(relation.to_owned(), (name.to_owned(), both == "yes"));
        }
        Ok(Self { types })
    }
}

/// The texts of a corpus of triples, with their ids: JSON Lines with `id` and `text`.
pub fn triple_articles(path: &Path) -> Result<Vec<(String, Article)>> {
    let records: Vec<Record> = corpus::records(path)?;
    let read = |it: Record| (it.id.clone(), Article::new(it.id, it.text));
    Ok(records.into_iter().map(read).collect())
}

/// The affirmed triples of a document as a line of the plain format. With `names` only
/// those whose relation has a type.
pub fn triples_line(
    id: &str,
    doc: &Document,
    resolved: &Resolved,
    names: Option<&TypeNames>,
) -> String {
    let mut triples: Vec<[String; 3]> = Vec::new();
    for fact in &resolved.facts {
        let happens = matches!(fact.factuality, Factuality::Actual | Factuality::Claim);
        let Some(object) = &fact.object else { continue };
        if fact.polarity != Polarity::Affirmed || !happens {
            continue;
        }
        let relation = fact.predicate.name();
        let (name, both) = match names {
            Some(names) => match names.types.get(&relation) {
                Some(it) => it.clone(),
                None => continue,
            },
            None => (relation, false),
        };
        let words = |it| doc.text(it).split_whitespace().collect::<Vec<_>>().join(" ");
        let (subject, object) = (words(fact.subject.span), words(object.span));
        let triple = [subject.clone(), name.clone(), object.clone()];
        let turned = [object, name, subject];
        for it in std::iter::once(triple).chain(both.then_some(turned)) {
            if !triples.contains(&it) {
                triples.push(it);
            }
        }
    }
    let triples: Vec<Value> = triples.iter().map(|it| json!(it)).collect();
    json!({ "id": id, "triples": triples }).to_string()
}
