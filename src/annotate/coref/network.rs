//! A network says from features and learned weights how loudly a voice speaks: a sum of
//! weights, and the sum of what a few units make of them together.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::lexicon::Lexicon;

const TABLE: &str = "lexicon/pronoun_weights.csv";

/// What was learned, by kind of pronoun.
#[derive(Debug)]
pub(super) struct Network(FxHashMap<String, Kind>);

/// What was learned of one kind of pronoun.
#[derive(Debug, Default)]
struct Kind {
    features: FxHashMap<String, Weights>,
    /// What each unit begins with.
    start: Vec<f32>,
    /// How much each unit counts.
    output: Vec<f32>,
}

#[derive(Debug, Default)]
struct Weights {
    weight: f32,
    units: Vec<f32>,
}

#[derive(Deserialize)]
struct Row {
    /// Kind and feature, with a space between them.
    feature: String,
    weight: f32,
    units: String,
}

impl Network {
    /// Reads the table.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let mut kinds: FxHashMap<String, Kind> = FxHashMap::default();
        for (row, line) in lexicon.rows::<Row>(TABLE)?.into_iter().zip(2..) {
            let units = row.units.split_whitespace().map(str::parse);
            let units =
                units.collect::<Result<Vec<f32>, _>>().map_err(|_| Error::Data {
                    file: format!("data/{TABLE}"),
                    line,
                    reason: format!("`{}` are no numbers", row.units),
                })?;
            let (kind, feature) = row.feature.split_once(' ').unwrap_or_default();
            let kind = kinds.entry(kind.to_owned()).or_default();
            match feature {
                "start" => kind.start = units,
                "output" => kind.output = units,
                _ => {
                    let weights = Weights { weight: row.weight, units };
                    kind.features.insert(feature.to_owned(), weights);
                }
            }
        }
        Ok(Self(kinds))
    }

    /// The logarithm of how loud a voice with these features is. What was not learned
    /// counts nothing.
    pub(super) fn loudness(&self, kind: &str, features: &[(&str, f32)]) -> f32 {
        let Some(kind) = self.0.get(kind) else { return 0.0 };
        let mut sum = 0.0;
        let mut units = kind.start.clone();
        for (name, value) in features {
            let Some(weights) = kind.features.get(*name) else { continue };
            sum += weights.weight * value;
            for (unit, weight) in units.iter_mut().zip(&weights.units) {
                *unit += weight * value;
            }
        }
        let hidden = units.iter().zip(&kind.output).map(|(it, out)| it.max(0.0) * out);
        sum + hidden.sum::<f32>()
    }

    /// The logarithm of how loud nobody is.
    pub(super) fn nobody(&self, kind: &str) -> f32 {
        let nobody = self.0.get(kind).and_then(|it| it.features.get("nobody"));
        nobody.map_or(0.0, |it| it.weight)
    }
}
