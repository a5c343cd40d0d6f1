//! DOT, the language of GraphViz, for a picture that reads at first sight.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::graph::{Citation, Link, LinkEnd, Picture, Thing};

use super::address;
use super::caption::{counted, escaped, label, left_out, shown, tooltip, wrapped};
use super::look::{
    LinkLook, Stroke, Theme, ThingLook, is_compared, kinds, link_kinds, pixels,
};

/// From this many links on, `sfdp` lays out better and faster than `dot`.
const MANY_LINKS: usize = 150;

/// How a picture is drawn in DOT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DotConfig {
    /// On what it is drawn.
    pub theme: Theme,
    /// What frames things together.
    pub cluster_by: Option<ClusterBy>,
    /// Whether labels tell more: the type of a thing, where and when a link is reported.
    pub is_rich: bool,
}

/// What things of a frame have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterBy {
    /// The article in which most of their facts stand.
    Story,
    /// Who published most of their facts.
    Publisher,
    /// Their type.
    Type,
}

/// The picture in DOT. The same picture gives the same text.
///
/// `dot`, `neato` and `sfdp` all draw it; the `layout` in it names the one that suits its
/// size. Attributes that are not of GraphViz 2.30 are not used.
pub fn dot(picture: &Picture, config: DotConfig) -> String {
    let mut out = String::from("digraph newsgraph {\n");
    let theme = config.theme;
    let layout = match config.cluster_by {
        _ if picture.links.len() >= MANY_LINKS => {
            "layout=sfdp, overlap=false, splines=true, sep=\"+8\""
        }
        Some(_) => "layout=dot, rankdir=LR, nodesep=0.2, ranksep=0.35",
        // Without it, the picture is wider than a screen.
        None => {
            "layout=dot, rankdir=LR, newrank=true, mclimit=10, nodesep=0.2, ranksep=0.35"
        }
    };
    let (ground, ink, faint) = (theme.ground(), theme.ink(), theme.faint());
    let mut line = |text: String| {
        out.push_str("  ");
        out.push_str(&text);
        out.push('\n');
    };
    line(format!("graph [{layout}, bgcolor=\"{ground}\", pad=0.3, {FONT}, fontsize=12,"));
    line(format!("  fontcolor=\"{ink}\", labelloc=t, labeljust=l,"));
    line(format!(
        "  tooltip={}, label=<{}>];",
        quoted(&picture.title),
        caption(picture, theme)
    ));
    line(format!(
        "node [{FONT}, style=filled, penwidth=1.2, margin=\"0.12,0.06\", \
         fontcolor=\"{ink}\"];"
    ));
    line(format!("edge [{FONT}, fontsize=10, arrowsize=0.8];"));
    for statement in nodes(picture, config) {
        line(statement);
    }
    let is_compared = is_compared(picture);
    // GraphViz 2.43 stumbles over ports in clusters.
    let has_ports = config.is_rich && config.cluster_by.is_none();
    let port = if has_ports { ":name" } else { "" };
    for (number, link) in picture.links.iter().enumerate() {
        let subject = quoted(&picture.things[link.subject].iri);
        let object = match &link.object {
            LinkEnd::Thing(it) => quoted(&picture.things[*it].iri) + port,
            LinkEnd::Phrase(words) => {
                let id = quoted(&format!("phrase:{number}"));
                let label = lines(&wrapped(words, 24));
                line(format!(
                    "{id} [label={label}, tooltip={}, shape=plaintext, style=solid, \
                     fontsize=10, fontcolor=\"{faint}\", margin=\"0.05,0.03\"];",
                    quoted(words)
                ));
                id
            }
        };
        let look = LinkLook::of(link, theme, is_compared);
        line(format!("{subject}{port} -> {object} [{}];", edge(link, look, config)));
    }
    out.push_str("}\n");
    out
}

const FONT: &str = "fontname=\"Helvetica,Arial,sans-serif\"";

