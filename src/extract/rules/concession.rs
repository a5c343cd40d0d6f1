//! Concessions: "although a Democrat, Roe voted for Chen", "the plan, while an important one,".
//!
//! ## Finds
//! A noun with an article behind a conjunction, without a verb of its own.
//!
//! ## Gives
//! `Roe | member_of | Democrat`, `the plan | be | an important one`: what the subject of the
//! clause is all the same.
//!
//! ## Leaves alone
//! Conditions (*if a member*), and what a preposition says (*as a Democrat*).
//!
//! Cases: `tests/cases/concession.md`

use crate::ud::{Deprel, Xpos};

use super::super::draft::{Context, Draft};
use super::super::participant::subjects;
use super::super::phrase::{Extent, Phrase};
use super::super::role;
use super::super::subject::Found;

const RULE: &str = "concession";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    for clause in cx.clauses.iter().filter(|it| it.subject.found != Found::Expletive) {
        let below = tree.with(clause.predicate, &[Deprel::Obl, Deprel::Advcl]);
        // The parser may hang it on the subject.
        let below = below.chain(tree.with(clause.subject.head, &[Deprel::Nmod]));
        for noun in below.filter(|it| tree.token(*it).upos.is_nominal()) {
            let mark = tree.first(noun, &[Deprel::Mark]);
            let Some(mark) = mark.filter(|it| tree.token(*it).xpos == Xpos::In) else {
                continue;
            };
            let form = tree.lower(mark);
            let concedes = cx.words.subordinator(&form).effect.factuality.is_none()
                && cx.words.role(&form).is_none()
                && tree
                    .first(noun, &[Deprel::Case, Deprel::Nsubj, Deprel::Cop])
                    .is_none()
                && tree.first(noun, &[Deprel::Det]).is_some();
            if !concedes {
                continue;
            }
            let object = Phrase::noun(tree, cx.words, noun, Extent::Of);
            for subject in subjects(cx, clause) {
                let mut draft = Draft::implicit(subject, object, noun, RULE);
                draft.own_voice = false;
                role::expand(cx, draft, drafts);
            }
        }
    }
}
