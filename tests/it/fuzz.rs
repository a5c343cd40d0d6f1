//! Damaged inputs, made of good ones by changes drawn by lot, the same in every run.
//!
//! For longer, with other lots, one target at a time:
//!
//! ```text
//! SECONDS=3600 SEED=7 cargo test --release --test it fuzz::readers -- --nocapture
//! ```
//!
//! An input may take five minutes, and in such a run the program a gigabyte.

use std::env;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::made_up::Dice;
use crate::source;
use crate::targets;

/// How long an input may take.
const PATIENCE: Duration = Duration::from_mins(5);
/// How long an input becomes, in bytes.
const LONGEST: usize = 16 << 10;

/// What formats are made of, and what they stumble over.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\n",
    b"\r\n",
    b"\n\n",
    b"\t",
    b" ",
    b"\"",
    b"'",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[[[[[[[[",
    b":",
    b",",
    b";",
    b"&",
    b"&#",
    b"&amp;",
    b"&#x110000;",
    b"<",
    b"</",
    b"/>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<p>",
    b"<div>",
    b"<table><tr>",
    b"<script>",
    b"<script type=\"application/ld+json\">",
    b"<item>",
    b"<entry>",
    b"WARC/1.0\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Content-Length: 0\r\n\r\n",
    b"---\n",
    b"title: ",
    b"date: ",
    b"date 2031-13-41 ",
    b"2031-05-06T23:30:00-05:00",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"\xff",
    b"\xc3\x28",
    b"\xed\xa0\x80",
    "\u{301}".as_bytes(),
    "\u{202e}".as_bytes(),
    "ﬁ“”‘’—…".as_bytes(),
    "Ä©â€™".as_bytes(),
    b"1-2\t",
    b"1.1\t",
    b"_\t_\t",
    b"# text = ",
    b"SELECT * { ",
    b"FILTER(",
    b"OPTIONAL { ",
    b"?a ",
    b"<<( ",
    b"0",
    b"-1",
    b"18446744073709551616",
    b"1e999",
    b"Mr. ",
    b"said ",
    b"Nora Aldane ",
    b"on Monday",
    b"$1.5bn ",
    b"U.S. ",
    b"http://a.example/?b=c#d ",
    b"@",
];

/// Makes inputs.
struct Mutator {
    seeds: Vec<Vec<u8>>,
    dice: Dice,
}

impl Mutator {
    fn below(&mut self, sides: usize) -> usize {
        self.dice.roll(sides.max(1))
    }

    /// A place in the bytes, and one that is not before it.
    fn range(&mut self, bytes: &[u8]) -> (usize, usize) {
        let start = self.below(bytes.len() + 1);
        let bits = self.below(12);
        let length = self.below(1 << bits);
        (start, bytes.len().min(start + length))
    }

    fn next(&mut self) -> Vec<u8> {
        let seed = self.below(self.seeds.len());
        let mut bytes = self.seeds[seed].clone();
        bytes.truncate(LONGEST);
        for _ in 0..=self.below(8) {
            let (start, end) = self.range(&bytes);
            match self.below(8) {
                0 if start < bytes.len() => {
                    bytes[start] = u8::try_from(self.below(256)).unwrap();
                }
                1 => bytes.truncate(start.max(1)),
                2 => drop(bytes.drain(start..end)),
                3 => {
                    let part = bytes[start..end].to_vec();
                    let part = part.repeat(1 << self.below(8));
                    drop(bytes.splice(start..start, part));
                }
                4 => {
                    let other = self.below(self.seeds.len());
                    let other = self.seeds[other].clone();
                    let (from, to) = self.range(&other);
                    drop(bytes.splice(start..end, other[from..to].iter().copied()));
                }
                _ => {
                    let piece = self.below(PIECES.len());
                    let times = if self.below(10) == 0 { 1 << self.below(10) } else { 1 };
                    drop(bytes.splice(start..start, PIECES[piece].repeat(times)));
                }
            }
            bytes.truncate(LONGEST);
        }
        bytes
    }
}

/// Tries inputs made of the files of some folders: `count` of them, or for as long as
/// SECONDS says.
fn fuzz(name: &str, folders: &[&str], count: usize, target: fn(&[u8])) {
    let number = |name: &str| {
        env::var_os(name).map(|it| it.to_str().unwrap().parse::<u64>().unwrap())
    };
    let seconds = number("SECONDS").map(Duration::from_secs);
    let files = folders.iter().flat_map(|folder| {
        source::files(folder)
            .into_iter()
            .map(move |it| source::root().join(folder).join(it))
    });
    let seeds: Vec<_> = files.map(|it| fs::read(it).unwrap()).collect();
    assert!(!seeds.is_empty());
    let mut mutator = Mutator { seeds, dice: Dice(number("SEED").unwrap_or(1)) };
    let input = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&input);
    let (sender, receiver) = channel();
    let started = Instant::now();
    let worker = thread::spawn(move || {
        let mut tried = 0;
        while seconds.map_or(tried < count, |it| started.elapsed() < it) {
            let bytes = mutator.next();
            shared.lock().unwrap().clone_from(&bytes);
            target(&bytes);
            tried += 1;
            sender.send(tried).unwrap();
        }
    });
    let mut tried = 0;
    let end = loop {
        match receiver.recv_timeout(PATIENCE) {
            Ok(it) => tried = it,
            Err(it) => break it,
        }
    };
    if end == RecvTimeoutError::Timeout || worker.join().is_err() {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.found"));
        fs::write(&path, &*input.lock().unwrap()).unwrap();
        panic!("{name}: input {tried} panics or takes too long: {}", path.display());
    }
    let memory = peak_memory();
    println!("{name}: {tried} inputs in {:?}, peak {memory} MB", started.elapsed());
    assert!(seconds.is_none() || memory < 1_000, "{memory} MB");
}

/// The most memory that this program held, in MB; 0 where the system does not say.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let number =
        line.and_then(|it| it.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    number.unwrap_or_default() / 1_000
}

/// A target of text, over bytes that are made text.
macro_rules! text {
    ($target:path) => {
        |bytes| $target(&String::from_utf8_lossy(bytes))
    };
}

#[test]
fn readers() {
    fuzz("readers", &["tests/broken", "tests/pages"], 4_000, targets::readers);
}

#[test]
fn annotate() {
    fuzz("annotate", &["tests/articles"], 12, text!(targets::annotate));
}

#[test]
fn conllu() {
    fuzz("conllu", &["tests/conllu"], 4_000, text!(targets::conllu));
}

#[test]
fn decisions() {
    fuzz("decisions", &["tests/decisions"], 100, targets::decisions);
}

#[test]
fn sparql() {
    fuzz("sparql", &["queries"], 2_000, text!(targets::sparql));
}
