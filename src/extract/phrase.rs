//! A phrase is a noun phrase as an argument of a fact: a head and the words around it.

use crate::doc::{TokenId, Tree};
use crate::text::Span;
use crate::ud::{Deprel, Upos, Xpos};

use super::words::Words;

/// How much of a noun phrase is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// The head with what stands before it.
    Short,
    /// Also the *of* phrase, and every phrase after a proper noun.
    Of,
}

/// A stretch of a sentence with its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    /// The word that carries it.
    pub(super) head: TokenId,
    /// Where it stands.
    pub(super) span: Span,
}

/// The dependents of a noun that are never part of its phrase.
pub(super) const OUTSIDE: &[Deprel] = &[
    Deprel::Appos,
    Deprel::Parataxis,
    Deprel::List,
    Deprel::Discourse,
    Deprel::Vocative,
    Deprel::Dislocated,
    Deprel::Reparandum,
];

/// The dependents that belong to the clause of a predicate noun, not to its phrase.
pub(super) const CLAUSAL: &[Deprel] = &[
    Deprel::Nsubj,
    Deprel::Csubj,
    Deprel::Cop,
    Deprel::Aux,
    Deprel::Mark,
    Deprel::Obl,
    Deprel::Advcl,
    Deprel::Ccomp,
    Deprel::Obj,
    Deprel::Iobj,
    Deprel::Xcomp,
    Deprel::Orphan,
    Deprel::Expl,
];

impl Phrase {
    /// A single word.
    pub(super) fn word(tree: &Tree<'_>, token: TokenId) -> Self {
        Self { head: token, span: tree.token(token).span }
    }

    /// The words from the first to the last of `tokens`, which are in order.
    pub(super) fn of_tokens(
        tree: &Tree<'_>,
        head: TokenId,
        tokens: &[TokenId],
    ) -> Option<Self> {
        // What joins a phrase to others is no part of it.
        let joins = |it: &&TokenId| {
            let token = tree.token(**it);
            token.xpos == Xpos::Comma || token.deprel == Deprel::Cc
        };
        let first = *tokens.iter().find(|it| !joins(it))?;
        let last = *tokens.iter().rfind(|it| !joins(it))?;
        let last = tree.closed(first, last);
        let span = tree.token(first).span.cover(tree.token(last).span);
        Some(Self { head, span })
    }

    /// The noun phrase of `head`.
    pub(super) fn noun(
        tree: &Tree<'_>,
        words: &Words,
        head: TokenId,
        extent: Extent,
    ) -> Self {
        let predicate = tree.first(head, &[Deprel::Cop]);
        let quantity = tree.is_quantity(head);
        let group = tree.is_group(head);
        let prune = |dependent: TokenId, governor: TokenId| {
            let token = tree.token(dependent);
            let base = token.deprel.base();
            // *whose company*: whose, another phrase says.
            let asks = token.xpos == Xpos::WpPoss;
            if OUTSIDE.contains(&base) || base == Deprel::Acl || asks {
                return true;
            }
            if governor != head {
                return false;
            }
            match base {
                // *between $10 and $20*, *as much as $20*
                Deprel::Case if quantity => false,
                Deprel::Conj | Deprel::Cc => !group,
                Deprel::Case | Deprel::Mark => true,
                Deprel::Punct => true,
                Deprel::Nmod if dependent > head => match extent {
                    Extent::Short => true,
                    Extent::Of => {
                        let case = tree.first(dependent, &[Deprel::Case]);
                        // *1 in 4 residents*
                        let counts = tree.token(head).upos == Upos::Num;
                        tree.token(head).upos != Upos::Propn
                            && !counts
                            && case.is_some_and(|it| !words.joins(&tree.token(it).lemma))
                    }
                },
                Deprel::Advmod => {
                    let negates = token.feats.has("Polarity", "Neg");
                    dependent > head
                        || predicate.is_some_and(|it| dependent < it)
                        || negates
                }
                _ => CLAUSAL.contains(&base),
            }
        };
        let tokens = tree.subtree_without(head, prune);
        let tokens = contiguous(tree, head, &tokens);
        Self::of_tokens(tree, head, tokens).unwrap_or_else(|| Self::word(tree, head))
    }

    /// The complement of a copula: the predicate word with all that is said of it.
    pub(super) fn predicate(tree: &Tree<'_>, head: TokenId) -> Self {
        let copula = tree.first(head, &[Deprel::Cop]);
        let tokens = tree.subtree_without(head, |dependent, governor| {
            let outside = [Deprel::Conj, Deprel::Cc, Deprel::Parataxis, Deprel::Advcl];
            let base = tree.token(dependent).deprel.base();
            let frame = [
                Deprel::Nsubj,
                Deprel::Csubj,
                Deprel::Cop,
                Deprel::Aux,
                Deprel::Mark,
                Deprel::Punct,
                Deprel::Expl,
            ];
            let negates = tree.token(dependent).feats.has("Polarity", "Neg");
            governor == head
                && (outside.contains(&base)
                    || frame.contains(&base)
                    || copula.is_some_and(|it| {
                        dependent < it || negates && dependent.0 == it.0 + 1
                    }))
        });
        let tokens = contiguous(tree, head, &tokens);
        Self::of_tokens(tree, head, tokens).unwrap_or_else(|| Self::word(tree, head))
    }

