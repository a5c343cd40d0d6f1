//! A scene is a document laid out for coreference: phrases, trees, quotations.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::doc::{
    Document, EntityType, Mention, MentionId, SentenceId, Token, TokenId, Tree,
};
use crate::ud::{Deprel, Upos};

use super::mentions;
use super::quotes;
use super::traits::Traits;
use super::words::{Person, Pronoun, Usage, Words};

/// A mention with what its own words tell.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) mention: Mention,
    pub(super) kind: Kind,
    pub(super) traits: Traits,
    /// Its head in lower case: the lemma of a noun, the form of a name or pronoun.
    pub(super) word: String,
    pub(super) determiner: Determiner,
    /// Its adjectives, numbers and compounds in lower case.
    pub(super) modifiers: BTreeSet<String>,
}

impl Phrase {
    pub(super) fn head(&self) -> TokenId {
        self.mention.head
    }

    pub(super) fn is_name(&self) -> bool {
        self.kind == Kind::Name
    }

    pub(super) fn is_nominal(&self) -> bool {
        self.kind == Kind::Nominal
    }

    pub(super) fn pronoun(&self) -> Option<Pronoun> {
        match self.kind {
            Kind::Pronoun(pronoun) => Some(pronoun),
            Kind::Name | Kind::Nominal => None,
        }
    }

    pub(super) fn has_usage(&self, usage: Usage) -> bool {
        self.pronoun().is_some_and(|it| it.usage == usage)
    }

    /// Whether it is *I*, *we* or *you* in one of their forms.
    pub(super) fn is_participant(&self) -> bool {
        self.pronoun().is_some_and(|it| it.person != Person::Third)
    }
}

/// How a phrase refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Nominal,
    Pronoun(Pronoun),
}

/// What stands before a noun and says whether its thing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Determiner {
    /// Nothing.
    Bare,
    /// *the*, *this*.
    Definite,
    /// *a*, *some*, *every*.
    Other,
    /// A possessor, by its head.
    Possessive(TokenId),
}

/// A document laid out for coreference. Phrases are in the order of the mentions that
/// they will be: their places are the ids of those mentions.
#[derive(Debug)]
pub(super) struct Scene<'doc> {
    pub(super) doc: &'doc Document,
    pub(super) words: &'doc Words,
    pub(super) trees: Vec<Tree<'doc>>,
    pub(super) phrases: Vec<Phrase>,
    /// The paragraph of each sentence, from zero.
    pub(super) paragraphs: Vec<usize>,
    /// Whether each word stands between quotation marks.
    pub(super) quoted: Vec<bool>,
    by_head: FxHashMap<TokenId, MentionId>,
}

impl<'doc> Scene<'doc> {
    pub(super) fn new(doc: &'doc Document, words: &'doc Words) -> Self {
        let trees: Vec<_> = doc.sentence_ids().map(|it| Tree::new(doc, it)).collect();
        let phrases = mentions::find(doc, &trees, words);
        let by_head = phrases.iter().enumerate();
        let by_head = by_head.map(|(at, it)| (it.head(), MentionId::new(at))).collect();
        let quoted = quotes::quoted(doc);
        Self { doc, words, trees, phrases, paragraphs: paragraphs(doc), quoted, by_head }
    }

    /// Gives a name another type.
    pub(super) fn retype(&mut self, mention: MentionId, entity_type: EntityType) {
        let phrase = &mut self.phrases[mention.index()];
        phrase.mention.entity_type = entity_type;
        phrase.traits = mentions::name_traits(self.doc, self.words, &phrase.mention);
    }

    pub(super) fn ids(&self) -> impl DoubleEndedIterator<Item = MentionId> + use<> {
        (0..self.phrases.len()).map(MentionId::new)
    }

    pub(super) fn phrase(&self, mention: MentionId) -> &Phrase {
        &self.phrases[mention.index()]
    }

