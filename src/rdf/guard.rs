//! The guard finds what must not be asked of a server: queries that would leave the
//! machine, and products that nobody can wait for.
//!
//! The engine cannot be stopped while it pairs rows with rows, for it looks whether it
//! was stopped only when it reads the store. So a query in which patterns share no
//! variable is weighed before it is begun.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::snapshot::{Snapshot, Wanted};

/// More rows of a product are refused.
const MOST: u64 = 10_000_000;
/// No pattern is counted any further.
const COUNTED: usize = 100_000;
/// The longest pattern that a message shows.
const SHOWN: usize = 60;

/// The pattern of a query.
pub(super) fn pattern(query: &spargebra::Query) -> &GraphPattern {
    match query {
        spargebra::Query::Select { pattern, .. }
        | spargebra::Query::Construct { pattern, .. }
        | spargebra::Query::Describe { pattern, .. }
        | spargebra::Query::Ask { pattern, .. } => pattern,
    }
}

/// How many patterns of triples and paths there are in a pattern.
pub(super) fn joined(pattern: &GraphPattern) -> usize {
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.len(),
        GraphPattern::Path { .. } => 1,
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => joined(left) + joined(right),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. } => joined(inner),
        _ => 0,
    }
}

/// Refuses a pattern, with the reason and the remedy.
pub(super) fn check(pattern: &GraphPattern, snapshot: &Snapshot) -> Result<(), String> {
    Guard { snapshot }.part(pattern, None).map(drop)
}

struct Guard<'a> {
    snapshot: &'a Snapshot,
}

/// Patterns that share variables with each other.
#[derive(Debug, Clone)]
struct Part<'a> {
    variables: BTreeSet<String>,
    sources: Vec<Source<'a>>,
    /// A LIMIT.
    at_most: u64,
}

/// Where rows come from.
#[derive(Debug, Clone)]
enum Source<'a> {
    Triples(&'a TriplePattern, Option<&'a NamedNode>),
    Rows(u64),
}

impl<'a> Part<'a> {
    fn new(variables: impl IntoIterator<Item = String>, source: Source<'a>) -> Self {
        let variables = variables.into_iter().collect();
        Self { variables, sources: vec![source], at_most: u64::MAX }
    }
}

type Checked<T> = Result<T, String>;

