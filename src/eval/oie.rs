//! Open facts in the formats of the scorer of open information extraction.
//!
//! Sentences come one a line as words with spaces between them, and go out in the same
//! words.

use std::path::Path;

use crate::doc::TokenId;
use crate::error::{Error, Result};
use crate::extract::{OpenFact, Rendering};
use crate::pipeline::Pipeline;
use crate::text::{Article, Span};

use super::corpus;

/// Which benchmark a line is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Benchmark {
    /// Sentence id, subject, relation, object.
    Benchie,
    /// Sentence, confidence, relation, arguments.
    Carb,
}

/// The open facts of the sentences of a file as lines of a benchmark's format.
///
/// A `BenchIE` file has an id, a tab and a sentence in each line, or is its gold file; a
/// `CaRB` file has a sentence in the first column.
pub fn open_fact_lines(
    pipeline: &Pipeline,
    path: &Path,
    benchmark: Benchmark,
) -> Result<Vec<String>> {
    let mut sentences: Vec<(String, String)> = Vec::new();
    for line in corpus::lines(path)? {
        let entry = match benchmark {
            Benchmark::Benchie => benchie_entry(&line),
            Benchmark::Carb => line.split('\t').next().map(|it| (it, it)),
        };
        let Some((id, sentence)) = entry.filter(|(_, it)| !it.trim().is_empty()) else {
            continue;
        };
        if sentences.last().is_none_or(|(last, _)| last != id) {
            sentences.push((id.to_owned(), sentence.to_owned()));
        }
    }
    if sentences.is_empty() {
        return Err(Error::Article {
            place: path.display().to_string(),
            reason: "no sentence in it; write one a line".into(),
        });
    }
    let lines = sentences.iter().flat_map(|(id, sentence)| {
        let words: Vec<_> = sentence.split_whitespace().collect();
        let facts = read(pipeline, &words, benchmark);
        facts.iter().map(|it| line(it, id, &words, benchmark)).collect::<Vec<_>>()
    });
    Ok(lines.collect())
}

/// The id and the sentence of `12<TAB>sentence` and of `sent_id:12<TAB>sentence`.
fn benchie_entry(line: &str) -> Option<(&str, &str)> {
    let (id, sentence) = line.split_once('\t')?;
    Some((id.strip_prefix("sent_id:").unwrap_or(id).trim(), sentence))
}

/// The open facts of a sentence of words.
fn read(pipeline: &Pipeline, words: &[&str], benchmark: Benchmark) -> Vec<OpenFact> {
    let mut text = String::new();
    let mut spans = Vec::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(plain(word));
        spans.push(Span::new(start, text.len()));
    }
    let rendering = match benchmark {
        Benchmark::Benchie => Rendering::Triples,
        Benchmark::Carb => Rendering::Tuples,
    };
    let doc = pipeline.annotate_words(Article::new("sentence", text), &[spans]);
    pipeline.open_facts(&doc, rendering).into_iter().flatten().collect()
}

/// A word without the escapes of the Penn Treebank.
fn plain(word: &str) -> &str {
    match word {
        "-LRB-" => "(",
        "-RRB-" => ")",
        "``" => "“",
        "''" => "”",
        other => other,
    }
}

fn line(fact: &OpenFact, id: &str, words: &[&str], benchmark: Benchmark) -> String {
    let text = |tokens: &[TokenId]| {
        let words = tokens.iter().filter_map(|it| words.get(it.index()).copied());
        words.collect::<Vec<_>>().join(" ")
    };
    // A relation that no word says is the copula of the benchmark.
    let relation = if fact.implicit { "is".to_owned() } else { text(&fact.relation) };
    let arguments = fact.arguments.iter().map(|it| text(it));
    let columns: Vec<String> = match benchmark {
        Benchmark::Benchie => {
            let last = fact.construction.to_owned();
            [id.to_owned(), text(&fact.subject), relation]
                .into_iter()
                .chain(arguments)
                .chain([last])
                .collect()
        }
        Benchmark::Carb => {
            let confidence = format!("{:.3}", fact.confidence);
            [id.to_owned(), confidence, relation, text(&fact.subject)]
                .into_iter()
                .chain(arguments)
                .collect()
        }
    };
    columns.join("\t")
}
