//! Naming: the best name that an article gives a thing, and whether it is a full one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::doc::{Chain, Document, EntityType, Mention, MentionForm, TokenId, Tree};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::text::{Span, one_line};
use crate::ud::{Deprel, Upos, Xpos};

/// The name of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// As the article gives it.
    pub(super) text: String,
    /// What stands for it in every article; `None` where only this article binds it.
    pub(super) unique: Option<String>,
}

/// The tables by which names are judged.
#[derive(Debug)]
pub(super) struct Naming {
    /// Words of office and address, in lower case.
    titles: BTreeSet<String>,
    /// Well-known other names, in lower case, and the names behind them.
    aliases: BTreeMap<String, String>,
    /// Adjectives and letters of parties, in lower case, and the parties.
    parties: BTreeMap<String, String>,
    /// Nouns of which a person has one: *campaign*.
    single: BTreeSet<String>,
    /// Words before the name of a body that say of which country it is.
    nations: BTreeSet<String>,
}

#[derive(Deserialize)]
struct TitleRow {
    word: String,
}

#[derive(Deserialize)]
struct AliasRow {
    alias: String,
    name: String,
}

#[derive(Deserialize)]
struct PartyRow {
    form: String,
    name: String,
}

#[derive(Deserialize)]
struct WordRow {
    word: String,
    class: String,
}

#[derive(Deserialize)]
struct NounRow {
    lemma: String,
    single: String,
}

