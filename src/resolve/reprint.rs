//! A reprint is a text that mostly repeats another's: `MinHash` finds those without
//! comparing every two.
//!
//! The share of equal places of two fingerprints estimates the share of common
//! five-word runs of two texts (Broder 1997). Only texts that agree in a whole band of
//! places are compared.

use std::collections::BTreeMap;

use crate::text::ArticleId;

use super::cluster::{Clusters, Edge};

/// How many words a run has.
const RUN: usize = 5;

/// How many places a fingerprint has, and how many of them make a band.
const PLACES: usize = 64;
const BAND: usize = 4;

/// So many equal places of [`PLACES`] make a reprint.
const EQUAL: usize = 32;

/// A text with fewer runs is too short to tell.
const RUNS: usize = 12;

/// The smallest hashes of the runs of words of a text; empty where it is too short.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fingerprint(Vec<u32>);

impl Fingerprint {
    /// The fingerprint of sentences, in their order.
    pub fn new<'text>(sentences: impl IntoIterator<Item = &'text str>) -> Self {
        let mut runs = Vec::new();
        for sentence in sentences {
            let words = sentence.split(|it: char| !it.is_alphanumeric());
            let words: Vec<_> =
                words.filter(|it| !it.is_empty()).map(str::to_lowercase).collect();
            runs.extend(words.windows(RUN).map(hash));
        }
        runs.sort_unstable();
        runs.dedup();
        if runs.len() < RUNS {
            return Self::default();
        }
        let place = |seed: u64| {
            let mixed = runs.iter().map(|it| mix(it ^ seed));
            mixed.min().map_or(0, |it| u32::try_from(it >> 32).unwrap_or(0))
        };
        let seeds = (1..).take(PLACES).map(|it: u64| mix(it));
        Self(seeds.map(place).collect())
    }

    /// A fingerprint that was taken before, from its [`places`](Self::places).
    pub fn from_places(places: Vec<u32>) -> Self {
        Self(places)
    }

    /// Its hashes, in order.
    pub fn places(&self) -> &[u32] {
        &self.0
    }

    fn equal_places(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).filter(|(left, right)| left == right).count()
    }
}

/// Under each article that mostly repeats others: the first of them, by name.
pub fn reprints(
    texts: &BTreeMap<ArticleId, Fingerprint>,
) -> BTreeMap<ArticleId, ArticleId> {
    let ids: Vec<_> = texts.keys().collect();
    let mut clusters = Clusters::default();
    clusters.grow(ids.len());
    let mut bands: BTreeMap<(usize, &[u32]), usize> = BTreeMap::new();
    for (at, print) in texts.values().enumerate() {
        for (band, places) in print.0.chunks(BAND).enumerate() {
            // The first text of a band stands for all of it.
            let first = *bands.entry((band, places)).or_insert(at);
            let is_near = || texts[ids[first]].equal_places(print) >= EQUAL;
            if first != at && is_near() {
                // Nothing is kept apart here.
                let _ = clusters.join(Edge { left: first, right: at });
            }
        }
    }
    let mut first: BTreeMap<usize, &ArticleId> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for (at, id) in ids.iter().enumerate() {
        let original = *first.entry(clusters.root(at)).or_insert(id);
        if original != *id {
            found.insert((*id).clone(), original.clone());
        }
    }
    found
}

/// FNV-1a over words, so that the same text has the same fingerprint everywhere.
fn hash(words: &[String]) -> u64 {
    let bytes = words.iter().flat_map(|it| it.bytes().chain([b' ']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The finisher of `SplitMix64`: every bit of the input moves every bit of the output.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Fingerprint, reprints};
    use crate::text::ArticleId;

    #[test]
    fn a_text_with_another_opening_is_a_reprint_and_another_story_is_not() {
        let story: Vec<String> = (0..20)
            .map(|it| {
                format!("Councillor number {it} of Brookvale voted for ferry {it}.")
            })
            .collect();
        let text = |from: &[String]| Fingerprint::new(from.iter().map(String::as_str));
        let mut longer = vec!["From our correspondent in Harlow, with love.".to_owned()];
        longer.extend_from_slice(&story);
        let other: Vec<String> =
            (0..20).map(|it| format!("The choir sang song {it} in the hall.")).collect();
        let id = |name: &str| ArticleId::from_minted(name);
        let texts: BTreeMap<_, _> = [
            (id("a"), text(&story)),
            (id("b"), text(&longer)),
            (id("c"), text(&other)),
            (id("d"), text(&["Too short.".to_owned()])),
            (id("e"), text(&["Too short.".to_owned()])),
        ]
        .into();
        assert_eq!(reprints(&texts), [(id("b"), id("a"))].into());
    }
}
