//! The page: a collection in a browser.
//!
//! Every page is whole HTML made here; `assets/` has the one style sheet and the one
//! script, without which all but suggestions and colors in the editor works. Answers are
//! those of [`ask`](crate::ask), so that the page and the verbs say the same.

mod answer;
mod article;
mod contradictions;
mod entity;
mod explain;
mod fact;
mod frame;
mod home;
mod link;
mod merged;
mod overview;
mod picture;
mod queries;
mod sparql;
mod timeline;

use maud::html;

use crate::error::Result;
use crate::rdf::Stop;

use super::reply::Reply;
use super::view::View;

pub(crate) use overview::Overview;

/// The files that pages need, with their types.
const ASSETS: &[(&str, &str, &str)] = &[
    ("style.css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    ("page.js", "text/javascript; charset=utf-8", include_str!("assets/page.js")),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

/// The reply to a GET of `path`, which is decoded and begins with `/`, with its
/// parameters in order; `None` where the page has nothing there.
///
/// It runs on a thread of its own, within the limits of time and number of queries;
/// `stop` ends what it asks of the store.
pub(crate) fn respond(
    view: &View,
    path: &str,
    query: &[(String, String)],
    stop: &Stop,
) -> Option<Reply> {
    let reply = match path {
        "/" => home::first(view),
        "/articles" => home::articles(view, query),
        "/article" => article::article(view, query),
        "/contradictions" => contradictions::all(view, query),
        "/download" => answer::download(view, query, stop),
        "/entity" => entity::entity(view, query),
        "/fact" => explain::fact(view, query),
        "/queries" => Ok(queries::all()),
        "/sparql" => sparql::editor(view, query, stop),
        "/suggest" => home::suggestions(view, query),
        "/terms" => Ok(sparql::terms()),
        _ => match path.strip_prefix("/queries/") {
            Some(name) => queries::one(view, name, query, stop).transpose()?,
            None => return asset(path),
        },
    };
    Some(or_sorry(reply))
}

/// What went wrong, as a page.
fn or_sorry(reply: Result<Reply>) -> Reply {
    reply.unwrap_or_else(|error| {
        let why = html! { pre.wrong tabindex="0" { (error.to_string()) } };
        frame::sorry(400, "This cannot be answered", why)
    })
}

fn asset(path: &str) -> Option<Reply> {
    let name = path.strip_prefix("/assets/")?;
    let (_, content_type, text) = ASSETS.iter().find(|(it, _, _)| *it == name)?;
    Some(Reply { status: 200, content_type, body: text.as_bytes().to_vec() })
}
