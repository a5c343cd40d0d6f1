//! Event nouns: "Ruiz's endorsement of Chen", "the death of Holt".
//!
//! ## Finds
//! A noun with a verb behind it, with who does it (possessor, *by*, *from*) and whom it
//! concerns (*of*, *for*, *against*, …).
//!
//! ## Gives
//! `Ruiz | endorse | Chen`, `Holt | die`.
//!
//! ## Leaves alone
//! Nouns with neither.
//!
//! Cases: `tests/cases/event_noun.md`

use crate::doc::TokenId;
use crate::ud::{Deprel, Upos};

use super::super::clause::case_of;
use super::super::draft::{Context, Draft, Slot};
use super::super::phrase::{Extent, Phrase};

const RULE: &str = "event-noun";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    for token in tree.tokens() {
        let it = tree.token(token);
        if it.upos != Upos::Noun {
            continue;
        }
        let Some(event) = cx.words.event_noun(&it.lemma) else { continue };
        let owner = tree.exactly(token, Deprel::NmodPoss).next();
        let agent = modifier(cx, token, |it| cx.words.marks_agent(it));
        let concerned = modifier(cx, token, |it| !cx.words.marks_agent(it))
            .or_else(|| granted(cx, token));
        let noun = |it| Phrase::noun(tree, it, Extent::Of);
        let draft = |subject| Draft {
            subject,
            lemma: event.verb.clone(),
            particle: None,
            object: None,
            trigger: token,
            clause: None,
            relation: None,
            factuality: None,
            own_voice: false,
            rule: RULE,
        };
        let draft = match (owner, agent, concerned) {
            // *Ruiz's resignation from the board*
            (Some(owner), Some(other), None) if event.of_subject => {
                let case = case_of(tree, other).map_or(Slot::Object, Slot::Oblique);
                draft(noun(owner)).with_object(noun(other), case)
            }
            (Some(owner), None, Some(concerned)) => {
                draft(noun(owner)).with_object(noun(concerned), Slot::Object)
            }
            (owner, Some(agent), concerned) => match concerned.or(owner) {
                Some(object) => {
                    draft(noun(agent)).with_object(noun(object), Slot::Object)
                }
                None => continue,
            },
            (Some(owner), None, None) if event.of_subject => draft(noun(owner)),
            (None, None, Some(concerned))
                if event.of_subject && cx.name(concerned).is_some() =>
            {
                draft(noun(concerned))
            }
            _ => continue,
        };
        drafts.push(draft);
    }
}

/// *Ruiz's endorsement, granted to Chen*: whom a verb without meaning of its own passes
/// the event on to.
fn granted(cx: &Context<'_>, noun: TokenId) -> Option<TokenId> {
    let tree = cx.tree;
    let mut participles = tree
        .with(noun, &[Deprel::Acl])
        .filter(|it| cx.words.is_light(&tree.token(*it).lemma));
    let clause =
        participles.find_map(|it| cx.clauses.iter().find(|c| c.predicate == it))?;
    let mut recipients = clause.obliques.iter().filter(|it| {
        it.case.is_some_and(|case| cx.words.marks_patient(&tree.token(case).lemma))
    });
    recipients.next().map(|it| it.head)
}

/// The first prepositional phrase after a noun whose preposition is `wanted`.
fn modifier(
    cx: &Context<'_>,
    noun: TokenId,
    wanted: impl Fn(&str) -> bool,
) -> Option<TokenId> {
    let tree = cx.tree;
    tree.with(noun, &[Deprel::Nmod]).find(|it| {
        tree.token(*it).deprel != Deprel::NmodPoss
            && *it > noun
            && case_of(tree, *it).is_some_and(|case| {
                let lemma = &tree.token(case).lemma;
                wanted(lemma)
                    && (cx.words.marks_agent(lemma) || cx.words.marks_patient(lemma))
            })
    })
}
