//! Participants are who takes part in what a clause says, for whatever rule reads it.

use crate::doc::TokenId;
use crate::ud::{Deprel, Upos, Xpos};

use super::clause::Clause;
use super::draft::Context;
use super::phrase::{Phrase, members};
use super::subject::Found;

/// The name of the rule for verbs by how the subject was found, since that predicts
/// precision.
pub(super) fn rule_by_found(found: Found) -> &'static str {
    match found {
        Found::Own | Found::Expletive | Found::Outer => "verbal",
        Found::Relative => "verbal-relative",
        Found::Participle => "verbal-participle",
        Found::Control => "verbal-control",
        Found::Clause => "verbal-clause",
    }
}

/// The subjects of a clause: one phrase for each that is coordinated.
pub(super) fn subjects(cx: &Context<'_>, clause: &Clause) -> Vec<Phrase> {
    let head = clause.subject.head;
    match clause.subject.found {
        Found::Clause => return vec![Phrase::clause(cx.tree, head, |_| false)],
        Found::Outer => return Vec::new(),
        _ => {}
    }
    // *none of the senators*: those whom the denial is about.
    let counted = cx.tree.with(head, &[Deprel::Nmod]).find(|it| *it > head);
    let head = counted.filter(|_| denies(cx, head)).unwrap_or(head);
    members(cx.tree, head)
        .into_iter()
        .filter(|it| names_something(cx, *it))
        .map(|it| cx.noun(it))
        .collect()
}

fn denies(cx: &Context<'_>, token: TokenId) -> bool {
    cx.words.negates(&cx.tree.lower(token))
}

/// Whether a word can stand for a participant: question words, bare relatives and
/// *nobody* cannot.
pub(super) fn names_something(cx: &Context<'_>, token_id: TokenId) -> bool {
    let token = cx.tree.token(token_id);
    let bare = cx.tree.dependents(token_id).is_empty();
    if bare && !cx.tree.doc().form(token_id).contains(char::is_alphanumeric) {
        return false;
    }
    // *people who are voters*, where the parser has the voters met
    let clausal = cx
        .tree
        .first(token_id, &[Deprel::Nsubj])
        .is_some_and(|it| cx.tree.token(it).feats.has("PronType", "Rel"));
    let asks = matches!(token.xpos, Xpos::Wp | Xpos::Wdt | Xpos::Wrb)
        || clausal
        || token.feats.has("PronType", "Rel")
        || token.feats.has("PronType", "Neg");
    !asks
}

/// The clause that stands beside a verb of saying without being marked as its object.
pub(super) fn beside(cx: &Context<'_>, clause: &Clause) -> Option<TokenId> {
    let tree = cx.tree;
    let last = clause.last();
    if !cx.words.is_speech(&tree.token(last).lemma)
        || clause.passive
        || !clause.objects.is_empty()
        || !clause.controlled.is_empty()
    {
        return None;
    }
    let reports = |it: &TokenId| {
        cx.clauses.iter().any(|other| other.predicate == *it && other.reported.is_some())
    };
    // *agrees up to a point, one that was passed*: a noun that only follows is no content.
    let follows = |it: &TokenId| {
        let first = tree.subtree(*it)[0];
        let comma = |it: TokenId| tree.token(it).xpos == Xpos::Comma;
        let behind_comma = comma(first) || tree.before(first).is_some_and(comma);
        let predicates = [Deprel::Cop, Deprel::Nsubj, Deprel::Expl];
        let is_noun =
            tree.token(*it).upos.is_nominal() || tree.token(*it).upos == Upos::Num;
        *it > last && behind_comma && is_noun && tree.first(*it, &predicates).is_none()
    };
    tree.with(last, &[Deprel::Parataxis]).find(|it| !reports(it) && !follows(it))
}
