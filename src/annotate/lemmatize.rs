//! A lemmatizer finds the dictionary form of a word from its letters and tags.
//!
//! Irregular forms stand in a table. For all others the longest ending of the word with a
//! rule for its tags decides what is cut and what is added.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::ud::{Upos, Xpos};

use super::tokenize::is_apostrophe;

/// Irregular forms and rules of endings.
#[derive(Debug)]
pub(super) struct Lemmatizer {
    /// Lemmas by Penn Treebank tag and form: `VBD went`.
    irregular: FxHashMap<String, Box<str>>,
    /// Rules by both tags and form, or ending after a star: `VERB VBD *ied`.
    rules: FxHashMap<String, Rule>,
    /// How many bytes the longest form or ending of a rule has.
    longest: usize,
}

#[derive(Debug)]
struct Rule {
    cut: usize,
    add: Box<str>,
}

#[derive(Deserialize)]
struct IrregularRow {
    form: String,
    lemma: Box<str>,
}

#[derive(Deserialize)]
struct RuleRow {
    rule: String,
    cut: usize,
    add: Box<str>,
}

impl Lemmatizer {
    /// Loads the tables.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let irregular = lexicon.rows::<IrregularRow>("lexicon/irregular.csv")?;
        let rules = lexicon.rows::<RuleRow>("lexicon/lemma.csv")?;
        let rule = |it: RuleRow| (it.rule, Rule { cut: it.cut, add: it.add });
        let length = |it: &RuleRow| it.rule.rsplit(' ').next().unwrap_or_default().len();
        let longest = rules.iter().map(length).max().unwrap_or_default();
        Ok(Self {
            longest,
            irregular: irregular.into_iter().map(|it| (it.form, it.lemma)).collect(),
            rules: rules.into_iter().map(rule).collect(),
        })
    }

    /// The lemma of a word: in lower case, except for names and foreign words.
    pub(super) fn lemma(&self, form: &str, upos: Upos, xpos: Xpos) -> Box<str> {
        let keeps_case = matches!(upos, Upos::Propn | Upos::Sym | Upos::X)
            || matches!(xpos, Xpos::Nnp | Xpos::Nnps);
        let straight = |it| if is_apostrophe(it) && it != '`' { '\'' } else { it };
        let mut word: String = form.chars().map(straight).collect();
        if !keeps_case {
            word = word.to_lowercase();
        }
        if xpos == Xpos::Cd {
            // Numbers stand without the commas between their thousands.
            word.retain(|it| it != ',');
        }
        let mut key = format!("{xpos} {word}");
        if let Some(lemma) = self.irregular.get(&key) {
            return lemma.clone();
        }
        let tags = [upos.as_str(), " ", xpos.as_str(), " "].concat();
        let near = word.len().saturating_sub(self.longest);
        let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
        let ends = ends.skip_while(|it| *it < near);
        let endings = ends.map(|at| ("*", &word[at..]));
        for (star, ending) in [("", word.as_str())].into_iter().chain(endings) {
            key.clear();
            for part in [&tags, star, ending] {
                key.push_str(part);
            }
            if let Some(rule) = self.rules.get(&key) {
                let kept = word.chars().count().saturating_sub(rule.cut);
                let lemma = word.chars().take(kept).chain(rule.add.chars());
                return lemma.collect::<String>().into();
            }
        }
        word.into()
    }
}

#[cfg(test)]
mod tests {
    use super::Lemmatizer;
    use crate::lexicon::Lexicon;
    use crate::ud::{Upos, Xpos};

    #[test]
    fn words_come_back_to_their_dictionary_form() {
        let lemmatizer = Lemmatizer::new(&Lexicon::embedded()).unwrap();
        for (form, upos, xpos, lemma) in [
            ("said", Upos::Verb, Xpos::Vbd, "say"),
            ("Overthrew", Upos::Verb, Xpos::Vbd, "overthrow"),
            ("tried", Upos::Verb, Xpos::Vbn, "try"),
            ("endorsing", Upos::Verb, Xpos::Vbg, "endorse"),
            ("nominated", Upos::Verb, Xpos::Vbd, "nominate"),
            ("parties", Upos::Noun, Xpos::Nns, "party"),
            ("spokeswomen", Upos::Noun, Xpos::Nns, "spokeswoman"),
            ("n't", Upos::Part, Xpos::Rb, "not"),
            ("n’t", Upos::Part, Xpos::Rb, "not"),
            ("ca", Upos::Aux, Xpos::Md, "can"),
            ("him", Upos::Pron, Xpos::Prp, "he"),
            ("I", Upos::Pron, Xpos::Prp, "I"),
            ("Lopez", Upos::Propn, Xpos::Nnp, "Lopez"),
            ("ÉTUDES", Upos::Noun, Xpos::Nns, "étude"),
            ("1,200,000", Upos::Num, Xpos::Cd, "1200000"),
            ("", Upos::X, Xpos::Fw, ""),
        ] {
            assert_eq!(&*lemmatizer.lemma(form, upos, xpos), lemma, "{form}");
        }
    }
}
