//! The local name of an entity's IRI: full names bare, all others bound to their article.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::naming::Name;

/// A slug is cut at the last word that ends within so many characters.
const LONGEST: usize = 60;

/// The IRIs minted for one article: no two entities get the same.
#[derive(Debug)]
pub(super) struct Mint<'article> {
    digest: &'article str,
    minted: BTreeSet<String>,
    /// The last number given to a second entity of each name.
    numbers: BTreeMap<String, usize>,
}

impl<'article> Mint<'article> {
    /// For the article whose id ends in `digest`.
    pub(super) fn new(digest: &'article str) -> Self {
        Self { digest, minted: BTreeSet::new(), numbers: BTreeMap::new() }
    }

    /// The IRI of an entity of this name: `ana-ruiz` for a full name, `ruiz.k3f9a2bq` for
    /// any other; a second entity of the same name gets `ana-ruiz-2.k3f9a2bq`, which
    /// cannot meet anything in another article.
    pub(super) fn mint(&mut self, name: &Name) -> String {
        let slug = slug(name.unique.as_deref().unwrap_or(&name.text));
        let bound = |slug: &str| format!("{slug}.{}", self.digest);
        let mut iri = if name.unique.is_some() { slug.clone() } else { bound(&slug) };
        if self.minted.contains(&iri) {
            let number = self.numbers.entry(slug.clone()).or_insert(1);
            while self.minted.contains(&iri) {
                *number += 1;
                iri = bound(&format!("{slug}-{number}"));
            }
        }
        self.minted.insert(iri.clone());
        iri
    }
}

/// Letters and digits in lower case, joined by hyphens; Latin letters lose their marks,
/// those of other scripts stay. `thing` where nothing is left.
fn slug(name: &str) -> String {
    let plain = name.nfkd().filter(|it| !is_combining_mark(*it));
    let plain: String = plain.flat_map(char::to_lowercase).nfc().collect();
    let joined = plain.replace(['.', '\'', '\u{2019}'], "");
    let words = joined.split(|it: char| !it.is_alphanumeric());
    let mut slug = String::new();
    for word in words.filter(|it| !it.is_empty()) {
        let length = slug.chars().count() + word.chars().count();
        if !slug.is_empty() {
            if length >= LONGEST {
                break;
            }
            slug.push('-');
        }
        slug.push_str(word);
    }
    if slug.is_empty() { "thing".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::{Mint, Name, slug};

    #[test]
    fn slugs_keep_letters_and_drop_marks() {
        for (name, expected) in [
            ("Tommy Tuberville", "tommy-tuberville"),
            ("José Núñez", "jose-nunez"),
            ("O\u{2019}Brien & Co.", "obrien-co"),
            ("U.S.", "us"),
            ("Ångström", "angstrom"),
            ("Москва", "москва"),
            ("北京", "北京"),
            ("—", "thing"),
        ] {
            assert_eq!(slug(name), expected);
        }
        let long = slug(&"word ".repeat(40));
        assert!(long.len() <= 60 && long.ends_with("-word"));
    }

    #[test]
    fn full_names_are_bare_and_others_bound_and_none_is_minted_twice() {
        let full = Name { text: "Ana Ruiz".into(), unique: Some("Ana Ruiz".into()) };
        let phrase = Name { text: "the aide".into(), unique: None };
        let mut mint = Mint::new("k3f9a2bq");
        assert_eq!(mint.mint(&full), "ana-ruiz");
        assert_eq!(mint.mint(&full), "ana-ruiz-2.k3f9a2bq");
        assert_eq!(mint.mint(&phrase), "the-aide.k3f9a2bq");
        assert_eq!(mint.mint(&phrase), "the-aide-2.k3f9a2bq");
    }
}
