//! Progress, on standard error.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _, stderr};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use crate::ingest::Meter;
use crate::text::grouped;

use super::output;

/// How progress is shown.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct ProgressArgs {
    /// Show progress as a line of text, as JSON Lines, or not at all.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Form::Text)]
    progress: Form,
    /// Show no progress, and print neither counts nor examples.
    #[arg(long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A line that is written anew on a terminal, else a line every 30 seconds.
    Text,
    /// An object a second.
    Json,
    /// Nothing.
    None,
}

/// What has been done, and how long the rest takes.
#[derive(Debug)]
pub(super) struct Progress {
    form: Form,
    is_terminal: bool,
    meter: Meter,
    started: Instant,
    shown: Option<Instant>,
}

impl Progress {
    pub(super) fn new(args: ProgressArgs, meter: Meter) -> Self {
        let form = if args.quiet { Form::None } else { args.progress };
        let is_terminal = stderr().is_terminal();
        Self { form, is_terminal, meter, started: Instant::now(), shown: None }
    }

    /// Shows how far it is, where it is time to.
    pub(super) fn show(&mut self, articles: usize, facts: usize) {
        let (first, every) = match (self.form, self.is_terminal) {
            (Form::None, _) => return,
            (Form::Json, _) => (Duration::from_secs(1), Duration::from_secs(1)),
            (Form::Text, true) => {
                (Duration::from_millis(500), Duration::from_millis(200))
            }
            (Form::Text, false) => (Duration::from_secs(30), Duration::from_secs(30)),
        };
        let since = self.shown.map_or(self.started.elapsed(), |it| it.elapsed());
        if since < self.shown.map_or(first, |_| every) {
            return;
        }
        self.shown = Some(Instant::now());
        self.write(articles, facts, false);
    }

    /// Shows the last line, or takes the line on the terminal away.
    pub(super) fn finish(&mut self, articles: usize, facts: usize) {
        match self.form {
            Form::Json => self.write(articles, facts, true),
            Form::Text if self.is_terminal && self.shown.is_some() => {
                let mut err = stderr().lock();
                drop(write!(err, "\r\u{1b}[K"));
            }
            Form::Text | Form::None => {}
        }
    }

    fn write(&self, articles: usize, facts: usize, is_over: bool) {
        let seconds = self.started.elapsed().as_secs_f64();
        let rate = float(articles) / seconds.max(0.001);
        let length = self.meter.length().filter(|it| *it > 0);
        let part = length.map(|it| bytes(self.meter.read()) / bytes(it));
        let part = part.filter(|it| *it > 0.0).map(|it| it.min(1.0));
        let rest = part.map(|it| seconds * (1.0 - it) / it);
        if self.form == Form::Json {
            let object = serde_json::json!({
                "articles": articles,
                "facts": facts,
                "seconds": round(seconds),
                "articles_per_second": round(rate),
                "part": part.map(round),
                "eta_seconds": rest.map(round),
                "done": is_over,
            });
            output::complain(&object.to_string());
            return;
        }
        let mut line = format!("articles {}", grouped(articles));
        if let Some(part) = part {
            let _ = write!(line, " ({:.0} %)", part * 100.0);
        }
        let _ = write!(line, " · {rate:.0}/s · facts {}", grouped(facts));
        if let Some(rest) = rest {
            let _ = write!(line, " · ETA {}", duration(rest));
        }
        if self.is_terminal {
            let mut err = stderr().lock();
            drop(write!(err, "\r\u{1b}[K{line}").and_then(|()| err.flush()));
        } else {
            output::complain(&line);
        }
    }
}

/// A count; more than four billion are as good as that.
pub(super) fn float(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A number of bytes, to the nearest that a float holds.
fn bytes(number: u64) -> f64 {
    let half = |it: u64| f64::from(u32::try_from(it & 0xffff_ffff).unwrap_or(u32::MAX));
    half(number >> 32) * 4_294_967_296.0 + half(number)
}

fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// A time in the unit that fits it.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        it if it < 1.0 => "under 1 s".to_owned(),
        it if it < 90.0 => format!("{it:.0} s"),
        it if it < 5_400.0 => format!("{:.0} min", it / 60.0),
        it => format!("{:.1} h", it / 3_600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn times_are_easy_to_read() {
        let times = [0.2, 59.6, 180.0, 7_200.0].map(duration);
        assert_eq!(times, ["under 1 s", "60 s", "3 min", "2.0 h"]);
    }
}
