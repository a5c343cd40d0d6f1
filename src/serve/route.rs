//! The way from a request to its answer.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};

use super::call::{Call, only};
use super::gate;
use super::graphs;
use super::memory;
use super::metrics::Gauge;
use super::page;
use super::reply::Outcome;
use super::shared::Question;
use super::site::Site;
use super::sparql;
use super::work::seconds;

/// Answers a request.
pub(super) async fn answer(
    site: Arc<Site>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let start = Instant::now();
    let (parts, body) = request.into_parts();
    let call = Call::new(&parts);
    let place = place(&call.path);
    let outcome = match gate::check(&site.settings, &parts.method, &parts.headers) {
        _ if place == "/health" && call.is_get() => Outcome::text(StatusCode::OK, "ok"),
        Err(outcome) => outcome,
        Ok(()) => routed(Arc::clone(&site), call, body, place).await,
    };
    site.metrics.answered(place, outcome.status.as_u16(), seconds(start));
    let mut response = Response::new(Full::new(outcome.body));
    *response.status_mut() = outcome.status;
    let headers = response.headers_mut();
    gate::secure(headers);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(outcome.content_type));
    for (name, value) in outcome.headers {
        headers.append(name, value);
    }
    Ok(response)
}

async fn routed(
    site: Arc<Site>,
    call: Call,
    body: Incoming,
    place: &'static str,
) -> Outcome {
    if call.method == Method::OPTIONS {
        let allow = HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE, OPTIONS");
        return Outcome::text(StatusCode::NO_CONTENT, "").with(ALLOW, allow);
    }
    match place {
        "/query" => sparql::query(site, call, body).await,
        "/update" => sparql::update(site, call, body).await,
        "/store" => graphs::store(site, call, body).await,
        _ if !call.is_get() => only("GET, HEAD"),
        "/.well-known/void" => sparql::void(site, call).await,
        "/metrics" => metrics(&site),
        _ => page(site, call).await,
    }
}

/// The places that are counted apart; everything else is the page.
fn place(path: &str) -> &'static str {
    const PLACES: [&str; 6] =
        ["/health", "/metrics", "/query", "/store", "/update", "/.well-known/void"];
    // A graph may have its name below the store.
    let path = if path.starts_with("/store/") { "/store" } else { path };
    PLACES.into_iter().find(|it| *it == path).unwrap_or("/")
}

async fn page(site: Arc<Site>, call: Call) -> Outcome {
    let view = site.view();
    let mut question = Question::new(&view).with("page").with(&call.path);
    for (name, value) in &call.parameters {
        question = question.with(name).with(value);
    }
    let work = async {
        let run = site.workers.run(move |stop| {
            let reply = page::respond(&view, &call.path, &call.parameters, &stop);
            let nothing = || Outcome::text(StatusCode::NOT_FOUND, "nothing is here");
            Ok(reply.map_or_else(nothing, Outcome::from))
        });
        run.await
    };
    site.shared.run(question, work).await
}

fn metrics(site: &Site) -> Outcome {
    let workers = &site.workers;
    let count = |it: usize| u64::try_from(it).unwrap_or(u64::MAX);
    let articles = match site.view().collection().count() {
        Ok(articles) => articles,
        Err(error) => return error.into(),
    };
    let gauges: [Gauge; 4] = [
        ("newsgraph_articles", "Articles of the collection.", count(articles)),
        ("newsgraph_queries_running", "Queries on a thread.", count(workers.running())),
        ("newsgraph_queries_waiting", "Queries without one.", count(workers.waiting())),
        ("process_resident_memory_bytes", "Memory.", memory::resident().unwrap_or(0)),
    ];
    let total = |it: &std::sync::atomic::AtomicU64| it.load(Ordering::Relaxed);
    let counters: [Gauge; 4] = [
        (
            "newsgraph_answers_again_total",
            "Calls that were answered with an answer that was kept.",
            total(&site.shared.again),
        ),
        (
            "newsgraph_queries_stopped_total",
            "Queries that took too long or too much memory.",
            total(&workers.stopped),
        ),
        (
            "newsgraph_queries_refused_total",
            "Queries that found no thread in time.",
            total(&workers.refused),
        ),
        (
            "newsgraph_reloads_total",
            "Times that the collection was read again.",
            total(&site.metrics.reloads),
        ),
    ];
    let mut outcome =
        Outcome::text(StatusCode::OK, site.metrics.text(&gauges, &counters));
    outcome.content_type = "text/plain; version=0.0.4; charset=utf-8";
    outcome
}
