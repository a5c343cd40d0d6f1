//! Mermaid, for a small picture in a page of Markdown.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::json;

use crate::doc::EntityType;
use crate::extract::Polarity;
use crate::graph::{Assertion, Link, LinkEnd, Picture, VoicedBy};

/// Mermaid draws no more edges than are readable.
pub const MOST_EDGES: usize = 60;

/// The picture as a flowchart of at most [`MOST_EDGES`] edges, those that most texts
/// attest; its title says what it leaves out.
///
/// A dotted edge is on somebody's word, or possible; one that ends in a cross is denied.
pub fn mermaid(picture: &Picture) -> String {
    let kept = kept(&picture.links);
    let ends = kept.iter().flat_map(|(_, it)| {
        let object = match it.object {
            LinkEnd::Thing(object) => Some(object),
            LinkEnd::Phrase(_) => None,
        };
        [Some(it.subject), object].into_iter().flatten()
    });
    let things: BTreeSet<_> = ends.collect();
    let title = title(picture, kept.len(), things.len());
    // A JSON string is one of YAML.
    let mut out = format!("---\ntitle: {}\n---\nflowchart LR\n", json!(title));
    for place in &things {
        let thing = &picture.things[*place];
        let (open, close) = shape(thing.entity_type);
        let name = escaped(&thing.name);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  n{place}{open}\"{name}\"{close}");
    }
    for (number, link) in &kept {
        let object = match &link.object {
            LinkEnd::Thing(object) => format!("n{object}"),
            LinkEnd::Phrase(words) => {
                let _ = writeln!(
                    out,
                    "  p{number}@{{ shape: text, label: \"{}\" }}",
                    escaped(words)
                );
                format!("p{number}")
            }
        };
        let arrow = arrow(link);
        let label = escaped(&label(link));
        let _ = writeln!(out, "  n{} {arrow}|\"{label}\"| {object}", link.subject);
    }
    out
}

/// The links that most texts attest, in the order of the picture, with their places.
fn kept(links: &[Link]) -> Vec<(usize, &Link)> {
    let mut kept: Vec<_> = links.iter().enumerate().collect();
    kept.sort_by_key(|(place, it)| (usize::MAX - it.texts, *place));
    kept.truncate(MOST_EDGES);
    kept.sort_by_key(|(place, _)| *place);
    kept
}

fn title(picture: &Picture, n_links: usize, n_things: usize) -> String {
    let left_out = picture.left_out;
    let parts = [
        (left_out.things + picture.things.len() - n_things, "things"),
        (left_out.links + picture.links.len() - n_links, "links"),
        (left_out.literals, "facts about a clause or phrase"),
        (left_out.single, "facts with one participant"),
    ];
    let parts = parts.into_iter().filter(|it| it.0 > 0);
    let parts: Vec<_> = parts.map(|(n, what)| format!("{n} {what}")).collect();
    match parts.is_empty() {
        true => picture.title.clone(),
        false => format!("{} (left out: {})", picture.title, parts.join(", ")),
    }
}

/// What stands before and after the name of a thing, and gives it its shape.
fn shape(entity_type: EntityType) -> (&'static str, &'static str) {
    match entity_type {
        EntityType::Person => ("([", "])"),
        EntityType::Organization | EntityType::Group => ("[", "]"),
        EntityType::Place => ("{{", "}}"),
        EntityType::Office => ("(", ")"),
        EntityType::Event => ("[[", "]]"),
        EntityType::Work | EntityType::Law => ("[/", "/]"),
        EntityType::Date
        | EntityType::Money
        | EntityType::Quantity
        | EntityType::Artifact
        | EntityType::Other => (">", "]"),
    }
}

fn arrow(link: &Link) -> &'static str {
    let is_certain =
        link.assertion != Assertion::Possible && link.voice == VoicedBy::Article;
    match (is_certain, link.polarity) {
        (true, Polarity::Affirmed) => "-->",
        (true, Polarity::Negated) => "--x",
        (false, Polarity::Affirmed) => "-.->",
        (false, Polarity::Negated) => "-.-x",
    }
}

fn label(link: &Link) -> String {
    let count = match link.citations.len() {
        0 | 1 => String::new(),
        n => format!(" ×{n}"),
    };
    let voice = match &link.voice {
        VoicedBy::Article => String::new(),
        VoicedBy::Others(names) => {
            let names = names.iter().map(|it| it.as_deref().unwrap_or("somebody"));
            format!(", said {}", names.collect::<Vec<_>>().join(", "))
        }
    };
    format!("{}{count}{voice}", link.phrase())
}

/// The text between quotation marks: what has a meaning in Mermaid is given by its number.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for it in text.chars() {
        match it {
            it if it.is_control() || it.is_whitespace() => out.push(' '),
            it if it.is_ascii_punctuation() && !".,-:".contains(it) => {
                let _ = write!(out, "#{};", u32::from(it));
            }
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_character_ends_a_label() {
        assert_eq!(escaped("a \"b\"\n%%{c}"), "a #34;b#34; #37;#37;#123;c#125;");
    }
}
