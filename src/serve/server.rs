//! The server: connections in, answers out, until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;
use tokio::signal;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task;
use tokio::time;
use tokio_io_timeout::TimeoutStream;

use crate::error::{Error, Result};

use super::memory;
use super::route;
use super::site::{Settings, Site};

/// More connections wait until others are closed.
const CONNECTIONS: usize = 768;
/// How long a client may take to send the head of a request, the first or the next.
const HEAD: Duration = Duration::from_secs(10);
/// How long a client may take to receive anything of an answer.
const WRITE: Duration = Duration::from_secs(30);
/// A head with more lines or bytes is refused.
const HEADERS: usize = 64;
const HEAD_BYTES: usize = 64 << 10;
/// A nested query needs a deep stack; only what is used of it takes memory.
const STACK: usize = 256 << 20;
/// How often the collection and the memory are looked at.
const LOOK: Duration = Duration::from_millis(500);

/// Serves until the program is interrupted or terminated, then finishes what was begun;
/// `say` is told what happens, a line at a time.
pub fn serve(
    settings: Settings,
    say: impl Fn(&str) + Send + Sync + 'static,
) -> Result<()> {
    let grace = settings.timeout + Duration::from_secs(2);
    let site = Arc::new(Site::open(settings)?);
    let mut runtime = runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_all().thread_stack_size(STACK).build();
    let runtime = runtime.map_err(Error::io("threads"))?;
    let served = runtime.block_on(run(Arc::clone(&site), grace, say));
    site.workers.stop_all();
    // A query that does not listen is left behind.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served
}

async fn run(
    site: Arc<Site>,
    grace: Duration,
    say: impl Fn(&str) + Send + Sync + 'static,
) -> Result<()> {
    let address = SocketAddr::new(site.settings.host, site.settings.port);
    let place = address.to_string();
    let listener = TcpListener::bind(address).await.map_err(Error::io(&place))?;
    let bound = listener.local_addr().map_err(Error::io(&place))?;
    let folder = site.settings.folder.display();
    let stopped = stopped();
    tokio::pin!(stopped);
    say(&format!("serving {folder} at http://{bound}/; Ctrl-C stops it"));
    let say = Arc::new(say);
    tokio::spawn(watch(Arc::clone(&site), Arc::clone(&say)));
    let connections = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let http = http();
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &slots) => accepted,
            () = &mut stopped => break,
        };
        let Ok((stream, slot)) = accepted else {
            // No file is free for it, or the client has left already.
            time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let own = Arc::clone(&site);
        let service = service_fn(move |request| route::answer(Arc::clone(&own), request));
        let connection =
            http.serve_connection(TokioIo::new(Box::pin(slow(stream))), service);
        let connection = connections.watch(connection);
        let metrics = Arc::clone(&site);
        tokio::spawn(async move {
            metrics.metrics.connections.fetch_add(1, Ordering::Relaxed);
            // How a connection ends is the client's business.
            drop(connection.await);
            metrics.metrics.connections.fetch_sub(1, Ordering::Relaxed);
            drop(slot);
        });
    }
    drop(listener);
    say("stopping; what was begun is finished");
    drop(time::timeout(grace, connections.shutdown()).await);
    Ok(())
}

/// The next connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> io::Result<(TcpStream, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    Ok((stream, slot))
}

fn http() -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(HEADERS)
        .max_buf_size(HEAD_BYTES)
        .max_header_size(HEAD_BYTES);
    http
}

/// A connection that ends where the client receives nothing for too long.
fn slow(stream: TcpStream) -> TimeoutStream<TcpStream> {
    // Answers go out at once; where that cannot be set, they go out a little later.
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE));
    stream
}

/// Looks whether the collection has changed, and whether queries take too much memory.
async fn watch(site: Arc<Site>, say: Arc<impl Fn(&str) + Send + Sync + 'static>) {
    let mut base = memory::resident();
    let mut failed = false;
    loop {
        time::sleep(LOOK).await;
        if let (Some(base), Some(now)) = (base, memory::resident())
            && now > base.saturating_add(site.settings.memory)
            && site.workers.stop_oldest()
        {
            say("the query that had run for longest was stopped: too much memory");
            continue;
        }
        let own = Arc::clone(&site);
        match task::spawn_blocking(move || own.reload()).await {
            Ok(Ok(true)) => {
                base = memory::resident();
                failed = false;
                site.metrics.reloads.fetch_add(1, Ordering::Relaxed);
                say("the collection has changed and was read again");
            }
            Ok(Ok(false)) => failed = false,
            // It may be in the middle of a change: what was read before stays.
            Ok(Err(error)) => {
                if !failed {
                    say(&format!("{error}; what was read before is served"));
                }
                failed = true;
            }
            Err(_) => return,
        }
    }
}

/// Waits for Ctrl-C or, on Unix, the request to terminate.
async fn stopped() {
    #[cfg(unix)]
    {
        let terminate = signal::unix::signal(signal::unix::SignalKind::terminate());
        if let Ok(mut terminate) = terminate {
            tokio::select! {
                _ = terminate.recv() => {}
                it = signal::ctrl_c() => drop::<io::Result<()>>(it),
            }
            return;
        }
    }
    drop::<io::Result<()>>(signal::ctrl_c().await);
}
