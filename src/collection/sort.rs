//! Sorting holds few lines in memory, however many there are: sorted runs go to a temporary
//! file, from which they are then read side by side.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::env;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;

use zstd::bulk::{Compressor, Decompressor};

use crate::error::{Error, Result};

/// How many bytes of lines are sorted in memory.
const HELD: usize = 4 << 20;
/// How many bytes of a run are read at a time.
const BLOCK: usize = 8 << 10;
/// How many runs are read side by side; of so many, one is made first.
const MANY: usize = 1024;

/// Sorts lines, each of which counts once.
#[derive(Default)]
pub(super) struct Sorter {
    held: String,
    blocks: Option<Blocks>,
    /// The places of runs among the blocks: those that were sorted in memory, those that
    /// were made of [`MANY`] of them, and so on.
    runs: Vec<Vec<Range<u64>>>,
}

impl Sorter {
    /// Adds lines, each with its end.
    pub(super) fn add(&mut self, lines: &str) -> Result<()> {
        if !self.held.is_empty() && self.held.len() + lines.len() > HELD {
            self.spill().map_err(failed)?;
        }
        self.held.push_str(lines);
        Ok(())
    }

    /// Hands over the lines in order.
    pub(super) fn each(mut self, mut take: impl FnMut(&str) -> Result<()>) -> Result<()> {
        if self.blocks.is_none() {
            return sorted(&self.held).into_iter().try_for_each(take);
        }
        self.spill().map_err(failed)?;
        drop(std::mem::take(&mut self.held));
        let Some(mut blocks) = self.blocks else { return Ok(()) };
        let runs = self.runs.into_iter().flatten().collect();
        let mut lines = Lines::new(runs, &mut blocks).map_err(failed)?;
        while let Some(line) = lines.next(&mut blocks).map_err(failed)? {
            take(line)?;
        }
        Ok(())
    }

    /// Puts the lines that are held into the file.
    fn spill(&mut self) -> io::Result<()> {
        let blocks = match &mut self.blocks {
            Some(blocks) => blocks,
            none => none.insert(Blocks::new()?),
        };
        let mut writer = Writing::new(blocks);
        for line in sorted(&self.held) {
            writer.add(line, blocks)?;
        }
        let mut run = writer.finish(blocks)?;
        self.held.clear();
        for level in 0.. {
            if self.runs.len() == level {
                self.runs.push(Vec::new());
            }
            self.runs[level].push(run);
            if self.runs[level].len() < MANY {
                break;
            }
            let full = std::mem::take(&mut self.runs[level]);
            let mut lines = Lines::new(full, blocks)?;
            let mut writer = Writing::new(blocks);
            while let Some(line) = lines.next(blocks)? {
                writer.add(line, blocks)?;
            }
            run = writer.finish(blocks)?;
        }
        Ok(())
    }
}

/// What came back is not what went in.
pub(super) fn broken() -> Error {
    let reason = "a temporary file was changed by another program";
    failed(io::Error::other(reason))
}

/// What went wrong with a temporary file.
pub(super) fn failed(error: io::Error) -> Error {
    Error::io(env::temp_dir())(error)
}

/// The lines of a text, sorted, each once.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines = text.split_inclusive('\n').collect::<Vec<_>>();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Texts in a temporary file, each packed.
struct Blocks {
    file: File,
    end: u64,
    packer: Compressor<'static>,
    unpacker: Decompressor<'static>,
}

impl Blocks {
    fn new() -> io::Result<Self> {
        Ok(Self {
            file: tempfile::tempfile()?,
            end: 0,
            packer: Compressor::new(1)?,
            unpacker: Decompressor::new()?,
        })
    }

    /// Adds a text: its length, its length when packed, and itself, packed.
    fn add(&mut self, text: &str) -> io::Result<()> {
        let packed = self.packer.compress(text.as_bytes())?;
        let mut block = Vec::with_capacity(8 + packed.len());
        for length in [text.len(), packed.len()] {
            let length = u32::try_from(length).map_err(io::Error::other)?;
            block.extend(length.to_le_bytes());
        }
        block.extend(packed);
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&block)?;
        self.end += block.len() as u64;
        Ok(())
    }

    /// Reads the text that begins at a place, and gives the place where it ends.
    fn read(&mut self, at: u64, text: &mut String) -> io::Result<u64> {
        let mut lengths = [[0; 4]; 2];
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(lengths.as_flattened_mut())?;
        let [length, packed] = lengths.map(|it| u32::from_le_bytes(it) as usize);
        let mut frame = vec![0; packed];
        self.file.read_exact(&mut frame)?;
        let mut bytes = std::mem::take(text).into_bytes();
        bytes.clear();
        bytes.reserve_exact(length);
        self.unpacker.decompress_to_buffer(&frame, &mut bytes)?;
        *text = String::from_utf8(bytes).map_err(io::Error::other)?;
        Ok(at + 8 + packed as u64)
    }
}

