//! Wrapping breaks a text into lines that fit a column.

/// The text in lines of at most `width` characters, broken between words; a word that is
/// longer is broken after `-`, `/`, `_` or `.`, or else where the line ends. At least one
/// line.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let mut word = word;
        let mut count = word.chars().count();
        if length > 0 && length + 1 + count <= width {
            line.push(' ');
            length += 1;
        } else if length > 0 {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        while count > width {
            let (head, tail) = word.split_at(break_at(word, width));
            lines.push(head.to_owned());
            word = tail;
            count = word.chars().count();
        }
        line.push_str(word);
        length += count;
    }
    if length > 0 || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Where to break a word that is longer than `width` characters, in bytes.
fn break_at(word: &str, width: usize) -> usize {
    let end = word.char_indices().nth(width).map_or(word.len(), |(at, _)| at);
    let hyphen = word[..end].rfind(['-', '/', '_', '.']).map(|it| it + 1);
    hyphen.filter(|it| *it > end / 2).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_between_words_and_long_words_break_too() {
        for (text, width, lines) in [
            ("one two  three", 7, &["one two", "three"][..]),
            ("e:the-dockworkers-union.5f", 18, &["e:the-dockworkers-", "union.5f"]),
            ("a abcdefgh", 4, &["a", "abcd", "efgh"]),
            ("", 5, &[""]),
            ("été à Nîmes", 6, &["été à", "Nîmes"]),
        ] {
            assert_eq!(wrap(text, width), lines, "{text}");
        }
    }
}