    /// A clause as the content of a statement, without what `prune` names.
    pub(super) fn clause(
        tree: &Tree<'_>,
        head: TokenId,
        prune: impl Fn(TokenId) -> bool,
    ) -> Self {
        let tokens = tree.subtree_without(head, |it, _| prune(it));
        let pieces = || tokens.chunk_by(|one, next| one.0 + 1 == next.0);
        let own = pieces().find(|it| it.contains(&head) && it.len() > 2);
        // *The plant, Roe said, would close*: the longer of the pieces.
        let tokens =
            own.or_else(|| pieces().max_by_key(|it| it.len())).unwrap_or_default();
        let tokens = unquoted(tree, trim(tree, tokens));
        Self::of_tokens(tree, head, tokens).unwrap_or_else(|| Self::word(tree, head))
    }
}

/// `tokens` without the quotation marks round all of them, or left over at one end.
fn unquoted<'a>(tree: &Tree<'_>, mut tokens: &'a [TokenId]) -> &'a [TokenId] {
    let is_mark = |it: &TokenId| {
        matches!(tree.token(*it).xpos, Xpos::OpeningQuote | Xpos::ClosingQuote)
    };
    if let [first, rest @ ..] = tokens
        && is_mark(first)
        && rest.iter().filter(|it| is_mark(it)).count() < 2
    {
        tokens = trim(tree, rest);
    }
    if let [rest @ .., last] = tokens
        && is_mark(last)
        && rest.iter().filter(|it| is_mark(it)).count() % 2 == 0
    {
        tokens = trim(tree, rest);
    }
    tokens
}

/// The unbroken stretch of `tokens` round `head`: gaps may hold punctuation and adverbs
/// only. Punctuation at its ends is cut off.
fn contiguous<'a>(
    tree: &Tree<'_>,
    head: TokenId,
    tokens: &'a [TokenId],
) -> &'a [TokenId] {
    let bridges = |from: TokenId, to: TokenId, adverbs: bool| {
        (from.0 + 1..to.0).map(TokenId).all(|it| {
            let token = tree.token(it);
            token.upos == Upos::Punct || (adverbs && token.upos == Upos::Adv)
        })
    };
    let at = tokens.partition_point(|it| *it < head);
    let mut first = at;
    while first > 0 && bridges(tokens[first - 1], tokens[first], true) {
        first -= 1;
    }
    let mut last = at;
    while last + 1 < tokens.len() && bridges(tokens[last], tokens[last + 1], false) {
        last += 1;
    }
    trim(tree, &tokens[first..=last])
}

/// `tokens` without separating punctuation at either end; quotation marks stay.
fn trim<'a>(tree: &Tree<'_>, mut tokens: &'a [TokenId]) -> &'a [TokenId] {
    let separates = |it: &TokenId| {
        let token = tree.token(*it);
        let marks =
            [Xpos::Comma, Xpos::Period, Xpos::Colon, Xpos::Lrb, Xpos::Hyph, Xpos::Nfp];
        token.upos == Upos::Punct && marks.contains(&token.xpos)
    };
    while let [first, rest @ ..] = tokens
        && separates(first)
    {
        tokens = rest;
    }
    while let [rest @ .., last] = tokens
        && separates(last)
    {
        tokens = rest;
    }
    tokens
}

/// The nouns that `head` is coordinated with, itself first.
pub(super) fn members(tree: &Tree<'_>, head: TokenId) -> Vec<TokenId> {
    let mut members = vec![head];
    if tree.is_group(head) {
        return members;
    }
    members.extend(tree.with(head, &[Deprel::Conj]).filter(|it| {
        let token = tree.token(*it);
        // *Roe & Lopez*
        if tree.in_one_name(head, *it) {
            return false;
        }
        let nominal = token.upos.is_nominal()
            || matches!(token.upos, Upos::Adj | Upos::X | Upos::Det);
        let clausal = [Deprel::Nsubj, Deprel::Cop, Deprel::Obj];
        nominal && tree.first(*it, &clausal).is_none() && !is_same_person(tree, head, *it)
    }));
    members
}

/// *the former first lady and senator*: a singular noun that shares the determiner of the
/// one before it is another word for the same person or thing.
fn is_same_person(tree: &Tree<'_>, head: TokenId, conjunct: TokenId) -> bool {
    let singular = |it: TokenId| {
        let token = tree.token(it);
        match token.upos {
            Upos::Noun => token.xpos == Xpos::Nn,
            Upos::Propn => {
                token.xpos == Xpos::Nnp && tree.names_round(it).next().is_none()
            }
            _ => false,
        }
    };
    let determiner = |it: TokenId| tree.first(it, &[Deprel::Det]);
    let subject = tree.token(head).deprel.base() == Deprel::Nsubj;
    subject
        && singular(head)
        && singular(conjunct)
        && determiner(head).is_some()
        && determiner(conjunct).is_none()
        && tree.exactly(conjunct, Deprel::NmodPoss).next().is_none()
}
