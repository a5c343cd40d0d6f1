//! A relation is what a predicate comes to, given what it connects.
//!
//! Rows of `data/lexicon/relations.csv` and `roles.csv` decide, in their order; whatever
//! they do not know keeps its lemma as an open predicate.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::doc::EntityType;
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::ud::UnknownLabel;

/// The relation of parties, teams, committees and parts of a whole.
pub(super) const MEMBER_OF: &str = "member_of";
/// The relation of an official to a constituency.
pub(super) const REPRESENTS: &str = "represents";
/// The relation of a person to an office.
pub(super) const HELD_OFFICE: &str = "held_office";
/// The relations whose object is an office, not who holds it.
pub(super) const OF_OFFICES: &[&str] = &[HELD_OFFICE, RAN_FOR];
/// The relations that hold when the event that is their object takes place.
pub(super) const OF_EVENTS: &[&str] =
    &["finished_in", HELD_EVENT, "moderated", PARTICIPATED_IN, "won"];
/// The relation of an event to its date.
pub(super) const SCHEDULED: &str = "scheduled";
/// The relation of people to an event at which they are.
pub(super) const PARTICIPATED_IN: &str = "participated_in";
/// The relation of a candidate to a contest or office.
pub(super) const RAN_FOR: &str = "ran_for";
/// The relation of a host to an event.
pub(super) const HELD_EVENT: &str = "held_event";
/// The relation of staff to whom they work for.
pub(super) const WORKS_FOR: &str = "works_for";
/// The relation of a place or event to the place that holds it.
pub(super) const LOCATED_IN: &str = "located_in";

/// The open predicates that rules give where no word of the sentence is their verb, as the
/// graph names them: of a thing to what it is, and of a host to what takes place.
pub(super) const BE: &str = "be";
pub(super) const HOLD: &str = "hold";

/// The slot of a row that knows a phrase beside its relation: *was fired from Acme*.
const BESIDE: &str = "beside";

/// Where a predicate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Predication {
    /// A verb.
    Verb,
    /// A verb in the passive without an agent.
    Passive,
    /// A verb with an object and what the object is called.
    Naming,
    /// A noun for an event.
    Noun,
    /// A predicate adjective.
    Adjective,
}

impl Predication {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "verb" => Self::Verb,
            "passive" => Self::Passive,
            "naming" => Self::Naming,
            "noun" => Self::Noun,
            "adjective" => Self::Adjective,
            _ => return None,
        })
    }
}

/// A predicate and what it connects, as the rows see it.
#[derive(Debug, Clone)]
pub(super) struct Question<'a> {
    /// Where it stands.
    pub(super) predication: Predication,
    /// Its lemma.
    pub(super) lemma: &'a str,
    /// Its particle, prepositions, and the lemmas of its objects.
    pub(super) company: &'a [&'a str],
    /// How it takes its object: `obj`, `clause`, `none`, `bare`, or the preposition.
    pub(super) slot: &'a str,
    /// What kind of thing the subject is.
    pub(super) subject: EntityType,
    /// What kind of thing the object is.
    pub(super) object: Option<EntityType>,
    /// The lemmas of the object's words.
    pub(super) object_lemmas: &'a [&'a str],
}

/// What a row answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer<'a> {
    /// The relation.
    pub(super) relation: &'a str,
    /// Whether subject and object change places.
    pub(super) inverse: bool,
    /// The word of its company that the row asked for.
    pub(super) with: Option<&'a str>,
    /// Whether what was asked about is said beside the relation, and is no end of it.
    pub(super) beside: bool,
}

/// What a role says of who holds it.
#[derive(Debug, Clone)]
pub(super) struct Role {
    /// The relation.
    pub(super) relation: Box<str>,
    /// The kinds of things it relates to; empty where the role itself is the object.
    pub(super) argument: Types,
    /// Whether it holds beside what the rows before it say.
    pub(super) always: bool,
    /// Whether the object is the bare office, without *former* and the like.
    pub(super) office: bool,
    /// Whether what it relates to is the subject: *Ruiz's nominee*.
    pub(super) inverse: bool,
}

/// The relations of predicates and roles.
#[derive(Debug)]
pub(super) struct Relations {
    rows: FxHashMap<(Predication, Box<str>), Vec<Row>>,
    roles: FxHashMap<Box<str>, Vec<Role>>,
    ends: FxHashMap<Box<str>, Ends>,
}

