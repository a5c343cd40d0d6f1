//! Every query of `queries/` gives the answer that was worked out by hand.
//!
//! The graph is what a reader finds in `tests/articles`: `tests/queries/facts.csv`, one
//! fact a row, with the sentence that states it. The answers are
//! `tests/queries/<name>.tsv`; a line `# name=value` at the top sets a parameter.
//! Run with `UPDATE=1` to write what came instead, then read the diff.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use newsgraph::collection::Collection;
use newsgraph::doc::{EntityType, TimexValue};
use newsgraph::graph::{
    ArticleRecord, EntityRecord, FactRecord, Object, SentenceRecord, Speaker,
};
use newsgraph::ingest;
use newsgraph::rdf::{Format, Names, Query, Store, relations, stock_queries};
use newsgraph::text::Article;
use serde::Deserialize;

use crate::records::plain;

#[test]
fn every_query_gives_the_answer_worked_out_by_hand() {
    let store = store();
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
            query.set(parameter, value, &store).unwrap();
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

/// A query runs as it stands, with every parameter set, and with each one alone.
#[test]
fn parameters_can_be_set_in_any_combination() {
    let store = store();
    for stock in stock_queries() {
        let parameters = stock.query.parameters().to_vec();
        for chosen in 0..1_u32 << parameters.len() {
            let mut query = stock.query.clone();
            for (bit, parameter) in parameters.iter().enumerate() {
                if chosen >> bit & 1 == 1 {
                    let is_day = parameter.kind.hint().starts_with("2024");
                    let value = if is_day { "2023-11" } else { "Nora Aldane" };
                    query.set(&parameter.name, value, &store).unwrap();
                }
            }
            let answer = store.answer(&query);
            assert!(answer.is_ok(), "{}: {}", stock.name, answer.unwrap_err());
        }
    }
}

#[test]
fn errors_of_queries_say_place_and_remedy() {
    let store = store();
    let message =
        |text: &str| store.answer(&Query::new("my.rq", text)).unwrap_err().to_string();
    for (text, parts) in [
        ("SELECT ?a\nWHERE { ?a foo:b ?c }", &["my.rq:2:12: ", "foo:", "PREFIX"][..]),
        ("SELECT ?a WHERE ?a :b ?c }", &["my.rq:1:17: ", "`?a`"]),
        ("SELECT ?a WHERE { ?a :b ?c", &["my.rq:1:27: ", "end of the query"]),
        ("ASK { SERVICE <http://a.example/> { ?a ?b ?c } }", &["my.rq: ", "collection"]),
    ] {
        let message = message(text);
        for part in parts {
            assert!(message.contains(part), "{part}: {message}");
        }
        assert!(message.len() < 250, "{message}");
    }
}

#[test]
fn names_are_looked_up_and_doubt_is_an_error() {
    let store = store();
    let set = |parameter: &str, value: &str| {
        let mut query = Query::new("my.rq", "ASK { $who :endorsed ?whom }");
        query.set(parameter, value, &store).map(|()| query.text().to_owned())
    };
    let aldane =
        "ASK { <https://w3id.org/newsgraph/id/entity/nora-aldane> :endorsed ?whom }";
    for value in ["Nora Aldane", "nora aldane", "Aldane", "e:nora-aldane"] {
        assert_eq!(set("who", value).unwrap(), aldane, "{value}");
    }
    for (parameter, value, part) in [
        ("whom", "Nora Aldane", "it has `who`"),
        ("who", "Nora", "did you mean e:nora-aldane"),
        ("who", "Nobody", "no entity is called"),
        ("who", "Marsh", "choose e:daniel-marsh, e:helen-marsh"),
        ("who", "<no iri>", "cannot be set here"),
    ] {
        let message = set(parameter, value).unwrap_err().to_string();
        assert!(message.contains(part), "{value}: {message}");
    }
}

#[test]
fn answers_come_in_the_formats_of_the_standard() {
    let store = store();
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
    assert!(write(construct, Format::Turtle).unwrap().contains("e:nora-aldane :backs"));
}

/// Nobody who forgets a filter gets a denial, a plan or a claim as a fact.
#[test]
fn plain_triples_are_only_what_an_article_asserts() {
    let store = store();
    let plain = Query::new(
        "plain",
        "SELECT DISTINCT ?s ?r ?o { ?s ?r ?o FILTER(STRSTARTS(STR(?r), STR(:))) }",
    );
    let rows = store.answer(&plain).unwrap().table().rows;
    let rows = rows.into_iter().collect::<BTreeSet<_>>();
    let expected = rows_of_facts().into_iter().filter(|it| {
        it.object.starts_with("e:")
            && it.factuality == "actual"
            && it.polarity == "affirmed"
            && it.source.is_empty()
    });
    let articles = articles();
    let expected = expected.map(|it| {
        let bind = |local: &str| bound(local, &articles[&it.article]);
        let subject = format!("e:{}", bind(&it.subject));
        vec![subject, format!(":{}", it.relation), it.object.clone()]
    });
    assert_eq!(rows, expected.collect());
}

/// The hand-made graph, by way of a collection on disk.
fn store() -> Store {
    let dir = tempfile::tempdir().unwrap();
    let mut collection = Collection::create(dir.path(), &Names::default()).unwrap();
    let articles = articles();
    let mut records = BTreeMap::<_, ArticleRecord>::new();
    for (number, row) in (0..).zip(rows_of_facts()) {
        let article = &articles[&row.article];
        let record =
            records.entry(row.article.clone()).or_insert_with(|| header(article));
        add(record, article, number, &row);
    }
    collection.add(records.into_values().collect()).unwrap();
    collection.store().unwrap()
}

/// A row of `tests/queries/facts.csv`.
#[derive(Deserialize)]
struct Row {
    /// The file in `tests/articles`.
    article: String,
    /// The sentence, as it stands there.
    quote: String,
    /// The local name of an entity; a `.` at its end binds it to the article.
    subject: String,
    relation: String,
    /// `e:` and a local name, or the words of a literal.
    object: String,
    polarity: String,
    factuality: String,
    /// The local name of who says it; `-` for somebody without a name.
    source: String,
    time: String,
}

fn rows_of_facts() -> Vec<Row> {
    let path = root().join("tests/queries/facts.csv");
    csv::Reader::from_path(path).unwrap().deserialize().map(|it| it.unwrap()).collect()
}

/// The articles of `tests/articles`, by the name of their file.
fn articles() -> BTreeMap<String, Article> {
    let paths = files("tests/articles", "txt");
    let stems =
        paths.iter().map(|it| it.file_stem().unwrap().to_str().unwrap().to_owned());
    stems.zip(ingest::read(&paths).map(|it| it.unwrap())).collect()
}

fn header(article: &Article) -> ArticleRecord {
    ArticleRecord {
        headline: article.headline.clone(),
        publisher: article.publisher.clone(),
        date_published: article.date_published,
        url: article.url.clone(),
        text_hash: article.text_hash(),
        ..plain(article.id().as_str(), "newsgraph 0.1.0")
    }
}

fn add(record: &mut ArticleRecord, article: &Article, number: u32, row: &Row) {
    let at = article.text.find(&row.quote);
    let at = at.unwrap_or_else(|| panic!("{} lacks {:?}", row.article, row.quote));
    let start = u32::try_from(article.text[..at].chars().count()).unwrap();
    let end = start + u32::try_from(row.quote.chars().count()).unwrap();
    let sentences = record.sentences.iter().map(|(it, sentence)| (*it, sentence.start));
    let known = sentences.clone().find(|(_, it)| *it == start).map(|(it, _)| it);
    let sentence = known.unwrap_or(number);
    let quote = row.quote.clone();
    record.sentences.insert(sentence, SentenceRecord { start, end, quote });
    let mut entity = |local: &str| {
        let local = bound(local, article);
        let words = local.split('.').next().unwrap_or_default().split('-');
        let words = words.map(|it| it[..1].to_uppercase() + &it[1..]).collect::<Vec<_>>();
        record.entities.insert(
            local.clone(),
            EntityRecord {
                entity_type: EntityType::Other,
                name: words.join(" "),
                aliases: words.last().cloned().into_iter().collect(),
            },
        );
        local
    };
    let subject = entity(&row.subject);
    let object = match row.object.strip_prefix("e:") {
        Some(local) => Some(Object::Entity(entity(local))),
        None => {
            Some(Object::Literal(row.object.clone())).filter(|_| !row.object.is_empty())
        }
    };
    let attributed_to = match &*row.source {
        "" => None,
        "-" => Some(Speaker::Unnamed),
        local => Some(Speaker::Entity(entity(local))),
    };
    let time = TimexValue::new(&row.time);
    let fact = FactRecord {
        subject,
        relation: row.relation.clone(),
        in_schema: relations().contains_key(&row.relation),
        object,
        polarity: row.polarity.parse().unwrap(),
        factuality: row.factuality.parse().unwrap(),
        attributed_to,
        cue: None,
        sentence,
        spans: [None; 3],
        surface: row.relation.clone(),
        rule: "by hand".into(),
        confidence: 100,
        timex: Some(row.time.clone()).filter(|it| !it.is_empty()),
        time_expression: None,
        event_start: time.first_day(),
        event_end: time.last_day(),
        args: Vec::new(),
    };
    record.facts.insert(format!("fact{number:02}"), fact);
}

/// A local name that ends in `.`, with the article that binds it.
fn bound(local: &str, article: &Article) -> String {
    if local.ends_with('.') {
        return format!("{local}{}", article.id().digest());
    }
    local.to_owned()
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
