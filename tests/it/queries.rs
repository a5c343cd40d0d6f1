//! Every query of `queries/` gives the answer that was worked out by hand.
//!
//! The graph is the one that the program builds of `tests/articles`; the answers are what
//! a reader of the articles gives, as `tests/articles.md` sets out. They stand in
//! `tests/queries/<name>.tsv`; a line `# name=value` at the top sets a parameter.
//! Run with `UPDATE=1` to write what came instead, then read the diff.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use newsgraph::extract::{Factuality, Polarity};
use newsgraph::graph::Object;
use newsgraph::rdf::{Asking, Format, Kind, Names, Query, Stop, Store, stock_queries};

use crate::news::{RECORDS, STORE};

#[test]
fn every_query_gives_the_answer_worked_out_by_hand() {
    let store = &*STORE;
    let update = env::var_os("UPDATE").is_some();
    let mut failures = Vec::new();
    for path in files("queries", "rq") {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let answer = root().join(format!("tests/queries/{name}.tsv"));
        let expected = fs::read_to_string(&answer).unwrap_or_default();
        let settings = expected.lines().map_while(|it| it.strip_prefix("# "));
        let mut query = Query::new(name, fs::read_to_string(&path).unwrap());
        let mut got = String::new();
        for setting in settings {
            let (parameter, value) = setting.split_once('=').unwrap();
            query.set(parameter, value, store).unwrap();
            got.extend(["# ", setting, "\n"]);
        }
        got.push_str(&store.answer(&query).unwrap().table().to_tsv());
        if update {
            fs::write(&answer, got).unwrap();
        } else if got != expected {
            let pairs = got.lines().zip(expected.lines().chain(std::iter::repeat("")));
            let found = pairs.enumerate().find(|(_, (got, want))| got != want);
            let (line, (got, want)) = found.unwrap_or((0, ("its end", "more")));
            let place = answer.display();
            failures.push(format!("{place}:{}\n  want {want}\n  got  {got}", line + 1));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_program_carries_every_query_and_every_query_asks_a_question() {
    let carried = stock_queries();
    let names = carried.iter().map(|it| it.name.to_owned()).collect::<Vec<_>>();
    let files = files("queries", "rq");
    let stems = files.iter().map(|it| it.file_stem().unwrap().to_str().unwrap());
    assert_eq!(names, stems.collect::<Vec<_>>());
    let mut questions = BTreeSet::new();
    for (stock, file) in carried.iter().zip(&files) {
        assert_eq!(stock.query.text(), fs::read_to_string(file).unwrap());
        let question = stock.query.question();
        assert!(question.contains('?'), "{}: {question:?}", stock.name);
        assert!(questions.insert(question.to_owned()), "{}: asked twice", stock.name);
        for parameter in stock.query.parameters() {
            let name = &parameter.name;
            assert!(!parameter.purpose.is_empty(), "{}: ${name}", stock.name);
        }
    }
}

/// Rows that are sorted afterwards come as the engine sorts them, which a LIMIT makes it do.
#[test]
fn rows_come_in_the_order_that_the_engine_gives() {
    let store = &*STORE;
    let unlimited = stock_queries().into_iter().filter(|it| {
        let text = it.query.text();
        text.contains("ORDER BY") && !text.contains("LIMIT")
    });
    let mut count = 0;
    for stock in unlimited {
        let text = format!("{}LIMIT 1000000", stock.query.text());
        let theirs = store.answer(&Query::new(stock.name, text)).unwrap().table();
        let ours = store.answer(&stock.query).unwrap().table();
        assert_eq!(ours, theirs, "{}", stock.name);
        count += ours.rows.len();
    }
    assert!(count > 500, "{count} rows");
}

/// A query runs as it stands, with every parameter set, and with each one alone.
#[test]
fn parameters_can_be_set_in_any_combination() {
    let store = &*STORE;
    for stock in stock_queries() {
        let parameters = stock.query.parameters().to_vec();
        for chosen in 0..1_u32 << parameters.len() {
            let mut query = stock.query.clone();
            for (bit, parameter) in parameters.iter().enumerate() {
                if chosen >> bit & 1 == 1 {
                    let value = match parameter.kind {
                        Kind::FirstDay | Kind::LastDay => "2023-11",
                        Kind::Number => "3",
                        Kind::Term | Kind::Entity | Kind::Text => "Nora Aldane",
                    };
                    query.set(&parameter.name, value, store).unwrap();
                }
            }
            let answer = store.answer(&query);
            assert!(answer.is_ok(), "{}: {}", stock.name, answer.unwrap_err());
        }
    }
}

#[test]
fn errors_of_queries_say_place_and_remedy() {
    let store = &*STORE;
    let message =
        |text: &str| store.answer(&Query::new("my.rq", text)).unwrap_err().to_string();
    for (text, parts) in [
        ("SELECT ?a\nWHERE { ?a foo:b ?c }", &["my.rq:2:12: ", "foo:", "PREFIX"][..]),
        (
            "SELECT ?a WHERE ?a :b ?c }",
            &[
                "my.rq:1:17: a `{` is missing",
                "   1 | SELECT",
                "\n                       ^^",
            ],
        ),
        ("SELECT ?a WHERE { ?a :b ?c", &["my.rq:1:17: ", "`{` is not closed"]),
        ("ASK { ?a :b ?c } }", &["my.rq:1:18: ", "`}` closes nothing; take it out"]),
        ("SELECT (COUNT(*) AS ?n { }", &["my.rq:1:8: ", "`(` is not closed; add `)`"]),
        ("SELCT ?a { ?a :b ?c }", &["my.rq:1:1: ", "did you mean SELECT?"]),
        ("ASK { ?a shcema:url ?b }", &["my.rq:1:10: ", "did you mean `schema:`?"]),
        ("SELECT ?b { ?a :b ?c } GROUP BY ?a", &["my.rq:1:35: ", "variable", "unbound"]),
        (
            "ASK { SERVICE <http://a.example/> { ?a ?b ?c } }",
            &["my.rq:1:7: SERVICE is refused", "ask the other server"],
        ),
        ("", &["my.rq:1:1: nothing is asked; begin with SELECT"]),
        ("# who?\n", &["my.rq:1:1: nothing is asked"]),
        ("ASK { ?a :b \"x }", &["my.rq:1:13: ", "is not closed; add \" behind it"]),
        ("ASK { ?a <b ?c }", &["my.rq:1:10: an IRI is not closed; add `>`"]),
        ("ASK { ?a http://b.example/c ?d }", &["my.rq:1:10: an IRI stands between `<`"]),
        ("ASK { ?a :b ?c FILTER(?c = ) }", &["my.rq:1:28: cannot go on at `)`; "]),
        (
            "ASK { ?a :b ?c FILTER(?c=\"d\"@en }",
            &["my.rq:1:33: `}` stands where `(` is still open"],
        ),
        (
            "ASK { ?a :b ?c FILTER(?c=\"d\"@en)) }",
            &["my.rq:1:33: `)` stands where `{` is still open"],
        ),
        ("ASK { ?a :b ?c FILTER(?c=\"d\"@en 1) }", &["my.rq:1:33: cannot go on at `1`"]),
        ("SELECT * { ?a ?b ?c } ORDER ?a", &["my.rq:1:29: ", "at `?a`; BY stands"]),
        ("SELECT * { ?a ?b ?c } LIMIT ten", &["my.rq:1:29: ", "at `ten`; a number"]),
        ("ASK { ?a ?b ?c FILTER ?c > 1 }", &["my.rq:1:23: ", "in brackets"]),
        ("SELECT ?a, ?b { ?a ?b ?c }", &["my.rq:1:10: ", "a space is enough"]),
        ("SELECT * { ?a ?b ?c FILTR(?c) }", &["my.rq:1:21: ", "did you mean FILTER?"]),
        ("ASK { FILTER(STRLNE(?a) > 1) }", &["my.rq:1:14: ", "did you mean STRLEN?"]),
        ("ASK { FILTER(SIMILAR(?a, 1)) }", &["my.rq:1:14: ", "no function has"]),
        ("ASK { FILTER(CONTAIN(?a, 1)) }", &["my.rq:1:14: ", "did you mean CONTAINS?"]),
        ("ASK { FILTER(?a = f0o:b) }", &["my.rq:1:19: no prefix for `f0o:b`"]),
        ("SELECT (COUNT(?a) AS ?n) ?b { ?a ?b ?c }", &["my.rq:1:", "unbound"]),
        ("DELETE WHERE { ?a ?b ?c }", &["my.rq:1:1: `DELETE` begins an update; "]),
    ] {
        let message = message(text);
        for part in parts {
            assert!(message.contains(part), "{part}: {message}");
        }
        assert!(message.len() < 250, "{message}");
    }
    // Without an end, brackets in each other take the parser twice as long for every few.
    let deep = format!("ASK {{ BIND({} AS ?a) }}", "REPLACE(STR((".repeat(34));
    assert!(message(&deep).contains("more than 48 brackets in each other"));
}

#[test]
fn names_are_looked_up_and_doubt_is_an_error() {
    let store = &*STORE;
    let set = |parameter: &str, value: &str| {
        let mut query = Query::new("my.rq", "ASK { $who :endorsed ?whom }");
        query.set(parameter, value, store).map(|()| query.text().to_owned())
    };
    let aldane =
        "ASK { <https://w3id.org/newsgraph/id/entity/nora-aldane> :endorsed ?whom }";
    for value in ["Nora Aldane", "nora aldane", "Aldane", "e:nora-aldane"] {
        assert_eq!(set("who", value).unwrap(), aldane, "{value}");
    }
    for (parameter, value, part) in [
        ("whom", "Nora Aldane", "my.rq: no parameter `whom` to set; did you mean `who`?"),
        ("since", "2023", "it has `who`"),
        ("who", "Nora", "did you mean e:nora-aldane"),
        ("who", "Nora Aldene", "did you mean e:nora-aldane?"),
        ("who", "Nobody", "no entity is called"),
        ("who", "Marsh", "choose e:daniel-marsh, e:marsh."),
        ("who", "<no iri>", "cannot be set here"),
    ] {
        let message = set(parameter, value).unwrap_err().to_string();
        assert!(message.contains(part), "{value}: {message}");
    }
}

#[test]
fn answers_come_in_the_formats_of_the_standard() {
    let store = &*STORE;
    let write = |query: &str, format: Format| {
        let mut out = Vec::new();
        let answer = store.answer(&Query::new("my.rq", query)).unwrap();
        answer.write(format, None, &mut out).map(|()| String::from_utf8(out).unwrap())
    };
    let select = "SELECT ?who ?n { VALUES ?who { e:nora-aldane } VALUES ?n { 1 } }";
    let entity = "https://w3id.org/newsgraph/id/entity/nora-aldane";
    let integer = "http://www.w3.org/2001/XMLSchema#integer";
    for (format, expected) in [
        (Format::Csv, format!("who,n\r\n{entity},1\r\n")),
        (Format::Tsv, format!("?who\t?n\n<{entity}>\t1\n")),
        (
            Format::Json,
            format!(
                "{{\"head\":{{\"vars\":[\"who\",\"n\"]}},\"results\":{{\"bindings\":[{{\
                 \"who\":{{\"type\":\"uri\",\"value\":\"{entity}\"}},\"n\":{{\"type\":\
                 \"literal\",\"value\":\"1\",\"datatype\":\"{integer}\"}}}}]}}}}\n"
            ),
        ),
    ] {
        assert_eq!(write(select, format).unwrap(), expected);
    }
    assert!(write(select, Format::Turtle).is_err());
    assert!(write("ASK {}", Format::Json).unwrap().contains("true"));
    let construct = "CONSTRUCT { ?b :backs ?a } WHERE { ?b :endorsed ?a }";
    assert!(write(construct, Format::Csv).is_err());
    assert_eq!(write(construct, Format::NTriples).unwrap().lines().count(), 3);
    assert_eq!(write(construct, Format::NQuads).unwrap().lines().count(), 3);
    assert!(write(construct, Format::Xml).unwrap().contains("<rdf:RDF"));
    assert!(write(construct, Format::JsonLd).unwrap().contains("\"@id\""));
    assert!(write(select, Format::Markdown).unwrap().starts_with("| who | n |\n| --- |"));
    assert!(write(construct, Format::Turtle).unwrap().contains("e:nora-aldane :backs"));
}

/// Hints name what nothing bears, with what was meant, and say why there is no answer.
#[test]
fn hints_say_what_was_meant() {
    let store = &*STORE;
    let hints = |text: &str, asking: &Asking| {
        let query = Query::new("my.rq", text);
        let answer = store.answer_as(&query, asking).unwrap();
        store.hints(&query, asking, &answer).unwrap()
    };
    let asking = Asking::default();
    let apart = Asking { union: false, ..Asking::default() };
    for (text, asking, expected) in [
        (
            "SELECT ?a { ?a :endorsd ?b }",
            &asking,
            "my.rq:1:16: nothing here is called :endorsd; did you mean :endorsed?\n   1 | \
             SELECT ?a { ?a :endorsd ?b }\n                      ^^^^^^^^",
        ),
        ("ASK { e:nora-aldene ?p ?o }", &asking, "did you mean e:nora-aldane?"),
        ("ASK { ?f ng:qoute ?q }", &asking, "did you mean ng:quote?"),
        ("ASK { ?a a schema:NewsArtcle }", &asking, "did you mean schema:NewsArticle?"),
        (
            "ASK { ?a rdfs:lable ?b }",
            &asking,
            "my.rq:1:10: nothing here is called rdfs:lable",
        ),
        (
            "ASK { ?a rdfs:label \"Nora Aldene\" }",
            &asking,
            "my.rq:1:21: nothing here is called \"Nora Aldene\"; did you mean \"Nora Aldane\"?",
        ),
        ("ASK { ?a ev:travel_ot ?f }", &asking, "did you mean ev:travel_to?"),
        ("ASK { ?a :vetoed ?b }", &asking, "no article here says :vetoed of anybody"),
        (
            "ASK { e:felix-brandt :accused ?b . ?x :married_to ?y }",
            &asking,
            "no article here says :married_to",
        ),
        (
            "ASK { ?a :ran_for ?b }",
            &asking,
            "nothing here has :ran_for, but it is planned or possible (may:ran_for)",
        ),
        ("SELECT ?a { ?a :endorsed ?b }", &apart, "with --no-union none of them"),
        (
            "ASK { GRAPH ?g { ?a :endorsed ?b . e:felix-brandt :fired ?c } }",
            &asking,
            "must be found in one article",
        ),
        ("ASK FROM a:gone { ?a :endorsed ?b }", &asking, "FROM leaves only the graphs"),
    ] {
        let hints = hints(text, asking);
        assert!(hints.iter().any(|it| it.contains(expected)), "{text}: {hints:?}");
    }
    let known = hints("SELECT ?a { ?a :endorsed ?b }", &asking);
    assert!(known.is_empty(), "{known:?}");
}

#[test]
fn prefixes_base_and_defaults_reach_the_query() {
    let store = &*STORE;
    let mut asking = Asking::default();
    asking.prefixes.push(("x".into(), "https://w3id.org/newsgraph/relation/".into()));
    asking.base = Some("https://w3id.org/newsgraph/id/entity/".into());
    let ask = |text: &str, asking: &Asking| {
        store.answer_as(&Query::new("q", text), asking).map(|it| it.boolean())
    };
    let question = "ASK { <civic-alliance> x:endorsed <nora-aldane> }";
    assert_eq!(ask(question, &asking).unwrap(), Some(true));
    assert!(ask(question, &Asking::default()).is_err());
    asking.prefixes[0].1 = "no iri".into();
    let error = ask(question, &asking).unwrap_err().to_string();
    assert!(error.contains("--prefix x=no iri"), "{error}");
    let text =
        "# Q?\n# $most number=2: so many\nSELECT ?a { ?a a schema:Person } LIMIT $most";
    let mut query = Query::new("q", text);
    assert_eq!(store.answer(&query).unwrap().len(), 2);
    query.set("most", "3", store).unwrap();
    assert_eq!(store.answer(&query).unwrap().len(), 3);
}

#[test]
fn a_query_is_explained_and_can_be_stopped() {
    let store = &*STORE;
    let query = Query::new("q", "SELECT ?a ?b { ?a :endorsed ?b }");
    let plan = store.explain(&query, &Asking::default()).unwrap();
    assert!(plan.starts_with("      rows       ms  operator\n         3 "), "{plan}");
    assert!(plan.contains("QuadPattern(?a :endorsed ?b)"), "{plan}");
    let asking = Asking { stop: Stop::default(), ..Asking::default() };
    asking.stop.now();
    let error = store.answer_as(&query, &asking).unwrap_err().to_string();
    assert!(error.contains("stopped before it was answered"), "{error}");
}

#[test]
fn an_update_changes_the_store_it_is_given() {
    let store = Store::new(Names::default());
    let update = |text: &str| store.update(&Query::new("u.ru", text), &Asking::default());
    update("INSERT DATA { e:a :met_with e:b }").unwrap();
    update("INSERT { ?b :met_with ?a } WHERE { ?a :met_with ?b }").unwrap();
    assert_eq!(store.count(), 2);
    let error = update("DELETE { ?a ?b ?c").unwrap_err().to_string();
    assert!(error.contains("u.ru:1:8: `{` is not closed"), "{error}");
}

/// Nobody who forgets a filter gets a denial, a plan or a claim as a fact.
#[test]
fn plain_triples_are_only_what_an_article_asserts() {
    let plain = Query::new(
        "plain",
        "SELECT DISTINCT ?s ?r ?o { ?s ?r ?o FILTER(STRSTARTS(STR(?r), STR(:))) }",
    );
    let rows = STORE.answer(&plain).unwrap().table().rows;
    let rows = rows.into_iter().collect::<BTreeSet<_>>();
    let facts = RECORDS.iter().flat_map(|it| it.facts.values());
    let asserted = facts.filter_map(|it| {
        let is_own = it.attributed_to.is_none() && it.factuality == Factuality::Actual;
        let Some(Object::Entity(object)) = &it.object else { return None };
        (is_own && it.polarity == Polarity::Affirmed).then(|| {
            let link = format!(":{}", it.relation);
            vec![format!("e:{}", it.subject), link, format!("e:{object}")]
        })
    });
    assert_eq!(rows, asserted.collect());
    for (triple, expected) in [
        ("e:felix-brandt :fired e:iris-tallow", true),
        ("e:tomas-okabe :appointed e:iris-tallow", true),
        // Two board members say so.
        ("e:felix-brandt :accused e:iris-tallow", false),
        // Helen Marsh says so.
        ("e:paul-renner :met_with e:felix-brandt", false),
        // A plan, and a possibility.
        ("e:iris-tallow :sued e:harlow-steel", false),
        ("e:harlow-steel :appointed e:priya-lindqvist", false),
    ] {
        let ask = Query::new("ask", format!("ASK {{ {triple} }}"));
        let mut out = Vec::new();
        STORE.answer(&ask).unwrap().write(Format::Json, None, &mut out).unwrap();
        let answer = String::from_utf8(out).unwrap();
        assert!(answer.contains(&expected.to_string()), "{triple}: {answer}");
    }
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let paths = entries.map(|it| it.unwrap().path());
    let fits = |it: &PathBuf| it.extension().is_some_and(|it| it == extension);
    let mut paths = paths.filter(fits).collect::<Vec<_>>();
    paths.sort();
    paths
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
