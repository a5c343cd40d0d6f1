//! A decision says of two entities that they are the same, are different, or might be
//! either; by a person, and with a reason.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::ArticleId;

/// What a person decided about two entities.
///
/// What rules are certain of is derived anew from the articles each time, so it is never
/// kept; a person's word is kept, shared, and united on merging.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Decision {
    /// `e:x`, or `e:x@a:y` for the entity as one article means it.
    pub left: String,
    /// The other entity; the greater of the two as text.
    pub right: String,
    /// What was decided.
    pub judgement: Judgement,
    /// Who decided.
    pub by: String,
    /// Why.
    pub reason: String,
    /// How sure, between 0 and 1; empty where nobody said.
    pub score: String,
}

impl Decision {
    /// A decision with its sides in order.
    pub fn new(one: &EntityRef, other: &EntityRef, judgement: Judgement) -> Self {
        let (one, other) = (one.to_string(), other.to_string());
        let (left, right) = if one <= other { (one, other) } else { (other, one) };
        let (by, reason, score) = (String::new(), String::new(), String::new());
        Self { left, right, judgement, by, reason, score }
    }

    /// Both sides, in order, where each is written as it must be.
    ///
    /// # Errors
    ///
    /// Where one is not: the message says how to write it.
    pub fn sides(&self) -> Result<(EntityRef, EntityRef), String> {
        let (one, other) = (self.left.parse()?, self.right.parse()?);
        Ok(if one <= other { (one, other) } else { (other, one) })
    }
}

/// What is decided of two entities; of two by equal right the greater stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Judgement {
    /// Nobody can tell: no rule unites them.
    Unsure,
    /// They are one thing.
    Same,
    /// They are two things.
    Different,
}

impl Judgement {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unsure => "unsure",
            Self::Same => "same",
            Self::Different => "different",
        }
    }
}

/// An entity of a collection, or of one of its articles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntityRef {
    /// The local name of its IRI.
    pub iri: String,
    /// The article that is meant; `None` for every one.
    pub article: Option<ArticleId>,
}

impl EntityRef {
    /// The entity in every article.
    pub fn everywhere(iri: impl Into<String>) -> Self {
        Self { iri: iri.into(), article: None }
    }
}

impl From<EntityRef> for String {
    fn from(entity: EntityRef) -> Self {
        entity.to_string()
    }
}

impl TryFrom<String> for EntityRef {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.article {
            None => write!(f, "e:{}", self.iri),
            Some(article) => write!(f, "e:{}@a:{article}", self.iri),
        }
    }
}

impl FromStr for EntityRef {
    type Err = String;

    /// Reads `e:x` or `e:x@a:y`; the prefixes may be left out.
    fn from_str(text: &str) -> Result<Self, String> {
        let (entity, article) = match text.split_once('@') {
            Some((entity, article)) => (entity, Some(article)),
            None => (text, None),
        };
        let iri = entity.strip_prefix("e:").unwrap_or(entity);
        let article = article.map(|it| it.strip_prefix("a:").unwrap_or(it));
        if iri.is_empty() || article.is_some_and(str::is_empty) {
            return Err(format!("`{text}` names no entity; write e:NAME or e:NAME@a:ID"));
        }
        let article = article.map(ArticleId::from_minted);
        Ok(Self { iri: iri.to_owned(), article })
    }
}

#[cfg(test)]
mod tests {
    use super::{Decision, EntityRef, Judgement};

    #[test]
    fn sides_are_read_as_they_are_written_and_stand_in_order() {
        let ruiz: EntityRef = "e:ana-ruiz@a:2031-05-06-zea6gytl".parse().unwrap();
        assert_eq!(ruiz.iri, "ana-ruiz");
        assert_eq!(ruiz.to_string(), "e:ana-ruiz@a:2031-05-06-zea6gytl");
        let short: EntityRef = "a-ruiz".parse().unwrap();
        let decision = Decision::new(&ruiz, &short, Judgement::Same);
        assert_eq!(decision.left, "e:a-ruiz");
        assert_eq!(decision.sides(), Ok((short, ruiz)));
        for wrong in ["", "e:", "e:x@", "@a:y"] {
            assert!(wrong.parse::<EntityRef>().is_err(), "{wrong}");
        }
    }
}
