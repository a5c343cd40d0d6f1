//! The store answers like that of oxigraph, over quads and queries that are made up.
//!
//! What is asked of the union of all graphs here is asked there of a default graph that
//! has each triple once.

use std::collections::BTreeSet;

use newsgraph::rdf::{Asking, Dataset, Format, Limits, Names, Query, Store};
use newsgraph::rdf::{Kind, stock_queries, write_article};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::made_up;
use crate::news::{RECORDS, STORE};

const OBJECTS: [&str; 12] = [
    "<x:0>",
    "<x:1>",
    "<x:2>",
    "<x:p>",
    "\"one\"",
    "\"one\"@en",
    "\"x:1\"",
    "1",
    "2",
    "\"2.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>",
    "\"2031-04-05\"^^<http://www.w3.org/2001/XMLSchema#date>",
    "\"odd \\\"one\\\"\"^^<x:type>",
];
const NUMBER: &str = "^^<http://www.w3.org/2001/XMLSchema#integer>";
const PREDICATES: [&str; 3] = ["<x:p>", "<x:q>", "<x:r>"];
const SUBJECTS: [&str; 5] = ["<x:0>", "<x:1>", "<x:2>", "<x:g0>", "_:b"];
const GRAPHS: [&str; 5] = ["", "<x:g0>", "<x:g1>", "<x:g2>", "<x:g3>"];

/// Quads as lines of N-Quads.
fn quads() -> impl Strategy<Value = String> {
    let quad = (0..5_usize, 0..3_usize, 0..12_usize, 0..5_usize);
    vec(quad, 0..40).prop_map(|quads| {
        let lines = quads.into_iter().map(|(subject, predicate, object, graph)| {
            let object = match OBJECTS[object] {
                number @ ("1" | "2") => format!("\"{number}\"{NUMBER}"),
                other => other.to_owned(),
            };
            let (subject, predicate) = (SUBJECTS[subject], PREDICATES[predicate]);
            format!("{subject} {predicate} {object} {} .\n", GRAPHS[graph])
        });
        lines.collect()
    })
}

/// A triple pattern: of every place one of its terms, or one of three variables.
fn triple() -> impl Strategy<Value = String> {
    (0..7_usize, 0..5_usize, 0..15_usize).prop_map(|(subject, predicate, object)| {
        let subject = ["<x:0>", "<x:1>", "<x:2>", "<x:none>", "?a", "?b", "?c"][subject];
        let predicate = ["<x:p>", "<x:q>", "<x:r>", "?p", "?b"][predicate];
        let object = OBJECTS.get(object).copied();
        let object = object.unwrap_or(["?a", "?b", "?c"][object_variable(subject)]);
        format!("{subject} {predicate} {object}")
    })
}

fn object_variable(subject: &str) -> usize {
    subject.len() % 3
}

/// A query of one of the forms that reach each part of the engine.
fn query() -> impl Strategy<Value = String> {
    (triple(), triple(), triple(), 0..FORMS.len()).prop_map(|(one, two, three, form)| {
        let text = FORMS[form].replace("$1", &one).replace("$2", &two);
        text.replace("$3", &three)
    })
}

const FORMS: [&str; 26] = [
    "SELECT * { $1 }",
    "SELECT * { $1 . $2 }",
    "SELECT * { $1 . $2 . $3 }",
    "SELECT DISTINCT ?a ?b { $1 OPTIONAL { $2 } }",
    "SELECT * { { $1 } UNION { $2 } }",
    "SELECT * { $1 MINUS { $2 } }",
    "SELECT * { $1 FILTER NOT EXISTS { $2 } }",
    "SELECT * { $1 FILTER(?a != ?b || ?c > 1) }",
    "SELECT * { GRAPH ?g { $1 } }",
    "SELECT * { GRAPH ?g { $1 . $2 } }",
    "SELECT * { GRAPH <x:g1> { $1 } }",
    "SELECT * { GRAPH <x:none> { $1 } }",
    "SELECT * { GRAPH ?g {} }",
    "SELECT * { $1 GRAPH ?g { $2 } }",
    "SELECT * FROM <x:g1> { $1 }",
    "SELECT * FROM <x:g1> FROM NAMED <x:g2> FROM NAMED <x:g3> { $1 GRAPH ?g { $2 } }",
    "SELECT * FROM NAMED <x:g2> { { $1 } UNION { GRAPH ?g { $2 } } }",
    "SELECT (COUNT(*) AS ?n) (MIN(?c) AS ?least) { $1 . $2 } GROUP BY ?a",
    "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { $1 } }",
    "SELECT * { $1 BIND(?c + 1 AS ?d) $2 BIND(STR(?a) AS ?e) ?f <x:q> ?d }",
    "SELECT * { VALUES ?a { <x:0> <x:new> \"one\" } $1 }",
    "SELECT * { ?a <x:p>+ ?b . $1 }",
    "SELECT * { ?a (<x:p>|^<x:q>)* ?b . $1 }",
    "SELECT * { <x:0> !<x:p> ?b . GRAPH ?g { ?b <x:p>? ?c } }",
    "CONSTRUCT { ?a <x:new> ?b } { $1 }",
    "ASK { $1 . $2 }",
];

