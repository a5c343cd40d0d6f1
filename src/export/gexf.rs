//! GEXF, the format of Gephi, with the days of every fact.

use std::io;

use crate::graph::Graph;

use super::network::{Edge, Network, Node, edge_columns};
use super::row::Kind;
use super::xml::Xml;

/// The graph as GEXF 1.3. An edge starts and ends with the days on which its fact holds,
/// or else with that of the report; where neither is known it is always there. Facts with
/// one participant are left out.
pub fn gexf(graph: &Graph) -> io::Result<String> {
    let network = Network::new(graph);
    let mut xml = Xml::new()?;
    xml.open("gexf", &[("xmlns", "http://gexf.net/1.3"), ("version", "1.3")])?;
    xml.open("meta", &[])?;
    xml.text("creator", &[], "newsgraph")?;
    xml.close("meta")?;
    let mode = [
        ("mode", "dynamic"),
        ("defaultedgetype", "directed"),
        ("timeformat", "date"),
        ("timerepresentation", "interval"),
    ];
    xml.open("graph", &mode)?;
    xml.open("attributes", &[("class", "node")])?;
    for name in ["type", "aliases"] {
        attribute(&mut xml, name, "string")?;
    }
    xml.close("attributes")?;
    xml.open("attributes", &[("class", "edge")])?;
    for column in edge_columns() {
        let kind = match column.kind {
            Kind::Text | Kind::Day => "string",
            Kind::Integer => "integer",
            Kind::Decimal => "double",
            Kind::Boolean => "boolean",
        };
        attribute(&mut xml, title(column.name), kind)?;
    }
    xml.close("attributes")?;
    xml.open("nodes", &[])?;
    for node in &network.nodes {
        write_node(&mut xml, node)?;
    }
    xml.close("nodes")?;
    xml.open("edges", &[])?;
    for edge in &network.edges {
        write_edge(&mut xml, edge, &network.nodes)?;
    }
    xml.close("edges")?;
    xml.close("graph")?;
    xml.close("gexf")?;
    xml.finish()
}

/// The name of an attribute: `start` and `end` are those of the edge itself.
fn title(column: &'static str) -> &'static str {
    match column {
        "start" => "sentence_start",
        "end" => "sentence_end",
        other => other,
    }
}

fn attribute(xml: &mut Xml, name: &str, kind: &str) -> io::Result<()> {
    xml.empty("attribute", &[("id", name), ("title", name), ("type", kind)])
}

fn value(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    xml.empty("attvalue", &[("for", name), ("value", value)])
}

fn write_node(xml: &mut Xml, node: &Node) -> io::Result<()> {
    xml.open("node", &[("id", &node.id), ("label", &node.name)])?;
    xml.open("attvalues", &[])?;
    value(xml, "type", node.node_type)?;
    if !node.aliases.is_empty() {
        value(xml, "aliases", &node.aliases.join("; "))?;
    }
    xml.close("attvalues")?;
    xml.close("node")
}

fn write_edge(xml: &mut Xml, edge: &Edge, nodes: &[Node]) -> io::Result<()> {
    let days = edge.days.map(|it| it.map(|it| it.to_string()));
    let mut attributes = vec![
        ("id", &*edge.fact),
        ("source", &*nodes[edge.source].id),
        ("target", &*nodes[edge.target].id),
        ("label", &*edge.label),
        // Edges of one kind between two nodes are drawn as one.
        ("kind", &*edge.label),
    ];
    for (name, day) in ["start", "end"].into_iter().zip(&days) {
        attributes.extend(day.iter().map(|it| (name, &**it)));
    }
    xml.open("edge", &attributes)?;
    xml.open("attvalues", &[])?;
    for (column, cell) in edge.cells() {
        value(xml, title(column.name), &cell.to_string())?;
    }
    xml.close("attvalues")?;
    xml.close("edge")
}
