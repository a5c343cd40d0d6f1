//! A name is the IRI of an article, sentence, entity or fact, and the local part that
//! records hold.

use std::borrow::Cow;
use std::fmt::Write;

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{IriParseError, NamedNode};

use crate::error::{Error, Result};
use crate::text::ArticleId;

use super::vocab;

/// Where articles, entities and facts are named unless the user says otherwise.
pub const DEFAULT_BASE: &str = "https://w3id.org/newsgraph/id/";

/// The prefixes that every query knows, besides those of [`Names::prefixes`].
pub const PREFIXES: &[(&str, &str)] = &[
    ("", vocab::RELATION),
    ("ev", vocab::EVIDENCE),
    ("may", vocab::POSSIBLE),
    ("ng", vocab::NG),
    ("no", vocab::DENIED),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The folders of the base, and the prefixes by which queries know them.
const FOLDERS: &[(&str, &str)] = &[
    ("a", "article/"),
    ("c", "config/"),
    ("e", "entity/"),
    ("f", "fact/"),
    ("s", "sentence/"),
];

/// Mints IRIs under a base and takes them apart again.
///
/// A local part is any text: what an IRI cannot hold is percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    base: String,
}

impl Default for Names {
    fn default() -> Self {
        Self { base: DEFAULT_BASE.to_owned() }
    }
}

impl Names {
    /// Names under `base`, an absolute IRI that ends in `/` or `#`.
    pub fn new(base: impl Into<String>) -> Result<Self> {
        let base = base.into();
        let at =
            |reason: &str| Error::Store { place: base.clone(), reason: reason.into() };
        NamedNode::new(&base)
            .map_err(|it| at(&format!("{it}; give an absolute IRI as the base")))?;
        if !base.ends_with(['/', '#']) {
            return Err(at("a base ends in `/` or `#`; add one"));
        }
        Ok(Self { base })
    }

    /// The base.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Every prefix with its namespace: those of [`PREFIXES`], and `a:`, `c:`, `e:`, `f:`
    /// and `s:` for what is named under this base.
    pub fn prefixes(&self) -> Vec<(&'static str, String)> {
        let fixed = PREFIXES.iter().map(|(prefix, iri)| (*prefix, (*iri).to_owned()));
        let own =
            FOLDERS.iter().map(|(it, folder)| (*it, format!("{}{folder}", self.base)));
        fixed.chain(own).collect()
    }

    /// What writes RDF in a format, with these prefixes.
    pub(super) fn serializer(
        &self,
        format: RdfFormat,
    ) -> Result<RdfSerializer, IriParseError> {
        let plain = RdfSerializer::from_format(format);
        let mut prefixes = self.prefixes().into_iter();
        prefixes.try_fold(plain, |it, (prefix, iri)| it.with_prefix(prefix, iri))
    }

    /// The IRI of an article, which is also the name of its graph.
    pub fn article(&self, id: &ArticleId) -> String {
        self.mint("article/", id.as_str())
    }

    /// The IRI of an entity, from the local name that records hold.
    pub fn entity(&self, local: &str) -> String {
        self.mint("entity/", local)
    }

    /// The IRI of a fact.
    pub fn fact(&self, local: &str) -> String {
        self.mint("fact/", local)
    }

    /// The IRI of a sentence, by its number in the article.
    pub fn sentence(&self, id: &ArticleId, number: u32) -> String {
        self.mint("sentence/", &format!("{id}.{number}"))
    }

    /// What an IRI under this base names, and its local name: `("fact", "7c2k9x4m")`.
    pub fn kind_of(&self, iri: &str) -> Option<(&'static str, String)> {
        FOLDERS.iter().find_map(|(_, folder)| {
            let local = self.local(folder, iri)?;
            Some((folder.trim_end_matches('/'), local))
        })
    }

    /// The IRI of a configuration.
    pub(super) fn config(&self, config: &str) -> String {
        self.mint("config/", config)
    }

