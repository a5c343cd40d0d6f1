//! A stock query is one of `queries/` that the program carries with it, by name.

use super::embedded::QUERIES;
use super::query::Query;

/// A query that `newsgraph query` knows by name.
#[derive(Debug, Clone)]
pub struct StockQuery {
    /// Its name: that of its file without `.rq`.
    pub name: &'static str,
    /// The query.
    pub query: Query,
}

/// Every stock query, sorted by name.
pub fn stock_queries() -> Vec<StockQuery> {
    let queries = QUERIES.iter();
    queries
        .map(|(name, text)| StockQuery { name, query: Query::stock(name, text) })
        .collect()
}
