//! Schedules: "Tuesday's primary", "the Nov. 8 election", "a hearing on Monday".
//!
//! ## Finds
//! A noun for an event with an expression of time of its own, whose date is known and
//! not before the publication.
//!
//! ## Gives
//! `Tuesday's primary | scheduled | "Tuesday"`, planned, with the date.
//!
//! ## Leaves alone
//! Years (*the 2016 election* names an election), times of verbs, and what is over.
//!
//! Cases: `tests/cases/schedule.md`

use crate::doc::{EntityType, Timex, TimexValue, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::super::Factuality;
use super::super::clause::is_predicate;
use super::super::draft::{Context, Draft, Slot};
use super::super::phrase::{Extent, Phrase};
use super::super::relation::SCHEDULED;
use super::super::time::is_past;
use super::super::words::Occasion;

const RULE: &str = "schedule";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let tree = cx.tree;
    let doc = tree.doc();
    for timex in tree.timexes() {
        let Some(value) = timex.value.as_ref().filter(|it| is_day_or_month(it)) else {
            continue;
        };
        let Some((event, time)) = event(cx, timex) else { continue };
        let published = doc.article.date_published;
        let ahead = match (value.first_day(), published) {
            // *said at a meeting on Friday*, published that day, was no plan.
            (Some(day), Some(published)) => {
                day > published || day == published && !is_told(cx, event)
            }
            _ => false,
        };
        if !ahead {
            continue;
        }
        let subject = Phrase::noun(tree, cx.words, event, Extent::Of);
        let mut draft = Draft::implicit(subject, time, event, RULE);
        draft.object = Some((time, Slot::Adverb));
        draft.factuality = Some(Factuality::Planned);
        drafts.push(draft.with_relation(SCHEDULED));
    }
}

/// Whether an event belongs to what a verb tells in the past.
fn is_told(cx: &Context<'_>, event: TokenId) -> bool {
    let mut at = event;
    while let Some(above) = cx.tree.token(at).head {
        at = above;
        if is_predicate(cx.tree, at) {
            return is_past(cx.tree, at);
        }
    }
    false
}

/// Whether a value names a day or a month of a year.
fn is_day_or_month(value: &TimexValue) -> bool {
    value.first_day().is_some() && value.as_str().len() > "2016".len()
}

/// The event that an expression of time belongs to, and the expression as a phrase.
fn event(cx: &Context<'_>, timex: &Timex) -> Option<(TokenId, Phrase)> {
    let tree = cx.tree;
    let outward = tree.tokens().find(|it| {
        let token = tree.token(*it);
        timex.span.contains(token.span)
            && token.head.is_some_and(|it| !timex.span.contains(tree.token(it).span))
    })?;
    let token = tree.token(outward);
    let modifies =
        matches!(token.deprel.base(), Deprel::Nmod | Deprel::Compound | Deprel::Appos);
    let event = match modifies {
        true => token.head?,
        false => event_before(cx, outward, timex)?,
    };
    let noun = matches!(tree.token(event).upos, Upos::Noun | Upos::Propn);
    let kind = cx.entity_type(Phrase::word(tree, event));
    let time = Phrase { head: outward, span: timex.span };
    let occasion = cx.words.occasion(&tree.token(event).lemma.to_lowercase());
    let gathers = occasion.is_some_and(Occasion::is_gathering);
    let kind = if gathers { EntityType::Event } else { kind };
    (noun && kind == EntityType::Event).then_some((event, time))
}

/// The event right before a time that the parser hung on the verb: *will moderate the
/// second debate Oct. 9*.
fn event_before(cx: &Context<'_>, outward: TokenId, timex: &Timex) -> Option<TokenId> {
    let tree = cx.tree;
    let mut first =
        tree.tokens().find(|it| tree.token(*it).span.start() >= timex.span.start())?;
    while let Some(before) = tree.before(first) {
        let xpos = tree.token(before).xpos;
        if xpos != Xpos::Comma && xpos != Xpos::In {
            break;
        }
        first = before;
    }
    let event = tree.before(first)?;
    let token = tree.token(event);
    let occasion = cx.words.occasion(&token.lemma.to_lowercase());
    let held = occasion.is_some_and(Occasion::is_gathering);
    let of_verb =
        matches!(tree.token(outward).deprel.base(), Deprel::Obl | Deprel::Advmod);
    let participates =
        matches!(token.deprel.base(), Deprel::Obj | Deprel::Obl | Deprel::Nmod);
    (held && of_verb && participates).then_some(event)
}
