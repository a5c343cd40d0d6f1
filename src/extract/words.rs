//! The words that extraction knows: small tables of verbs, nouns and function words.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::doc::EntityType;
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::ud::UnknownLabel;

use super::control::{Control, controls};
use super::passage_words::PassageWords;
use super::relation::PARTICIPATED_IN;
use super::{Factuality, Polarity, Role};

/// What a word does to the fact that it governs or carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Effect {
    /// The factuality that it gives.
    pub(super) factuality: Option<Factuality>,
    /// Whether it turns the polarity.
    pub(super) negates: bool,
}

/// What an auxiliary says of the factuality of its verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Modality {
    /// In a clause of its own.
    pub(super) factuality: Factuality,
    /// In the content of a statement: *said he would run*.
    pub(super) reported: Factuality,
    /// Before a perfect: *could have won*.
    pub(super) perfect: Factuality,
    /// Under a negation, where that settles it: what cannot happen does not.
    pub(super) denied: Option<Factuality>,
}

/// How the table of factuality writes whatever word denies: *not*, *never*, *no*.
pub(super) const DENIED: &str = "not";

/// What a subordinator says of its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Subordinator {
    /// What it does to the clause.
    pub(super) effect: Effect,
    /// Whether the clause is the writer's own voice inside somebody's statement.
    pub(super) own_voice: bool,
    /// Whether something else may wait for the clause: *when she wins*.
    pub(super) awaited: bool,
}

/// The tables that extraction reads.
#[derive(Debug)]
pub(super) struct Words {
    speech: FxHashMap<String, Speech>,
    sources: FxHashSet<String>,
    pub(super) control: FxHashMap<String, Control>,
    governors: FxHashMap<String, Governor>,
    modality: FxHashMap<String, Modality>,
    negation: FxHashSet<String>,
    subordinators: FxHashMap<String, Subordinator>,
    event_nouns: FxHashMap<String, EventNoun>,
    prepositions: FxHashMap<String, Preposition>,
    parts: FxHashSet<String>,
    connectives: FxHashSet<String>,
    honorifics: FxHashSet<String>,
    /// The words for a party, and whether one tells which.
    parties: FxHashMap<String, bool>,
    ranks: FxHashSet<String>,
    transitive: FxHashSet<String>,
    light: FxHashMap<String, Direction>,
    occasions: FxHashMap<String, Occasion>,
    platforms: FxHashSet<String>,
    nouns: FxHashMap<String, EntityType>,
    contrasts: FxHashSet<String>,
    copular: FxHashSet<String>,
    /// The tables of time, of attribution and of open facts.
    pub(super) passages: PassageWords,
}

#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a preposition has several uses at once"
)]
struct Preposition {
    joins: bool,
    agent: bool,
    patient: bool,
    place: bool,
    affiliation: bool,
    outlet: bool,
    occasion: bool,
    role: Option<Role>,
}

/// Which way a verb without meaning of its own passes what its noun says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// *gave praise to*
    Gives,
    /// *drew praise from*
    Receives,
}

/// An occasion on which people speak, and what it says of them that they do.
#[derive(Debug, Clone)]
pub(super) struct Occasion {
    /// The relation.
    pub(super) relation: Box<str>,
    /// The prepositions of what they are then related to; none for the occasion itself.
    pub(super) prepositions: Vec<Box<str>>,
    /// The relation where there is no such thing: the occasion is their own act.
    pub(super) otherwise: Option<Box<str>>,
}

impl Occasion {
    /// Whether people come together on it.
    pub(super) fn is_gathering(&self) -> bool {
        &*self.relation == PARTICIPATED_IN && self.prepositions.is_empty()
    }
}

#[derive(Debug, Clone, Copy)]
struct Speech {
    addressee: bool,
}

#[derive(Debug, Clone, Copy)]
struct Governor {
    governed: Effect,
    own: Effect,
}

/// A noun for an event, with the verb behind it.
#[derive(Debug, Clone)]
pub(super) struct EventNoun {
    /// The lemma of the verb.
    pub(super) verb: Box<str>,
    /// Whether its *of* phrase is who undergoes it, alone: *the death of Scalia*.
    pub(super) of_subject: bool,
    /// The participle of the verb, of who does not act: *fired* for *the firing of Roe*.
    pub(super) participle: Option<Box<str>>,
}

#[derive(Deserialize)]
struct SpeechRow {
    lemma: String,
    addressee: String,
}

#[derive(Deserialize)]
struct WordRow {
    form: String,
}

#[derive(Deserialize)]
struct PartyRow {
    form: String,
    name: String,
}

#[derive(Deserialize)]
struct NounRow {
    lemma: String,
    entity_type: String,
}

