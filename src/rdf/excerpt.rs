//! An excerpt is the part of an article's graph that somebody asks for, as N-Quads that
//! are read like the whole.
//!
//! Reading a graph takes much longer than finding lines in it, so a question about one
//! entity of a large collection reads excerpts. The lines of a graph are sorted, so those
//! of a subject are together, and are found by halving.

use std::collections::BTreeSet;

use super::names::Names;
use super::vocab;

/// The facts that name one of the entities, given by their local names, with what they
/// need: the article, their sentences, and the names of all that they mention.
pub fn excerpt(nquads: &str, names: &Names, entities: &BTreeSet<String>) -> String {
    let graph = Graph::new(nquads, names);
    let mut facts = BTreeSet::new();
    for local in entities {
        let iri = format!("<{}>", names.entity(local));
        let own = lines(graph.block(&iri)).map(|it| it.object);
        let named = lines_with_object(nquads, &iri).map(|it| it.subject);
        facts.extend(own.chain(named).filter(|it| it.starts_with(&graph.fact)));
    }
    graph.with_facts(&facts)
}

/// One fact, given by its local name, with what it needs; nothing where the graph does
/// not have it.
pub fn excerpt_of_fact(nquads: &str, names: &Names, fact: &str) -> Option<String> {
    let graph = Graph::new(nquads, names);
    let fact = format!("<{}>", names.fact(fact));
    let has_it = !graph.block(&fact).is_empty();
    has_it.then(|| graph.with_facts(&BTreeSet::from([&*fact])))
}

/// What the graph says of the entities themselves: types and names.
pub fn excerpt_of_names(nquads: &str, names: &Names) -> String {
    let graph = Graph::new(nquads, names);
    let of_entities = lines(graph.entities()).filter(|it| graph.describes(it));
    of_entities.map(|it| it.text).collect()
}

/// The sorted lines of an article's graph, and how the IRIs in them begin.
struct Graph<'a> {
    nquads: &'a str,
    fact: String,
    entity: String,
    relation: String,
}

impl<'a> Graph<'a> {
    fn new(nquads: &'a str, names: &Names) -> Self {
        Self {
            nquads,
            fact: format!("<{}", names.fact("")),
            entity: format!("<{}", names.entity("")),
            relation: format!("<{}", vocab::RELATION),
        }
    }

    /// The lines whose subject begins like this.
    fn block(&self, subject: &str) -> &'a str {
        let rest = &self.nquads[first_at_or_after(self.nquads, subject)..];
        let block = rest.split_inclusive('\n').take_while(|it| it.starts_with(subject));
        &rest[..block.map(str::len).sum()]
    }

    /// The lines of all entities.
    fn entities(&self) -> &'a str {
        self.block(&self.entity)
    }

    /// Whether a line is about an entity alone, and neither a plain triple nor a link.
    fn describes(&self, line: &Line<'_>) -> bool {
        !line.object.starts_with(&self.fact)
            && !line.predicate.starts_with(&self.relation)
    }

    /// The lines of some facts and of what they mention.
    fn with_facts(&self, facts: &BTreeSet<&str>) -> String {
        let entities = self.entities();
        let mut out = String::new();
        let mut mentioned = BTreeSet::new();
        let first = lines(self.nquads).next().map(|it| it.graph);
        for article in lines(first.map_or("", |it| self.block(it))) {
            out.push_str(article.text);
            // The publisher, by its name.
            mentioned.insert(article.object);
        }
        for fact in facts {
            for link in lines_with_object(entities, fact) {
                out.push_str(link.text);
                mentioned.insert(link.subject);
            }
            for line in lines(self.block(fact)) {
                out.push_str(line.text);
                mentioned.insert(line.object);
            }
        }
        for iri in mentioned.iter().filter(|it| it.starts_with('<')) {
            let is_entity = iri.starts_with(&self.entity);
            let is_other = iri.starts_with(&self.fact) || Some(*iri) == first;
            let own = lines(if is_other { "" } else { self.block(iri) });
            let own = own.filter(|it| !is_entity || self.describes(it));
            out.extend(own.map(|it| it.text));
        }
        out
    }
}

/// The lines of a part of the graph that have an IRI as object.
fn lines_with_object<'a>(part: &'a str, iri: &str) -> impl Iterator<Item = Line<'a>> {
    let pattern = format!(" {iri} <");
    let found = part.match_indices(&*pattern).map(|(at, _)| at);
    let found = found.collect::<Vec<_>>().into_iter().map(move |at| {
        let start = part[..at].rfind('\n').map_or(0, |it| it + 1);
        part[start..].split_inclusive('\n').next().unwrap_or_default()
    });
    let iri = iri.to_owned();
    // What looks like an object may be words of a literal.
    found.filter_map(line).filter(move |it| it.object == iri)
}

/// The first byte of the first line that is not less than `start`.
fn first_at_or_after(sorted: &str, start: &str) -> usize {
    let bytes = sorted.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low.midpoint(high);
        let begin = bytes[..middle].iter().rposition(|it| *it == b'\n');
        let begin = begin.map_or(0, |it| it + 1).max(low);
        let rest = &bytes[begin..];
        let length = rest.iter().position(|it| *it == b'\n').unwrap_or(rest.len());
        if rest[..length] < *start.as_bytes() {
            low = (begin + length + 1).min(bytes.len());
        } else {
            high = begin;
        }
    }
    low
}

/// A line of N-Quads as newsgraph writes it: single spaces, a graph, and LF.
struct Line<'a> {
    text: &'a str,
    subject: &'a str,
    predicate: &'a str,
    object: &'a str,
    graph: &'a str,
}

fn line(text: &str) -> Option<Line<'_>> {
    let (subject, rest) = text.split_once(' ')?;
    let (predicate, rest) = rest.split_once(' ')?;
    let rest = rest.trim_end().strip_suffix(" .")?;
    let (object, graph) = rest.rsplit_once(' ')?;
    Some(Line { text, subject, predicate, object, graph })
}

fn lines(nquads: &str) -> impl Iterator<Item = Line<'_>> {
    nquads.split_inclusive('\n').filter_map(line)
}

#[cfg(test)]
mod tests {
    use super::first_at_or_after;

    #[test]
    fn lines_are_found_by_halving() {
        let text = "<a> 1\n<a> 2\n<b-c> 3\n<b> 4\n<d> 5\n";
        for (start, at) in [
            ("<a> ", 0),
            ("<b> ", 20),
            ("<b-c> ", 12),
            ("<c> ", 26),
            ("<d> ", 26),
            ("<e> ", 32),
        ] {
            assert_eq!(first_at_or_after(text, start), at, "{start}");
        }
        assert_eq!(first_at_or_after("", "<a> "), 0);
    }
}
