//! The tables that the program carries with it.

/// Every table under `data/` that the program reads, by its path there.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("lexicon/holidays.csv", include_str!("../../data/lexicon/holidays.csv")),
    ("lexicon/time.csv", include_str!("../../data/lexicon/time.csv")),
];