    /// The mentions before a mention in its sentence and in the `reach` sentences before
    /// that, in order.
    pub(super) fn before(
        &self,
        mention: MentionId,
        reach: usize,
    ) -> impl DoubleEndedIterator<Item = MentionId> + use<> {
        let first = self.sentence(mention).index().saturating_sub(reach);
        let start = self.doc.sentences[first].span.start();
        (self.place(start)..mention.index()).map(MentionId::new)
    }

    /// The mentions that begin inside a phrase, itself included.
    pub(super) fn inside(
        &self,
        phrase: &Phrase,
    ) -> impl Iterator<Item = MentionId> + use<> {
        let span = phrase.mention.span;
        (self.place(span.start())..self.place(span.end())).map(MentionId::new)
    }

    /// Those of some mentions, in order, that stand in the sentence of another.
    pub(super) fn beside<'a>(
        &self,
        mentions: &'a [MentionId],
        mention: MentionId,
    ) -> &'a [MentionId] {
        let sentence = self.sentence(mention);
        let start = mentions.partition_point(|it| self.sentence(*it) < sentence);
        let end = mentions.partition_point(|it| self.sentence(*it) <= sentence);
        &mentions[start..end]
    }

    /// How many phrases begin before a place in the text.
    fn place(&self, at: usize) -> usize {
        self.phrases.partition_point(|it| it.mention.span.start() < at)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = MentionId> + '_ {
        self.ids().filter(|it| self.phrase(*it).is_name())
    }

    /// The mention whose head a word is.
    pub(super) fn headed_by(&self, token: TokenId) -> Option<MentionId> {
        self.by_head.get(&token).copied()
    }

    pub(super) fn token(&self, token: TokenId) -> &'doc Token {
        &self.doc[token]
    }

    pub(super) fn sentence(&self, mention: MentionId) -> SentenceId {
        self.doc.sentence_of(self.phrase(mention).head())
    }

    pub(super) fn tree(&self, mention: MentionId) -> &Tree<'doc> {
        &self.trees[self.sentence(mention).index()]
    }

    pub(super) fn tree_of(&self, token: TokenId) -> &Tree<'doc> {
        &self.trees[self.doc.sentence_of(token).index()]
    }

    pub(super) fn paragraph(&self, mention: MentionId) -> usize {
        self.paragraphs[self.sentence(mention).index()]
    }

    pub(super) fn is_quoted(&self, mention: MentionId) -> bool {
        self.quoted[self.phrase(mention).head().index()]
    }

    /// How the head of a mention depends on its own head.
    pub(super) fn deprel(&self, mention: MentionId) -> Deprel {
        self.token(self.phrase(mention).head()).deprel
    }

    /// How many sentences lie between two mentions.
    pub(super) fn distance(&self, earlier: MentionId, later: MentionId) -> usize {
        self.sentence(later).index().saturating_sub(self.sentence(earlier).index())
    }

    /// Whether a mention is what a copula says of its subject: *is the mayor*, and not *is
    /// against the war*.
    pub(super) fn is_predicate(&self, mention: MentionId) -> bool {
        let tree = self.tree(mention);
        let head = self.phrase(mention).head();
        let has = |deprel| tree.first(head, &[deprel]).is_some();
        has(Deprel::Cop) && !has(Deprel::Case)
    }

    /// The words of title, apposition or trade right before a name, nearest first.
    pub(super) fn words_before(&self, mention: MentionId) -> Vec<TokenId> {
        let phrase = self.phrase(mention);
        let tree = self.tree(mention);
        let start = phrase.mention.span.start();
        let before = tree.tokens().rev().filter(|it| self.token(*it).span.end() <= start);
        before
            .take_while(|it| {
                let token = self.token(*it);
                let is_word = matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj);
                is_word && token.deprel != Deprel::Conj
            })
            .collect()
    }
}

/// The paragraph of each sentence: a line break between two sentences parts them.
fn paragraphs(doc: &Document) -> Vec<usize> {
    let mut at = 0;
    let mut found = Vec::with_capacity(doc.sentences.len());
    for sentence in doc.sentence_ids() {
        let parts = doc.gap_before(sentence).is_some_and(|it| it.contains('\n'));
        at += usize::from(parts);
        found.push(at);
    }
    found
}
