//! Entities: which mentions are the same thing, and what it is called.

mod entity;
mod iri;
mod naming;
mod resolver;

pub use entity::{Entity, EntityId, Resolved};
pub use resolver::Resolver;
