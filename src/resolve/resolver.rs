//! A resolver gives the mentions of an article their entities.

use crate::doc::{Document, EntityType, MentionId};
use crate::error::Result;
use crate::extract::{Argument, Fact, Node};
use crate::lexicon::Lexicon;

use super::{Entity, EntityId, Resolved};

/// Resolves mentions.
#[derive(Debug)]
pub struct Resolver {}

impl Resolver {
    /// Reads the tables.
    pub fn new(_lexicon: &Lexicon) -> Result<Self> {
        Ok(Self {})
    }

    /// The entities of a document, and its facts about them.
    pub fn resolve(&self, doc: &Document, facts: Vec<Fact<MentionId>>) -> Resolved {
        let mut entities: Vec<Entity> = Vec::new();
        let mut resolve = |argument: Argument<MentionId>| {
            let (name, entity_type) = match argument.node {
                Node::Entity(id) => (doc.text(doc[id].span), doc[id].entity_type),
                Node::Literal(_) => (doc.text(argument.span), EntityType::Other),
            };
            let iri = name.to_lowercase().replace(|it: char| !it.is_alphanumeric(), "-");
            let at = entities.iter().position(|it| it.iri == iri).unwrap_or_else(|| {
                entities.push(Entity {
                    iri,
                    entity_type,
                    name: name.to_owned(),
                    aliases: Vec::new(),
                    mentions: vec![argument.span],
                });
                entities.len() - 1
            });
            Some(Argument { span: argument.span, node: Node::Entity(EntityId::new(at)) })
        };
        let facts = facts.into_iter().filter_map(|it| it.map(&mut resolve)).collect();
        Resolved { entities, facts }
    }
}
