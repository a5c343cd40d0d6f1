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
use crate::ud::{Deprel, Upos, Xpos};

use super::super::Factuality;
use super::super::clause::{Clause, case_of};
use super::super::draft::{Context, Draft, Slot};
use super::super::phrase::{Extent, Phrase, members};
use super::super::subject::Found;
use super::super::time::is_time;

const RULE: &str = "event-noun";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    for token in tree.tokens() {
        let it = tree.token(token);
        if it.upos != Upos::Noun {
            continue;
        }
        let Some(event) = cx.words.event_noun(&it.lemma) else { continue };
        // *Monday's debate*: a day debates nobody.
        let owner = tree.exactly(token, Deprel::NmodPoss).find(|it| !is_time(tree, *it));
        let agent = modifier(cx, token, |it| cx.words.marks_agent(it))
            .or_else(|| source(cx, token));
        let concerned = modifier(cx, token, |it| !cx.words.marks_agent(it))
            .or_else(|| granted(cx, token));
        if let Some(doer) = owner.or(agent).or_else(|| maker(cx, token))
            && cx.words.is_speech(&event.verb)
            && let Some(content) = content(cx, token)
        {
            for subject in members(tree, doer) {
                let draft = draft(cx, token, &event.verb, subject);
                drafts.push(draft.with_object(content, Slot::Content));
            }
            continue;
        }
        let (subject, object) = match (owner, agent, concerned) {
            // *Ruiz's resignation from the board*
            (Some(owner), Some(other), None) if event.of_subject => {
                let case = case_of(tree, other).map_or(Slot::Object, Slot::Oblique);
                (owner, Some((other, case)))
            }
            (Some(owner), None, Some(concerned)) if !is_placed(cx, concerned) => {
                (owner, Some((concerned, Slot::Object)))
            }
            // *faced criticism from Ruiz*
            (owner, Some(agent), concerned) => {
                let object = concerned.or(owner).or_else(|| receiver(cx, token));
                let Some(object) = object else { continue };
                (agent, Some((object, Slot::Object)))
            }
            (Some(owner), None, None) if event.of_subject => (owner, None),
            (None, None, Some(concerned))
                if event.of_subject
                    && cx.name(concerned).is_some()
                    && !is_placed(cx, concerned) =>
            {
                (concerned, None)
            }
            _ => continue,
        };
        for subject in members(tree, subject) {
            let mut draft = draft(cx, token, &event.verb, subject);
            let Some((object, slot)) = object else {
                draft.participle.clone_from(&event.participle);
                drafts.push(draft);
                continue;
            };
            for object in members(tree, object) {
                let object = Phrase::noun(tree, cx.words, object, Extent::Of);
                drafts.push(draft.clone().with_object(object, slot));
            }
        }
    }
}

/// Whether a noun says where: *a win in Ohio*.
fn is_placed(cx: &Context<'_>, noun: TokenId) -> bool {
    let case = case_of(cx.tree, noun);
    case.is_some_and(|it| cx.words.marks_place(&cx.tree.token(it).lemma))
}

/// *Roe's promise to stay*, *Roe's claim that it failed*, *the promise Roe made to stay*: what
/// a noun of saying says.
fn content(cx: &Context<'_>, noun: TokenId) -> Option<Phrase> {
    let tree = cx.tree;
    let clausal = [Deprel::Acl, Deprel::Ccomp];
    let below = [Deprel::Acl, Deprel::Ccomp, Deprel::Advcl, Deprel::Xcomp];
    let making = made(cx, noun).map(|it| it.predicate);
    let behind = making.into_iter().flat_map(|it| tree.with(it, &below));
    let content = tree.with(noun, &clausal).chain(behind).find(|it| {
        let marked = tree.first(*it, &[Deprel::Mark]).is_some();
        marked && *it > noun && tree.token(*it).xpos != Xpos::Vbg
    })?;
    Some(Phrase::clause(tree, content, |_| false))
}

