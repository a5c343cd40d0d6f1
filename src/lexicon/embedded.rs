//! The tables that the program carries with it.

/// Every table under `data/` that the program reads, by its path there.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("gazetteer/honorifics.csv", include_str!("../../data/gazetteer/honorifics.csv")),
    ("gazetteer/names.csv", include_str!("../../data/gazetteer/names.csv")),
    ("gazetteer/parties.csv", include_str!("../../data/gazetteer/parties.csv")),
    ("lexicon/abbreviation.csv", include_str!("../../data/lexicon/abbreviation.csv")),
    ("lexicon/attribution.csv", include_str!("../../data/lexicon/attribution.csv")),
    (
        "lexicon/attribution_prepositions.csv",
        include_str!("../../data/lexicon/attribution_prepositions.csv"),
    ),
    ("lexicon/confidence.csv", include_str!("../../data/lexicon/confidence.csv")),
    ("lexicon/connectives.csv", include_str!("../../data/lexicon/connectives.csv")),
    ("lexicon/contraction.csv", include_str!("../../data/lexicon/contraction.csv")),
    ("lexicon/control.csv", include_str!("../../data/lexicon/control.csv")),
    ("lexicon/event_nouns.csv", include_str!("../../data/lexicon/event_nouns.csv")),
    ("lexicon/factuality.csv", include_str!("../../data/lexicon/factuality.csv")),
    ("lexicon/holidays.csv", include_str!("../../data/lexicon/holidays.csv")),
    ("lexicon/hyphen_prefix.csv", include_str!("../../data/lexicon/hyphen_prefix.csv")),
    ("lexicon/irregular.csv", include_str!("../../data/lexicon/irregular.csv")),
    ("lexicon/lemma.csv", include_str!("../../data/lexicon/lemma.csv")),
    ("lexicon/modality.csv", include_str!("../../data/lexicon/modality.csv")),
    ("lexicon/name_links.csv", include_str!("../../data/lexicon/name_links.csv")),
    ("lexicon/negation.csv", include_str!("../../data/lexicon/negation.csv")),
    ("lexicon/parts.csv", include_str!("../../data/lexicon/parts.csv")),
    ("lexicon/prepositions.csv", include_str!("../../data/lexicon/prepositions.csv")),
    ("lexicon/ranks.csv", include_str!("../../data/lexicon/ranks.csv")),
    ("lexicon/relations.csv", include_str!("../../data/lexicon/relations.csv")),
    ("lexicon/roles.csv", include_str!("../../data/lexicon/roles.csv")),
    (
        "lexicon/sentence_opener.csv",
        include_str!("../../data/lexicon/sentence_opener.csv"),
    ),
    ("lexicon/subordinators.csv", include_str!("../../data/lexicon/subordinators.csv")),
    ("lexicon/time.csv", include_str!("../../data/lexicon/time.csv")),
];
