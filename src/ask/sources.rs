//! Sources: who reported what, who did first, and who alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;

use super::sheet::{Row, Value};
use super::statement::{Claim, Statement, statements};

/// What one publisher contributes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// Its name.
    pub publisher: String,
    /// Its articles.
    pub articles: usize,
    /// The facts that it reports, each once.
    pub facts: usize,
    /// Those that nobody else reports.
    pub alone: usize,
    /// Those that others report too, later or not at all dated.
    pub first: usize,
    /// Those that others reported before it or on the same day.
    pub later: usize,
}

/// A fact with who reported it when.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstReport {
    /// The first statement of it.
    pub first: Statement,
    /// Who else reported it, with the day: `Lakeland Wire, 2023-11-09`; sorted by day.
    pub others: Vec<String>,
    /// Whether others reported it on the same day or the days are not known, so that
    /// nobody can be called the first.
    pub is_tied: bool,
}

/// What each publisher reported alone, first and later, by name. Articles without a
/// publisher are left out.
pub fn track_records(graph: &Graph) -> Vec<Record> {
    let mut records = BTreeMap::<String, Record>::new();
    for article in graph.articles.values() {
        if let Some(publisher) = &article.publisher {
            let record = records.entry(publisher.clone()).or_default();
            record.publisher.clone_from(publisher);
            record.articles += 1;
        }
    }
    for reports in by_claim(graph).values() {
        let publishers = reports.iter().filter_map(|it| it.publisher.as_ref());
        let publishers = publishers.collect::<BTreeSet<_>>();
        let first = winner(reports);
        for publisher in &publishers {
            let Some(record) = records.get_mut(*publisher) else { continue };
            record.facts += 1;
            if publishers.len() == 1 {
                record.alone += 1;
            } else if first == Some(publisher.as_str()) {
                record.first += 1;
            } else {
                record.later += 1;
            }
        }
    }
    records.into_values().collect()
}

/// Every fact with who reported it first and who else; the oldest first.
pub fn first_reports(graph: &Graph) -> Vec<FirstReport> {
    let mut found = Vec::new();
    for reports in by_claim(graph).into_values() {
        let is_shared = reports.iter().any(|it| it.publisher != reports[0].publisher);
        let is_tied = is_shared && winner(&reports).is_none();
        let mut reports = reports.into_iter();
        let Some(first) = reports.next() else { continue };
        let mut others = Vec::new();
        for it in reports.filter(|it| it.publisher != first.publisher) {
            let other = Statement { source: None, ..it }.voice();
            if !others.contains(&other) {
                others.push(other);
            }
        }
        found.push(FirstReport { first, others, is_tied });
    }
    found.sort_by_cached_key(|it| {
        (it.first.reported, it.first.cited.clone(), it.first.line.clone())
    });
    found
}

/// The statements of each claim by publishers, the oldest first.
fn by_claim(graph: &Graph) -> BTreeMap<Claim, Vec<Statement>> {
    let mut claims = BTreeMap::<Claim, Vec<Statement>>::new();
    for it in statements(graph) {
        if it.publisher.is_some() {
            claims.entry(it.claim()).or_default().push(it);
        }
    }
    for reports in claims.values_mut() {
        // Without a day it may have been any time: last.
        reports.sort_by_key(|it| (it.reported.is_none(), it.reported, it.cited.clone()));
    }
    claims
}

/// The publisher that reported before all others; `None` where two have the same day.
fn winner(reports: &[Statement]) -> Option<&str> {
    let first = reports.first()?;
    let day = first.reported?;
    let mut rivals = reports.iter().filter(|it| it.publisher != first.publisher);
    let is_first = rivals.all(|it| it.reported.is_some_and(|it| it > day));
    first.publisher.as_deref().filter(|_| is_first)
}

impl Row for Record {
    fn columns() -> Vec<&'static str> {
        vec!["publisher", "articles", "facts", "alone", "first", "later"]
    }

    fn cells(&self) -> Vec<Value> {
        let counts = [self.articles, self.facts, self.alone, self.first, self.later];
        let cells = [Value::from(&self.publisher)].into_iter();
        cells.chain(counts.map(Value::from)).collect()
    }
}

impl Row for FirstReport {
    fn columns() -> Vec<&'static str> {
        let mut columns = vec!["others", "tied"];
        columns.extend(Statement::columns());
        columns
    }

    fn cells(&self) -> Vec<Value> {
        let tied = if self.is_tied { "yes" } else { "no" };
        let mut cells = vec![self.others.join("; ").into(), tied.into()];
        cells.extend(self.first.cells());
        cells
    }
}
