//! Headlines in capitals that run into the text after them: *FOUR HURT IN ALBA FIRE Mayor
//! Ana Ruiz said …*

use std::ops::Range;

use crate::annotate::tokenize::Word;

/// How many words in capitals make a headline.
const LOUD: usize = 4;
/// How many words in small letters make a text.
const PLAIN: usize = 3;

/// The first word after a headline in capitals that opens a line, where text in small
/// letters goes on without a stop.
pub(super) fn end(text: &str, words: &[Word], sentence: &Range<usize>) -> Option<usize> {
    let form = |at: usize| words[at].span.of(text);
    let before = text[..words[sentence.start].span.start()].trim_end_matches([' ', '\t']);
    if !before.is_empty() && !before.ends_with(['\n', '\r']) {
        return None;
    }
    let is_small = |at: &usize| form(*at).contains(char::is_lowercase);
    let small = sentence.clone().find(is_small)?;
    if !form(small).starts_with(char::is_uppercase)
        || (small..sentence.end).filter(is_small).count() < PLAIN
    {
        return None;
    }
    let is_loud =
        |at: &usize| form(*at).chars().filter(|it| it.is_uppercase()).count() > 1;
    let is_mark = |at: &usize| !form(*at).contains(char::is_alphanumeric);
    let marks = (sentence.start..small).rev().take_while(is_mark).count();
    let loud = (sentence.start..small).filter(is_loud).count();
    (loud >= LOUD).then_some(small - marks)
}

#[cfg(test)]
mod tests {
    use super::end;
    use crate::annotate::tokenize::words;
    use crate::annotate::words::CutWords;
    use crate::lexicon::Lexicon;

    /// The text after the headline that a line opens with.
    fn after(text: &str) -> Option<&str> {
        let words = words(text, &CutWords::new(&Lexicon::embedded()).unwrap());
        let end = end(text, &words, &(0..words.len()))?;
        Some(&text[words[end].span.start()..])
    }

    #[test]
    fn headlines_in_capitals_end_before_small_letters() {
        assert_eq!(
            after("10 HURT IN ALBA FIRE “Roe is well,” the mayor said."),
            Some("“Roe is well,” the mayor said.")
        );
        assert_eq!(
            after("TWO MORE QUIT THE RACE Ana Ruiz did not win."),
            Some("Ana Ruiz did not win.")
        );
        for whole in [
            "FOUR HURT IN ALBA FIRE",
            "NATO and the EU met in Alba on Monday.",
            "ALBA (AP) Ana Ruiz said she won.",
            "THE NEW YORK CITY mayor said she won.",
        ] {
            assert_eq!(after(whole), None, "{whole}");
        }
    }
}
