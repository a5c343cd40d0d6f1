//! Copulas: "Roe is the mayor of Alba", "Roe was ready to run".
//!
//! ## Finds
//! A clause whose predicate is a noun or adjective.
//!
//! ## Gives
//! `Roe | be | the mayor of Alba`, and the relation of the role where the noun is one:
//! `Roe | held_office | mayor of Alba`. Coordinated predicate nouns give a fact each. A
//! preposition before the noun is kept: `Roe | be_in | Alba`.
//!
//! ## Leaves alone
//! *There is* and *it is* (see `existential`).
//!
//! Cases: `tests/cases/copula.md`

use crate::ud::{Deprel, Upos, Xpos};

use super::super::draft::{Context, Draft, Slot};
use super::super::participant::subjects;
use super::super::phrase::{Extent, Phrase, members};
use super::super::relation::BE;
use super::super::role;
use super::super::subject::Found;

const RULE: &str = "copula";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    for (index, clause) in cx.clauses.iter().enumerate() {
        if !clause.copular || clause.subject.found == Found::Expletive {
            continue;
        }
        let last = clause.last();
        // *knew what the fund was*
        if matches!(cx.tree.token(last).xpos, Xpos::Wp | Xpos::Wdt | Xpos::Wrb) {
            continue;
        }
        let nominal = matches!(
            cx.tree.token(last).upos,
            Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron | Upos::Sym
        );
        for subject in subjects(cx, clause) {
            let mut draft = Draft::of_clause(cx, index, subject, RULE);
            draft.lemma = BE.into();
            // *is in Alba*
            if let Some(case) = cx.tree.first(last, &[Deprel::Case]) {
                for noun in members(cx.tree, last) {
                    let object = Phrase::noun(cx.tree, cx.words, noun, Extent::Of);
                    drafts.push(draft.clone().with_object(object, Slot::Oblique(case)));
                }
                continue;
            }
            if !nominal {
                let object = Phrase::predicate(cx.tree, last);
                drafts.push(draft.with_object(object, Slot::Complement));
                continue;
            }
            for noun in members(cx.tree, last) {
                let object = Phrase::noun(cx.tree, cx.words, noun, Extent::Of);
                // *The day it fell was the day it failed*
                let same = |it: Phrase| cx.tree.token(it.head).lemma.clone();
                if same(object) == same(subject) {
                    continue;
                }
                let mut draft = draft.clone().with_object(object, Slot::Complement);
                draft.trigger = noun;
                role::expand(cx, draft, drafts);
            }
        }
    }
}
