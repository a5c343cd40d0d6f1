//! Roles: what the article calls the people whom it names.

use std::collections::{BTreeMap, BTreeSet};

use crate::doc::{EntityType, MentionId, TokenId};
use crate::ud::{Deprel, Upos};

use super::scene::Scene;

/// What named people are called: under the words of titles, appositions and predicates,
/// and of the offices that everybody knew of at the article's date, each name with the
/// words that limit it.
pub(super) type Roles = BTreeMap<String, BTreeMap<MentionId, Vec<BTreeSet<String>>>>;

/// What the named people of a document are called.
pub(super) fn roles(scene: &Scene<'_>) -> Roles {
    let mut roles = Roles::new();
    for name in scene.names() {
        let phrase = scene.phrase(name);
        if phrase.mention.entity_type != EntityType::Person {
            continue;
        }
        let tree = scene.tree(name);
        let head = phrase.head();
        let mut nouns: Vec<TokenId> = scene.words_before(name);
        let beside = tree.dependents(head).iter().copied().filter(|it| {
            matches!(tree.token(*it).deprel, Deprel::Appos | Deprel::NmodDesc)
        });
        nouns.extend(beside);
        if let Some(above) = tree.token(head).head {
            let deprel = tree.token(head).deprel.base();
            let has_copula = tree.first(above, &[Deprel::Cop]).is_some();
            if deprel == Deprel::Appos
                || deprel == Deprel::Nsubj && has_copula && !tree.is_negated(above)
            {
                nouns.push(above);
            }
        }
        let is_noun =
            |it: &TokenId| matches!(tree.token(*it).upos, Upos::Noun | Upos::Propn);
        let found = nouns.into_iter().filter(is_noun).map(|it| {
            let limits = [Deprel::Amod, Deprel::Compound];
            let limits = tree.with(it, &limits).map(|it| tree.lower(it)).collect();
            (role_word(scene, &tree.token(it).lemma.to_lowercase()), limits)
        });
        let found: Vec<_> = found.collect();
        let known = scene.doc.article.date_published.into_iter().flat_map(|day| {
            let name = scene.doc.text(phrase.mention.span).to_lowercase();
            let offices = scene.words.offices(&name, day);
            offices.map(|it| (it.to_owned(), BTreeSet::new())).collect::<Vec<_>>()
        });
        for (word, limits) in found.into_iter().chain(known) {
            roles.entry(word).or_default().entry(name).or_default().push(limits);
        }
    }
    roles
}

/// The word under which synonyms meet: *nominee* is *candidate*.
pub(super) fn role_word(scene: &Scene<'_>, lemma: &str) -> String {
    let role = scene.words.role(lemma).and_then(|it| it.role.as_deref());
    role.unwrap_or(lemma).to_owned()
}
