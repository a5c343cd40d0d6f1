//! The words of a picture, in every format: labels, tooltips, and what it leaves out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::graph::{Assertion, Fate, LeftOut, Link, LinkEnd, Picture, VoicedBy};
use crate::text::one_line;

/// A tooltip shows this many sentences.
const TOOLTIP_SENTENCES: usize = 4;

/// A label has at most this many lines.
const MOST_LINES: usize = 4;

/// The lines of a link's label: what it says, and who says so. Before it stands whether it
/// is new or gone.
pub(super) fn label(link: &Link) -> Vec<String> {
    let count = match link.citations.len() {
        0 | 1 => String::new(),
        n => format!(" ×{n}"),
    };
    let fate = match link.fate {
        Fate::Kept => "",
        Fate::Gained => "+ ",
        Fate::Lost => "− ",
    };
    let mut lines = wrapped(&format!("{fate}{}{count}", link.phrase()), 22);
    lines.extend(voice(link).iter().flat_map(|it| wrapped(it, 22)));
    lines
}

/// Who says so, where the articles do not.
pub(super) fn voice(link: &Link) -> Option<String> {
    match &link.voice {
        VoicedBy::Article => None,
        VoicedBy::Others(names) => Some(format!("said {}", speakers(names))),
    }
}

/// The names of speakers; of many, the first and how many others.
fn speakers(names: &BTreeSet<Option<String>>) -> String {
    let mut known = names.iter().flatten();
    match (known.next(), names.len()) {
        (None, _) => "somebody".into(),
        (Some(name), 1) => name.clone(),
        (Some(name), 2) => match known.next() {
            Some(other) => format!("{name}, {other}"),
            None => format!("{name}, somebody"),
        },
        (Some(name), n) => format!("{name} and {} others", n - 1),
    }
}

/// How a link stands to the truth, in a word for people.
pub(super) fn standing(link: &Link) -> &'static str {
    match (link.assertion, &link.voice) {
        (Assertion::Possible, _) => "planned or possible",
        (Assertion::Denied, _) => "denied",
        (Assertion::Stated, VoicedBy::Others(_)) => "on somebody's word",
        (Assertion::Stated, VoicedBy::Article) => "stated",
    }
}

/// A link as one line: `Felix Brandt | not fired | Iris Tallow | said Harlow Steel`.
pub(super) fn line(picture: &Picture, link: &Link) -> String {
    let mut parts = vec![picture.things[link.subject].name.clone(), link.phrase()];
    parts.push(match &link.object {
        LinkEnd::Thing(it) => picture.things[*it].name.clone(),
        LinkEnd::Phrase(words) => format!("“{words}”"),
    });
    parts.extend(voice(link));
    parts.join(" | ")
}

/// The sentences of a link with publisher and date.
pub(super) fn tooltip(link: &Link) -> String {
    let mut out = String::new();
    for citation in link.citations.iter().take(TOOLTIP_SENTENCES) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&one_line(&citation.quote));
        let date = citation.date.map(|it| it.to_string());
        let from: Vec<_> = citation.publisher.iter().chain(&date).cloned().collect();
        if !from.is_empty() {
            let _infallible = write!(out, " ({})", from.join(", "));
        }
    }
    if link.citations.len() > TOOLTIP_SENTENCES {
        let more = link.citations.len() - TOOLTIP_SENTENCES;
        let _infallible = write!(out, "\nand {more} more");
    }
    let texts = counted(link.texts, "independent text");
    let _infallible = write!(out, "\n{texts}");
    out
}

/// What the picture shows, in numbers.
pub(super) fn shown(picture: &Picture) -> String {
    let articles = counted(picture.articles, "article");
    let published = match picture.published {
        None => String::new(),
        Some((first, last)) if first == last => format!(" of {first}"),
        Some((first, last)) => format!(" from {first} to {last}"),
    };
    let things = counted(picture.things.len(), "thing");
    let links = counted(picture.links.len(), "link");
    format!("{things} and {links} in {articles}{published}")
}

/// What the picture leaves out, where it does.
pub(super) fn left_out(it: &LeftOut) -> Option<String> {
    let mut parts = Vec::new();
    if it.things > 0 {
        parts.push(counted(it.things, "less attested thing"));
    }
    if it.links > 0 {
        parts.push(counted(it.links, "less attested link"));
    }
    if it.literals > 0 {
        parts.push(format!("{} about a clause or phrase", counted(it.literals, "fact")));
    }
    if it.single > 0 {
        parts.push(format!("{} with one participant", counted(it.single, "fact")));
    }
    (!parts.is_empty()).then(|| format!("Left out: {}", parts.join(", ")))
}

/// `1 link`, `2 links`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

/// A text in lines of about `width` code points, cut with an ellipsis after four lines, as
/// is a word of more than twice the width.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let length = word.chars().count();
        let cut: String = if length > 2 * width.max(2) {
            word.chars().take(2 * width).chain(['…']).collect()
        } else {
            word.to_owned()
        };
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + length <= width => {
                line.push(' ');
                line.push_str(&cut);
            }
            Some(_) | None => lines.push(cut),
        }
    }
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines[MOST_LINES - 1].push('…');
    }
    lines
}

/// Text within an element or an attribute of XML or HTML, or an HTML-like label of GraphViz.
/// What XML cannot hold becomes a space.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            it if it.is_control() => out.push(' '),
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{escaped, speakers, wrapped};

    #[test]
    fn names_are_wrapped_and_cut() {
        assert_eq!(
            wrapped("Northern Rowing Federation", 20).join("/"),
            "Northern Rowing/Federation"
        );
        assert_eq!(wrapped("a b c d e f", 1).join("/"), "a/b/c/d…");
        assert_eq!(wrapped("abcdefgh", 3).join("/"), "abcdef…");
        assert!(wrapped(" ", 20).is_empty());
    }

    #[test]
    fn text_cannot_leave_its_element() {
        assert_eq!(escaped("<B>&\"é\n"), "&lt;B&gt;&amp;&quot;é ");
    }

    #[test]
    fn speakers_are_named_or_counted() {
        let said = |names: &[Option<&str>]| {
            let names = names.iter().map(|it| it.map(str::to_owned));
            speakers(&names.collect::<BTreeSet<_>>())
        };
        assert_eq!(said(&[None]), "somebody");
        assert_eq!(said(&[Some("Roe")]), "Roe");
        assert_eq!(said(&[Some("Roe"), None]), "Roe, somebody");
        assert_eq!(said(&[Some("Roe"), Some("Doe")]), "Doe, Roe");
        assert_eq!(said(&[Some("Roe"), Some("Doe"), None]), "Doe and 2 others");
    }
}
