//! CSV files for the import of Neo4j, with the types in their headers.

use crate::graph::{Graph, Standing};
use crate::text::one_line;

use super::lines::quoted;
use super::network::{Edge, Network, Node, PHRASE, edge_columns};
use super::row::Kind;

/// What stands between the values of a list: no text has it.
const LIST: &str = "\u{1F}";

/// The graph as files, each with its name: `nodes.csv`, `relationships.csv`, and
/// `import.sh`, which loads the two. Facts with one participant are left out.
///
/// Only what an article states in its own voice has the relation as its type, as
/// `ENDORSED`; other facts have types of their own, so that who forgets to ask for the
/// standing gets no denial, plan or claim.
pub fn neo4j(graph: &Graph) -> [(&'static str, String); 3] {
    let network = Network::new(graph);
    let mut nodes = format!("iri:ID,name,type,aliases:string[],:LABEL{END}");
    for node in &network.nodes {
        let label = if node.node_type == PHRASE { "" } else { "Entity" };
        let labels = [label, node.node_type].into_iter().filter(|it| !it.is_empty());
        let cells = [
            cell(&node.id),
            cell(&node.name),
            cell(node.node_type),
            cell(&node.aliases.join(LIST)),
            labels.collect::<Vec<_>>().join(LIST),
        ];
        nodes.extend([&*cells.join(","), END]);
    }
    let header =
        edge_columns().map(|it| format!("{}:{}", it.name, property_type(it.kind)));
    let header = header.collect::<Vec<_>>().join(",");
    let mut relationships = format!(":START_ID,:END_ID,:TYPE,label,{header}{END}");
    for edge in &network.edges {
        relationships.extend([&*relationship(edge, &network.nodes), END]);
    }
    [
        ("nodes.csv", nodes),
        ("relationships.csv", relationships),
        ("import.sh", IMPORT.to_owned()),
    ]
}

const END: &str = "\n";

const IMPORT: &str = "\
#!/bin/sh
# Loads the graph into a new database of Neo4j 5, given by its name; the server must not
# be running it.
cd \"$(dirname \"$0\")\" || exit 1
exec neo4j-admin database import full \"${1:-neo4j}\" --id-type=string \\
    --array-delimiter=U+001F --nodes=nodes.csv --relationships=relationships.csv
";

fn relationship(edge: &Edge, nodes: &[Node]) -> String {
    let mut cells = vec![
        cell(&nodes[edge.source].id),
        cell(&nodes[edge.target].id),
        cell(&relationship_type(&edge.relation, edge.standing)),
        cell(&edge.label),
    ];
    cells.extend(edge.all_cells().map(|it| cell(&it.to_string())));
    cells.join(",")
}

/// The type of a relationship: `FIRED`, or `DENIED_FIRED`, `ATTRIBUTED_FIRED` and
/// `POSSIBLE_FIRED` for what no article states in its own voice.
pub(super) fn relationship_type(relation: &str, standing: Standing) -> String {
    let relation = relation.to_uppercase();
    match standing {
        Standing::Affirmed => relation,
        Standing::Attributed | Standing::Denied | Standing::Possible => {
            format!("{}_{relation}", standing.as_str().to_uppercase())
        }
    }
}

fn property_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "string",
        Kind::Integer => "int",
        Kind::Decimal => "double",
        Kind::Boolean => "boolean",
        Kind::Day => "date",
    }
}

/// A field on one line, as the import reads it.
fn cell(text: &str) -> String {
    // A list keeps what stands between its values.
    let parts: Vec<_> = text.split(LIST).map(one_line).collect();
    quoted(&parts.join(LIST))
}
