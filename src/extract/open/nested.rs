//! Triples of two clauses: what is said of the one is said with the other in front.

use std::collections::BTreeSet;

use crate::doc::TokenId;
use crate::ud::{Deprel, Xpos};

use super::super::subject::Found;
use super::benchie::{Base, Triples, join};
use super::frame::Frame;
use super::noun::Extent;

impl Triples<'_> {
    /// *left before he could finish it*: what a clause with a subject of its own says, said
    /// of when or why something happened.
    pub(super) fn subordinate(&mut self, frame: &Frame<'_>) {
        let sentence = self.sentence;
        let tree = sentence.tree;
        if frame.clause.subject.found == Found::Clause {
            return;
        }
        let kept = self.kept(frame).into_iter().next().unwrap_or_default();
        for below in &frame.adverbials {
            let sets = |it: &TokenId| {
                let kind = sentence.words.subordinator(&tree.lower(*it));
                *it > frame.last && (kind.own_voice || kind.effect.factuality.is_some())
            };
            let Some(mark) = tree.first(*below, &[Deprel::Mark]).filter(sets) else {
                continue;
            };
            let before = join(&[&frame.verbs, &self.middle(frame, &kept, mark), &[mark]]);
            let later = ["chain", "circumstance", "subordinate"];
            let inner = self.told(*below, &later);
            for subject in sentence.subjects(frame) {
                let base = Base { frame, subject: &subject };
                for inner in &inner {
                    let relation = join(&[&before, &inner.subject, &inner.relation]);
                    self.emit(&base, &relation, inner.arguments.concat(), "subordinate");
                }
                if inner.is_empty() {
                    let mut words = sentence.clause(*below);
                    words.retain(|it| *it != mark);
                    self.emit(&base, &before, words, "subordinate");
                }
            }
        }
    }

    /// *asked Roe to resign*: what the object is to do is also a fact of the subject.
    pub(super) fn controlled(&mut self, frame: &Frame<'_>) {
        let sentence = self.sentence;
        let tree = sentence.tree;
        if frame.clause.subject.found == Found::Clause {
            return;
        }
        let object = frame.objects.first().copied().or(frame.clause.recipient);
        let Some(object) = object else { return };
        for below in &frame.clause.controlled {
            let subject = sentence.noun(frame.clause.subject.head, Extent::Of);
            let marks: Vec<_> = tree
                .with(*below, &[Deprel::Mark])
                .filter(|it| tree.token(*it).xpos == Xpos::To)
                .collect();
            let object = sentence.noun(object, Extent::Short);
            let before = join(&[&frame.verbs, &object, &marks]);
            let taken: BTreeSet<_> = before.iter().copied().collect();
            for inner in self.told(*below, &[]) {
                if inner.relation.iter().any(|it| taken.contains(it)) {
                    continue;
                }
                let base = Base { frame, subject: &subject };
                let relation = join(&[&before, &inner.relation]);
                self.emit(&base, &relation, inner.arguments.concat(), "controlled");
            }
        }
    }
}
