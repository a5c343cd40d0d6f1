//! The editor: any question in SPARQL, with its answer.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::error::{Error, Result};
use crate::rdf::{Query, Stop, encode, relations, shorten, vocab};
use crate::serve::reply::Reply;
use crate::serve::view::View;

use super::answer;
use super::frame;

/// What the editor shows at first.
const EXAMPLE: &str = include_str!("assets/example.rq");

/// The editor, and the answer to the query in it.
pub(super) fn editor(
    view: &View,
    query: &[(String, String)],
    stop: &Stop,
) -> Result<Reply> {
    let text = frame::value(query, "query");
    let answer = match text {
        None => html! {},
        Some(text) => {
            let asked = Query::new("query", text);
            let address = format!("/sparql?query={}&show=", encode(text));
            match answer::section(view, &asked, query, &address, stop) {
                Ok(answer) => answer,
                Err(Error::Query { reason, .. }) => html! {
                    section aria-label="Answer" {
                        h2 { "This cannot be asked" }
                        pre.wrong role="alert" tabindex="0" { (reason) }
                    }
                },
                Err(error) => return Err(error),
            }
        }
    };
    let shown = text.unwrap_or(EXAMPLE.trim_end());
    let contents = html! {
        h1 { "Ask in SPARQL" }
        form.sparql action="/sparql" {
            label for="query" { "Query" }
            div.editor data-editor {
                textarea #query name="query" rows=(rows(shown)) spellcheck="false" autocapitalize="off"
                    autocomplete="off" aria-describedby="keys" { (shown) }
            }
            p.note #keys {
                "Prefixes are known without being declared. Ctrl+Enter asks. While you write, "
                "names are offered: arrow keys choose, Enter takes, Escape closes."
            }
            button { "Ask" }
        }
        (answer)
        (prefixes(view))
    };
    Ok(frame::page("SPARQL", "/sparql", contents))
}

/// How many lines of a text the editor shows.
fn rows(text: &str) -> usize {
    text.lines().count().clamp(6, 24) + 1
}

fn prefixes(view: &View) -> Markup {
    html! {
        details.source {
            summary { "Prefixes" }
            dl.found {
                @for (prefix, iri) in view.collection().names().prefixes() {
                    dt { code { (prefix) ":" } }
                    dd { code { (iri) } }
                }
            }
        }
    }
}

/// Every term that the editor offers, with what it means, as JSON: `[[":fired", "…"], …]`.
pub(super) fn terms() -> Reply {
    let mut terms = BTreeSet::<(String, &str)>::new();
    for (name, relation) in relations() {
        for prefix in ["", "ev", "no", "may"] {
            terms.insert((format!("{prefix}:{name}"), &relation.comment));
        }
    }
    for iri in vocab::MINTED.iter().chain(vocab::SCHEMA) {
        terms.insert((shorten(iri).into_owned(), ""));
    }
    for iri in [vocab::LABEL, vocab::ALT_LABEL, vocab::TYPE] {
        terms.insert((shorten(iri).into_owned(), ""));
    }
    let terms = terms.into_iter().map(|(term, note)| serde_json::json!([term, note]));
    let body = terms.collect::<serde_json::Value>().to_string().into_bytes();
    Reply { status: 200, content_type: "application/json", body }
}
