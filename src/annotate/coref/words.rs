//! Words: the tables that coreference reads.

use std::str::FromStr;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::doc::EntityType;
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::text::Date;

use super::network::Network;
use super::traits::Traits;

/// A noun: what kind of thing it names, and of which gender.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noun {
    pub(super) entity_type: EntityType,
    pub(super) traits: Traits,
    /// Whether anybody may be called so once he has been named: *the man*.
    pub(super) is_vague: bool,
    /// Whether a person has one of it, so that his name tells which: *the Ruiz campaign*.
    pub(super) is_single: bool,
}

/// A word of office or address: *Sen.*, *chairwoman*, *Mr.*
#[derive(Debug, Clone)]
pub(super) struct Role {
    /// The word under which its synonyms meet; `None` for mere address.
    pub(super) role: Option<Box<str>>,
    pub(super) traits: Traits,
}

/// Who speaks, is spoken to, or is spoken about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    First,
    Second,
    Third,
}

/// What a pronoun does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
    Personal,
    Possessive,
    Reflexive,
    Relative,
}

/// A pronoun of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pronoun {
    pub(super) person: Person,
    pub(super) usage: Usage,
    pub(super) traits: Traits,
}

/// What a word at the end of a name adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suffix {
    /// It tells a father from a son: *Jr.*
    Generation,
    /// It tells the legal form, which is no part of the name: *Inc.*
    Company,
}

/// The tables, for look-up. All keys are in lower case.
#[derive(Debug)]
pub(super) struct Words {
    given_names: FxHashMap<String, Traits>,
    nouns: FxHashMap<String, Noun>,
    endings: Vec<(String, Noun)>,
    pronouns: FxHashMap<String, Pronoun>,
    roles: FxHashMap<String, Role>,
    aliases: FxHashMap<String, Box<str>>,
    parties: FxHashMap<String, Box<str>>,
    suffixes: FxHashMap<String, Suffix>,
    speech: FxHashSet<String>,
    sources: FxHashSet<String>,
    /// The prepositions that join what follows to the noun before.
    joining: FxHashSet<String>,
    /// What stands before a name, and what is glued to its end.
    name_openings: Vec<String>,
    name_endings: Vec<String>,
    sole_bodies: FxHashSet<String>,
    nations: FxHashSet<String>,
    office_holders: FxHashMap<String, Vec<Term>>,
    pub(super) network: Network,
}

/// A term of office of somebody whom everybody knows.
#[derive(Debug, Clone)]
struct Term {
    role: Box<str>,
    start: Date,
    end: Option<Date>,
}

#[derive(Deserialize)]
struct GivenNameRow {
    name: String,
    gender: String,
}

#[derive(Deserialize)]
struct NounRow {
    lemma: String,
    entity_type: String,
    gender: String,
    single: String,
    vague: String,
}

#[derive(Deserialize)]
struct PronounRow {
    form: String,
    person: String,
    number: String,
    gender: String,
    usage: String,
}

#[derive(Deserialize)]
struct RoleRow {
    word: String,
    role: String,
    gender: String,
}

#[derive(Deserialize)]
struct AliasRow {
    alias: String,
    name: Box<str>,
}

#[derive(Deserialize)]
struct PartyRow {
    form: String,
    name: Box<str>,
}

#[derive(Deserialize)]
struct NameWordRow {
    word: String,
    class: String,
}

#[derive(Deserialize)]
struct SuffixRow {
    suffix: String,
    kind: String,
}

#[derive(Deserialize)]
struct OfficeHolderRow {
    name: String,
    role: Box<str>,
    start: String,
    end: String,
}

#[derive(Deserialize)]
struct LemmaRow {
    lemma: String,
}

#[derive(Deserialize)]
struct PrepositionRow {
    lemma: String,
    joins: String,
}

#[derive(Deserialize)]
struct SourceRow {
    form: String,
}

