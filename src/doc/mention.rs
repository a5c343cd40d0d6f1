//! A mention is a stretch of text that refers to something; a chain is one thing's
//! mentions.

use crate::text::Span;
use crate::ud::vocabulary;

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

vocabulary! {
    /// What kind of thing is meant.
    EntityType, "entity type", {
        /// A human being.
        Person = "Person",
        /// A company, party, agency, court, campaign, broadcaster or legislature.
        Organization = "Organization",
        /// A set of people or organisations without a legal form.
        Group = "Group",
        /// A country, state, city or region.
        Place = "Place",
        /// A public office, post, rank or candidacy.
        Office = "Office",
        /// An election, hearing, debate, rally, investigation, disaster or decision.
        Event = "Event",
        /// A letter, report, poll, programme, book, video, tweet or filing.
        Work = "Work",
        /// A statute, regulation or rule.
        Law = "Law",
        /// A calendar date or interval.
        Date = "Date",
        /// An amount of money.
        Money = "Money",
        /// Another amount.
        Quantity = "Quantity",
        /// A physical thing.
        Artifact = "Artifact",
        /// Anything else.
        Other = "Other",
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
