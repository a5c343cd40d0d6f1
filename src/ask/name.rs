//! A name is what a reader types; it stands for one entity, or the reader is asked which.

use std::collections::BTreeSet;

use crate::collection::{Collection, Known};
use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::rdf::relations;
use crate::text::{count, nearest};

/// No message lists more.
const MOST: usize = 8;

/// The entity that a name stands for: as its best name or another one, whatever the case
/// of the letters, or as `e:` and its local name. With `all`, every one that bears it.
///
/// Where several bear it, the one counts that alone has it as the best name of its own
/// which articles share.
///
/// # Errors
///
/// Where nothing bears the name, or several things do: the message lists the choices.
pub fn named(collection: &Collection, name: &str, all: bool) -> Result<Vec<Known>> {
    let found = collection.called(name)?;
    let refused = |reason: String| {
        Err(Error::Query { name: collection.folder().display().to_string(), reason })
    };
    if found.is_empty() {
        let near = collection.names_like(name, MOST)?;
        let near = near.iter().map(|it| format!("“{it}”")).collect::<Vec<_>>();
        return refused(if near.is_empty() {
            format!("nothing is called “{name}”; `newsgraph query DIR names` lists names")
        } else {
            format!("nothing is called “{name}”; did you mean {}?", near.join(", "))
        });
    }
    if found.len() == 1 || all {
        return Ok(found);
    }
    let is_own = |it: &&Known| !it.is_bound() && it.label().eq_ignore_ascii_case(name);
    let mut own = found.iter().filter(is_own);
    if let (Some(only), None) = (own.next(), own.next()) {
        return Ok(vec![only.clone()]);
    }
    let mut sorted = found.iter().collect::<Vec<_>>();
    sorted.sort_by_key(|it| std::cmp::Reverse(it.articles.len()));
    let choices = sorted.iter().take(MOST).map(|it| {
        let (local, kind) = (&it.local, it.entity_type.to_lowercase());
        let articles = count(it.articles.len(), "article");
        format!("\n  e:{local}  {}, {kind}, {articles}", it.label())
    });
    let mut reason = format!(
        "{} things are called “{name}”; choose one, or give --all{}",
        found.len(),
        choices.collect::<String>()
    );
    if sorted.len() > MOST {
        reason.push_str("\n  …");
    }
    refused(reason)
}

/// What to say about the first of the relations that neither the schema has nor a fact.
pub fn unknown_relation(graph: &Graph, asked: &[String]) -> Option<String> {
    let facts = graph.articles.values().flat_map(|it| it.facts.values());
    let known = relations().keys().chain(facts.map(|it| &it.relation));
    let known = known.map(String::as_str).collect::<BTreeSet<_>>();
    let word = asked.iter().find(|it| !known.contains(it.as_str()))?;
    let near = nearest(word, known, MOST);
    let remedy = if near.is_empty() {
        "`newsgraph relations` lists those of the schema".to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    Some(format!("no relation is called “{word}”; {remedy}"))
}
