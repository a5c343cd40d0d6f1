//! Words and numbers as they stand in a line for a reader.

/// Words with single spaces between them, whatever the line breaks of the text.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words as they stand, with a space for each character that would end a line or a column.
pub(crate) fn unbroken(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// A number with commas between its thousands.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number with its noun: `1 article`, `1,200 articles`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::{count, grouped, one_line, unbroken};

    #[test]
    fn numbers_are_read_by_their_thousands() {
        let numbers = [0, 999, 1_000, 12_431, 1_000_000].map(grouped);
        assert_eq!(numbers, ["0", "999", "1,000", "12,431", "1,000,000"]);
        let counts = [0, 1, 1_200].map(|it| count(it, "fact"));
        assert_eq!(counts, ["0 facts", "1 fact", "1,200 facts"]);
    }

    #[test]
    fn line_breaks_are_spaces() {
        assert_eq!(one_line(" the mayor\n  of\tHarlow "), "the mayor of Harlow");
        assert_eq!(unbroken(" the mayor\n  of\tHarlow "), " the mayor   of Harlow ");
    }
}
