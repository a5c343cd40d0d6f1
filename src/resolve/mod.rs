//! Entities: which mentions are the same thing, and what it is called.

mod entity;

pub use entity::{Entity, EntityId, Resolved};
