//! Metrics: how wide a text is, so that boxes fit without a font at hand.

use serde::Deserialize;

use crate::error::Result;
use crate::lexicon::Lexicon;

/// The advance of characters of common sans-serif faces.
#[derive(Debug, Clone)]
pub struct Metrics {
    /// First and last code point and the advance in thousandths of the size, by the first.
    ranges: Vec<(u32, u32, f64)>,
}

/// A row of `picture/widths.csv`.
#[derive(Deserialize)]
struct Row {
    first: String,
    last: String,
    width: f64,
}

/// What is in no range.
const DEFAULT: f64 = 600.0;

impl Metrics {
    /// Reads `picture/widths.csv`.
    pub fn new(lexicon: &Lexicon) -> Result<Self> {
        let rows: Vec<Row> = lexicon.rows("picture/widths.csv")?;
        let point = |hex: &str| u32::from_str_radix(hex, 16).unwrap_or(u32::MAX);
        let ranges = rows.iter().map(|it| (point(&it.first), point(&it.last), it.width));
        Ok(Self { ranges: ranges.collect() })
    }

    /// The width of a line of text of a size, in the unit of the size.
    pub(super) fn width(&self, text: &str, size: f64) -> f64 {
        use unicode_normalization::UnicodeNormalization as _;
        // Accented letters are as wide as their base; combining marks have no width.
        let sum: f64 = text.nfd().map(|it| self.advance(it)).sum();
        sum * size / 1000.0
    }

    fn advance(&self, it: char) -> f64 {
        let point = u32::from(it);
        let at = self.ranges.partition_point(|(first, ..)| *first <= point);
        let range = at.checked_sub(1).map(|it| self.ranges[it]);
        range.filter(|(_, last, _)| point <= *last).map_or(DEFAULT, |it| it.2)
    }
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;

    use super::Metrics;

    #[test]
    fn widths_add_up() {
        let metrics = Metrics::new(&Lexicon::embedded()).unwrap();
        for (text, thousandths) in [
            ("", 0.0),
            ("ill", 666.0),
            ("Wé", 1500.0),
            ("中", 1000.0),
            ("e\u{301}", 556.0),
        ] {
            let width = metrics.width(text, 10.0);
            assert!((width - thousandths / 100.0).abs() < 1e-9, "{text}: {width}");
        }
    }
}
