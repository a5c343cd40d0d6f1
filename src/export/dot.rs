//! DOT, the language of GraphViz, for a picture that reads at first sight.
//!
//! Color is never alone: kinds of things have shapes, and links have styles, heads and
//! words. The colors are told apart with every kind of color vision (Okabe and Ito).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::doc::EntityType;
use crate::extract::Polarity;
use crate::graph::{
    Assertion, Citation, LeftOut, Link, LinkEnd, Picture, Thing, VoicedBy,
};

use super::address;

/// From this many links on, `sfdp` lays out better and faster than `dot`.
const MANY_LINKS: usize = 150;

/// A tooltip shows this many sentences.
const TOOLTIP_SENTENCES: usize = 4;

/// The picture in DOT. The same picture gives the same text.
///
/// `dot`, `neato` and `sfdp` all draw it; the `layout` in it names the one that suits its
/// size. Attributes that are not of GraphViz 2.30 are not used.
pub fn dot(picture: &Picture) -> String {
    let mut out = String::from("digraph newsgraph {\n");
    let layout = if picture.links.len() < MANY_LINKS {
        "layout=dot, rankdir=LR, nodesep=0.25, ranksep=0.5"
    } else {
        "layout=sfdp, overlap=false, splines=true, sep=\"+8\""
    };
    let mut line = |text: String| {
        out.push_str("  ");
        out.push_str(&text);
        out.push('\n');
    };
    line(format!("graph [{layout}, bgcolor=white, pad=0.3, {FONT}, fontsize=12,"));
    line("  labelloc=t, labeljust=l,".into());
    line(format!("  tooltip={}, label=<{}>];", quoted(&picture.title), caption(picture)));
    line(format!("node [{FONT}, style=filled, penwidth=1.2, margin=\"0.12,0.06\"];"));
    line(format!("edge [{FONT}, fontsize=10, arrowsize=0.8];"));
    for thing in &picture.things {
        line(node(thing));
    }
    for (number, link) in picture.links.iter().enumerate() {
        let subject = quoted(&picture.things[link.subject].iri);
        let object = match &link.object {
            LinkEnd::Thing(it) => quoted(&picture.things[*it].iri),
            LinkEnd::Phrase(words) => {
                let id = quoted(&format!("phrase:{number}"));
                let label = lines(&wrapped(words, 24));
                line(format!(
                    "{id} [label={label}, tooltip={}, shape=plaintext, style=solid, \
                     fontsize=10, fontcolor=\"#444444\", margin=\"0.05,0.03\"];",
                    quoted(words)
                ));
                id
            }
        };
        line(format!("{subject} -> {object} [{}];", edge(link)));
    }
    out.push_str("}\n");
    out
}

const FONT: &str = "fontname=\"Helvetica,Arial,sans-serif\"";

/// The statement that draws a thing.
fn node(thing: &Thing) -> String {
    let look = Look::of(thing.entity_type);
    let links = counted(thing.degree, "link");
    format!(
        "{} [label={}, tooltip={}, {}, fillcolor=\"{}\", color=\"{}\", fontsize={}];",
        quoted(&thing.iri),
        lines(&wrapped(&thing.name, 20)),
        quoted(&format!("{}: {}, {links}", thing.name, thing.entity_type)),
        look.shape,
        look.fill,
        look.border,
        (10 + 2 * thing.degree.isqrt()).min(22),
    )
}

/// How a kind of thing is drawn.
struct Look {
    shape: &'static str,
    /// What the legend calls the shape.
    word: &'static str,
    fill: &'static str,
    border: &'static str,
}

impl Look {
    fn of(entity_type: EntityType) -> Self {
        let look = |shape, word, fill, border| Self { shape, word, fill, border };
        match entity_type {
            EntityType::Person => look("shape=ellipse", "oval", "#DCEBF7", "#0072B2"),
            EntityType::Organization => look("shape=box", "box", "#FBE8CF", "#C96A00"),
            EntityType::Group => {
                look("shape=box, peripheries=2", "double box", "#FFF6CC", "#9A7D00")
            }
            EntityType::Place => look("shape=hexagon", "hexagon", "#D6F0E6", "#007A5A"),
            EntityType::Office => look(
                "shape=box, style=\"rounded,filled\"",
                "rounded box",
                "#F3E1EC",
                "#A84F7F",
            ),
            EntityType::Event => look("shape=octagon", "octagon", "#F7DCD2", "#B84A00"),
            EntityType::Work | EntityType::Law => {
                look("shape=note", "page", "#EDEDED", "#555555")
            }
            EntityType::Date | EntityType::Money | EntityType::Quantity => {
                look("shape=underline", "underlined", "#FFFFFF", "#777777")
            }
            EntityType::Artifact => look("shape=box3d", "block", "#EDEDED", "#555555"),
            EntityType::Other => look(
                "shape=ellipse, style=\"dashed,filled\"",
                "dashed oval",
                "#FFFFFF",
                "#555555",
            ),
        }
    }
}

