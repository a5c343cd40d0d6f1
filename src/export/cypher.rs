//! openCypher: statements that add the graph to a database of Neo4j, Memgraph, Kuzu and
//! others.

use std::fmt::Write as _;

use crate::graph::Graph;

use super::neo4j::relationship_type;
use super::network::{Edge, Network, Node};
use super::row::Cell;

/// The graph as statements of openCypher, one a line; to run them again adds nothing.
/// Facts with one participant are left out.
///
/// The types of relationships are those of [`neo4j`](super::neo4j()).
pub fn cypher(graph: &Graph) -> String {
    let network = Network::new(graph);
    let mut out = String::new();
    for node in &network.nodes {
        let aliases: Vec<_> = node.aliases.iter().map(|it| quoted(it)).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "MERGE (n:Entity {{iri: {}}}) SET n.name = {}, n.type = {}, n.aliases = [{}];",
            quoted(&node.id),
            quoted(&node.name),
            quoted(node.node_type),
            aliases.join(", "),
        );
    }
    for edge in &network.edges {
        out.push_str(&statement(edge, &network.nodes));
    }
    out
}

fn statement(edge: &Edge, nodes: &[Node]) -> String {
    let known = edge.cells().filter(|(column, _)| column.name != "fact");
    let label = ("label", quoted(&edge.label));
    let cells = known.map(|(column, cell)| (column.name, literal(cell)));
    let set = [label].into_iter().chain(cells);
    let set: Vec<_> = set.map(|(name, it)| format!("r.`{name}` = {it}")).collect();
    format!(
        "MATCH (a:Entity {{iri: {}}}), (b:Entity {{iri: {}}}) \
         MERGE (a)-[r:`{}` {{fact: {}}}]->(b) SET {};\n",
        quoted(&nodes[edge.source].id),
        quoted(&nodes[edge.target].id),
        relationship_type(&edge.relation, edge.standing).replace('`', "``"),
        quoted(&edge.fact),
        set.join(", "),
    )
}

fn literal(cell: &Cell) -> String {
    match cell {
        Cell::None => "null".to_owned(),
        Cell::Text(text) => quoted(text),
        Cell::Day(day) => format!("date('{day}')"),
        Cell::Decimal(it) => format!("{it:?}"),
        Cell::Integer(_) | Cell::Boolean(_) => cell.to_string(),
    }
}

/// A text between quotation marks.
fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for it in text.chars() {
        match it {
            '\'' | '\\' => out.extend(['\\', it]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            it if it.is_control() => out.push(' '),
            it => out.push(it),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn texts_cannot_end_their_statement() {
        assert_eq!(quoted("O'Neil\\'; \n\u{0}"), r"'O\'Neil\\\'; \n '");
    }
}
