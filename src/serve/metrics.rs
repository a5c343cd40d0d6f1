//! What happened so far, in the text format of Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::work::locked;

/// The upper bounds of the histogram of times, in seconds.
const BOUNDS: [f64; 8] = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0, 60.0];

/// Counters of a server.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    answers: Mutex<BTreeMap<(&'static str, u16), u64>>,
    times: Mutex<Times>,
    pub(super) connections: AtomicUsize,
    pub(super) reloads: AtomicU64,
}

#[derive(Debug, Default)]
struct Times {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    sum: f64,
}

/// A value of the moment: name, help, value.
pub(super) type Gauge = (&'static str, &'static str, u64);

impl Metrics {
    /// Counts an answer at a path of the server, and how long it took.
    pub(super) fn answered(&self, path: &'static str, status: u16, seconds: f64) {
        let mut answers = locked(&self.answers);
        *answers.entry((path, status)).or_default() += 1;
        let mut times = locked(&self.times);
        times.count += 1;
        times.sum += seconds;
        let buckets = BOUNDS.iter().zip(times.buckets.iter_mut());
        buckets.filter(|(bound, _)| seconds <= **bound).for_each(|(_, it)| *it += 1);
    }

    /// Everything as text, with the gauges of the moment.
    pub(super) fn text(&self, gauges: &[Gauge], counters: &[Gauge]) -> String {
        let mut text = String::new();
        let mut line = |it: std::fmt::Arguments<'_>| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{it}");
        };
        line(format_args!(
            "# HELP newsgraph_requests_total Answers, by path and status."
        ));
        line(format_args!("# TYPE newsgraph_requests_total counter"));
        let answers = locked(&self.answers);
        for ((path, status), count) in &*answers {
            line(format_args!(
                "newsgraph_requests_total{{path=\"{path}\",status=\"{status}\"}} {count}"
            ));
        }
        let times = locked(&self.times);
        let name = "newsgraph_request_seconds";
        line(format_args!(
            "# HELP {name} Time from the head of a request to its answer."
        ));
        line(format_args!("# TYPE {name} histogram"));
        for (bound, count) in BOUNDS.iter().zip(times.buckets) {
            line(format_args!("{name}_bucket{{le=\"{bound}\"}} {count}"));
        }
        line(format_args!("{name}_bucket{{le=\"+Inf\"}} {}", times.count));
        line(format_args!("{name}_sum {}", times.sum));
        line(format_args!("{name}_count {}", times.count));
        let all = gauges.iter().map(|it| (it, "gauge"));
        for ((name, help, value), kind) in
            all.chain(counters.iter().map(|it| (it, "counter")))
        {
            line(format_args!("# HELP {name} {help}"));
            line(format_args!("# TYPE {name} {kind}"));
            line(format_args!("{name} {value}"));
        }
        let connections = self.connections.load(Ordering::Relaxed);
        line(format_args!("# HELP newsgraph_connections Open connections."));
        line(format_args!("# TYPE newsgraph_connections gauge"));
        line(format_args!("newsgraph_connections {connections}"));
        text
    }
}
