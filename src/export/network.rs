//! A network is a graph as tools for networks have it: a node for each entity and phrase,
//! an edge for each fact between two.

use std::collections::BTreeMap;

use crate::graph::{FactRecord, Graph, Names, Object, Speaker, Standing};
use crate::text::Date;

use super::row::{COLUMNS, Cell, Column, WIDTH, row};

/// Nodes, and edges between them.
///
/// An edge is one fact with all that is needed to cite it, so two nodes may have several
/// edges. A phrase is a node of its own for each fact: equal words may mean different
/// things.
pub(super) struct Network {
    /// The entities, sorted by local name, then the phrases, sorted by fact.
    pub(super) nodes: Vec<Node>,
    /// The facts, sorted by article and name.
    pub(super) edges: Vec<Edge>,
}

pub(super) struct Node {
    /// The local name of an entity; of a phrase, `phrase:` and the name of its fact.
    pub(super) id: String,
    /// The name that most articles give it, or the words of the phrase.
    pub(super) name: String,
    /// Its entity type, or [`PHRASE`].
    pub(super) node_type: &'static str,
    /// Its other names, sorted.
    pub(super) aliases: Vec<String>,
}

pub(super) struct Edge {
    /// The name of the fact.
    pub(super) fact: String,
    /// The place of the subject in [`Network::nodes`].
    pub(super) source: usize,
    /// The place of the object.
    pub(super) target: usize,
    /// The relation in words, with what limits it and who says so.
    pub(super) label: String,
    pub(super) relation: String,
    pub(super) standing: Standing,
    /// The first and the last day on which it holds, as far as known; where neither is, the
    /// day of the report.
    pub(super) days: [Option<Date>; 2],
    row: [Cell; WIDTH],
}

/// The type of the nodes that are words and no entity.
pub(super) const PHRASE: &str = "Phrase";

/// How many facts have one participant: in a network they have no place.
pub fn n_single(graph: &Graph) -> usize {
    let facts = graph.articles.values().flat_map(|it| it.facts.values());
    facts.filter(|it| it.object.is_none()).count()
}

impl Network {
    pub(super) fn new(graph: &Graph) -> Self {
        let mut nodes = entities(graph);
        let places: BTreeMap<_, _> =
            nodes.iter().map(|it| it.id.clone()).zip(0..).collect();
        let names = Names::new(graph);
        let mut edges = Vec::new();
        for article in graph.articles.values() {
            for (key, fact) in &article.facts {
                let target = match &fact.object {
                    None => continue,
                    Some(Object::Entity(local)) => places.get(local).copied(),
                    Some(Object::Literal(words)) => {
                        nodes.push(Node {
                            id: format!("phrase:{key}"),
                            name: words.clone(),
                            node_type: PHRASE,
                            aliases: Vec::new(),
                        });
                        Some(nodes.len() - 1)
                    }
                };
                let ends = places.get(&fact.subject).copied().zip(target);
                let Some((source, target)) = ends else { continue };
                edges.push(Edge {
                    fact: key.clone(),
                    source,
                    target,
                    label: label(fact, &names),
                    relation: fact.relation.clone(),
                    standing: Standing::of(fact),
                    days: days(fact, article.date_published),
                    row: row(article, key, fact),
                });
            }
        }
        Self { nodes, edges }
    }
}

/// A node for each entity that is an end of a fact.
fn entities(graph: &Graph) -> Vec<Node> {
    let names = Names::new(graph);
    let mut found = BTreeMap::<&str, Vec<&String>>::new();
    for article in graph.articles.values() {
        for fact in article.facts.values() {
            let object = match &fact.object {
                Some(Object::Entity(local)) => Some(local),
                Some(Object::Literal(_)) => None,
                // Facts with one participant are no edges.
                None => continue,
            };
            for local in [Some(&fact.subject), object].into_iter().flatten() {
                let known = article.entities.get(local);
                let other =
                    known.into_iter().flat_map(|it| it.aliases.iter().chain([&it.name]));
                found.entry(local).or_default().extend(other);
            }
        }
    }
    let nodes = found.into_iter().map(|(local, mut aliases)| {
        let name = names.name(local).to_owned();
        aliases.sort_unstable();
        aliases.dedup();
        aliases.retain(|it| **it != name);
        Node {
            id: local.to_owned(),
            name,
            node_type: names.entity_type(local).as_str(),
            aliases: aliases.into_iter().cloned().collect(),
        }
    });
    nodes.collect()
}

/// The relation in words: `plans: not appointed, said Harlow Steel`.
pub(super) fn label(fact: &FactRecord, names: &Names<'_>) -> String {
    let speaker = match &fact.attributed_to {
        Some(Speaker::Entity(local)) => format!(", said {}", names.name(local)),
        Some(Speaker::Unnamed) => ", said somebody".to_owned(),
        None => String::new(),
    };
    format!("{}{speaker}", fact.phrase())
}

/// The first and the last day on which a fact holds, as far as known; where neither is, the
/// day of the report.
pub(super) fn days(fact: &FactRecord, reported: Option<Date>) -> [Option<Date>; 2] {
    match [fact.event_start, fact.event_end] {
        [None, None] => [reported; 2],
        days => days,
    }
}

impl Edge {
    /// What is known of the fact beside its ends, by the columns of a table.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&'static Column, &Cell)> {
        let known = edge_columns().zip(edge_cells(&self.row));
        known.filter(|(_, cell)| **cell != Cell::None)
    }

    /// All of them, also those of which nothing is known.
    pub(super) fn all_cells(&self) -> impl Iterator<Item = &Cell> {
        edge_cells(&self.row)
    }
}

/// The columns of a fact that do not tell of its ends, which nodes do.
pub(super) fn edge_columns() -> impl Iterator<Item = &'static Column> {
    COLUMNS.iter().filter(|it| !tells_of_an_end(it))
}

fn edge_cells(row: &[Cell; WIDTH]) -> impl Iterator<Item = &Cell> {
    let cells = COLUMNS.iter().zip(row).filter(|(it, _)| !tells_of_an_end(it));
    cells.map(|(_, cell)| cell)
}

fn tells_of_an_end(column: &Column) -> bool {
    column.name.starts_with("subject") || column.name.starts_with("object")
}
