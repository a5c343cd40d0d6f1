//! Ctrl-C: the first asks the program to stop where nothing is lost, the second ends it.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::exit;

static ASKED: AtomicBool = AtomicBool::new(false);

/// Takes Ctrl-C over from the system, once in a program: the first calls `stop`.
///
/// # Errors
///
/// Where the system does not let go of it: Ctrl-C ends the program at once, after which a
/// collection is consistent too.
pub(super) fn catch(stop: impl Fn() + Send + 'static) -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(move || {
        if ASKED.swap(true, Ordering::Relaxed) {
            end();
        }
        stop();
    })
}

/// Ends the program at once, as an interrupted one does.
#[expect(clippy::exit, reason = "the main thread is busy and is not waited for")]
pub(super) fn end() {
    process::exit(i32::from(exit::INTERRUPTED));
}

/// Whether Ctrl-C was pressed.
pub(super) fn is_asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