impl<'a> Guard<'a> {
    /// A pattern as one part.
    fn part(
        &self,
        pattern: &'a GraphPattern,
        graph: Option<&'a NamedNode>,
    ) -> Checked<Part<'a>> {
        let parts = self.parts(pattern, graph)?;
        self.combined(parts)
    }

    /// The parts that the engine joins in an order of its own.
    fn parts(
        &self,
        pattern: &'a GraphPattern,
        graph: Option<&'a NamedNode>,
    ) -> Checked<Vec<Part<'a>>> {
        let one = |it: Checked<Part<'a>>| it.map(|it| vec![it]);
        match pattern {
            GraphPattern::Bgp { patterns } => Ok(patterns
                .iter()
                .map(|it| Part::new(variables(it), Source::Triples(it, graph)))
                .collect()),
            GraphPattern::Path { subject, object, .. } => {
                let ends = [subject, object].into_iter().filter_map(variable);
                let rows = u64::try_from(COUNTED).unwrap_or(u64::MAX);
                Ok(vec![Part::new(ends, Source::Rows(rows))])
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Lateral { left, right } => {
                let mut parts = self.parts(left, graph)?;
                parts.extend(self.parts(right, graph)?);
                Ok(parts)
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                let parts = vec![self.part(left, graph)?, self.part(right, graph)?];
                let part = self.combined(parts)?;
                if let Some(expression) = expression {
                    self.expression(expression, &part, graph)?;
                }
                Ok(vec![part])
            }
            GraphPattern::Filter { expr, inner } => {
                let parts = self.parts(inner, graph)?;
                for part in &parts {
                    self.expression(expr, part, graph)?;
                }
                Ok(parts)
            }
            GraphPattern::Graph { name, inner } => match name {
                NamedNodePattern::NamedNode(name) => self.parts(inner, Some(name)),
                NamedNodePattern::Variable(name) => {
                    let mut parts = self.parts(inner, graph)?;
                    for part in &mut parts {
                        part.variables.insert(name.as_str().to_owned());
                    }
                    Ok(parts)
                }
            },
            GraphPattern::Extend { inner, variable, expression } => {
                let mut part = self.part(inner, graph)?;
                self.expression(expression, &part, graph)?;
                part.variables.insert(variable.as_str().to_owned());
                Ok(vec![part])
            }
            GraphPattern::Union { left, right } => {
                let mut part = self.part(left, graph)?;
                let other = self.part(right, graph)?;
                part.variables.extend(other.variables);
                part.sources.extend(other.sources);
                part.at_most = part.at_most.saturating_add(other.at_most);
                Ok(vec![part])
            }
            GraphPattern::Minus { left, right } => {
                self.part(right, graph)?;
                one(self.part(left, graph))
            }
            other => one(self.table(other, graph)),
        }
    }

    /// A pattern that gives a table of its own.
    fn table(
        &self,
        pattern: &'a GraphPattern,
        graph: Option<&'a NamedNode>,
    ) -> Checked<Part<'a>> {
        match pattern {
            GraphPattern::Values { variables, bindings } => {
                let names = variables.iter().map(|it| it.as_str().to_owned());
                let rows = u64::try_from(bindings.len()).unwrap_or(u64::MAX);
                Ok(Part::new(names, Source::Rows(rows)))
            }
            GraphPattern::OrderBy { inner, expression } => {
                let part = self.part(inner, graph)?;
                for it in expression {
                    let (OrderExpression::Asc(it) | OrderExpression::Desc(it)) = it;
                    self.expression(it, &part, graph)?;
                }
                Ok(part)
            }
            GraphPattern::Project { inner, variables } => {
                let part = self.part(inner, graph)?;
                let variables = variables.iter().map(|it| it.as_str().to_owned());
                Ok(Part { variables: variables.collect(), ..part })
            }
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
                self.part(inner, graph)
            }
            GraphPattern::Slice { inner, length, .. } => {
                let part = self.part(inner, graph)?;
                let most = length.and_then(|it| u64::try_from(it).ok());
                Ok(Part { at_most: most.unwrap_or(u64::MAX).min(part.at_most), ..part })
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                let part = self.part(inner, graph)?;
                let at_most = if variables.is_empty() { 1 } else { part.at_most };
                let counts = aggregates.iter().map(|(it, _)| it);
                let names = variables.iter().chain(counts);
                let variables = names.map(|it| it.as_str().to_owned()).collect();
                Ok(Part { variables, at_most, ..part })
            }
            // Whatever else there is asks another server.
            _ => Err("SERVICE is refused: no query leaves this machine; ask the other \
                      server itself"
                .to_owned()),
        }
    }

    /// Parts that share variables as one, and all of them together as one that has as
    /// many rows as their product.
    fn combined(&self, parts: Vec<Part<'a>>) -> Checked<Part<'a>> {
        let mut groups = Vec::<Part<'a>>::new();
        for mut part in parts.into_iter().filter(|it| !it.variables.is_empty()) {
            let (met, others) = groups
                .into_iter()
                .partition::<Vec<_>, _>(|it| !it.variables.is_disjoint(&part.variables));
            for it in met {
                part.variables.extend(it.variables);
                part.sources.extend(it.sources);
                part.at_most = part.at_most.max(it.at_most);
            }
            groups = others;
            groups.push(part);
        }
        if groups.len() == 1
            && let Some(only) = groups.pop()
        {
            return Ok(only);
        }
        let rows = groups.iter().map(|it| self.rows(it)).collect::<Vec<_>>();
        let product = rows.iter().fold(1, |all: u64, it| all.saturating_mul(*it));
        if product > MOST {
            return Err(refusal(&groups, product));
        }
        let variables = groups.into_iter().flat_map(|it| it.variables);
        Ok(Part::new(variables, Source::Rows(product)))
    }

    /// About how many rows a part has: as many as the largest of its patterns.
    fn rows(&self, part: &Part<'_>) -> u64 {
        let rows = part.sources.iter().map(|it| match it {
            Source::Triples(pattern, graph) => self.count(pattern, *graph),
            Source::Rows(rows) => *rows,
        });
        rows.max().unwrap_or(1).min(part.at_most).max(1)
    }

    fn count(&self, pattern: &TriplePattern, graph: Option<&NamedNode>) -> u64 {
        let subject = match &pattern.subject {
            TermPattern::NamedNode(it) => Some(NamedOrBlankNodeRef::from(it)),
            _ => None,
        };
        let predicate = match &pattern.predicate {
            NamedNodePattern::NamedNode(it) => Some(NamedNodeRef::from(it)),
            NamedNodePattern::Variable(_) => None,
        };
        let object = match &pattern.object {
            TermPattern::NamedNode(it) => Some(TermRef::from(it)),
            TermPattern::Literal(it) => Some(TermRef::from(it)),
            _ => None,
        };
        let graph = graph.map(|it| it.as_ref().into());
        let found = self.snapshot.about(Wanted { subject, predicate, object, graph });
        u64::try_from(found.min(COUNTED)).unwrap_or(u64::MAX)
    }

    /// Looks into the patterns of EXISTS, where the variables of `outside` are bound.
    fn expression(
        &self,
        expression: &'a Expression,
        outside: &Part<'a>,
        graph: Option<&'a NamedNode>,
    ) -> Checked<()> {
        let mut patterns = Vec::new();
        exists(expression, &mut patterns);
        for pattern in patterns {
            let mut parts = self.parts(pattern, graph)?;
            parts.push(Part::new(outside.variables.iter().cloned(), Source::Rows(1)));
            self.combined(parts)?;
        }
        Ok(())
    }
}

