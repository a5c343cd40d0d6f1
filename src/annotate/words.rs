//! The words that tokens and sentences are cut by: abbreviations, contractions, prefixes.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::error::Result;
use crate::lexicon::Lexicon;

/// What follows an abbreviation, and so whether its stop can end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Before {
    /// A name: never the end.
    Name,
    /// A number; before anything else its stop is a stop: *No. 10*, but *No. Never.*
    Number,
    /// More of the sentence, as *e.g.*
    Text,
    /// Anything: the end where the next word opens a sentence.
    Any,
}

/// How a row of `contraction.csv` is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Cut {
    /// A whole word, cut after some bytes; whole where that is 0.
    Word,
    /// The end of any word, cut from what stands before it.
    Suffix,
    /// A unit, cut from the number before it.
    Unit,
}

/// What a prefix does to the hyphen after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Prefix {
    /// It stays one word with the next.
    Kept,
    /// It is cut off, and makes the next word stand before a name: *then-senator*.
    Attributive,
}

/// The tables that cut text.
#[derive(Debug)]
pub(super) struct CutWords {
    pub(super) abbreviations: FxHashMap<String, Before>,
    pub(super) contractions: FxHashMap<String, usize>,
    pub(super) suffixes: FxHashSet<String>,
    pub(super) units: FxHashSet<String>,
    pub(super) prefixes: FxHashMap<String, Prefix>,
    pub(super) openers: FxHashSet<String>,
}

#[derive(Deserialize)]
struct AbbreviationRow {
    abbreviation: String,
    before: Before,
}

#[derive(Deserialize)]
struct ContractionRow {
    form: String,
    kind: Cut,
    cut: usize,
}

#[derive(Deserialize)]
struct PrefixRow {
    prefix: String,
    kind: Prefix,
}

#[derive(Deserialize)]
struct OpenerRow {
    word: String,
}

impl CutWords {
    /// Loads the tables.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let rows = lexicon.rows::<AbbreviationRow>("lexicon/abbreviation.csv")?;
        let abbreviations =
            rows.into_iter().map(|it| (it.abbreviation, it.before)).collect();
        let mut contractions = FxHashMap::default();
        let mut suffixes = FxHashSet::default();
        let mut units = FxHashSet::default();
        for row in lexicon.rows::<ContractionRow>("lexicon/contraction.csv")? {
            match row.kind {
                Cut::Word => {
                    contractions.insert(row.form, row.cut);
                }
                Cut::Suffix => {
                    suffixes.insert(row.form);
                }
                Cut::Unit => {
                    units.insert(row.form);
                }
            }
        }
        let rows = lexicon.rows::<PrefixRow>("lexicon/hyphen_prefix.csv")?;
        let prefixes = rows.into_iter().map(|it| (it.prefix, it.kind)).collect();
        let rows = lexicon.rows::<OpenerRow>("lexicon/sentence_opener.csv")?;
        let openers = rows.into_iter().map(|it| it.word).collect();
        Ok(Self { abbreviations, contractions, suffixes, units, prefixes, openers })
    }

    /// Whether a word with a stop at its end is an abbreviation, and of what kind.
    ///
    /// Besides those of the table these are single capitals (*J.*) and letters with stops
    /// between them (*U.S.*).
    pub(super) fn abbreviation(&self, word: &str) -> Option<Before> {
        let lower = word.to_lowercase();
        if let Some(before) = self.abbreviations.get(&lower) {
            return Some(*before);
        }
        let stem = word.strip_suffix('.')?;
        let letters = |it: &str| {
            let count = it.chars().count();
            (1..=2).contains(&count) && it.chars().all(char::is_alphabetic)
        };
        let mut parts = stem.split('.');
        match (parts.next(), parts.next()) {
            (Some(first), Some(_)) if letters(first) => {
                stem.split('.').all(letters).then_some(Before::Any)
            }
            (Some(first), None) if first.chars().count() == 1 => {
                let initial = first.chars().all(char::is_uppercase) && first != "I";
                initial.then_some(Before::Name)
            }
            _ => None,
        }
    }
}
