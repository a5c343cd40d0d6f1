//! RDF: records as quads and back, a store of quads, and the answers of SPARQL.

mod embedded;
mod names;
mod ontology;
mod read;
mod rename;
mod write;
mod nanopub;
mod store;
mod parameter;
mod query;
mod mistake;
mod engine;
mod answer;
mod excerpt;
mod table;
mod stock;
pub mod vocab;

pub use answer::{Answer, Format};
pub use engine::{Asking, Stop};
pub use excerpt::{excerpt, excerpt_of_fact, excerpt_of_names};
pub use names::{DEFAULT_BASE, Names, PREFIXES, shorten};
pub(crate) use names::{decode, encode};
pub use nanopub::nanopubs;
pub use ontology::{Relation, ontology_turtle, relations};
pub use parameter::{Kind, Parameter};
pub use query::Query;
pub use read::read_article;
pub use rename::{Renaming, rename};
pub use stock::{StockQuery, stock_queries};
pub use store::Store;
pub use table::Table;
pub use write::write_article;