impl Naming {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let titles: Vec<TitleRow> = lexicon.rows("lexicon/titles.csv")?;
        let aliases: Vec<AliasRow> = lexicon.rows("gazetteer/name_aliases.csv")?;
        let parties: Vec<PartyRow> = lexicon.rows("gazetteer/parties.csv")?;
        let parties = parties.into_iter().filter(|it| !it.name.is_empty());
        let nouns: Vec<NounRow> = lexicon.rows("lexicon/nouns.csv")?;
        let words: Vec<WordRow> = lexicon.rows("lexicon/name_words.csv")?;
        let nations = words.into_iter().filter(|it| it.class == "nation");
        let single = nouns.into_iter().filter(|it| it.single == "yes");
        Ok(Self {
            titles: titles.into_iter().map(|it| it.word).collect(),
            aliases: aliases.into_iter().map(|it| (it.alias, it.name)).collect(),
            parties: parties.map(|it| (it.form, it.name)).collect(),
            single: single.map(|it| it.lemma).collect(),
            nations: nations.map(|it| it.word).collect(),
        })
    }

    /// The best name of a chain: its longest proper name, else its first description;
    /// `None` where there are only pronouns.
    pub(super) fn of_chain(&self, doc: &Document, chain: &Chain) -> Option<Name> {
        let mentions = || chain.mentions.iter().map(|it| &doc[*it]);
        let named = mentions().filter(|it| it.form == MentionForm::Named);
        let names = named.map(|it| self.proper(doc, it)).filter(|it| !it.is_empty());
        // The last of equals is taken, so the earliest when read backwards.
        let names: Vec<_> = names.collect();
        let longest = names
            .iter()
            .filter(|it| !self.is_national(it, &names))
            .rev()
            .max_by_key(|it| (it.split_whitespace().count(), it.chars().count()));
        if let Some(text) = longest {
            let unique = self.unique(text, chain.entity_type, &names);
            // *Republican* names a party, but is not its name.
            let is_adjective = chain.entity_type == EntityType::Organization
                && self.parties.contains_key(&text.to_lowercase());
            let text = unique.as_ref().filter(|_| is_adjective).unwrap_or(text);
            return Some(Name { text: text.clone(), unique });
        }
        let nominal = mentions().find(|it| it.form == MentionForm::Nominal)?;
        let text = one_line(doc.text(nominal.span));
        Some(Name { text, unique: self.of_person(doc, nominal) })
    }

    /// Whether a name only says of which country the bearer of another is.
    fn is_national(&self, name: &str, names: &[String]) -> bool {
        let parts = name.split_once(' ');
        parts.is_some_and(|(nation, rest)| {
            self.nations.contains(&nation.to_lowercase())
                && names.iter().any(|it| it == rest && it.contains(' '))
        })
    }

    /// The other names and descriptions of a chain, sorted.
    pub(super) fn aliases(
        &self,
        doc: &Document,
        chain: &Chain,
        name: &str,
    ) -> Vec<String> {
        let mentions = chain.mentions.iter().map(|it| &doc[*it]);
        let named = mentions.filter(|it| it.form == MentionForm::Named);
        let names: BTreeSet<_> = named
            .map(|it| self.proper(doc, it))
            .filter(|it| !it.is_empty() && it != name)
            .collect();
        names.into_iter().collect()
    }

    /// A name without the titles and articles before it and the possessive after it.
    fn proper(&self, doc: &Document, mention: &Mention) -> String {
        let sentence = doc.sentence_of(mention.head);
        let inside = |it: &TokenId| mention.span.contains(doc[*it].span);
        let mut tokens: Vec<_> = doc[sentence].token_ids().filter(inside).collect();
        while let [.., last] = tokens.as_slice()
            && doc[*last].xpos == Xpos::Pos
        {
            tokens.pop();
        }
        let is_title = |it: TokenId| {
            mention.entity_type == EntityType::Person
                && self.titles.contains(&doc.form(it).to_lowercase())
        };
        while let [first, _, ..] = tokens.as_slice()
            && (doc[*first].upos == Upos::Det || is_title(*first))
        {
            tokens.remove(0);
        }
        match tokens.as_slice() {
            [first, .., last] => {
                one_line(doc.text(doc[*first].span.cover(doc[*last].span)))
            }
            [only] => doc.form(*only).to_owned(),
            [] => one_line(doc.text(mention.span)),
        }
    }

    /// What stands for a name in every article: a name in full, or the name behind a
    /// well-known short one.
    fn unique(
        &self,
        text: &str,
        entity_type: EntityType,
        names: &[String],
    ) -> Option<String> {
        if let Some(known) = self.aliases.get(&text.to_lowercase()) {
            return Some(known.clone());
        }
        if entity_type == EntityType::Organization
            && let Some(party) = self.parties.get(&text.to_lowercase())
        {
            return Some(party.clone());
        }
        let words = text.split_whitespace().count();
        let is_acronym = words == 1
            && text.chars().filter(|it| *it != '.').all(|it| !it.is_lowercase())
            && text.chars().any(char::is_uppercase);
        let is_full = match entity_type {
            EntityType::Person | EntityType::Other => words > 1,
            _ => !is_acronym,
        };
        // Another of its names may be well known where the longest is not.
        let known = || names.iter().find_map(|it| self.aliases.get(&it.to_lowercase()));
        if is_full { Some(text.to_owned()) } else { known().cloned() }
    }

    /// The name of what a person has one of: *the Ruiz campaign* is the campaign of the
    /// one whose full name the article gives.
    fn of_person(&self, doc: &Document, nominal: &Mention) -> Option<String> {
        let noun = &doc[nominal.head].lemma;
        if !self.single.contains(&noun.to_lowercase()) {
            return None;
        }
        let tree = Tree::new(doc, doc.sentence_of(nominal.head));
        let owner = tree.mentions().map(|it| &doc[it]).find(|it| {
            it.form == MentionForm::Named
                && it.entity_type == EntityType::Person
                && it.head != nominal.head
                && nominal.span.contains(it.span)
        })?;
        let is_limited = tree.with(nominal.head, &[Deprel::Amod, Deprel::Nummod]).count();
        let chain = doc.chains.iter().find(|it| {
            let mut mentions = it.mentions.iter().map(|it| &doc[*it]);
            mentions.any(|it| it.head == owner.head)
        })?;
        let is_person = chain.entity_type == EntityType::Person && is_limited == 0;
        let name = is_person.then(|| self.of_chain(doc, chain)).flatten()?;
        Some(format!("{} {noun}", name.unique?))
    }
}

/// The name of a phrase that no mention covers.
pub(super) fn of_phrase(doc: &Document, span: Span) -> Name {
    Name { text: one_line(doc.text(span)), unique: None }
}
