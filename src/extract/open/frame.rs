//! A frame is a clause with the words that a renderer needs: verb group, prepositions,
//! infinitives, purposes.

use crate::doc::TokenId;
use crate::ud::{Deprel, Upos, Xpos};

use super::super::clause::{Clause, case_of};
use super::super::subject::Found;
use super::Sentence;
use super::noun::Extent;

/// A clause ready to be rendered.
#[derive(Debug, Clone)]
pub(super) struct Frame<'a> {
    /// The clause.
    pub(super) clause: &'a Clause,
    /// The predicate that carries the arguments: for *was able to run*, *run*.
    pub(super) last: TokenId,
    /// Whether that is a predicate noun or adjective.
    pub(super) copular: bool,
    /// Auxiliaries, negations, verbs and particles.
    pub(super) verbs: Vec<TokenId>,
    /// Direct objects.
    pub(super) objects: Vec<TokenId>,
    /// Predicate nouns and adjectives.
    pub(super) complements: Vec<TokenId>,
    /// Obliques with their prepositions.
    pub(super) obliques: Vec<(Vec<TokenId>, TokenId)>,
    /// Clauses as objects.
    pub(super) contents: Vec<TokenId>,
    /// Adverbs.
    pub(super) adverbs: Vec<TokenId>,
    /// Adverbial clauses.
    pub(super) adverbials: Vec<TokenId>,
    /// Infinitives of purpose.
    pub(super) purposes: Vec<TokenId>,
    /// The predication over the whole clause: *the problem is that …*.
    pub(super) outer: Option<Outer>,
    /// Infinitives and gerunds of an object or complement, with it.
    pub(super) infinitives: Vec<(TokenId, TokenId)>,
}

/// A copula whose complement is a clause.
#[derive(Debug, Clone)]
pub(super) struct Outer {
    /// What is said to be so.
    pub(super) subject: TokenId,
    /// The copula, what belongs to it, and the mark of the clause.
    pub(super) copula: Vec<TokenId>,
}

