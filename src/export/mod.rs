//! The graph in the formats of other tools; one format, one file.

pub(crate) mod address;
mod dot;

pub use dot::dot;