/// A run in the making.
struct Writing {
    start: u64,
    block: String,
}

impl Writing {
    fn new(blocks: &Blocks) -> Self {
        Self { start: blocks.end, block: String::with_capacity(BLOCK) }
    }

    fn add(&mut self, line: &str, blocks: &mut Blocks) -> io::Result<()> {
        if self.block.len() + line.len() > BLOCK && !self.block.is_empty() {
            blocks.add(&self.block)?;
            self.block.clear();
        }
        self.block.push_str(line);
        Ok(())
    }

    fn finish(self, blocks: &mut Blocks) -> io::Result<Range<u64>> {
        blocks.add(&self.block)?;
        Ok(self.start..blocks.end)
    }
}

/// A run that is being read.
struct Reading {
    left: Range<u64>,
    block: String,
    at: usize,
}

impl Reading {
    /// Reads the next line; `false` where there is none.
    fn next(&mut self, line: &mut String, blocks: &mut Blocks) -> io::Result<bool> {
        if self.at == self.block.len() {
            if self.left.is_empty() {
                return Ok(false);
            }
            self.left.start = blocks.read(self.left.start, &mut self.block)?;
            self.at = 0;
        }
        let rest = &self.block[self.at..];
        let length = rest.find('\n').map_or(rest.len(), |it| it + 1);
        line.clear();
        line.push_str(&rest[..length]);
        self.at += length;
        Ok(true)
    }
}

/// The lines of runs, in order, each once.
struct Lines {
    runs: Vec<Reading>,
    /// The next line of every run.
    next: BinaryHeap<Reverse<(String, usize)>>,
    last: String,
}

impl Lines {
    fn new(runs: Vec<Range<u64>>, blocks: &mut Blocks) -> io::Result<Self> {
        let runs = runs.into_iter();
        let runs = runs.map(|left| Reading { left, block: String::new(), at: 0 });
        let mut lines =
            Self { runs: runs.collect(), next: BinaryHeap::new(), last: String::new() };
        for at in 0..lines.runs.len() {
            lines.refill(String::new(), at, blocks)?;
        }
        Ok(lines)
    }

    fn next(&mut self, blocks: &mut Blocks) -> io::Result<Option<&str>> {
        while let Some(Reverse((line, at))) = self.next.pop() {
            let is_new = line != self.last;
            let spare = std::mem::replace(&mut self.last, line);
            self.refill(spare, at, blocks)?;
            if is_new {
                return Ok(Some(&self.last));
            }
        }
        Ok(None)
    }

    fn refill(
        &mut self,
        mut line: String,
        at: usize,
        blocks: &mut Blocks,
    ) -> io::Result<()> {
        if self.runs[at].next(&mut line, blocks)? {
            self.next.push(Reverse((line, at)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{MANY, Sorter};

    fn lines(sorter: Sorter) -> String {
        let mut all = String::new();
        sorter
            .each(|line| {
                all.push_str(line);
                Ok(())
            })
            .unwrap();
        all
    }

    #[test]
    fn runs_in_files_give_what_sorting_in_memory_gives() {
        let numbers = (0..500_u32).map(|it| it.wrapping_mul(7_919) % 300);
        let (mut whole, mut parts) = (Sorter::default(), Sorter::default());
        for (at, number) in numbers.enumerate() {
            let line = format!("line {number}\n");
            whole.add(&line).unwrap();
            parts.add(&line).unwrap();
            if at % 90 == 0 {
                parts.spill().unwrap();
            }
        }
        let whole = lines(whole);
        assert_eq!(whole.lines().count(), 300);
        assert_eq!(lines(parts), whole);
    }

    #[test]
    fn of_many_runs_one_is_made() {
        let mut sorter = Sorter::default();
        let count = 2 * MANY + 3;
        for number in (0..count).rev() {
            sorter.add(&format!("{number:06}\n")).unwrap();
            sorter.spill().unwrap();
        }
        assert_eq!(sorter.runs.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
        let numbers = (0..count).map(|it| format!("{it:06}\n"));
        let expected = numbers.collect::<Vec<_>>().concat();
        assert_eq!(lines(sorter), expected);
    }
}
