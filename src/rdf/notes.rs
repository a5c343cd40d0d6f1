//! Notes are graphs that people keep beside those of the articles.
//!
//! What an article states is derived from its text and cannot be changed from outside, and
//! nobody can write what would read as if an article stated it: a note is a named graph
//! of its own, without links of the four families of facts.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::NamedNode;
use oxigraph::sparql::QueryDatasetSpecification;
use spareval::QueryEvaluator;
use spargebra::GraphUpdateOperation;
use spargebra::algebra::GraphTarget;
use spargebra::term::{GraphName, GraphNamePattern, NamedNodePattern};

use crate::error::Result as Done;

use super::engine::Asking;
use super::guard;
use super::protocol::{Dataset, Refusal, node};
use super::query::Query;
use super::snapshot::Snapshot;
use super::store::Store;
use super::update::{Run, clear};
use super::vocab;

/// Keeps every note as N-Quads, sorted, before a change counts.
pub type Keep<'a> = &'a mut dyn FnMut(&str) -> Done<()>;

/// The links that only an article can make.
const FACTS: [&str; 4] =
    [vocab::RELATION, vocab::EVIDENCE, vocab::DENIED, vocab::POSSIBLE];

type Allowed<T = ()> = Result<T, Refusal>;

impl Store {
    /// Changes notes as SPARQL 1.1 Update says; all of it or nothing.
    pub fn update_notes(
        &self,
        query: &Query,
        asking: &Asking,
        dataset: &Dataset,
        keep: Keep<'_>,
    ) -> Allowed {
        let parsed = self.parsed_update(query, asking)?;
        for operation in &parsed.operations {
            self.allow(operation)?;
        }
        let has_own = |it: &GraphUpdateOperation| {
            matches!(it, GraphUpdateOperation::DeleteInsert { using: Some(_), .. })
        };
        if !dataset.is_empty() && parsed.operations.iter().any(has_own) {
            let reason =
                "USING and WITH stand in the update or in the address, not in both";
            return Err(Refusal::Malformed(reason.to_owned()));
        }
        let mut using = None;
        if !dataset.is_empty() {
            let (default, named) = dataset.nodes()?;
            let using = using.insert(QueryDatasetSpecification::new());
            using.set_default_graph(default.into_iter().map(Into::into).collect());
            using.set_available_named_graphs(named.into_iter().map(Into::into).collect());
        }
        let token = asking.stop.token();
        let evaluator = QueryEvaluator::new().with_cancellation_token(token);
        let run = Run { evaluator, union: true, using: using.as_ref() };
        self.change_notes(keep, |snapshot| {
            run.run(&parsed, snapshot).map_err(|it| match asking.stop.is_asked() {
                true => Refusal::Stopped,
                false => Refusal::Refused(format!("{it}; nothing was changed")),
            })
        })
    }

    /// Adds triples to a note, or puts them in its place; `true` where it is new.
    pub fn put_note(
        &self,
        iri: &str,
        (media_type, body): (&str, &[u8]),
        replace: bool,
        keep: Keep<'_>,
    ) -> Allowed<bool> {
        let name = node(iri)?;
        self.allow_graph(&name)?;
        let format = RdfFormat::from_media_type(media_type).ok_or_else(|| {
            Refusal::UnsupportedMedia(format!(
                "`{media_type}` is no format of triples; send text/turtle, \
                 application/n-triples, application/ld+json or application/rdf+xml"
            ))
        })?;
        let parser = RdfParser::from_format(format).without_named_graphs();
        let parser = parser.with_default_graph(name.clone()).rename_blank_nodes();
        let parser = parser.with_base_iri(iri).map_err(|it| self.failed(&it))?;
        let quads = parser.for_slice(body).collect::<Result<Vec<_>, _>>();
        let quads = quads.map_err(|it| Refusal::Malformed(it.to_string()))?;
        quads.iter().try_for_each(|it| allow_link(&it.predicate))?;
        let is_new = !self.has_graph(&name);
        self.change_notes(keep, |snapshot| {
            let mut notes = snapshot.loose();
            if replace {
                clear(&GraphTarget::NamedNode(name), &mut notes);
            }
            notes.extend(quads);
            Ok(snapshot.with(&notes))
        })?;
        Ok(is_new)
    }

