//! A sample is facts to check by hand; its score is how many of them are right.

use std::collections::BTreeMap;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::graph::Graph;

use super::sheet::{Row, Value};
use super::statement::{Statement, statements};

/// A line of the sheet that is marked by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The fact to check.
    pub statement: Statement,
}

/// `n` facts of a graph, chosen by the digests of their names and of `seed`, so that the
/// same graph gives the same sample and another seed another one. They come in the order
/// of their articles and sentences; all facts where there are not more.
pub fn sample(graph: &Graph, n: usize, seed: &str) -> Vec<Sheet> {
    let mut all = statements(graph);
    all.sort_by_cached_key(|it| Sha256::digest(format!("{seed}\n{}", it.fact)).to_vec());
    all.truncate(n);
    all.sort_by_cached_key(|it| (it.cited.clone(), it.line.clone(), it.fact.clone()));
    all.into_iter().map(|statement| Sheet { statement }).collect()
}

impl Row for Sheet {
    fn columns() -> Vec<&'static str> {
        vec![
            "right",
            "statement",
            "quote",
            "publisher",
            "reported",
            "link",
            "relation",
            "standing",
            "confidence",
            "rule",
            "fact",
            "note",
        ]
    }

    fn cells(&self) -> Vec<Value> {
        let it = &self.statement;
        vec![
            Value::None,
            (&it.line).into(),
            (&it.quote).into(),
            it.publisher.as_ref().into(),
            it.reported.map(|it| it.to_string()).into(),
            it.link.as_ref().into(),
            (&it.relation).into(),
            it.standing.as_str().into(),
            it.confidence.into(),
            (&it.rule).into(),
            (&it.fact).into(),
            Value::None,
        ]
    }
}

/// The share of facts that were marked as right.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// What is scored by: `all`, `confidence`, `standing` or `relation`.
    pub by: &'static str,
    /// Which: `0.8 to 0.9`, `endorsed`.
    pub of: String,
    /// How many are right.
    pub right: usize,
    /// Of how many that were marked.
    pub marked: usize,
}

impl Score {
    /// The share of those that are right.
    pub fn precision(&self) -> f64 {
        f64::from(small(self.right)) / f64::from(small(self.marked)).max(1.0)
    }

    /// The interval that holds the true share with 95 % confidence.
    ///
    /// Wilson, Probable Inference, the Law of Succession, and Statistical Inference
    /// (Journal of the American Statistical Association 22, 1927).
    pub fn interval(&self) -> (f64, f64) {
        /// The 97.5th percentile of the normal distribution.
        const Z: f64 = 1.959_963_984_540_054;
        let n = f64::from(small(self.marked));
        if n == 0.0 {
            return (0.0, 1.0);
        }
        let share = self.precision();
        let scale = 1.0 + Z * Z / n;
        let center = (share + Z * Z / (2.0 * n)) / scale;
        let spread = share * (1.0 - share) / n + Z * Z / (4.0 * n * n);
        let half = Z * spread.sqrt() / scale;
        ((center - half).max(0.0), (center + half).min(1.0))
    }
}

