//! An atom is a run of letters or digits, or a single mark: finer than any tokenizer.

use crate::text::Span;

use super::words::{Word, Words};

/// A piece of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Atom {
    /// Where it stands in the article.
    pub(super) span: Span,
    /// Whether it follows the atom before it without a space.
    pub(super) glued: bool,
    /// What it is.
    pub(super) kind: Kind,
}

/// What an atom is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits.
    Number { value: i32, digits: usize },
    /// Letters: what they say about time, and whether they begin with a capital.
    Letters { word: Option<Word>, capital: bool },
    /// Anything else; all apostrophes and all dashes are alike.
    Mark(char),
}

/// The pieces of a text with the bytes at which they start.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let class = |it: char| match it {
        _ if it.is_ascii_digit() => 0,
        _ if it.is_alphabetic() => 1,
        _ => 2,
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?.trim_start();
        let start = text.len() - rest.len();
        let first = rest.chars().next()?;
        let end = match class(first) {
            2 => first.len_utf8(),
            own => rest.find(|it| class(it) != own).unwrap_or(rest.len()),
        };
        at = start + end;
        Some((start, &rest[..end]))
    })
}

/// The atoms of the stretch `span` of a text.
pub(super) fn atoms(words: &Words, text: &str, span: Span) -> Vec<Atom> {
    let mut end = usize::MAX;
    pieces(span.of(text))
        .map(|(start, piece)| {
            let glued = start == end;
            end = start + piece.len();
            let span = Span::new(span.start() + start, span.start() + end);
            Atom { span, glued, kind: kind(words, piece) }
        })
        .collect()
}

fn kind(words: &Words, piece: &str) -> Kind {
    match piece.chars().next().unwrap_or_default() {
        it if it.is_ascii_digit() => {
            Kind::Number { value: piece.parse().unwrap_or(i32::MAX), digits: piece.len() }
        }
        it if it.is_alphabetic() => Kind::Letters {
            word: words.get(&piece.to_lowercase()),
            capital: it.is_uppercase(),
        },
        '’' | '‘' => Kind::Mark('\''),
        '–' | '—' => Kind::Mark('-'),
        it => Kind::Mark(it),
    }
}

/// A place among the atoms of a sentence, from which a pattern reads on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    atoms: &'a [Atom],
    /// The next atom.
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    /// The place before atom `at`.
    pub(super) fn new(atoms: &'a [Atom], at: usize) -> Self {
        Self { atoms, at }
    }

    /// All atoms of the sentence.
    pub(super) fn atoms(&self) -> &'a [Atom] {
        self.atoms
    }

    /// The next atom.
    pub(super) fn peek(&self) -> Option<Atom> {
        self.ahead(0)
    }

    /// The atom after `skip` others.
    pub(super) fn ahead(&self, skip: usize) -> Option<Atom> {
        self.atoms.get(self.at + skip).copied()
    }

    /// The atom that stands `back` places before the next: 1 for the one just read.
    pub(super) fn behind(&self, back: usize) -> Option<Atom> {
        self.atoms.get(self.at.checked_sub(back)?).copied()
    }

    /// The word just read.
    pub(super) fn word_behind(&self, back: usize) -> Option<Word> {
        self.behind(back)?.word()
    }

    /// Reads a word for which `wanted` has an answer.
    pub(super) fn word<T>(&mut self, wanted: impl Fn(Word) -> Option<T>) -> Option<T> {
        let found = wanted(self.peek()?.word()?)?;
        self.at += 1;
        Some(found)
    }

    /// Reads the word `wanted`, if it is next.
    pub(super) fn skip(&mut self, wanted: Word) -> bool {
        self.word(|it| (it == wanted).then_some(())).is_some()
    }

    /// Reads the mark `wanted`, if it is next.
    pub(super) fn mark(&mut self, wanted: char) -> bool {
        let found = self.peek().is_some_and(|it| it.kind == Kind::Mark(wanted));
        self.at += usize::from(found);
        found
    }

    /// Reads the mark `wanted`, if it is next and no space stands before it.
    pub(super) fn glued_mark(&mut self, wanted: char) -> bool {
        self.peek().is_some_and(|it| it.glued) && self.mark(wanted)
    }

    /// Reads a number of `digits` digits.
    pub(super) fn number(&mut self, digits: usize) -> Option<i32> {
        match self.peek()?.kind {
            Kind::Number { value, digits: it } if it == digits => {
                self.at += 1;
                Some(value)
            }
            _ => None,
        }
    }

    /// Reads a number of `digits` digits before which no space stands.
    pub(super) fn glued_number(&mut self, digits: usize) -> Option<i32> {
        if self.peek()?.glued { self.number(digits) } else { None }
    }

    /// Whether a number that comes next stands for itself: not the end of `$2016`,
    /// `3.2016`, `/2016` or `AD2016`.
    pub(super) fn begins_number(&self) -> bool {
        let Some(before) = self.behind(1) else { return true };
        let glued = self.peek().is_some_and(|it| it.glued);
        match before.kind {
            Kind::Mark('$' | '£' | '€' | '#') => false,
            Kind::Mark('(' | '[' | '"' | '“' | '\'') => true,
            Kind::Mark('-') if glued => match self.behind(2).map(|it| it.kind) {
                Some(Kind::Number { digits: 4, .. }) => true,
                Some(Kind::Letters { word, .. }) => word == Some(Word::Stage),
                _ => !before.glued,
            },
            _ => !glued,
        }
    }

    /// Whether the number just read stands for itself: not the start of `20%`, `20:15`,
    /// `20.5`, `20,000` or `20th`.
    pub(super) fn ends_number(&self) -> bool {
        let glued_number = |it: Atom| it.glued && matches!(it.kind, Kind::Number { .. });
        match self.peek() {
            Some(Atom { glued: true, kind, .. }) => match kind {
                Kind::Mark('.' | ',' | ':' | '/') => {
                    !self.ahead(1).is_some_and(glued_number)
                }
                Kind::Mark(mark) => mark != '%',
                Kind::Letters { .. } | Kind::Number { .. } => false,
            },
            Some(Atom { kind: Kind::Mark('%'), .. }) => false,
            _ => true,
        }
    }
}

impl Atom {
    /// What the atom says, where it is a word of time.
    pub(super) fn word(self) -> Option<Word> {
        match self.kind {
            Kind::Letters { word, .. } => word,
            Kind::Number { .. } | Kind::Mark(_) => None,
        }
    }

    /// Whether the atom is a word that begins with a capital.
    pub(super) fn is_capital(self) -> bool {
        matches!(self.kind, Kind::Letters { capital: true, .. })
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn pieces_are_runs_of_letters_or_digits_and_single_marks() {
        let found: Vec<_> = pieces("mid-1980s, 7/11 – día").collect();
        let expected = [
            (0, "mid"),
            (3, "-"),
            (4, "1980"),
            (8, "s"),
            (9, ","),
            (11, "7"),
            (12, "/"),
            (13, "11"),
            (16, "–"),
            (20, "día"),
        ];
        assert_eq!(found, expected);
    }
}
