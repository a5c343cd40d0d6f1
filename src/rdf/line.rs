//! A line is a quad of N-Quads. Most of those that newsgraph writes have nothing escaped in
//! them, and are taken apart without copying anything.

use std::borrow::Cow;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};

/// A quad of a named graph without blank nodes, by the text of its terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) subject: Cow<'a, str>,
    pub(super) predicate: Cow<'a, str>,
    pub(super) object: Value<'a>,
    pub(super) graph: Cow<'a, str>,
}

/// The text of an IRI or of a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) is_iri: bool,
}

/// Hands over every quad of a text in N-Quads.
///
/// # Errors
///
/// Where it is not N-Quads, or has a blank node or a quad outside a named graph.
pub(super) fn each_line<'a>(
    nquads: &'a str,
    mut take: impl FnMut(Line<'a>) -> Result<(), String>,
) -> Result<(), String> {
    let parser = || RdfParser::from_format(RdfFormat::NQuads).lenient();
    for text in nquads.split_inclusive('\n') {
        if let Some(line) = plain(text) {
            take(line)?;
            continue;
        }
        for quad in parser().for_slice(text) {
            let Ok(quad) = quad else {
                // The reason with the place in all of the text.
                let reason = parser().for_slice(nquads).find_map(Result::err);
                return Err(reason.map(|it| it.to_string()).unwrap_or_default());
            };
            take(owned(quad)?)?;
        }
    }
    Ok(())
}

/// The quad of a line in which nothing is escaped, as [`write_article`] writes it; `None`
/// where it is written otherwise.
///
/// [`write_article`]: super::write_article
fn plain(text: &str) -> Option<Line<'_>> {
    if text.contains('\\') {
        return None;
    }
    let (subject, rest) = iri(text)?;
    let (predicate, rest) = iri(rest)?;
    let (object, rest) = match rest.strip_prefix('"') {
        None => iri(rest).map(|(text, rest)| (Value::new(text, true), rest))?,
        Some(rest) => {
            let (text, rest) = rest.split_once('"')?;
            let rest = match (rest.strip_prefix("^^"), rest.strip_prefix("@en")) {
                (Some(datatype), _) => iri(datatype)?.1,
                (None, tagged) => tagged.unwrap_or(rest).strip_prefix(' ')?,
            };
            (Value::new(text, false), rest)
        }
    };
    let (graph, rest) = iri(rest)?;
    let (subject, predicate, graph) = (subject.into(), predicate.into(), graph.into());
    (rest == ".\n").then_some(Line { subject, predicate, object, graph })
}

/// The IRI at the start of a text, and what comes after it and a space.
fn iri(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('<')?;
    let end = text.bytes().position(|it| {
        it <= b' ' || matches!(it, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`')
    });
    let (iri, rest) = text.split_at(end?);
    Some((iri, rest.strip_prefix("> ")?))
}

fn owned(quad: Quad) -> Result<Line<'static>, String> {
    let blank = || "a blank node; graphs of articles have none".to_owned();
    let NamedOrBlankNode::NamedNode(subject) = quad.subject else { return Err(blank()) };
    let GraphName::NamedNode(graph) = quad.graph_name else {
        return Err("a quad outside a named graph".to_owned());
    };
    let (text, is_iri) = match quad.object {
        Term::NamedNode(it) => (it.into_string(), true),
        Term::BlankNode(_) => return Err(blank()),
        Term::Literal(it) => (it.destruct().0, false),
    };
    Ok(Line {
        subject: subject.into_string().into(),
        predicate: quad.predicate.into_string().into(),
        object: Value { text: text.into(), is_iri },
        graph: graph.into_string().into(),
    })
}

impl<'a> Value<'a> {
    fn new(text: &'a str, is_iri: bool) -> Self {
        Self { text: text.into(), is_iri }
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, each_line, plain};

    fn lines(text: &str) -> Result<Vec<Line<'_>>, String> {
        let mut lines = Vec::new();
        each_line(text, |line| {
            lines.push(line);
            Ok(())
        })?;
        Ok(lines)
    }

    #[test]
    fn what_is_written_plainly_reads_as_the_parser_reads_it() {
        for text in [
            "<x:s> <x:p> <x:o> <x:g> .\n",
            "<x:s> <x:p> \"\" <x:g> .\n",
            "<x:s> <x:p> \"a > b < <c> . d\" <x:g> .\n",
            "<x:s> <x:p> \"a@en\"@en <x:g> .\n",
            "<x:é> <x:p> \"2031-01-02\"^^<x:date> <x:g> .\n",
        ] {
            let quick = plain(text).unwrap();
            // An escape that changes nothing sends a line to the parser.
            let slow = text.replacen("<x:g>", "<\\u0078:g>", 1);
            assert_eq!(plain(&slow), None);
            assert_eq!(lines(&slow).unwrap(), [quick], "{text}");
        }
    }

    #[test]
    fn what_is_not_written_plainly_is_for_the_parser() {
        for (text, count) in [
            ("<x:s> <x:p> \"say \\\"no\\\"\" <x:g> .\n", Some(1)),
            ("<x:s>   <x:p>\t\"a\"@en <x:g>.\n", Some(1)),
            ("<x:s> <x:p> \"a\"@en-gb <x:g> .\n", Some(1)),
            ("<x:s> <x:p> \"a\"@ <x:g> .\n", None),
            ("# a remark\n\n<x:s> <x:p> 'a' <x:g> .\n", None),
            ("<x:s> <x:p> <x:o> <x:g> .\r<x:s> <x:p> <x:q> <x:g> .\n", Some(2)),
            ("<x:s> <x:p> <x:o> <x:g> .", Some(1)),
            ("# a remark\n\n", Some(0)),
            ("<x:s> <x:p> <x:o o> <x:g> .\n", Some(1)),
            ("<x:s> <x:p> <x:o> .\n", None),
            ("_:s <x:p> <x:o> <x:g> .\n", None),
            ("<x:s> <x:p> _:o <x:g> .\n", None),
            ("<x:s> <x:p> \"a\n", None),
        ] {
            assert_eq!(text.lines().find_map(plain), None, "{text}");
            assert_eq!(lines(text).ok().map(|it| it.len()), count, "{text}");
        }
        let late = "<x:s> <x:p> <x:o> <x:g> .\n<x:s> what else\n";
        let reason = lines(late).unwrap_err();
        assert!(reason.contains("line 2"), "{reason}");
    }
}
