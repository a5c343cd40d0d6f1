//! A dictionary gives each term a number and keeps its text once, all texts in one piece
//! of memory.

use std::hash::Hasher;
use std::sync::Arc;

use hashbrown::HashTable;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{
    BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Term, TermRef,
};
use rustc_hash::FxHasher;

/// The number of a term in a dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TermId(u32);

impl TermId {
    /// The default graph, which has a number and is no term.
    pub(super) const DEFAULT_GRAPH: Self = Self(0);
    /// Below every other.
    pub(super) const FIRST: Self = Self(0);
    /// Above every other; no term has it.
    pub(super) const LAST: Self = Self(u32::MAX);

    /// The number alone.
    pub(super) fn number(self) -> u32 {
        self.0
    }
}

/// Terms with their numbers.
///
/// Several dictionaries can go on from one, each with terms of its own: those that a
/// query makes are forgotten with it.
#[derive(Clone)]
pub(super) struct Dictionary {
    below: Option<Arc<Self>>,
    /// How many terms there are below.
    first: u32,
    texts: String,
    /// Where each text ends.
    ends: Vec<usize>,
    ids: HashTable<TermId>,
}

impl Dictionary {
    /// Without terms.
    pub(super) fn new() -> Self {
        let texts = String::new();
        let mut new = Self {
            below: None,
            first: 0,
            texts,
            ends: Vec::new(),
            ids: HashTable::new(),
        };
        // No term is written as nothing.
        new.add("");
        new
    }

    /// A dictionary that goes on from another.
    pub(super) fn above(below: Arc<Self>) -> Self {
        Self {
            first: below.len(),
            below: Some(below),
            texts: String::new(),
            ends: Vec::new(),
            ids: HashTable::new(),
        }
    }

    /// The number of terms, those below included.
    fn len(&self) -> u32 {
        // As many as there are numbers: see `is_full`.
        self.first + u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    /// Whether there are no numbers left for more terms.
    pub(super) fn is_full(&self) -> bool {
        self.len() >= TermId::LAST.0 - 1
    }

    /// The text of a term, as [`write()`] wrote it.
    pub(super) fn text(&self, id: TermId) -> &str {
        match &self.below {
            Some(below) if id.0 < self.first => below.text(id),
            _ => {
                let at = (id.0 - self.first) as usize;
                let start = if at == 0 { 0 } else { self.ends[at - 1] };
                &self.texts[start..self.ends[at]]
            }
        }
    }

    /// The number of a text, where a term has it.
    pub(super) fn find(&self, text: &str) -> Option<TermId> {
        self.find_hashed(hash(text), text)
    }

    fn find_hashed(&self, hash: u64, text: &str) -> Option<TermId> {
        let below = self.below.as_ref().and_then(|it| it.find_hashed(hash, text));
        below.or_else(|| self.ids.find(hash, |it| self.text(*it) == text).copied())
    }

    /// The number of a text, given now where it had none.
    pub(super) fn add(&mut self, text: &str) -> TermId {
        let hashed = hash(text);
        if let Some(id) = self.find_hashed(hashed, text) {
            return id;
        }
        let id = TermId(self.len());
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        let Self { ids, texts, ends, first, .. } = self;
        ids.insert_unique(hashed, id, |it| {
            let at = (it.0 - *first) as usize;
            let start = if at == 0 { 0 } else { ends[at - 1] };
            hash(&texts[start..ends[at]])
        });
        id
    }

    /// The term of a number.
    pub(super) fn term(&self, id: TermId) -> Term {
        read(self.text(id))
    }

    /// The term of a number as a subject or the name of a graph, where it can be one.
    pub(super) fn node(&self, id: TermId) -> Option<NamedOrBlankNode> {
        match self.term(id) {
            Term::NamedNode(it) => Some(it.into()),
            Term::BlankNode(it) => Some(it.into()),
            Term::Literal(_) => None,
        }
    }

    /// The graph of a number.
    pub(super) fn graph_name(&self, id: TermId) -> GraphName {
        if id == TermId::DEFAULT_GRAPH {
            return GraphName::DefaultGraph;
        }
        self.node(id).map_or(GraphName::DefaultGraph, GraphName::from)
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// Writes a term: a sign for its kind, then its text; of a literal with a language or a
/// datatype first that, then `"`, which neither of them can have in it.
pub(super) fn write(term: TermRef<'_>, out: &mut String) {
    let literal = match term {
        TermRef::NamedNode(it) => return out.extend(["<", it.as_str()]),
        TermRef::BlankNode(it) => return out.extend(["_", it.as_str()]),
        TermRef::Literal(it) => it,
    };
    if let Some(language) = literal.language() {
        out.extend(["@", language]);
    } else if literal.datatype() != xsd::STRING {
        out.extend(["^", literal.datatype().as_str()]);
    }
    out.extend(["\"", literal.value()]);
}

/// The term that [`write()`] wrote.
fn read(text: &str) -> Term {
    let Some(sign) = text.chars().next() else {
        return Literal::new_simple_literal("").into();
    };
    let rest = &text[sign.len_utf8()..];
    match sign {
        '<' => NamedNode::new_unchecked(rest).into(),
        '_' => BlankNode::new_unchecked(rest).into(),
        '"' => Literal::new_simple_literal(rest).into(),
        _ => {
            let (tag, value) = rest.split_once('"').unwrap_or((rest, ""));
            match sign {
                '@' => Literal::new_language_tagged_literal_unchecked(value, tag).into(),
                _ => {
                    let datatype = NamedNode::new_unchecked(tag);
                    Literal::new_typed_literal(value, datatype).into()
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_term_is_read_back_under_one_number() {
        let day = NamedNode::new_unchecked("http://www.w3.org/2001/XMLSchema#date");
        let terms = [
            NamedNode::new_unchecked("https://a.example/é").into(),
            BlankNode::new_unchecked("b1").into(),
            Literal::new_simple_literal("").into(),
            Literal::new_simple_literal("say \"no\"\n").into(),
            Literal::new_simple_literal("<x").into(),
            Literal::new_language_tagged_literal_unchecked("a\"b", "en-gb").into(),
            Literal::new_typed_literal("2031-01-02", day).into(),
            Literal::from(7).into(),
        ];
        let mut below = Dictionary::new();
        let mut text = String::new();
        let mut add = |dictionary: &mut Dictionary, term: &Term| {
            text.clear();
            write(term.as_ref(), &mut text);
            (dictionary.add(&text), dictionary.add(&text))
        };
        let mut ids = Vec::new();
        for term in &terms[..4] {
            let (id, again) = add(&mut below, term);
            assert_eq!(id, again);
            ids.push(id);
        }
        let mut above = Dictionary::above(Arc::new(below));
        for (at, term) in terms.iter().enumerate() {
            let (id, again) = add(&mut above, term);
            assert_eq!((id, &above.term(id)), (again, term));
            assert_eq!(ids.get(at).copied().unwrap_or(id), id);
        }
        let numbers = terms.iter().map(|it| add(&mut above, it).0.number());
        assert_eq!(numbers.collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
    }
}