impl Words {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let given_names =
            table(lexicon, "gazetteer/given_names.csv", |it: GivenNameRow| {
                let traits = gender(&it.gender)? & Traits::PERSON & Traits::SINGULAR;
                Ok((it.name, traits))
            })?;
        let (endings, nouns) = table(lexicon, "lexicon/nouns.csv", |it: NounRow| {
            let entity_type =
                EntityType::from_str(&it.entity_type).map_err(|it| it.to_string())?;
            let traits = match entity_type {
                EntityType::Person => gender(&it.gender)? & Traits::PERSON,
                EntityType::Group => Traits::ANY,
                _ => Traits::NEUTER,
            };
            let (is_vague, is_single) = (it.vague == "yes", it.single == "yes");
            Ok((it.lemma, Noun { entity_type, traits, is_vague, is_single }))
        })?
        .into_iter()
        .partition::<Vec<_>, _>(|(lemma, _)| lemma.starts_with('-'));
        let endings = endings.into_iter();
        let endings = endings.map(|(it, noun)| (it[1..].to_owned(), noun)).collect();
        let pronouns = table(lexicon, "lexicon/pronouns.csv", |it: PronounRow| {
            let traits = number(&it.number)? & gender(&it.gender)?;
            let (person, usage) = (person(&it.person)?, usage(&it.usage)?);
            Ok((it.form, Pronoun { person, usage, traits }))
        })?;
        let roles = table(lexicon, "lexicon/titles.csv", |it: RoleRow| {
            let role = (!it.role.is_empty()).then(|| it.role.into());
            Ok((it.word, Role { role, traits: gender(&it.gender)? }))
        })?;
        let aliases = table(lexicon, "gazetteer/name_aliases.csv", |it: AliasRow| {
            Ok((it.alias, it.name))
        })?;
        let suffixes = table(lexicon, "lexicon/name_suffixes.csv", |it: SuffixRow| {
            Ok((it.suffix, suffix(&it.kind)?))
        })?;
        let parties: Vec<PartyRow> = lexicon.rows("gazetteer/parties.csv")?;
        let parties = parties.into_iter().filter(|it| !it.name.is_empty());
        let speech: Vec<LemmaRow> = lexicon.rows("lexicon/attribution.csv")?;
        let sources: Vec<SourceRow> =
            lexicon.rows("lexicon/attribution_prepositions.csv")?;
        let nations = name_words(lexicon, "nation")?;
        let prepositions: Vec<PrepositionRow> =
            lexicon.rows("lexicon/prepositions.csv")?;
        let joining = prepositions.into_iter().filter(|it| it.joins == "yes");
        let sole_bodies: Vec<LemmaRow> = lexicon.rows("lexicon/sole_bodies.csv")?;
        let mut office_holders = FxHashMap::<String, Vec<Term>>::default();
        let terms =
            table(lexicon, "gazetteer/office_holders.csv", |it: OfficeHolderRow| {
                let date =
                    |it: &str| it.parse().map_err(|_| format!("`{it}` is no date"));
                let end = (!it.end.is_empty()).then(|| date(&it.end)).transpose()?;
                Ok((it.name, Term { role: it.role, start: date(&it.start)?, end }))
            })?;
        for (name, term) in terms {
            office_holders.entry(name).or_default().push(term);
        }
        Ok(Self {
            office_holders,
            network: Network::new(lexicon)?,
            given_names: given_names.into_iter().collect(),
            nouns: nouns.into_iter().collect(),
            endings,
            pronouns: pronouns.into_iter().collect(),
            roles: roles.into_iter().collect(),
            aliases: aliases.into_iter().collect(),
            parties: parties.map(|it| (it.form, it.name)).collect(),
            suffixes: suffixes.into_iter().collect(),
            speech: speech.into_iter().map(|it| it.lemma).collect(),
            joining: joining.map(|it| it.lemma).collect(),
            name_openings: name_words(lexicon, "opening")?,
            name_endings: name_words(lexicon, "ending")?,
            sources: sources.into_iter().map(|it| it.form).collect(),
            sole_bodies: sole_bodies.into_iter().map(|it| it.lemma).collect(),
            nations: nations.into_iter().collect(),
        })
    }

    /// The gender that a given name tells, where it tells one.
    pub(super) fn given_name(&self, name: &str) -> Option<Traits> {
        self.given_names.get(name).copied()
    }

    /// What a noun names, by its lemma or else by its ending.
    pub(super) fn noun(&self, lemma: &str) -> Option<Noun> {
        self.nouns.get(lemma).copied().or_else(|| {
            let last = lemma.rsplit('-').next().filter(|it| *it != lemma);
            last.and_then(|it| self.nouns.get(it).copied()).or_else(|| {
                let fits = |ending: &str| {
                    lemma.strip_suffix(ending).is_some_and(|it| it.len() >= 3)
                };
                let found = self.endings.iter().find(|(ending, _)| fits(ending));
                found.map(|(_, noun)| *noun)
            })
        })
    }

    pub(super) fn pronoun(&self, form: &str) -> Option<Pronoun> {
        self.pronouns.get(form).copied()
    }

    /// A word of office or address.
    pub(super) fn role(&self, word: &str) -> Option<&Role> {
        self.roles.get(word)
    }

    /// The offices that somebody of this name, in lower case, held on a day, as everybody
    /// knew then.
    pub(super) fn offices(&self, name: &str, day: Date) -> impl Iterator<Item = &str> {
        let terms = self.office_holders.get(name).into_iter().flatten();
        let current =
            terms.filter(move |it| it.start <= day && it.end.is_none_or(|end| day < end));
        current.map(|it| &*it.role)
    }

    /// The name behind a well-known other name.
    pub(super) fn alias(&self, name: &str) -> Option<&str> {
        self.aliases.get(name).map(AsRef::as_ref)
    }

    /// The party behind an adjective or a letter in brackets.
    pub(super) fn party(&self, form: &str) -> Option<&str> {
        self.parties.get(form).map(AsRef::as_ref)
    }

    /// Whether a noun means what a country or a body has one of, or a part of it, so that
    /// it is no other word for a body that is named: *the government*.
    pub(super) fn is_sole_body(&self, lemma: &str) -> bool {
        self.sole_bodies.contains(lemma)
    }

    /// Whether a word before the name of a body says of which country it is.
    pub(super) fn is_nation(&self, word: &str) -> bool {
        self.nations.contains(word)
    }

    /// Whether a preposition joins what follows to the noun before: *of*.
    pub(super) fn joins(&self, lemma: &str) -> bool {
        self.joining.contains(lemma)
    }

    /// Whether a word may stand before a name and is no part of it.
    pub(super) fn opens_names(&self, word: &str) -> bool {
        self.name_openings.iter().any(|it| it == word)
    }

    /// A word of a name without what may be glued to its end.
    pub(super) fn without_ending<'a>(&self, word: &'a str) -> &'a str {
        let endings = self.name_endings.iter();
        endings.fold(word, |word, it| word.trim_end_matches(&**it))
    }

    /// What a word at the end of a name adds; without its full stop.
    pub(super) fn suffix(&self, word: &str) -> Option<Suffix> {
        self.suffixes.get(word).copied()
    }

    /// Whether a preposition names a source: *according* to.
    pub(super) fn is_attribution(&self, form: &str) -> bool {
        self.sources.contains(form)
    }

    /// Whether a verb tells that somebody says something.
    pub(super) fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains(lemma)
    }
}

