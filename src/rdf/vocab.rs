//! A term is a class or property of the graph, by its IRI.
//!
//! Those that newsgraph mints are defined in `data/ontology/newsgraph.ttl`, one constant
//! here for each; a test compares the two. The others belong to the vocabularies that
//! newsgraph reuses.

use crate::doc::EntityType;

/// The namespace of relations, `:`.
pub const RELATION: &str = "https://w3id.org/newsgraph/relation/";
/// The namespace of links to what somebody states, `ev:`.
pub const EVIDENCE: &str = "https://w3id.org/newsgraph/evidence/";
/// The namespace of links to what somebody denies, `no:`.
pub const DENIED: &str = "https://w3id.org/newsgraph/denied/";
/// The namespace of links to what is planned, possible or did not come true, `may:`.
pub const POSSIBLE: &str = "https://w3id.org/newsgraph/possible/";
/// The namespace of the few classes and properties below, `ng:`.
pub const NG: &str = "https://w3id.org/newsgraph/ns#";

/// Declares constants that share a namespace, and the slice of them all.
macro_rules! terms {
    ($namespace:literal, $(#[$all:meta])* $slice:ident, { $($(#[$doc:meta])* $name:ident = $local:literal),* $(,)? }) => {
        $($(#[$doc])* pub const $name: &str = concat!($namespace, $local);)*

        $(#[$all])*
        pub const $slice: &[&str] = &[$($name),*];
    };
}

terms! {
    "https://w3id.org/newsgraph/ns#",
    /// Every minted term but the roles of arguments, which are the words of
    /// [`Role`](crate::extract::Role).
    MINTED, {
        /// A physical thing.
        ARTIFACT = "Artifact",
        /// A calendar date or interval.
        DATE = "Date",
        /// A statement found in one sentence of one article.
        FACT = "Fact",
        /// A set of people or organisations without a legal form.
        GROUP = "Group",
        /// A public office, post, rank or candidacy.
        OFFICE = "Office",
        /// A sentence that a fact cites.
        SENTENCE_CLASS = "Sentence",
        /// The article of a fact or sentence.
        ARTICLE = "article",
        /// The source of a fact, under the name that its article gives it.
        ATTRIBUTED_AS = "attributedAs",
        /// On whose word a fact stands.
        ATTRIBUTED_TO = "attributedTo",
        /// The CAMEO codes of a relation.
        CAMEO = "cameo",
        /// How often facts found like this one are right.
        CONFIDENCE = "confidence",
        /// The words that attribute a fact.
        CUE = "cue",
        /// From a relation to its `no:` face.
        DENIAL = "denial",
        /// The code point after the last of a sentence.
        END = "end",
        /// The last day on which a fact holds.
        EVENT_END = "eventEnd",
        /// The first day on which a fact holds.
        EVENT_START = "eventStart",
        /// From a relation to its `ev:` face.
        EVIDENCE_PROPERTY = "evidence",
        /// How a fact stands to what happened.
        FACTUALITY = "factuality",
        /// The field of life that a relation belongs to.
        FIELD = "field",
        /// A property elsewhere that points from object to subject.
        INVERSE_MATCH = "inverseMatch",
        /// To whom or what.
        OBJECT = "object",
        /// The object of a fact, under the name that its article gives it.
        OBJECT_AS = "objectAs",
        /// The PLOVER type of a relation.
        PLOVER = "plover",
        /// That a fact is said not to hold.
        POLARITY = "polarity",
        /// From a relation to its `may:` face.
        POSSIBILITY = "possibility",
        /// The words of a sentence.
        QUOTE = "quote",
        /// The concept scheme of the relations that have a definition.
        RELATIONS = "relations",
        /// The day of publication.
        REPORTED = "reported",
        /// The rule that found a fact.
        RULE = "rule",
        /// The sentence that states a fact.
        SENTENCE = "sentence",
        /// Where subject, predicate and object stand.
        SPANS = "spans",
        /// The first code point of a sentence.
        START = "start",
        /// The subject of a fact, under the name that its article gives it.
        SUBJECT_AS = "subjectAs",
        /// The words of a predicate.
        SURFACE = "surface",
        /// The digest of an article's text.
        TEXT_HASH = "textHash",
        /// The words that give the time of a fact.
        TIME_EXPRESSION = "timeExpression",
        /// The TIMEX3 value of the time of a fact.
        TIMEX = "timex",
        /// Somebody whom the article does not name.
        UNNAMED_SOURCE = "unnamedSource",
    }
}

terms! {
    "https://schema.org/",
    /// The terms of schema.org that the graph uses.
    SCHEMA, {
        /// An article.
        NEWS_ARTICLE = "NewsArticle",
        /// A publisher of articles.
        NEWS_MEDIA_ORGANIZATION = "NewsMediaOrganization",
        /// Who wrote an article.
        AUTHOR = "author",
        /// When an article was published.
        DATE_PUBLISHED = "datePublished",
        /// The headline of an article.
        HEADLINE = "headline",
        /// The name of a publisher, as its article gives it.
        NAME = "name",
        /// Who published an article.
        PUBLISHER = "publisher",
        /// Where an article can be read.
        URL = "url",
    }
}

/// `rdf:type`.
pub const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
/// `rdfs:label`.
pub const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
/// `rdfs:comment`.
pub const COMMENT: &str = "http://www.w3.org/2000/01/rdf-schema#comment";
/// `skos:altLabel`.
pub const ALT_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
/// `skos:inScheme`.
pub const IN_SCHEME: &str = "http://www.w3.org/2004/02/skos/core#inScheme";
/// `owl:inverseOf`.
pub const INVERSE_OF: &str = "http://www.w3.org/2002/07/owl#inverseOf";
/// `owl:sameAs`.
pub const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";
/// `prov:wasGeneratedBy`.
pub const WAS_GENERATED_BY: &str = "http://www.w3.org/ns/prov#wasGeneratedBy";
/// `schema:domainIncludes`.
pub const DOMAIN_INCLUDES: &str = "https://schema.org/domainIncludes";
/// `schema:rangeIncludes`.
pub const RANGE_INCLUDES: &str = "https://schema.org/rangeIncludes";

/// The class of the entities of a type.
pub const fn class(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Person => "https://schema.org/Person",
        EntityType::Organization => "https://schema.org/Organization",
        EntityType::Group => GROUP,
        EntityType::Place => "https://schema.org/Place",
        EntityType::Office => OFFICE,
        EntityType::Event => "https://schema.org/Event",
        EntityType::Work => "https://schema.org/CreativeWork",
        EntityType::Law => "https://schema.org/Legislation",
        EntityType::Date => DATE,
        EntityType::Money => "https://schema.org/MonetaryAmount",
        EntityType::Quantity => "https://schema.org/QuantitativeValue",
        EntityType::Artifact => ARTIFACT,
        EntityType::Other => "https://schema.org/Thing",
    }
}
