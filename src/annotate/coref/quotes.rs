//! Quotations: which words stand between quotation marks.

use crate::doc::{Document, Quotations};

/// For each word of the document, whether it stands in a quotation.
pub(super) fn quoted(doc: &Document) -> Vec<bool> {
    Quotations::of(doc).words(doc)
}

#[cfg(test)]
mod tests {
    use super::super::testing::document;
    use super::quoted;

    #[test]
    fn marks_open_and_close_and_paragraphs_end_what_nobody_closes() {
        let sentence = |words: &str| {
            let rows = words.split(' ').zip(1..).map(|(word, id)| {
                format!("{id} {word} {word} X FW _ {} dep\n", i32::from(id != 1))
            });
            rows.collect::<String>() + "\n"
        };
        let conllu = sentence("\" We won . \" he said , \u{201c} at last")
            + "# newpar\n"
            + &sentence("She left");
        let doc = document(&conllu, &[]);
        let inside: Vec<_> = doc
            .tokens
            .iter()
            .zip(quoted(&doc))
            .filter(|(_, quoted)| *quoted)
            .map(|(it, _)| doc.text(it.span))
            .collect();
        assert_eq!(inside, ["We", "won", ".", "at", "last"]);
    }
}
