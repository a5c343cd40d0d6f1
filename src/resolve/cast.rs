//! A cast is what one article tells of its entities: the ground on which articles are
//! compared.

use crate::doc::EntityType;
use crate::text::{ArticleId, Date};

use super::reprint::Fingerprint;

/// The entities of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    /// The article.
    pub article: ArticleId,
    /// When it was published, where it says so.
    pub day: Option<Date>,
    /// What tells whether its text mostly repeats another's.
    pub fingerprint: Fingerprint,
    /// The digest of its text.
    pub text_hash: String,
    /// Its entities, sorted by IRI, each once.
    pub members: Vec<Sketch>,
}

/// What one article tells of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// The local name of its IRI: `ana-ruiz`, or `ruiz.k3f9a2bq` where only the article
    /// binds it.
    pub iri: String,
    /// What kind of thing it is.
    pub entity_type: EntityType,
    /// The best name that the article gives it.
    pub name: String,
    /// The other names.
    pub aliases: Vec<String>,
    /// What the article calls it in its own voice: `Sen.`, `mayor of Brookvale`.
    pub roles: Vec<String>,
}

/// Whether an IRI is bound to one article: no other article's thing has it.
pub(super) fn is_bound(iri: &str) -> bool {
    iri.contains('.')
}
