//! Output: data on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};

/// How wide output for a reader is where it does not go to a terminal.
const WIDTH: usize = 80;
/// Lines of a table that are longer are hard to follow.
const WIDEST: usize = 160;

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

/// The width of the terminal in characters, or one that fits everywhere.
pub(super) fn width() -> usize {
    let terminal = Some(io::stdout()).filter(IsTerminal::is_terminal);
    let size = terminal.and_then(terminal_size::terminal_size_of);
    size.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(WIDTH / 2, WIDEST))
}
