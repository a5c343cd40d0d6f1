//! A document is an article with everything that was read into it.

use std::ops::{Index, Range};

use crate::text::{Article, Span};
use crate::ud::{Deprel, Feats, Upos, Xpos};

use super::{Chain, ChainId, Mention, MentionId, Timex};

/// Declares the name of a place in one of a document's lists.
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The place `index`, from zero.
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The place as an index, from zero.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}
pub(super) use id;

id! {
    /// A word of a document; words count through the whole document.
    TokenId
}
id! {
    /// A sentence of a document.
    SentenceId
}

/// A syntactic word. Its form is `span.of(text)` and its `ID` is its place: neither is
/// stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Where it stands in the article.
    pub span: Span,
    /// Whether it continues the surface token that the word before it began: *n't* in
    /// *don't*. CoNLL-U writes such tokens as a range.
    pub continues: bool,
    /// The dictionary form: `fire` for *fired*.
    pub lemma: Box<str>,
    /// The universal tag.
    pub upos: Upos,
    /// The Penn Treebank tag.
    pub xpos: Xpos,
    /// The morphological features.
    pub feats: Feats,
    /// The word it depends on, in the same sentence; `None` for the root.
    pub head: Option<TokenId>,
    /// How it depends on it.
    pub deprel: Deprel,
    /// By how much the parser preferred this head to every other, in logits; `None` where
    /// the tree was given.
    pub margin: Option<f32>,
}

/// A sentence: a stretch of text and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From its first word to its last.
    pub span: Span,
    /// Its words, as places in [`Document::tokens`]; never empty.
    pub tokens: Range<u32>,
}

impl Sentence {
    /// The words of the sentence.
    pub fn token_ids(&self) -> impl DoubleEndedIterator<Item = TokenId> + use<> {
        self.tokens.clone().map(TokenId)
    }
}

/// An annotated article. Outside `annotate` it is complete: every sentence has a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The article, unaltered.
    pub article: Article,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    /// All words, in order.
    pub tokens: Vec<Token>,
    /// What the text refers to by name, description or pronoun, in order of their spans.
    pub mentions: Vec<Mention>,
    /// Mentions of one thing; every mention is in exactly one chain.
    pub chains: Vec<Chain>,
    /// Expressions of time, in order.
    pub timexes: Vec<Timex>,
}

impl Document {
    /// The words of the article that a span marks.
    pub fn text(&self, span: Span) -> &str {
        span.of(&self.article.text)
    }

    /// The form of a word, as it stands in the text.
    pub fn form(&self, token: TokenId) -> &str {
        self.text(self[token].span)
    }

    /// The sentence that holds a word.
    pub fn sentence_of(&self, token: TokenId) -> SentenceId {
        SentenceId::new(self.sentences.partition_point(|it| it.tokens.end <= token.0))
    }

    /// The sentence that holds the start of a span, or the last one before it.
    pub fn sentence_at(&self, span: Span) -> Option<SentenceId> {
        let after = self.sentences.partition_point(|it| it.span.start() <= span.start());
        after.checked_sub(1).map(SentenceId::new)
    }

    /// The mentions that begin at a byte of the text.
    pub fn mentions_at(&self, start: usize) -> impl Iterator<Item = &Mention> {
        let first = self.mentions.partition_point(|it| it.span.start() < start);
        self.mentions[first..].iter().take_while(move |it| it.span.start() == start)
    }

    /// The text between a sentence and the one before it; `None` at the first.
    pub fn gap_before(&self, sentence: SentenceId) -> Option<&str> {
        let before = sentence.index().checked_sub(1).map(SentenceId::new)?;
        Some(self.text(Span::new(self[before].span.end(), self[sentence].span.start())))
    }

    /// The places of all sentences, in order.
    pub fn sentence_ids(&self) -> impl DoubleEndedIterator<Item = SentenceId> + use<> {
        (0..self.sentences.len()).map(SentenceId::new)
    }

    /// The places of all mentions, in order.
    pub fn mention_ids(&self) -> impl DoubleEndedIterator<Item = MentionId> + use<> {
        (0..self.mentions.len()).map(MentionId::new)
    }
}

impl Index<TokenId> for Document {
    type Output = Token;

    fn index(&self, token: TokenId) -> &Token {
        &self.tokens[token.index()]
    }
}

impl Index<SentenceId> for Document {
    type Output = Sentence;

    fn index(&self, sentence: SentenceId) -> &Sentence {
        &self.sentences[sentence.index()]
    }
}

impl Index<MentionId> for Document {
    type Output = Mention;

    fn index(&self, mention: MentionId) -> &Mention {
        &self.mentions[mention.index()]
    }
}

impl Index<ChainId> for Document {
    type Output = Chain;

    fn index(&self, chain: ChainId) -> &Chain {
        &self.chains[chain.index()]
    }
}
