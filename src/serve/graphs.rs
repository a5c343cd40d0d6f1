//! SPARQL 1.1 Graph Store HTTP Protocol: `/store?graph=IRI` and `/store?default`.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::{Method, StatusCode};

use crate::rdf::{Asking, Graphs};

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
    let Graphs::Named(iri) = graphs else {
        let reason = "the default graph is the union of all others; name a graph with \
                      ?graph=IRI";
        return Outcome::text(StatusCode::UNPROCESSABLE_ENTITY, reason);
    };
    let is_delete = call.method == Method::DELETE;
    let body = if is_delete {
        None
    } else {
        match call.body(body, LARGEST).await {
            Ok(body) => Some(body),
            Err(outcome) => return outcome,
        }
    };
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
        Ok(Outcome::text(status, ""))
    });
    run.await
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

/// Which graphs an address means; without parameters every one of them.
fn graphs(call: &Call) -> Result<Graphs, String> {
    let mut found = Vec::new();
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