fn refusal(groups: &[Part<'_>], product: u64) -> String {
    let shown = groups.iter().filter_map(|group| {
        group.sources.iter().find_map(|it| match it {
            Source::Triples(pattern, _) => Some(format!(
                "`{}`",
                pattern.to_string().chars().take(SHOWN).collect::<String>()
            )),
            Source::Rows(_) => None,
        })
    });
    let shown = shown.take(2).collect::<Vec<_>>();
    let shown = if shown.len() == 2 {
        format!(" {}", shown.join(" and "))
    } else {
        String::new()
    };
    format!(
        "refused: its parts{shown} share no variable, so that each row of one would be \
         paired with each row of the other, some {product} times; connect them by a \
         variable, or ask them apart"
    )
}

/// The variables of a pattern; a blank node is one without a name.
fn variables(pattern: &TriplePattern) -> Vec<String> {
    let mut found = [&pattern.subject, &pattern.object]
        .into_iter()
        .filter_map(variable)
        .collect::<Vec<_>>();
    if let NamedNodePattern::Variable(it) = &pattern.predicate {
        found.push(it.as_str().to_owned());
    }
    found
}

fn variable(term: &TermPattern) -> Option<String> {
    match term {
        TermPattern::Variable(it) => Some(it.as_str().to_owned()),
        TermPattern::BlankNode(it) => Some(it.to_string()),
        _ => None,
    }
}

/// The patterns of EXISTS in an expression.
fn exists<'a>(expression: &'a Expression, found: &mut Vec<&'a GraphPattern>) {
    match expression {
        Expression::Exists(pattern) => found.push(pattern),
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_) => {}
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => {
            exists(a, found);
            exists(b, found);
        }
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => {
            exists(a, found);
        }
        Expression::If(a, b, c) => {
            exists(a, found);
            exists(b, found);
            exists(c, found);
        }
        Expression::In(a, all) => {
            exists(a, found);
            for it in all {
                exists(it, found);
            }
        }
        Expression::Coalesce(all) | Expression::FunctionCall(_, all) => {
            for it in all {
                exists(it, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use spargebra::{Query, SparqlParser};

    use super::super::names::Names;
    use super::super::store::Store;
    use super::check;

    /// A store of 400 triples with one property, and one of another.
    fn store() -> Store {
        let store = Store::new(Names::default());
        let lines = (0..400).map(|it| format!("<x:{it}> <x:p> <x:{}> .\n", it % 7));
        store.load_own("test", &lines.collect::<String>()).unwrap();
        store.load_own("test", "<x:0> <x:q> \"one\" .\n").unwrap();
        store
    }

    fn checked(query: &str) -> Result<(), String> {
        let Query::Select { pattern, .. } =
            SparqlParser::new().parse_query(query).unwrap()
        else {
            panic!("not a SELECT: {query}");
        };
        check(&pattern, &store().snapshot())
    }

    #[test]
    fn products_of_everything_with_everything_are_refused() {
        for query in [
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
            "SELECT * { ?a <x:p> ?c . ?d <x:p> ?f . ?g ?h ?i } ORDER BY ?a ?d",
            "SELECT * { { ?a ?b ?c } { ?d ?e ?f } { ?g ?h ?i } }",
            "SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i } } }",
            "SELECT * { ?x <x:q> ?y FILTER EXISTS { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }",
            "SELECT * { { SELECT * { ?a ?b ?c . ?d ?e ?f } } ?g ?h ?i }",
            "SELECT * { SERVICE <http://a.example/> { ?a ?b ?c } }",
            "SELECT * { ?a ?b ?c FILTER NOT EXISTS { SERVICE <x:s> { ?a ?b ?d } } }",
        ] {
            assert!(checked(query).is_err(), "{query}");
        }
    }

    #[test]
    fn what_is_connected_or_small_is_answered() {
        for query in [
            "SELECT * { ?a ?b ?c . ?c ?d ?e . ?e ?f ?g }",
            "SELECT * { { ?a ?b ?c . ?d ?e ?f } ?c ?g ?d }",
            "SELECT * { ?a <x:p> ?b . ?c <x:p> ?d FILTER(?a < ?c) }",
            "SELECT * { ?a <x:q> ?b . ?c <x:q> ?d . ?e ?f ?g }",
            "SELECT * { { SELECT (COUNT(*) AS ?n) { ?a ?b ?c } } \
             { SELECT (COUNT(*) AS ?m) { ?d ?e ?f } } ?g ?h ?i }",
            "SELECT * { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j } }",
            "SELECT * { ?a <x:p> ?b . ?c <x:p> ?d FILTER EXISTS { ?a ?x ?y . ?c ?z ?w } }",
        ] {
            assert_eq!(checked(query), Ok(()), "{query}");
        }
    }
}
