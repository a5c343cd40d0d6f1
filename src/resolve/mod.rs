//! Entities: which mentions are the same thing, and what it is called; and which entities
//! of several articles are.

mod block;
mod cast;
mod cluster;
mod compare;
mod decision;
mod entity;
mod form;
mod identity;
mod iri;
mod naming;
mod profile;
mod reprint;
mod resolver;

pub use cast::{Cast, Sketch};
pub use decision::{Decision, EntityRef, Judgement};
pub use entity::{Entity, EntityId, Resolved};
pub use identity::{Conflict, Identity, Judge, Link};
pub use reprint::{Fingerprint, reprints};
pub use resolver::Resolver;