/// *the promise Roe made*: the relative clause whose verb has no meaning of its own.
fn made<'a>(cx: &'a Context<'_>, noun: TokenId) -> Option<&'a Clause> {
    let mut relative = cx.tree.exactly(noun, Deprel::AclRelcl);
    let clause = relative.find_map(|it| cx.clauses.iter().find(|c| c.predicate == it))?;
    let light = cx.words.is_light(&cx.tree.token(clause.predicate).lemma);
    let own = clause.subject.found == Found::Own && !clause.passive;
    (light && own).then_some(clause)
}

/// Who makes what a noun of saying says, where a relative clause names them.
fn maker(cx: &Context<'_>, noun: TokenId) -> Option<TokenId> {
    made(cx, noun).map(|it| it.subject.head)
}

/// *endorsed the re-election of Roe*, *expects her resignation*: whether the verb that has the
/// event for its object leaves open whether it took place.
fn hoped_for(cx: &Context<'_>, noun: TokenId) -> bool {
    let token = cx.tree.token(noun);
    let verb = token.head.filter(|_| token.deprel == Deprel::Obj);
    verb.is_some_and(|it| {
        let effect = cx.words.governed(&cx.tree.token(it).lemma);
        matches!(effect.factuality, Some(Factuality::Possible | Factuality::Planned))
            && cx.tree.first(it, &[Deprel::Xcomp]).is_none()
    })
}

/// What the event noun says of who does it.
fn draft(cx: &Context<'_>, noun: TokenId, verb: &str, subject: TokenId) -> Draft {
    Draft {
        subject: Phrase::noun(cx.tree, cx.words, subject, Extent::Of),
        lemma: verb.into(),
        participle: None,
        particle: None,
        object: None,
        trigger: noun,
        clause: None,
        relation: None,
        factuality: hoped_for(cx, noun).then_some(Factuality::Possible),
        own_voice: false,
        rule: RULE,
    }
}

/// The clause whose subject the event befalls: *Ruiz faced criticism*.
fn receiving<'a>(cx: &'a Context<'_>, noun: TokenId) -> Option<&'a Clause> {
    let tree = cx.tree;
    let it = tree.token(noun);
    // *is under pressure from Roe*
    if case_of(tree, noun).is_some()
        && let Some(clause) = cx.clauses.iter().find(|it| it.copular && it.last() == noun)
    {
        return Some(clause);
    }
    let verb = it.head.filter(|_| matches!(it.deprel, Deprel::Obj | Deprel::Obl))?;
    let clause = cx.clauses.iter().find(|it| it.last() == verb)?;
    (cx.words.receives(&tree.token(verb).lemma) && !clause.passive).then_some(clause)
}

/// Whom the event befalls, by the verb above its noun.
fn receiver(cx: &Context<'_>, noun: TokenId) -> Option<TokenId> {
    receiving(cx, noun).map(|it| it.subject.head)
}

/// Who does it, where the parser hung *from* on the verb: *faced pressure from Ruiz*.
fn source(cx: &Context<'_>, noun: TokenId) -> Option<TokenId> {
    let clause = receiving(cx, noun)?;
    let mut sources = clause.obliques.iter().filter(|it| {
        it.head > noun
            && it
                .case
                .is_some_and(|case| cx.words.marks_agent(&cx.tree.token(case).lemma))
    });
    sources.next().map(|it| it.head)
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
            && !is_time(tree, *it)
            && !parted(cx, noun, *it)
            && case_of(tree, *it).is_some_and(|case| {
                let lemma = &tree.token(case).lemma;
                wanted(lemma)
                    && (cx.words.marks_agent(lemma) || cx.words.marks_patient(lemma))
            })
    })
}

/// Whether a comma or a bracket stands between a noun and what follows it.
fn parted(cx: &Context<'_>, noun: TokenId, after: TokenId) -> bool {
    let tree = cx.tree;
    (noun.0..after.0)
        .map(TokenId)
        .any(|it| matches!(tree.token(it).xpos, Xpos::Comma | Xpos::Lrb | Xpos::Colon))
}
