//! Attributions in the format of their scorer: source, cue and content as code points.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::doc::Document;
use crate::error::Result;
use crate::extract::Passage;
use crate::text::{Article, Offsets, Span};

use super::corpus;

/// The name of the file of articles in a corpus folder.
const ARTICLES: &str = "articles.jsonl.gz";

#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    date: Option<String>,
    text: String,
}

/// The articles of a corpus of attributions, with their ids: JSON Lines with `id`, `date`
/// and `text`, or a folder with such a file under the name `articles.jsonl.gz`.
pub fn attributed_articles(path: &Path) -> Result<Vec<(String, Article)>> {
    let file = if path.is_dir() { path.join(ARTICLES) } else { path.to_owned() };
    let records: Vec<Record> = corpus::records(&file)?;
    let read = |it: Record| {
        let mut article = Article::new(it.id.clone(), it.text);
        article.date_published = it.date.and_then(|it| it.parse().ok());
        (it.id, article)
    };
    Ok(records.into_iter().map(read).collect())
}

/// The attributions of a document as a line of the system format.
pub fn attribution_line(id: &str, doc: &Document, passages: &[Passage]) -> String {
    let offsets = Offsets::new(&doc.article.text);
    let spans = |it: &[Span]| -> Value {
        let pairs = it.iter().map(|it| {
            let (start, end) = offsets.code_points(*it);
            json!([start, end])
        });
        pairs.collect()
    };
    let attributions: Vec<_> = passages
        .iter()
        .map(|it| {
            json!({
                "source": spans(&it.source),
                "cue": spans(&it.cue),
                "content": spans(&it.content),
            })
        })
        .collect();
    json!({ "id": id, "attributions": attributions }).to_string()
}
