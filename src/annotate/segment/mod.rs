//! Segmentation groups words into sentences.
//!
//! Rules know stops, quotes, abbreviations and lines. Within a line a learned score, which
//! takes what the rules say as one hint among others, has the last word: it knows that
//! *Regards* ends a sentence and *Yahoo!* does not.

mod boundary;
mod headline;
mod rules;

pub(super) use boundary::{Boundaries, Example};

use std::ops::Range;

use super::tokenize::Word;
use super::words::CutWords;

/// The sentences of a text, as ranges of its words. None is empty.
pub(super) fn sentences(
    text: &str,
    words: &[Word],
    tables: &CutWords,
    boundaries: &Boundaries,
) -> Vec<Range<usize>> {
    let ruled = rules::sentences(text, words, tables);
    let sentences = boundaries.revise(text, words, &ruled);
    let cut =
        sentences.into_iter().flat_map(|it| match headline::end(text, words, &it) {
            Some(end) => vec![it.start..end, end..it.end],
            None => vec![it],
        });
    cut.collect()
}

/// What there is to learn from a text whose sentences end at the bytes `ends`.
pub(super) fn examples(
    text: &str,
    words: &[Word],
    tables: &CutWords,
    ends: &[usize],
) -> Vec<Example> {
    let ruled = rules::sentences(text, words, tables);
    Boundaries::examples(text, words, &ruled, ends)
}
