//! The ontology defines every term that the program mints, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, iter};

use newsgraph::extract::Role;
use newsgraph::rdf::vocab;
use newsgraph::rdf::{Names, Query, Store, Table, relations};

#[test]
fn every_minted_term_is_defined_with_label_and_comment() {
    let roles = Role::ALL.iter().map(|it| format!("{}{it}", vocab::NG));
    let minted = vocab::MINTED.iter().map(|it| (*it).to_owned());
    let minted = minted.chain(roles).collect::<BTreeSet<_>>();
    let rows =
        ask("SELECT ?term { ?term a ?class ; rdfs:label ?label ; rdfs:comment ?comment
           FILTER(STRSTARTS(STR(?term), STR(ng:))) }");
    let defined = column(&rows, 0).map(|it| it.replace("ng:", vocab::NG));
    assert_eq!(defined.collect::<BTreeSet<_>>(), minted);
}

#[test]
fn every_relation_is_complete() {
    assert_eq!(relations().len(), 70);
    for (name, relation) in relations() {
        assert!(!relation.label.is_empty(), "{name} has no label");
        assert!(relation.comment.ends_with('.'), "{name} has no comment");
        assert!(!relation.domain.is_empty() && !relation.range.is_empty(), "{name}");
        if let Some(inverse) = &relation.inverse {
            let back = relations().get(inverse).and_then(|it| it.inverse.as_ref());
            assert_eq!(back, Some(name), "the inverse of {inverse}");
        }
        let faces = ask(&format!(
            "ASK {{ :{name} skos:inScheme ng:relations ; ng:evidence ev:{name} ;
               ng:denial no:{name} ; ng:possibility may:{name} }}"
        ));
        assert_eq!(faces.rows[0][0], "yes", "{name} lacks one of its faces");
    }
    assert_eq!(relations()["defeated"].inverse.as_deref(), Some("lost_to"));
    assert_eq!(relations()["fired"].range, ["schema:Person"]);
    assert_eq!(relations()["opposed"].cameo, ["120", "110"]);
}

/// The gold standard's schema, where it is at hand, has the same relations.
#[test]
fn the_relations_are_those_of_the_gold_standard() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(text) = fs::read_to_string(root.join("../shared/gold/schema.json")) else {
        println!("skipped: no gold standard beside the repository");
        return;
    };
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let classes = BTreeMap::from([
        ("entity", "schema:Thing"),
        ("literal", "rdfs:Literal"),
        ("Organization", "schema:Organization"),
        ("Person", "schema:Person"),
        ("Place", "schema:Place"),
        ("Event", "schema:Event"),
        ("Work", "schema:CreativeWork"),
        ("Law", "schema:Legislation"),
        ("Money", "schema:MonetaryAmount"),
        ("Quantity", "schema:QuantitativeValue"),
        ("Group", "ng:Group"),
        ("Office", "ng:Office"),
        ("Date", "ng:Date"),
        ("Artifact", "ng:Artifact"),
    ]);
    let set = |it: &serde_json::Value| {
        let types = it.as_array().unwrap().iter();
        types.map(|it| classes[it.as_str().unwrap()].to_owned()).collect::<BTreeSet<_>>()
    };
    let mut names = BTreeSet::new();
    for gold in schema["relations"].as_array().unwrap() {
        let name = gold["relation"].as_str().unwrap();
        let ours = &relations()[name];
        let sorted = |it: &[String]| it.iter().cloned().collect::<BTreeSet<_>>();
        assert_eq!(sorted(&ours.domain), set(&gold["domain"]), "domain of {name}");
        assert_eq!(sorted(&ours.range), set(&gold["range"]), "range of {name}");
        assert_eq!(ours.inverse.as_deref(), gold["inverse"].as_str(), "{name}");
        assert_eq!(Some(&*ours.field), gold["group"].as_str(), "{name}");
        let cameo = gold["cameo"].as_str().into_iter().flat_map(|it| it.split('|'));
        let cameo = cameo.map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(sorted(&ours.cameo), cameo, "CAMEO of {name}");
        names.insert(name);
    }
    assert_eq!(names, relations().keys().map(String::as_str).collect());
}

/// The table that extraction reads has what the ontology says, and beside it a place for a
/// body, a group for people, what has no type, and what a note gives a reason for.
#[test]
fn the_ends_of_relations_are_those_of_the_ontology() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicon/ends.csv");
    let table = fs::read_to_string(path).unwrap();
    let rows = table.lines().skip(1).map(|it| it.split(',').collect::<Vec<_>>());
    let mut liberties = BTreeSet::new();
    let rows = rows.map(|it| {
        if !it[3].is_empty() {
            liberties.insert(it[0].to_owned());
        }
        (it[0].to_owned(), [it[1].to_owned(), it[2].to_owned()])
    });
    let rows = rows.collect::<BTreeMap<_, _>>();
    assert!(rows.keys().eq(relations().keys()));
    let types = BTreeMap::from([
        ("schema:CreativeWork", "Work"),
        ("schema:Legislation", "Law"),
        ("schema:MonetaryAmount", "Money"),
        ("schema:QuantitativeValue", "Quantity"),
    ]);
    for (name, relation) in relations() {
        for (classes, found) in
            [&relation.domain, &relation.range].into_iter().zip(&rows[name])
        {
            let open = ["schema:Thing", "rdfs:Literal"];
            if classes.iter().any(|it| open.contains(&&**it)) {
                assert_eq!(found, "", "{name}");
                continue;
            }
            let bare = |it: &String| {
                let known = types.get(&**it).map(|it| (*it).to_owned());
                known.unwrap_or_else(|| it.split(':').next_back().unwrap().to_owned())
            };
            let mut wanted = classes.iter().map(bare).collect::<BTreeSet<_>>();
            if wanted.contains("Organization") {
                wanted.extend(["Place".to_owned(), "Group".to_owned()]);
            }
            if wanted.contains("Person") {
                wanted.insert("Group".to_owned());
            }
            wanted.insert("Other".to_owned());
            let found = found.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
            assert!(found.is_superset(&wanted), "{name}: {found:?}, not {wanted:?}");
            assert!(found == wanted || liberties.contains(name), "{name}: {found:?}");
        }
    }
}

#[test]
fn contradictions_are_looked_for_in_every_relation() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let query = fs::read_to_string(root.join("queries/contradictions.rq")).unwrap();
    for name in relations().keys() {
        let pair = format!("(no:{name} ev:{name})");
        assert!(query.contains(&pair), "queries/contradictions.rq lacks {pair}");
    }
}

fn ask(sparql: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ontology/newsgraph.ttl");
    let store = Store::new(Names::default());
    store.load_file(&path).unwrap();
    store.answer(&Query::new("test", sparql)).unwrap().table()
}

fn column(table: &Table, at: usize) -> impl Iterator<Item = &str> {
    let mut rows = table.rows.iter();
    iter::from_fn(move || rows.next().map(|it| &*it[at]))
}
