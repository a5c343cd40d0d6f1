//! Other tools read what we write: each export is read back by the library of the tool
//! that it is for, which `tests/tools/install.sh` installs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use newsgraph::export::{self, ParquetWriter};
use newsgraph::graph::{
    ArticleRecord, FactRecord, Graph, Names as Called, Object, Picture, SelectionConfig,
    Standing,
};
use newsgraph::lexicon::Lexicon;
use newsgraph::rdf::{Names, Store, nanopubs, write_article};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use serde_json::{Value, json};

use crate::graphs;
use crate::source;

/// The graph made by hand, with names and days that formats may stumble over.
fn awkward() -> Graph {
    let mut graph = graphs::by_hand();
    let names = [
        ("felix-brandt", "Felix \"Flash\" <Brandt> & Sons \\ 'x'; DROP"),
        ("iris-tallow", "إيريس تالو"),
        ("old-harbor", "=1+1, #%{}|`Old`\u{1F6A2}"),
    ];
    for article in graph.articles.values_mut() {
        article.headline = Some("A \"quoted\"\n<b>headline</b> ]]> --> &amp;".into());
        for (iri, name) in names {
            if let Some(entity) = article.entities.get_mut(iri) {
                entity.aliases = vec![entity.name.clone(), "a;b,c".into()];
                entity.name = name.into();
            }
        }
    }
    let leads = fact(&mut graph, "harlow-steel-finance-1");
    leads.timex = Some("2019/..".into());
    leads.event_start = "2019-01-01".parse().ok();
    leads.args = vec![("role".into(), Object::Literal("chief; \"executive\"".into()))];
    let fired = fact(&mut graph, "harlow-steel-finance-0");
    fired.event_start = "2023-10-16".parse().ok();
    fired.event_end = fired.event_start;
    graph
}

fn fact<'g>(graph: &'g mut Graph, name: &str) -> &'g mut FactRecord {
    let mut articles = graph.articles.values_mut();
    articles.find_map(|it| it.facts.get_mut(name)).unwrap()
}

/// The awkward graph in every format, in a folder.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats");
    fs::create_dir_all(folder.join("neo4j")).unwrap();
    for (name, bytes) in written(&awkward()) {
        fs::write(folder.join(name), bytes).unwrap();
    }
    folder
});

/// A graph in every format, by file.
fn written(graph: &Graph) -> BTreeMap<String, Vec<u8>> {
    let articles = || graph.articles.values();
    let mut parquet = Vec::new();
    let mut writer = ParquetWriter::new(&mut parquet).unwrap();
    articles().for_each(|it| writer.write(it).unwrap());
    writer.finish().unwrap();
    let rows: String = articles().map(export::fact_csv).collect();
    let names = Names::default();
    let picture = Picture::new(graph, &SelectionConfig::default());
    let texts = [
        ("x.graphml", export::graphml(graph).unwrap()),
        ("x.gexf", export::gexf(graph).unwrap()),
        ("x.cytoscape", export::cytoscape(graph)),
        ("x.cypher", export::cypher(graph)),
        ("x.mermaid", export::mermaid(&picture)),
        ("x.csv", export::fact_csv_header() + &rows),
        ("x.ftm.json", export::ftm(graph, &Lexicon::embedded()).unwrap()),
        ("x.nanopub.trig", nanopubs(articles(), &names).unwrap()),
    ];
    let texts = texts.into_iter().map(|(name, it)| (name.to_owned(), it.into_bytes()));
    let mut files: BTreeMap<_, _> = texts.collect();
    files.insert("x.parquet".into(), parquet);
    files.insert("x.xlsx".into(), export::xlsx(graph).unwrap());
    for (name, text) in export::neo4j(graph) {
        files.insert(format!("neo4j/{name}"), text.into_bytes());
    }
    let store = store(graph);
    for extension in RDF {
        let mut bytes = Vec::new();
        store.dump(extension, &mut bytes).unwrap();
        files.insert(format!("x.{extension}"), bytes);
    }
    files
}

const RDF: [&str; 6] = ["nq", "trig", "nt", "ttl", "rdf", "jsonld"];

fn store(graph: &Graph) -> Store {
    let store = Store::new(Names::default());
    for article in graph.articles.values() {
        let nquads = write_article(article, &Names::default());
        store.load_own(article.id.as_str(), &nquads).unwrap();
    }
    store
}

