//! A mistake in a query is said with its place, a caret below it, and what was meant.
//! This is of queries that can be read; `syntax` is of the others.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNodeRef, Term};

use crate::error::{Error, Result};
use crate::extract::Role;
use crate::graph::Assertion;
use crate::text::nearest;

use super::answer::Answer;
use super::engine::Asking;
use super::names::{decode, encode};
use super::ontology::relations;
use super::parameter::{Mark, marks};
use super::query::Query;
use super::snapshot::Wanted;
use super::store::Store;
use super::vocab;
use super::write::namespace;

/// No message lists more.
const MOST: usize = 3;
/// The longest piece of a line that is shown above a caret.
const SHOWN: usize = 72;

/// The error of a place: its line and column, the reason, and the line with a caret.
pub(super) fn located(
    query: &Query,
    span: std::ops::Range<usize>,
    reason: &str,
) -> Error {
    let place = place_of(query.text(), span.start);
    let excerpt = excerpt(query.text(), span);
    let name = format!("{}:{place}", query.name);
    Error::Query { name, reason: format!("{reason}\n{excerpt}") }
}

/// The `line:column` of a byte of the text.
pub(super) fn place_of(text: &str, at: usize) -> String {
    let before = &text[..at];
    let line = before.rsplit('\n').next().unwrap_or_default();
    format!("{}:{}", before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// The line of a span, and carets below the span.
fn excerpt(text: &str, span: std::ops::Range<usize>) -> String {
    let start = text[..span.start].rfind('\n').map_or(0, |it| it + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let number = text[..start].matches('\n').count() + 1;
    let column = text[start..span.start].chars().count();
    let marked = text.get(span).unwrap_or_default().lines().next().unwrap_or_default();
    // Of a long line the part around the place is shown.
    let skipped = column.saturating_sub(SHOWN * 2 / 3);
    let shown = line.chars().skip(skipped).take(SHOWN).collect::<String>();
    let shown = shown.replace('\t', " ");
    let gutter = format!("{number:>4} | ");
    let carets = "^".repeat(marked.chars().count().max(1));
    let indent = " ".repeat(gutter.len() + column - skipped);
    format!("{gutter}{shown}\n{indent}{carets}")
}

/// Why another server is not asked.
pub(super) fn service(query: &Query) -> Error {
    let reason = "SERVICE is refused, since no query leaves this machine; ask the other \
                  server itself";
    let words = marks(query.text());
    let word = words.into_iter().find(
        |(_, it)| matches!(it, Mark::Word(it) if it.eq_ignore_ascii_case("SERVICE")),
    );
    let at = word.map_or(0, |(at, _)| at);
    located(query, at..at + "SERVICE".len(), reason)
}

impl Store {
    /// What a user may want to know beside the answer: names in the query that nothing
    /// in the store bears, with those that were meant, and why an answer is empty.
    pub fn hints(
        &self,
        query: &Query,
        asking: &Asking,
        answer: &Answer,
    ) -> Result<Vec<String>> {
        let empty = answer.is_empty() || answer.boolean() == Some(false);
        let query = &query.with_defaults()?;
        let mut hints = Vec::new();
        let mut seen = BTreeSet::new();
        let mut names = self.known_prefixes(asking);
        names.extend(declared(query.text()));
        for (at, mark) in marks(query.text()) {
            let (iri, word) = match mark {
                Mark::Word(word) => {
                    let Some((prefix, local)) = word.split_once(':') else { continue };
                    let found = names.iter().rev().find(|(it, _)| it == prefix);
                    let Some((_, iri)) = found else { continue };
                    (format!("{iri}{local}"), word)
                }
                Mark::Iri(iri) => (iri.to_owned(), iri),
                Mark::Text(text) => {
                    let reason = self.absent_text(text).filter(|_| empty);
                    let span = at..at + text.len() + 2;
                    hints.extend(reason.map(|it| hint(query, span, &it)));
                    continue;
                }
                Mark::Bracket(_) | Mark::Open(_) => continue,
            };
            if query.is_stock || !seen.insert(iri.clone()) || self.holds(&iri) {
                continue;
            }
            if let Some(reason) = self.absent(&iri, word, empty) {
                hints.push(hint(query, at..at + word.len(), &reason));
            }
        }
        if empty && hints.is_empty() {
            hints.extend(self.about_graphs(query, asking));
        }
        Ok(hints)
    }

    /// Whether some quad of the store has the IRI.
    fn holds(&self, iri: &str) -> bool {
        let node = NamedNodeRef::new_unchecked(iri);
        let snapshot = self.snapshot();
        let all = Wanted::default();
        snapshot.has(Wanted { predicate: Some(node), ..all })
            || snapshot.has(Wanted { subject: Some(node.into()), ..all })
            || snapshot.has(Wanted { object: Some(node.into()), ..all })
    }

    /// What to say about a name that no quad has.
    fn absent(&self, iri: &str, word: &str, empty: bool) -> Option<String> {
        let families = [Assertion::Stated, Assertion::Denied, Assertion::Possible];
        let faces = families.map(namespace);
        let spaces = [vocab::RELATION].into_iter().chain(faces);
        for space in spaces {
            if let Some(local) = iri.strip_prefix(space) {
                return self.absent_relation(space, local, word, empty);
            }
        }
        let prefix = &word[..=word.find(':').unwrap_or(0)];
        if let Some(local) = iri.strip_prefix(vocab::NG) {
            let roles = Role::ALL.iter().map(|it| it.as_str());
            let minted = vocab::MINTED.iter();
            let minted = minted.map(|it| it.rsplit('#').next().unwrap_or_default());
            let terms = minted.chain(roles).collect::<Vec<_>>();
            if terms.contains(&local) {
                return None;
            }
            let near = nearest(local, terms, MOST);
            return Some(meant(word, prefix, near.into_iter().map(str::to_owned)));
        }
        if let Some(local) = self.names.local("entity/", iri) {
            let names = self.entities();
            let near = nearest(&local, names.iter().map(String::as_str), MOST);
            let near = near.into_iter().map(|it| encode(it).into_owned());
            return Some(meant(word, prefix, near));
        }
        self.absent_term(iri, word).filter(|_| empty)
    }

    /// What to say about a name of another vocabulary that no quad has, where one like it
    /// is in use.
    fn absent_term(&self, iri: &str, word: &str) -> Option<String> {
        let (prefix, local) = word.split_once(':')?;
        let space = iri.strip_suffix(local)?;
        let predicate = Some(NamedNodeRef::new_unchecked(vocab::TYPE));
        let snapshot = self.snapshot();
        let classes = snapshot.triples(Wanted { predicate, ..Wanted::default() });
        let terms = snapshot.predicates().chain(classes.map(|it| it.object));
        let locals = terms.filter_map(|it| match it {
            Term::NamedNode(it) => it.as_str().strip_prefix(space).map(str::to_owned),
            Term::BlankNode(_) | Term::Literal(_) => None,
        });
        let locals = locals.collect::<BTreeSet<_>>();
        let near = nearest(local, locals.iter().map(String::as_str), MOST);
        let near = near.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let prefix = format!("{prefix}:");
        (!near.is_empty()).then(|| meant(word, &prefix, near.into_iter()))
    }

    /// What to say about a text that is no literal here, where a name is like it.
    fn absent_text(&self, text: &str) -> Option<String> {
        let literal = Term::from(Literal::new_simple_literal(text));
        let object = Some(literal.as_ref());
        if self.snapshot().has(Wanted { object, ..Wanted::default() }) {
            return None;
        }
        let names = self.entity_names();
        let near = nearest(text, names.iter().map(|(name, _)| &**name), MOST);
        let near = near.iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>();
        let reason = format!("nothing here is called \"{text}\"");
        (!near.is_empty())
            .then(|| format!("{reason}; did you mean {}?", near.join(" or ")))
    }

    fn absent_relation(
        &self,
        space: &str,
        local: &str,
        word: &str,
        empty: bool,
    ) -> Option<String> {
        let voices = [
            (Assertion::Stated, "somebody claims it"),
            (Assertion::Denied, "somebody denies it"),
            (Assertion::Possible, "it is planned or possible"),
        ];
        let voices = voices.map(|(family, what)| (namespace(family), what));
        let said = voices.into_iter().filter(|(it, _)| *it != space);
        let said = said.filter(|(it, _)| self.holds(&format!("{it}{local}")));
        let said = said.map(|(it, what)| format!("{what} ({}:{local})", prefix_of(it)));
        let said = said.collect::<Vec<_>>();
        if !said.is_empty() {
            let said = said.join("; ");
            let reason = format!("nothing here has {word}, but {said}");
            return empty.then_some(reason);
        }
        let local = decode(local);
        if relations().contains_key(&local) {
            return empty.then(|| format!("no article here says {word} of anybody"));
        }
        let prefix = format!("{}:", prefix_of(space));
        let mut near = nearest(&local, relations().keys().map(String::as_str), MOST)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        if near.is_empty() {
            let used = self.relations_in_use(space);
            let found = nearest(&local, used.iter().map(String::as_str), MOST);
            near = found.into_iter().map(str::to_owned).collect();
        }
        let near = near.into_iter().map(|it| encode(&it).into_owned());
        Some(meant(word, &prefix, near))
    }

    /// The local names of the entities that have a label.
    fn entities(&self) -> BTreeSet<String> {
        let predicate = Some(NamedNodeRef::new_unchecked(vocab::LABEL));
        let snapshot = self.snapshot();
        let labels = snapshot.triples(Wanted { predicate, ..Wanted::default() });
        let locals = labels.filter_map(|it| {
            let iri = it.subject.to_string();
            self.names.local("entity/", iri.trim_matches(['<', '>']))
        });
        locals.collect()
    }

    /// The local names of the relations of a namespace that some quad has.
    fn relations_in_use(&self, space: &str) -> BTreeSet<String> {
        let snapshot = self.snapshot();
        let locals = snapshot.predicates().filter_map(|it| match it {
            Term::NamedNode(it) => it.as_str().strip_prefix(space).map(decode),
            Term::BlankNode(_) | Term::Literal(_) => None,
        });
        locals.collect()
    }

    /// Why named graphs give nothing.
    fn about_graphs(&self, query: &Query, asking: &Asking) -> Option<String> {
        let words = marks(query.text()).into_iter().filter_map(|(_, mark)| match mark {
            Mark::Word(word) => Some(word.to_ascii_uppercase()),
            _ => None,
        });
        let words = words.collect::<BTreeSet<_>>();
        let has_named = self.snapshot().named_graphs().next().is_some();
        let hint = if words.contains("FROM") {
            "FROM leaves only the graphs that it names, which are those of articles (a:…); \
             without it all articles are asked"
        } else if words.contains("GRAPH") && has_named {
            "what stands inside GRAPH must be found in one article; take out what other \
             articles may say, or leave GRAPH away to ask all of them together"
        } else if words.contains("GRAPH") {
            "there is no named graph here; leave GRAPH away"
        } else if !asking.union && has_named {
            "every article is a named graph, and with --no-union none of them is in the \
             default graph; leave it away, or write GRAPH ?article { … }"
        } else {
            return None;
        };
        Some(hint.to_owned())
    }
}

/// A hint with its place and the line with a caret.
fn hint(query: &Query, span: std::ops::Range<usize>, reason: &str) -> String {
    let (place, excerpt) =
        (place_of(query.text(), span.start), excerpt(query.text(), span));
    format!("{}:{place}: {reason}\n{excerpt}", query.name)
}

/// The prefixes that a query declares, with their IRIs.
pub(super) fn declared(text: &str) -> Vec<(String, String)> {
    let marks = marks(text);
    let triples = marks.windows(3).filter_map(|it| match it {
        [(_, Mark::Word(word)), (_, Mark::Word(prefix)), (_, Mark::Iri(iri))]
            if word.eq_ignore_ascii_case("prefix") =>
        {
            Some((prefix.trim_end_matches(':').to_owned(), (*iri).to_owned()))
        }
        _ => None,
    });
    triples.collect()
}

fn meant(word: &str, prefix: &str, near: impl Iterator<Item = String>) -> String {
    let near = near.map(|it| format!("{prefix}{it}")).collect::<Vec<_>>();
    if near.is_empty() {
        return format!("nothing here is called {word}; check its spelling");
    }
    format!("nothing here is called {word}; did you mean {}?", near.join(" or "))
}

/// The prefix of a family of links.
fn prefix_of(space: &str) -> &'static str {
    match space {
        vocab::EVIDENCE => "ev",
        vocab::DENIED => "no",
        vocab::POSSIBLE => "may",
        _ => "",
    }
}
