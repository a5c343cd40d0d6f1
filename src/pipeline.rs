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

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Pipeline;
    use crate::doc::{Document, Mention, MentionForm, Sentence, Token, TokenId};
    use crate::lexicon::Lexicon;
    use crate::text::{Article, Span};

    /// What an article of any length is full of: names in full and in part, titles,
    /// appositions, descriptions, possessors, dates, quotations, pronouns.
    const STORY: &str = "Senator Jan Qxaaaa, the director of the Qxaaaa Harbor Fund, met \
        Ana Qxaaaa, a lawyer, on March 4. The senator said she would sue QHF, and her \
        lawyer praised the fund. \u{201c}We will win,\u{201d} Ana Qxaaaa said on Monday. \
        \u{201c}Qxaaaa has promised to leave the company, and I believe him.\u{201d} The \
        Qxaaaa campaign, which had urged the board to act, paid his lawyer $4 million in \
        2019. Qxaaaa, the chairman of Bolt Labs, called it a lie. ";

    /// The document of a story with its words and trees as often as wanted, each time
    /// about other people.
    fn repeated(story: &Document, times: usize) -> Document {
        let length = story.article.text.len();
        let (words, sentences) = (story.tokens.len(), story.sentences.len());
        let text: Vec<_> = (0..times)
            .map(|it| {
                let letters = [26 * 26 * 26, 26 * 26, 26, 1].map(|place| {
                    char::from(b'a' + u8::try_from(it / place % 26).unwrap_or_default())
                });
                let name = format!("Qx{}", letters.iter().collect::<String>());
                story.article.text.replace("Qxaaaa", &name)
            })
            .collect();
        let mut article = Article::new("long", text.concat());
        article.date_published = story.article.date_published;
        let moved = |it: Span, by: usize| {
            Span::new(it.start() + by * length, it.end() + by * length)
        };
        let later = |it: TokenId, by: usize| TokenId::new(it.index() + by * words);
        let copies =
            |count: usize| (0..count * times).map(move |it| (it % count, it / count));
        let tokens = copies(words).map(|(at, by)| {
            let it = &story.tokens[at];
            let head = it.head.map(|it| later(it, by));
            Token { span: moved(it.span, by), head, ..it.clone() }
        });
        let sentences = copies(sentences).map(|(at, by)| {
            let it = &story.sentences[at];
            let place = |it: u32| later(TokenId(it), by).0;
            let tokens = place(it.tokens.start)..place(it.tokens.end);
            Sentence { span: moved(it.span, by), tokens }
        });
        let named = story.mentions.iter().filter(|it| it.form == MentionForm::Named);
        let named: Vec<_> = named.collect();
        let mentions = copies(named.len()).map(|(at, by)| {
            let it = named[at];
            let (span, head) = (moved(it.span, by), later(it.head, by));
            Mention { span, head, ..it.clone() }
        });
        Document {
            article,
            tokens: tokens.collect(),
            sentences: sentences.collect(),
            mentions: mentions.collect(),
            chains: Vec::new(),
            timexes: Vec::new(),
        }
    }

    #[test]
    fn the_time_for_an_article_grows_as_its_length() {
        let pipeline = Pipeline::new(&Lexicon::embedded()).unwrap();
        let mut article = Article::new("story", STORY);
        article.date_published = "2024-03-05".parse().ok();
        let story = pipeline.annotate(article);
        let time = |times: usize, rounds: usize| {
            let long = repeated(&story, times);
            let once = || {
                let start = Instant::now();
                let doc = pipeline.annotator.finished(long.clone());
                let annotated = start.elapsed();
                let start = Instant::now();
                let facts = pipeline.facts(&doc);
                let extracted = start.elapsed();
                let start = Instant::now();
                assert!(facts.len() >= 4 * times, "{} facts", facts.len());
                let resolved = pipeline.resolver.resolve(&doc, facts);
                assert!(resolved.entities.len() >= 3 * times);
                [annotated, extracted, start.elapsed()]
            };
            let run = || {
                let rounds: Vec<_> = (0..rounds).map(|_| once()).collect();
                [0, 1, 2].map(|stage| rounds.iter().map(|it| it[stage]).sum::<Duration>())
            };
            let tries = [run(), run(), run()];
            [0, 1, 2].map(|stage| tries.iter().map(|it| it[stage]).min())
        };
        // Eight times the text: a loop over all of it for each sentence would take up to
        // 64 times as long, and may take 20 times. The short one is read eight times over,
        // so that other work holds up both alike.
        let (short, long) = (time(25, 8), time(200, 1));
        for (stage, (short, long)) in short.into_iter().zip(long).enumerate() {
            let (short, long) = (short.unwrap(), long.unwrap());
            assert!(8 * long < 20 * short, "stage {stage}: {short:?}, then {long:?}");
        }
    }
}
