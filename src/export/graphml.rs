//! `GraphML`, which `NetworkX`, igraph, Gephi, yEd and Cytoscape read.

use std::io;

use crate::graph::Graph;

use super::network::{Edge, Network, Node, edge_columns};
use super::row::Kind;
use super::xml::Xml;

/// The graph as `GraphML` with typed keys: a directed graph in which two nodes may have
/// several edges. Facts with one participant are left out.
pub fn graphml(graph: &Graph) -> io::Result<String> {
    let network = Network::new(graph);
    let mut xml = Xml::new()?;
    xml.open("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")])?;
    for name in NODE_KEYS {
        key(&mut xml, "node", name, "string")?;
    }
    key(&mut xml, "edge", LABEL, "string")?;
    for column in edge_columns() {
        let kind = match column.kind {
            Kind::Text | Kind::Day => "string",
            Kind::Integer => "int",
            Kind::Decimal => "double",
            Kind::Boolean => "boolean",
        };
        key(&mut xml, "edge", column.name, kind)?;
    }
    xml.open("graph", &[("id", "newsgraph"), ("edgedefault", "directed")])?;
    for node in &network.nodes {
        write_node(&mut xml, node)?;
    }
    for edge in &network.edges {
        write_edge(&mut xml, edge, &network.nodes)?;
    }
    xml.close("graph")?;
    xml.close("graphml")?;
    xml.finish()
}

const LABEL: &str = "label";
const NODE_KEYS: [&str; 3] = [LABEL, "type", "aliases"];

fn key(xml: &mut Xml, of: &str, name: &str, kind: &str) -> io::Result<()> {
    let id = format!("{of}-{name}");
    let attributes =
        [("id", &*id), ("for", of), ("attr.name", name), ("attr.type", kind)];
    xml.empty("key", &attributes)
}

fn write_node(xml: &mut Xml, node: &Node) -> io::Result<()> {
    xml.open("node", &[("id", &node.id)])?;
    let aliases = node.aliases.join("; ");
    for (name, value) in
        NODE_KEYS.into_iter().zip([&*node.name, node.node_type, &aliases])
    {
        if !value.is_empty() {
            xml.text("data", &[("key", &format!("node-{name}"))], value)?;
        }
    }
    xml.close("node")
}

fn write_edge(xml: &mut Xml, edge: &Edge, nodes: &[Node]) -> io::Result<()> {
    let (source, target) = (&*nodes[edge.source].id, &*nodes[edge.target].id);
    xml.open("edge", &[("id", &*edge.fact), ("source", source), ("target", target)])?;
    xml.text("data", &[("key", "edge-label")], &edge.label)?;
    for (column, cell) in edge.cells() {
        let key = format!("edge-{}", column.name);
        xml.text("data", &[("key", &key)], &cell.to_string())?;
    }
    xml.close("edge")
}