/// What a relation of the schema may connect.
#[derive(Debug, Clone, Copy)]
struct Ends {
    subject: Types,
    object: Types,
}

#[derive(Debug)]
struct Row {
    relation: Box<str>,
    with: Vec<Box<str>>,
    slots: Vec<Box<str>>,
    subject: Types,
    object: Types,
    object_nouns: Vec<Box<str>>,
    inverse: bool,
}

/// A set of entity types; the empty set holds every type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Types(u16);

impl Types {
    /// Reads `Person Organization`; a leading `!` takes the types out of all of them.
    fn parse(text: &str) -> Result<Self, UnknownLabel> {
        let (negated, text) = match text.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut bits = 0;
        for word in text.split_whitespace() {
            bits |= Self::bit(word.parse()?);
        }
        Ok(Self(if negated { !bits } else { bits }))
    }

    fn bit(entity_type: EntityType) -> u16 {
        1 << entity_type as u16
    }

    /// Whether any type is asked for.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a type is in the set.
    pub(super) fn admits(self, entity_type: EntityType) -> bool {
        self.is_empty() || self.0 & Self::bit(entity_type) != 0
    }
}

#[derive(Deserialize)]
struct RelationRow {
    id: String,
    relation: String,
    with: String,
    object: String,
    subject_types: String,
    object_types: String,
    object_nouns: String,
    inverse: String,
}

#[derive(Deserialize)]
struct RoleRow {
    id: String,
    relation: String,
    argument_types: String,
    also: String,
    office: String,
    inverse: String,
}

#[derive(Deserialize)]
struct EndsRow {
    relation: String,
    subject_types: String,
    object_types: String,
}

const ENDS: &str = "lexicon/ends.csv";
const RELATIONS: &str = "lexicon/relations.csv";
const ROLES: &str = "lexicon/roles.csv";

/// What is wrong with a row of a table.
fn wrong(table: &str, line: u64, reason: String) -> Error {
    Error::Data { file: format!("data/{table}"), line, reason }
}

