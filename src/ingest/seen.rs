//! Which articles were seen before, word for word or nearly so.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

use crate::text::{Article, ArticleId};

/// How many words make a shingle.
const SHINGLE: usize = 4;
/// How many smallest values are kept, and how many of them find a candidate.
const VALUES: usize = 32;
const BAND: usize = 4;
/// How many of the values two texts share that are one text with small changes.
const SHARED: usize = 24;

/// The articles that were seen, by little more than a hundred bytes each.
#[derive(Debug, Default)]
pub struct Seen {
    ids: BTreeSet<ArticleId>,
    texts: Vec<(String, [u32; VALUES])>,
    /// The first text that has these values in this band.
    bands: FxHashMap<(usize, [u32; BAND]), usize>,
}

impl Seen {
    /// Adds an article. Where it was seen before: `duplicate` where the publisher says the
    /// same of it too, `reprint` where the text is the same or nearly, with the place of
    /// the first.
    pub fn add(&mut self, article: &Article) -> Option<(&'static str, String)> {
        let values = values(article.body_text());
        let bands: Vec<_> = (0..VALUES / BAND)
            .map(|band| {
                let mut key = [0; BAND];
                key.copy_from_slice(&values[band * BAND..(band + 1) * BAND]);
                (band, key)
            })
            .collect();
        let like = |at: &usize| {
            let pairs = self.texts[*at].1.iter().zip(&values);
            pairs.filter(|(a, b)| a == b).count() >= SHARED
        };
        let candidates = bands.iter().filter_map(|it| self.bands.get(it).copied());
        let found = candidates.filter(like).min();
        let is_new = self.ids.insert(article.id());
        if let Some(at) = found {
            let kind = if is_new { "reprint" } else { "duplicate" };
            return Some((kind, self.texts[at].0.clone()));
        }
        let at = self.texts.len();
        self.texts.push((article.place.clone(), values));
        for it in bands {
            self.bands.entry(it).or_insert(at);
        }
        None
    }
}

/// The smallest hashes of the shingles of a text, each by another function.
fn values(text: &str) -> [u32; VALUES] {
    let words: Vec<u64> = text
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(|it| hash(it.to_lowercase().bytes().map(u64::from)))
        .collect();
    let mut values = [u32::MAX; VALUES];
    let shingles = words.windows(SHINGLE.min(words.len().max(1)));
    for shingle in shingles {
        let mut state = hash(shingle.iter().copied());
        for value in &mut values {
            // A step of SplitMix64.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *value = (*value).min(u32::try_from(mixed >> 32).unwrap_or(u32::MAX));
        }
    }
    values
}

fn hash(parts: impl Iterator<Item = u64>) -> u64 {
    let mut hasher = FxHasher::default();
    parts.for_each(|it| hasher.write_u64(it));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::Seen;
    use crate::text::Article;

    #[test]
    fn reprints_and_duplicates_are_told_from_other_texts() {
        let story = "The mayor of Brookvale said on Monday that she would not run again. She \
                     thanked her staff and the voters. The council meets on Friday to set a date \
                     for the election, which two of its members want to hold in the spring, and \
                     a third in the fall, after the new bridge has been opened to traffic.";
        let mut seen = Seen::default();
        let mut add = |place: &str, text: &str, publisher: Option<&str>| {
            let mut article = Article::new(place, text);
            article.publisher = publisher.map(str::to_owned);
            seen.add(&article)
        };
        assert_eq!(add("a", story, None), None);
        assert_eq!(add("b", story, None), Some(("duplicate", "a".into())));
        assert_eq!(add("c", story, Some("Wire")), Some(("reprint", "a".into())));
        let changed = format!("BROOKVALE (Wire) — {story}");
        assert_eq!(add("d", &changed, None), Some(("reprint", "a".into())));
        let other = story.replace("mayor", "sheriff").replace("council", "court");
        let other = other.replace("election", "trial").replace("Monday", "Sunday");
        let other = other.replace("voters", "jury").replace("bridge", "jail");
        assert_eq!(add("e", &other, None), None);
        assert_eq!(add("f", "Roe won.", None), None);
        assert_eq!(add("g", "Doe lost.", None), None);
    }
}
