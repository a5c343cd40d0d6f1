//! Cytoscape JSON, for the desktop program and for cytoscape.js.

use serde_json::{Map, Value, json};

use crate::graph::Graph;

use super::lines::value;
use super::network::Network;

/// The graph as Cytoscape JSON. Facts with one participant are left out.
pub fn cytoscape(graph: &Graph) -> String {
    let network = Network::new(graph);
    let nodes = network.nodes.iter().map(|it| {
        json!({ "data": {
            "id": it.id,
            "name": it.name,
            "type": it.node_type,
            "aliases": it.aliases,
        } })
    });
    let edges = network.edges.iter().map(|edge| {
        let cells = edge.cells().filter_map(|(column, cell)| {
            Some((column.name.to_owned(), value(cell.clone())?))
        });
        let mut data: Map<String, Value> = cells.collect();
        // Nodes and edges share one space of names.
        data.insert("id".into(), format!("fact:{}", edge.fact).into());
        data.insert("source".into(), (&*network.nodes[edge.source].id).into());
        data.insert("target".into(), (&*network.nodes[edge.target].id).into());
        data.insert("name".into(), (&*edge.label).into());
        data.insert("interaction".into(), (&*edge.relation).into());
        json!({ "data": data })
    });
    let elements = json!({
        "nodes": nodes.collect::<Value>(),
        "edges": edges.collect::<Value>(),
    });
    let whole = json!({
        "data": { "name": "newsgraph" },
        "format_version": "1.0",
        "generated_by": "newsgraph",
        "elements": elements,
    });
    format!("{whole}\n")
}