impl Relations {
    /// Reads the tables.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let mut rows = FxHashMap::<_, Vec<Row>>::default();
        for (row, line) in lexicon.rows::<RelationRow>(RELATIONS)?.into_iter().zip(2..) {
            let at = |reason| wrong(RELATIONS, line, reason);
            let mut parts = row.id.rsplitn(3, '.').skip(1);
            let predication = parts.next().and_then(Predication::parse);
            let (Some(predication), Some(lemma)) = (predication, parts.next()) else {
                let reason = format!("{:?}: write lemma.predication.number", row.id);
                return Err(at(reason));
            };
            let words = |text: &str| text.split_whitespace().map(Into::into).collect();
            let types = |text: &str| Types::parse(text).map_err(|it| at(it.to_string()));
            let entry = rows.entry((predication, lemma.into())).or_default();
            entry.push(Row {
                relation: row.relation.into(),
                with: words(&row.with),
                slots: words(&row.object),
                subject: types(&row.subject_types)?,
                object: types(&row.object_types)?,
                object_nouns: words(&row.object_nouns),
                inverse: row.inverse == "yes",
            });
        }
        let mut roles = FxHashMap::<_, Vec<Role>>::default();
        for (row, line) in lexicon.rows::<RoleRow>(ROLES)?.into_iter().zip(2..) {
            let at = |reason| wrong(ROLES, line, reason);
            let Some((noun, _)) = row.id.rsplit_once('.') else {
                return Err(at(format!("{:?}: write noun.number", row.id)));
            };
            let argument = Types::parse(&row.argument_types);
            let argument = argument.map_err(|it| at(it.to_string()))?;
            let role = Role {
                relation: row.relation.into(),
                argument,
                always: row.also == "yes",
                office: row.office == "yes",
                inverse: row.inverse == "yes",
            };
            roles.entry(noun.into()).or_default().push(role);
        }
        let mut ends = FxHashMap::default();
        for (row, line) in lexicon.rows::<EndsRow>(ENDS)?.into_iter().zip(2..) {
            let types = |text: &str| {
                Types::parse(text).map_err(|it| wrong(ENDS, line, it.to_string()))
            };
            let (subject, object) =
                (types(&row.subject_types)?, types(&row.object_types)?);
            ends.insert(row.relation.into(), Ends { subject, object });
        }
        Ok(Self { rows, roles, ends })
    }

    /// Whether a relation may connect things of two kinds.
    pub(super) fn connects(
        &self,
        relation: &str,
        subject: EntityType,
        object: Option<EntityType>,
    ) -> bool {
        self.ends.get(relation).is_none_or(|it| {
            it.subject.admits(subject)
                && object.is_none_or(|object| it.object.admits(object))
        })
    }

    /// Whether the ends of a row's relation may be what is asked about.
    fn suits(&self, row: &Row, question: &Question<'_>) -> bool {
        let beside = row.slots.iter().any(|it| &**it == BESIDE);
        let ends = (question.subject, question.object);
        // Of a passive without an agent, the subject is no end of the schema.
        question.predication == Predication::Passive
            || match (row.inverse, ends) {
                (true, (subject, Some(object))) => {
                    self.connects(&row.relation, object, Some(subject))
                }
                (_, (subject, object)) => {
                    // A row that names its objects knows what they are: *threw a party*.
                    let known = question.slot == "clause" || !row.object_nouns.is_empty();
                    let object = object.filter(|_| !known && !beside);
                    self.connects(&row.relation, subject, object)
                }
            }
    }

    /// The relation that the first fitting row gives.
    pub(super) fn answer(&self, question: &Question<'_>) -> Option<Answer<'_>> {
        let key = (question.predication, Box::from(question.lemma));
        let mut rows = self.rows.get(&key)?.iter();
        let row = rows.find(|it| it.fits(question) && self.suits(it, question))?;
        let given = |it: &str| question.company.contains(&it);
        // A row without a relation ends the search.
        (!row.relation.is_empty()).then(|| Answer {
            relation: &row.relation,
            inverse: row.inverse,
            with: row.with.iter().map(|it| &**it).find(|it| given(it)),
            // *named Holt treasurer*: a person as an object is no office.
            beside: question.object.is_some()
                && !(question.slot == "obj"
                    && question.object == Some(EntityType::Person))
                && row.slots.iter().any(|it| &**it == BESIDE),
        })
    }

    /// Whether rows tell what a verb comes to that calls its object something.
    pub(super) fn names(&self, verb: &str) -> bool {
        self.rows.contains_key(&(Predication::Naming, Box::from(verb)))
    }

    /// What a role noun says of who holds it, the most telling first.
    pub(super) fn roles(&self, noun: &str) -> &[Role] {
        self.roles.get(noun).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Row {
    fn fits(&self, question: &Question<'_>) -> bool {
        let any = |wanted: &[Box<str>], given: &[&str]| {
            wanted.is_empty() || wanted.iter().any(|it| given.contains(&&**it))
        };
        let slot = self.slots.iter().any(|it| {
            &**it == question.slot
                || matches!(&**it, "any" | BESIDE) && question.slot != "clause"
        });
        // *closed off the street*: a particle that the parser took for a preposition.
        let takes_object = self.slots.iter().any(|it| &**it == "obj");
        let slot = slot
            || takes_object
                && !self.relation.is_empty()
                && self.with.iter().any(|it| &**it == question.slot);
        // *called on Monday*: a time is an end only where a row asks for one.
        let timed = question.object == Some(EntityType::Date)
            && question.slot != "clause"
            && self.object.is_empty()
            && self.object_nouns.is_empty();
        slot && !timed
            && any(&self.with, question.company)
            && any(&self.object_nouns, question.object_lemmas)
            && self.subject.admits(question.subject)
            && question.object.is_none_or(|it| self.object.admits(it))
    }
}

#[cfg(test)]
mod tests {
    use super::Types;
    use crate::doc::EntityType;

    #[test]
    fn type_sets_admit_what_they_name() {
        let people = Types::parse("Person Group").unwrap();
        assert!(people.admits(EntityType::Group) && !people.admits(EntityType::Law));
        let others = Types::parse("!Person").unwrap();
        assert!(others.admits(EntityType::Law) && !others.admits(EntityType::Person));
        assert!(Types::parse("").unwrap().admits(EntityType::Other));
        assert!(Types::parse("Human").is_err());
    }
}