    /// Takes a note away.
    pub fn drop_note(&self, iri: &str, keep: Keep<'_>) -> Allowed {
        let name = node(iri)?;
        self.allow_graph(&name)?;
        if !self.has_graph(&name) {
            return Err(Refusal::NotFound(format!("no graph <{iri}> is here")));
        }
        self.change_notes(keep, |snapshot| {
            let mut notes = snapshot.loose();
            clear(&GraphTarget::NamedNode(name), &mut notes);
            Ok(snapshot.with(&notes))
        })
    }

    /// Changes notes, once they are kept.
    fn change_notes(
        &self,
        keep: Keep<'_>,
        work: impl FnOnce(&Snapshot) -> Allowed<Snapshot>,
    ) -> Allowed {
        self.change(|snapshot| {
            let changed = work(snapshot)?;
            let notes = changed.loose();
            let mut lines =
                notes.iter().map(|it| format!("{it} .\n")).collect::<Vec<_>>();
            lines.sort_unstable();
            keep(&lines.concat())?;
            Ok(changed)
        })
    }

    fn is_article(&self, graph: &NamedNode) -> bool {
        self.names.local("article/", graph.as_str()).is_some()
    }

    fn allow(&self, operation: &GraphUpdateOperation) -> Allowed {
        match operation {
            GraphUpdateOperation::InsertData { data } => data.iter().try_for_each(|it| {
                allow_link(&it.predicate)?;
                self.allow_name(&it.graph_name)
            }),
            GraphUpdateOperation::DeleteData { data } => {
                data.iter().try_for_each(|it| self.allow_name(&it.graph_name))
            }
            GraphUpdateOperation::DeleteInsert { delete, insert, pattern, .. } => {
                guard::check(pattern, &self.snapshot()).map_err(Refusal::Refused)?;
                delete.iter().try_for_each(|it| self.allow_pattern(&it.graph_name))?;
                insert.iter().try_for_each(|it| {
                    self.allow_pattern(&it.graph_name)?;
                    match &it.predicate {
                        NamedNodePattern::NamedNode(it) => allow_link(it),
                        NamedNodePattern::Variable(_) => Err(Refusal::Refused(
                            "refused: a variable in the place of a property could come \
                             to a link that only an article makes; name the property"
                                .to_owned(),
                        )),
                    }
                })
            }
            GraphUpdateOperation::Load { .. } => Err(Refusal::Refused(
                "LOAD is refused: this server opens no address and no file; send the \
                 triples with PUT or POST to /store"
                    .to_owned(),
            )),
            GraphUpdateOperation::Clear { graph, .. }
            | GraphUpdateOperation::Drop { graph, .. } => match graph {
                GraphTarget::NamedNode(it) => self.allow_graph(it),
                GraphTarget::DefaultGraph => Err(no_name()),
                GraphTarget::NamedGraphs | GraphTarget::AllGraphs => {
                    Err(Refusal::Refused(
                        "refused: that would take the graphs of articles away; name the \
                         notes one by one"
                            .to_owned(),
                    ))
                }
            },
            GraphUpdateOperation::Create { graph, .. } => self.allow_graph(graph),
        }
    }

    fn allow_name(&self, graph: &GraphName) -> Allowed {
        match graph {
            GraphName::NamedNode(it) => self.allow_graph(it),
            GraphName::DefaultGraph => Err(no_name()),
        }
    }

    fn allow_pattern(&self, graph: &GraphNamePattern) -> Allowed {
        match graph {
            GraphNamePattern::NamedNode(it) => self.allow_graph(it),
            GraphNamePattern::DefaultGraph => Err(no_name()),
            GraphNamePattern::Variable(it) => Err(Refusal::Refused(format!(
                "refused: {it} could come to the graph of an article; name the graph"
            ))),
        }
    }

    fn allow_graph(&self, graph: &NamedNode) -> Allowed {
        if !self.is_article(graph) {
            return Ok(());
        }
        Err(Refusal::Refused(format!(
            "refused: {graph} is what an article states, and changes with build and \
             remove only; write to a graph with a name of your own"
        )))
    }
}

fn allow_link(property: &NamedNode) -> Allowed {
    if FACTS.iter().all(|it| !property.as_str().starts_with(it)) {
        return Ok(());
    }
    Err(Refusal::Refused(format!(
        "refused: {property} would read as if an article stated it; use a property of \
         another vocabulary"
    )))
}

fn no_name() -> Refusal {
    Refusal::Refused(
        "refused: the default graph is the union of all others, and nothing is kept in \
         it; name a graph with GRAPH or ?graph="
            .to_owned(),
    )
}
