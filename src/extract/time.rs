//! Time: which expression of time dates which predicate.

use std::collections::BTreeMap;

use crate::doc::{Timex, TimexType, TokenId, Tree};
use crate::ud::{Deprel, Upos, Xpos};

use super::Time;
use super::words::Words;

/// The time of each predicate of a sentence that a dated expression depends on.
///
/// A verb that is coordinated with one that a date stands before shares it (*in March Roe
/// resigned and sued*), and a noun has the date of the light verb that passes it on.
pub(super) fn times(tree: &Tree<'_>, words: &Words) -> BTreeMap<TokenId, Time> {
    let doc = tree.doc();
    let sentence = doc[tree.sentence()].span;
    let mut times = BTreeMap::<TokenId, Time>::new();
    let inside = doc.timexes.iter().filter(|it| sentence.contains(it.span));
    for timex in inside {
        let Some(time) = dated(timex) else { continue };
        for predicate in governors(tree, timex) {
            let slot = times.entry(predicate).or_insert_with(|| time.clone());
            if precision(&time) > precision(slot) {
                *slot = time.clone();
            }
        }
    }
    for token in tree.tokens() {
        let it = tree.token(token);
        let Some(head) = it.head else { continue };
        match it.deprel {
            Deprel::Conj => {
                let before =
                    |time: &&Time| time.span.start() < tree.token(head).span.start();
                let shared = times.get(&head).filter(before).cloned();
                if let Some(time) = shared.filter(|_| it.upos == Upos::Verb) {
                    times.entry(token).or_insert(time);
                }
            }
            Deprel::Acl if words.is_light(&it.lemma) => {
                if let Some(time) = times.get(&token).cloned() {
                    times.entry(head).or_insert(time);
                }
            }
            Deprel::AclRelcl => {
                if let Some(time) = framed(tree, token, &times) {
                    times.entry(token).or_insert(time);
                }
            }
            _ => {}
        }
    }
    times
}

/// *In 2017 Roe backed Holt, who lost*: a year that opens the sentence holds for what a
/// relative clause in the same tense says of the object.
fn framed(
    tree: &Tree<'_>,
    clause: TokenId,
    times: &BTreeMap<TokenId, Time>,
) -> Option<Time> {
    let noun = tree.token(clause).head?;
    let verb = tree.token(noun).head?;
    let past = |it: TokenId| tree.token(it).xpos == Xpos::Vbd;
    let is_object = tree.token(noun).deprel == Deprel::Obj;
    let subject = tree.first(verb, &[Deprel::Nsubj])?;
    let time = times.get(&verb)?;
    let opens = time.span.end() <= tree.token(subject).span.start();
    let is_year = time.value.as_str().len() == "2017".len();
    (is_object && past(clause) && past(verb) && opens && is_year).then(|| time.clone())
}

/// Whether a word belongs to a date or a time of day.
pub(super) fn is_time(tree: &Tree<'_>, token: TokenId) -> bool {
    let span = tree.token(token).span;
    let dates = |it: &Timex| matches!(it.timex_type, TimexType::Date | TimexType::Time);
    tree.doc().timexes.iter().any(|it| it.span.contains(span) && dates(it))
}

/// The time of a dated expression; durations and sets date nothing.
fn dated(timex: &Timex) -> Option<Time> {
    let dates = matches!(timex.timex_type, TimexType::Date | TimexType::Time);
    let value = timex.value.clone().filter(|_| dates)?;
    value.first_day().or_else(|| value.last_day())?;
    Some(Time { value, span: timex.span })
}

/// How narrow a value is: days before months before years.
fn precision(time: &Time) -> usize {
    time.value.as_str().len()
}

/// The words that an expression dates: those from it upwards to the first verb, as long
/// as the way leads through modifiers and not through a participant.
fn governors(tree: &Tree<'_>, timex: &Timex) -> Vec<TokenId> {
    let mut words = tree.tokens().filter(|it| timex.span.contains(tree.token(*it).span));
    let outward = words.find(|it| {
        let head = tree.token(*it).head;
        head.is_none_or(|it| !timex.span.contains(tree.token(it).span))
    });
    let Some(mut at) = outward else { return Vec::new() };
    let mut governors = Vec::new();
    for _ in 0..6 {
        let token = tree.token(at);
        let leads = matches!(
            token.deprel.base(),
            Deprel::Obl
                | Deprel::Advmod
                | Deprel::Nmod
                | Deprel::Nummod
                | Deprel::Compound
                | Deprel::Amod
                | Deprel::Appos
                | Deprel::Flat
                | Deprel::Conj
        );
        let Some(head) = token.head.filter(|_| leads) else { break };
        governors.push(head);
        let clausal = matches!(tree.token(head).upos, Upos::Verb | Upos::Aux)
            || tree.first(head, &[Deprel::Cop, Deprel::Nsubj]).is_some();
        if clausal {
            break;
        }
        at = head;
    }
    governors
}