#[derive(Deserialize)]
struct PrepositionRow {
    lemma: String,
    joins: String,
    agent: String,
    patient: String,
    place: String,
    affiliation: String,
    outlet: String,
    occasion: String,
    role: String,
}

#[derive(Deserialize)]
struct GovernorRow {
    lemma: String,
    governed_factuality: String,
    governed_polarity: String,
    own_factuality: String,
    own_polarity: String,
}

#[derive(Deserialize)]
struct ModalityRow {
    form: String,
    factuality: String,
    reported: String,
    perfect: String,
    denied: String,
}

#[derive(Deserialize)]
struct SubordinatorRow {
    form: String,
    factuality: String,
    polarity: String,
    voice: String,
}

#[derive(Deserialize)]
struct LightRow {
    form: String,
    direction: String,
}

#[derive(Deserialize)]
struct OccasionRow {
    noun: String,
    relation: String,
    prepositions: String,
    otherwise: String,
}

#[derive(Deserialize)]
struct EventNounRow {
    noun: String,
    verb: String,
    of: String,
    participle: String,
}

impl Words {
    /// Reads the tables.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        Ok(Self {
            speech: read(lexicon, "lexicon/attribution.csv", |row: SpeechRow| {
                Ok((row.lemma, Speech { addressee: row.addressee == "yes" }))
            })?,
            sources: forms(lexicon, "lexicon/attribution_prepositions.csv")?,
            control: controls(lexicon)?,
            governors: read(lexicon, "lexicon/factuality.csv", |row: GovernorRow| {
                let governor = Governor {
                    governed: effect(&row.governed_factuality, &row.governed_polarity)?,
                    own: effect(&row.own_factuality, &row.own_polarity)?,
                };
                Ok((row.lemma, governor))
            })?,
            modality: read(lexicon, "lexicon/modality.csv", |row: ModalityRow| {
                let modality = Modality {
                    factuality: factuality(&row.factuality)?,
                    reported: factuality(&row.reported)?,
                    perfect: factuality(&row.perfect)?,
                    denied: effect(&row.denied, "")?.factuality,
                };
                Ok((row.form, modality))
            })?,
            negation: forms(lexicon, "lexicon/negation.csv")?,
            subordinators: read(
                lexicon,
                "lexicon/subordinators.csv",
                |row: SubordinatorRow| {
                    let subordinator = Subordinator {
                        effect: effect(&row.factuality, &row.polarity)?,
                        own_voice: !row.voice.is_empty(),
                        awaited: row.voice == "awaited",
                    };
                    Ok((row.form, subordinator))
                },
            )?,
            event_nouns: read(
                lexicon,
                "lexicon/event_nouns.csv",
                |row: EventNounRow| {
                    let noun = EventNoun {
                        verb: row.verb.into_boxed_str(),
                        of_subject: row.of == "subject",
                        participle: Some(row.participle)
                            .filter(|it| !it.is_empty())
                            .map(Into::into),
                    };
                    Ok((row.noun, noun))
                },
            )?,
            prepositions: prepositions(lexicon)?,
            parts: forms(lexicon, "lexicon/parts.csv")?,
            connectives: forms(lexicon, "lexicon/connectives.csv")?,
            honorifics: forms(lexicon, "gazetteer/honorifics.csv")?,
            parties: read(lexicon, "gazetteer/parties.csv", |row: PartyRow| {
                Ok((row.form, !row.name.is_empty()))
            })?,
            ranks: forms(lexicon, "lexicon/ranks.csv")?,
            transitive: forms(lexicon, "lexicon/transitive.csv")?,
            light: light(lexicon)?,
            occasions: occasions(lexicon)?,
            platforms: forms(lexicon, "lexicon/platforms.csv")?,
            contrasts: forms(lexicon, "lexicon/contrast.csv")?,
            nouns: read(lexicon, "lexicon/nouns.csv", |row: NounRow| {
                let entity_type: Result<_, UnknownLabel> = row.entity_type.parse();
                Ok((row.lemma, entity_type.map_err(|it| it.to_string())?))
            })?,
            copular: forms(lexicon, "lexicon/copular_verbs.csv")?,
            passages: PassageWords::new(lexicon)?,
        })
    }

    /// Whether a verb reports what somebody says or thinks.
    pub(super) fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains_key(lemma)
    }

    /// Whether the infinitive of a verb of saying is what it asks its object to do.
    pub(super) fn addresses(&self, lemma: &str) -> bool {
        self.speech.get(lemma).is_some_and(|it| it.addressee)
    }

    /// Whether a preposition names a source: *according to*.
    pub(super) fn names_source(&self, form: &str) -> bool {
        self.sources.contains(form)
    }

    /// Whether a verb says like a copula what its subject is: *became chairman*.
    pub(super) fn is_copular(&self, lemma: &str) -> bool {
        self.copular.contains(lemma)
    }

    /// What a verb or adjective does to the infinitive or clause below it.
    pub(super) fn governed(&self, lemma: &str) -> Effect {
        self.governors.get(lemma).map(|it| it.governed).unwrap_or_default()
    }

    /// The same for a verb with the word beside it, where a row has both: *have yet*.
    pub(super) fn governed_as(&self, words: &str) -> Option<Effect> {
        self.governors.get(words).map(|it| it.governed)
    }

    /// What a denied verb says of its clause, where the table tells: *does not think that
    /// she won*, *did not know that she won*.
    pub(super) fn governed_denied(&self, lemma: &str) -> Option<Effect> {
        self.governed_as(&format!("{lemma} {DENIED}"))
    }

    /// What a verb or adjective says of its own fact: *lack*, *want*.
    pub(super) fn own(&self, lemma: &str) -> Effect {
        self.governors.get(lemma).map(|it| it.own).unwrap_or_default()
    }

    /// What an auxiliary says.
    pub(super) fn modality(&self, form: &str) -> Option<Modality> {
        self.modality.get(form).copied()
    }

    /// Whether a word denies what it stands with.
    pub(super) fn negates(&self, form: &str) -> bool {
        self.negation.contains(form)
    }

    /// What a subordinator says.
    pub(super) fn subordinator(&self, form: &str) -> Subordinator {
        self.subordinators.get(form).copied().unwrap_or_default()
    }

    /// The verb behind a noun.
    pub(super) fn event_noun(&self, lemma: &str) -> Option<&EventNoun> {
        self.event_nouns.get(lemma)
    }

    /// Whether a preposition makes one noun phrase of two: *of*.
    pub(super) fn joins(&self, lemma: &str) -> bool {
        self.prepositions.get(lemma).is_some_and(|it| it.joins)
    }

    /// Whether a preposition after a noun names who does it: *by*, *from*.
    pub(super) fn marks_agent(&self, lemma: &str) -> bool {
        self.prepositions.get(lemma).is_some_and(|it| it.agent)
    }

    /// Whether a preposition after an event noun names whom it concerns: *of*, *for*.
    pub(super) fn marks_patient(&self, lemma: &str) -> bool {
        self.prepositions.get(lemma).is_some_and(|it| it.patient)
    }

    /// Whether a preposition says where something is: *in*, *at*.
    pub(super) fn marks_place(&self, lemma: &str) -> bool {
        self.prepositions.get(lemma).is_some_and(|it| it.place)
    }

    /// Whether a preposition after a person's name names the body they belong to.
    pub(super) fn marks_affiliation(&self, lemma: &str) -> bool {
        self.prepositions.get(lemma).is_some_and(|it| it.affiliation)
    }

    /// Whether a preposition names the broadcaster on which somebody speaks: *on*.
    pub(super) fn marks_outlet(&self, lemma: &str) -> bool {
        self.prepositions.get(lemma).is_some_and(|it| it.outlet)
    }

    /// Whether a preposition names the event at which something is said: *at*, *during*.
    pub(super) fn marks_occasion(&self, lemma: &str) -> bool {
        self.prepositions.get(lemma).is_some_and(|it| it.occasion)
    }

    /// What a phrase with a preposition is to a fact, whatever kind of thing it names.
    pub(super) fn role(&self, lemma: &str) -> Option<Role> {
        self.prepositions.get(lemma)?.role
    }

    /// Whether a verb says nothing without an object: *have*, *make*.
    pub(super) fn is_transitive(&self, lemma: &str) -> bool {
        self.transitive.contains(lemma)
    }

    /// Whether a verb passes on what its noun says: *give*, *grant*.
    pub(super) fn is_light(&self, lemma: &str) -> bool {
        self.light.get(lemma) == Some(&Direction::Gives)
    }

    /// Whether what its noun says befalls the subject of a verb: *drew praise*.
    pub(super) fn receives(&self, lemma: &str) -> bool {
        self.light.get(lemma) == Some(&Direction::Receives)
    }

    /// What it says of people that they speak on an occasion.
    pub(super) fn occasion(&self, noun: &str) -> Option<&Occasion> {
        self.occasions.get(noun)
    }

    /// Whether a name is a network on which everybody publishes, and no broadcaster.
    pub(super) fn is_platform(&self, form: &str) -> bool {
        self.platforms.contains(form)
    }

    /// Whether a conjunction sets what follows against what stands before: *but*.
    pub(super) fn contrasts(&self, form: &str) -> bool {
        self.contrasts.contains(form)
    }

    /// Whether a mark opens a content clause and says nothing of it: *that*.
    pub(super) fn is_complementizer(&self, form: &str) -> bool {
        !self.subordinators.contains_key(form)
    }

    /// Whether a noun names something that happens.
    pub(super) fn is_event(&self, lemma: &str) -> bool {
        self.event_noun(lemma).is_some() || self.noun(lemma) == Some(EntityType::Event)
    }

    /// What kind of thing a noun names.
    pub(super) fn noun(&self, lemma: &str) -> Option<EntityType> {
        self.nouns.get(lemma).copied()
    }

    /// Whether an adverb only ties a sentence to the one before it: *however*, *also*.
    pub(super) fn is_connective(&self, form: &str) -> bool {
        self.connectives.contains(form)
    }

    /// Whether a word before a name is an honorific and no office: *Mr.*
    pub(super) fn is_honorific(&self, form: &str) -> bool {
        self.honorifics.contains(form)
    }

    /// Whether a word is a party, its adherent, its adjective or its letter.
    pub(super) fn is_party(&self, form: &str) -> bool {
        self.parties.contains_key(form)
    }

    /// Whether a word tells which party somebody is a member of; *independent* does not.
    pub(super) fn names_party(&self, form: &str) -> bool {
        self.parties.get(form).copied().unwrap_or_default()
    }

    /// Whether an adjective is part of an office: *deputy*, *prime*, *chief*.
    pub(super) fn is_rank(&self, lemma: &str) -> bool {
        self.ranks.contains(lemma)
    }

    /// Whether a noun for a part stands for the whole that it belongs to: *arm*, *wing*.
    pub(super) fn is_part(&self, lemma: &str) -> bool {
        self.parts.contains(lemma)
    }
}

