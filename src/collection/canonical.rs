//! The canonical export: every quad as N-Quads, sorted, however the collection came to be.
//!
//! Sorting holds no more than [`HELD`] bytes of lines: sorted runs go to temporary files,
//! which are then read side by side.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, Write};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::text::base32;

use super::folder::Collection;
use super::records;

/// How many bytes of lines are sorted in memory.
const HELD: usize = 32 << 20;
/// How far back the packing of a run looks, as a power of two: every run that is read
/// holds so much memory.
const WINDOW: u32 = 17;

impl Collection {
    /// The canonical export as a text, under the names that each article gave by itself.
    pub fn canonical(&self) -> Result<String> {
        let mut bytes = Vec::new();
        self.write_canonical(false, &mut bytes)?;
        String::from_utf8(bytes).map_err(|it| Error::Collection {
            path: self.folder.clone(),
            reason: format!("{it}; build the collection again"),
        })
    }

    /// Writes the canonical export, with the names of the collection where `resolved`,
    /// else with those that each article gave by itself. Memory does not grow with the
    /// number of articles.
    ///
    /// # Errors
    ///
    /// Where an article cannot be read, or the output or a temporary file not written.
    pub fn write_canonical(&self, resolved: bool, out: &mut dyn Write) -> Result<()> {
        let sorted = self.settled(|it| {
            let resolution = if resolved { Some(it.resolution()?) } else { None };
            let mut sorter = Sorter::default();
            it.each(|entry, nquads| {
                let renamed = resolution.as_ref();
                let renamed = renamed.map(|to| to.apply(&entry.id, nquads, &it.names));
                let added = sorter.add(renamed.as_deref().unwrap_or(nquads));
                added.map_err(Error::io(std::env::temp_dir()))
            })?;
            Ok(sorter)
        })?;
        sorted.write(out).map_err(Error::io("export"))
    }

    /// The digest of canonical export and decisions: SHA-256, 52 base-32 digits. Equal
    /// digests are equal graphs.
    pub fn digest(&self) -> Result<String> {
        let mut hash = Hashing(Sha256::new());
        self.write_canonical(false, &mut hash)?;
        hash.0.update(records::decisions_csv(&self.decisions)?);
        Ok(base32(&hash.0.finalize(), 52))
    }
}

/// What is written to it goes into a digest.
struct Hashing(Sha256);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Sorts lines of which only some are held in memory.
#[derive(Default)]
struct Sorter {
    held: String,
    runs: Vec<File>,
}

impl Sorter {
    /// Adds lines.
    fn add(&mut self, lines: &str) -> io::Result<()> {
        if self.held.len() + lines.len() > HELD && !self.held.is_empty() {
            self.spill()?;
        }
        if self.held.capacity() == 0 && lines.len() < HELD {
            self.held.reserve(lines.len());
        }
        self.held.push_str(lines);
        Ok(())
    }

    /// Puts the lines that are held into a file.
    fn spill(&mut self) -> io::Result<()> {
        let mut run = zstd::Encoder::new(tempfile::tempfile()?, 1)?;
        run.window_log(WINDOW)?;
        for line in sorted(&self.held) {
            run.write_all(line.as_bytes())?;
        }
        let mut file = run.finish()?;
        file.rewind()?;
        self.runs.push(file);
        self.held.clear();
        Ok(())
    }

    /// Writes every line once, in order.
    fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.runs.is_empty() {
            return sorted(&self.held)
                .into_iter()
                .try_for_each(|it| out.write_all(it.as_bytes()));
        }
        self.spill()?;
        let runs =
            self.runs.into_iter().map(|it| zstd::Decoder::new(it).map(BufReader::new));
        let mut runs = runs.collect::<io::Result<Vec<_>>>()?;
        let mut next = BinaryHeap::new();
        for (at, run) in runs.iter_mut().enumerate() {
            let mut line = String::new();
            if run.read_line(&mut line)? > 0 {
                next.push(Reverse((line, at)));
            }
        }
        let mut last = String::new();
        while let Some(Reverse((mut line, at))) = next.pop() {
            if line != last {
                out.write_all(line.as_bytes())?;
            }
            std::mem::swap(&mut last, &mut line);
            line.clear();
            if runs[at].read_line(&mut line)? > 0 {
                next.push(Reverse((line, at)));
            }
        }
        Ok(())
    }
}

/// The lines of a text, sorted, each once.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines = text.split_inclusive('\n').collect::<Vec<_>>();
    lines.sort_unstable();
    lines.dedup();
    lines
}

#[cfg(test)]
mod tests {
    use super::Sorter;

    #[test]
    fn runs_in_files_give_what_sorting_in_memory_gives() {
        let lines =
            (0..500_u32).map(|it| format!("line {}\n", it.wrapping_mul(7_919) % 300));
        let lines = lines.collect::<Vec<_>>();
        let (mut whole, mut parts) = (Sorter::default(), Sorter::default());
        for (at, line) in lines.iter().enumerate() {
            whole.add(line).unwrap();
            parts.add(line).unwrap();
            if at % 90 == 0 {
                parts.spill().unwrap();
            }
        }
        let [mut one, mut other] = [Vec::new(), Vec::new()];
        whole.write(&mut one).unwrap();
        parts.write(&mut other).unwrap();
        assert_eq!(one, other);
        assert_eq!(String::from_utf8(one).unwrap().lines().count(), 300);
    }
}
