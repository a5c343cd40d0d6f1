//! A contradiction is a fact that one voice states and another one denies.

use std::collections::BTreeMap;

use crate::graph::Graph;
use crate::rdf::relations;

use super::sheet::{Row, Value};
use super::statement::{Claim, Standing, Statement, statements};

/// A fact about which voices disagree.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    /// Who states it, the oldest first.
    pub stated: Vec<Statement>,
    /// Who denies it, the oldest first.
    pub denied: Vec<Statement>,
}

impl Dispute {
    /// What it is about: `Felix Brandt | fired | Iris Tallow`.
    pub fn line(&self) -> String {
        let Some(first) = self.stated.first() else { return String::new() };
        let relation = first.relation.replace('_', " ");
        let object = first.object.iter().map(String::as_str);
        let parts = [&*first.subject, &*relation].into_iter().chain(object);
        parts.collect::<Vec<_>>().join(" | ")
    }

    /// The voices one by one: those that state it, then those that deny it.
    pub fn voices(&self, number: usize) -> Vec<Voice<'_>> {
        let voice = |says, statement| Voice { dispute: number, says, statement };
        let stated = self.stated.iter().map(|it| voice("stated", it));
        let denied = self.denied.iter().map(|it| voice("denied", it));
        stated.chain(denied).collect()
    }
}

/// One voice in a dispute.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'a> {
    /// The number of the dispute, from one.
    pub dispute: usize,
    /// `stated` or `denied`.
    pub says: &'static str,
    /// In which words, and where.
    pub statement: &'a Statement,
}

/// Where voices disagree about the same subject, relation and object, read from either
/// end: that A lost to B is the same as that B defeated A. Newest denials first.
pub fn contradictions(graph: &Graph) -> Vec<Dispute> {
    let mut disputes = BTreeMap::<Claim, Dispute>::new();
    for it in statements(graph) {
        if it.standing == Standing::Possible {
            continue;
        }
        let is_denied = it.standing == Standing::Denied;
        let dispute = disputes.entry(from_one_end(it.claim()));
        let dispute =
            dispute.or_insert_with(|| Dispute { stated: Vec::new(), denied: Vec::new() });
        if is_denied { dispute.denied.push(it) } else { dispute.stated.push(it) }
    }
    disputes.retain(|_, it| !it.stated.is_empty() && !it.denied.is_empty());
    let mut disputes = disputes.into_values().collect::<Vec<_>>();
    for it in &mut disputes {
        it.stated.sort_by_key(|it| (it.reported, it.cited.clone()));
        it.denied.sort_by_key(|it| (it.reported, it.cited.clone()));
    }
    // Stable: those of one day stay in the order of their subjects.
    disputes.sort_by_key(|it| {
        std::cmp::Reverse(it.denied.iter().filter_map(|it| it.reported).max())
    });
    disputes
}

/// A claim without its side, and of two inverse relations by the first in the alphabet.
fn from_one_end(claim: Claim) -> Claim {
    let inverse = relations().get(&claim.relation).and_then(|it| it.inverse.as_ref());
    let inverse = inverse.filter(|it| **it < claim.relation);
    let object = claim.object.strip_prefix("e:").map(str::to_owned);
    let sideless = Claim { family: Standing::Affirmed, negated: false, ..claim };
    match (inverse, object) {
        (Some(relation), Some(object)) => Claim {
            object: format!("e:{}", sideless.subject),
            subject: object,
            relation: relation.clone(),
            ..sideless
        },
        _ => sideless,
    }
}

impl Row for Voice<'_> {
    fn columns() -> Vec<&'static str> {
        let mut columns = vec!["dispute", "says"];
        columns.extend(Statement::columns());
        columns
    }

    fn cells(&self) -> Vec<Value> {
        let mut cells = vec![self.dispute.into(), self.says.into()];
        cells.extend(self.statement.cells());
        cells
    }
}