/// The default graph of the other store is the union of all graphs.
fn theirs(nquads: &str, union: bool) -> oxigraph::store::Store {
    let store = oxigraph::store::Store::new().unwrap();
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(nquads) {
        let quad = quad.unwrap();
        store.insert(&quad).unwrap();
        if union {
            store.insert(&Quad { graph_name: GraphName::DefaultGraph, ..quad }).unwrap();
        }
    }
    store
}

fn ours(nquads: &str) -> Store {
    let store = Store::new(Names::default());
    // Some of the quads may change and some not.
    for (at, line) in nquads.lines().enumerate() {
        match at % 3 {
            0 => store.load_notes("test", line).unwrap(),
            _ => store.load_own("test", line).unwrap(),
        }
    }
    store
}

/// The lines of an answer, sorted; triples as lines of N-Triples.
fn their_answer(store: &oxigraph::store::Store, text: &str) -> Vec<String> {
    let evaluator = SparqlEvaluator::new().parse_query(text).unwrap();
    let mut lines = match evaluator.on_store(store).execute().unwrap() {
        QueryResults::Boolean(it) => vec![it.to_string()],
        QueryResults::Graph(triples) => {
            let triples = triples.map(|it| format!("{} .", it.unwrap()));
            triples.collect::<BTreeSet<_>>().into_iter().collect()
        }
        QueryResults::Solutions(rows) => {
            let format = QueryResultsSerializer::from_format(QueryResultsFormat::Tsv);
            let variables = rows.variables().to_vec();
            let writer = format.serialize_solutions_to_writer(Vec::new(), variables);
            let mut writer = writer.unwrap();
            rows.for_each(|it| writer.serialize(&it.unwrap()).unwrap());
            let text = String::from_utf8(writer.finish().unwrap()).unwrap();
            text.lines().map(str::to_owned).collect()
        }
    };
    lines.sort_unstable();
    lines
}