/// The attributes that draw a link.
fn edge(link: &Link) -> String {
    let (line, color) = match (link.assertion, &link.voice) {
        (Assertion::Possible, _) => ("dotted", "#6B4394"),
        (Assertion::Denied, VoicedBy::Others(_)) => ("dashed", "#B03A00"),
        (Assertion::Denied, VoicedBy::Article) => ("solid", "#B03A00"),
        (Assertion::Stated, VoicedBy::Others(_)) => ("dashed", "#00609A"),
        (Assertion::Stated, VoicedBy::Article) => ("solid", "#333333"),
    };
    let is_negated =
        link.assertion == Assertion::Denied || link.polarity == Polarity::Negated;
    let head = if is_negated { ", arrowhead=tee, arrowsize=1.4" } else { "" };
    let tooltip = quoted(&tooltip(link));
    let mut out = format!(
        "label={}, style={line}, color=\"{color}\", fontcolor=\"{color}\", \
         penwidth={}{head}, tooltip={tooltip}, labeltooltip={tooltip}",
        lines(&label(link)),
        penwidth(link),
    );
    let address = |it: &Citation| address::of_sentence(it.url.as_deref()?, &it.quote);
    if let Some(address) = link.citations.iter().find_map(address) {
        let _infallible = write!(out, ", URL={}, target=\"_blank\"", quoted(&address));
    }
    out
}

