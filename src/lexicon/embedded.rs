//! The tables that the program carries with it.

/// Every table under `data/` that the program reads, by its path there.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("lexicon/abbreviation.csv", include_str!("../../data/lexicon/abbreviation.csv")),
    ("lexicon/contraction.csv", include_str!("../../data/lexicon/contraction.csv")),
    ("lexicon/hyphen_prefix.csv", include_str!("../../data/lexicon/hyphen_prefix.csv")),
    ("lexicon/irregular.csv", include_str!("../../data/lexicon/irregular.csv")),
    ("lexicon/lemma.csv", include_str!("../../data/lexicon/lemma.csv")),
    (
        "lexicon/sentence_opener.csv",
        include_str!("../../data/lexicon/sentence_opener.csv"),
    ),
];