fn our_answer(store: &Store, query: &Query, union: bool) -> Vec<String> {
    let asking = Asking { union, ..Asking::default() };
    let answer = store.answer_as(query, &asking).unwrap();
    if let Some(it) = answer.boolean() {
        return vec![it.to_string()];
    }
    let format = match query.text().starts_with("CONSTRUCT") {
        true => Format::NTriples,
        false => Format::Tsv,
    };
    let mut out = Vec::new();
    answer.write(format, None, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut lines = text.lines().map(str::to_owned).collect::<Vec<_>>();
    lines.sort_unstable();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn queries_are_answered_alike(quads in quads(), texts in vec(query(), 1..8)) {
        let ours = ours(&quads);
        for union in [true, false] {
            let theirs = theirs(&quads, union);
            for text in &texts {
                let query = Query::new("q", text);
                let answer = our_answer(&ours, &query, union);
                prop_assert_eq!(answer, their_answer(&theirs, text), "{}", text);
            }
        }
    }

    #[test]
    fn named_graphs_of_the_address_are_asked_alone(
        quads in quads(),
        text in query(),
        graphs in (1..5_usize, 1..5_usize),
    ) {
        prop_assume!(text.starts_with("SELECT *") && !text.contains("FROM"));
        let name = |it: usize| GRAPHS[it].trim_matches(['<', '>']).to_owned();
        let (default, named) = (name(graphs.0), name(graphs.1));
        let from = format!("FROM <{default}> FROM NAMED <{named}> {{");
        let expected = their_answer(&theirs(&quads, false), &text.replacen('{', &from, 1));
        let dataset = Dataset { default: vec![default], named: vec![named] };
        let limits = Limits { rows: usize::MAX, bytes: usize::MAX };
        let tsv = |types: &[&'static str]| {
            types.iter().position(|it| it.starts_with("text/tab-separated-values"))
        };
        let query = Query::new("q", text);
        let sent =
            ours(&quads).respond(&query, &Asking::default(), &dataset, (limits, &tsv));
        let sent = String::from_utf8(sent.unwrap().body).unwrap();
        let mut lines = sent.lines().map(str::to_owned).collect::<Vec<_>>();
        lines.sort_unstable();
        prop_assert_eq!(lines, expected);
    }

    #[test]
    fn updates_change_the_same_quads(quads in quads(), updates in vec(update(), 1..6)) {
        let quads = quads.replace("_:b", "<x:b>");
        let (ours, theirs) = (ours(&quads), theirs(&quads, false));
        for text in &updates {
            let asking = Asking { union: false, ..Asking::default() };
            let done = ours.update(&Query::new("u", text), &asking);
            let prepared = SparqlEvaluator::new().parse_update(text).unwrap();
            let their = prepared.on_store(&theirs).execute();
            // There a graph without triples may still be.
            if their.is_ok() && !text.starts_with("DROP GRAPH") {
                prop_assert!(done.is_ok(), "{}", text);
            }
            let mut out = Vec::new();
            ours.dump("nq", &mut out).unwrap();
            let out = String::from_utf8(out).unwrap();
            let lines = out.lines().map(str::to_owned).collect::<BTreeSet<_>>();
            let expected = theirs.iter().map(|it| format!("{} .", it.unwrap()));
            prop_assert_eq!(lines, expected.collect::<BTreeSet<_>>(), "{}", text);
        }
    }
}

fn update() -> impl Strategy<Value = String> {
    (triple(), triple(), 0..UPDATES.len()).prop_map(|(one, two, form)| {
        UPDATES[form].replace("$1", &one).replace("$2", &two)
    })
}

const UPDATES: [&str; 9] = [
    "INSERT DATA { <x:new> <x:p> 3 . GRAPH <x:g4> { <x:0> <x:p> \"new\" } }",
    "DELETE DATA { <x:0> <x:p> 1 . GRAPH <x:g1> { <x:0> <x:p> 2 } }",
    "INSERT { ?a <x:of> ?b . GRAPH <x:g4> { ?b <x:of> ?a } } WHERE { $1 . $2 }",
    "DELETE { GRAPH ?g { ?a ?p ?b } } WHERE { GRAPH ?g { $1 . ?a ?p ?b } }",
    "WITH <x:g1> DELETE { ?a ?p ?b } INSERT { ?b <x:p> 9 } WHERE { $1 . ?a ?p ?b }",
    "DELETE { ?a <x:p> ?c } INSERT { ?a <x:p> ?d } USING <x:g2> \
     WHERE { ?a <x:p> ?c BIND(?c + 1 AS ?d) }",
    "DROP GRAPH <x:g2>",
    "CLEAR SILENT GRAPH <x:g1>; CREATE SILENT GRAPH <x:g5>",
    "COPY SILENT <x:g3> TO <x:g4>; DROP SILENT GRAPH <x:g3>",
];

#[test]
fn stock_queries_are_answered_alike() {
    let names = Names::default();
    let made_up = made_up::graph(40, 12);
    let records = RECORDS.iter().chain(made_up.articles.values());
    let quads = records.map(|it| write_article(it, &names)).collect::<String>();
    let theirs = theirs(&quads, true);
    let ours = ours(&quads);
    for stock in stock_queries() {
        let mut query = stock.query.clone();
        for parameter in stock.query.parameters() {
            let Some(default) = &parameter.default else { continue };
            query.set(&parameter.name, default, &STORE).unwrap();
        }
        let mut named = query.clone();
        let entity = |it: &&newsgraph::rdf::Parameter| it.kind == Kind::Entity;
        if let Some(one) = stock.query.parameters().iter().find(entity) {
            named.set(&one.name, "e:person-7", &STORE).unwrap();
        }
        for query in [query, named] {
            let prefixes = names.prefixes().into_iter();
            let prefixes =
                prefixes.map(|(name, iri)| format!("PREFIX {name}: <{iri}>\n"));
            let text = prefixes.collect::<String>() + query.text();
            let expected = their_answer(&theirs, &text);
            assert_eq!(our_answer(&ours, &query, true), expected, "{}", stock.name);
        }
    }
}

/// A hundred patterns, which the engine would take a minute to put in order, are joined as
/// they stand, with the same answer.
#[test]
fn many_patterns_are_answered_as_few() {
    let store = ours("<x:0> <x:p> <x:1> .\n<x:0> <x:q> <x:2> .\n<x:1> <x:q> <x:2> .\n");
    let few = "SELECT ?a ?b { ?a <x:p> ?b ; <x:q> ?c }".to_owned();
    let many = format!("SELECT ?a ?b {{ ?a <x:p> ?b {} }}", "; <x:q> ?c".repeat(120));
    let answers = [few, many].map(|it| our_answer(&store, &Query::new("q", it), true));
    assert_eq!(answers[0], ["<x:0>\t<x:1>", "?a\t?b"]);
    assert_eq!(answers[0], answers[1]);
}