/// The statements that draw the things, those of a cluster in its frame.
fn nodes(picture: &Picture, config: DotConfig) -> Vec<String> {
    let Some(cluster_by) = config.cluster_by else {
        return picture.things.iter().map(|it| node(it, config)).collect();
    };
    let mut clusters = BTreeMap::<Option<String>, Vec<&Thing>>::new();
    for thing in &picture.things {
        let cluster = match cluster_by {
            ClusterBy::Story => thing.story.clone(),
            ClusterBy::Publisher => thing.publisher.clone(),
            ClusterBy::Type => Some(thing.entity_type.to_string()),
        };
        clusters.entry(cluster).or_default().push(thing);
    }
    let mut out = Vec::new();
    for (number, (cluster, things)) in clusters.into_iter().enumerate() {
        // What is not known is a thing's own, and gets no frame.
        let indent = if cluster.is_some() { "  " } else { "" };
        if let Some(name) = &cluster {
            out.push(format!(
                "subgraph cluster_{number} {{ label={}; tooltip={}; fontsize=11; \
                 style=\"rounded\"; color=\"{}\";",
                lines(&wrapped(name, 40)),
                quoted(name),
                config.theme.faint()
            ));
        }
        out.extend(things.iter().map(|it| format!("{indent}{}", node(it, config))));
        if cluster.is_some() {
            out.push("}".into());
        }
    }
    out
}

/// The statement that draws a thing: in its shape, or as a table whose upper cell is a port.
fn node(thing: &Thing, config: DotConfig) -> String {
    let look = ThingLook::of(thing.entity_type, config.theme);
    let links = counted(thing.degree, "link");
    let name = wrapped(&thing.name, 20);
    let tooltip = quoted(&format!("{}: {}, {links}", thing.name, thing.entity_type));
    let (fill, border) = (look.fill, look.border);
    let font = (10 + 2 * thing.degree.isqrt()).min(22);
    if config.is_rich {
        let name = name.iter().map(|it| escaped(it)).collect::<Vec<_>>().join("<BR/>");
        return format!(
            "{} [label=<<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" \
             CELLPADDING=\"4\" BGCOLOR=\"{fill}\" COLOR=\"{border}\">\
             <TR><TD PORT=\"name\"><B>{name}</B></TD></TR>\
             <TR><TD><FONT POINT-SIZE=\"9\">{}, {links}</FONT></TD></TR></TABLE>>, \
             tooltip={tooltip}, shape=none, style=solid, margin=0, fontsize={font}];",
            quoted(&thing.iri),
            thing.entity_type
        );
    }
    format!(
        "{} [label={}, tooltip={tooltip}, {}, fillcolor=\"{fill}\", color=\"{border}\", \
         fontsize={font}];",
        quoted(&thing.iri),
        lines(&name),
        look.shape.dot(),
    )
}

/// The attributes that draw a link.
fn edge(link: &Link, look: LinkLook, config: DotConfig) -> String {
    let head = if look.has_bar { ", arrowhead=tee, arrowsize=1.4" } else { "" };
    let tooltip = quoted(&tooltip(link));
    let label = label(link);
    let label = if config.is_rich {
        let text = label.iter().map(|it| escaped(it)).collect::<Vec<_>>().join("<BR/>");
        let from = link.citations.first().map(source).filter(|it| !it.is_empty());
        let from = from.map_or_else(String::new, |it| {
            format!("<BR/><FONT POINT-SIZE=\"8\">{it}</FONT>")
        });
        format!("<<B>{text}</B>{from}>")
    } else {
        lines(&label)
    };
    // Beside a link that is new or gone lies a band, which has to be seen.
    let (color, width) = match look.band {
        None => (look.color.to_owned(), look.width),
        Some(band) => (format!("{}:{band}:{band}", look.color), look.width.max(20)),
    };
    let mut out = format!(
        "label={label}, style={}, color=\"{color}\", fontcolor=\"{}\", \
         penwidth={}{head}, tooltip={tooltip}, labeltooltip={tooltip}",
        look.stroke.dot(),
        look.color,
        pixels(width),
    );
    let address = |it: &Citation| address::of_sentence(it.url.as_deref()?, &it.quote);
    if let Some(address) = link.citations.iter().find_map(address) {
        let _infallible = write!(out, ", URL={}, target=\"_blank\"", quoted(&address));
    }
    out
}

