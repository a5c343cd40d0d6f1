//! Renaming gives entities of an article's graph the names that they have in their
//! collection, and keeps the names that they came with.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::names::{Names, decode};
use super::vocab;

/// What an entity of an article is called in its collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming<'a> {
    /// The local name of its IRI.
    pub iri: String,
    /// Its name for people.
    pub label: &'a str,
}

/// The graph of an article, as [`write_article`](super::write_article) gives it, under
/// other names.
///
/// Facts keep the names that they came with as `ng:subjectAs`, `ng:objectAs` and
/// `ng:attributedAs`, and the new name keeps them as `owl:sameAs`. What the article calls
/// its entity becomes another name of it.
pub fn rename<'a, 'b>(
    nquads: &'a str,
    names: &Names,
    renaming: impl Fn(&str) -> Option<Renaming<'b>>,
) -> Cow<'a, str> {
    let folder = names.entity("");
    let mut known = BTreeMap::new();
    let mut new = |iri: &'a str| -> Option<Renaming<'b>> {
        let local = iri.strip_prefix(&*folder)?;
        known.entry(local).or_insert_with(|| renaming(&decode(local))).clone()
    };
    let mut lines = Vec::<Cow<'a, str>>::new();
    let mut labels = BTreeSet::new();
    let mut labelled = BTreeSet::new();
    let mut is_changed = false;
    for line in nquads.split_inclusive('\n') {
        let Some(quad) = Quad::read(line) else {
            lines.push(line.into());
            continue;
        };
        let subject = new(quad.subject);
        let object = quad.object_iri().and_then(&mut new);
        if subject.is_none() && object.is_none() {
            if quad.predicate == vocab::LABEL {
                labelled.insert(quad.subject.to_owned());
            }
            lines.push(line.into());
            continue;
        }
        is_changed = true;
        let name = |it: &Option<Renaming<'_>>, old: &str| match it {
            Some(new) => names.entity(&new.iri),
            None => old.to_owned(),
        };
        let new_subject = name(&subject, quad.subject);
        let new_object = object.as_ref().map(|it| format!("<{}>", names.entity(&it.iri)));
        let new_object = new_object.as_deref().unwrap_or(quad.object);
        let is_label = quad.predicate == vocab::LABEL;
        let predicate = if is_label { vocab::ALT_LABEL } else { quad.predicate };
        lines.push(quad.line(&new_subject, predicate, new_object).into());
        if let Some(it) = &subject {
            let old = format!("<{}>", quad.subject);
            lines.push(quad.line(&new_subject, vocab::SAME_AS, &old).into());
            labels.insert((new_subject.clone(), it.label, quad.graph));
            if is_link(quad.predicate)
                && let Some(fact) = quad.object_iri()
            {
                lines.push(quad.line(fact, vocab::SUBJECT_AS, &old).into());
            }
        }
        let kept = match quad.predicate {
            vocab::OBJECT => Some(vocab::OBJECT_AS),
            vocab::ATTRIBUTED_TO => Some(vocab::ATTRIBUTED_AS),
            _ => None,
        };
        if let Some(kept) = kept.filter(|_| object.is_some()) {
            lines.push(quad.line(&new_subject, kept, quad.object).into());
        }
    }
    if !is_changed {
        return Cow::Borrowed(nquads);
    }
    for (subject, label, graph) in labels {
        if !labelled.contains(&subject) {
            let label = oxigraph::model::Literal::new_simple_literal(label).to_string();
            let predicate = vocab::LABEL;
            lines.push(format!("<{subject}> <{predicate}> {label} {graph} .\n").into());
        }
    }
    lines.sort_unstable();
    lines.dedup();
    Cow::Owned(lines.concat())
}

/// Whether a predicate leads from a subject to a fact.
fn is_link(predicate: &str) -> bool {
    [vocab::EVIDENCE, vocab::DENIED, vocab::POSSIBLE]
        .iter()
        .any(|it| predicate.starts_with(it))
}

/// The parts of a line of N-Quads that newsgraph wrote.
struct Quad<'line> {
    subject: &'line str,
    predicate: &'line str,
    /// With its brackets or quotation marks.
    object: &'line str,
    /// With its brackets.
    graph: &'line str,
}

impl<'line> Quad<'line> {
    fn read(line: &'line str) -> Option<Self> {
        let (subject, rest) = line.strip_prefix('<')?.split_once('>')?;
        let (predicate, rest) = rest.strip_prefix(" <")?.split_once('>')?;
        let rest = rest.strip_prefix(' ')?.strip_suffix(" .\n")?;
        let (object, graph) = rest.rsplit_once(' ')?;
        Some(Self { subject, predicate, object, graph })
    }

    fn object_iri(&self) -> Option<&'line str> {
        self.object.strip_prefix('<')?.strip_suffix('>')
    }

    fn line(&self, subject: &str, predicate: &str, object: &str) -> String {
        format!("<{subject}> <{predicate}> {object} {} .\n", self.graph)
    }
}
