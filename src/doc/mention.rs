//! A mention is a stretch of text that refers to something; a chain is one thing's
//! mentions.

use std::fmt;
use std::str::FromStr;

use crate::text::Span;
use crate::ud::UnknownLabel;

use super::TokenId;
use super::document::id;

id! {
    /// A mention of a document.
    MentionId
}
id! {
    /// A chain of a document.
    ChainId
}

/// What kind of thing is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityType {
    /// A human being.
    Person,
    /// A company, party, agency, court, campaign, broadcaster or legislature.
    Organization,
    /// A set of people or organisations without a legal form.
    Group,
    /// A country, state, city or region.
    Place,
    /// A public office, post, rank or candidacy.
    Office,
    /// An election, hearing, debate, rally, investigation, disaster or decision.
    Event,
    /// A letter, report, poll, programme, book, video, tweet or filing.
    Work,
    /// A statute, regulation or rule.
    Law,
    /// A calendar date or interval.
    Date,
    /// An amount of money.
    Money,
    /// Another amount.
    Quantity,
    /// A physical thing.
    Artifact,
    /// Anything else.
    Other,
}

impl EntityType {
    /// Every type, in the order of the declaration.
    pub const ALL: &[Self] = &[
        Self::Person,
        Self::Organization,
        Self::Group,
        Self::Place,
        Self::Office,
        Self::Event,
        Self::Work,
        Self::Law,
        Self::Date,
        Self::Money,
        Self::Quantity,
        Self::Artifact,
        Self::Other,
    ];

    /// The name of the type, as in the graph: `Person`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
            Self::Group => "Group",
            Self::Place => "Place",
            Self::Office => "Office",
            Self::Event => "Event",
            Self::Work => "Work",
            Self::Law => "Law",
            Self::Date => "Date",
            Self::Money => "Money",
            Self::Quantity => "Quantity",
            Self::Artifact => "Artifact",
            Self::Other => "Other",
        }
    }
}

impl FromStr for EntityType {
    type Err = UnknownLabel;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().find(|it| it.as_str() == text);
        found.copied().ok_or_else(|| UnknownLabel(text.to_owned(), "entity type"))
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a mention refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionForm {
    /// By name: *Jane Roe*.
    Named,
    /// By description: *the mayor*.
    Nominal,
    /// By pronoun: *she*, *her*, *who*.
    Pronominal,
}

/// A stretch of text that refers to something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands. A name stands without titles and honorifics.
    pub span: Span,
    /// The word that carries it.
    pub head: TokenId,
    /// What kind of thing it refers to.
    pub entity_type: EntityType,
    /// How it refers.
    pub form: MentionForm,
}

/// The mentions of one thing within one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// In order of their spans; never empty.
    pub mentions: Vec<MentionId>,
    /// The one that names it best.
    pub representative: MentionId,
    /// What kind of thing it is.
    pub entity_type: EntityType,
}
