//! What a part of a page is for, by the names that its author gave it.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::lexicon::Lexicon;

use super::tree::Node;

/// What an element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    /// It holds the text of the article.
    Content,
    /// It is not of the article.
    Boilerplate,
    /// Its readers wrote it.
    Comments,
    /// It stands below a picture.
    Caption,
    /// It is a post of a social network.
    Post,
}

/// The names of parts of pages, by their words: `article body`.
#[derive(Debug)]
pub(super) struct PartNames {
    names: FxHashMap<String, Part>,
    /// How many words the longest has.
    longest: usize,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    part: Part,
}

const TABLE: &str = "lexicon/page_parts.csv";

impl PartNames {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let rows: Vec<Row> = lexicon.rows(TABLE)?;
        let longest = rows.iter().map(|it| it.name.split(' ').count()).max();
        let longest = longest.ok_or_else(|| Error::Data {
            file: format!("data/{TABLE}"),
            line: 1,
            reason: "no row; give the names of parts of pages".into(),
        })?;
        let names = rows.into_iter().map(|it| (it.name, it.part)).collect();
        Ok(Self { names, longest })
    }

    /// What an element is for by its classes and its `id`; boilerplate goes before
    /// content, as in `article-body-share`.
    pub(super) fn part(&self, node: &Node) -> Option<Part> {
        let given = ["class", "id", "data-testid", "data-component"];
        let names = given.iter().filter_map(|it| node.attribute(it));
        let mut found = None;
        for name in names.flat_map(str::split_ascii_whitespace).take(24) {
            let parts = self.parts(name);
            // `article-body-share` may be either.
            if parts.contains(&Part::Content) && parts.len() > 1 {
                continue;
            }
            let Some(part) = parts.last().copied() else { continue };
            found = match (found, part) {
                (Some(Part::Boilerplate), Part::Content) => found,
                _ => Some(part),
            };
        }
        found
    }

    /// The parts that the words of a name stand for.
    fn parts(&self, name: &str) -> Vec<Part> {
        let words = words(name);
        let starts = 0..words.len();
        let mut found: Vec<_> = starts
            .flat_map(|at| (1..=self.longest).map(move |len| at..at + len))
            .filter_map(|it| self.names.get(&words.get(it)?.join(" ")).copied())
            .collect();
        found.dedup();
        found
    }
}

/// The words of a name: `ArticleBody__share-bar` has four.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before_is_lower = false;
    for c in name.chars().take(80) {
        let is_hump = c.is_ascii_uppercase() && before_is_lower;
        if (is_hump || !c.is_ascii_alphabetic()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase());
        }
        before_is_lower = c.is_ascii_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_are_cut_at_marks_and_humps() {
        assert_eq!(words("ArticleBody__share-bar2"), ["article", "body", "share", "bar"]);
        assert_eq!(words("--"), [""; 0]);
    }
}