/// Scores a sheet (CSV with a header): a line counts where `right` is `y`, `yes`, `1` or
/// `true`, or else `n`, `no`, `0` or `false`; empty ones and `?` are left out.
///
/// # Errors
///
/// Where it is no such sheet, a mark is none of these, or nothing is marked; the message
/// says the line.
pub fn score(place: &str, sheet: &str) -> Result<Vec<Score>> {
    #[derive(Deserialize)]
    struct Marked {
        right: String,
        relation: String,
        standing: String,
        confidence: f64,
    }
    let refused =
        |line: u64, reason: String| Error::Data { file: place.to_owned(), line, reason };
    let remedy =
        "write the sheet anew with `newsgraph sample` and mark its `right` column";
    let mut counts = BTreeMap::<(usize, &'static str, String), (usize, usize)>::new();
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let headers = reader.headers().map_err(|it| refused(1, it.to_string()))?.clone();
    for record in reader.records() {
        let line = |it: Option<&csv::Position>| it.map_or(0, csv::Position::line);
        let record = record
            .map_err(|it| refused(line(it.position()), format!("{it}; {remedy}")))?;
        let line = line(record.position());
        let row = record.deserialize::<Marked>(Some(&headers));
        let row = row.map_err(|it| refused(line, format!("{it}; {remedy}")))?;
        let right = match &*row.right.trim().to_lowercase() {
            "y" | "yes" | "1" | "true" => true,
            "n" | "no" | "0" | "false" => false,
            "" | "?" => continue,
            other => {
                let reason = format!("`{other}` is no mark; write y, n or ?");
                return Err(refused(line, reason));
            }
        };
        for key in [
            (0, "all", String::new()),
            (1, "confidence", band(row.confidence)),
            (2, "standing", row.standing),
            (3, "relation", row.relation),
        ] {
            let (rights, marked) = counts.entry(key).or_default();
            *rights += usize::from(right);
            *marked += 1;
        }
    }
    if counts.is_empty() {
        return Err(refused(2, format!("no line is marked; {remedy}")));
    }
    let scores = counts.into_iter().map(|((_, by, of), (right, marked))| Score {
        by,
        of,
        right,
        marked,
    });
    Ok(scores.collect())
}

/// The tenth that a confidence lies in.
fn band(confidence: f64) -> String {
    let bounds = (1..10_u8).map(|it| f64::from(it) / 10.0);
    let low = bounds.rev().find(|it| confidence >= *it).unwrap_or(0.0);
    format!("{low:.1} to {:.1}", low + 0.1)
}

/// A count as a number that a share can be taken of.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Row for Score {
    fn columns() -> Vec<&'static str> {
        vec!["by", "of", "right", "marked", "precision", "low", "high"]
    }

    fn cells(&self) -> Vec<Value> {
        let (low, high) = self.interval();
        let share = |it: f64| Value::Number((it * 1000.0).round() / 1000.0);
        vec![
            self.by.into(),
            (&self.of).into(),
            self.right.into(),
            self.marked.into(),
            share(self.precision()),
            share(low),
            share(high),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{Score, band, score};

    /// Against R: `binom.confint(81, 100, methods = "wilson")` and the cases of 0 and all,
    /// which have closed forms n/(n+z²) and z²/(n+z²).
    #[test]
    fn the_interval_is_wilsons() {
        let interval = |right: usize, marked: usize| {
            let score = Score { by: "all", of: String::new(), right, marked };
            let (low, high) = score.interval();
            (format!("{low:.4}"), format!("{high:.4}"))
        };
        assert_eq!(interval(81, 100), ("0.7222".to_owned(), "0.8749".to_owned()));
        assert_eq!(interval(10, 10), ("0.7225".to_owned(), "1.0000".to_owned()));
        assert_eq!(interval(0, 10), ("0.0000".to_owned(), "0.2775".to_owned()));
    }

    #[test]
    fn a_sheet_is_scored_by_all_confidence_standing_and_relation() {
        let sheet = "right,relation,standing,confidence\ny,fired,denied,0.86\n\
                     n,fired,affirmed,0.7\n,said,affirmed,0.9\nYES,said,affirmed,0.94\n";
        let scores = score("s.csv", sheet).unwrap();
        let lines = scores
            .iter()
            .map(|it| format!("{} {} {}/{}", it.by, it.of, it.right, it.marked));
        let expected = [
            "all  2/3",
            "confidence 0.7 to 0.8 0/1",
            "confidence 0.8 to 0.9 1/1",
            "confidence 0.9 to 1.0 1/1",
            "standing affirmed 1/2",
            "standing denied 1/1",
            "relation fired 1/2",
            "relation said 1/1",
        ];
        assert!(lines.clone().eq(expected), "{:?}", lines.collect::<Vec<_>>());
    }

    #[test]
    fn errors_of_sheets_name_the_line() {
        let header = "right,relation,standing,confidence\n";
        for (sheet, part) in [
            ("maybe,fired,denied,0.8\n", "s.csv:2: `maybe` is no mark"),
            (",fired,denied,0.8\n", "no line is marked"),
            ("y,fired,denied,high\n", "s.csv:2: "),
        ] {
            let error = score("s.csv", &format!("{header}{sheet}")).unwrap_err();
            assert!(error.to_string().contains(part), "{error}");
        }
        assert!(score("s.csv", "a,b\n1,2\n").is_err());
    }

    #[test]
    fn bands_are_tenths() {
        for (confidence, expected) in [
            (0.86, "0.8 to 0.9"),
            (0.9, "0.9 to 1.0"),
            (1.0, "0.9 to 1.0"),
            (0.05, "0.0 to 0.1"),
        ] {
            assert_eq!(band(confidence), expected);
        }
    }
}
