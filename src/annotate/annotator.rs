//! An annotator turns articles into documents.

use crate::doc::{Document, Sentence, Token, TokenId};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::model::{Encoder, NameTag, Reading};
use crate::text::{Article, Span};
use crate::ud::Xpos;

use super::coref::{Coref, PronounChoice};
use super::lemmatize::Lemmatizer;
use super::names::Names;
use super::repair;
use super::segment::{self, Boundaries, Example};
use super::timex::TimexTagger;
use super::tokenize::{self, Word};
use super::words::CutWords;

/// Everything needed to read an article: shared by all threads.
#[derive(Debug)]
pub struct Annotator {
    words: CutWords,
    boundaries: Boundaries,
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
            boundaries: Boundaries::new(lexicon)?,
            lemmatizer: Lemmatizer::new(lexicon)?,
            encoder: Encoder::english()?,
            names: Names::new(lexicon)?,
            timexes: TimexTagger::new(lexicon)?,
            coref: Coref::new(lexicon)?,
        })
    }

    /// Reads an article: sentences, words, trees, names, times, chains.
    pub fn annotate(&self, article: Article) -> Document {
        self.annotate_all(vec![article]).remove(0)
    }

    /// Reads articles together, which is faster than one after the other, since sentences
    /// of one length meet in one batch. Each document is the same as alone.
    pub fn annotate_all(&self, articles: Vec<Article>) -> Vec<Document> {
        let cut: Vec<_> = articles.iter().map(|it| self.cut(it)).collect();
        let forms = articles.iter().zip(&cut).flat_map(|(article, sentences)| {
            sentences.iter().map(|it| forms(article, it))
        });
        let mut readings = self.encoder.read(&forms.collect::<Vec<_>>()).into_iter();
        let read = |(article, sentences): (Article, Vec<Vec<(Span, bool)>>)| {
            let readings: Vec<_> = readings.by_ref().take(sentences.len()).collect();
            self.finished(self.document(article, &sentences, &readings))
        };
        articles.into_iter().zip(cut).map(read).collect()
    }

    /// The sentences of an article as spans of words, with whether each word continues
    /// the surface token before it.
    fn cut(&self, article: &Article) -> Vec<Vec<(Span, bool)>> {
        let mut sentences = Vec::new();
        // No sentence reaches from one part of an article into the next.
        for part in article.prose() {
            let text = part.of(&article.text);
            let words = tokenize::words(text, &self.words);
            let shift =
                |it: Span| Span::new(part.start() + it.start(), part.start() + it.end());
            let spans = |it: &[Word]| {
                it.iter().map(|it| (shift(it.span), it.continues)).collect::<Vec<_>>()
            };
            let found = segment::sentences(text, &words, &self.words, &self.boundaries);
            sentences.extend(found.into_iter().map(|it| spans(&words[it])));
        }
        sentences
    }

    /// The gaps between the words of a document's text, a line each: whether a sentence
    /// ends there (`1` or `0`), then the features, tabs between them. For training.
    pub fn boundary_examples(&self, doc: &Document) -> String {
        let text = doc.article.body_text();
        let words = tokenize::words(text, &self.words);
        let shift = doc.article.body.start();
        let ends = doc.sentences.iter().map(|it| it.span.end() - shift);
        let ends: Vec<usize> = ends.collect();
        let mut lines = String::new();
        for Example { features, ends } in
            segment::examples(text, &words, &self.words, &ends)
        {
            let label = if ends { "1" } else { "0" };
            lines.extend([label, "\t", &features.join("\t"), "\n"]);
        }
        lines
    }

    /// Reads an article whose sentences and words are known: the span of each word, and
    /// whether it continues the surface token before it.
    pub fn annotate_words(
        &self,
        article: Article,
        sentences: &[Vec<(Span, bool)>],
    ) -> Document {
        self.finished(self.annotate_tokens(article, sentences))
    }

    /// The document with what is read off its trees: repairs, times, chains.
    pub(crate) fn finished(&self, mut doc: Document) -> Document {
        repair::repair(&mut doc);
        self.timexes.tag(&mut doc);
        if repair::free_dates(&mut doc) {
            // Past or future is read off the verb of a date.
            self.timexes.tag(&mut doc);
        }
        self.coref.resolve(&mut doc);
        doc
    }

    /// What there is to choose from for every pronoun of an annotated document: what the
    /// weights of pronouns are learned from.
    pub fn pronoun_choices(&self, doc: &Document) -> Vec<PronounChoice> {
        self.coref.choices(doc)
    }

    /// Reads nothing but the trees and names of an article whose sentences and words are
    /// known.
    pub fn annotate_tokens(
        &self,
        article: Article,
        sentences: &[Vec<(Span, bool)>],
    ) -> Document {
        let forms: Vec<_> = sentences.iter().map(|it| forms(&article, it)).collect();
        let readings = self.encoder.read(&forms);
        self.document(article, sentences, &readings)
    }

    /// The document of an article whose words have been read.
    fn document(
        &self,
        article: Article,
        sentences: &[Vec<(Span, bool)>],
        readings: &[Vec<Reading>],
    ) -> Document {
        let mut doc = Document {
            article,
            sentences: Vec::new(),
            tokens: Vec::new(),
            mentions: Vec::new(),
            chains: Vec::new(),
            timexes: Vec::new(),
        };
        let tags: Vec<NameTag> = readings.iter().flatten().map(|it| it.name).collect();
        for (words, readings) in sentences.iter().zip(readings) {
            let first = doc.tokens.len();
            for ((span, continues), reading) in words.iter().zip(readings) {
                let lemma =
                    self.lemmatizer.lemma(doc.text(*span), reading.upos, xpos(reading));
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

/// The words of a sentence.
fn forms<'a>(article: &'a Article, words: &[(Span, bool)]) -> Vec<&'a str> {
    words.iter().map(|(span, _)| span.of(&article.text)).collect()
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
        xpos: xpos(reading),
        feats: reading.feats.clone(),
        head: reading.head.map(|it| TokenId::new(first + it)),
        deprel: reading.deprel,
        margin: Some(reading.margin),
    }
}

/// The tag of a word: a verb whose features are in the present has no tag of the past.
fn xpos(reading: &Reading) -> Xpos {
    let has = |feature, value| reading.feats.has(feature, value);
    match reading.xpos {
        Xpos::Vbd | Xpos::Vbn if has("Tense", "Pres") => {
            match (has("VerbForm", "Part"), has("Number", "Sing") && has("Person", "3")) {
                (true, _) => Xpos::Vbg,
                (false, true) => Xpos::Vbz,
                (false, false) => Xpos::Vbp,
            }
        }
        it => it,
    }
}
