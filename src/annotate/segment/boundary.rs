//! A learned score for the end of a sentence: a sum of weights of features, all of them
//! seen around the gap between two words.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};
use serde::Deserialize;

use crate::annotate::tokenize::Word;
use crate::error::Result;
use crate::lexicon::Lexicon;

/// The weights, learned by `train/boundaries.py`.
#[derive(Debug)]
pub(crate) struct Boundaries {
    /// Hash of a feature -> its weight, in thousandths.
    weights: FxHashMap<u64, i32>,
}

#[derive(Deserialize)]
struct Row {
    feature: String,
    weight: i32,
}

/// A gap between two words with its features, and whether a sentence ends there.
#[derive(Debug)]
pub(crate) struct Example {
    pub(crate) features: Vec<String>,
    pub(crate) ends: bool,
}

impl Boundaries {
    /// Loads the table.
    pub(crate) fn new(lexicon: &Lexicon) -> Result<Self> {
        let rows = lexicon.rows::<Row>("lexicon/boundary.csv")?;
        let weights = rows.into_iter().map(|it| (hash(it.feature.split(' ')), it.weight));
        Ok(Self { weights: weights.collect() })
    }

    /// The sentences that the score finds, where `ruled` are those of the rules. Line ends
    /// are left to the rules.
    pub(super) fn revise(
        &self,
        text: &str,
        words: &[Word],
        ruled: &[Range<usize>],
    ) -> Vec<Range<usize>> {
        let view = View::new(text, words, ruled);
        let mut sentences = Vec::new();
        let mut start = 0;
        for at in 0..words.len() {
            let ends = match view.gap(at) {
                Gap::End => true,
                Gap::Line => view.ruled[at],
                Gap::None | Gap::Space => {
                    let mut score = 0;
                    view.features(at, start, &mut |parts| {
                        let weight = self.weights.get(&hash(parts.iter().copied()));
                        score += weight.copied().unwrap_or_default();
                    });
                    score > 0
                }
                Gap::Inside => false,
            };
            if ends {
                sentences.push(start..at + 1);
                start = at + 1;
            }
        }
        sentences
    }

    /// What there is to learn from a text whose sentences end at the bytes `ends`.
    pub(crate) fn examples(
        text: &str,
        words: &[Word],
        ruled: &[Range<usize>],
        ends: &[usize],
    ) -> Vec<Example> {
        let view = View::new(text, words, ruled);
        let mut examples = Vec::new();
        let mut start = 0;
        for (at, word) in words.iter().enumerate() {
            let ends = ends.binary_search(&word.span.end()).is_ok();
            if matches!(view.gap(at), Gap::None | Gap::Space) {
                let mut features = Vec::new();
                view.features(at, start, &mut |parts| features.push(parts.join(" ")));
                examples.push(Example { features, ends });
            }
            if ends {
                start = at + 1;
            }
        }
        examples
    }
}

fn hash<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let mut hasher = FxHasher::default();
    for part in parts {
        part.hash(&mut hasher);
    }
    hasher.finish()
}

/// What stands between a word and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing: the next word continues the same token, or both are letters.
    Inside,
    /// Nothing, but one of the words is a mark.
    None,
    Space,
    Line,
    /// No next word.
    End,
}

/// The words of a text as the features see them.
struct View<'a> {
    text: &'a str,
    words: &'a [Word],
    /// Small letters of each word.
    lower: Vec<String>,
    shapes: Vec<&'a str>,
    /// Whether the rules end a sentence after each word.
    ruled: Vec<bool>,
    /// The number of the word that ends each word's paragraph, plus one.
    paragraph: Vec<usize>,
}

/// A place beyond the text.
const NOTHING: &str = "^";

impl<'a> View<'a> {
    fn new(text: &'a str, words: &'a [Word], sentences: &[Range<usize>]) -> Self {
        let mut ruled = vec![false; words.len()];
        for sentence in sentences {
            ruled[sentence.end - 1] = true;
        }
        let forms = words.iter().map(|it| it.span.of(text));
        let mut view = Self {
            text,
            words,
            lower: forms.clone().map(str::to_lowercase).collect(),
            shapes: forms.map(shape).collect(),
            ruled,
            paragraph: vec![words.len(); words.len()],
        };
        for at in (0..words.len().saturating_sub(1)).rev() {
            let line = view.gap(at) == Gap::Line;
            view.paragraph[at] = if line { at + 1 } else { view.paragraph[at + 1] };
        }
        view
    }

    fn gap(&self, at: usize) -> Gap {
        let (word, Some(next)) = (self.words[at].span, self.words.get(at + 1)) else {
            return Gap::End;
        };
        let gap = &self.text[word.end()..next.span.start()];
        if gap.contains('\n') {
            Gap::Line
        } else if !gap.is_empty() {
            Gap::Space
        } else if next.continues
            || is_wordy(self.shapes[at]) && is_wordy(self.shapes[at + 1])
        {
            Gap::Inside
        } else {
            Gap::None
        }
    }

    fn lower(&self, at: Option<usize>) -> &str {
        at.and_then(|it| self.lower.get(it)).map_or(NOTHING, |it| it)
    }

