//! A span is a stretch of an article's text, in bytes.
//!
//! Inside the program all places are bytes, as Rust slices are. What leaves it (RDF,
//! gold files) counts Unicode code points: see [`Offsets`](super::Offsets).

use std::fmt;
use std::ops::Range;

/// A stretch of [`Article::text`](super::Article::text), in bytes, end exclusive.
///
/// Invariant: `start <= end`. Both lie on character boundaries of the text that the span
/// was made for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from `start` to `end`; an `end` before `start` gives an empty span.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self { start, end: end.max(start) }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The number of bytes.
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether the span has no bytes.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words that the span marks in `text`; empty where it does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn spans_cover_contain_and_overlap() {
        let (a, b) = (Span::new(2, 5), Span::new(4, 9));
        assert_eq!(a.cover(b), Span::new(2, 9));
        assert!(a.overlaps(b) && !a.contains(b) && a.cover(b).contains(b));
        assert!(!a.overlaps(Span::new(5, 6)));
        assert_eq!(Span::new(7, 3), Span::new(7, 7));
        assert_eq!(Span::new(0, 3).of("día"), "dí");
        assert_eq!(Span::new(0, 2).of("día"), "");
    }
}
