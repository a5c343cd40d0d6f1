//! A difference is the facts that one graph has and another one lacks.

use crate::graph::{ArticleRecord, Graph};

use super::sheet::{Row, Value};
use super::statement::Statement;

/// What became of a fact from the first graph to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the first has it.
    Lost,
    /// Only the second has it.
    Gained,
    /// Both have it, with other details: its time, confidence, words or arguments.
    Changed,
}

impl Change {
    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Gained => "gained",
            Self::Changed => "changed",
        }
    }
}

/// A fact that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// How.
    pub change: Change,
    /// The fact, as the second graph has it unless it is lost.
    pub statement: Statement,
    /// Its line in the first graph, where that has changed.
    pub before: Option<String>,
}

/// The facts that differ between two graphs, by article and sentence. A fact is the same
/// if its article, sentence, ends, relation, polarity, factuality and source are.
pub fn diff(before: &Graph, after: &Graph) -> Vec<Difference> {
    let ids = before.articles.keys().chain(after.articles.keys());
    let mut ids = ids.collect::<Vec<_>>();
    ids.sort();
    ids.dedup();
    let mut found = Vec::new();
    for id in ids {
        let (old, new) = (before.articles.get(id), after.articles.get(id));
        let mut here = facts(old, new, Change::Lost);
        here.extend(facts(new, old, Change::Gained));
        here.sort_by_cached_key(|(number, it)| {
            (*number, it.change, it.statement.line.clone(), it.statement.fact.clone())
        });
        found.extend(here.into_iter().map(|(_, it)| it));
    }
    found
}

/// The facts of an article that another reading of it lacks, and, among those gained,
/// the ones that have changed; each with the number of its sentence.
fn facts(
    of: Option<&ArticleRecord>,
    other: Option<&ArticleRecord>,
    change: Change,
) -> Vec<(u32, Difference)> {
    let Some(article) = of else { return Vec::new() };
    let differs = article.facts.iter().filter_map(|(local, fact)| {
        let rival = other.and_then(|it| Some((it, it.facts.get(local)?)));
        let (change, before) = match rival {
            None => (change, None),
            Some((_, rival)) if rival == fact || change == Change::Lost => return None,
            Some((other, rival)) => (Change::Changed, Some(other.line(rival))),
        };
        let statement = Statement::new(article, local, fact);
        Some((fact.sentence, Difference { change, statement, before }))
    });
    differs.collect()
}

impl Row for Difference {
    fn columns() -> Vec<&'static str> {
        let mut columns = vec!["change", "before"];
        columns.extend(Statement::columns());
        columns
    }

    fn cells(&self) -> Vec<Value> {
        let mut cells = vec![self.change.as_str().into(), self.before.as_ref().into()];
        cells.extend(self.statement.cells());
        cells
    }
}
