//! Coreference: which mentions of an article are the same thing.
//!
//! Sieves from the surest to the least sure (the order of `CoreNLP`): names, grammar, roles and
//! descriptions, speakers, pronouns, possessions. Each sees the chains that those before
//! it have made. Names alone decide whether two names are one thing.

mod links;
mod mentions;
mod names;
mod network;
mod nominals;
mod pronouns;
mod quotes;
mod roles;
mod scene;
mod speakers;
mod syntax;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod traits;
mod voices;
mod words;

use crate::doc::{Chain, Document, EntityType, MentionId};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::text::Span;

use links::Links;
use pronouns::Choice;
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
        let links = chains(&scene, |_, _| {});
        let chains = links_to_chains(&scene, &links);
        let mentions = scene.phrases.into_iter().map(|it| it.mention).collect();
        (doc.mentions, doc.chains) = (mentions, chains);
    }
}

impl Coref {
    /// What there is to choose from for every pronoun of a document.
    pub(super) fn choices(&self, doc: &Document) -> Vec<PronounChoice> {
        let mut scene = Scene::new(doc, &self.words);
        names::settle_types(&mut scene);
        let mut choices = Vec::new();
        chains(&scene, |choice, links| {
            let span = |it: MentionId| scene.phrase(it).mention.span;
            let voices = choice.voices.into_iter().map(|(voice, chain, features)| {
                let chain = links.members(chain).iter().map(|it| span(*it)).collect();
                let head = doc[scene.phrase(voice).head()].span;
                PronounVoice { head, chain, features }
            });
            choices.push(PronounChoice {
                span: span(choice.mention),
                kind: voices::kind(&scene, choice.mention),
                is_pronoun: scene.phrase(choice.mention).pronoun().is_some(),
                voices: voices.collect(),
            });
        });
        choices
    }
}

/// A pronoun with those who might be meant: what the weights are learned from.
#[derive(Debug, Clone)]
pub struct PronounChoice {
    /// Where it stands.
    pub span: Span,
    /// Which weights it has.
    pub kind: &'static str,
    /// Whether it is a pronoun and no noun that is as vague as one.
    pub is_pronoun: bool,
    /// The nearest first.
    pub voices: Vec<PronounVoice>,
}

/// An earlier mention that a pronoun might mean.
#[derive(Debug, Clone)]
pub struct PronounVoice {
    /// The word that carries it.
    pub head: Span,
    /// The mentions of its chain, as far as it is known.
    pub chain: Vec<Span>,
    /// Its features with their values.
    pub features: Vec<(&'static str, f32)>,
}

fn chains(scene: &Scene<'_>, chosen: impl FnMut(Choice, &Links)) -> Links {
    let mut links = Links::new(scene.phrases.iter().map(|it| (it.traits, it.is_name())));
    let roles = roles::roles(scene);
    names::link(scene, &roles, &mut links);
    syntax::link(scene, &mut links);
    nominals::link(scene, &roles, &mut links);
    let speakers = Speakers::new(scene);
    speakers.link(scene, &mut links);
    pronouns::link(scene, &mut links, &speakers, chosen);
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
