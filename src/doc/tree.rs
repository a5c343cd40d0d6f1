//! A tree is a sentence seen through its dependencies.

use std::ops::Range;

use crate::text::Span;
use crate::ud::{Deprel, Upos, Xpos};

use super::{
    Document, Mention, MentionForm, MentionId, SentenceId, Timex, Token, TokenId,
};

/// The dependency tree of one sentence, with the dependents of each word at hand.
#[derive(Debug, Clone)]
pub struct Tree<'doc> {
    doc: &'doc Document,
    sentence: SentenceId,
    first: usize,
    dependents: Vec<Vec<TokenId>>,
    root: TokenId,
}

impl<'doc> Tree<'doc> {
    /// The tree of a sentence.
    pub fn new(doc: &'doc Document, sentence: SentenceId) -> Self {
        let sent = &doc[sentence];
        let first = sent.tokens.start as usize;
        let mut dependents = vec![Vec::new(); sent.tokens.len()];
        let mut root = TokenId(sent.tokens.start);
        for token in sent.token_ids() {
            match doc[token].head {
                Some(head) => dependents[head.index() - first].push(token),
                None => root = token,
            }
        }
        Self { doc, sentence, first, dependents, root }
    }

    /// The document of the sentence.
    pub fn doc(&self) -> &'doc Document {
        self.doc
    }

    /// The sentence.
    pub fn sentence(&self) -> SentenceId {
        self.sentence
    }

    /// The word that depends on none.
    pub fn root(&self) -> TokenId {
        self.root
    }

    /// A word of the sentence.
    pub fn token(&self, token: TokenId) -> &'doc Token {
        &self.doc[token]
    }

    /// The words of the sentence, in order.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = TokenId> + use<> {
        self.doc[self.sentence].token_ids()
    }

    /// The word before one, where the sentence has one.
    pub fn before(&self, token: TokenId) -> Option<TokenId> {
        let first = self.tokens().next()?;
        (first < token).then(|| TokenId(token.0 - 1))
    }

    /// The word after `token`, where the sentence has one.
    pub fn after(&self, token: TokenId) -> Option<TokenId> {
        let last = self.tokens().next_back()?;
        (token < last).then(|| TokenId(token.0 + 1))
    }

    /// The mentions that begin in the sentence, in order.
    pub fn mentions(&self) -> impl DoubleEndedIterator<Item = MentionId> + use<> {
        let range = within(&self.doc.mentions, self.span(), |it| it.span);
        range.map(MentionId::new)
    }

    /// The expressions of time that begin in the sentence, in order.
    pub fn timexes(&self) -> &'doc [Timex] {
        &self.doc.timexes[within(&self.doc.timexes, self.span(), |it| it.span)]
    }

    /// The names that a word of the sentence stands in.
    pub fn names_round(&self, token: TokenId) -> impl Iterator<Item = &'doc Mention> {
        let (doc, span) = (self.doc, self.doc[token].span);
        let mentions = self.mentions().map(|it| &doc[it]);
        let begun = mentions.take_while(move |it| it.span.start() <= span.start());
        begun.filter(move |it| it.form == MentionForm::Named && it.span.contains(span))
    }

    /// Whether two words stand in the same name: *Roe & Lopez*.
    pub fn in_one_name(&self, one: TokenId, other: TokenId) -> bool {
        let span = self.doc[other].span;
        self.names_round(one).any(|it| it.span.contains(span))
    }

    /// The last word of a phrase, with those of its words that hyphens tie to it (*a
    /// sit-down*), and the quotation mark after it where one is opened in the phrase that is
    /// not closed there: *the "public option"*.
    pub fn closed(&self, first: TokenId, mut last: TokenId) -> TokenId {
        let sentence = &self.doc[self.sentence].tokens;
        while let Some(next) =
            Some(TokenId(last.0 + 2)).filter(|it| sentence.contains(&it.0))
            && self.tied(next) <= last
            && self.token(next).head.is_some_and(|it| first <= it && it <= last)
        {
            last = next;
        }
        let xpos = |it: u32| self.doc[TokenId(it)].xpos;
        let is_mark = |it: &Xpos| matches!(it, Xpos::OpeningQuote | Xpos::ClosingQuote);
        let mark = (first.0..=last.0).rev().map(xpos).find(is_mark);
        let next = last.0 + 1;
        let closes = mark == Some(Xpos::OpeningQuote)
            && sentence.contains(&next)
            && xpos(next) == Xpos::ClosingQuote;
        if closes { TokenId(next) } else { last }
    }

    /// The first of the words that hyphens tie to a word, itself where none does: *four* of
    /// *star* in *four-star*.
    pub fn tied(&self, word: TokenId) -> TokenId {
        let tied = word.0.checked_sub(2).map(|it| [it, it + 1, it + 2].map(TokenId));
        let tied = tied.filter(|[first, hyphen, word]| {
            let spans = [first, hyphen, word].map(|it| self.doc[*it].span);
            self.doc[self.sentence].tokens.contains(&first.0)
                && self.token(*hyphen).xpos == Xpos::Hyph
                && spans.windows(2).all(|it| it[0].end() == it[1].start())
        });
        tied.map_or(word, |[first, ..]| self.tied(first))
    }

    /// Whether a number that is no oblique has a preposition of its own, which then says
    /// how much it is: *gave between $10 and $20*.
    pub fn is_quantity(&self, head: TokenId) -> bool {
        let token = self.token(head);
        matches!(token.upos, Upos::Num | Upos::Sym)
            && matches!(token.deprel.base(), Deprel::Obj | Deprel::Nsubj)
            && self.first(head, &[Deprel::Case]).is_some()
    }

    /// Whether coordinated nouns are one group: under one number (*88 generals and
    /// admirals*), or as the ends of a range.
    pub fn is_group(&self, head: TokenId) -> bool {
        if self.is_quantity(head) {
            return true;
        }
        let plural = |it: TokenId| self.token(it).xpos == Xpos::Nns;
        let mut conjuncts = self.with(head, &[Deprel::Conj]).peekable();
        let bare = |it: TokenId| {
            self.dependents(it).iter().all(|it| {
                matches!(self.token(*it).deprel.base(), Deprel::Cc | Deprel::Punct)
            })
        };
        conjuncts.peek().is_some()
            && plural(head)
            && self.first(head, &[Deprel::Nummod]).is_some()
            && conjuncts.all(|it| plural(it) && bare(it))
    }

    fn span(&self) -> Span {
        self.doc[self.sentence].span
    }

    /// The words that depend on `token` directly, in order; none where it stands in
    /// another sentence.
    pub fn dependents(&self, token: TokenId) -> &[TokenId] {
        let place = token.index().checked_sub(self.first);
        place.and_then(|it| self.dependents.get(it)).map_or(&[], Vec::as_slice)
    }

    /// The direct dependents whose relation, without its subtype, is one of `deprels`.
    pub fn with<'tree>(
        &'tree self,
        token: TokenId,
        deprels: &'tree [Deprel],
    ) -> impl DoubleEndedIterator<Item = TokenId> + 'tree {
        let wanted = |it: &TokenId| deprels.contains(&self.doc[*it].deprel.base());
        self.dependents(token).iter().copied().filter(wanted)
    }

    /// The first direct dependent with one of the universal relations `deprels`.
    pub fn first(&self, token: TokenId, deprels: &[Deprel]) -> Option<TokenId> {
        self.with(token, deprels).next()
    }

    /// Whether a word that negates hangs on `token`.
    pub fn is_negated(&self, token: TokenId) -> bool {
        let mut below = self.dependents(token).iter();
        below.any(|it| self.token(*it).feats.has("Polarity", "Neg"))
    }

    /// The direct dependents whose relation, subtype included, is `deprel`.
    pub fn exactly(
        &self,
        token: TokenId,
        deprel: Deprel,
    ) -> impl DoubleEndedIterator<Item = TokenId> + '_ {
        let wanted = move |it: &TokenId| self.doc[*it].deprel == deprel;
        self.dependents(token).iter().copied().filter(wanted)
    }

    /// `token` and everything below it, in order.
    pub fn subtree(&self, token: TokenId) -> Vec<TokenId> {
        self.subtree_without(token, |_, _| false)
    }

    /// `token` and everything below it, in order, without the words for which
    /// `prune(dependent, head)` holds and what hangs on them.
    pub fn subtree_without(
        &self,
        token: TokenId,
        mut prune: impl FnMut(TokenId, TokenId) -> bool,
    ) -> Vec<TokenId> {
        let mut found = vec![token];
        let mut at = 0;
        while let Some(head) = found.get(at).copied() {
            let dependents = self.dependents(head).iter().copied();
            found.extend(dependents.filter(|it| !prune(*it, head)));
            at += 1;
        }
        found.sort_unstable();
        found
    }

    /// The words on the way from one word to another, each with an arc of the way above
    /// it: both ends, and what stands between, but for the word where the arcs meet.
    pub fn way(&self, from: TokenId, to: TokenId) -> Vec<TokenId> {
        let above = |it: &TokenId| self.doc[*it].head;
        let depth = |it: TokenId| std::iter::successors(Some(it), above).count();
        let (mut ends, mut depths) = ([from, to], [depth(from), depth(to)]);
        let mut way = Vec::new();
        while ends[0] != ends[1] {
            let lower = usize::from(depths[1] > depths[0]);
            way.push(ends[lower]);
            let Some(head) = above(&ends[lower]) else { break };
            ends[lower] = head;
            depths[lower] -= 1;
        }
        way
    }

    /// Whether `token` is `ancestor` or hangs below it.
    pub fn is_under(&self, token: TokenId, ancestor: TokenId) -> bool {
        let mut at = Some(token);
        while let Some(it) = at {
            if it == ancestor {
                return true;
            }
            at = self.doc[it].head;
        }
        false
    }

    /// The verb that a stretch of words follows whatever hangs on what: right before it
    /// (*said Monday*), or before its preposition where a clause follows (*said on Monday
    /// that*).
    pub fn verb_before(&self, span: Span) -> Option<TokenId> {
        let inside = |it: &TokenId| span.overlaps(self.token(*it).span);
        let first = self.tokens().find(inside)?;
        let last = self.tokens().rfind(inside)?;
        let upos =
            |it: TokenId| self.tokens().any(|x| x == it).then(|| self.token(it).upos);
        let before = first.0.checked_sub(1).map(TokenId)?;
        match upos(before)? {
            Upos::Verb => Some(before),
            Upos::Adp if upos(TokenId(last.0 + 1)) == Some(Upos::Sconj) => {
                let verb = before.0.checked_sub(1).map(TokenId)?;
                (upos(verb) == Some(Upos::Verb)).then_some(verb)
            }
            _ => None,
        }
    }

    /// The form of a word in lower case.
    pub fn lower(&self, token: TokenId) -> String {
        self.doc.form(token).to_lowercase()
    }
}

