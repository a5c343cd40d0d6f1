//! An address opens an article at a sentence: the article's, with a text fragment.

/// How many words at each end of a long sentence find it in the page.
const WORDS: usize = 4;

/// The address of a sentence: `https://news.example/a#:~:text=Roe%20said`. `None` where
/// the article's is not one that a reader may be sent to.
pub(crate) fn of_sentence(article: &str, quote: &str) -> Option<String> {
    let scheme = article.split_once("://")?.0.to_ascii_lowercase();
    if (scheme != "https" && scheme != "http")
        || article.contains(|it: char| it.is_whitespace() || it.is_control())
    {
        return None;
    }
    let words: Vec<_> = quote.split_whitespace().collect();
    let text = match words.len() {
        0 => return Some(article.to_owned()),
        n if n > 2 * WORDS => {
            let (first, last) = (&words[..WORDS], &words[n - WORDS..]);
            format!("{},{}", encode(&first.join(" ")), encode(&last.join(" ")))
        }
        _ => encode(&words.join(" ")),
    };
    let mark = if article.contains('#') { "" } else { "#" };
    Some(format!("{article}{mark}:~:text={text}"))
}

/// Percent-encodes all but letters, digits and what has no meaning in a text fragment.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::of_sentence;

    #[test]
    fn addresses_point_at_the_words() {
        for (article, quote, expected) in [
            ("https://a.example/x", "He won.", "https://a.example/x#:~:text=He%20won."),
            (
                "http://a.example/x#top",
                "Né, a-b",
                "http://a.example/x#top:~:text=N%C3%A9%2C%20a%2Db",
            ),
            (
                "https://a.example/",
                "a b c d e f g h i",
                "https://a.example/#:~:text=a%20b%20c%20d,f%20g%20h%20i",
            ),
            ("https://a.example/", "", "https://a.example/"),
        ] {
            assert_eq!(of_sentence(article, quote).as_deref(), Some(expected));
        }
    }

    #[test]
    fn other_addresses_are_not_linked() {
        for article in ["javascript:alert(1)", "file:///etc/passwd", "x", "https://a b"] {
            assert_eq!(of_sentence(article, "He won."), None);
        }
    }
}
