//! A repair undoes a slip of the parser that names give away.
//!
//! *moderator Jan Holt*: a name right after a common noun is the head of both, whatever
//! the parser took for the head. Everything that reads trees relies on it.

use crate::doc::{Document, EntityType, MentionForm, TokenId};
use crate::ud::{Deprel, Upos};

/// Makes the names of people the heads of the titles before them.
pub(super) fn repair(doc: &mut Document) {
    let people: Vec<_> = doc
        .mentions
        .iter()
        .filter(|it| {
            it.form == MentionForm::Named && it.entity_type == EntityType::Person
        })
        .map(|it| (it.span, it.head))
        .collect();
    for (span, name) in people {
        let first = doc.tokens.partition_point(|it| it.span.end() <= span.start());
        let Some(before) = first.checked_sub(1).map(TokenId::new) else { continue };
        if doc.sentence_of(before) == doc.sentence_of(name) {
            raise(doc, before, name);
        }
    }
}

/// Makes `name` the head of the common noun `title` before it, where the parser has it
/// the other way round or gives one verb both for its subject.
fn raise(doc: &mut Document, title: TokenId, name: TokenId) {
    let noun = doc[title].upos == Upos::Noun
        || (doc[title].upos == Upos::Propn && !is_named(doc, title));
    if !noun || has_case(doc, name) {
        return;
    }
    let (above, relation) = (doc[title].head, doc[title].deprel);
    let below = doc[name].head == Some(title)
        && matches!(
            doc[name].deprel,
            Deprel::Appos
                | Deprel::Flat
                | Deprel::NmodDesc
                | Deprel::Nmod
                | Deprel::NmodUnmarked
                | Deprel::Compound
        );
    let beside = above.is_some()
        && doc[name].head == above
        && relation.base() == Deprel::Nsubj
        && doc[name].deprel.base() == Deprel::Nsubj;
    // *Roe and rival Holt met*: the name and what the title is coordinated with.
    let coordinated = relation == Deprel::Conj
        && above.is_some_and(|it| doc[it].head == doc[name].head)
        && doc[name].deprel.base() == Deprel::Nsubj;
    if below || coordinated {
        let it = &mut doc.tokens[name.index()];
        (it.head, it.deprel) = (above, relation);
    } else if !beside {
        return;
    }
    let it = &mut doc.tokens[title.index()];
    (it.head, it.deprel) = (Some(name), Deprel::NmodDesc);
    // What follows the name, and what is coordinated, belongs to the name.
    for index in 0..doc.tokens.len() {
        let token = &doc.tokens[index];
        let moves = token.head == Some(title)
            && (index > name.index()
                || matches!(
                    token.deprel.base(),
                    Deprel::Cc | Deprel::Conj | Deprel::Case
                ));
        if moves && index != name.index() {
            doc.tokens[index].head = Some(name);
        }
    }
}

/// Whether a word belongs to a name.
fn is_named(doc: &Document, token: TokenId) -> bool {
    let span = doc[token].span;
    doc.mentions.iter().any(|it| it.form == MentionForm::Named && it.span.contains(span))
}

fn has_case(doc: &Document, noun: TokenId) -> bool {
    doc.tokens.iter().any(|it| it.head == Some(noun) && it.deprel == Deprel::Case)
}
