//! A statement as a reader sees it: how it stands, what it says, who says it where, and
//! in which words.

use maud::{Markup, html};

use crate::ask::{Standing, Statement};
use crate::extract::{Factuality, Polarity};

use super::link;

/// The sign of a standing, which says in a shape what its color says.
pub(super) fn sign(standing: Standing) -> Markup {
    html! { svg.sign aria-hidden="true" { use href=(format!("#sign-{}", standing.as_str())) {} } }
}

/// What a reader must know of a standing.
pub(super) const fn meaning(standing: Standing) -> &'static str {
    match standing {
        Standing::Affirmed => "An article says so in its own voice.",
        Standing::Attributed => {
            "An article reports that somebody says so. Whether it is so, it leaves open."
        }
        Standing::Denied => "Somebody, or an article, says that it is not so.",
        Standing::Possible => {
            "Planned, possible, asked for, or never came true. Nobody says it happened."
        }
    }
}

/// The word before the voice of a statement.
fn mark(it: &Statement) -> &'static str {
    match (it.standing, it.factuality) {
        (Standing::Affirmed, _) => "Stated",
        (Standing::Attributed, _) => "Claimed",
        (Standing::Denied, _) => "Denied",
        (Standing::Possible, Factuality::Planned) => "Planned",
        (Standing::Possible, Factuality::Counterfactual) => "Did not come true",
        (Standing::Possible, _) => "Possible",
    }
}

/// The words that limit a relation.
fn limit(it: &Statement) -> &'static str {
    match (it.factuality, it.polarity) {
        (Factuality::Actual | Factuality::Claim, Polarity::Affirmed) => "",
        (Factuality::Actual | Factuality::Claim, Polarity::Negated) => "not",
        (Factuality::Planned, Polarity::Affirmed) => "plans:",
        (Factuality::Planned, Polarity::Negated) => "plans: not",
        (Factuality::Possible, Polarity::Affirmed) => "may:",
        (Factuality::Possible, Polarity::Negated) => "may: not",
        (Factuality::Counterfactual, Polarity::Affirmed) => "would have:",
        (Factuality::Counterfactual, Polarity::Negated) => "would have: not",
    }
}

/// A relation for a reader.
pub(super) fn relation(local: &str) -> String {
    local.replace('_', " ")
}

/// How a statement stands and on whose word: `Denied by Harlow Steel`.
pub(super) fn standing(it: &Statement) -> Markup {
    html! {
        p.standing {
            (sign(it.standing)) " " strong { (mark(it)) } " by "
            @match (&it.source, &it.source_local) {
                (Some(name), Some(local)) => a href=(link::entity(local)) { (name) },
                (Some(name), None) => (name),
                (None, _) if it.standing == Standing::Attributed => "somebody",
                (None, _) => @match &it.publisher {
                    Some(publisher) => (publisher),
                    None => "the article",
                },
            }
        }
    }
}

/// What a statement says: subject, relation, object and time, on one line where there is
/// room. Names lead to their pages, but not to the page of `here`.
pub(super) fn claim(it: &Statement, here: Option<&str>) -> Markup {
    let limit = limit(it);
    html! {
        (name(&it.subject, Some(&it.subject_local), here)) " "
        @if !limit.is_empty() { strong.limit { (limit) } " " }
        span.relation { (relation(&it.relation)) }
        @if let Some(object) = &it.object {
            " " (name(object, it.object_local.as_deref(), here))
        }
        @if let Some(time) = &it.time { " " time.when { (time) } }
    }
}

fn name(name: &str, local: Option<&str>, here: Option<&str>) -> Markup {
    html! {
        @match local {
            None => span.words { "“" (name) "”" },
            Some(local) if here == Some(local) => b { (name) },
            Some(local) => a href=(link::entity(local)) { (name) },
        }
    }
}

/// A statement as a card. `here` is the entity whose page it is on.
pub(super) fn card(it: &Statement, here: Option<&str>) -> Markup {
    html! {
        li class={ "fact " (it.standing.as_str()) } id=(link::anchor(&it.fact)) {
            (standing(it))
            p.claim { (claim(it, here)) }
            blockquote { p { (it.quote) } }
            (origin(it, true))
        }
    }
}

/// Where a statement stands, and the ways to check it; `how` where one is to the page that
/// says how it was found.
pub(super) fn origin(it: &Statement, how: bool) -> Markup {
    let publisher = it.publisher.as_deref().unwrap_or("unnamed publisher");
    let of = format!(" of “{}”", it.line);
    html! {
        p.origin {
            span { (publisher) ", " (day(it)) }
            span title="How often facts found like this one are right" {
                (format!("{:.0} % sure", it.confidence * 100.0))
            }
            a href=(link::sentence(&it.cited)) { "In the article" span.unseen { (of) } }
            @if let Some(original) = &it.link {
                a rel="external noreferrer" href=(original) {
                    "Original" span.unseen { (of) }
                }
            }
            @if how { a href=(link::fact(it)) { "How it was found" span.unseen { (of) } } }
        }
    }
}

fn day(it: &Statement) -> Markup {
    html! {
        @match it.reported {
            Some(day) => time { (day) },
            None => "undated",
        }
    }
}

/// How many there are of each standing: `12 stated`, `1 denied`.
pub(super) fn tally(facts: &[usize; 4]) -> Markup {
    html! {
        ul.tally {
            @for (standing, count) in Standing::ALL.into_iter().zip(facts) {
                @if *count > 0 {
                    li class=(standing.as_str()) {
                        (sign(standing)) " " (count) " " (short(standing))
                    }
                }
            }
        }
    }
}

/// A standing in a word.
pub(super) const fn short(standing: Standing) -> &'static str {
    match standing {
        Standing::Affirmed => "stated",
        Standing::Attributed => "claimed",
        Standing::Denied => "denied",
        Standing::Possible => "possible",
    }
}
