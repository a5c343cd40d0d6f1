//! Quads as numbers of terms, sorted in each of the orders in which they are looked for.

use std::cmp::Reverse;
use std::panic;
use std::slice;
use std::thread;

use super::dictionary::TermId;

/// Subject, predicate, object and graph.
pub(super) type Row = [TermId; 4];
/// The places of a row that are known.
pub(super) type Pattern = [Option<TermId>; 4];

/// The order by subject. In it and in all others that a pattern without a graph is looked
/// for in, the graph comes last, so that one triple of several graphs stands together.
const BY_SUBJECT: [usize; 4] = [0, 1, 2, 3];
/// The orders by predicate, by object and by graph.
const OTHERS: [[usize; 4]; 3] = [[1, 2, 0, 3], [2, 0, 1, 3], [3, 0, 1, 2]];

/// So many rows are read sooner than fewer are looked for.
const FEW: usize = 64;

/// A set of quads that does not change.
pub(super) struct Quads {
    orders: [Order; 4],
}

/// The rows in one order.
struct Order {
    /// Which place of a row comes first, second, third and fourth.
    places: [usize; 4],
    /// The rows with their places in that order, sorted.
    rows: Vec<Row>,
}

impl Quads {
    /// The set of these quads, in any order, each any number of times.
    pub(super) fn new(mut rows: Vec<Row>) -> Self {
        sort(&mut rows);
        rows.dedup();
        rows.shrink_to_fit();
        let [by_predicate, by_object, by_graph] = thread::scope(|scope| {
            let rows = &rows;
            OTHERS
                .map(|places| scope.spawn(move || Order::new(places, rows)))
                .map(|it| it.join().unwrap_or_else(|it| panic::resume_unwind(it)))
        });
        let by_subject = Order { places: BY_SUBJECT, rows };
        Self { orders: [by_subject, by_predicate, by_object, by_graph] }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.orders[0].rows.len()
    }

    /// Whether one fits a pattern.
    pub(super) fn has(&self, pattern: Pattern) -> bool {
        self.find(pattern).next().is_some()
    }

    /// Those that fit a pattern. Where it names no graph, the quads of one triple come
    /// after each other.
    pub(super) fn find(&self, pattern: Pattern) -> Found<'_> {
        let [subject, _, _, graph] = pattern;
        let order = self.orders.iter().min_by_key(|it| Reverse(it.depth(&pattern)));
        let mut order = order.unwrap_or(&self.orders[0]);
        let mut rows = order.range(&pattern);
        if graph.is_some() && subject.is_none() && rows.len() > FEW {
            // The graph can have fewer quads than what is looked for in it.
            let in_graph = self.orders[3].range(&pattern);
            if in_graph.len() < rows.len() {
                (order, rows) = (&self.orders[3], in_graph);
            }
        }
        let places = order.places;
        Found { places, pattern: places.map(|it| pattern[it]), rows: rows.iter() }
    }

    /// The graphs, sorted, each once.
    pub(super) fn graphs(&self) -> impl Iterator<Item = TermId> {
        self.orders[3].firsts()
    }

    /// The predicates, sorted, each once.
    pub(super) fn predicates(&self) -> impl Iterator<Item = TermId> {
        self.orders[1].firsts()
    }

    /// About how many fit a pattern: at least as many as do.
    pub(super) fn about(&self, pattern: Pattern) -> usize {
        self.find(pattern).rows.len()
    }
}

impl Order {
    fn new(places: [usize; 4], rows: &[Row]) -> Self {
        let mut rows =
            rows.iter().map(|row| places.map(|it| row[it])).collect::<Vec<_>>();
        sort(&mut rows);
        Self { places, rows }
    }

    /// How many places a pattern knows before the first that it does not.
    fn depth(&self, pattern: &Pattern) -> usize {
        self.places.iter().take_while(|it| pattern[**it].is_some()).count()
    }

    /// The rows that begin as the pattern does.
    fn range(&self, pattern: &Pattern) -> &[Row] {
        let (mut low, mut high) = ([TermId::FIRST; 4], [TermId::LAST; 4]);
        for (at, place) in self.places.into_iter().enumerate() {
            let Some(known) = pattern[place] else { break };
            (low[at], high[at]) = (known, known);
        }
        let low = key(&low);
        let start = self.rows.partition_point(|it| key(it) < low);
        let rows = &self.rows[start..];
        &rows[..after(rows, key(&high))]
    }

    /// What comes first in the rows, each once.
    fn firsts(&self) -> impl Iterator<Item = TermId> {
        let mut rest = &*self.rows;
        std::iter::from_fn(move || {
            let first = rest.first()?[0];
            let mut last = [TermId::LAST; 4];
            last[0] = first;
            rest = &rest[after(rest, key(&last))..];
            Some(first)
        })
    }
}

/// How many of the sorted rows are not above a key. Quick where they are few.
fn after(rows: &[Row], high: u128) -> usize {
    let mut step = 1;
    while rows.get(step).is_some_and(|it| key(it) <= high) {
        step *= 2;
    }
    let end = rows.len().min(step + 1);
    step / 2 + rows[step / 2..end].partition_point(|it| key(it) <= high)
}

fn sort(rows: &mut [Row]) {
    rows.sort_unstable_by_key(key);
}

/// A row as one number that is ordered like it.
fn key(row: &Row) -> u128 {
    row.iter().fold(0, |key, it| key << 32 | u128::from(it.number()))
}

/// The quads that fit a pattern.
pub(super) struct Found<'a> {
    places: [usize; 4],
    /// With its places in the order of those of the rows.
    pattern: Pattern,
    rows: slice::Iter<'a, Row>,
}

impl Iterator for Found<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let Self { places, pattern, rows } = self;
        let fits = |row: &&Row| {
            row.iter()
                .zip(&*pattern)
                .all(|(it, known)| known.is_none_or(|known| known == *it))
        };
        let row = rows.find(fits)?;
        let mut quad = [TermId::FIRST; 4];
        for (place, it) in places.iter().zip(row) {
            quad[*place] = *it;
        }
        Some(quad)
    }
}
