//! The words of time, of attribution and of open facts: what a preposition, a mark or a
//! verb says of the passage that it stands in.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::error::Result;
use crate::lexicon::Lexicon;

use super::words::{Words, forms, read};

/// Where a preposition puts what happens, seen from its noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// *during the campaign*: at its time and place.
    Within,
    /// *after the vote*.
    After,
}

/// The tables.
#[derive(Debug)]
pub(super) struct PassageWords {
    settings: FxHashMap<String, Setting>,
    simultaneous: FxHashSet<String>,
    reciprocal: FxHashSet<String>,
    asides: FxHashSet<String>,
    attitudes: FxHashMap<String, Vec<String>>,
    quantifying: FxHashSet<String>,
    name_links: FxHashSet<String>,
}

#[derive(Deserialize)]
struct SettingRow {
    form: String,
    place: String,
}

#[derive(Deserialize)]
struct AttitudeRow {
    lemma: String,
    with: String,
}

#[derive(Deserialize)]
struct NameLinkRow {
    word: String,
}

impl PassageWords {
    /// Reads the tables.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let links = lexicon.rows::<NameLinkRow>("lexicon/name_links.csv")?;
        Ok(Self {
            settings: read(lexicon, "lexicon/settings.csv", |row: SettingRow| match row
                .place
                .as_str()
            {
                "within" => Ok((row.form, Setting::Within)),
                "after" => Ok((row.form, Setting::After)),
                other => Err(format!("{other:?}: write within or after")),
            })?,
            simultaneous: forms(lexicon, "lexicon/simultaneous.csv")?,
            reciprocal: forms(lexicon, "lexicon/reciprocal.csv")?,
            asides: forms(lexicon, "lexicon/asides.csv")?,
            attitudes: read(lexicon, "lexicon/attitudes.csv", |row: AttitudeRow| {
                let with = row.with.split_whitespace().map(str::to_owned);
                Ok((row.lemma, with.collect()))
            })?,
            quantifying: forms(lexicon, "lexicon/quantifying_nouns.csv")?,
            name_links: links.into_iter().map(|it| it.word).collect(),
        })
    }
}

impl Words {
    /// Where a preposition puts what happens, seen from its noun.
    pub(super) fn setting(&self, form: &str) -> Option<Setting> {
        self.passages.settings.get(form).copied()
    }

    /// Whether a verb says what two do with each other: *met*, *married*.
    pub(super) fn is_reciprocal(&self, lemma: &str) -> bool {
        self.passages.reciprocal.contains(lemma)
    }

    /// Whether a word opens a clause that holds at the time of the one above it: *when*.
    pub(super) fn is_simultaneous(&self, form: &str) -> bool {
        self.passages.simultaneous.contains(form)
    }

    /// Whether a prepositional phrase only comments on its sentence: *for example*.
    pub(super) fn is_aside(&self, phrase: &str) -> bool {
        self.passages.asides.contains(phrase)
    }

    /// How a verb takes the attitude that it attributes to its subject: `object`,
    /// `complement`, `infinitive`, prepositions; nothing where in any way.
    pub(super) fn attitude(&self, lemma: &str) -> Option<&[String]> {
        self.passages.attitudes.get(lemma).map(Vec::as_slice)
    }

    /// Whether a noun says only how much there is of another: *a number of*.
    pub(super) fn is_quantifying(&self, lemma: &str) -> bool {
        self.passages.quantifying.contains(lemma)
    }

    /// Whether a preposition stands inside names: *University of Alba*.
    pub(super) fn binds_names(&self, form: &str) -> bool {
        self.passages.name_links.contains(form)
    }
}
