//! SPARQL Update over the quads of a snapshot that may change.

use std::collections::BTreeMap;

use oxigraph::model::{
    BlankNode, Dataset, GraphName, GraphNameRef, NamedOrBlankNode, Quad, QuadRef, Term,
};
use oxigraph::sparql::QueryDatasetSpecification;
use spareval::{DeleteInsertQuad, QueryEvaluator};
use spargebra::algebra::GraphTarget;
use spargebra::term::{GroundQuad, GroundTerm};
use spargebra::{GraphUpdateOperation, Update};

use super::snapshot::{Snapshot, View};

/// How an update is run.
pub(super) struct Run<'a> {
    /// Evaluates its patterns.
    pub(super) evaluator: QueryEvaluator,
    /// Whether the default graph of its patterns is the union of all graphs.
    pub(super) union: bool,
    /// What its patterns are asked of, where it does not say so itself.
    pub(super) using: Option<&'a QueryDatasetSpecification>,
}

impl Run<'_> {
    /// What a snapshot is after an update: each operation sees what those before it did.
    ///
    /// # Errors
    ///
    /// With the reason in words.
    pub(super) fn run(&self, update: &Update, on: &Snapshot) -> Result<Snapshot, String> {
        let mut snapshot = on.clone();
        for operation in &update.operations {
            let mut quads = snapshot.loose();
            self.operation(update, operation, &snapshot, &mut quads)?;
            snapshot = snapshot.with(&quads);
        }
        Ok(snapshot)
    }

    fn operation(
        &self,
        update: &Update,
        operation: &GraphUpdateOperation,
        snapshot: &Snapshot,
        quads: &mut Dataset,
    ) -> Result<(), String> {
        match operation {
            GraphUpdateOperation::InsertData { data } => {
                let mut fresh = BTreeMap::new();
                for quad in data {
                    quads.insert(&renamed(quad, &mut fresh));
                }
            }
            GraphUpdateOperation::DeleteData { data } => {
                for quad in data {
                    quads.remove(&ground(quad));
                }
            }
            GraphUpdateOperation::DeleteInsert { delete, insert, using, pattern } => {
                let mut prepared = self.evaluator.prepare_delete_insert(
                    delete.clone(),
                    insert.clone(),
                    update.base_iri.clone(),
                    using.clone(),
                    pattern,
                );
                if let (None, Some(dataset)) = (using, self.using) {
                    *prepared.dataset_mut() = dataset.clone();
                }
                let found = prepared.execute(View::new(snapshot, self.union));
                let found = found.and_then(Iterator::collect::<Result<Vec<_>, _>>);
                let found = found.map_err(|it| it.to_string())?;
                for it in &found {
                    if let DeleteInsertQuad::Delete(quad) = it {
                        quads.remove(quad);
                    }
                }
                for it in &found {
                    if let DeleteInsertQuad::Insert(quad) = it {
                        quads.insert(quad);
                    }
                }
            }
            GraphUpdateOperation::Load { silent, source, .. } if !silent => {
                return Err(format!(
                    "LOAD {source}: nothing is fetched from anywhere; give the file as an \
                     input"
                ));
            }
            GraphUpdateOperation::Load { .. } => {}
            // A graph is there as long as it has triples.
            GraphUpdateOperation::Create { graph, silent } => {
                if !silent && snapshot.has_graph(graph) {
                    return Err(format!("CREATE: {graph} is there already"));
                }
            }
            GraphUpdateOperation::Clear { graph, silent }
            | GraphUpdateOperation::Drop { graph, silent } => {
                if let GraphTarget::NamedNode(name) = graph
                    && !silent
                    && !snapshot.has_graph(name)
                {
                    return Err(format!("no graph {name} is here"));
                }
                clear(graph, quads);
            }
        }
        Ok(())
    }
}

/// Takes the quads of graphs away.
pub(super) fn clear(target: &GraphTarget, quads: &mut Dataset) {
    let is_meant = |graph: GraphNameRef<'_>| match target {
        GraphTarget::NamedNode(name) => graph == name.as_ref().into(),
        GraphTarget::DefaultGraph => graph.is_default_graph(),
        GraphTarget::NamedGraphs => !graph.is_default_graph(),
        GraphTarget::AllGraphs => true,
    };
    let kept = quads.iter().filter(|it| !is_meant(it.graph_name));
    *quads = kept.map(QuadRef::into_owned).collect();
}

/// A quad of INSERT DATA, with new blank nodes for those of the update.
fn renamed(
    quad: &spargebra::term::Quad,
    fresh: &mut BTreeMap<String, BlankNode>,
) -> Quad {
    let mut new =
        |it: &BlankNode| fresh.entry(it.as_str().to_owned()).or_default().clone();
    let subject = match &quad.subject {
        NamedOrBlankNode::NamedNode(it) => it.clone().into(),
        NamedOrBlankNode::BlankNode(it) => NamedOrBlankNode::from(new(it)),
    };
    let object = match &quad.object {
        Term::BlankNode(it) => new(it).into(),
        other => other.clone(),
    };
    let predicate = quad.predicate.clone();
    Quad { subject, predicate, object, graph_name: graph(&quad.graph_name) }
}

fn ground(quad: &GroundQuad) -> Quad {
    let object = match &quad.object {
        GroundTerm::NamedNode(it) => Term::from(it.clone()),
        GroundTerm::Literal(it) => it.clone().into(),
    };
    Quad {
        subject: quad.subject.clone().into(),
        predicate: quad.predicate.clone(),
        object,
        graph_name: graph(&quad.graph_name),
    }
}

fn graph(name: &spargebra::term::GraphName) -> GraphName {
    match name {
        spargebra::term::GraphName::NamedNode(it) => it.clone().into(),
        spargebra::term::GraphName::DefaultGraph => GraphName::DefaultGraph,
    }
}
