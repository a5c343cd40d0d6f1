//! The ends of sentences by rule: stops, quotes, abbreviations, lines.

use std::ops::Range;

use crate::annotate::tokenize::{Word, is_apostrophe};
use crate::annotate::words::{Before, CutWords, Prefix};

/// The sentences of a text, as ranges of its words. None is empty.
pub(super) fn sentences(
    text: &str,
    words: &[Word],
    tables: &CutWords,
) -> Vec<Range<usize>> {
    let view = View { text, words, tables };
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < words.len() {
        let mut end = at + 1;
        if view.ends(at, start) {
            end = view.closed(end);
            sentences.push(start..end);
            start = end;
        } else if view.breaks(end, start) {
            sentences.push(start..end);
            start = end;
        }
        at = end;
    }
    if start < words.len() {
        sentences.push(start..words.len());
    }
    sentences
}

/// Lines up to this many characters may have been wrapped by hand or by a mailer.
const WRAPPED: Range<usize> = 50..120;

#[derive(Clone, Copy)]
struct View<'a> {
    text: &'a str,
    words: &'a [Word],
    tables: &'a CutWords,
}

impl<'a> View<'a> {
    fn form(self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |it| it.span.of(self.text))
    }

    fn is_last(self, at: usize) -> bool {
        at + 1 >= self.words.len()
    }

    /// The text between the word before `at` and the word at `at`.
    fn gap(self, at: usize) -> &'a str {
        match (at.checked_sub(1).and_then(|it| self.words.get(it)), self.words.get(at)) {
            (Some(before), Some(after)) => {
                &self.text[before.span.end()..after.span.start()]
            }
            _ => " ",
        }
    }

    /// Whether the sentence from `start` ends with the word at `at`, closing marks aside.
    fn ends(self, at: usize, start: usize) -> bool {
        let form = self.form(at);
        let strong = form.chars().all(|it| matches!(it, '!' | '?' | '.' | '…'));
        let abbreviation = if strong { None } else { self.abbreviation(at) };
        if form.is_empty() || !strong && abbreviation.is_none() || self.is_last(at) {
            return false;
        }
        let after = self.closed(at + 1);
        let quotes_closed = after > at + 1;
        if after >= self.words.len() || self.gap(after).contains('\n') && strong {
            return true;
        }
        // A mark without a space after it, as in *Yahoo!'s*, ends nothing.
        if self.gap(after).is_empty() && !quotes_closed && form != "." {
            return false;
        }
        let next = self.first_word(after);
        let lower = next.chars().next().is_some_and(char::is_lowercase);
        let question = form.contains('?') && !quotes_closed;
        if lower && !question && !self.is_informal(start) {
            return false;
        }
        match abbreviation {
            None => {
                let dots = form.starts_with("..") || form == "…";
                let names_next = form == "." && self.stands_before_name(at, start);
                let number =
                    form == "." && at == start + 1 && is_number(self.form(start));
                let trails_off = dots && next.is_empty();
                !(names_next || number || trails_off)
            }
            Some(Before::Name | Before::Number | Before::Text) => false,
            Some(Before::Any) => {
                self.tables.openers.contains(&next.to_lowercase())
                    && next.chars().next().is_some_and(char::is_uppercase)
                    || self.gap(after).contains('\n')
            }
        }
    }

    /// Whether the sentence from `start` begins with a small letter, so that one may begin
    /// the next sentence too.
    fn is_informal(self, start: usize) -> bool {
        self.form(start).starts_with(char::is_lowercase)
    }

    fn abbreviation(self, at: usize) -> Option<Before> {
        let form = self.form(at);
        if form.ends_with('.') { self.tables.abbreviation(form) } else { None }
    }

    /// Whether the stop at `at` cuts a noun from its name: *the then-senator. Luther Roe*.
    fn stands_before_name(self, at: usize, start: usize) -> bool {
        at >= start + 3
            && self.form(at - 2) == "-"
            && self.tables.prefixes.get(&self.form(at - 3).to_lowercase())
                == Some(&Prefix::Attributive)
    }

    /// The first word from `at` on that is not an opening mark.
    fn first_word(self, at: usize) -> &'a str {
        let words = (at..self.words.len()).map(|it| self.form(it));
        let mut real = words.take(4).filter(|it| it.contains(char::is_alphanumeric));
        real.next().unwrap_or_default()
    }

    /// The place after the closing quotation marks, brackets and stray stops from `at` on.
    fn closed(self, mut at: usize) -> usize {
        while at < self.words.len() {
            let form = self.form(at);
            let joined = self.gap(at).is_empty();
            let line = self.gap(at).contains('\n');
            let closing = match form {
                ")" | "]" | "”" | "’" | "»" | "''" | "." | "!" | "?" => !line,
                // A straight mark closes where it touches the word before and not the next.
                "\"" | "'" => {
                    joined && (self.is_last(at) || !self.gap(at + 1).is_empty())
                }
                _ => false,
            };
            // A footnote is joined to the stop: *the end.[3] Then*.
            let footnote = form == "["
                && joined
                && is_number(self.form(at + 1))
                && self.form(at + 2) == "]";
            match (closing, footnote) {
                (true, _) => at += 1,
                (false, true) => at += 3,
                (false, false) => break,
            }
        }
        at
    }

    /// Whether the line break before the word at `at` ends the sentence from `start`.
    fn breaks(self, at: usize, start: usize) -> bool {
        let gap = self.gap(at);
        let lines = gap.matches('\n').count();
        if at >= self.words.len() || lines == 0 {
            return false;
        }
        if lines > 1 || !self.is_wrapped(at) {
            return true;
        }
        let last = (start..at).rev().map(|it| self.form(it));
        let mut last = last.skip_while(|it| it.chars().all(is_quote));
        last.next().is_some_and(|it| it.chars().all(|it| matches!(it, '.' | '!' | '?')))
    }

    /// Whether the line break before the word at `at` may be a wrapped line: the next word
    /// would not have fitted on the line before.
    fn is_wrapped(self, at: usize) -> bool {
        let Some(next) = self.words.get(at) else { return false };
        let end = next.span.start();
        let before = self.text[..end].trim_end();
        let from = before.rfind('\n').map_or(0, |it| it + 1);
        let line = before[from..].chars().count();
        let block = self.text[end..].split("\n\n").next().unwrap_or_default();
        let width = block.lines().map(|it| it.chars().count()).max().unwrap_or_default();
        let word =
            self.text[end..].split_whitespace().next().map_or(0, |it| it.chars().count());
        WRAPPED.contains(&line)
            && width < WRAPPED.end
            && line + 1 + word >= width.min(line + 20)
    }
}