/// Who published a sentence, and when: narrow, since GraphViz 2.43 stumbles over wide labels
/// in clusters.
fn source(citation: &Citation) -> String {
    let date = citation.date.map(|it| it.to_string());
    let lines = citation.publisher.iter().chain(&date).map(|it| escaped(it));
    lines.collect::<Vec<_>>().join("<BR/>")
}

/// The caption: title, what is shown and left out, and the legend.
fn caption(picture: &Picture, theme: Theme) -> String {
    let mut rows = vec![
        format!("<B><FONT POINT-SIZE=\"18\">{}</FONT></B>", escaped(&picture.title)),
        escaped(&shown(picture)),
    ];
    if let Some(text) = left_out(&picture.left_out) {
        rows.push(format!("<I>{}</I>", escaped(&text)));
    }
    rows.extend(legend(picture, theme));
    let row = |it: &String| format!("<TR><TD ALIGN=\"LEFT\">{it}</TD></TR>");
    let rows: String = rows.iter().map(row).collect();
    format!("<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">{rows}</TABLE>")
}

/// The kinds of things and of links that occur, each as it is drawn.
fn legend(picture: &Picture, theme: Theme) -> impl Iterator<Item = String> {
    let things = kinds(picture).map(|it| {
        let look = ThingLook::of(it, theme);
        format!(
            "<TD BORDER=\"1\" BGCOLOR=\"{}\" COLOR=\"{}\">{it}: {}</TD>",
            look.fill,
            look.border,
            look.shape.word()
        )
    });
    let links = link_kinds(picture, theme).into_iter().map(|(look, word)| {
        let line = match look.stroke {
            _ if look.is_wide() => "━━",
            Stroke::Solid => "──",
            Stroke::Dashed => "╌╌",
            Stroke::Dotted => "┈┈",
        };
        let head = if look.has_bar { "┤" } else { "▶" };
        let color = if look.band.is_some() { theme.ink() } else { look.color };
        let band = look.band.map_or_else(String::new, |it| format!(" BGCOLOR=\"{it}\""));
        format!("<TD{band}><FONT COLOR=\"{color}\">{line}{head} {word}</FONT></TD>")
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

#[cfg(test)]
mod tests {
    use crate::doc::EntityType;
    use crate::extract::{Factuality, Polarity};
    use crate::graph::{
        Assertion, Citation, Fate, LeftOut, Link, LinkEnd, Picture, Thing, VoicedBy,
    };

    use super::{ClusterBy, DotConfig, dot, quoted};

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
  graph [layout=dot, rankdir=LR, newrank=true, mclimit=10, nodesep=0.2, ranksep=0.35, bgcolor="#FFFFFF", pad=0.3, fontname="Helvetica,Arial,sans-serif", fontsize=12,
    fontcolor="#111111", labelloc=t, labeljust=l,
    tooltip="Roe &amp; Doe", label=<<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2"><TR><TD ALIGN="LEFT"><B><FONT POINT-SIZE="18">Roe &amp; Doe</FONT></B></TD></TR><TR><TD ALIGN="LEFT">2 things and 2 links in 1 article</TD></TR><TR><TD ALIGN="LEFT"><I>Left out: 3 less attested things, 1 less attested link, 1 fact with one participant</I></TD></TR><TR><TD ALIGN="LEFT"><TABLE BORDER="0" CELLSPACING="3" CELLPADDING="3"><TR><TD BORDER="1" BGCOLOR="#DCEBF7" COLOR="#0072B2">Person: oval</TD><TD BORDER="1" BGCOLOR="#FFFFFF" COLOR="#555555">Other: dashed oval</TD></TR></TABLE></TD></TR><TR><TD ALIGN="LEFT"><TABLE BORDER="0" CELLSPACING="3" CELLPADDING="3"><TR><TD><FONT COLOR="#6B4394">┈┈▶ planned or possible</FONT></TD><TD><FONT COLOR="#B03A00">╌╌┤ denied</FONT></TD><TD><FONT COLOR="#6B4394">━━▶ more independent texts</FONT></TD></TR></TABLE></TD></TR></TABLE>>];
  node [fontname="Helvetica,Arial,sans-serif", style=filled, penwidth=1.2, margin="0.12,0.06", fontcolor="#111111"];
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, arrowsize=0.8];
  "roe" [label="Jane Roe", tooltip="Jane Roe: Person, 1 link", shape=ellipse, fillcolor="#DCEBF7", color="#0072B2", fontsize=12];
  "doe" [label="\"Bo\" Doe", tooltip="\"Bo\" Doe: Other, 1 link", shape=ellipse, style="dashed,filled", fillcolor="#FFFFFF", color="#555555", fontsize=12];
  "roe" -> "doe" [label="not fired\nsaid Acme", style=dashed, color="#B03A00", fontcolor="#B03A00", penwidth=1.0, arrowhead=tee, arrowsize=1.4, tooltip="Roe fired \"Bo\" Doe. (Courier, 2023-11-08)\n1 independent text", labeltooltip="Roe fired \"Bo\" Doe. (Courier, 2023-11-08)\n1 independent text", URL="https://a.example/?a&amp;b#:~:text=Roe%20fired%20%22Bo%22%20Doe.", target="_blank"];
  "phrase:1" [label="a \\ seat", tooltip="a \\ seat", shape=plaintext, style=solid, fontsize=10, fontcolor="#555555", margin="0.05,0.03"];
  "roe" -> "phrase:1" [label="plans: run for", style=dotted, color="#6B4394", fontcolor="#6B4394", penwidth=2.4, tooltip="Roe fired \"Bo\" Doe. (Courier, 2023-11-08)\n2 independent texts", labeltooltip="Roe fired \"Bo\" Doe. (Courier, 2023-11-08)\n2 independent texts", URL="https://a.example/?a&amp;b#:~:text=Roe%20fired%20%22Bo%22%20Doe.", target="_blank"];
}
"##;

    #[test]
    fn a_small_picture_in_full() {
        let drawn = dot(&picture(), DotConfig::default());
        for (line, (got, want)) in drawn.lines().zip(EXPECTED.lines()).enumerate() {
            assert_eq!(got, want, "line {}", line + 1);
        }
        assert_eq!(drawn, EXPECTED);
    }

    #[test]
    fn large_pictures_are_laid_out_by_force() {
        let mut picture = picture();
        picture.links = vec![link("fired", LinkEnd::Thing(1)); 149];
        assert!(dot(&picture, DotConfig::default()).contains("layout=dot,"));
        picture.links.push(link("fired", LinkEnd::Thing(1)));
        assert!(dot(&picture, DotConfig::default()).contains("layout=sfdp,"));
    }

    #[test]
    fn text_cannot_leave_its_quotation_marks() {
        assert_eq!(quoted("a\"b\\N\n<c> &lt; é\u{7}"), r#""a\"b\\N\n<c> &amp;lt; é ""#);
    }

    #[test]
    fn clusters_are_frames() {
        let cluster_by = Some(ClusterBy::Type);
        let drawn = dot(&picture(), DotConfig { cluster_by, ..DotConfig::default() });
        assert_eq!(drawn.matches("subgraph cluster_").count(), 2);
        assert!(drawn.contains("subgraph cluster_1 { label=\"Person\";"));
        // Nobody published these things.
        let cluster_by = Some(ClusterBy::Publisher);
        let drawn = dot(&picture(), DotConfig { cluster_by, ..DotConfig::default() });
        assert!(!drawn.contains("subgraph"));
    }

    #[test]
    fn rich_labels_are_escaped() {
        let drawn = dot(&picture(), DotConfig { is_rich: true, ..DotConfig::default() });
        assert!(drawn.contains("<B>&quot;Bo&quot; Doe</B>"));
        assert!(drawn.contains("\"roe\":name -> \"doe\":name"));
        assert!(drawn.contains("<FONT POINT-SIZE=\"8\">Courier<BR/>2023-11-08</FONT>"));
    }
}
