//! Work is done on threads: so many at once, so long each, and not for clients who left.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use hyper::StatusCode;
use hyper::header::{HeaderValue, RETRY_AFTER};
use tokio::sync::Semaphore;
use tokio::task;
use tokio::time;

use crate::rdf::{Refusal, Stop};

use super::reply::Outcome;

/// How long work that was told to stop may take to say so itself.
const GRACE: Duration = Duration::from_millis(500);
/// More calls do not wait for a thread.
const MOST_WAITING: usize = 512;

/// The threads, and who uses them.
#[derive(Debug)]
pub(super) struct Workers {
    permits: Arc<Semaphore>,
    at_once: usize,
    timeout: Duration,
    waiting: AtomicUsize,
    numbers: AtomicU64,
    running: Arc<Mutex<BTreeMap<u64, Stop>>>,
    pub(super) stopped: AtomicU64,
    pub(super) refused: AtomicU64,
}

impl Workers {
    pub(super) fn new(timeout: Duration) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        // More than there are cores, so that a long query does not make short ones wait.
        let at_once = (4 * cores).clamp(8, 64);
        Self {
            permits: Arc::new(Semaphore::new(at_once)),
            at_once,
            timeout,
            waiting: AtomicUsize::new(0),
            numbers: AtomicU64::new(0),
            running: Arc::default(),
            stopped: AtomicU64::new(0),
            refused: AtomicU64::new(0),
        }
    }

    /// Does work on a thread. Where it takes too long, or its caller no longer waits, it
    /// is told to stop; its thread is free for others when it has ended and not before.
    pub(super) async fn run(
        &self,
        work: impl FnOnce(Stop) -> Result<Outcome, Refusal> + Send + 'static,
    ) -> Outcome {
        let Some(permit) = self.permit().await else {
            self.refused.fetch_add(1, Ordering::Relaxed);
            let reason = "too many queries at once; try again in a moment";
            return Outcome::text(StatusCode::SERVICE_UNAVAILABLE, reason)
                .with(RETRY_AFTER, HeaderValue::from_static("2"));
        };
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let stop = Stop::default();
        let running = Arc::clone(&self.running);
        locked(&running).insert(number, stop.clone());
        // Dropped with this future, which hyper drops when the client leaves.
        let mut guard = Guard { stop: stop.clone(), armed: true };
        let handle = task::spawn_blocking(move || {
            let outcome = work(stop);
            locked(&running).remove(&number);
            drop(permit);
            outcome
        });
        tokio::pin!(handle);
        let mut ended = time::timeout(self.timeout, &mut handle).await;
        if ended.is_err() {
            guard.stop.now();
            ended = time::timeout(GRACE, &mut handle).await;
        }
        guard.armed = false;
        match ended {
            Ok(Ok(Ok(outcome))) => outcome,
            Ok(Ok(Err(Refusal::Stopped))) | Err(_) => {
                self.stopped.fetch_add(1, Ordering::Relaxed);
                let seconds = self.timeout.as_secs_f64();
                let reason = format!(
                    "stopped: it was not answered within {seconds} s, or took too much \
                     memory; ask for less, or have the server started with a longer \
                     --timeout"
                );
                Outcome::text(StatusCode::SERVICE_UNAVAILABLE, reason)
            }
            Ok(Ok(Err(refusal))) => refusal.into(),
            Ok(Err(_)) => {
                let reason = "the work broke off; this is a mistake of the program";
                Outcome::text(StatusCode::INTERNAL_SERVER_ERROR, reason)
            }
        }
    }

    async fn permit(&self) -> Option<tokio::sync::OwnedSemaphorePermit> {
        let permits = Arc::clone(&self.permits);
        if let Ok(permit) = Arc::clone(&permits).try_acquire_owned() {
            return Some(permit);
        }
        let _waiting = Waiting::new(&self.waiting)?;
        time::timeout(self.timeout, permits.acquire_owned()).await.ok()?.ok()
    }

    /// How much work goes on.
    pub(super) fn running(&self) -> usize {
        self.at_once.saturating_sub(self.permits.available_permits())
    }

    /// How many calls wait for a thread.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Stops the work that has gone on for longest; `false` where there is none.
    pub(super) fn stop_oldest(&self) -> bool {
        let running = locked(&self.running);
        let oldest = running.values().find(|it| !it.is_asked());
        oldest.inspect(|it| it.now()).is_some()
    }

    /// Stops everything.
    pub(super) fn stop_all(&self) {
        locked(&self.running).values().for_each(Stop::now);
    }
}

/// Stops work that nobody waits for.
struct Guard {
    stop: Stop,
    armed: bool,
}

impl Drop for Guard {
    fn drop(&mut self) {
        if self.armed {
            self.stop.now();
        }
    }
}

/// A place in the queue, for as long as it is held.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Option<Self> {
        let place = Self(count);
        (count.fetch_add(1, Ordering::Relaxed) < MOST_WAITING).then_some(place)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The time since `start`, in seconds.
pub(super) fn seconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64()
}

/// What a mutex holds, also where a thread that held it has failed.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
