//! The ontology and the queries that the program carries with it.

/// `data/ontology/newsgraph.ttl`.
pub(super) const ONTOLOGY: &str = include_str!("../../data/ontology/newsgraph.ttl");

/// Every query of `queries/`, by the name that `newsgraph query` knows it by.
pub(super) const QUERIES: &[(&str, &str)] = &[
    ("about", include_str!("../../queries/about.rq")),
    ("backed_the_winner", include_str!("../../queries/backed_the_winner.rq")),
    ("claims", include_str!("../../queries/claims.rq")),
    ("contradictions", include_str!("../../queries/contradictions.rq")),
    ("corroborated", include_str!("../../queries/corroborated.rq")),
    ("defeats", include_str!("../../queries/defeats.rq")),
    ("endorsement_evidence", include_str!("../../queries/endorsement_evidence.rq")),
    ("endorsements", include_str!("../../queries/endorsements.rq")),
    ("exclusives", include_str!("../../queries/exclusives.rq")),
    ("first_reports", include_str!("../../queries/first_reports.rq")),
];
