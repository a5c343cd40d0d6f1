//! Which language a text is in.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use whatlang::{Lang, Script, detect, detect_script};

use crate::error::Result;
use crate::lexicon::Lexicon;

/// How much of a text is looked at, in bytes.
const LOOKED_AT: usize = 4_000;
/// A text of fewer letters is too short to tell languages of one script apart.
const LETTERS: usize = 150;

/// The name of the language of a text in English; `None` where it cannot be told.
pub fn language(text: &str) -> Option<&'static str> {
    let end = text.floor_char_boundary(LOOKED_AT.min(text.len()));
    let text = &text[..end];
    let is_latin = detect_script(text)? == Script::Latin;
    let letters = text.chars().filter(|it| it.is_alphabetic()).count();
    if letters < if is_latin { LETTERS } else { LETTERS / 5 } {
        return None;
    }
    let found = detect(text)?;
    (!is_latin || found.is_reliable()).then(|| found.lang().eng_name())
}

/// Tells other languages from English.
#[derive(Debug)]
pub(super) struct Languages {
    /// Words that most English sentences have some of.
    english: FxHashSet<String>,
}

#[derive(Deserialize)]
struct Row {
    form: String,
}

/// How many words of a text are looked at before anything else, in steps, and how many of
/// them in a hundred are enough to take it for English.
const WORDS: usize = 60;
const STEPS: usize = 4;
const ENOUGH: usize = 12;

impl Languages {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let rows: Vec<Row> = lexicon.rows("lexicon/function_words.csv")?;
        Ok(Self { english: rows.into_iter().map(|it| it.form).collect() })
    }

    /// The name of the language of a text, where it is certain that it is not English.
    pub(super) fn other(&self, text: &str) -> Option<&'static str> {
        // Seeing that a text is English is a hundred times as fast as telling which of all
        // languages it is in; names and lines of metadata at its start may hide it.
        let mut words = text.split_ascii_whitespace();
        let (mut all, mut known) = (0, 0);
        for _ in 0..STEPS {
            for word in words.by_ref().take(WORDS) {
                all += 1;
                known += usize::from(self.english.contains(word));
            }
            if all >= WORDS / 3 && known * 100 >= all * ENOUGH {
                return None;
            }
        }
        language(text).filter(|it| *it != Lang::Eng.eng_name())
    }
}

#[cfg(test)]
mod tests {
    use super::{Languages, language};
    use crate::lexicon::Lexicon;

    #[test]
    fn languages_are_told_where_the_text_is_long_enough() {
        let languages = Languages::new(&Lexicon::embedded()).unwrap();
        let other_language = |text: &str| languages.other(text);
        let german = "Die Bürgermeisterin von Brookvale hat am Montag angekündigt, dass sie im \
                      Herbst nicht noch einmal antreten wird. Sie sagte, sie wolle mehr Zeit mit \
                      ihrer Familie verbringen und endlich wieder Bücher lesen.";
        assert_eq!(other_language(german), Some("German"));
        assert_eq!(
            other_language("Мэр города объявила об отставке в понедельник."),
            Some("Russian")
        );
        let english = "The mayor of Brookvale said on Monday that she would not run again in the \
                       fall. She said that she wanted to spend more time with her family and to \
                       read books at last, as she had hoped to do for years.";
        assert_eq!((language(english), other_language(english)), (Some("English"), None));
        assert_eq!(other_language("Roe won."), None);
        assert_eq!(language(""), None);
    }
}