/// A table as a map.
pub(super) fn read<Row: serde::de::DeserializeOwned, Value>(
    lexicon: &Lexicon,
    table: &str,
    mut entry: impl FnMut(Row) -> Result<(String, Value), String>,
) -> Result<FxHashMap<String, Value>> {
    let mut map = FxHashMap::default();
    for (row, line) in lexicon.rows::<Row>(table)?.into_iter().zip(2..) {
        let (key, value) = entry(row).map_err(|reason| Error::Data {
            file: format!("data/{table}"),
            line,
            reason,
        })?;
        map.insert(key, value);
    }
    Ok(map)
}

fn prepositions(lexicon: &Lexicon) -> Result<FxHashMap<String, Preposition>> {
    read(lexicon, "lexicon/prepositions.csv", |row: PrepositionRow| {
        let preposition = Preposition {
            joins: row.joins == "yes",
            agent: row.agent == "yes",
            patient: row.patient == "yes",
            place: row.place == "yes",
            affiliation: row.affiliation == "yes",
            outlet: row.outlet == "yes",
            occasion: row.occasion == "yes",
            role: role(&row.role)?,
        };
        Ok((row.lemma, preposition))
    })
}

fn light(lexicon: &Lexicon) -> Result<FxHashMap<String, Direction>> {
    read(lexicon, "lexicon/light_verbs.csv", |row: LightRow| {
        let receives = row.direction == "receives";
        let direction = if receives { Direction::Receives } else { Direction::Gives };
        Ok((row.form, direction))
    })
}

