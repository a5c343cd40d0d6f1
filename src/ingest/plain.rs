//! Plain text: an article as it is, or with a header in front.
//!
//! A header is either lines `title:`, `date:`, `publisher:`, `url:`, `author:` at the
//! very top with an empty line after them, or a leading `date 2020-07-11` on the line of
//! the text. It stays part of [`Article::text`]; the body begins after it.

use crate::text::{Article, Date, Span};

use super::date;

/// The fields that a header may have.
const FIELDS: &str = "`title:`, `date:`, `publisher:`, `url:`, `author:`";

/// What is wrong with a header: the line, from one, and the reason.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The line, from one.
    pub(super) line: usize,
    /// What is wrong and what to do.
    pub(super) reason: String,
}

/// The article with what its header says.
pub(super) fn article(mut article: Article) -> Result<Article, Fault> {
    let text = article.text.clone();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let after = match header_lines(&mut article, start)? {
        Some(after) => after,
        None => leading_date(&mut article, start)?.unwrap_or(start),
    };
    let body = &text[after..];
    let begin = after + (body.len() - body.trim_start().len());
    article.body = Span::new(begin, begin + body.trim().len());
    Ok(article)
}

/// Reads header lines into the article; the byte after them, or `None` where the first
/// line is none.
fn header_lines(article: &mut Article, start: usize) -> Result<Option<usize>, Fault> {
    let text = article.text.clone();
    let mut at = start;
    for (line, content) in (1..).zip(text[start..].split_inclusive('\n')) {
        if line > 1 && content.trim().is_empty() {
            return Ok(Some(at));
        }
        let field = content.split_once(':').map(|(key, value)| (key, value.trim()));
        let known = match field {
            Some((key, value)) => {
                let set = set_field(article, &key.to_ascii_lowercase(), value);
                set.map_err(|reason| Fault { line, reason })?
            }
            None => false,
        };
        match (known, line) {
            (true, _) => {}
            (false, 1) => return Ok(None),
            (false, _) => {
                let reason = format!(
                    "no header line; after {FIELDS} the text follows, with an empty line \
                     between"
                );
                return Err(Fault { line, reason });
            }
        }
        at += content.len();
    }
    Ok((at > start).then_some(at))
}

/// Sets a field of the article; `false` where there is no such field.
fn set_field(article: &mut Article, key: &str, value: &str) -> Result<bool, String> {
    let some = (!value.is_empty()).then(|| value.to_owned());
    let field = match key {
        "author" => {
            article.authors.extend(some);
            return Ok(true);
        }
        "date" => {
            if let Some(value) = some {
                once(key, article.date_published.is_some())?;
                article.date_published = Some(day(&value)?);
            }
            return Ok(true);
        }
        "title" => &mut article.headline,
        "publisher" => &mut article.publisher,
        "url" => &mut article.url,
        _ => return Ok(false),
    };
    if some.is_some() {
        once(key, field.is_some())?;
        *field = some;
    }
    Ok(true)
}

/// That a field has not been set before.
fn once(key: &str, is_set: bool) -> Result<(), String> {
    if is_set { Err(format!("a second `{key}:` line; keep one")) } else { Ok(()) }
}

/// Reads a leading `date 2020-07-11` into the article; the byte after it.
fn leading_date(article: &mut Article, start: usize) -> Result<Option<usize>, Fault> {
    let text = article.text.clone();
    let words = text[start..].trim_start();
    let Some(rest) = words.strip_prefix("date ").map(str::trim_start) else {
        return Ok(None);
    };
    let word = rest.split_whitespace().next().unwrap_or_default();
    let numeric = |it: char| it.is_ascii_digit() || matches!(it, '-' | '/' | '.');
    if !word.starts_with(|it: char| it.is_ascii_digit()) || !word.chars().all(numeric) {
        return Ok(None);
    }
    let line = 1 + text[..text.len() - rest.len()].matches('\n').count();
    let day = day(word).map_err(|reason| Fault { line, reason })?;
    article.date_published = Some(day);
    Ok(Some(text.len() - rest.len() + word.len()))
}

/// The day of `2020-07-11`, or of a date that is written otherwise.
fn day(value: &str) -> Result<Date, String> {
    date::parse(value).map(|it| it.date).ok_or_else(|| {
        format!("`{value}` is no date; write year, month and day as in 2020-07-11")
    })
}

#[cfg(test)]
mod tests {
    use super::Fault;
    use crate::text::Article;

    fn article(place: &str, text: String) -> Result<Article, Fault> {
        super::article(Article::new(place, text))
    }

    #[test]
    fn header_lines_are_read_and_stay_in_the_text() {
        let text = "\u{feff}Title: Roe wins\r\nDATE: 2024-03-04T08:00:00Z\r\n\
                    publisher: Daily Post\r\nurl: https://post.example/1\r\n\
                    author: Ann Lee\r\nauthor: Bo Kim\r\n\r\nRoe won.\r\n";
        let read = article("a.txt", text.to_owned()).unwrap();
        assert_eq!(read.headline.as_deref(), Some("Roe wins"));
        assert_eq!(read.date_published, "2024-03-04".parse().ok());
        assert_eq!(read.publisher.as_deref(), Some("Daily Post"));
        assert_eq!(read.url.as_deref(), Some("https://post.example/1"));
        assert_eq!(read.authors, ["Ann Lee", "Bo Kim"]);
        assert_eq!((&*read.text, read.body_text()), (text, "Roe won."));
    }

    #[test]
    fn a_leading_date_is_read_and_stays_in_the_text() {
        let read = article("a.txt", " date 2020-07-11 But after that".into()).unwrap();
        assert_eq!(read.date_published, "2020-07-11".parse().ok());
        assert_eq!(read.text.len(), 31);
        assert_eq!((read.body.start(), read.body_text()), (17, "But after that"));
    }

    #[test]
    fn text_without_a_header_is_taken_whole_and_undated() {
        for text in ["Roe won: she beat Doe.", "date nights are back.", "Dates: none"] {
            let read = article("a.txt", text.to_owned()).unwrap();
            assert_eq!((read.body_text(), read.date_published), (text, None));
            assert_eq!(read.headline, None);
        }
        let read = article("a.txt", "\u{feff}Roe won.\n".into()).unwrap();
        assert_eq!((read.body.start(), read.body_text()), (3, "Roe won."));
    }

    #[test]
    fn a_fault_of_a_header_names_its_line_and_the_remedy() {
        for (text, line, reason) in [
            ("title: x\ndate: 11 July\n\nRoe won.", 2, "as in 2020-07-11"),
            ("title: x\ndate: 2020-02-30\n\nRoe won.", 2, "`2020-02-30` is no date"),
            ("\n date 2020-13-01 But", 2, "`2020-13-01` is no date"),
            ("title: x\nRoe won.", 2, "with an empty line between"),
            ("title: x\ntitle: y\n\nRoe won.", 2, "keep one"),
        ] {
            let fault: Fault = article("a.txt", text.to_owned()).unwrap_err();
            assert_eq!(fault.line, line, "{text}");
            assert!(fault.reason.contains(reason), "{}", fault.reason);
        }
    }
}
