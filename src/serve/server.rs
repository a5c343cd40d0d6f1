//! The server: connections in, replies out, until it is told to stop.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::task;

use crate::error::{Error, Result};

use super::page;
use super::reply::Reply;
use super::view::View;

/// What is served, to whom, and within which limits.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The collection.
    pub folder: PathBuf,
    /// The address to listen at.
    pub host: IpAddr,
    /// The port; 0 for one that is free.
    pub port: u16,
    /// Whether the collection may be written to.
    pub write: bool,
    /// What a client has to know to be answered.
    pub token: Option<String>,
    /// How long a query may take.
    pub timeout: Duration,
}

/// Serves until the program is interrupted; `say` is told what happens, a line at a time.
pub fn serve(settings: Settings, say: impl Fn(&str) + Send + Sync + 'static) -> Result<()> {
    let view = Arc::new(View::open(&settings.folder)?);
    let runtime = runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(Error::io("threads"))?.block_on(run(settings, view, say))
}

async fn run(
    settings: Settings,
    view: Arc<View>,
    say: impl Fn(&str) + Send + Sync + 'static,
) -> Result<()> {
    let address = SocketAddr::new(settings.host, settings.port);
    let place = address.to_string();
    let listener = TcpListener::bind(address).await.map_err(Error::io(&place))?;
    let bound = listener.local_addr().map_err(Error::io(&place))?;
    say(&format!("serving {} at http://{bound}/", settings.folder.display()));
    let connections = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(10));
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(_) => continue,
            },
            _ = tokio::signal::ctrl_c() => break,
        };
        let view = Arc::clone(&view);
        let service = service_fn(move |request| answer(Arc::clone(&view), request));
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move { drop(connection.await) });
    }
    connections.shutdown().await;
    Ok(())
}

async fn answer(
    view: Arc<View>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>();
    let reply = match (request.method(), &*path) {
        (&Method::GET, "/health") => Reply::text(200, "ok"),
        (&Method::GET, _) => {
            let work = task::spawn_blocking(move || page::respond(&view, &path, &query));
            let reply = work.await.ok().flatten();
            reply.unwrap_or_else(|| Reply::text(404, "nothing is here"))
        }
        _ => Reply::text(405, "only GET"),
    };
    let mut response = Response::new(Full::from(reply.body));
    *response.status_mut() =
        hyper::StatusCode::from_u16(reply.status).unwrap_or_default();
    let kind = hyper::header::HeaderValue::from_static(reply.content_type);
    response.headers_mut().insert(hyper::header::CONTENT_TYPE, kind);
    Ok(response)
}
