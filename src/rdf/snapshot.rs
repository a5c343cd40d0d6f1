//! A snapshot is what a store holds at a moment: terms and quads that do not change
//! while they are asked.
//!
//! What stays (articles) and what may change (notes) are kept apart, so that a change
//! costs what changes and not what stays.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{
    Dataset, GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Quad,
    QuadRef, Term, TermRef,
};
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};

use super::dictionary::{self, Dictionary, TermId};
use super::quads::{Found, Pattern, Quads, Row};

/// Quads with their terms.
#[derive(Clone)]
pub(super) struct Snapshot {
    /// The terms of what stays.
    base: Arc<Dictionary>,
    /// These and the terms of what may change.
    terms: Arc<Dictionary>,
    /// What stays.
    kept: Arc<Quads>,
    /// What may change.
    loose: Arc<Quads>,
}

/// A quad as it is looked for; what is not given is free.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wanted<'a> {
    pub(super) subject: Option<NamedOrBlankNodeRef<'a>>,
    pub(super) predicate: Option<NamedNodeRef<'a>>,
    pub(super) object: Option<TermRef<'a>>,
    pub(super) graph: Option<GraphNameRef<'a>>,
}

impl Snapshot {
    /// The quads that change, in place of those there are.
    pub(super) fn with(&self, loose: &Dataset) -> Self {
        let mut terms = Terms::above(Arc::clone(&self.base));
        let rows = loose.iter().map(|it| terms.row(it)).collect();
        let (base, kept) = (Arc::clone(&self.base), Arc::clone(&self.kept));
        Self::new((base, Arc::new(terms.dictionary)), kept, rows)
    }

    /// No quad both stays and may change.
    fn new(
        (base, terms): (Arc<Dictionary>, Arc<Dictionary>),
        kept: Arc<Quads>,
        mut loose: Vec<Row>,
    ) -> Self {
        loose.retain(|it| !kept.has(it.map(Some)));
        Self { base, terms, kept, loose: Arc::new(Quads::new(loose)) }
    }

    /// The quads that change.
    pub(super) fn loose(&self) -> Dataset {
        let mut quads = Dataset::new();
        for row in self.loose.find([None; 4]) {
            if let Some(quad) = self.quad(row) {
                quads.insert(&quad);
            }
        }
        quads
    }

    /// The same quads, all of which may change.
    pub(super) fn loosened(&self) -> Self {
        Loader::new().finish().with(&self.quads(Wanted::default()).collect())
    }

    /// The number of quads.
    pub(super) fn len(&self) -> usize {
        self.kept.len() + self.loose.len()
    }

    /// The quads that are looked for.
    pub(super) fn quads(&self, wanted: Wanted<'_>) -> impl Iterator<Item = Quad> {
        let pattern = self.pattern(wanted);
        let rows = pattern.into_iter().flat_map(|it| self.find(it, Graphs::One));
        rows.filter_map(|it| self.quad(it))
    }

    /// The quads that are looked for, but each triple once, though several graphs have it.
    pub(super) fn triples(&self, wanted: Wanted<'_>) -> impl Iterator<Item = Quad> {
        let pattern = self.pattern(wanted);
        let rows = pattern.into_iter().flat_map(|it| self.find(it, Graphs::Union));
        rows.filter_map(|it| self.quad(it))
    }

    /// Whether there are such quads.
    pub(super) fn has(&self, wanted: Wanted<'_>) -> bool {
        let pattern = self.pattern(wanted);
        pattern.is_some_and(|it| self.kept.has(it) || self.loose.has(it))
    }

    /// Whether there is a graph of this name.
    pub(super) fn has_graph(&self, name: &NamedNode) -> bool {
        let graph = Some(name.as_ref().into());
        self.has(Wanted { graph, ..Wanted::default() })
    }

    /// About how many there are: at least as many as there are.
    pub(super) fn about(&self, wanted: Wanted<'_>) -> usize {
        let pattern = self.pattern(wanted);
        pattern.map_or(0, |it| self.kept.about(it) + self.loose.about(it))
    }

    /// The names of the graphs, but the default one.
    pub(super) fn named_graphs(&self) -> impl Iterator<Item = GraphName> {
        self.graph_ids().map(|it| self.terms.graph_name(it))
    }

    /// The predicates.
    pub(super) fn predicates(&self) -> impl Iterator<Item = Term> {
        let ids = self.kept.predicates().chain(self.loose.predicates());
        let ids = ids.collect::<BTreeSet<_>>();
        ids.into_iter().map(|it| self.terms.term(it))
    }

