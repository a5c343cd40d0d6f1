//! Statements: "Roe said that Acme had failed", "Acme had failed, Roe said".
//!
//! ## Finds
//! A verb with a clause for its object, before it, after it or round it.
//!
//! ## Gives
//! `Roe | say | "that Acme had failed"`; what the content states is found by the other
//! rules and attributed to the speaker.
//!
//! ## Leaves alone
//! Verbs with a noun for their object (see `verbal`).
//!
//! Cases: `tests/cases/statement.md`

use crate::doc::{TokenId, Tree};
use crate::ud::{Deprel, Upos, Xpos};

use super::super::Factuality;
use super::super::clause::Clause;
use super::super::draft::{Context, Draft, Slot};
use super::super::participant::{beside, rule_by_found, subjects};
use super::super::phrase::Phrase;
use super::super::relation::{Predication, Question};
use super::super::subject::Found;

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    for (index, clause) in cx.clauses.iter().enumerate() {
        if clause.copular || clause.subject.found == Found::Expletive {
            continue;
        }
        let contents: Vec<_> = contents(cx, clause);
        let commitments = commitments(cx, clause);
        for subject in subjects(cx, clause) {
            let name = match rule_by_found(clause.subject.found) {
                "verbal" => "statement",
                borrowed => borrowed,
            };
            let draft = Draft::of_clause(cx, index, subject, name);
            for content in &contents {
                // *showed Roe leading Chen*: whom, not what is said.
                let shown = shown(cx, *content);
                let (object, slot) =
                    shown.map_or((*content, Slot::Content), |it| (it, Slot::Object));
                drafts.push(draft.clone().with_object(object, slot));
            }
            for (verb, relation, content) in &commitments {
                let mut draft = draft.clone().with_object(*content, Slot::Content);
                draft.lemma = cx.tree.token(*verb).lemma.clone();
                draft.particle = None;
                draft.trigger = *verb;
                draft.factuality = Some(Factuality::Actual);
                drafts.push(draft.with_relation(relation));
            }
        }
    }
}

/// The verbs of a chain that are acts of speaking of their own, with what they commit to:
/// *promised to open the plant*.
fn commitments<'a>(
    cx: &'a Context<'_>,
    clause: &Clause,
) -> Vec<(TokenId, &'a str, Phrase)> {
    let tree = cx.tree;
    let mut found = Vec::new();
    for pair in clause.chain.windows(2) {
        let (verb, infinitive) = (pair[0], pair[1]);
        let modal = tree
            .with(verb, &[Deprel::Aux])
            .any(|it| cx.words.modality(&tree.lower(it)).is_some());
        let answer = cx.relations.answer(&Question {
            predication: Predication::Verb,
            lemma: &tree.token(verb).lemma,
            company: &[],
            slot: "infinitive",
            subject: cx.entity_type(Phrase::word(tree, clause.subject.head)),
            object: None,
            object_lemmas: &[],
        });
        if let Some(answer) = answer.filter(|_| !modal) {
            let content = Phrase::clause(tree, infinitive, |_| false);
            found.push((verb, answer.relation, content));
        }
    }
    found
}

fn contents(cx: &Context<'_>, clause: &Clause) -> Vec<Phrase> {
    let tree = cx.tree;
    let mine = tree.subtree(clause.predicate);
    let outside = |it: TokenId| tree.token(it).deprel == Deprel::Parataxis;
    if !clause.contents.is_empty() {
        let contents = clause.contents.iter();
        return contents
            .filter(|it| !tree.is_under(clause.predicate, **it))
            .map(|it| Phrase::clause(tree, *it, outside))
            .filter(|it| !is_cut(tree, *it))
            .max_by_key(|it| it.span.len())
            .into_iter()
            .collect();
    }
    if let Some(reported) = clause.reported {
        return vec![Phrase::clause(tree, reported, |it| {
            it == clause.predicate || (outside(it) && mine.contains(&it))
        })];
    }
    beside(cx, clause)
        .map(|it| vec![Phrase::clause(tree, it, |_| false)])
        .unwrap_or_default()
}

/// *What Roe said was a lie*: what opens with a finite verb is no content, but belongs to
/// more than the parser gave it.
fn is_cut(tree: &Tree<'_>, content: Phrase) -> bool {
    let inside = |it: &TokenId| content.span.contains(tree.token(*it).span);
    let words = tree.tokens().filter(inside).map(|it| tree.token(it));
    let first = { words }.find(|it| !matches!(it.upos, Upos::Punct | Upos::Adv));
    let finite = first.is_some_and(|it| matches!(it.xpos, Xpos::Vbd | Xpos::Vbz));
    // *"Was she there?" he asked*
    let mut subjects = tree.with(content.head, &[Deprel::Nsubj, Deprel::Expl]);
    finite && !subjects.any(|it| inside(&it))
}

/// Whom a bare participle with a subject of its own is about.
fn shown(cx: &Context<'_>, content: Phrase) -> Option<Phrase> {
    let tree = cx.tree;
    let bare = tree.token(content.head).xpos == Xpos::Vbg
        && tree.first(content.head, &[Deprel::Aux, Deprel::Mark]).is_none();
    let subject = tree.with(content.head, &[Deprel::Nsubj]).next().filter(|_| bare)?;
    Some(cx.noun(subject))
}
