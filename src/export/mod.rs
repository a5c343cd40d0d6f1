//! The graph in the formats of other tools; one format, one file.

pub(crate) mod address;
mod caption;
mod look;
mod metrics;
mod scene;
mod dot;
mod svg;
mod lines;

pub use dot::{ClusterBy, DotConfig, dot};
pub use lines::{COLUMNS, fact_csv, fact_jsonl};
pub use look::Theme;
pub use metrics::Metrics;
pub use svg::svg;
