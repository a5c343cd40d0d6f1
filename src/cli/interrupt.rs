//! Ctrl-C: the first asks the program to stop where nothing is lost, the second ends it.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::exit;
use super::output;

static ASKED: AtomicBool = AtomicBool::new(false);

/// Takes Ctrl-C over from the system. Where that cannot be done, Ctrl-C ends the program
/// at once, after which a collection is consistent too.
pub(super) fn catch() {
    let caught = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            end();
        }
        output::complain("newsgraph: stopping; what is read so far is kept");
    });
    drop(caught);
}

#[expect(clippy::exit, reason = "a second Ctrl-C does not wait")]
fn end() {
    process::exit(i32::from(exit::INTERRUPTED));
}

/// Whether Ctrl-C was pressed.
pub(super) fn is_asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
