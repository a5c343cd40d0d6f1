//! An annotator turns articles into documents.

use crate::doc::{Document, Sentence, Token, TokenId};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::model::{Encoder, NameTag, Reading};
use crate::text::{Article, Span};

use super::coref::Coref;
use super::lemmatize::Lemmatizer;
use super::names::Names;
use super::repair;
use super::segment;
use super::timex::TimexTagger;
use super::tokenize;
use super::words::CutWords;

/// Everything needed to read an article: shared by all threads.
#[derive(Debug)]
pub struct Annotator {
    words: CutWords,
    lemmatizer: Lemmatizer,
    encoder: Encoder,
    names: Names,
    timexes: TimexTagger,
    coref: Coref,
}

impl Annotator {
    /// Loads the model and the tables.
    pub fn new(lexicon: &Lexicon) -> Result<Self> {
        Ok(Self {
            words: CutWords::new(lexicon)?,
            lemmatizer: Lemmatizer::new(lexicon)?,
            encoder: Encoder::english()?,
            names: Names::new(lexicon)?,
            timexes: TimexTagger::new(lexicon)?,
            coref: Coref::new(lexicon)?,
        })
    }

    /// Reads an article: sentences, words, trees, names, times, chains.
    pub fn annotate(&self, article: Article) -> Document {
        let mut sentences = Vec::new();
        // No sentence reaches from one part of an article into the next.
        for part in article.prose() {
            let text = part.of(&article.text);
            let words = tokenize::words(text, &self.words);
            let shift =
                |it: Span| Span::new(part.start() + it.start(), part.start() + it.end());
            let found = segment::sentences(text, &words, &self.words).into_iter();
            sentences.extend(found.map(|it| {
                let words = words[it].iter();
                words.map(|it| (shift(it.span), it.continues)).collect::<Vec<_>>()
            }));
        }
        let mut doc = self.annotate_tokens(article, &sentences);
        repair::repair(&mut doc);
        self.timexes.tag(&mut doc);
        self.coref.resolve(&mut doc);
        doc
    }

    /// Reads the trees and names of an article whose sentences and words are known: the
    /// span of each word, and whether it continues the surface token before it.
    pub fn annotate_tokens(
        &self,
        article: Article,
        sentences: &[Vec<(Span, bool)>],
    ) -> Document {
        let mut doc = Document {
            article,
            sentences: Vec::new(),
            tokens: Vec::new(),
            mentions: Vec::new(),
            chains: Vec::new(),
            timexes: Vec::new(),
        };
        let forms: Vec<Vec<&str>> = sentences
            .iter()
            .map(|it| it.iter().map(|(span, _)| doc.text(*span)).collect())
            .collect();
        let readings = self.encoder.read(&forms);
        let tags: Vec<NameTag> = readings.iter().flatten().map(|it| it.name).collect();
        for (words, readings) in sentences.iter().zip(&readings) {
            let first = doc.tokens.len();
            for ((span, continues), reading) in words.iter().zip(readings) {
                let lemma =
                    self.lemmatizer.lemma(doc.text(*span), reading.upos, reading.xpos);
                doc.tokens.push(token(*span, *continues, lemma, reading, first));
            }
            if let (Some(first_word), Some(last)) = (words.first(), words.last()) {
                let end = TokenId::new(doc.tokens.len());
                doc.sentences.push(Sentence {
                    span: first_word.0.cover(last.0),
                    tokens: TokenId::new(first).0..end.0,
                });
            }
        }
        doc.mentions = self.names.mentions(&doc, &tags);
        doc
    }
}

fn token(
    span: Span,
    continues: bool,
    lemma: Box<str>,
    reading: &Reading,
    first: usize,
) -> Token {
    Token {
        span,
        continues,
        lemma,
        upos: reading.upos,
        xpos: reading.xpos,
        feats: reading.feats.clone(),
        head: reading.head.map(|it| TokenId::new(first + it)),
        deprel: reading.deprel,
    }
}
