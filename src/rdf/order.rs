//! The order of rows, where the last word of a query is ORDER BY with variables.
//!
//! The engine reads the terms of two rows anew each time it compares them, which takes most
//! of the time of an answer of many rows. Here each value of a column gets its rank once,
//! and what is compared are numbers.

use std::mem;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, Term, Variable};
use rustc_hash::FxHashMap;
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};

/// Digits of a number behind the point; the engine keeps as many.
const DIGITS: usize = 18;

/// The values of a row.
type Row = Vec<Option<Term>>;

/// The variables by which rows are sorted, and which of them downwards.
pub(super) struct Order(Vec<(Variable, bool)>);

impl Order {
    /// Takes the order out of a query; `None`, and the query stays as it is, where it has
    /// none that can be had afterwards.
    pub(super) fn take(query: &mut Query) -> Option<Self> {
        let Query::Select { pattern, .. } = query else { return None };
        let pattern = match pattern {
            GraphPattern::Distinct { inner } => &mut **inner,
            other => other,
        };
        let GraphPattern::Project { inner, variables } = pattern else { return None };
        let GraphPattern::OrderBy { inner: unordered, expression } = &mut **inner else {
            return None;
        };
        let by = expression.iter().map(|it| {
            let (by, is_down) = match it {
                OrderExpression::Asc(by) => (by, false),
                OrderExpression::Desc(by) => (by, true),
            };
            match by {
                Expression::Variable(it) if variables.contains(it) => {
                    Some((it.clone(), is_down))
                }
                _ => None,
            }
        });
        let by = by.collect::<Option<_>>()?;
        **inner = mem::take(&mut **unordered);
        Some(Self(by))
    }

    /// The rows in this order, and equal ones in the order of their texts; `None` where
    /// there are values that only the engine can compare.
    pub(super) fn sort(
        &self,
        variables: &[Variable],
        mut rows: Vec<Row>,
    ) -> Option<Vec<Row>> {
        let mut keys = vec![Vec::with_capacity(self.0.len()); rows.len()];
        for (variable, is_down) in &self.0 {
            let column = variables.iter().position(|it| it == variable)?;
            let ranks = ranks(rows.iter().map(|it| it[column].as_ref()))?;
            for (key, rank) in keys.iter_mut().zip(ranks) {
                key.push(if *is_down { u32::MAX - rank } else { rank });
            }
        }
        let mut places = (0..rows.len()).collect::<Vec<_>>();
        places.sort_unstable_by(|one, other| keys[*one].cmp(&keys[*other]));
        for equals in places.chunk_by_mut(|one, other| keys[*one] == keys[*other]) {
            if equals.len() > 1 {
                equals.sort_by_cached_key(|it| texts(&rows[*it]));
            }
        }
        Some(places.into_iter().map(|it| mem::take(&mut rows[it])).collect())
    }
}

/// A row by the texts of its terms.
pub(super) fn texts(row: &Row) -> Vec<Option<String>> {
    row.iter().map(|it| it.as_ref().map(ToString::to_string)).collect()
}

/// What a value is compared by: blank nodes come first, then IRIs, then literals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Blank(&'a str),
    Iri(&'a str),
    /// In units of the last of [`DIGITS`] digits after the point.
    Number(i128),
    Day(&'a str),
    /// Words, what they are written as, and their language.
    Text(&'a str, &'a str, Option<&'a str>),
}

/// The rank of each value of a column: nothing comes before anything.
fn ranks<'a>(column: impl Iterator<Item = Option<&'a Term>>) -> Option<Vec<u32>> {
    let mut seen = FxHashMap::default();
    let mut distinct = Vec::new();
    let mut found = Vec::new();
    for value in column {
        let Some(value) = value else {
            found.push(None);
            continue;
        };
        let at = *seen.entry(value).or_insert(distinct.len());
        if at == distinct.len() {
            distinct.push(key(value)?);
        }
        found.push(Some(at));
    }
    let mut sorted = (0..distinct.len()).collect::<Vec<_>>();
    sorted.sort_unstable_by_key(|it| distinct[*it]);
    let equals = sorted.chunk_by(|one, other| distinct[*one] == distinct[*other]);
    let mut ranks = vec![0; distinct.len()];
    for (rank, equals) in (1..).zip(equals) {
        for it in equals {
            ranks[*it] = rank;
        }
    }
    Some(found.into_iter().map(|it| it.map_or(0, |it| ranks[it])).collect())
}

/// `None` where its order is not that of its text or of a number.
fn key(term: &Term) -> Option<Key<'_>> {
    let literal = match term {
        Term::BlankNode(it) => return Some(Key::Blank(it.as_str())),
        Term::NamedNode(it) => return Some(Key::Iri(it.as_str())),
        Term::Literal(it) => it,
    };
    let (text, datatype) = (literal.value(), literal.datatype());
    if datatype == xsd::STRING || datatype == rdf::LANG_STRING {
        Some(Key::Text(text, datatype.as_str(), literal.language()))
    } else if datatype == xsd::INTEGER || datatype == xsd::DECIMAL {
        number(text, datatype == xsd::DECIMAL).map(Key::Number)
    } else if datatype == xsd::DATE && is_plain_day(literal) {
        Some(Key::Day(text))
    } else {
        None
    }
}

