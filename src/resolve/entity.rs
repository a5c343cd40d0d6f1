//! An entity is a thing of an article under the name that the article gives it.

use crate::doc::EntityType;
use crate::extract::Fact;
use crate::text::Span;

/// The place of an entity in [`Resolved::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

impl EntityId {
    /// The place `index`, from zero.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The place as an index, from zero.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A thing that an article refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// The local name of its IRI: `tommy-tuberville` for a full name,
    /// `sessions.k3f9a2bq` for a lone surname or a phrase, which only the article binds.
    pub iri: String,
    /// What kind of thing it is.
    pub entity_type: EntityType,
    /// The best name that the article gives it.
    pub name: String,
    /// The other names that the article gives it, sorted; without pronouns.
    pub aliases: Vec<String>,
    /// Where the article refers to it, in order.
    pub mentions: Vec<Span>,
}

/// An article's facts about entities instead of mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The entities, sorted by IRI.
    pub entities: Vec<Entity>,
    /// The facts whose participants could be resolved, in the order of the text.
    pub facts: Vec<Fact<EntityId>>,
}
