//! Counts of articles and facts.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;

use super::sheet::{Row, Value};
use super::statement::{Standing, Statement, statements};

/// How many facts there are of something, by standing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Count {
    /// What is counted by: `all`, `relation`, `publisher` or `month`.
    pub by: &'static str,
    /// Of what: `endorsed`, `Lakeland Wire`, `2023-11`; empty where that is not known.
    pub of: String,
    /// The articles that have such a fact; of publishers and months all their articles.
    pub articles: usize,
    /// The facts of each standing, in the order of [`Standing::ALL`].
    pub facts: [usize; 4],
}

impl Count {
    /// All facts, whatever their standing.
    pub fn total(&self) -> usize {
        self.facts.iter().sum()
    }
}

/// The facts of a graph: all of them, then by relation (most first), by publisher, and by
/// month of the report.
pub fn stats(graph: &Graph) -> Vec<Count> {
    let mut groups = BTreeMap::<(&'static str, String), (BTreeSet<String>, Count)>::new();
    let mut group = |by: &'static str, of: String, article: String, standing| {
        let (articles, count) = groups.entry((by, of)).or_default();
        articles.insert(article);
        let place = Standing::ALL.iter().position(|it| Some(*it) == standing);
        if let Some(place) = place {
            count.facts[place] += 1;
        }
    };
    for article in graph.articles.values() {
        let id = article.id.to_string();
        let month = article.date_published.map(|it| it.to_string()[..7].to_owned());
        group("all", String::new(), id.clone(), None);
        group(
            "publisher",
            article.publisher.clone().unwrap_or_default(),
            id.clone(),
            None,
        );
        group("month", month.unwrap_or_default(), id, None);
    }
    for Statement { cited, standing, relation, publisher, reported, .. } in
        statements(graph)
    {
        let article = cited.rsplit_once(':').map_or(&*cited, |(it, _)| it).to_owned();
        let month = reported.map(|it| it.to_string()[..7].to_owned());
        let standing = Some(standing);
        group("all", String::new(), article.clone(), standing);
        group("relation", relation, article.clone(), standing);
        group("publisher", publisher.unwrap_or_default(), article.clone(), standing);
        group("month", month.unwrap_or_default(), article, standing);
    }
    let counts = groups.into_iter().map(|((by, of), (articles, count))| Count {
        by,
        of,
        articles: articles.len(),
        ..count
    });
    let mut counts = counts.collect::<Vec<_>>();
    let place = |by: &str| {
        ["all", "relation", "publisher", "month"].iter().position(|it| *it == by)
    };
    // Relations by size; publishers and months stay in the order of their names.
    counts.sort_by_key(|it| {
        let size = if it.by == "relation" { it.total() } else { 0 };
        (place(it.by), std::cmp::Reverse(size))
    });
    counts
}

impl Row for Count {
    fn columns() -> Vec<&'static str> {
        let mut columns = vec!["by", "of", "articles", "facts"];
        columns.extend(Standing::ALL.map(Standing::as_str));
        columns
    }

    fn cells(&self) -> Vec<Value> {
        let mut cells = vec![self.by.into(), (&self.of).into(), self.articles.into()];
        cells.push(self.total().into());
        cells.extend(self.facts.map(Value::from));
        cells
    }
}
