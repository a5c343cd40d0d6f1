//! The pipeline: articles in, graph out; the stages joined.

use rayon::prelude::*;

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

    /// Reads articles on all threads of the current pool; results are in the order of
    /// the articles.
    pub fn read_all(&self, articles: Vec<Article>) -> Vec<Reading> {
        articles.into_par_iter().map(|it| self.read(it)).collect()
    }

    /// Reads articles to what the graph keeps of them, in their order.
    pub fn records(&self, articles: Vec<Article>) -> Vec<ArticleRecord> {
        let config = Self::config();
        articles
            .into_par_iter()
            .map(|it| {
                let reading = self.read(it);
                ArticleRecord::new(&reading.doc, &reading.resolved, &config)
            })
            .collect()
    }
}