/// The places of what begins inside a span, of things in the order of their spans.
fn within<T>(all: &[T], span: Span, span_of: impl Fn(&T) -> Span) -> Range<usize> {
    let place = |at: usize| all.partition_point(|it| span_of(it).start() < at);
    place(span.start())..place(span.end())
}

#[cfg(test)]
mod tests {
    use super::Tree;
    use crate::doc::{
        Document, EntityType, Mention, MentionForm, MentionId, SentenceId, Timex,
        TimexType, TokenId, read_conllu,
    };

    #[test]
    fn a_sentence_knows_its_own_mentions_and_times() {
        let sentence = |words: &str| {
            let rows = words.split(' ').zip(1..).map(|(word, id)| {
                format!("{id}\t{word}\t_\tX\tFW\t_\t{}\tdep\t_\t_\n", i32::from(id != 1))
            });
            rows.collect::<String>() + "\n"
        };
        let conllu = ["Roe won Monday", "Poe left", "Moe met Doe today"].map(sentence);
        let mut doc: Document = read_conllu(&conllu.concat()).unwrap();
        let span = |it: usize| doc.tokens[it].span;
        let mention = |it: usize| Mention {
            span: span(it),
            head: TokenId::new(it),
            entity_type: EntityType::Person,
            form: MentionForm::Named,
        };
        let mentions = [0, 3, 5, 7].map(mention).to_vec();
        let timex = |it: usize| Timex {
            span: span(it),
            timex_type: TimexType::Date,
            value: None,
            ends: None,
        };
        let timexes = [2, 8].map(timex).to_vec();
        (doc.mentions, doc.timexes) = (mentions, timexes);
        let found = doc.sentence_ids().map(|it: SentenceId| {
            let tree = Tree::new(&doc, it);
            (tree.mentions().collect::<Vec<_>>(), tree.timexes())
        });
        let expected = [
            (vec![MentionId(0)], &doc.timexes[..1]),
            (vec![MentionId(1)], &[][..]),
            (vec![MentionId(2), MentionId(3)], &doc.timexes[1..]),
        ];
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }
}