fn occasions(lexicon: &Lexicon) -> Result<FxHashMap<String, Occasion>> {
    read(lexicon, "lexicon/occasions.csv", |row: OccasionRow| {
        let words = row.prepositions.split_whitespace();
        let occasion = Occasion {
            relation: row.relation.into_boxed_str(),
            prepositions: words.map(Into::into).collect(),
            otherwise: Some(row.otherwise.into_boxed_str()).filter(|it| !it.is_empty()),
        };
        Ok((row.noun, occasion))
    })
}

/// The keys of a table that has no other columns to read.
pub(super) fn forms(lexicon: &Lexicon, table: &str) -> Result<FxHashSet<String>> {
    Ok(lexicon.rows::<WordRow>(table)?.into_iter().map(|it| it.form).collect())
}

fn factuality(text: &str) -> Result<Factuality, String> {
    text.parse().map_err(|it: UnknownLabel| it.to_string())
}

fn role(text: &str) -> Result<Option<Role>, String> {
    match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|it: UnknownLabel| it.to_string()),
    }
}

fn effect(factuality_text: &str, polarity_text: &str) -> Result<Effect, String> {
    let factuality = match factuality_text {
        "" => None,
        text => Some(factuality(text)?),
    };
    let negates = match polarity_text {
        "" => false,
        text => {
            let polarity: Polarity =
                text.parse().map_err(|it: UnknownLabel| it.to_string())?;
            polarity == Polarity::Negated
        }
    };
    Ok(Effect { factuality, negates })
}
