//! Confidence: how often the facts of a rule are right.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::lexicon::Lexicon;

const TABLE: &str = "lexicon/confidence.csv";

/// The measured precision of each rule.
#[derive(Debug)]
pub(super) struct Confidence {
    by_rule: FxHashMap<String, f32>,
}

#[derive(Deserialize)]
struct Row {
    rule: String,
    confidence: f32,
}

impl Confidence {
    /// Reads the table.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let mut by_rule = FxHashMap::default();
        for (row, line) in lexicon.rows::<Row>(TABLE)?.into_iter().zip(2..) {
            if !(0.0..=1.0).contains(&row.confidence) {
                let file = format!("data/{TABLE}");
                let reason = "write a confidence between 0 and 1".to_owned();
                return Err(Error::Data { file, line, reason });
            }
            by_rule.insert(row.rule, row.confidence);
        }
        Ok(Self { by_rule })
    }

    /// The precision of a rule; even odds for one that was never measured.
    pub(super) fn of(&self, rule: &str) -> f32 {
        self.by_rule.get(rule).copied().unwrap_or(0.5)
    }
}
