//! SPARQL 1.1 Protocol: `/query` and `/update`.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::{Method, StatusCode};

use crate::rdf::{Asking, Dataset, Query};

use super::accept::choose;
use super::call::{Call, only, pairs, unsupported};
use super::reply::Outcome;
use super::shared::Question;
use super::site::{LIMITS, Site};

/// A longer query is refused: reading it takes time that nothing can cut short.
const LONGEST: usize = 128 << 10;
const FORM: &str = "application/x-www-form-urlencoded";
const QUERY: &str = "application/sparql-query";
const UPDATE: &str = "application/sparql-update";

/// Answers a query, or describes the service where there is none.
pub(super) async fn query(site: Arc<Site>, call: Call, body: Incoming) -> Outcome {
    let is_post = call.method == Method::POST;
    if !call.is_get() && !is_post {
        return only("GET, HEAD, POST");
    }
    let asked = match asked(&call, body, "query", QUERY).await {
        Ok(asked) => asked,
        Err(outcome) => return outcome,
    };
    let Some(text) = asked.text else {
        if is_post {
            let reason = "no parameter `query`; send one";
            return Outcome::text(StatusCode::BAD_REQUEST, reason);
        }
        return describe(site, call).await;
    };
    let view = site.view();
    let dataset = asked.dataset;
    let accept = call.accept;
    let mut question = Question::new(&view).with("query").with(&text);
    question = question.with(accept.as_deref().unwrap_or_default());
    for (place, graphs) in [("default", &dataset.default), ("named", &dataset.named)] {
        question = graphs.iter().fold(question, |it, graph| it.with(place).with(graph));
    }
    let work = async {
        let run = site.workers.run(move |stop| {
            let query = Query::new("query", text);
            let asking = Asking { stop, ..Asking::default() };
            let choose = |offers: &[&str]| choose(accept.as_deref(), offers);
            let answer = view.store().respond(
                &query,
                &asking,
                &dataset,
                (LIMITS, &|it| choose(it)),
            );
            answer.map(Outcome::from)
        });
        run.await
    };
    site.shared.run(question, work).await
}

/// Changes notes.
pub(super) async fn update(site: Arc<Site>, call: Call, body: Incoming) -> Outcome {
    if call.method != Method::POST {
        return only("POST");
    }
    if !site.settings.write {
        return read_only();
    }
    let asked = match asked(&call, body, "update", UPDATE).await {
        Ok(asked) => asked,
        Err(outcome) => return outcome,
    };
    let Some(text) = asked.text else {
        let reason = "no parameter `update`; send one";
        return Outcome::text(StatusCode::BAD_REQUEST, reason);
    };
    let shared = Arc::clone(&site);
    let run = site.workers.run(move |stop| {
        let query = Query::new("update", text);
        let asking = Asking { stop, ..Asking::default() };
        shared.change(|view, keep| {
            view.store().update_notes(&query, &asking, &asked.dataset, keep)
        })?;
        Ok(Outcome::text(StatusCode::NO_CONTENT, ""))
    });
    run.await
}

/// What the server and its collection are.
pub(super) async fn describe(site: Arc<Site>, call: Call) -> Outcome {
    described(site, call, true).await
}

/// What the collection holds.
pub(super) async fn void(site: Arc<Site>, call: Call) -> Outcome {
    described(site, call, false).await
}

async fn described(site: Arc<Site>, call: Call, is_service: bool) -> Outcome {
    let view = site.view();
    let may_write = site.settings.write;
    let run = site.workers.run(move |_| {
        let holdings = view.holdings()?;
        let accept = call.accept.as_deref();
        let choose = |offers: &[&'static str]| choose(accept, offers);
        let (store, base) = (view.store(), call.base());
        let encoded = if is_service {
            store.describe_service(&base, may_write, &holdings, &choose)
        } else {
            store.describe_collection(&base, &holdings, &choose)
        };
        encoded.map(Outcome::from)
    });
    run.await
}

/// The refusal of every change where `--write` is not given.
pub(super) fn read_only() -> Outcome {
    let reason = "this server only reads; it takes notes when started with --write";
    Outcome::text(StatusCode::FORBIDDEN, reason)
}

/// What is asked, and about which graphs.
struct Asked {
    text: Option<String>,
    dataset: Dataset,
}

/// Takes a call of the protocol apart; `name` is the parameter that holds the text, and
/// `direct` the media type of a body that is the text.
async fn asked(
    call: &Call,
    body: Incoming,
    name: &str,
    direct: &str,
) -> Result<Asked, Outcome> {
    let wrong = |reason: String| Outcome::text(StatusCode::BAD_REQUEST, reason);
    let (parameters, text) = if call.is_get() {
        (call.parameters.clone(), None)
    } else if call.content_type == FORM {
        let body = call.body(body, LONGEST).await?;
        (pairs(&body), None)
    } else if call.content_type == direct {
        let body = call.body(body, LONGEST).await?;
        let text = String::from_utf8(body.into());
        let text = text.map_err(|_| wrong(format!("the {name} is not UTF-8")))?;
        (call.parameters.clone(), Some(text))
    } else {
        let known = format!("{FORM} or {direct}");
        return Err(unsupported(&call.content_type, &known));
    };
    let values = |name: &str| {
        let all = parameters.iter().filter(|(it, _)| it == name);
        all.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let is_update = name == "update";
    let dataset = Dataset {
        default: values(if is_update { "using-graph-uri" } else { "default-graph-uri" }),
        named: values(if is_update {
            "using-named-graph-uri"
        } else {
            "named-graph-uri"
        }),
    };
    let mut texts = values(name);
    texts.extend(text);
    if texts.len() > 1 {
        return Err(wrong(format!("more than one {name}; send one at a time")));
    }
    let text = texts.pop();
    if text.as_ref().is_some_and(|it| it.len() > LONGEST) {
        return Err(wrong(format!("the {name} is longer than {} KiB", LONGEST >> 10)));
    }
    Ok(Asked { text, dataset })
}