    fn shape(&self, at: Option<usize>) -> &'a str {
        at.and_then(|it| self.shapes.get(it)).copied().unwrap_or(NOTHING)
    }

    /// Gives the parts of every feature of the gap after the word at `at` to `sink`, in a
    /// sentence that begins at `start`.
    fn features(&self, at: usize, start: usize, sink: &mut dyn FnMut(&[&str])) {
        let back = |n: usize| at.checked_sub(n).filter(|it| *it >= start);
        let next = |n: usize| Some(at + n).filter(|it| *it < self.paragraph[at]);
        let rule = if self.ruled[at] { "end" } else { "on" };
        let [w, w1, w2] =
            [self.lower(Some(at)), self.lower(next(1)), self.lower(next(2))];
        let [v1, v2] = [self.lower(back(1)), self.lower(back(2))];
        let [s, s1, s2] =
            [self.shape(Some(at)), self.shape(next(1)), self.shape(next(2))];
        let [r1, r2] = [self.shape(back(1)), self.shape(back(2))];
        let gap = if self.gap(at) == Gap::Space { "space" } else { "none" };
        let length = bucket(at + 1 - start);
        let rest = bucket(self.paragraph[at] - at - 1);
        let first = self.lower(Some(start));
        let open = self.open(start..at + 1);
        for parts in [
            &[rule, "gap", gap][..],
            &[rule, "w", w],
            &[rule, "w+1", w1],
            &[rule, "w+2", w2],
            &[rule, "w-1", v1],
            &[rule, "w,w+1", w, w1],
            &[rule, "w-1,w", v1, w],
            &[rule, "w-2,w-1,s", v2, v1, s],
            &[rule, "w,s+1", w, s1],
            &[rule, "s,w+1", s, w1],
            &[rule, "s-1,s,s+1", r1, s, s1],
            &[rule, "s-2,s-1,s", r2, r1, s],
            &[rule, "s,s+1,s+2", s, s1, s2],
            &[rule, "gap,s,s+1", gap, s, s1],
            &[rule, "length,s,s+1", length, s, s1],
            &[rule, "first,length", first, length],
            &[rule, "rest,s,s+1", rest, s, s1],
            &[rule, "open,s,s+1", open, s, s1],
            &[rule, "ending,s+1", ending(w), s1],
        ] {
            sink(parts);
        }
    }

    /// Which mark is open after the words: a bracket, a quotation, both, or none.
    fn open(&self, words: Range<usize>) -> &'static str {
        let (mut brackets, mut quotes) = (0_usize, 0_usize);
        for at in words.rev().take(60) {
            match self.lower[at].as_str() {
                "(" | "[" => brackets += 1,
                ")" | "]" => brackets = brackets.saturating_sub(1),
                "\"" | "“" | "”" | "``" | "''" => quotes += 1,
                _ => {}
            }
        }
        match (brackets > 0, quotes % 2 == 1) {
            (false, false) => "no",
            (true, false) => "bracket",
            (false, true) => "quote",
            (true, true) => "both",
        }
    }
}

fn is_wordy(shape: &str) -> bool {
    shape.starts_with(|it: char| it.is_ascii_alphanumeric())
}

fn bucket(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "4",
        6..=9 => "6",
        10..=17 => "10",
        18..=33 => "18",
        _ => "34",
    }
}

/// The last three letters of a word of letters.
fn ending(word: &str) -> &str {
    if !word.starts_with(char::is_alphabetic) {
        return NOTHING;
    }
    let start = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    &word[start..]
}

/// How a word is spelt; a mark is its own shape.
fn shape(word: &str) -> &str {
    let letters = || word.chars().filter(|it| it.is_alphabetic());
    let digits = word.contains(|it: char| it.is_ascii_digit());
    let Some(first) = letters().next() else {
        // A long row of one mark is as good as three.
        let short = word.char_indices().nth(3).map_or(word.len(), |(at, _)| at);
        return if digits { "9" } else { &word[..short] };
    };
    let capitals = letters().filter(|it| it.is_uppercase()).count();
    let count = letters().count();
    if word.contains('@') || word.contains("://") || word.contains("www.") {
        "address"
    } else if digits {
        "a9"
    } else if word.ends_with('.') {
        if first.is_uppercase() { "A." } else { "a." }
    } else if capitals == 0 {
        "a"
    } else if count == 1 {
        "A"
    } else if capitals == count {
        "AA"
    } else if first.is_uppercase() && capitals == 1 {
        "Aa"
    } else {
        "aA"
    }
}

#[cfg(test)]
mod tests {
    use super::{Boundaries, ending, shape};
    use crate::annotate::segment::rules;
    use crate::annotate::tokenize::words;
    use crate::annotate::words::CutWords;
    use crate::lexicon::Lexicon;

    #[test]
    fn shapes_tell_words_marks_and_addresses_apart() {
        let shapes = ["Ana", "a", "A", "USA", "iPad", "Mr.", "12", "B2", "?!", "a@b.com"];
        let expected = ["Aa", "a", "A", "AA", "aA", "A.", "9", "a9", "?!", "address"];
        assert_eq!(shapes.map(shape), expected);
        assert_eq!(
            (shape("******"), ending("regards"), ending(",")),
            ("***", "rds", "^")
        );
    }

    #[test]
    fn gaps_inside_a_line_are_examples() {
        let text = "I won. Don't cry\nShe left";
        let tables = CutWords::new(&Lexicon::embedded()).unwrap();
        let words = words(text, &tables);
        let ruled = rules::sentences(text, &words, &tables);
        let examples = Boundaries::examples(text, &words, &ruled, &[6, 16]);
        let ends: Vec<bool> = examples.iter().map(|it| it.ends).collect();
        // I_won | won_. | ._Do | n't_cry | She_left
        assert_eq!(ends, [false, false, true, false, false]);
        let features = &examples[2].features;
        assert!(features.contains(&"end w,s+1 . Aa".to_owned()), "{features:?}");
    }
}