/// The rows of a table as pairs of key and value; an error of `read` names the line.
fn table<Row, Value>(
    lexicon: &Lexicon,
    name: &str,
    mut read: impl FnMut(Row) -> Result<(String, Value), String>,
) -> Result<Vec<(String, Value)>>
where
    Row: for<'row> Deserialize<'row>,
{
    let rows = lexicon.rows::<Row>(name)?.into_iter().zip(2..);
    rows.map(|(row, line)| {
        read(row).map_err(|reason| Error::Data {
            file: format!("data/{name}"),
            line,
            reason,
        })
    })
    .collect()
}

fn gender(text: &str) -> Result<Traits, String> {
    match text {
        "" => Ok(Traits::ANY),
        "male" => Ok(Traits::MALE),
        "female" => Ok(Traits::FEMALE),
        "neuter" => Ok(Traits::NEUTER),
        "person" => Ok(Traits::PERSON),
        _ => Err(format!("`{text}` is no gender: male, female, neuter, person or empty")),
    }
}

fn number(text: &str) -> Result<Traits, String> {
    match text {
        "" => Ok(Traits::ANY),
        "singular" => Ok(Traits::SINGULAR),
        "plural" => Ok(Traits::PLURAL),
        _ => Err(format!("`{text}` is no number: singular, plural or empty")),
    }
}

fn person(text: &str) -> Result<Person, String> {
    match text {
        "first" => Ok(Person::First),
        "second" => Ok(Person::Second),
        "third" => Ok(Person::Third),
        _ => Err(format!("`{text}` is no person: first, second or third")),
    }
}

fn usage(text: &str) -> Result<Usage, String> {
    match text {
        "personal" => Ok(Usage::Personal),
        "possessive" => Ok(Usage::Possessive),
        "reflexive" => Ok(Usage::Reflexive),
        "relative" => Ok(Usage::Relative),
        _ => Err(format!(
            "`{text}` is no usage: personal, possessive, reflexive or relative"
        )),
    }
}

fn name_words(lexicon: &Lexicon, class: &str) -> Result<Vec<String>> {
    let rows: Vec<NameWordRow> = lexicon.rows("lexicon/name_words.csv")?;
    Ok(rows.into_iter().filter(|it| it.class == class).map(|it| it.word).collect())
}

fn suffix(text: &str) -> Result<Suffix, String> {
    match text {
        "generation" => Ok(Suffix::Generation),
        "company" => Ok(Suffix::Company),
        _ => Err(format!("`{text}` is no kind of suffix: generation or company")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Traits, Words};
    use crate::doc::EntityType;
    use crate::lexicon::Lexicon;

    #[test]
    fn nouns_are_found_whole_by_their_last_part_or_by_their_ending() {
        let words = Words::new(&Lexicon::embedded()).unwrap();
        let entity_type = |it| words.noun(it).map(|it| it.entity_type);
        assert_eq!(entity_type("senator"), Some(EntityType::Person));
        assert_eq!(entity_type("then-senator"), Some(EntityType::Person));
        assert_eq!(entity_type("cellist"), Some(EntityType::Person));
        assert_eq!(entity_type("court"), Some(EntityType::Organization));
        assert_eq!(entity_type("zeal"), None);
        let spokeswoman = words.noun("spokeswoman").unwrap().traits;
        assert!(!spokeswoman.agree(Traits::MALE) && spokeswoman.agree(Traits::FEMALE));
    }
}
