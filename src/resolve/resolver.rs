//! A resolver gives the mentions of an article their entities.

use std::collections::BTreeMap;

use crate::doc::{Chain, ChainId, Document, EntityType, MentionForm, MentionId};
use crate::error::Result;
use crate::extract::{Argument, Fact, Literal, Node};
use crate::lexicon::Lexicon;
use crate::text::Span;

use super::iri::Mint;
use super::naming::{self, Name, Naming};
use super::{Entity, EntityId, Resolved};

/// Resolves mentions.
#[derive(Debug)]
pub struct Resolver {
    naming: Naming,
}

/// What a fact can be about: a chain of the document, or a phrase that is no mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Referent {
    Chain(ChainId),
    Phrase(Span),
}

impl Resolver {
    /// Reads the tables.
    ///
    /// # Errors
    ///
    /// Where a table is missing or a row of it is wrong.
    pub fn new(lexicon: &Lexicon) -> Result<Self> {
        Ok(Self { naming: Naming::new(lexicon)? })
    }

    /// The entities of a document that its facts are about or that speak in it, and the
    /// facts about them. A fact whose subject or object is only a pronoun is dropped, and
    /// one whose subject is a clause.
    pub fn resolve(&self, doc: &Document, facts: Vec<Fact<MentionId>>) -> Resolved {
        let mut used: BTreeMap<Referent, EntityId> = BTreeMap::new();
        let chains = chains(doc);
        let names: Vec<_> =
            doc.chains.iter().map(|it| self.naming.of_chain(doc, it)).collect();
        let mut found = Vec::new();
        for fact in facts {
            // The subject is the first argument that is mapped.
            let mut is_subject = true;
            let mapped = fact.map(|argument| {
                let subject = std::mem::take(&mut is_subject);
                let referent = match argument.node {
                    Node::Entity(mention) => {
                        let chain = *chains.get(mention.index())?.as_ref()?;
                        names[chain.index()].as_ref()?;
                        if !subject && is_plain(doc, &doc[chain]) {
                            let node = Node::Literal(Literal::Phrase);
                            return Some(Argument { span: argument.span, node });
                        }
                        Referent::Chain(chain)
                    }
                    Node::Literal(Literal::Phrase) if subject => {
                        Referent::Phrase(argument.span)
                    }
                    Node::Literal(Literal::Clause) if subject => return None,
                    Node::Literal(literal) => {
                        let node = Node::Literal(literal);
                        return Some(Argument { span: argument.span, node });
                    }
                };
                let next = EntityId::new(used.len());
                let entity = *used.entry(referent).or_insert(next);
                Some(Argument { span: argument.span, node: Node::Entity(entity) })
            });
            found.extend(mapped);
        }
        self.finish(doc, &names, &used, found)
    }

    /// Mints the IRIs in the order of the text, and sorts the entities by them.
    fn finish(
        &self,
        doc: &Document,
        names: &[Option<Name>],
        used: &BTreeMap<Referent, EntityId>,
        facts: Vec<Fact<EntityId>>,
    ) -> Resolved {
        let id = doc.article.id();
        let mut mint = Mint::new(id.digest());
        let mut stated = vec![false; used.len()];
        for fact in &facts {
            fact.for_each_entity(|it| stated[it.index()] = true);
        }
        let in_use = used.iter().filter(|(_, old)| stated[old.index()]);
        let mut in_order: Vec<_> = in_use.collect();
        in_order.sort_by_key(|(referent, _)| (first(doc, **referent), **referent));
        let mut entities = Vec::new();
        for (referent, old) in in_order {
            let entity = match *referent {
                Referent::Chain(chain) => {
                    let Some(name) = &names[chain.index()] else { continue };
                    self.of_chain(doc, &doc[chain], name, &mut mint)
                }
                Referent::Phrase(span) => of_phrase(doc, span, &mut mint),
            };
            entities.push((*old, entity));
        }
        entities.sort_by(|(_, left), (_, right)| left.iri.cmp(&right.iri));
        let place: BTreeMap<EntityId, EntityId> =
            (0..).zip(&entities).map(|(new, (old, _))| (*old, EntityId(new))).collect();
        let renumber = |it: Argument<EntityId>| {
            let node = match it.node {
                Node::Entity(old) => Node::Entity(*place.get(&old)?),
                Node::Literal(literal) => Node::Literal(literal),
            };
            Some(Argument { span: it.span, node })
        };
        let facts = facts.into_iter().filter_map(|it| it.map(renumber)).collect();
        let entities = entities.into_iter().map(|(_, it)| it).collect();
        Resolved { entities, facts }
    }

    fn of_chain(
        &self,
        doc: &Document,
        chain: &Chain,
        name: &Name,
        mint: &mut Mint<'_>,
    ) -> Entity {
        Entity {
            iri: mint.mint(name),
            entity_type: chain.entity_type,
            name: name.text.clone(),
            aliases: self.naming.aliases(doc, chain, &name.text),
            mentions: chain.mentions.iter().map(|it| doc[*it].span).collect(),
        }
    }
}

fn of_phrase(doc: &Document, span: Span, mint: &mut Mint<'_>) -> Entity {
    let name = naming::of_phrase(doc, span);
    Entity {
        iri: mint.mint(&name),
        entity_type: EntityType::Other,
        name: name.text,
        aliases: Vec::new(),
        mentions: vec![span],
    }
}

/// The chain of each mention.
fn chains(doc: &Document) -> Vec<Option<ChainId>> {
    let mut chains = vec![None; doc.mentions.len()];
    for (at, chain) in doc.chains.iter().enumerate() {
        for mention in &chain.mentions {
            chains[mention.index()] = Some(ChainId::new(at));
        }
    }
    chains
}

/// Where a referent is first mentioned.
fn first(doc: &Document, referent: Referent) -> Option<Span> {
    match referent {
        Referent::Chain(chain) => doc[chain].mentions.first().map(|it| doc[*it].span),
        Referent::Phrase(span) => Some(span),
    }
}

/// Whether a chain is a description of no particular kind that is not taken up again: as
/// an object it says what it means, and is no thing of the graph.
fn is_plain(doc: &Document, chain: &Chain) -> bool {
    match chain.mentions.as_slice() {
        [only] => {
            chain.entity_type == EntityType::Other
                && doc[*only].form == MentionForm::Nominal
        }
        _ => false,
    }
}