    /// The local name in the folder that `iri` lies in, if it is that of `folder`.
    pub(super) fn local(&self, folder: &str, iri: &str) -> Option<String> {
        let local = iri.strip_prefix(&self.base)?.strip_prefix(folder)?;
        Some(decode(local))
    }

    fn mint(&self, folder: &str, local: &str) -> String {
        format!("{}{folder}{}", self.base, encode(local))
    }
}

/// The IRI with the prefix that it is written with: `:endorsed`, `e:maria-lopez`; as it
/// is where none fits.
pub fn shorten(iri: &str) -> Cow<'_, str> {
    shorten_under(&Names::default(), iri)
}

/// [`shorten`] for names under a base of their own.
pub(super) fn shorten_under<'a>(names: &Names, iri: &'a str) -> Cow<'a, str> {
    let fits = |local: &str| {
        !local.is_empty()
            && !local.ends_with('.')
            && local.chars().all(|it| it.is_alphanumeric() || "-_.~%".contains(it))
    };
    if let Some(rest) = iri.strip_prefix(names.base()) {
        for (prefix, folder) in FOLDERS {
            if let Some(local) = rest.strip_prefix(folder).filter(|it| fits(it)) {
                return format!("{prefix}:{local}").into();
            }
        }
    }
    for (prefix, namespace) in PREFIXES {
        if let Some(local) = iri.strip_prefix(namespace).filter(|it| fits(it)) {
            return format!("{prefix}:{local}").into();
        }
    }
    iri.into()
}

/// Percent-encodes what cannot stand in the last part of an IRI, and `%` itself.
pub(crate) fn encode(local: &str) -> Cow<'_, str> {
    let stands = |it: char| it.is_alphanumeric() || "-._~".contains(it);
    if local.chars().all(stands) {
        return local.into();
    }
    let mut out = String::with_capacity(local.len() + 8);
    for it in local.chars() {
        if stands(it) {
            out.push(it);
        } else {
            for byte in it.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out.into()
}

/// Undoes [`encode`]; what was not made by it stays as it is.
pub(crate) fn decode(local: &str) -> String {
    if !local.contains('%') {
        return local.to_owned();
    }
    let mut bytes = Vec::with_capacity(local.len());
    let mut rest = local.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        let code = code.and_then(|it| u8::from_str_radix(it, 16).ok());
        if let Some(byte) = code.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| local.to_owned())
}

/// A name as the local part of an IRI: letters and digits in lower case, one `-` for
/// whatever stands between them. `The Daily Post` gives `the-daily-post`.
pub(super) fn slug(name: &str) -> String {
    let words = name.split(|it: char| !it.is_alphanumeric());
    let words = words.filter(|it| !it.is_empty()).map(str::to_lowercase);
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::{Names, decode, encode, shorten, slug};

    #[test]
    fn whatever_is_encoded_is_a_safe_part_of_an_iri_and_decodes() {
        for (local, encoded) in [
            ("maria-lopez", "maria-lopez"),
            ("josé_ñ.1", "josé_ñ.1"),
            ("a b%c/d", "a%20b%25c%2Fd"),
            ("“x”", "%E2%80%9Cx%E2%80%9D"),
        ] {
            assert_eq!(encode(local), encoded);
            assert_eq!(decode(encoded), local);
        }
        assert_eq!(decode("100%"), "100%");
    }

    #[test]
    fn known_namespaces_are_shortened() {
        let names = Names::default();
        assert_eq!(shorten(&names.entity("maria-lopez")), "e:maria-lopez");
        assert_eq!(shorten("https://w3id.org/newsgraph/relation/fired"), ":fired");
        assert_eq!(shorten("https://dailypost.example/a"), "https://dailypost.example/a");
    }

    #[test]
    fn a_base_is_absolute_and_ends_a_folder() {
        assert!(Names::new("https://archive.example/").is_ok());
        for base in ["archive", "https://archive.example/x"] {
            assert!(Names::new(base).is_err(), "{base}");
        }
    }

    #[test]
    fn publishers_become_slugs() {
        assert_eq!(slug("The Daily Post"), "the-daily-post");
        assert_eq!(slug("  El País, S.A. "), "el-país-s-a");
    }
}
