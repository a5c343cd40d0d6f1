//! Coreference: which mentions of an article are the same thing.
//!
//! Sieves from the surest to the least sure (the order of `CoreNLP`): names, grammar, roles and
//! descriptions, speakers, pronouns, possessions. Each sees the chains that those before
//! it have made. Names alone decide whether two names are one thing.

mod links;
mod mentions;
mod names;
mod nominals;
mod pronouns;
mod quotes;
mod scene;
mod speakers;
mod syntax;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod traits;
mod words;

use crate::doc::{Chain, Document, EntityType, MentionId};
use crate::error::Result;
use crate::lexicon::Lexicon;

use links::Links;
use scene::{Kind, Scene};
use speakers::Speakers;
use words::Words;

/// Finds mentions and chains.
#[derive(Debug)]
pub(super) struct Coref {
    words: Words,
}

impl Coref {
    /// Reads the tables.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        Ok(Self { words: Words::new(lexicon)? })
    }

    /// Adds nominal and pronominal mentions to the named ones, and links all of them to
    /// chains; mentions come to stand in the order of their spans.
    pub(super) fn resolve(&self, doc: &mut Document) {
        let mut scene = Scene::new(doc, &self.words);
        names::settle_types(&mut scene);
        let links = chains(&scene);
        let chains = links_to_chains(&scene, &links);
        let mentions = scene.phrases.into_iter().map(|it| it.mention).collect();
        (doc.mentions, doc.chains) = (mentions, chains);
    }
}

fn chains(scene: &Scene<'_>) -> Links {
    let mut links = Links::new(scene.phrases.iter().map(|it| (it.traits, it.is_name())));
    names::link(scene, &mut links);
    syntax::link(scene, &mut links);
    nominals::link(scene, &mut links);
    let speakers = Speakers::new(scene);
    speakers.link(scene, &mut links);
    pronouns::link(scene, &mut links, &speakers);
    nominals::link_possessed(scene, &mut links);
    nominals::link_repeated(scene, &mut links);
    links
}

fn links_to_chains(scene: &Scene<'_>, links: &Links) -> Vec<Chain> {
    let first = scene.ids().filter(|it| links.chain(*it) == *it);
    first
        .map(|it| {
            let mentions = links.members(it).to_vec();
            let representative = representative(scene, &mentions);
            let entity_type = entity_type(scene, links, representative);
            Chain { mentions, representative, entity_type }
        })
        .collect()
}

/// The mention that names a thing best: the name of the most words, else the first
/// description, else the first pronoun; the earliest of equals.
fn representative(scene: &Scene<'_>, mentions: &[MentionId]) -> MentionId {
    let rank = |it: &MentionId| {
        let phrase = scene.phrase(*it);
        match phrase.kind {
            Kind::Name => 2 + names::key(scene, *it).len(),
            Kind::Nominal => 1,
            Kind::Pronoun(_) => 0,
        }
    };
    // The last of equals is taken, so the earliest when read backwards.
    let best = mentions.iter().rev().max_by_key(|it| rank(it));
    best.copied().unwrap_or(MentionId(0))
}

fn entity_type(
    scene: &Scene<'_>,
    links: &Links,
    representative: MentionId,
) -> EntityType {
    let own = scene.phrase(representative).mention.entity_type;
    let is_singular_person = links.traits(representative).is_person()
        && !links.traits(representative).may_be_plural();
    match own {
        EntityType::Other if is_singular_person => EntityType::Person,
        it => it,
    }
}
