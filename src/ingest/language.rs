//! Which language a text is in.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use whatlang::{Lang, Script, detect};

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
    let found = detect(text)?;
    let letters = text.chars().filter(|it| it.is_alphabetic()).count();
    let is_sure = if found.script() == Script::Latin {
        letters >= LETTERS && found.is_reliable()
    } else {
        letters >= LETTERS / 5
    };
    is_sure.then(|| found.lang().eng_name())
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

/// How many words of a text are looked at before anything else, and how many of them in a
/// hundred are enough to take it for English.
const WORDS: usize = 60;
const ENOUGH: usize = 12;

impl Languages {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let rows: Vec<Row> = lexicon.rows("lexicon/function_words.csv")?;
        Ok(Self { english: rows.into_iter().map(|it| it.form).collect() })
    }

    /// The name of the language of a text, where it is certain that it is not English.
    pub(super) fn other(&self, text: &str) -> Option<&'static str> {
        let words = text.split_whitespace().take(WORDS);
        let (mut all, mut known) = (0, 0);
        for word in words {
            all += 1;
            known += usize::from(self.english.contains(word));
        }
        // Seeing that a text is English is a hundred times as fast as telling which of all
        // languages it is in.
        if all >= WORDS / 3 && known * 100 >= all * ENOUGH {
            return None;
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
