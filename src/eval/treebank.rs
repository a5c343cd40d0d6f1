//! Corpora in CoNLL-U and in IOB2: read again, word for word or from the text alone.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::annotate::Annotator;
use crate::doc::{
    Document, EntityType, MentionForm, Sentence, read_conllu, write_conllu,
};
use crate::error::{Error, Result};
use crate::model::Encoder;
use crate::text::{Article, Span};

/// What a system may know of a corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// The text, put together from `# text` and the spaces of the words.
    Text,
    /// Sentences and words.
    Tokens,
}

/// A CoNLL-U file read anew, a document (`# newdoc`) at a time.
///
/// # Errors
///
/// Where the file is no CoNLL-U; lines count from the document's first.
pub fn conllu_again(annotator: &Annotator, corpus: &str, given: Given) -> Result<String> {
    let mut out = String::with_capacity(corpus.len());
    for part in documents(corpus) {
        let gold = read_conllu(part)?;
        let doc = match given {
            Given::Text => annotator.annotate(gold.article),
            Given::Tokens => {
                annotator.annotate_tokens(gold.article.clone(), &words(&gold))
            }
        };
        out.push_str(&write_conllu(&doc));
    }
    Ok(out)
}

/// What a CoNLL-U file teaches about the ends of sentences, as
/// [`Annotator::boundary_examples`] gives it.
///
/// # Errors
///
/// Where the file is no CoNLL-U.
pub fn boundary_examples(annotator: &Annotator, corpus: &str) -> Result<String> {
    let docs = documents(corpus).into_iter().map(read_conllu);
    docs.map(|it| Ok(annotator.boundary_examples(&it?))).collect()
}

/// The SHA-256, in hexadecimal digits, of all that the network says of sentences, one a
/// line with spaces between the words: equal on two machines where every bit is.
pub fn logits_digest(encoder: &Encoder, sentences: &str) -> String {
    let sentences: Vec<Vec<&str>> =
        sentences.lines().map(|it| it.split_whitespace().collect()).collect();
    let mut digest = Sha256::new();
    for value in encoder.logits(&sentences).iter().flatten() {
        digest.update(value.to_le_bytes());
    }
    let mut hex = String::new();
    for byte in digest.finalize() {
        _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The words of each sentence, as the annotator takes them.
fn words(doc: &Document) -> Vec<Vec<(Span, bool)>> {
    let words = doc.sentences.iter().map(Sentence::token_ids);
    words.map(|it| it.map(|it| (doc[it].span, doc[it].continues)).collect()).collect()
}

/// The documents of a corpus, each from its `# newdoc` line to the next.
fn documents(corpus: &str) -> Vec<&str> {
    let mut starts: Vec<usize> =
        corpus.match_indices("# newdoc").map(|(at, _)| at).collect();
    starts.retain(|&at| at == 0 || corpus.as_bytes()[at - 1] == b'\n');
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([corpus.len()]);
    let parts = starts.iter().zip(ends).map(|(&start, end)| &corpus[start..end]);
    parts
        .filter(|it| it.lines().any(|it| !it.is_empty() && !it.starts_with('#')))
        .collect()
}

/// The names of types in IOB2 tags: what stands for which type.
#[derive(Debug, Clone)]
pub struct BioTypes(Vec<(EntityType, String)>);

impl BioTypes {
    /// A list such as `Person=PER,Event=EVENT`.
    ///
    /// # Errors
    ///
    /// Where an item is not of the form `TYPE=TAG`, or `TYPE` is no type of entity.
    pub fn parse(list: &str) -> Result<Self> {
        let item = |it: &str| {
            let (name, tag) = it.split_once('=')?;
            Some((name.parse().ok()?, tag.to_owned()))
        };
        let parse = |it| {
            item(it).ok_or_else(|| Error::Article {
                place: format!("--types {it:?}"),
                reason: "write TYPE=TAG with a type of entity, as in Person=PER".into(),
            })
        };
        list.split(',').map(parse).collect::<Result<_>>().map(Self)
    }

    fn tag(&self, entity_type: EntityType) -> Option<&str> {
        let found = self.0.iter().find(|(it, _)| *it == entity_type);
        found.map(|(_, tag)| tag.as_str())
    }
}

/// A file of IOB2 tags with the same words and our tags: `word`, tab, tag; an empty line
/// after each sentence. Sentences between two `# newdoc` lines are read as one article,
/// others alone.
///
/// # Errors
///
/// Where a line has no word.
pub fn bio_again(
    annotator: &Annotator,
    corpus: &str,
    types: &BioTypes,
) -> Result<String> {
    let mut out = String::with_capacity(corpus.len());
    let mut article: Vec<Lines<'_>> = Vec::new();
    let grouped = corpus.lines().any(|it| it.starts_with("# newdoc"));
    for sentence in sentences(corpus)? {
        let begins = sentence.comments.iter().any(|it| it.starts_with("# newdoc"));
        if begins || !grouped {
            tag(annotator, &article, types, &mut out);
            article.clear();
        }
        article.push(sentence);
    }
    tag(annotator, &article, types, &mut out);
    Ok(out)
}

/// A sentence of an IOB2 file.
#[derive(Debug, Default)]
struct Lines<'a> {
    comments: Vec<&'a str>,
    words: Vec<&'a str>,
}

fn sentences(corpus: &str) -> Result<Vec<Lines<'_>>> {
    let mut found = Vec::new();
    let mut sentence = Lines::default();
    for (number, line) in corpus.lines().chain([""]).enumerate() {
        // A word may itself be `#`: a comment has a space after it and no tab.
        if line.starts_with("# ") && !line.contains('\t') {
            sentence.comments.push(line);
        } else if line.trim().is_empty() {
            if !sentence.words.is_empty() {
                found.push(std::mem::take(&mut sentence));
            }
        } else {
            let word = line.split(['\t', ' ']).next().filter(|it| !it.is_empty());
            let reason = "no word in this line; write a word, a tab and a tag";
            sentence.words.push(word.ok_or_else(|| Error::Article {
                place: format!("line {}", number + 1),
                reason: reason.into(),
            })?);
        }
    }
    Ok(found)
}

