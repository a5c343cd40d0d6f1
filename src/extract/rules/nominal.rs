//! Descriptions of somebody named elsewhere: "The former first lady said", "the Republican
//! nominee".
//!
//! ## Finds
//! A definite noun phrase for an office or role, with more than its noun, of a person whom
//! the article names; the campaign for something that a named person has.
//!
//! ## Gives
//! `Roe | held_office | first lady`, `Roe | ran_for | presidential campaign`, once for each
//! person.
//!
//! ## Leaves alone
//! Bare descriptions (*the president*), which only refer; titles, appositions and
//! predicates, which other rules read.
//!
//! Cases: `tests/cases/nominal.md`

use crate::doc::{EntityType, MentionForm, TokenId};
use crate::text::Span;
use crate::ud::{Deprel, Upos};

use super::super::draft::{Context, Draft};
use super::super::phrase::{Extent, Phrase};
use super::super::relation::{HELD_OFFICE, MEMBER_OF, Predication, Question, RAN_FOR};
use super::super::role;

/// The relations that a description says of a person.
const OF_PERSONS: &[&str] = &[HELD_OFFICE, RAN_FOR, MEMBER_OF];

pub(super) const RULE: &str = "nominal";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    for token in tree.tokens() {
        candidacy(cx, token, drafts);
        let Some(first) = description(cx, token) else { continue };
        let mut heads = vec![token];
        // *the former governor and senator*
        heads.extend(tree.with(token, &[Deprel::Conj]).filter(|it| {
            tree.first(*it, &[Deprel::Det]).is_none()
                && !cx.relations.roles(&tree.token(*it).lemma.to_lowercase()).is_empty()
        }));
        let subject = Phrase::noun(tree, cx.words, token, Extent::Of);
        for head in heads {
            let mut object = Phrase::noun(tree, cx.words, head, Extent::Of);
            if head == token {
                object.span =
                    Span::new(tree.token(first).span.start(), object.span.end());
            }
            let draft = Draft::implicit(subject, object, head, RULE);
            let mut found = Vec::new();
            role::expand(cx, draft, &mut found);
            // What says no more than the words themselves is no fact.
            drafts.extend(found.into_iter().filter(|it| {
                it.relation.as_deref().is_some_and(|it| OF_PERSONS.contains(&it))
            }));
        }
    }
}

/// *Roe's presidential campaign*: whoever has it runs for something.
fn candidacy(cx: &Context<'_>, noun: TokenId, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    let lemma = &tree.token(noun).lemma;
    let event = cx.words.event_noun(lemma);
    let runs = event.is_some_and(|it| {
        let answer = cx.relations.answer(&Question {
            predication: Predication::Noun,
            lemma: &it.verb,
            company: &[],
            slot: "none",
            subject: EntityType::Person,
            object: None,
            object_lemmas: &[],
        });
        answer.is_some_and(|it| it.relation == RAN_FOR)
    });
    let kinds = [Deprel::Amod, Deprel::Compound];
    let kind = tree.with(noun, &kinds).find(|it| *it < noun);
    let owner = tree.exactly(noun, Deprel::NmodPoss).find(|it| cx.is_person(*it));
    let (true, Some(kind), Some(owner)) = (runs, kind, owner) else { return };
    if kind < owner {
        return;
    }
    let span = tree.token(kind).span.cover(tree.token(noun).span);
    let subject = Phrase::noun(tree, cx.words, owner, Extent::Of);
    let draft = Draft::implicit(subject, Phrase { head: noun, span }, noun, RULE);
    drafts.push(draft.with_relation(RAN_FOR));
}

/// The first word after the determiner of a description that says something of a person
/// whom the article names.
fn description(cx: &Context<'_>, head: TokenId) -> Option<TokenId> {
    let tree = cx.tree;
    let token = tree.token(head);
    let participates = matches!(
        token.deprel.base(),
        Deprel::Nsubj | Deprel::Obj | Deprel::Obl | Deprel::Nmod | Deprel::Iobj
    );
    let described = tree.first(head, &[Deprel::Appos, Deprel::Cop]).is_some();
    if token.upos == Upos::Pron || !participates || described || cx.name(head).is_some() {
        return None;
    }
    let mention = cx.mentions.headed_by(head)?;
    let doc = tree.doc();
    if doc[mention].form != MentionForm::Nominal || !cx.is_referred_to(head) {
        return None;
    }
    if doc[mention].entity_type != EntityType::Person {
        return None;
    }
    // Beside the person's own name, a description is mostly of somebody else.
    let chain = cx.mentions.chain(mention)?;
    let named_here = tree.mentions().any(|it| {
        doc[it].form == MentionForm::Named && cx.mentions.chain(it) == Some(chain)
    });
    if named_here {
        return None;
    }
    let determiner = tree.first(head, &[Deprel::Det])?;
    let definite = tree.token(determiner).feats.has("Definite", "Def");
    let first = TokenId(determiner.0 + 1);
    (definite && first < head).then_some(first)
}
