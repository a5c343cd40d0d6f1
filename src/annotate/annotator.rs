//! An annotator turns articles into documents.

use crate::doc::Document;
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::text::Article;

/// Everything needed to read an article: shared by all threads.
#[derive(Debug)]
pub struct Annotator {}

impl Annotator {
    /// Loads the model and the tables.
    pub fn new(_lexicon: &Lexicon) -> Result<Self> {
        Ok(Self {})
    }

    /// Reads an article: sentences, words, trees, names, times, chains.
    pub fn annotate(&self, article: Article) -> Document {
        Document {
            article,
            sentences: Vec::new(),
            tokens: Vec::new(),
            mentions: Vec::new(),
            chains: Vec::new(),
            timexes: Vec::new(),
        }
    }
}