    fn graph_ids(&self) -> impl Iterator<Item = TermId> + use<> {
        let ids = self.kept.graphs().chain(self.loose.graphs());
        let ids = ids.filter(|it| *it != TermId::DEFAULT_GRAPH);
        ids.collect::<BTreeSet<_>>().into_iter()
    }

    fn find(&self, pattern: Pattern, graphs: Graphs) -> Matches<'_> {
        let (kept, loose) = (self.kept.find(pattern), self.loose.find(pattern));
        Matches { kept, loose, all_kept: &self.kept, graphs, last: None }
    }

    /// What is looked for as numbers; `None` where one of its terms has none.
    fn pattern(&self, wanted: Wanted<'_>) -> Option<Pattern> {
        let Wanted { subject, predicate, object, graph } = wanted;
        let known = |term: TermRef<'_>| {
            let mut text = String::new();
            dictionary::write(term, &mut text);
            self.terms.find(&text)
        };
        let given = |term: Option<TermRef<'_>>| match term {
            Some(term) => known(term).map(Some),
            None => Some(None),
        };
        let graph = match graph {
            None => None,
            Some(GraphNameRef::DefaultGraph) => Some(TermId::DEFAULT_GRAPH),
            Some(GraphNameRef::NamedNode(it)) => Some(known(it.into())?),
            Some(GraphNameRef::BlankNode(it)) => Some(known(it.into())?),
        };
        let subject = given(subject.map(TermRef::from))?;
        let predicate = given(predicate.map(TermRef::from))?;
        Some([subject, predicate, given(object)?, graph])
    }

    fn quad(&self, row: Row) -> Option<Quad> {
        let [subject, predicate, object, graph] = row;
        let Term::NamedNode(predicate) = self.terms.term(predicate) else { return None };
        Some(Quad {
            subject: self.terms.node(subject)?,
            predicate,
            object: self.terms.term(object),
            graph_name: self.terms.graph_name(graph),
        })
    }
}

/// Gives the terms of quads their numbers.
struct Terms {
    dictionary: Dictionary,
    /// The last row, since the next one often shares a term with it.
    last: Row,
    text: String,
}

impl Terms {
    fn above(base: Arc<Dictionary>) -> Self {
        Self::new(Dictionary::above(base))
    }

    fn new(dictionary: Dictionary) -> Self {
        Self { dictionary, last: [TermId::DEFAULT_GRAPH; 4], text: String::new() }
    }

    fn row(&mut self, quad: QuadRef<'_>) -> Row {
        let graph = match quad.graph_name {
            GraphNameRef::DefaultGraph => None,
            GraphNameRef::NamedNode(it) => Some(TermRef::from(it)),
            GraphNameRef::BlankNode(it) => Some(TermRef::from(it)),
        };
        let subject = TermRef::from(quad.subject);
        let terms =
            [Some(subject), Some(quad.predicate.into()), Some(quad.object), graph];
        for (id, term) in self.last.iter_mut().zip(terms) {
            self.text.clear();
            if let Some(term) = term {
                dictionary::write(term, &mut self.text);
            }
            if self.dictionary.text(*id) != self.text {
                *id = self.dictionary.add(&self.text);
            }
        }
        self.last
    }
}

/// Takes quads, and makes a snapshot of them.
pub(super) struct Loader {
    terms: Terms,
    kept: Vec<Row>,
    loose: Vec<Row>,
}

impl Loader {
    /// Without quads.
    pub(super) fn new() -> Self {
        let terms = Terms::new(Dictionary::new());
        Self { terms, kept: Vec::new(), loose: Vec::new() }
    }

    /// With the quads of a snapshot.
    pub(super) fn from(snapshot: &Snapshot) -> Self {
        Self {
            terms: Terms::above(Arc::clone(&snapshot.terms)),
            kept: snapshot.kept.find([None; 4]).collect(),
            loose: snapshot.loose.find([None; 4]).collect(),
        }
    }

    /// Adds quads, which stay or may change: all of them, or none where one cannot be
    /// read, with the reason.
    pub(super) fn add_all<E: ToString>(
        &mut self,
        quads: impl Iterator<Item = Result<Quad, E>>,
        is_loose: bool,
    ) -> Result<(), String> {
        let rows = if is_loose { &mut self.loose } else { &mut self.kept };
        let before = rows.len();
        for quad in quads {
            let read = match quad {
                Ok(_) if self.terms.dictionary.is_full() => {
                    Err("more terms than can be numbered; ask for less at a time"
                        .to_owned())
                }
                Ok(quad) => Ok(self.terms.row(quad.as_ref())),
                Err(it) => Err(it.to_string()),
            };
            match read {
                Ok(row) => rows.push(row),
                Err(reason) => {
                    rows.truncate(before);
                    return Err(reason);
                }
            }
        }
        Ok(())
    }

