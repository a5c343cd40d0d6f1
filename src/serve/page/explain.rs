//! The page of a fact: how it was found, and what else is said of the same.

use maud::{Markup, html};

use crate::ask::{Explanation, explain};
use crate::error::{Error, Result};
use crate::serve::reply::Reply;
use crate::serve::view::View;
use crate::text::ArticleId;

use super::article::{Told, marked};
use super::fact::{card, claim, origin, relation, short, standing};
use super::frame;
use super::link;

/// The page of the fact `id`, whose sentence `at` cites: where it is given the fact is
/// found without reading every article.
pub(super) fn fact(view: &View, query: &[(String, String)]) -> Result<Reply> {
    let id = frame::value(query, "id").unwrap_or_default();
    let at = frame::value(query, "at").unwrap_or(id);
    let is_asked = |it: &Explanation| {
        id.is_empty()
            || it.statement.fact.trim_start_matches("f:") == id.trim_start_matches("f:")
    };
    let found = match explain(view.collection(), at) {
        Ok(found) => found,
        Err(error @ Error::Query { .. }) => {
            let why = html! { p { (error.to_string()) } };
            return Ok(frame::sorry(404, "No such fact", why));
        }
        Err(error) => return Err(error),
    };
    let Some(it) = found.iter().find(|it| is_asked(it)) else {
        let why = html! { p { "The sentence " (at) " has no fact " code { (id) } "." } };
        return Ok(frame::sorry(404, "No such fact", why));
    };
    let statement = &it.statement;
    let sentence = sentence(view, it)?;
    let contents = html! {
        header.entity {
            p.kind { "Fact · " code { (statement.fact) } }
            h1.claim { (claim(statement, None)) }
        }
        article class={ "fact whole " (statement.standing.as_str()) }
            id=(link::anchor(&statement.fact)) {
            (standing(statement))
            blockquote { p { (sentence) } }
            (origin(statement, false))
        }
        h2 { "How it was found" }
        (found_by(it))
        @if !it.others.is_empty() {
            h2 { "What else is said of the same" }
            ul.facts { @for it in &it.others { (card(&it.statement, None)) } }
        }
    };
    Ok(frame::page(&statement.line, "", contents))
}

/// The sentence of a fact with its words marked.
fn sentence(view: &View, it: &Explanation) -> Result<Markup> {
    let plain = html! { (it.statement.quote) };
    let (id, number) = it.statement.cited.rsplit_once(':').unwrap_or_default();
    let Some(article) = view.collection().article(&ArticleId::from_minted(id))? else {
        return Ok(plain);
    };
    let local = it.statement.fact.trim_start_matches("f:");
    let number = number.parse::<u32>().unwrap_or_default();
    let found = article.sentences.get(&number).zip(article.facts.get(local));
    Ok(found.map_or(plain, |(sentence, record)| {
        let told = Told { record, statement: it.statement.clone() };
        marked(sentence, &[told])
    }))
}

/// Words, names, time, rule and decisions behind a fact.
fn found_by(it: &Explanation) -> Markup {
    let statement = &it.statement;
    html! {
        dl.found {
            dt { "Standing" }
            dd { (short(statement.standing)) " (" (statement.factuality) ", "
                (statement.polarity) ")" }
            dt { "Relation" }
            dd { "“" (it.surface) "” is read as " b { (relation(&statement.relation)) } }
            @for (words, name) in &it.resolved {
                dt { "Name" }
                dd { "“" (words) "” stands for " b { (name) } }
            }
            @if let Some(time) = &it.time { dt { "Time" } dd { (time) } }
            @if let Some(source) = &statement.source {
                dt { "Source" }
                dd {
                    @match &statement.source_local {
                        Some(local) => a href=(link::entity(local)) { (source) },
                        None => (source),
                    }
                    @if let Some(cue) = &it.cue { " (“" (cue) "”)" }
                }
            }
            @for (role, value) in &it.args { dt { (relation(role)) } dd { (value) } }
            dt { "Rule" }
            dd {
                (statement.rule) "; facts found like this are right "
                (format!("{:.0} %", statement.confidence * 100.0)) " of the time"
            }
            @for decision in &it.decisions {
                dt { "Decided" }
                dd {
                    (decision.left) " and " (decision.right) ": "
                    (decision.judgement.as_str()) " (by " (decision.by) "; "
                    (decision.reason) ")"
                }
            }
            @if let Some(headline) = &statement.headline {
                dt { "Headline" }
                dd { (headline) }
            }
            dt { "Cited as" }
            dd { a href=(link::sentence(&statement.cited)) { (statement.cited) } }
        }
    }
}
