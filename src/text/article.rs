//! An article is a text with what its publisher says about it: schema.org `NewsArticle`.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{Block, Note, Span};

/// A news article. Its text is never altered: every span of every stage points into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The file, line or record that it was read from; for messages, never for the graph.
    pub place: String,
    /// `schema:headline`.
    pub headline: Option<String>,
    /// `schema:author`, in the order given.
    pub authors: Vec<String>,
    /// `schema:publisher`.
    pub publisher: Option<String>,
    /// `schema:url`.
    pub url: Option<String>,
    /// `schema:datePublished`, which is TimeML's document creation time. Never guessed.
    pub date_published: Option<Date>,
    /// All that was read, header lines included, so that offsets are those of the file.
    pub text: Arc<str>,
    /// `schema:articleBody`: the part of `text` that is to be read. Spans count from the
    /// start of `text` all the same.
    pub body: Span,
    /// The parts of the body, in order; empty where it is running text throughout.
    pub blocks: Vec<Block>,
    /// What was doubtful or repaired when it was read; for `check`, never for the graph.
    pub notes: Vec<Note>,
}

impl Article {
    /// An article of which nothing is known but its text.
    pub fn new(place: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let body = Span::new(0, text.len());
        Self {
            place: place.into(),
            headline: None,
            authors: Vec::new(),
            publisher: None,
            url: None,
            date_published: None,
            text,
            body,
            blocks: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The parts of the body that are to be read for facts, in order.
    pub fn prose(&self) -> Vec<Span> {
        if self.blocks.is_empty() {
            return vec![self.body];
        }
        let prose = self.blocks.iter().filter(|it| it.kind.is_prose());
        prose.map(|it| it.span).collect()
    }

    /// The words of the body.
    pub fn body_text(&self) -> &str {
        self.body.of(&self.text)
    }

    /// The name of the article: its date and a digest of publisher, date, address,
    /// headline and body. The same article read twice has the same name.
    pub fn id(&self) -> ArticleId {
        let mut hash = Sha256::new();
        let date = self.date_published.map(|it| it.to_string()).unwrap_or_default();
        for field in [
            self.publisher.as_deref().unwrap_or_default(),
            &date,
            self.url.as_deref().unwrap_or_default(),
            self.headline.as_deref().unwrap_or_default(),
            self.body_text(),
        ] {
            hash.update((field.len() as u64).to_le_bytes());
            hash.update(field);
        }
        let date = if date.is_empty() { "undated" } else { &date };
        ArticleId(format!("{date}-{}", base32(&hash.finalize(), 8)).into())
    }

    /// The digest of the body alone, which reprints share: SHA-256, 26 base-32 digits.
    pub fn text_hash(&self) -> String {
        base32(&Sha256::digest(self.body_text()), 26)
    }
}

/// The name of an article in the graph: `2024-03-04-k3f9a2bq`, `undated-k3f9a2bq`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(Arc<str>);

impl ArticleId {
    /// Takes a name that was minted before, as one reads it from a store.
    pub fn from_minted(name: impl Into<String>) -> Self {
        Self(name.into().into())
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digest at its end, which binds lone surnames to their article.
    pub fn digest(&self) -> &str {
        self.0.rsplit('-').next().unwrap_or_default()
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first `digits` base-32 digits (`a` to `z`, `2` to `7`) of `bytes`.
pub(crate) fn base32(bytes: &[u8], digits: usize) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..digits)
        .map(|digit| {
            let value = (0..5).fold(0, |value, bit| {
                let place = digit * 5 + bit;
                let byte = bytes.get(place / 8).copied().unwrap_or_default();
                value << 1 | usize::from(byte >> (7 - place % 8) & 1)
            });
            char::from(DIGITS[value])
        })
        .collect()
}

/// Turns bytes of a text into code points, as RDF and gold files count, and back.
///
/// JavaScript counts UTF-16 units, which differ again outside the basic plane.
#[derive(Debug, Clone)]
pub struct Offsets {
    /// The byte at which every 64th code point starts.
    marks: Vec<u32>,
    text: Arc<str>,
}

impl Offsets {
    const STEP: usize = 64;

    /// The offsets of a text.
    pub fn new(text: &Arc<str>) -> Self {
        let marks = text
            .char_indices()
            .step_by(Self::STEP)
            .map(|(byte, _)| u32::try_from(byte).unwrap_or(u32::MAX))
            .collect();
        Self { marks, text: Arc::clone(text) }
    }

    /// The code point at which byte `byte` lies.
    pub fn code_point(&self, byte: usize) -> usize {
        let block = self.marks.partition_point(|it| *it as usize <= byte).max(1) - 1;
        let start = self.marks.get(block).map_or(0, |it| *it as usize);
        let end = byte.min(self.text.len());
        block * Self::STEP + self.text.get(start..end).map_or(0, |it| it.chars().count())
    }

    /// A span in code points, start and end.
    pub fn code_points(&self, span: Span) -> (usize, usize) {
        (self.code_point(span.start()), self.code_point(span.end()))
    }

    /// The byte at which code point `code_point` starts; the length of the text past it.
    pub fn byte(&self, code_point: usize) -> usize {
        let block = (code_point / Self::STEP).min(self.marks.len().saturating_sub(1));
        let start = self.marks.get(block).map_or(0, |it| *it as usize);
        let rest = code_point - block * Self::STEP;
        self.text[start..]
            .char_indices()
            .nth(rest)
            .map_or(self.text.len(), |(byte, _)| start + byte)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Article, Offsets, Span, base32};

    #[test]
    fn names_depend_on_what_the_publisher_says_and_not_on_the_place() {
        let mut article = Article::new("a.txt", "Acme bought Bolt Labs.");
        assert_eq!(article.id(), Article::new("b.txt", "Acme bought Bolt Labs.").id());
        assert!(article.id().as_str().starts_with("undated-"));
        let before = article.id();
        article.date_published = "2024-03-04".parse().ok();
        assert_ne!(before, article.id());
        assert_eq!(article.id().as_str().len(), "2024-03-04-k3f9a2bq".len());
        assert_eq!(article.id().digest().len(), 8);
    }

    #[test]
    fn digests_are_of_the_body() {
        let mut article = Article::new("a.txt", "date: 2024-03-04\n\nAcme bought Bolt.");
        article.body = Span::new(18, 35);
        assert_eq!(article.body_text(), "Acme bought Bolt.");
        let plain = Article::new("b.txt", "Acme bought Bolt.");
        assert_eq!(article.text_hash(), plain.text_hash());
        assert_eq!(article.id(), plain.id());
    }

    #[test]
    fn base32_agrees_with_rfc_4648() {
        assert_eq!(base32(b"foobar", 8), "mzxw6ytb");
        assert_eq!(base32(b"f", 2), "my");
    }

    #[test]
    fn offsets_count_code_points() {
        let text: Arc<str> = "aé€😀".repeat(100).into();
        let offsets = Offsets::new(&text);
        for (code_point, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.code_point(byte), code_point);
            assert_eq!(offsets.byte(code_point), byte);
        }
        assert_eq!(offsets.code_point(text.len()), 400);
        assert_eq!(offsets.byte(400), text.len());
        assert_eq!(Offsets::new(&"".into()).code_point(0), 0);
    }
}
