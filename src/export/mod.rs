//! The graph in the formats of other tools; one format, one file.

pub(crate) mod address;
mod row;
mod network;
mod xml;
mod dot;
mod mermaid;
mod lines;
mod xlsx;
mod parquet;
mod graphml;
mod gexf;
mod cytoscape;
mod neo4j;
mod cypher;
mod ftm;

pub use cypher::cypher;
pub use cytoscape::cytoscape;
pub use dot::dot;
pub use ftm::ftm;
pub use gexf::gexf;
pub use graphml::graphml;
pub use lines::{fact_csv, fact_csv_header, fact_jsonl};
pub use mermaid::{MOST_EDGES, mermaid};
pub use neo4j::neo4j;
pub use network::n_single;
pub use parquet::ParquetWriter;
pub use row::{COLUMNS, Column, Kind};
pub use xlsx::xlsx;
