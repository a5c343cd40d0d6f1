//! SPARQL 1.1 Graph Store HTTP Protocol: `/store?graph=IRI` and `/store?default`, and
//! `/store/NAME` for the graph whose IRI that address is.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::{HeaderValue, LOCATION};
use hyper::{Method, StatusCode};
use sha2::{Digest, Sha256};

use crate::rdf::{Asking, Graphs};
use crate::text::base32;

use super::accept::choose;
use super::call::{Call, only};
use super::reply::Outcome;
use super::site::{LIMITS, Site};
use super::sparql::read_only;

/// The largest graph that is taken at once.
const LARGEST: usize = 16 << 20;

/// Reads a graph, or changes a note.
pub(super) async fn store(site: Arc<Site>, call: Call, body: Incoming) -> Outcome {
    let graphs = match graphs(&call) {
        Ok(graphs) => graphs,
        Err(reason) => return Outcome::text(StatusCode::BAD_REQUEST, reason),
    };
    if call.is_get() {
        return read(site, call, graphs).await;
    }
    let is_put = call.method == Method::PUT;
    if !is_put && call.method != Method::POST && call.method != Method::DELETE {
        return only("GET, HEAD, PUT, POST, DELETE");
    }
    if !site.settings.write {
        return read_only();
    }
    let body = if call.method == Method::DELETE {
        None
    } else {
        match call.body(body, LARGEST).await {
            Ok(body) => Some(body),
            Err(outcome) => return outcome,
        }
    };
    let (iri, is_named_here) = match (graphs, &body) {
        (Graphs::Named(iri), _) => (iri, false),
        (Graphs::All, Some(body)) if !is_put => (of_content(&call, body), true),
        _ => {
            let reason = "the default graph is the union of all others; name a graph \
                          with ?graph=IRI";
            return Outcome::text(StatusCode::UNPROCESSABLE_ENTITY, reason);
        }
    };
    let location = HeaderValue::from_str(&iri).ok().filter(|_| is_named_here);
    let shared = Arc::clone(&site);
    let run = site.workers.run(move |_| {
        let is_new = shared.change(|view, keep| match &body {
            None => view.store().drop_note(&iri, keep).map(|()| false),
            Some(body) => {
                let media_type = match &*call.content_type {
                    "" => "text/turtle",
                    given => given,
                };
                view.store().put_note(&iri, (media_type, body), is_put, keep)
            }
        })?;
        let status = if is_new { StatusCode::CREATED } else { StatusCode::NO_CONTENT };
        let outcome = Outcome::text(status, "");
        Ok(location.into_iter().fold(outcome, |it, place| it.with(LOCATION, place)))
    });
    run.await
}

/// The name of a graph that is sent without one: that of its content, so that what is sent
/// twice is kept once.
fn of_content(call: &Call, body: &[u8]) -> String {
    format!("{}/{}", call.address(), base32(&Sha256::digest(body), 26))
}

async fn read(site: Arc<Site>, call: Call, graphs: Graphs) -> Outcome {
    let view = site.view();
    let run = site.workers.run(move |stop| {
        let asking = Asking { stop, ..Asking::default() };
        let choose = |offers: &[&'static str]| choose(call.accept.as_deref(), offers);
        let graph = view.store().dump_graph(&graphs, &asking, LIMITS, &choose);
        graph.map(Outcome::from)
    });
    run.await
}

/// Which graphs a call means: one that its parameters name, or the one whose name its
/// address is; that of the store itself without parameters means all of them.
fn graphs(call: &Call) -> Result<Graphs, String> {
    let mut found = Vec::new();
    if call.path != "/store" {
        found.push(Graphs::Named(call.address()));
    }
    for (name, value) in &call.parameters {
        match &**name {
            "graph" => found.push(Graphs::Named(value.clone())),
            "default" => found.push(Graphs::Default),
            _ => {}
        }
    }
    let first = found.pop();
    if !found.is_empty() {
        return Err("more than one graph is named; ask for one at a time".to_owned());
    }
    Ok(first.unwrap_or(Graphs::All))
}