/// What a script prints about the folder; `None` where its tools are not installed.
fn found(program: &str, script: &str) -> Option<Value> {
    let tools = source::root().join("target/tools");
    let program = match program {
        "python" => tools.join("python/bin/python"),
        other => PathBuf::from(other),
    };
    let home = tools.join(if script.ends_with(".py") { "python" } else { "node" });
    if !home.join("installed").exists() {
        println!("skipped: run tests/tools/install.sh, which installs the readers");
        return None;
    }
    let mut command = Command::new(program);
    command.arg(source::root().join("tests/tools").join(script)).arg(&*FOLDER);
    let output = command.current_dir(home).output().unwrap();
    let reasons = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {reasons}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// What the libraries of Python found, once for all tests.
static PYTHON: LazyLock<Option<Value>> =
    LazyLock::new(|| found("python", "read_back.py"));

fn facts(graph: &Graph) -> impl Iterator<Item = (&ArticleRecord, &String, &FactRecord)> {
    let articles = graph.articles.values();
    articles.flat_map(|article| {
        let facts = article.facts_in_order().into_iter();
        facts.map(move |(name, fact)| (article, name, fact))
    })
}

/// The sentence of a fact, on one line.
fn quote(article: &ArticleRecord, fact: &FactRecord) -> String {
    let quote = &article.sentences[&fact.sentence].quote;
    quote.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The nodes and edges that a network has, from the graph itself.
fn network(graph: &Graph) -> Value {
    let called = Called::new(graph);
    let mut nodes = BTreeSet::new();
    let mut edges = Vec::new();
    let entity = |iri: &str| {
        let entity_type = called.entity_type(iri).to_string();
        (iri.to_owned(), called.name(iri).to_owned(), entity_type)
    };
    for (article, name, fact) in facts(graph) {
        let object = match &fact.object {
            None => continue,
            Some(Object::Entity(iri)) => entity(iri),
            Some(Object::Literal(words)) => {
                (format!("phrase:{name}"), words.clone(), "Phrase".to_owned())
            }
        };
        let said = article.line(fact);
        let said = said.split(" | ").find(|it| it.starts_with("said "));
        let phrase = fact.phrase();
        let label = [Some(&*phrase), said].into_iter().flatten();
        edges.push((
            fact.subject.clone(),
            object.0.clone(),
            name.clone(),
            label.collect::<Vec<_>>().join(", "),
            Standing::of(fact).as_str(),
            f64::from(fact.confidence) / 100.0,
            article.sentences[&fact.sentence].start,
            fact.in_schema,
            quote(article, fact),
        ));
        nodes.extend([entity(&fact.subject), object]);
    }
    edges.sort_by(|a, b| (&a.0, &a.1, &a.2).cmp(&(&b.0, &b.1, &b.2)));
    json!({ "nodes": nodes, "edges": edges })
}

#[test]
fn networks_have_the_nodes_and_edges_of_the_graph() {
    let Some(found) = &*PYTHON else { return };
    let expected = network(&awkward());
    assert_eq!(expected["edges"].as_array().unwrap().len(), 30);
    for format in ["graphml", "gexf", "neo4j", "cypher"] {
        for part in ["nodes", "edges"] {
            assert_eq!(found[format][part], expected[part], "{format}");
        }
    }
    let days = found["gexf"]["days"].as_array().unwrap();
    let days_of = |fact: &str| days.iter().find(|it| it[0] == fact).unwrap();
    let fired = json!(["harlow-steel-finance-0", "2023-10-16", "2023-10-16"]);
    assert_eq!(*days_of("harlow-steel-finance-0"), fired);
    let leads = json!(["harlow-steel-finance-1", "2019-01-01", null]);
    assert_eq!(*days_of("harlow-steel-finance-1"), leads);
    let reported = json!(["harlow-steel-finance-3", "2023-10-17", "2023-10-17"]);
    assert_eq!(*days_of("harlow-steel-finance-3"), reported);
}

#[test]
fn tables_have_a_row_for_every_fact() {
    let Some(found) = &*PYTHON else { return };
    let graph = awkward();
    let text = |it: Option<&str>| it.unwrap_or_default().to_owned();
    let rows = facts(&graph).map(|(article, name, fact)| {
        let object = match &fact.object {
            Some(Object::Entity(iri)) => Some(&**iri),
            Some(Object::Literal(_)) | None => None,
        };
        let line = article.line(fact);
        let said = line.split(" | ").find_map(|it| it.strip_prefix("said "));
        json!([
            article.id.as_str(),
            fact.subject,
            fact.relation,
            text(object),
            text(said.filter(|it| *it != "somebody")),
            article.date_published.unwrap().to_string(),
            name,
            Standing::of(fact).as_str(),
            f64::from(fact.confidence) / 100.0,
            article.sentences[&fact.sentence].start,
            fact.in_schema,
            quote(article, fact),
        ])
    });
    let expected = Value::Array(rows.collect());
    for format in ["csv", "xlsx", "parquet"] {
        assert_eq!(found[format]["rows"], expected, "{format}");
    }
}

#[test]
fn follow_the_money_takes_every_entity_and_fact() {
    let Some(found) = &*PYTHON else { return };
    let graph = awkward();
    let bodies = graph.articles.values().flat_map(|it| it.entities.keys());
    let mentions = bodies.filter(|it| *it != "old-harbor").count();
    let expected = json!({
        "Person": 8, "Organization": 4, "Address": 1, "Article": 6, "Mention": mentions,
        "Directorship": 4, "Family": 1, "Membership": 1, "Payment": 1,
        "UnknownLink": 21, "Note": 3,
    });
    assert_eq!(found["ftm"]["schemata"], expected);
    assert_eq!(found["ftm"]["edges"], 28);
    let links = found["ftm"]["links"].as_array().unwrap();
    let role = |words: &str| links.iter().filter(|it| it[0] == words).count();
    assert_eq!(role("not fired, said Harlow Steel"), 1);
    assert_eq!(role("plans: appointed"), 2);
}

#[test]
fn rdf_keeps_every_quad() {
    let Some(found) = &*PYTHON else { return };
    let store = store(&awkward());
    let quads = store.count();
    let mut triples = Vec::new();
    store.dump("nt", &mut triples).unwrap();
    let triples = triples.split(|it| *it == b'\n').filter(|it| !it.is_empty()).count();
    assert!(triples < quads);
    for extension in RDF {
        let is_dataset = ["nq", "trig"].contains(&extension);
        let expected = if is_dataset { quads } else { triples };
        assert_eq!(found["rdf"][extension], expected, "{extension}");
    }
    assert_eq!(found["nanopub"]["count"], facts(&awkward()).count());
}

#[test]
fn cytoscape_and_mermaid_draw_every_edge() {
    let Some(found) = found("node", "read_back.mjs") else { return };
    let graph = awkward();
    let expected = network(&graph);
    let sorted = |it: &Value| {
        let mut values = it.as_array().unwrap().clone();
        values.sort_by_cached_key(ToString::to_string);
        values
    };
    for part in ["nodes", "edges"] {
        assert_eq!(sorted(&found["cytoscape"][part]), sorted(&expected[part]), "{part}");
    }
    let picture = Picture::new(&graph, &SelectionConfig::default());
    let edges = found["mermaid"]["edges"].as_array().unwrap();
    assert_eq!(edges.len(), picture.links.len());
    let called = Called::new(&graph);
    let (felix, iris) = (called.name("felix-brandt"), called.name("iris-tallow"));
    let denied = json!([felix, "not fired, said Harlow Steel", iris]);
    assert!(edges.contains(&denied), "{denied} is not in {edges:?}");
}

#[test]
fn mermaid_says_what_it_leaves_out() {
    let mut graph = graphs::by_hand();
    let article = graph.articles.values_mut().next().unwrap();
    let (entity, fact) = (
        article.entities.values().next().unwrap().clone(),
        article.facts.values().next().unwrap().clone(),
    );
    for number in 0..100 {
        let iri = format!("guest-{number:02}");
        let object = Some(Object::Entity(iri.clone()));
        article.entities.insert(iri.clone(), entity.clone());
        article.facts.insert(iri, FactRecord { object, ..fact.clone() });
    }
    let config = SelectionConfig { max_nodes: Some(1000), ..SelectionConfig::default() };
    let picture = Picture::new(&graph, &config);
    let text = export::mermaid(&picture);
    let edges = text.lines().filter(|it| it.contains("|\"")).count();
    assert_eq!(edges, export::MOST_EDGES);
    let rest = format!("{} links", picture.links.len() - edges);
    let title = text.lines().nth(1).unwrap();
    assert!(title.contains(&rest) && title.contains("(left out: "), "{title}");
}

#[test]
fn a_large_table_is_written_group_by_group() {
    let graph = graphs::by_hand();
    let file = tempfile::tempfile().unwrap();
    let mut writer = ParquetWriter::new(&file).unwrap();
    let (copies, n_facts) = (2500, facts(&graph).count());
    for _ in 0..copies {
        graph.articles.values().for_each(|it| writer.write(it).unwrap());
    }
    writer.finish().unwrap();
    let file = SerializedFileReader::new(file).unwrap();
    let rows: Vec<_> = file
        .metadata()
        .row_groups()
        .iter()
        .map(parquet::file::metadata::RowGroupMetaData::num_rows)
        .collect();
    assert_eq!(rows, [65_536, 77_500 - 65_536]);
    assert_eq!(copies * n_facts, 77_500);
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    let once = written(&awkward());
    let mut graph = Graph::default();
    for (id, article) in awkward().articles.into_iter().rev() {
        graph.articles.insert(id, article);
    }
    for (name, bytes) in written(&graph) {
        assert!(once[&name] == bytes, "{name}");
    }
}
