//! The questions that newsgraph knows by name, each with a form for what can be set.

use maud::{Markup, html};

use crate::error::{Error, Result};
use crate::rdf::{Kind, Parameter, Stop, stock_queries};
use crate::serve::reply::Reply;
use crate::serve::view::View;

use super::answer;
use super::frame;
use super::link;

/// The list of questions.
pub(super) fn all() -> Reply {
    let contents = html! {
        h1 { "Questions" }
        p.lead { "Ask one as it is, or say about whom and of which time." }
        ul.questions {
            @for it in stock_queries() {
                li {
                    a href={ "/queries/" (it.name) } { (it.query.question()) }
                    " " span.kind { (it.name) }
                }
            }
        }
    };
    frame::page("Questions", "/queries", contents)
}

/// A question with its form, and its answer. Parameters that are not set keep their
/// defaults.
pub(super) fn one(
    view: &View,
    name: &str,
    query: &[(String, String)],
    stop: &Stop,
) -> Result<Option<Reply>> {
    let stock = stock_queries().into_iter().find(|it| it.name == name);
    let Some(stock) = stock else { return Ok(None) };
    let mut asked = stock.query.clone();
    let mut wrong = None;
    for it in stock.query.parameters() {
        let Some(value) = frame::value(query, &it.name) else { continue };
        match asked.set(&it.name, value, view.store()) {
            Ok(()) => {}
            Err(Error::Query { reason, .. }) => wrong = Some(reason),
            Err(error) => return Err(error),
        }
    }
    let answer = match &wrong {
        Some(reason) => html! { p.wrong role="alert" { (reason) } },
        None => answer::section(view, &asked, query, &with(name, query), stop)?,
    };
    let contents = html! {
        p.kind { a href="/queries" { "Questions" } " · " (name) }
        h1 { (stock.query.question()) }
        (form(name, stock.query.parameters(), query))
        (answer)
        details.source {
            summary { "The question in SPARQL" }
            pre tabindex="0" { code { (asked.text()) } }
            p { a href=(link::sparql(asked.text())) { "Change it in the editor" } }
        }
    };
    let title = stock.query.question();
    Ok(Some(frame::page(title, "/queries", contents)))
}

/// The address of a question with what is set, but not how its answer is shown.
fn with(name: &str, query: &[(String, String)]) -> String {
    let set = query.iter().filter(|(it, _)| it != "show");
    let set = set.map(|(name, value)| format!("{name}={}&", crate::rdf::encode(value)));
    format!("/queries/{name}?{}show=", set.collect::<String>())
}

fn form(name: &str, parameters: &[Parameter], query: &[(String, String)]) -> Markup {
    html! {
        @if !parameters.is_empty() {
            form.ask action={ "/queries/" (name) } {
                @for it in parameters { (field(it, frame::value(query, &it.name))) }
                button { "Ask" }
            }
        }
    }
}

fn field(it: &Parameter, value: Option<&str>) -> Markup {
    let id = format!("set-{}", it.name);
    let hint = format!("hint-{}", it.name);
    let names = format!("names-{}", it.name);
    let is_name = matches!(it.kind, Kind::Entity | Kind::Term);
    let mode = (it.kind == Kind::Number).then_some("decimal");
    html! {
        div.field {
            label for=(id) { (it.name) }
            input id=(id) name=(it.name) value=[value] placeholder=[it.default.as_ref()]
                inputmode=[mode] autocomplete="off" aria-describedby=(hint)
                list=[is_name.then_some(&names)] data-suggest[is_name];
            @if is_name { datalist id=(names) {} }
            p.note id=(hint) {
                (it.purpose) " (" (it.kind.hint())
                @if let Some(default) = &it.default { "; else " (default) }
                ")"
            }
        }
    }
}
