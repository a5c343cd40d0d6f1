//! The words of a noun phrase, as short or as long as a renderer wants it.

use crate::doc::TokenId;
use crate::extract::phrase::{CLAUSAL, OUTSIDE};
use crate::ud::{Deprel, Upos};

use super::Sentence;

/// How much of a noun phrase is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Up to the head.
    Short,
    /// With the *of* phrase; with every phrase after a name.
    Of,
    /// With all prepositional phrases and participles.
    Full,
    /// As `Of`, with what is coordinated.
    Joint,
}

impl Sentence<'_> {
    /// The words of the noun phrase of `head`, in order and without gaps.
    pub(super) fn noun(&self, head: TokenId, extent: Extent) -> Vec<TokenId> {
        let tree = self.tree;
        let quantifies = self.words.is_quantifying(&tree.token(head).lemma);
        let extent = match extent {
            Extent::Short if quantifies => Extent::Of,
            other => other,
        };
        let found = tree.subtree_without(head, |dependent, governor| {
            self.prunes(head, dependent, governor, extent)
        });
        self.unbroken(head, &found)
    }

    fn prunes(
        &self,
        head: TokenId,
        dependent: TokenId,
        governor: TokenId,
        extent: Extent,
    ) -> bool {
        let tree = self.tree;
        let deprel = tree.token(dependent).deprel;
        let base = deprel.base();
        if OUTSIDE.contains(&base)
            || deprel == Deprel::AclRelcl
            || base == Deprel::Acl && extent != Extent::Full
        {
            return true;
        }
        if governor != head {
            return false;
        }
        let after = dependent > head;
        let upos = tree.token(head).upos;
        let nominal = matches!(upos, Upos::Noun | Upos::Propn);
        let copula = tree.first(head, &[Deprel::Cop]);
        match base {
            Deprel::Case | Deprel::Mark => true,
            Deprel::Cc if deprel == Deprel::CcPreconj => true,
            _ if tree.in_one_name(head, dependent) => false,
            Deprel::Conj | Deprel::Cc | Deprel::Punct => extent != Extent::Joint,
            // *$ 30 million a year*
            Deprel::Nmod | Deprel::Obl if after && extent == Extent::Short => {
                deprel != Deprel::NmodPoss
                    && tree.first(dependent, &[Deprel::Case]).is_some()
            }
            Deprel::Nmod if after && deprel == Deprel::Nmod => {
                let kept = upos == Upos::Propn || extent == Extent::Full;
                let case = tree.first(dependent, &[Deprel::Case]);
                !kept && case.is_some_and(|it| !self.words.joins(&tree.token(it).lemma))
            }
            Deprel::Advmod => {
                let denies = self.words.negates(&tree.lower(dependent));
                let of_clause = copula.is_some_and(|it| dependent < it || denies);
                of_clause || after && nominal
            }
            Deprel::Obl => copula.is_some(),
            Deprel::Nsubj | Deprel::Csubj | Deprel::Cop | Deprel::Aux => true,
            Deprel::Advcl | Deprel::Orphan if nominal || upos == Upos::Pron => true,
            _ => copula.is_some() && CLAUSAL.contains(&base),
        }
    }

    /// The unbroken stretch of `tokens` round `head`, with the punctuation inside it.
    /// Gaps may hold punctuation, and adverbs before the head.
    fn unbroken(&self, head: TokenId, tokens: &[TokenId]) -> Vec<TokenId> {
        let tree = self.tree;
        let bridges = |from: TokenId, to: TokenId, adverbs: bool| {
            (from.0 + 1..to.0).map(TokenId).all(|it| {
                let token = tree.token(it);
                token.deprel == Deprel::Punct || adverbs && token.upos == Upos::Adv
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
        let kept = |it: &TokenId| {
            tokens.binary_search(it).is_ok() || tree.token(*it).deprel == Deprel::Punct
        };
        let range = tokens[first].0..=tokens[last].0;
        self.trimmed(range.map(TokenId).filter(kept).collect())
    }

    /// The same without punctuation at either end; quotation marks and brackets that
    /// belong inside stay.
    pub(super) fn trimmed(&self, mut tokens: Vec<TokenId>) -> Vec<TokenId> {
        let separates = |it: &TokenId| {
            let token = self.tree.token(*it);
            let form = self.tree.doc().form(*it);
            token.upos == Upos::Punct && form.chars().all(|it| ",.;:-–—(".contains(it))
        };
        let start = tokens.iter().position(|it| !separates(it)).unwrap_or(tokens.len());
        tokens.drain(..start);
        while tokens.last().is_some_and(separates) {
            tokens.pop();
        }
        tokens
    }

    /// All words of a clause from its first to its last, without other sentences beside
    /// it, opening conjunctions and punctuation at its ends.
    pub(super) fn clause(&self, head: TokenId) -> Vec<TokenId> {
        let tree = self.tree;
        let apart = |it: TokenId, _| tree.token(it).deprel == Deprel::Parataxis;
        let found = tree.subtree_without(head, apart);
        let (Some(first), Some(last)) = (found.first(), found.last()) else {
            return Vec::new();
        };
        let mut tokens: Vec<_> = (first.0..=last.0).map(TokenId).collect();
        let opens = |it: &TokenId| {
            matches!(tree.token(*it).deprel.base(), Deprel::Punct | Deprel::Cc)
        };
        let start = tokens.iter().position(|it| !opens(it)).unwrap_or(tokens.len());
        tokens.drain(..start);
        while tokens.last().is_some_and(|it| tree.token(*it).deprel == Deprel::Punct) {
            tokens.pop();
        }
        tokens
    }

    /// The same without the clauses that are coordinated with it.
    pub(super) fn content(&self, head: TokenId) -> Vec<TokenId> {
        let tree = self.tree;
        let mut words = self.clause(head);
        let next = tree
            .with(head, &[Deprel::Conj])
            .find(|it| *it > head && tree.first(*it, &[Deprel::Nsubj]).is_some());
        if let Some(first) = next.and_then(|it| tree.subtree(it).first().copied()) {
            words.retain(|it| *it < first);
        }
        let joins = |it: &TokenId| {
            matches!(tree.token(*it).deprel.base(), Deprel::Punct | Deprel::Cc)
        };
        while words.last().is_some_and(joins) {
            words.pop();
        }
        words
    }

    /// The complement of a copula that is an adjective, with all that is said of it.
    pub(super) fn adjective(&self, head: TokenId) -> Vec<TokenId> {
        let tree = self.tree;
        let copula = tree.first(head, &[Deprel::Cop]);
        tree.subtree_without(head, |dependent, governor| {
            let token = tree.token(dependent);
            let base = token.deprel.base();
            if OUTSIDE.contains(&base) || token.deprel == Deprel::AclRelcl {
                return true;
            }
            if governor != head {
                return false;
            }
            let denies = self.words.negates(&tree.lower(dependent));
            match base {
                Deprel::Advmod => copula.is_some_and(|it| dependent < it) || denies,
                Deprel::Conj | Deprel::Case | Deprel::Cc | Deprel::Punct => true,
                _ => CLAUSAL.contains(&base),
            }
        })
    }

    /// The words that `head` is coordinated with, itself first.
    pub(super) fn members(&self, head: TokenId) -> Vec<TokenId> {
        let tree = self.tree;
        let mut members = vec![head];
        members.extend(tree.with(head, &[Deprel::Conj]).filter(|it| {
            let nominal = matches!(
                tree.token(*it).upos,
                Upos::Noun
                    | Upos::Propn
                    | Upos::Pron
                    | Upos::Num
                    | Upos::Adj
                    | Upos::Sym
                    | Upos::X
            );
            let clausal = [Deprel::Nsubj, Deprel::Cop, Deprel::Obj];
            nominal && !tree.in_one_name(head, *it) && tree.first(*it, &clausal).is_none()
        }));
        members
    }

    /// *state and federal courts*: a phrase once for each of the modifiers that are
    /// coordinated in it.
    pub(super) fn split(&self, phrase: Vec<TokenId>) -> Vec<Vec<TokenId>> {
        let tree = self.tree;
        let inside = |it: &TokenId| phrase.binary_search(it).is_ok();
        for modifier in &phrase {
            let token = tree.token(*modifier);
            let modifies = matches!(token.deprel, Deprel::Compound | Deprel::NmodDesc);
            let Some(head) = token.head.filter(|it| modifies && inside(it)) else {
                continue;
            };
            let others: Vec<_> = tree
                .with(*modifier, &[Deprel::Conj])
                .filter(|it| inside(it) && it > modifier && *it < head)
                .filter(|it| !tree.in_one_name(*modifier, *it))
                .collect();
            if others.is_empty() {
                continue;
            }
            let joins = |it: &TokenId| {
                matches!(tree.token(*it).deprel.base(), Deprel::Cc | Deprel::Punct)
            };
            let of_others: Vec<_> =
                others.iter().flat_map(|it| tree.subtree(*it)).collect();
            let mine: Vec<_> = tree
                .subtree(*modifier)
                .into_iter()
                .filter(|it| !of_others.contains(it))
                .collect();
            let rest: Vec<_> = phrase
                .iter()
                .filter(|it| !of_others.contains(it) && !mine.contains(it))
                .copied()
                .collect();
            let parts = others.iter().map(|it| tree.subtree(*it));
            return std::iter::once(mine)
                .chain(parts)
                .map(|part| {
                    let part = part.into_iter().filter(|it| !joins(it));
                    let mut words: Vec<_> = rest.iter().copied().chain(part).collect();
                    words.sort_unstable();
                    words.dedup();
                    words
                })
                .collect();
        }
        vec![phrase]
    }
}
