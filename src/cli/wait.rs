//! Work that the user can interrupt, or that may take only so long.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::rdf::Stop;

use super::interrupt;

/// How long work that was told to stop may take to do so.
const GRACE: Duration = Duration::from_millis(500);
/// A deeply nested query needs as much as the main thread has.
const STACK: usize = 8 << 20;

/// How work ended.
pub(super) enum Ended<T> {
    /// By itself.
    Done(T),
    /// By Ctrl-C.
    Interrupted,
    /// By the clock.
    TimedOut,
}

/// Does `work` until it is done, the user presses Ctrl-C, or `timeout` is over; `stop` is
/// told so. Work that does not listen is left behind: the program is about to end.
pub(super) fn run<T: Send + 'static>(
    timeout: Option<Duration>,
    stop: &Stop,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Ended<T>> {
    let (send, receive) = mpsc::channel();
    let interrupted = send.clone();
    interrupt::catch(move || {
        if interrupted.send(Ended::Interrupted).is_err() {
            // The work is over, and its answer is being written.
            interrupt::end();
        }
    })
    .context("cannot listen for Ctrl-C")?;
    thread::Builder::new().stack_size(STACK).spawn(move || {
        // Nobody listens any more where the work was stopped.
        drop(send.send(Ended::Done(work())));
    })?;
    let ended = match timeout {
        Some(timeout) => receive.recv_timeout(timeout),
        None => receive.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    let ended = match ended {
        Ok(ended @ Ended::Done(_)) => return Ok(ended),
        Ok(ended) => ended,
        Err(RecvTimeoutError::Timeout) => Ended::TimedOut,
        Err(RecvTimeoutError::Disconnected) => anyhow::bail!("the work broke off"),
    };
    stop.now();
    drop(receive.recv_timeout(GRACE));
    Ok(ended)
}
