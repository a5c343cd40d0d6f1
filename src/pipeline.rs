//! The pipeline: articles in, graph out; the stages joined.

use std::num::NonZero;
use std::panic;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::annotate::{Annotator, PronounChoice};
use crate::doc::Document;
use crate::error::Result;
use crate::extract::{Extractor, Fact, OpenFact, Passage, Rendering};
use crate::graph::ArticleRecord;
use crate::lexicon::Lexicon;
use crate::resolve::{Resolved, Resolver};
use crate::text::{Article, Span};

/// The stages, with the model and the tables that they share; `Sync`.
#[derive(Debug)]
pub struct Pipeline {
    /// How many articles are read at a time; at first as many as there are cores.
    pub threads: NonZero<usize>,
    annotator: Annotator,
    extractor: Extractor,
    resolver: Resolver,
}

/// An article read to the end: its document and what it states.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The annotated article.
    pub doc: Document,
    /// Its entities and the facts between them.
    pub resolved: Resolved,
}

/// How many articles are annotated together.
const TOGETHER: usize = 8;

impl Pipeline {
    /// Loads the model and the tables.
    pub fn new(lexicon: &Lexicon) -> Result<Self> {
        Ok(Self {
            threads: thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
            annotator: Annotator::new(lexicon)?,
            extractor: Extractor::new(lexicon)?,
            resolver: Resolver::new(lexicon)?,
        })
    }

    /// What identifies this reader in the graph: the program's version, which stands for
    /// the model and the tables that it carries.
    pub fn config() -> String {
        format!("newsgraph-{}", env!("CARGO_PKG_VERSION"))
    }

    /// Annotates an article.
    pub fn annotate(&self, article: Article) -> Document {
        self.annotator.annotate(article)
    }

    /// Annotates an article whose sentences and words are known, by their spans.
    pub fn annotate_words(&self, article: Article, sentences: &[Vec<Span>]) -> Document {
        let words = |it: &Vec<Span>| it.iter().map(|it| (*it, false)).collect();
        let sentences: Vec<_> = sentences.iter().map(words).collect();
        self.annotator.annotate_words(article, &sentences)
    }

    /// The facts of each sentence of a document in its own words.
    pub fn open_facts(&self, doc: &Document, rendering: Rendering) -> Vec<Vec<OpenFact>> {
        self.extractor.open_facts(doc, rendering)
    }

    /// The attributions of a document as passages of its text.
    pub fn attributions(&self, doc: &Document) -> Vec<Passage> {
        self.extractor.attributions(doc)
    }

    /// What there is to choose from for every pronoun of a document.
    pub fn pronoun_choices(&self, doc: &Document) -> Vec<PronounChoice> {
        self.annotator.pronoun_choices(doc)
    }

    /// Reads the facts of a document.
    pub fn facts(&self, doc: &Document) -> Vec<Fact> {
        self.extractor.extract(doc)
    }

    /// Reads an article to the end.
    pub fn read(&self, article: Article) -> Reading {
        self.finish(self.annotate(article))
    }

    /// Annotates articles, several at a time; documents are in the order of the articles.
    pub fn documents(&self, articles: Vec<Article>) -> Vec<Document> {
        self.document_map(articles, |it| it)
    }

    /// Reads articles, several at a time; results are in the order of the articles.
    pub fn read_all(&self, articles: Vec<Article>) -> Vec<Reading> {
        self.read_map(articles, |it| it)
    }

    /// Reads articles to what the graph keeps of them, in their order.
    pub fn records(&self, articles: Vec<Article>) -> Vec<ArticleRecord> {
        let config = Self::config();
        self.read_map(articles, |it| ArticleRecord::new(&it.doc, &it.resolved, &config))
    }

    /// Reads articles, several at a time, and makes something of each; in their order.
    pub fn read_map<T: Send>(
        &self,
        articles: Vec<Article>,
        make: impl Fn(Reading) -> T + Sync,
    ) -> Vec<T> {
        self.each(articles, |doc| make(self.finish(doc)))
    }

    /// Annotates articles, several at a time, and makes something of each; in their order.
    pub fn document_map<T: Send>(
        &self,
        articles: Vec<Article>,
        make: impl Fn(Document) -> T + Sync,
    ) -> Vec<T> {
        self.each(articles, make)
    }

    /// Reads what an annotated article states.
    fn finish(&self, doc: Document) -> Reading {
        let resolved = self.resolver.resolve(&doc, self.facts(&doc));
        Reading { doc, resolved }
    }

    /// Annotates articles, makes something of each document, and restores their order.
    ///
    /// The threads are plain ones. A worker of a work-stealing pool would begin another
    /// article whenever it waits for the model, which has a pool of its own, on top of
    /// the article that it is in, until its stack is full.
    fn each<T: Send>(
        &self,
        articles: Vec<Article>,
        make: impl Fn(Document) -> T + Sync,
    ) -> Vec<T> {
        let threads = self.threads.get().min(articles.len());
        let share = articles.len().div_ceil(threads.max(1)).clamp(1, TOGETHER);
        let articles = Mutex::new(articles.into_iter().enumerate());
        let next = || -> (Vec<usize>, Vec<Article>) {
            let mut rest = articles.lock().unwrap_or_else(PoisonError::into_inner);
            rest.by_ref().take(share).unzip()
        };
        let work = || {
            let mut done = Vec::new();
            loop {
                let (places, articles) = next();
                if places.is_empty() {
                    break done;
                }
                let docs = self.annotator.annotate_all(articles);
                done.extend(places.into_iter().zip(docs.into_iter().map(&make)));
            }
        };
        let mut done = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let results = workers.into_iter().map(thread::ScopedJoinHandle::join);
            results
                .flat_map(|it| it.unwrap_or_else(|it| panic::resume_unwind(it)))
                .collect::<Vec<_>>()
        });
        done.sort_unstable_by_key(|(place, _)| *place);
        done.into_iter().map(|(_, it)| it).collect()
    }
}
