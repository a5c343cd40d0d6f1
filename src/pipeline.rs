//! The pipeline: articles in, graph out; the stages joined.

use std::num::NonZero;
use std::panic;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::annotate::Annotator;
use crate::doc::Document;
use crate::error::Result;
use crate::extract::{Extractor, Fact};
use crate::graph::ArticleRecord;
use crate::lexicon::Lexicon;
use crate::resolve::{Resolved, Resolver};
use crate::text::Article;

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

    /// Reads the facts of a document.
    pub fn facts(&self, doc: &Document) -> Vec<Fact> {
        self.extractor.extract(doc)
    }

    /// Reads an article to the end.
    pub fn read(&self, article: Article) -> Reading {
        let doc = self.annotate(article);
        let facts = self.facts(&doc);
        let resolved = self.resolver.resolve(&doc, facts);
        Reading { doc, resolved }
    }

    /// Reads articles, several at a time; results are in the order of the articles.
    pub fn read_all(&self, articles: Vec<Article>) -> Vec<Reading> {
        self.each(articles, |it| self.read(it))
    }

    /// Reads articles to what the graph keeps of them, in their order.
    pub fn records(&self, articles: Vec<Article>) -> Vec<ArticleRecord> {
        let config = Self::config();
        self.each(articles, |it| {
            let reading = self.read(it);
            ArticleRecord::new(&reading.doc, &reading.resolved, &config)
        })
    }

    /// Reads articles, several at a time, and makes something of each; in their order.
    pub fn read_map<T: Send>(
        &self,
        articles: Vec<Article>,
        make: impl Fn(Reading) -> T + Sync,
    ) -> Vec<T> {
        self.each(articles, |it| make(self.read(it)))
    }

    /// Does something with every article, and restores their order.
    ///
    /// The threads are plain ones. A worker of a work-stealing pool would begin another
    /// article whenever it waits for the model, which has a pool of its own, on top of
    /// the article that it is in, until its stack is full.
    fn each<T: Send>(
        &self,
        articles: Vec<Article>,
        read: impl Fn(Article) -> T + Sync,
    ) -> Vec<T> {
        let threads = self.threads.get().min(articles.len());
        let articles = Mutex::new(articles.into_iter().enumerate());
        let next = || articles.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = || {
            let mut done = Vec::new();
            while let Some((place, article)) = next() {
                done.push((place, read(article)));
            }
            done
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
