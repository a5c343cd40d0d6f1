//! The frame is what all pages share: head, search, navigation and foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::serve::reply::Reply;

/// The media type of a page.
const HTML: &str = "text/html; charset=utf-8";

/// The pages that every page leads to, with their addresses.
const PLACES: &[(&str, &str)] = &[
    ("/articles", "Articles"),
    ("/contradictions", "Contradictions"),
    ("/queries", "Questions"),
    ("/sparql", "SPARQL"),
];

/// The signs of the four standings.
const SIGNS: &str = include_str!("assets/signs.svg");

/// A page: its title, the address of the place that it belongs to, and its contents.
pub(super) fn page(title: &str, place: &str, contents: Markup) -> Reply {
    reply(200, title, place, contents)
}

/// A page that says why there is no other one.
pub(super) fn sorry(status: u16, title: &str, contents: Markup) -> Reply {
    let contents = html! { h1 { (title) } (contents) };
    reply(status, title, "", contents)
}

/// A page of another status.
pub(super) fn reply(status: u16, title: &str, place: &str, contents: Markup) -> Reply {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · newsgraph" }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/style.css";
                script src="/assets/page.js" defer {}
            }
            body {
                (PreEscaped(SIGNS))
                a.skip href="#main" { "Skip to the contents" }
                header.top {
                    a.brand href="/" aria-current=[(place == "/").then_some("page")] {
                        "newsgraph"
                    }
                    form.find role="search" action="/entity" {
                        label.unseen for="find" { "A person, body, place or other name" }
                        input #find type="search" name="name" list="found" required
                            placeholder="Search a name" autocomplete="off" data-suggest;
                        datalist #found {}
                        button { "Search" }
                    }
                    nav aria-label="Pages" {
                        @for (address, name) in PLACES {
                            a href=(address)
                                aria-current=[(*address == place).then_some("page")] { (name) }
                        }
                    }
                }
                main #main tabindex="-1" { (contents) }
                footer {
                    "Every fact was read out of a sentence by a program and cites it. "
                    "Check the sentence before you publish."
                }
            }
        }
    };
    let body = page.into_string().into_bytes();
    Reply { status, content_type: HTML, body }
}

/// Links to the pages before and after one of `total` things, `most` a page; `address`
/// ends where the number of the page, from one, is written.
pub(super) fn pager(total: usize, most: usize, at: usize, address: &str) -> Markup {
    let last = total.div_ceil(most).max(1);
    html! {
        @if last > 1 {
            nav.pager aria-label="Parts of the list" {
                @if at > 1 { a rel="prev" href={ (address) (at - 1) } { "Earlier part" } }
                span { "Part " (at) " of " (last) }
                @if at < last { a rel="next" href={ (address) (at + 1) } { "Next part" } }
            }
        }
    }
}

/// The number of the page that is asked for, from one.
pub(super) fn part(query: &[(String, String)]) -> usize {
    value(query, "part").and_then(|it| it.parse().ok()).filter(|it| *it > 0).unwrap_or(1)
}

/// The first value of a parameter; `None` where it is empty or not there.
pub(super) fn value<'q>(query: &'q [(String, String)], name: &str) -> Option<&'q str> {
    let mut found = query.iter().filter(|(it, _)| it == name);
    found.next().map(|(_, it)| it.trim()).filter(|it| !it.is_empty())
}