/// Reads the sentences of one article and writes them with our tags.
fn tag(annotator: &Annotator, article: &[Lines<'_>], types: &BioTypes, out: &mut String) {
    let mut text = String::new();
    let mut words = Vec::new();
    for sentence in article {
        let mut spans = Vec::with_capacity(sentence.words.len());
        for word in &sentence.words {
            spans.push((Span::new(text.len(), text.len() + word.len()), false));
            text.push_str(word);
            text.push(' ');
        }
        words.push(spans);
    }
    let doc = annotator.annotate_tokens(Article::new("", text.as_str()), &words);
    let tags = tags(&doc, types);
    let mut at = 0;
    for sentence in article {
        for comment in &sentence.comments {
            _ = writeln!(out, "{comment}");
        }
        for word in &sentence.words {
            _ = writeln!(out, "{word}\t{}", tags[at]);
            at += 1;
        }
        out.push('\n');
    }
}

/// The IOB2 tag of every word. Of names inside names the outer one counts.
fn tags(doc: &Document, types: &BioTypes) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); doc.tokens.len()];
    let mut names: Vec<_> = doc
        .mentions
        .iter()
        .filter(|it| it.form == MentionForm::Named)
        .filter_map(|it| Some((it.span, types.tag(it.entity_type)?)))
        .collect();
    names.sort_by_key(|(span, _)| (span.start(), std::cmp::Reverse(span.end())));
    let mut end = 0;
    for (span, tag) in names {
        if span.start() < end {
            continue;
        }
        end = span.end();
        let mut place = 'B';
        for (token, slot) in doc.tokens.iter().zip(&mut tags) {
            if span.contains(token.span) {
                *slot = format!("{place}-{tag}");
                place = 'I';
            }
        }
    }
    tags
}