/// The width of a link: one for the first independent text and 0.8 for each other, up to
/// five; dots are wider, since they are mostly gaps.
fn penwidth(link: &Link) -> String {
    let tenths = (10 + 8 * (link.texts.max(1) - 1)).min(50);
    let tenths = if link.assertion == Assertion::Possible { tenths + 6 } else { tenths };
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The lines of a link's label: what it says, and who says so.
fn label(link: &Link) -> Vec<String> {
    let count = match link.citations.len() {
        0 | 1 => String::new(),
        n => format!(" ×{n}"),
    };
    let speaker = match &link.voice {
        VoicedBy::Article => None,
        VoicedBy::Others(names) => Some(format!("said {}", speakers(names))),
    };
    let mut lines = wrapped(&format!("{}{count}", link.phrase()), 22);
    lines.extend(speaker.iter().flat_map(|it| wrapped(it, 22)));
    lines
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

/// The sentences of a link with publisher and date.
fn tooltip(link: &Link) -> String {
    let mut out = String::new();
    for citation in link.citations.iter().take(TOOLTIP_SENTENCES) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&citation.quote.split_whitespace().collect::<Vec<_>>().join(" "));
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

/// The caption: title, what is shown and left out, and the legend.
fn caption(picture: &Picture) -> String {
    let mut rows = vec![
        format!("<B><FONT POINT-SIZE=\"18\">{}</FONT></B>", html(&picture.title)),
        html(&shown(picture)),
    ];
    if let Some(text) = left_out(&picture.left_out) {
        rows.push(format!("<I>{}</I>", html(&text)));
    }
    rows.extend(legend(picture));
    let row = |it: &String| format!("<TR><TD ALIGN=\"LEFT\">{it}</TD></TR>");
    let rows: String = rows.iter().map(row).collect();
    format!("<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">{rows}</TABLE>")
}

/// What the picture shows, in numbers.
fn shown(picture: &Picture) -> String {
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
fn left_out(it: &LeftOut) -> Option<String> {
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

/// The kinds of things and of links that occur, each as it is drawn.
fn legend(picture: &Picture) -> impl Iterator<Item = String> {
    let occurs =
        |it: &&EntityType| picture.things.iter().any(|of| of.entity_type == **it);
    let things = EntityType::ALL.iter().filter(occurs).map(|it| {
        let look = Look::of(*it);
        format!(
            "<TD BORDER=\"1\" BGCOLOR=\"{}\" COLOR=\"{}\">{it}: {}</TD>",
            look.fill, look.border, look.word
        )
    });
    let is_voiced = |it: &Link| it.voice == VoicedBy::Article;
    let is_possible = |it: &Link| it.assertion == Assertion::Possible;
    let has = |it: &dyn Fn(&Link) -> bool| picture.links.iter().any(it);
    let links = [
        (has(&|it| is_voiced(it) && !is_possible(it)), "#333333", "──▶ stated"),
        (
            has(&|it| !is_voiced(it) && !is_possible(it)),
            "#00609A",
            "╌╌▶ somebody says so",
        ),
        (has(&is_possible), "#6B4394", "┈┈▶ planned or possible"),
        (has(&|it| it.polarity == Polarity::Negated), "#B03A00", "──┤ denied"),
        (has(&|it| it.texts > 1), "#333333", "━━▶ more independent texts"),
    ];
    let links = links.into_iter().filter(|it| it.0).map(|(_, color, text)| {
        format!("<TD><FONT COLOR=\"{color}\">{text}</FONT></TD>")
    });
    [things.collect::<String>(), links.collect()]
        .into_iter()
        .filter(|it| !it.is_empty())
        .map(|cells| {
            format!(
                "<TABLE BORDER=\"0\" CELLSPACING=\"3\" CELLPADDING=\"3\">\
                 <TR>{cells}</TR></TABLE>"
            )
        })
}

/// `1 link`, `2 links`.
fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

/// A text in lines of about `width` code points, cut with an ellipsis after four.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    if lines.len() > 4 {
        lines.truncate(4);
        lines[3].push('…');
    }
    lines
}

/// Lines as a quoted label, each centered.
fn lines(lines: &[String]) -> String {
    quoted(&lines.join("\n"))
}

/// Text as a quoted string of DOT. GraphViz reads backslashes and HTML's character
/// references in it, so both are escaped; other control characters become spaces.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for it in text.chars() {
        match it {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            it if it.is_control() => out.push(' '),
            it => out.push(it),
        }
    }
    out.push('"');
    out
}

/// Text within an HTML-like label.
fn html(text: &str) -> String {
    let mut out = String::new();
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            it if it.is_control() => out.push(' '),
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::doc::EntityType;
    use crate::extract::{Factuality, Polarity};
    use crate::graph::{
        Assertion, Citation, Fate, LeftOut, Link, LinkEnd, Picture, Thing, VoicedBy,
    };

    use super::{dot, html, quoted, speakers, wrapped};

    fn thing(iri: &str, name: &str, entity_type: EntityType) -> Thing {
        Thing {
            iri: iri.into(),
            name: name.into(),
            entity_type,
            degree: 1,
            story: None,
            publisher: None,
        }
    }

    fn link(relation: &str, object: LinkEnd) -> Link {
        Link {
            subject: 0,
            relation: relation.into(),
            object,
            assertion: Assertion::Stated,
            polarity: Polarity::Affirmed,
            factuality: Factuality::Actual,
            voice: VoicedBy::Article,
            texts: 1,
            fate: Fate::Kept,
            days: None,
            citations: vec![Citation {
                date: "2023-11-08".parse().ok(),
                publisher: Some("Courier".into()),
                url: Some("https://a.example/?a&b".into()),
                quote: "Roe fired\n\"Bo\" Doe.".into(),
            }],
        }
    }

    fn picture() -> Picture {
        let denied = Link {
            assertion: Assertion::Denied,
            polarity: Polarity::Negated,
            factuality: Factuality::Claim,
            voice: VoicedBy::Others([Some("Acme".to_owned())].into()),
            ..link("fired", LinkEnd::Thing(1))
        };
        let planned = Link {
            assertion: Assertion::Possible,
            factuality: Factuality::Planned,
            texts: 2,
            ..link("run_for", LinkEnd::Phrase("a \\ seat".into()))
        };
        Picture {
            title: "Roe & Doe".into(),
            articles: 1,
            published: None,
            things: vec![
                thing("roe", "Jane Roe", EntityType::Person),
                thing("doe", "\"Bo\" Doe", EntityType::Other),
            ],
            links: vec![denied, planned],
            left_out: LeftOut { things: 3, links: 1, single: 1, literals: 0 },
        }
    }

    const EXPECTED: &str = r##"digraph newsgraph {
  graph [layout=dot, rankdir=LR, nodesep=0.25, ranksep=0.5, bgcolor=white, pad=0.3, fontname="Helvetica,Arial,sans-serif", fontsize=12,
    labelloc=t, labeljust=l,
    tooltip="Roe &amp; Doe", label=<<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2"><TR><TD ALIGN="LEFT"><B><FONT POINT-SIZE="18">Roe &amp; Doe</FONT></B></TD></TR><TR><TD ALIGN="LEFT">2 things and 2 links in 1 article</TD></TR><TR><TD ALIGN="LEFT"><I>Left out: 3 less attested things, 1 less attested link, 1 fact with one participant</I></TD></TR><TR><TD ALIGN="LEFT"><TABLE BORDER="0" CELLSPACING="3" CELLPADDING="3"><TR><TD BORDER="1" BGCOLOR="#DCEBF7" COLOR="#0072B2">Person: oval</TD><TD BORDER="1" BGCOLOR="#FFFFFF" COLOR="#555555">Other: dashed oval</TD></TR></TABLE></TD></TR><TR><TD ALIGN="LEFT"><TABLE BORDER="0" CELLSPACING="3" CELLPADDING="3"><TR><TD><FONT COLOR="#00609A">╌╌▶ somebody says so</FONT></TD><TD><FONT COLOR="#6B4394">┈┈▶ planned or possible</FONT></TD><TD><FONT COLOR="#B03A00">──┤ denied</FONT></TD><TD><FONT COLOR="#333333">━━▶ more independent texts</FONT></TD></TR></TABLE></TD></TR></TABLE>>];
  node [fontname="Helvetica,Arial,sans-serif", style=filled, penwidth=1.2, margin="0.12,0.06"];
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, arrowsize=0.8];
  "roe" [label="Jane Roe", tooltip="Jane Roe: Person, 1 link", shape=ellipse, fillcolor="#DCEBF7", color="#0072B2", fontsize=12];
  "doe" [label="\"Bo\" Doe", tooltip="\"Bo\" Doe: Other, 1 link", shape=ellipse, style="dashed,filled", fillcolor="#FFFFFF", color="#555555", fontsize=12];
  "roe" -> "doe" [label="not fired\nsaid Acme", style=dashed, color="#B03A00", fontcolor="#B03A00", penwidth=1.0, arrowhead=tee, arrowsize=1.4, tooltip="Roe fired \"Bo\" Doe. (Courier, 2023-11-08)\n1 independent text", labeltooltip="Roe fired \"Bo\" Doe. (Courier, 2023-11-08)\n1 independent text", URL="https://a.example/?a&amp;b#:~:text=Roe%20fired%20%22Bo%22%20Doe.", target="_blank"];
  "phrase:1" [label="a \\ seat", tooltip="a \\ seat", shape=plaintext, style=solid, fontsize=10, fontcolor="#444444", margin="0.05,0.03"];
  "roe" -> "phrase:1" [label="plans: run for", style=dotted, color="#6B4394", fontcolor="#6B4394", penwidth=2.4, tooltip="Roe fired \"Bo\" Doe. (Courier, 2023-11-08)\n2 independent texts", labeltooltip="Roe fired \"Bo\" Doe. (Courier, 2023-11-08)\n2 independent texts", URL="https://a.example/?a&amp;b#:~:text=Roe%20fired%20%22Bo%22%20Doe.", target="_blank"];
}
"##;

    #[test]
    fn a_small_picture_in_full() {
        let drawn = dot(&picture());
        for (line, (got, want)) in drawn.lines().zip(EXPECTED.lines()).enumerate() {
            assert_eq!(got, want, "line {}", line + 1);
        }
        assert_eq!(drawn, EXPECTED);
    }

    #[test]
    fn large_pictures_are_laid_out_by_force() {
        let mut picture = picture();
        picture.links = vec![link("fired", LinkEnd::Thing(1)); 149];
        assert!(dot(&picture).contains("layout=dot,"));
        picture.links.push(link("fired", LinkEnd::Thing(1)));
        assert!(dot(&picture).contains("layout=sfdp,"));
    }

    #[test]
    fn text_cannot_leave_its_quotation_marks() {
        assert_eq!(quoted("a\"b\\N\n<c> &lt; é\u{7}"), r#""a\"b\\N\n<c> &amp;lt; é ""#);
        assert_eq!(html("<B>&\"é\n"), "&lt;B&gt;&amp;&quot;é ");
    }

    #[test]
    fn names_are_wrapped_and_cut() {
        assert_eq!(
            wrapped("Northern Rowing Federation", 20).join("/"),
            "Northern Rowing/Federation"
        );
        assert_eq!(wrapped("a b c d e f", 1).join("/"), "a/b/c/d…");
        assert!(wrapped(" ", 20).is_empty());
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
