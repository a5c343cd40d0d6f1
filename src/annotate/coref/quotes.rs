//! Quotations: which words stand between quotation marks.

use crate::doc::Document;

/// What a quotation mark does.
enum Mark {
    Opens,
    Closes,
}

/// For each word of the document, whether it stands in a quotation. One that nobody
/// closes ends with its paragraph, unless the next paragraph opens with a mark again.
pub(super) fn quoted(doc: &Document) -> Vec<bool> {
    let mut quoted = vec![false; doc.tokens.len()];
    let mut inside = false;
    let mut end = 0;
    for (at, token) in doc.tokens.iter().enumerate() {
        let gap = doc.article.text.get(end..token.span.start()).unwrap_or_default();
        let mark = mark(doc, at, inside);
        if gap.contains('\n') {
            // What a colon announces and no mark begins is quoted as a whole.
            let before = at.checked_sub(1).map(|it| doc.text(doc.tokens[it].span));
            let is_announced = before == Some(":") && mark.is_none();
            if mark.is_none() {
                inside = is_announced;
            }
        }
        match mark {
            Some(Mark::Opens) => inside = true,
            Some(Mark::Closes) => inside = false,
            None => quoted[at] = inside,
        }
        end = token.span.end();
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
