//! A timeline is facts in the order of their days.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;
use crate::text::Date;

use super::sheet::{Row, Value};
use super::statement::{Claim, Statement, statements};

/// Which days and facts a timeline has.
#[derive(Debug, Clone, Default)]
pub struct Period {
    /// The first day.
    pub since: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Only these relations, by local name; all where there is none.
    pub relations: Vec<String>,
    /// Whether a fact without a time of its own counts by the day of its report.
    pub by_report: bool,
}

/// What happened on a day, according to one or more articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// Its first day, or that of the report.
    pub day: Date,
    /// The TIMEX3 value of its time; `None` where the day is that of the report.
    pub time: Option<String>,
    /// Every article's statement of it, the first one first.
    pub statements: Vec<Statement>,
}

impl Moment {
    /// The first statement of it.
    pub fn first(&self) -> Option<&Statement> {
        self.statements.first()
    }

    /// Who reports it, sorted.
    pub fn publishers(&self) -> Vec<&str> {
        let all = self.statements.iter().filter_map(|it| it.publisher.as_deref());
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// The facts of a graph in the order of their days. Statements of one fact on one word
/// and one day are together.
pub fn timeline(graph: &Graph, period: &Period) -> Vec<Moment> {
    type Key = (Date, Option<String>, Claim, Option<String>);
    let mut moments = BTreeMap::<Key, Vec<Statement>>::new();
    for it in statements(graph) {
        let reported = it.reported.filter(|_| period.by_report);
        let Some(day) = it.event_start.or(reported) else { continue };
        let is_asked = period.since.is_none_or(|since| day >= since)
            && period.until.is_none_or(|until| day <= until)
            && (period.relations.is_empty() || period.relations.contains(&it.relation));
        if is_asked {
            let time = it.time.clone().filter(|_| it.event_start.is_some());
            let key = (day, time, it.claim(), it.source_local.clone());
            moments.entry(key).or_default().push(it);
        }
    }
    let moments = moments.into_iter().map(|((day, time, _, _), mut statements)| {
        statements.sort_by_key(|it| (it.reported, it.cited.clone()));
        Moment { day, time, statements }
    });
    let mut moments = moments.collect::<Vec<_>>();
    moments.sort_by_cached_key(|it| {
        let first = it.first().map(|it| (it.cited.clone(), it.line.clone()));
        (it.day, first)
    });
    moments
}

impl Row for Moment {
    fn columns() -> Vec<&'static str> {
        let mut columns = vec!["day", "publishers"];
        columns.extend(Statement::columns());
        columns
    }

    fn cells(&self) -> Vec<Value> {
        let mut cells =
            vec![self.day.to_string().into(), self.publishers().join("; ").into()];
        match self.first() {
            Some(first) => cells.extend(first.cells()),
            None => cells.extend(Statement::columns().iter().map(|_| Value::None)),
        }
        cells
    }
}
