//! A link is the address of a page.

use crate::ask::Statement;
use crate::rdf::encode;

/// The page of an entity, given by its local name.
pub(super) fn entity(local: &str) -> String {
    format!("/entity?id={}", encode(local))
}

/// The page of an article.
pub(super) fn article(id: &str) -> String {
    format!("/article?id={}", encode(id))
}

/// The page of an article, at a sentence: `2023-11-08-5fu25c3j:7`.
pub(super) fn sentence(cited: &str) -> String {
    match cited.rsplit_once(':') {
        Some((id, number)) => format!("{}#s{}", article(id), encode(number)),
        None => article(cited),
    }
}

/// The page that says how a fact was found.
pub(super) fn fact(it: &Statement) -> String {
    format!("/fact?id={}&at={}", encode(&it.fact), encode(&it.cited))
}

/// The place of a fact on a page.
pub(super) fn anchor(fact: &str) -> String {
    fact.replace(':', "-")
}

/// The editor with a query in it, asked.
pub(super) fn sparql(text: &str) -> String {
    format!("/sparql?query={}", encode(text))
}

/// The answer to a query as a file.
pub(super) fn download(text: &str, format: &str) -> String {
    format!("/download?to={format}&query={}", encode(text))
}
