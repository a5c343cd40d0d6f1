//! Quotations: which words stand between quotation marks.

use crate::doc::Document;

/// A quotation that has not been closed after so many sentences was never opened.
const LONGEST: usize = 8;

/// What a quotation mark does.
enum Mark {
    Opens,
    Closes,
}

/// For each word of the document, whether it stands in a quotation.
pub(super) fn quoted(doc: &Document) -> Vec<bool> {
    let mut quoted = vec![false; doc.tokens.len()];
    let mut inside = false;
    let mut run = 0;
    for sent in &doc.sentences {
        for token in sent.token_ids() {
            match mark(doc, token.index(), inside) {
                Some(Mark::Opens) => inside = true,
                Some(Mark::Closes) => inside = false,
                None => quoted[token.index()] = inside,
            }
        }
        run = if inside { run + 1 } else { 0 };
        if run > LONGEST {
            inside = false;
        }
    }
    quoted
}

/// What a word does if it is a quotation mark. A straight one opens where the text goes
/// on right after it and not right before it.
fn mark(doc: &Document, token: usize, inside: bool) -> Option<Mark> {
    let span = doc.tokens[token].span;
    match doc.text(span) {
        "\u{201c}" | "``" => Some(Mark::Opens),
        "\u{201d}" | "''" => Some(Mark::Closes),
        "\"" => {
            let text = &doc.article.text;
            let before = text.get(..span.start()).and_then(|it| it.chars().next_back());
            let after = text.get(span.end()..).and_then(|it| it.chars().next());
            let is_gap = |it: Option<char>| it.is_none_or(char::is_whitespace);
            match (is_gap(before), is_gap(after)) {
                (true, false) => Some(Mark::Opens),
                (false, true) => Some(Mark::Closes),
                _ if inside => Some(Mark::Closes),
                _ => Some(Mark::Opens),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::document;
    use super::quoted;

    #[test]
    fn straight_and_curly_marks_open_and_close() {
        let doc = document(&[
            ("\" We won . \"", "0 0 0 0 0"),
            ("he said , \u{201c} at last . \u{201d}", "0 0 0 0 0 0 0 0"),
        ]);
        let words: Vec<_> = doc
            .tokens
            .iter()
            .zip(quoted(&doc))
            .filter(|(_, quoted)| *quoted)
            .map(|(it, _)| doc.text(it.span))
            .collect();
        assert_eq!(words, ["We", "won", ".", "at", "last", "."]);
    }
}