/// A number that the engine does not round.
fn number(text: &str, is_decimal: bool) -> Option<i128> {
    let point = text.split_once('.').filter(|_| is_decimal);
    let (whole, part) = point.unwrap_or((text, ""));
    whole.parse::<i64>().ok()?;
    let is_exact = part.len() <= DIGITS && part.bytes().all(|it| it.is_ascii_digit());
    format!("{whole}{part:0<DIGITS$}").parse().ok().filter(|_| is_exact)
}

/// Whether a date has a year of four digits and no time zone.
fn is_plain_day(literal: &Literal) -> bool {
    let text = literal.value();
    text.len() == 10 && text.starts_with(|it: char| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use oxigraph::model::{BlankNode, NamedNode};

    use super::*;

    fn typed(text: &str, local: &str) -> Term {
        let datatype = format!("http://www.w3.org/2001/XMLSchema#{local}");
        let datatype = NamedNode::new_unchecked(datatype);
        Literal::new_typed_literal(text, datatype).into()
    }

    #[test]
    fn values_are_ordered_as_sparql_says() {
        let sorted: [Term; 16] = [
            BlankNode::new_unchecked("b").into(),
            NamedNode::new_unchecked("x:a").into(),
            NamedNode::new_unchecked("x:b").into(),
            typed("-3", "integer"),
            typed("-0.5", "decimal"),
            typed("0.25", "decimal"),
            typed("9", "integer"),
            typed("9.000000000000000001", "decimal"),
            typed("10", "integer"),
            typed("2030-12-31", "date"),
            typed("2031-01-02", "date"),
            typed("", "string"),
            typed("A", "string"),
            Literal::new_language_tagged_literal_unchecked("a", "de").into(),
            Literal::new_language_tagged_literal_unchecked("a", "en").into(),
            typed("a", "string"),
        ];
        let shuffled = [7, 0, 3, 11, 16, 13, 5, 14, 2, 9, 1, 10, 15, 4, 12, 8, 6];
        let column = shuffled.map(|it: usize| it.checked_sub(1).map(|it| &sorted[it]));
        let ranks = ranks(column.into_iter()).unwrap();
        assert_eq!(ranks, shuffled.map(|it| u32::try_from(it).unwrap()));
    }

    #[test]
    fn equals_have_one_rank_and_what_is_not_known_has_none() {
        let three = [("1", "integer"), ("01", "integer"), ("+1.00", "decimal")];
        let three = three.map(|(text, datatype)| typed(text, datatype));
        let column = [Some(&three[0]), Some(&three[1]), None, Some(&three[2])];
        assert_eq!(ranks(column.into_iter()).unwrap(), [1, 1, 0, 1]);
        for other in [
            typed("1.0", "double"),
            typed("1.0", "integer"),
            typed("1.0000000000000000000", "decimal"),
            typed("one", "integer"),
            typed("2031-01-02Z", "date"),
            typed("-2031-01-0", "date"),
            typed("2031-01-02T00:00:00", "dateTime"),
        ] {
            assert_eq!(ranks([Some(&other)].into_iter()), None, "{other:?}");
        }
    }

    #[test]
    fn only_an_order_that_comes_last_is_taken() {
        for (query, is_taken) in [
            ("SELECT ?a { ?a ?b ?c } ORDER BY ?a", true),
            ("SELECT DISTINCT ?a ?b { ?a ?b ?c } ORDER BY DESC(?b) ?a", true),
            ("SELECT ?a { ?a ?b ?c } ORDER BY ?b", false),
            ("SELECT ?a { ?a ?b ?c } ORDER BY STR(?a)", false),
            ("SELECT REDUCED ?a { ?a ?b ?c } ORDER BY ?a", false),
            ("SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 3", false),
            ("SELECT ?a { ?a ?b ?c }", false),
            ("ASK { ?a ?b ?c }", false),
        ] {
            let parsed = spargebra::SparqlParser::new().parse_query(query).unwrap();
            let mut rest = parsed.clone();
            assert_eq!(Order::take(&mut rest).is_some(), is_taken, "{query}");
            assert_eq!(rest != parsed, is_taken, "{query}");
        }
    }

    #[test]
    fn rows_go_up_and_down_and_equals_by_their_texts() {
        let row = |a: &str, b: &str, c: &str| {
            [a, b, c].map(|it| Some(typed(it, "string"))).to_vec()
        };
        let variables = ["a", "b", "c"].map(Variable::new_unchecked);
        let order =
            Order(vec![(variables[1].clone(), true), (variables[0].clone(), false)]);
        let rows = vec![
            row("x", "1", "q"),
            row("y", "2", "q"),
            row("x", "2", "r"),
            row("x", "1", "p"),
        ];
        let sorted = order.sort(&variables, rows).unwrap();
        let wanted = [
            row("x", "2", "r"),
            row("y", "2", "q"),
            row("x", "1", "p"),
            row("x", "1", "q"),
        ];
        assert_eq!(sorted, wanted);
    }
}
