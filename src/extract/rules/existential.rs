//! *There is*: "There is a split between the board and the staff".
//!
//! ## Finds
//! *There* with a form of *be* and a noun.
//!
//! ## Gives
//! `a split | be_between | the board`, `a split | be_between | the staff`.
//!
//! ## Leaves alone
//! *There* without a phrase after the noun; *it is*: an empty *it* is nobody.
//!
//! Cases: `tests/cases/existential.md`

use crate::doc::TokenId;
use crate::ud::{Deprel, Xpos};

use super::super::clause::case_of;
use super::super::draft::{Context, Draft, Slot};
use super::super::phrase::{Extent, Phrase, members};
use super::super::subject::Found;

const RULE: &str = "existential";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    for (index, clause) in cx.clauses.iter().enumerate() {
        let there = tree.token(clause.subject.head);
        if clause.subject.found != Found::Expletive || there.xpos != Xpos::Ex {
            continue;
        }
        let subjects = tree.with(clause.last(), &[Deprel::Nsubj, Deprel::Obj]);
        for noun in subjects.collect::<Vec<_>>() {
            let subject = Phrase::noun(tree, cx.words, noun, Extent::Of);
            let draft = Draft::of_clause(cx, index, subject, RULE);
            let after = tree.with(noun, &[Deprel::Nmod]).find(|it| *it > noun);
            // *a lot of anger within the party*
            let inner = tree.with(noun, &[Deprel::Nmod]).next();
            let after = after.filter(|it| inner != Some(*it)).or_else(|| {
                let inner = inner?;
                let placed = |it: &TokenId| {
                    *it > inner
                        && case_of(tree, *it)
                            .is_some_and(|it| cx.words.marks_place(&tree.token(it).lemma))
                };
                tree.with(inner, &[Deprel::Nmod]).find(placed).or(after)
            });
            let oblique = clause.obliques.iter().map(|it| it.head).find(|it| *it > noun);
            let Some(place) = after.or(oblique) else { continue };
            let Some(case) = case_of(tree, place) else { continue };
            for place in members(tree, place) {
                let place = Phrase::noun(tree, cx.words, place, Extent::Of);
                if !place.span.overlaps(subject.span) {
                    drafts.push(draft.clone().with_object(place, Slot::Oblique(case)));
                }
            }
        }
    }
}