fn is_quote(c: char) -> bool {
    is_apostrophe(c) || matches!(c, '"' | '“' | '”' | ')' | ']')
}

fn is_number(form: &str) -> bool {
    !form.is_empty() && form.chars().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::sentences;
    use crate::annotate::tokenize::words;
    use crate::annotate::words::CutWords;
    use crate::lexicon::Lexicon;
    use crate::text::Span;

    /// The sentences of a text, joined by bars.
    fn cut(text: &str) -> String {
        let tables = CutWords::new(&Lexicon::embedded()).unwrap();
        let words = words(text, &tables);
        let span =
            |a: usize, b: usize| Span::new(words[a].span.start(), words[b].span.end());
        let found = sentences(text, &words, &tables);
        let texts = found.iter().map(|it| span(it.start, it.end - 1).of(text));
        texts.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn stops_end_sentences_with_their_quotes() {
        assert_eq!(cut("She won. He lost! Why? So."), "She won. | He lost! | Why? | So.");
        assert_eq!(cut("“I won.” She left."), "“I won.” | She left.");
        assert_eq!(cut("\"I won.\" \"So?\" he said."), "\"I won.\" | \"So?\" he said.");
        assert_eq!(
            cut("He won (by a lot.) Then left."),
            "He won (by a lot.) | Then left."
        );
        assert_eq!(cut("It rose.[3] Then it fell."), "It rose.[3] | Then it fell.");
    }

    #[test]
    fn stops_of_abbreviations_do_not() {
        assert_eq!(cut("Sen. J. Roe met Mr. Poe."), "Sen. J. Roe met Mr. Poe.");
        assert_eq!(cut("The U.S. Senate met."), "The U.S. Senate met.");
        assert_eq!(cut("He left the U.S. She stayed."), "He left the U.S. | She stayed.");
        assert_eq!(cut("See No. 10. No. Never."), "See No. 10. | No. | Never.");
        assert_eq!(cut("1. Win. 2. Lose."), "1. Win. | 2. Lose.");
    }

    #[test]
    fn stops_inside_a_unit_do_not() {
        assert_eq!(cut("He coached in 1999. to 2008."), "He coached in 1999. to 2008.");
        let text = "He beat the then-senator. Luther Roe in 2017.";
        assert_eq!(cut(text), text);
    }

    #[test]
    fn stray_stops_stay_with_the_sentence_before() {
        assert_eq!(cut("He left. . She stayed."), "He left. . | She stayed.");
    }

    #[test]
    fn small_letters_open_sentences_where_the_writer_does_so() {
        assert_eq!(cut("i won. you lost."), "i won. | you lost.");
    }

    #[test]
    fn paragraphs_and_headlines_end_sentences() {
        assert_eq!(cut("Mayor resigns\n\nShe left"), "Mayor resigns | She left");
        assert_eq!(
            cut("Mayor resigns\nAna Lopez left."),
            "Mayor resigns | Ana Lopez left."
        );
        let wrapped = "The mayor, who had promised to stay until the end of the\n\
                       year, resigned after a vote that her own party had called for\n\
                       in March. She left.";
        assert_eq!(cut(wrapped), wrapped.replace(". She", ". | She"));
    }
}
