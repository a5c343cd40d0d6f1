//! A word piece is a stretch of letters that the encoder has a vector for. Uncased BERT:
//! lower case, no accents, the longest piece first.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The piece that begins every sentence.
pub(super) const CLS: i32 = 101;
/// The piece that ends every sentence.
pub(super) const SEP: i32 = 102;
/// The piece that stands for what has no pieces.
const UNKNOWN: i32 = 100;
/// The most pieces of one word; the rest are dropped.
pub(super) const WORD_PIECES: usize = 12;
/// The most letters of a stretch without punctuation that is cut into pieces at all.
const STRETCH: usize = 100;

/// The pieces by their letters.
#[derive(Debug)]
pub(super) struct WordPiece {
    /// Pieces that begin a stretch of letters.
    begin: FxHashMap<&'static str, i32>,
    /// Pieces that go on, without the `##` of the vocabulary file.
    go_on: FxHashMap<&'static str, i32>,
}

impl WordPiece {
    /// Reads a vocabulary: one piece a line, its id the number of the line from zero.
    pub(super) fn new(vocabulary: &'static str) -> Self {
        let mut begin = FxHashMap::default();
        let mut go_on = FxHashMap::default();
        begin.reserve(vocabulary.len() / 9);
        for (id, piece) in (0..).zip(vocabulary.lines()) {
            match piece.strip_prefix("##") {
                Some(piece) => go_on.insert(piece, id),
                None => begin.insert(piece, id),
            };
        }
        Self { begin, go_on }
    }

    /// The ids of the pieces of a word: at least one, at most [`WORD_PIECES`].
    pub(super) fn pieces(&self, word: &str) -> Vec<i32> {
        if let Some(id) = self.begin.get(word) {
            return vec![*id];
        }
        let mut ids = Vec::new();
        for stretch in stretches(word) {
            self.cut(&stretch, &mut ids);
            if ids.len() >= WORD_PIECES {
                break;
            }
        }
        ids.truncate(WORD_PIECES);
        if ids.is_empty() {
            ids.push(UNKNOWN);
        }
        ids
    }

    /// Cuts a stretch into the longest pieces from the left; one unknown piece where that
    /// is not possible.
    fn cut(&self, stretch: &str, ids: &mut Vec<i32>) {
        let before = ids.len();
        let mut rest = stretch;
        let mut pieces = &self.begin;
        if stretch.chars().count() > STRETCH {
            rest = "";
            ids.push(UNKNOWN);
        }
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
            let longest = ends.map(|end| rest.split_at(end));
            let mut known = longest.filter_map(|(a, b)| Some((*pieces.get(a)?, b)));
            let Some((id, after)) = known.next() else {
                ids.truncate(before);
                ids.push(UNKNOWN);
                return;
            };
            ids.push(id);
            rest = after;
            pieces = &self.go_on;
        }
    }
}

/// The word in lower case without accents, cut so that punctuation and ideographs stand
/// alone.
fn stretches(word: &str) -> Vec<String> {
    let letters = word.nfd().filter(|it| !is_combining_mark(*it) && !is_dropped(*it));
    let mut stretches = vec![String::new()];
    for letter in letters.flat_map(char::to_lowercase) {
        let alone = is_punctuation(letter) || is_ideograph(letter);
        if alone || letter.is_whitespace() {
            stretches.push(String::new());
        }
        if let Some(last) = stretches.last_mut()
            && !letter.is_whitespace()
        {
            last.push(letter);
        }
        if alone {
            stretches.push(String::new());
        }
    }
    stretches.retain(|it| !it.is_empty());
    stretches
}

/// Control and format characters, which BERT does not see.
fn is_dropped(letter: char) -> bool {
    let format = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fffd}');
    format || letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')
}

/// ASCII symbols, and the punctuation of Latin text and ideographs.
fn is_punctuation(letter: char) -> bool {
    letter.is_ascii_punctuation()
        || matches!(letter, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿'
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}'
            | '\u{2053}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

/// The class of a word's spelling, which the lower case of its pieces hides: 0 is for
/// places that are no word.
pub(super) fn shape(word: &str) -> i32 {
    let letters = || word.chars().filter(|it| it.is_alphabetic());
    let count = letters().count();
    let capitals = letters().filter(|it| it.is_uppercase()).count();
    let digits = word.chars().any(|it| it.is_numeric() && !it.is_alphabetic());
    match (count, capitals) {
        (0, _) if digits => 1,
        (0, _) => 2,
        _ if digits => 3,
        (_, 0) => 4,
        (1, _) => 5,
        (count, capitals) if count == capitals => 6,
        (_, 1) if letters().next().is_some_and(char::is_uppercase) => 7,
        _ => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::{WordPiece, shape};

    fn pieces(word: &str) -> Vec<i32> {
        let vocabulary = "[PAD]\nun\n##aff\n##able\ncafe\n-\n##s\n一\n";
        WordPiece::new(vocabulary).pieces(word)
    }

    #[test]
    fn the_longest_piece_comes_first() {
        assert_eq!(pieces("unaffable"), [1, 2, 3]);
        assert_eq!(pieces("UNaffables"), [1, 2, 3, 6]);
        assert_eq!(pieces("Café-Un"), [4, 5, 1]);
        assert_eq!(pieces("一一"), [7, 7]);
    }

    #[test]
    fn what_cannot_be_cut_is_unknown() {
        assert_eq!(pieces("unx"), [100]);
        assert_eq!(pieces("\u{200b}"), [100]);
        assert_eq!(pieces(""), [100]);
        assert_eq!(pieces(&"un".repeat(60)), [100]);
        assert_eq!(pieces(&"-".repeat(40)).len(), 12);
    }

    #[test]
    fn spellings_fall_into_classes() {
        let words = ["1,000", "--", "3rd", "word", "I", "USA", "Jane", "McRoe"];
        assert_eq!(words.map(shape), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(shape("iPhone"), 8);
    }
}
