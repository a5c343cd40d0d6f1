//! The first page, the articles, and what a beginning of a name may mean.

use maud::{Markup, html};

use crate::ask::Standing;
use crate::error::Result;
use crate::serve::reply::Reply;
use crate::serve::view::View;
use crate::text::{count, grouped};

use super::contradictions;
use super::fact::{meaning, short, sign, tally};
use super::frame;
use super::link;
use super::overview::{Line, Name, Overview};

/// The first page shows this many names.
const NAMES: usize = 24;

/// The first page shows this many articles.
const ARTICLES: usize = 8;

/// The list of articles shows this many on a page.
const PART: usize = 100;

/// A beginning of a name brings up this many suggestions.
const SUGGESTIONS: usize = 12;

/// The first page.
pub(super) fn first(view: &View) -> Result<Reply> {
    let overview = view.overview()?;
    let contents = html! {
        h1 { "What the articles say, and who says it" }
        p.lead { (summary(&overview)) }
        (standings(&overview))
        @if !overview.disputes.is_empty() {
            section aria-labelledby="disputes" {
                h2 #disputes { "Where voices disagree" }
                @for it in overview.disputes.iter().take(2) { (contradictions::dispute(it, 3)) }
                @if overview.disputes.len() > 2 {
                    p { a href="/contradictions" {
                        "All " (count(overview.disputes.len(), "contradiction"))
                    } }
                }
            }
        }
        section aria-labelledby="names" {
            h2 #names { "Most written about" }
            ul.names {
                @for it in overview.names.iter().filter(|it| it.is_own()).take(NAMES) {
                    (name(it))
                }
            }
        }
        section aria-labelledby="newest" {
            h2 #newest { "Newest articles" }
            ul.articles { @for it in overview.articles.iter().take(ARTICLES) { (line(it)) } }
            @if overview.articles.len() > ARTICLES {
                p { a href="/articles" {
                    "All " (count(overview.articles.len(), "article"))
                } }
            }
        }
    };
    Ok(frame::page("What the articles say", "/", contents))
}

/// The collection in numbers.
fn summary(overview: &Overview) -> String {
    let facts = count(overview.facts.iter().sum(), "fact");
    let articles = count(overview.articles.len(), "article");
    let publishers = match overview.publishers.len() {
        0 => String::new(),
        some => format!(" of {}", count(some, "publisher")),
    };
    let days = match overview.days() {
        None => String::new(),
        Some((first, last)) if first == last => format!(", published on {first}"),
        Some((first, last)) => format!(", published from {first} to {last}"),
    };
    format!("{facts} in {articles}{publishers}{days}.")
}

/// The four standings, with what they mean and how often they occur.
fn standings(overview: &Overview) -> Markup {
    html! {
        dl.standings {
            @for (standing, count) in Standing::ALL.into_iter().zip(overview.facts) {
                div class=(standing.as_str()) {
                    dt { (sign(standing)) " " b { (grouped(count)) } " " (short(standing)) }
                    dd { (meaning(standing)) }
                }
            }
        }
    }
}

/// An entity in a list.
pub(super) fn name(it: &Name) -> Markup {
    html! {
        li {
            a href=(link::entity(&it.local)) { (it.label) } " "
            span.kind { (it.kind.to_lowercase()) ", " (count(it.articles, "article")) }
            (tally(&it.facts))
        }
    }
}

fn line(it: &Line) -> Markup {
    html! {
        li {
            a href=(link::article(it.id.as_str())) { (it.title) } " "
            span.kind {
                @if let Some(publisher) = &it.publisher { (publisher) ", " }
                @match it.day { Some(day) => time { (day) }, None => "undated" }
            }
            (tally(&it.facts))
        }
    }
}

/// The list of articles.
pub(super) fn articles(view: &View, query: &[(String, String)]) -> Result<Reply> {
    let overview = view.overview()?;
    let part = frame::part(query);
    let all = &overview.articles;
    let contents = html! {
        h1 { "Articles" }
        p.lead { (count(all.len(), "article")) ", the newest first." }
        ul.articles { @for it in all.iter().skip((part - 1).saturating_mul(PART)).take(PART) { (line(it)) } }
        (frame::pager(all.len(), PART, part, "/articles?part="))
    };
    Ok(frame::page("Articles", "/articles", contents))
}

/// The names that a beginning may mean, as JSON: `[{"id": "e:…", "label": …, "kind": …}]`.
pub(super) fn suggestions(view: &View, query: &[(String, String)]) -> Result<Reply> {
    let overview = view.overview()?;
    let text = frame::value(query, "name").unwrap_or_default();
    let found = overview.search(text, SUGGESTIONS).into_iter();
    let found = found.map(|it| {
        serde_json::json!({
            "id": format!("e:{}", it.local),
            "label": it.label,
            "kind": it.kind.to_lowercase(),
        })
    });
    let body = found.collect::<serde_json::Value>().to_string().into_bytes();
    Ok(Reply { status: 200, content_type: "application/json", body })
}
