//! Output: data on standard output, everything else on standard error.

use std::io::{self, Write};

/// Writes text to standard output.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes a line to standard error; there is nowhere to report that this failed.
pub(super) fn complain(line: &str) {
    let mut err = io::stderr().lock();
    drop(writeln!(err, "{line}"));
}