    /// What has been added.
    pub(super) fn finish(self) -> Snapshot {
        let terms = Arc::new(self.terms.dictionary);
        let kept = Arc::new(Quads::new(self.kept));
        Snapshot::new((Arc::clone(&terms), terms), kept, self.loose)
    }
}

/// A snapshot as the engine sees it in one query.
pub(super) struct View<'a> {
    snapshot: &'a Snapshot,
    /// Whether its default graph is the union of all graphs.
    union: bool,
    /// Its terms, and those that the query makes.
    terms: RefCell<Dictionary>,
}

impl<'a> View<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, union: bool) -> Self {
        let terms = Dictionary::above(Arc::clone(&snapshot.terms));
        Self { snapshot, union, terms: RefCell::new(terms) }
    }
}

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = TermId;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&TermId>,
        predicate: Option<&TermId>,
        object: Option<&TermId>,
        graph_name: Option<Option<&TermId>>,
    ) -> impl Iterator<Item = Result<InternalQuad<TermId>, Infallible>> + use<'a> {
        let (graph, graphs) = match graph_name {
            Some(Some(name)) => (Some(*name), Graphs::One),
            Some(None) if self.union => (None, Graphs::Union),
            Some(None) => (Some(TermId::DEFAULT_GRAPH), Graphs::One),
            None => (None, Graphs::Named),
        };
        let pattern = [subject.copied(), predicate.copied(), object.copied(), graph];
        self.snapshot.find(pattern, graphs).map(|[subject, predicate, object, graph]| {
            let graph_name = Some(graph).filter(|it| *it != TermId::DEFAULT_GRAPH);
            Ok(InternalQuad { subject, predicate, object, graph_name })
        })
    }

    fn internal_named_graphs(
        &self,
    ) -> impl Iterator<Item = Result<TermId, Infallible>> + use<'a> {
        self.snapshot.graph_ids().map(Ok)
    }

    fn internalize_term(&self, term: Term) -> Result<TermId, Infallible> {
        let mut text = String::new();
        dictionary::write(term.as_ref(), &mut text);
        Ok(self.terms.borrow_mut().add(&text))
    }

    fn externalize_term(&self, term: TermId) -> Result<Term, Infallible> {
        Ok(self.terms.borrow().term(term))
    }

    fn externalize_expression_term(
        &self,
        term: TermId,
    ) -> Result<ExpressionTerm, Infallible> {
        let terms = self.terms.borrow();
        Ok(value(terms.text(term)).unwrap_or_else(|| terms.term(term).into()))
    }
}

/// The value of a term of the kinds that are compared most, from its text alone.
fn value(text: &str) -> Option<ExpressionTerm> {
    if let Some(words) = text.strip_prefix('"') {
        return Some(ExpressionTerm::StringLiteral(words.to_owned()));
    }
    if let Some(iri) = text.strip_prefix('<') {
        return Some(NamedNode::new_unchecked(iri).into());
    }
    let (datatype, value) = text.strip_prefix('^')?.split_once('"')?;
    if datatype == xsd::DATE.as_str() {
        value.parse().ok().map(ExpressionTerm::DateLiteral)
    } else if datatype == xsd::DECIMAL.as_str() {
        value.parse().ok().map(ExpressionTerm::DecimalLiteral)
    } else {
        None
    }
}

/// In which graphs a pattern is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Graphs {
    /// In the one of the pattern, or in each where it has none.
    One,
    /// In all but the default graph.
    Named,
    /// In all as if they were one: each triple comes once.
    Union,
}

/// The quads that fit a pattern, of those that stay and of those that may change.
struct Matches<'a> {
    kept: Found<'a>,
    loose: Found<'a>,
    all_kept: &'a Quads,
    graphs: Graphs,
    /// The triple that came last.
    last: Option<[TermId; 3]>,
}

impl Iterator for Matches<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let Self { kept, loose, all_kept, graphs, last } = self;
        let mut is_new = |[subject, predicate, object, graph]: &Row| match graphs {
            Graphs::One => true,
            Graphs::Named => *graph != TermId::DEFAULT_GRAPH,
            Graphs::Union => {
                let triple = [*subject, *predicate, *object];
                last.replace(triple) != Some(triple)
            }
        };
        let is_union = *graphs == Graphs::Union;
        kept.find(&mut is_new).or_else(|| {
            loose.find(|row| {
                let [subject, predicate, object, _] = row.map(Some);
                let is_kept =
                    || is_union && all_kept.has([subject, predicate, object, None]);
                is_new(row) && !is_kept()
            })
        })
    }
}