impl<'a> Sentence<'a> {
    /// The frames of the sentence.
    pub(super) fn frames(&self) -> Vec<Frame<'a>> {
        self.clauses.iter().filter_map(|it| self.frame(it)).collect()
    }

    fn frame(&self, clause: &'a Clause) -> Option<Frame<'a>> {
        let tree = self.tree;
        let token = tree.token(clause.predicate);
        // *the decision to run* is rendered with its governor.
        if token.deprel == Deprel::Acl
            && token.xpos == Xpos::Vb
            && token.head.is_some_and(|it| {
                let argument = [Deprel::Obj, Deprel::Obl];
                argument.contains(&tree.token(it).deprel.base())
                    || tree.first(it, &[Deprel::Cop]).is_some()
            })
        {
            return None;
        }
        if self.is_rendered_elsewhere(clause) {
            return None;
        }
        let mut frame = Frame {
            clause,
            last: clause.last(),
            copular: clause.copular
                && tree.first(clause.last(), &[Deprel::Cop]).is_some(),
            verbs: self.verbs(clause),
            objects: clause.objects.clone(),
            complements: clause.complements.clone(),
            obliques: Vec::new(),
            contents: clause.contents.clone(),
            adverbs: clause.adverbs.clone(),
            adverbials: Vec::new(),
            purposes: Vec::new(),
            infinitives: Vec::new(),
            outer: self.outer(clause.predicate),
        };
        if frame.outer.is_some() {
            let verbal = matches!(tree.token(frame.last).upos, Upos::Verb | Upos::Aux);
            frame.copular &= !verbal;
            frame.complements.retain(|it| *it != frame.last || !verbal);
        }
        let obliques = clause.obliques.iter().map(|it| match it.inner {
            Some(noun) => (self.case(case_of(tree, noun)), noun),
            None => (self.case(it.case), it.head),
        });
        frame.obliques = obliques.collect();
        self.adjective_chain(&mut frame);
        frame.verbs.sort_unstable();
        frame.verbs.dedup();
        let mut chain = clause.chain.clone();
        chain.push(frame.last);
        chain.dedup();
        for predicate in &chain {
            let clauses: Vec<_> = tree.with(*predicate, &[Deprel::Advcl]).collect();
            frame.purposes.extend(clauses.iter().copied().filter(|it| {
                tree.token(*it).xpos == Xpos::Vb
                    && it > predicate
                    && tree.first(*it, &[Deprel::Nsubj]).is_none()
                    && tree.with(*it, &[Deprel::Mark]).any(|it| self.is_to(it))
            }));
            frame.adverbials.extend(clauses);
        }
        for noun in frame.objects.iter().chain(&frame.complements) {
            frame.infinitives.extend(tree.exactly(*noun, Deprel::Acl).filter_map(|it| {
                let marked = tree.first(it, &[Deprel::Mark]).is_some();
                let xpos = tree.token(it).xpos;
                (xpos == Xpos::Vb || xpos == Xpos::Vbg && marked).then_some((*noun, it))
            }));
        }
        Some(frame)
    }

    /// Words in lower case, joined by spaces.
    pub(super) fn lower(&self, tokens: &[TokenId]) -> String {
        let words = tokens.iter().map(|it| self.tree.lower(*it));
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether a clause without a subject of its own is rendered with its governor: an
    /// infinitive of purpose, a gerund behind a preposition.
    fn is_rendered_elsewhere(&self, clause: &Clause) -> bool {
        let tree = self.tree;
        let token = tree.token(clause.predicate);
        let marked = tree.first(clause.predicate, &[Deprel::Mark]).is_some();
        let own = clause.subject.found == Found::Own
            && tree.first(clause.predicate, &[Deprel::Nsubj]).is_some();
        match (token.deprel, token.xpos) {
            (Deprel::Advcl, Xpos::Vb) => {
                marked && !own && clause.subject.found != Found::Control
            }
            (Deprel::Acl, Xpos::Vbg) => marked,
            _ => false,
        }
    }

    /// The preposition of a complement. Before a copula it is a subordinator: *as it was
    /// the main language*.
    pub(super) fn complement_case(&self, complement: TokenId) -> Vec<TokenId> {
        let copular = self.tree.first(complement, &[Deprel::Cop]).is_some();
        let case = case_of(self.tree, complement)
            .filter(|it| !copular || self.tree.token(*it).deprel.base() == Deprel::Case);
        self.case(case)
    }

    fn is_to(&self, token: TokenId) -> bool {
        self.tree.token(token).xpos == Xpos::To
    }

    /// The predication over the whole clause of a predicate.
    fn outer(&self, predicate: TokenId) -> Option<Outer> {
        let tree = self.tree;
        let subjects: Vec<_> = tree.with(predicate, &[Deprel::Nsubj]).collect();
        let copula = tree.first(predicate, &[Deprel::Cop])?;
        let (first, last) = (*subjects.first()?, *subjects.last()?);
        if !(first < copula && copula < last) {
            return None;
        }
        let of_copula = |it: &TokenId| {
            let base = tree.token(*it).deprel.base();
            let helps = matches!(base, Deprel::Cop | Deprel::Aux | Deprel::Mark);
            (helps || self.words.negates(&tree.lower(*it))) && *it > first && *it < last
        };
        let copula =
            tree.dependents(predicate).iter().copied().filter(of_copula).collect();
        Some(Outer { subject: first, copula })
    }

    /// A preposition with the words fixed to it: *according to*.
    pub(super) fn case(&self, case: Option<TokenId>) -> Vec<TokenId> {
        let Some(case) = case else { return Vec::new() };
        let noun = self.tree.token(case).head;
        let mut words: Vec<_> = noun
            .into_iter()
            .flat_map(|it| self.tree.with(it, &[Deprel::Case]))
            .filter(|it| self.tree.token(*it).xpos != Xpos::Pos)
            .collect();
        if words.is_empty() {
            words.push(case);
        }
        let fixed: Vec<_> =
            words.iter().flat_map(|it| self.tree.with(*it, &[Deprel::Fixed])).collect();
        words.extend(fixed);
        words.sort_unstable();
        words
    }

    /// The words of a clause's predicates.
    fn verbs(&self, clause: &Clause) -> Vec<TokenId> {
        let mut words = Vec::new();
        for (at, predicate) in clause.chain.iter().enumerate() {
            words.extend(self.verb_group(*predicate));
            let copular = self.tree.first(*predicate, &[Deprel::Cop]).is_some();
            if copular && at + 1 < clause.chain.len() {
                words.extend(self.predicate_word(*predicate));
            }
        }
        words
    }

    /// A predicate noun or adjective that stands inside a verb group.
    fn predicate_word(&self, token: TokenId) -> Vec<TokenId> {
        match self.tree.token(token).upos {
            Upos::Noun | Upos::Propn => self.noun(token, Extent::Short),
            _ => vec![token],
        }
    }

    /// A predicate with its auxiliaries, negations, particles, and adverbs in between.
    pub(super) fn verb_group(&self, predicate: TokenId) -> Vec<TokenId> {
        let tree = self.tree;
        let token = tree.token(predicate);
        let outer = self.outer(predicate);
        let outer = |it: &TokenId| outer.as_ref().is_some_and(|o| o.copula.contains(it));
        let mut copulas = tree.with(predicate, &[Deprel::Cop]);
        let copular = copulas.any(|it| !outer(&it));
        let denies = |it: &TokenId| {
            tree.token(*it).deprel.base() == Deprel::Advmod
                && self.words.negates(&tree.lower(*it))
        };
        let mut words: Vec<_> =
            tree.with(predicate, &[Deprel::Aux, Deprel::Cop]).collect();
        words.retain(|it| !outer(it));
        words.extend(tree.dependents(predicate).iter().filter(|it| denies(it)));
        let marks = tree.with(predicate, &[Deprel::Mark]);
        if token.deprel == Deprel::Xcomp {
            words.extend(
                marks.filter(|it| self.is_to(*it) && !self.is_controlled(predicate)),
            );
        }
        if copular {
            words.sort_unstable();
            return words;
        }
        words.push(predicate);
        words.extend(tree.exactly(predicate, Deprel::CompoundPrt));
        let first = words.iter().copied().filter(|it| !self.is_to(*it)).min();
        let first = first.unwrap_or(predicate);
        let between: Vec<_> = tree
            .with(predicate, &[Deprel::Advmod])
            .filter(|it| {
                *it < predicate && *it > first && tree.dependents(*it).is_empty()
            })
            .collect();
        words.extend(between);
        if token.deprel == Deprel::Conj
            && tree.first(predicate, &[Deprel::Aux, Deprel::Nsubj]).is_none()
            && let Some(head) = token.head
            && tree.token(head).xpos == token.xpos
            && matches!(token.xpos, Xpos::Vbn | Xpos::Vb | Xpos::Vbg)
            && matches!(tree.token(head).upos, Upos::Verb | Upos::Aux)
        {
            words.extend(tree.with(head, &[Deprel::Aux]));
            words.extend(
                tree.dependents(head).iter().filter(|it| denies(it) && **it < head),
            );
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Whether an open complement says something of its governor's object.
    pub(super) fn is_controlled(&self, complement: TokenId) -> bool {
        let head = self.tree.token(complement).head;
        head.is_some_and(|it| self.tree.first(it, &[Deprel::Obj, Deprel::Iobj]).is_some())
    }

    /// Follows *was able to run* into its infinitive.
    fn adjective_chain(&self, frame: &mut Frame<'_>) {
        let tree = self.tree;
        for _ in 0..3 {
            let at = frame.last;
            if !frame.copular || tree.token(at).upos != Upos::Adj {
                return;
            }
            let below =
                [Deprel::Advcl, Deprel::Xcomp, Deprel::Ccomp, Deprel::Csubj, Deprel::Acl];
            let infinitive = tree.with(at, &below).find(|it| {
                matches!(tree.token(*it).xpos, Xpos::Vb | Xpos::Vbg)
                    && tree.first(*it, &[Deprel::Mark]).is_some()
                    && tree.first(*it, &[Deprel::Nsubj]).is_none()
            });
            let Some(infinitive) = infinitive else { return };
            frame.verbs.push(at);
            frame.verbs.extend(tree.with(infinitive, &[Deprel::Mark]));
            frame.verbs.extend(self.verb_group(infinitive));
            frame.last = infinitive;
            frame.copular = false;
            frame.complements.clear();
            for dependent in tree.dependents(infinitive) {
                match tree.token(*dependent).deprel.base() {
                    Deprel::Obj => frame.objects.push(*dependent),
                    Deprel::Obl => {
                        let case = case_of(tree, *dependent);
                        frame.obliques.push((self.case(case), *dependent));
                    }
                    Deprel::Ccomp if *dependent != infinitive => {
                        frame.contents.push(*dependent);
                    }
                    Deprel::Advmod => frame.adverbs.push(*dependent),
                    _ => {}
                }
            }
            frame.contents.retain(|it| *it != infinitive);
        }
    }

    /// The subjects of a frame, each as its words.
    pub(super) fn subjects(&self, frame: &Frame<'_>) -> Vec<Vec<TokenId>> {
        let head = frame.clause.subject.head;
        match frame.clause.subject.found {
            Found::Clause => vec![self.noun(head, Extent::Joint)],
            _ => self.members(head).iter().map(|it| self.noun(*it, Extent::Of)).collect(),
        }
    }

    /// Whether words are only a question word.
    pub(super) fn asks(&self, words: &[TokenId]) -> bool {
        let [only] = words else { return false };
        matches!(self.tree.token(*only).xpos, Xpos::Wp | Xpos::Wdt | Xpos::Wrb)
    }
}
