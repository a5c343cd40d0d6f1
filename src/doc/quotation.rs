//! A quotation is a stretch between quotation marks; it may run over several sentences.

use std::ops::Range;

use super::{Document, TokenId};

/// The quotations of a document.
#[derive(Debug, Clone, Default)]
pub struct Quotations {
    /// Words between marks, the marks included; in order, not overlapping.
    ranges: Vec<Range<u32>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Opening,
    Closing,
    Straight,
}

impl Quotations {
    /// Finds the quotations. A straight mark opens where only its left side is free, and
    /// closes where only its right side is. A quotation that nobody closes ends with its
    /// paragraph, unless the next paragraph opens with a mark: then it goes on.
    pub fn of(doc: &Document) -> Self {
        let mut ranges = Vec::new();
        let mut open = None;
        for (index, token) in doc.tokens.iter().enumerate() {
            let id = TokenId::new(index);
            if let Some(start) = open
                && index > 0
                && starts_paragraph(doc, id)
                && mark_of(doc.form(id)).is_none()
            {
                ranges.push(start..id.0);
                open = None;
            }
            let Some(mark) = mark_of(doc.form(id)) else { continue };
            let text = &doc.article.text;
            let free = |it: Option<char>| it.is_none_or(char::is_whitespace);
            let left = free(text[..token.span.start()].chars().next_back());
            let right = free(text[token.span.end()..].chars().next());
            let opens = match (mark, left, right) {
                (Mark::Opening, ..) => true,
                (Mark::Closing, ..) => false,
                (Mark::Straight, true, false) => true,
                (Mark::Straight, false, true) => false,
                (Mark::Straight, ..) => open.is_none(),
            };
            match (opens, open) {
                (true, None) => open = Some(id.0),
                (false, Some(start)) => {
                    ranges.push(start..id.0 + 1);
                    open = None;
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
        if let Some(start) = open {
            ranges.push(start..TokenId::new(doc.tokens.len()).0);
        }
        Self { ranges }
    }

    /// The quotation that a word stands in.
    pub fn at(&self, token: TokenId) -> Option<usize> {
        let index = self.ranges.partition_point(|it| it.end <= token.0);
        let range = self.ranges.get(index)?;
        range.contains(&token.0).then_some(index)
    }

    /// The words of a quotation.
    pub fn range(&self, quotation: usize) -> Range<u32> {
        self.ranges[quotation].clone()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// For each word of the document, whether it stands in a quotation, the marks left
    /// out.
    pub fn words(&self, doc: &Document) -> Vec<bool> {
        let stands =
            |it: TokenId| self.at(it).is_some() && mark_of(doc.form(it)).is_none();
        (0..doc.tokens.len()).map(TokenId::new).map(stands).collect()
    }
}

fn mark_of(form: &str) -> Option<Mark> {
    match form {
        "“" | "„" | "``" | "«" => Some(Mark::Opening),
        "”" | "»" => Some(Mark::Closing),
        // Two apostrophes close where two accents open, and stand for both elsewhere.
        "\"" | "＂" | "''" => Some(Mark::Straight),
        _ => None,
    }
}

/// Whether a line ends between a word and the one before it.
fn starts_paragraph(doc: &Document, token: TokenId) -> bool {
    let before = doc.tokens[token.index() - 1].span.end();
    let here = doc.tokens[token.index()].span.start();
    doc.article.text.get(before..here).is_some_and(|it| it.contains('\n'))
}
