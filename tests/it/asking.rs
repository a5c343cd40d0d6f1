//! The verbs that answer, against what a reader of `tests/articles` says.
//!
//! Whole answers stand in `docs/guide.md`; here is what must hold however many facts are
//! found.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use newsgraph::ask::{self, Change, Period, Standing, Statement};
use newsgraph::collection::Collection;
use newsgraph::extract::{Factuality, Polarity};
use newsgraph::graph::Graph;
use newsgraph::rdf::Names;
use newsgraph::text::ArticleId;

use crate::cli::{Run, program, refused, run};
use crate::news::{NEWS, RECORDS};

fn news() -> Collection {
    Collection::open(NEWS.path().join("news")).unwrap()
}

fn graph() -> Graph {
    let articles = RECORDS.iter().map(|it| (it.id.clone(), it.clone())).collect();
    Graph { articles }
}

fn lines<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> BTreeSet<&'a str> {
    statements.into_iter().map(|it| &*it.line).collect()
}

#[test]
fn about_keeps_apart_what_is_stated_attributed_denied_and_possible() {
    let brandt = ask::named(&news(), "felix brandt", false).unwrap();
    let about = ask::about(&news(), brandt).unwrap();
    let of = |standing: Standing| {
        lines(about.statements.iter().filter(|it| it.standing == standing))
    };
    for (standing, line) in [
        (Standing::Affirmed, "Felix Brandt | fired | Iris Tallow | 2023-10-16"),
        (Standing::Affirmed, "Felix Brandt | leads | Harlow Steel"),
        (Standing::Attributed, "Felix Brandt | fired | Iris Tallow | said Iris Tallow"),
        (Standing::Denied, "Felix Brandt | not fired | Iris Tallow | said Harlow Steel"),
        (Standing::Denied, "Felix Brandt | not answer | “questions”"),
        (Standing::Possible, "Felix Brandt | may: published | “the accounts”"),
    ] {
        assert!(of(standing).contains(line), "{line}: {:?}", of(standing));
    }
    let affirmed = about.statements.iter().filter(|it| it.standing == Standing::Affirmed);
    for it in affirmed {
        let own = it.source.is_none() && it.polarity == Polarity::Affirmed;
        assert!(own && it.factuality == Factuality::Actual, "{it:?}");
    }
    for it in about.statements.iter().chain(&about.said) {
        assert!(!it.quote.is_empty() && it.publisher.is_some() && it.reported.is_some());
        assert!(it.link.as_ref().unwrap().contains("#:~:text="), "{it:?}");
    }
    for (_, group) in about.by_relation(Standing::Affirmed) {
        let days = group.iter().map(|it| it.reported);
        assert!(days.is_sorted_by(|a, b| a >= b), "newest first");
    }
    let said = lines(&about.said);
    assert!(said.contains("Iris Tallow | make | her own decision | said Felix Brandt"));
}

/// What `about` reads through the index is what the whole graph says.
#[test]
fn about_finds_by_the_index_what_the_whole_graph_has() {
    let all = ask::statements(&graph());
    let names = RECORDS.iter().flat_map(|it| it.entities.keys());
    for local in names.collect::<BTreeSet<_>>() {
        let known = news().called(&format!("e:{local}")).unwrap();
        let [known] = &*known else { panic!("{local}: {known:?}") };
        let about = ask::about(&news(), vec![known.clone()]).unwrap();
        let got = about.statements.iter().chain(&about.said).map(|it| &it.fact);
        let takes_part = |it: &&Statement| {
            [Some(&it.subject_local), it.object_local.as_ref(), it.source_local.as_ref()]
                .contains(&Some(local))
        };
        let got = got.collect::<BTreeSet<_>>();
        let wanted = all.iter().filter(takes_part).map(|it| &it.fact);
        let missing = wanted.filter(|it| !got.contains(it)).collect::<Vec<_>>();
        assert!(missing.is_empty(), "{local}: {missing:?}");
    }
}

/// The index can be deleted; a writer puts the same bytes back.
#[test]
fn the_index_is_derived() {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("news");
    let mut collection = Collection::create(&folder, &Names::default()).unwrap();
    collection.add(RECORDS[..3].to_vec()).unwrap();
    collection.add(RECORDS[3..].to_vec()).unwrap();
    drop(collection);
    let index = folder.join("index");
    let bytes = |folder: &Path| {
        let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
        let files = files.map(|it| (it.clone(), fs::read(it).unwrap()));
        files.collect::<BTreeSet<_>>()
    };
    let before = bytes(&index);
    // Two packs, each with its index and its casts.
    assert_eq!(before.len(), 4);
    let known = Collection::open(&folder).unwrap().called("Iris Tallow").unwrap();
    for damage in ["none", "garbage"] {
        if damage == "none" {
            fs::remove_dir_all(&index).unwrap();
        } else {
            for (path, _) in &before {
                fs::write(path, "garbage").unwrap();
            }
        }
        let mut collection = Collection::open(&folder).unwrap();
        assert_eq!(collection.called("Iris Tallow").unwrap(), known, "{damage}");
        if damage == "none" {
            collection.lock().unwrap();
            assert_eq!(bytes(&index), before);
        }
    }
    fs::remove_dir_all(&index).unwrap();
    let mut collection = Collection::open(&folder).unwrap();
    let gone = RECORDS[0].id.clone();
    assert!(collection.remove(&gone).unwrap());
    assert!(collection.article(&gone).unwrap().is_none());
    assert_eq!(collection.article(&RECORDS[1].id).unwrap().as_ref(), Some(&RECORDS[1]));
    // And who is who, which the question has left there.
    assert_eq!(fs::read_dir(&index).unwrap().count(), 5);
}

#[test]
fn names_that_several_bear_or_nobody_bears_are_asked_back() {
    let said = |name: &str| ask::named(&news(), name, false).unwrap_err().to_string();
    let marsh = said("Marsh");
    for part in ["2 things are called “Marsh”", "e:daniel-marsh  Daniel Marsh", "--all"]
    {
        assert!(marsh.contains(part), "{marsh}");
    }
    assert_eq!(ask::named(&news(), "Marsh", true).unwrap().len(), 2);
    assert!(said("Nora Aldene").contains("did you mean “Nora Aldane”?"));
    assert!(said("Xyzzy").contains("nothing is called “Xyzzy”"));
}

#[test]
fn the_timeline_is_in_the_order_of_days_and_puts_reports_together() {
    let moments = ask::timeline(&graph(), &Period::default());
    assert!(moments.is_sorted_by_key(|it| it.day));
    let find = |relation: &str, object: &str| {
        let found = moments.iter().find(|it| {
            let first = it.first().unwrap();
            first.relation == relation && first.object.as_deref() == Some(object)
        });
        found.unwrap_or_else(|| panic!("{relation} {object}"))
    };
    assert_eq!(find("fired", "Iris Tallow").day.to_string(), "2023-10-16");
    assert_eq!(find("founded", "Lakeland Regatta").time.as_deref(), Some("2004"));
    let period = Period {
        since: "2023-11-18".parse().ok(),
        until: "2023-11-18".parse().ok(),
        relations: vec!["defeated".into()],
        by_report: true,
    };
    let day = ask::timeline(&graph(), &period);
    let [only] = &*day else { panic!("{day:?}") };
    assert_eq!(
        only.first().unwrap().line,
        "Tomas Okabe | defeated | Greta Sund | 2023-11-18"
    );
    let by_report = Period { by_report: true, ..Period::default() };
    assert!(ask::timeline(&graph(), &by_report).len() > moments.len());
}

#[test]
fn the_one_contradiction_of_the_articles_is_found() {
    let disputes = ask::contradictions(&graph());
    let [dispute] = &*disputes else { panic!("{disputes:?}") };
    assert_eq!(dispute.line(), "Felix Brandt | fired | Iris Tallow");
    let voices = |it: &[Statement]| it.iter().map(Statement::voice).collect::<Vec<_>>();
    assert_eq!(
        voices(&dispute.stated),
        [
            "Meridian Business Daily, 2023-10-17",
            "Iris Tallow, in The Corran Ledger, 2023-10-19",
        ]
    );
    assert_eq!(
        voices(&dispute.denied),
        ["Harlow Steel, in The Corran Ledger, 2023-10-19"]
    );
}

#[test]
fn sources_say_who_was_first_and_who_was_alone() {
    let reports = ask::first_reports(&graph());
    let find = |subject: &str, relation: &str, object: &str| {
        let found = reports.iter().find(|it| {
            it.first.subject == subject
                && it.first.relation == relation
                && it.first.object.as_deref() == Some(object)
                && it.first.standing != Standing::Denied
        });
        found.unwrap_or_else(|| panic!("{subject} {relation} {object}"))
    };
    let victory = find("Nora Aldane", "defeated", "Daniel Marsh");
    assert_eq!(victory.first.publisher.as_deref(), Some("Brookvale Courier"));
    assert_eq!(victory.others, ["Lakeland Wire, 2023-11-09"]);
    assert!(!victory.is_tied);
    assert!(find("Tomas Okabe", "defeated", "Greta Sund").others.is_empty());
    for it in ask::track_records(&graph()) {
        assert_eq!(it.facts, it.alone + it.first + it.later, "{it:?}");
    }
}

#[test]
fn an_explanation_marks_the_words_and_names_who_they_stand_for() {
    let article = RECORDS.iter().find(|it| it.id.as_str().starts_with("2023-11-08"));
    let sentence = format!("{}:7", article.unwrap().id);
    let found = ask::explain(&news(), &sentence).unwrap();
    let [it] = &*found else { panic!("{found:?}") };
    assert_eq!(
        it.marked,
        "[She] [criticized] [Aldane] in June over the cost of a new ferry terminal."
    );
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(it.resolved, [pair("She", "Helen Marsh"), pair("Aldane", "Nora Aldane")]);
    assert!(
        it.time.as_ref().unwrap().contains("is 2023-06; the report is of 2023-11-08")
    );
    let fact = &it.statement.fact;
    let again = ask::explain(&news(), fact).unwrap();
    assert_eq!(again.first().map(|it| &it.statement), Some(&it.statement));

    let denial = ask::statements(&graph()).into_iter();
    let denial = denial.into_iter().find(|it| it.line.contains("not fired")).unwrap();
    let found = ask::explain(&news(), &denial.fact).unwrap();
    let says = found[0].others.iter().map(|it| it.says).collect::<Vec<_>>();
    assert_eq!(says, ["states", "states"]);
    for (fact, part) in [
        ("f:gone", "no fact f:gone"),
        ("2023-11-08-gone:1", "no article 2023-11-08-gone"),
        ("2023-11-08-gone:x", "`x` is no number"),
    ] {
        let error = ask::explain(&news(), fact).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn counts_add_up() {
    let counts = ask::stats(&graph());
    let sum = |by: &str| {
        counts.iter().filter(|it| it.by == by).map(ask::Count::total).sum::<usize>()
    };
    let facts = RECORDS.iter().map(|it| it.facts.len()).sum::<usize>();
    for by in ["all", "relation", "publisher", "month"] {
        assert_eq!(sum(by), facts, "{by}");
    }
    let all = counts.iter().find(|it| it.by == "all").unwrap();
    assert_eq!(all.articles, RECORDS.len());
    let denied = ask::statements(&graph());
    let denied = denied.iter().filter(|it| it.standing == Standing::Denied).count();
    assert_eq!(all.facts[2], denied);
}

#[test]
fn a_difference_is_what_one_graph_has_and_the_other_lacks() {
    let whole = graph();
    assert!(ask::diff(&whole, &whole).is_empty());
    let mut less = whole.clone();
    let id: ArticleId = RECORDS[0].id.clone();
    let gone = less.articles.remove(&id).unwrap();
    let article = less.articles.values_mut().next().unwrap();
    let fact = article.facts.values_mut().next().unwrap();
    fact.confidence -= 1;
    let found = ask::diff(&whole, &less);
    let number = |change: Change| found.iter().filter(|it| it.change == change).count();
    assert_eq!(number(Change::Lost), gone.facts.len());
    assert_eq!((number(Change::Gained), number(Change::Changed)), (0, 1));
    let back = ask::diff(&less, &whole);
    let gained = back.iter().filter(|it| it.change == Change::Gained).count();
    assert_eq!(gained, gone.facts.len());
}

#[test]
fn a_sample_is_drawn_the_same_each_time_and_another_one_with_another_seed() {
    let draw = |n: usize, seed: &str| {
        let sheet = ask::sample(&graph(), n, seed);
        sheet.into_iter().map(|it| it.statement.fact).collect::<BTreeSet<_>>()
    };
    assert_eq!(draw(20, "a"), draw(20, "a"));
    assert_ne!(draw(20, "a"), draw(20, "b"));
    assert!(draw(10, "a").is_subset(&draw(20, "a")));
    assert_eq!(draw(usize::MAX, "").len(), ask::statements(&graph()).len());
}

/// Every verb that answers does so in four forms, and a table fits 80 columns.
#[test]
fn answers_come_in_four_forms() {
    let sheet = run(NEWS.path(), &["sample", "news", "--n", "5"]).out;
    let marked = sheet.replace("\n,", "\ny,");
    fs::write(NEWS.path().join("marked.csv"), marked).unwrap();
    let fact = ask::statements(&graph()).swap_remove(0).fact;
    for verb in [
        &["about", "news", "Nora Aldane"][..],
        &["timeline", "news"],
        &["contradictions", "news"],
        &["sources", "news"],
        &["sources", "news", "Nora Aldane"],
        &["explain", "news", &fact],
        &["stats", "news"],
        &["diff", "news", "news"],
        &["sample", "news", "--n", "5"],
        &["score", "marked.csv"],
        &["query", "news", "about"],
    ] {
        let form = |form: &str| {
            let run = run(NEWS.path(), &[verb, &["--to", form]].concat());
            assert_eq!((run.code, &*run.err), (Some(0), ""), "{verb:?} {form}");
            run.out
        };
        for line in form("table").lines().filter(|it| !it.contains("https://")) {
            assert!(line.chars().count() <= 80, "{verb:?}: {line}");
        }
        assert!(!form("md").is_empty(), "{verb:?}");
        let csv = form("csv");
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let columns = reader.headers().unwrap().len();
        assert!(reader.records().all(|it| it.unwrap().len() == columns), "{verb:?}");
        if verb[0] == "query" {
            continue;
        }
        for line in form("jsonl").lines() {
            let row: serde_json::Map<_, _> = serde_json::from_str(line).unwrap();
            assert_eq!(row.len(), columns, "{verb:?}: {line}");
        }
    }
}

#[test]
fn diff_says_with_its_exit_code_whether_something_differs() {
    let desk = tempfile::tempdir().unwrap();
    let path = desk.path().join("less");
    let mut collection = Collection::create(path, &Names::default()).unwrap();
    collection.add(RECORDS[1..].to_vec()).unwrap();
    drop(collection);
    let less = desk.path().join("less");
    let run = run(NEWS.path(), &["diff", "news", less.to_str().unwrap()]);
    assert_eq!((run.code, &*run.err), (Some(1), ""));
    assert!(run.out.starts_with("- "), "{}", run.out);
    let end = format!("\n0 gained, {} lost, 0 changed\n", RECORDS[0].facts.len());
    assert!(run.out.ends_with(&end), "{}", run.out);
}

#[test]
fn nothing_found_is_told_by_the_exit_code_where_it_is_asked_for() {
    let nothing = "SELECT ?a { ?a :defeated e:felix-brandt }";
    let until = ["timeline", "news", "--until", "1900"];
    let disputes = ["contradictions", "news", "Greta Sund"];
    let sources = ["sources", "news", "Emil Varga", "--shared"];
    for verb in [&["query", "news", nothing][..], &until, &disputes, &sources] {
        assert_eq!(run(NEWS.path(), verb).code, Some(0), "{verb:?}");
        let asked = [verb, &["--exit-status"]].concat();
        assert_eq!(run(NEWS.path(), &asked).code, Some(1), "{verb:?}");
    }
    for verb in ["query news endorsements", "timeline news", "contradictions news"] {
        let verb = verb.split(' ').chain(["--exit-status"]).collect::<Vec<_>>();
        assert_eq!(run(NEWS.path(), &verb).code, Some(0), "{verb:?}");
    }
}

/// An input with a mistake: its arguments, and of the answer the exit code, the place and the
/// remedy.
type Mistake = (&'static [&'static str], i32, &'static str, &'static str);

const MISTAKES: &[Mistake] = &[
    (
        &["query", "news", "SELECT ?a { ?a :endorsd ?b }"],
        0,
        "query:1:16: nothing here is called :endorsd",
        "did you mean :endorsed?",
    ),
    (
        &["query", "news", "SELECT ?n { ?a rfds:label ?n }"],
        2,
        "query:1:16: no prefix for `rfds:label`",
        "did you mean `rdfs:`",
    ),
    (
        &["query", "news", "SELECT ?a WHERE { ?a :endorsed ?b"],
        2,
        "query:1:17: `{` is not closed",
        "add `}`",
    ),
    (
        &["about", "news", "Nora Aldene"],
        2,
        "news: nothing is called “Nora Aldene”",
        "did you mean “Nora Aldane”?",
    ),
    (
        &["query", "news", "about", "--set", "woh=Nora Aldane"],
        2,
        "queries/about.rq: no parameter `woh`",
        "did you mean `who`?",
    ),
    (
        &["query", "news", "timeline", "--set", "since=soon"],
        2,
        "queries/timeline.rq: `soon` cannot be set here",
        "write 2024-03-04, 2024-03 or 2024",
    ),
    (
        &["query", "news", "gone.rq"],
        3,
        "newsgraph: gone.rq: no such file or folder",
        "check the path\n",
    ),
    (
        &["query", "news", "ofices"],
        2,
        "ofices: no such file, folder or stock query",
        "did you mean offices?",
    ),
    (
        &["query", "news", "offices", "--timeout", "soon"],
        2,
        "invalid value 'soon' for '--timeout <SECONDS>'",
        "write seconds such as 10 or 0.5",
    ),
    (
        &["timeline", "news", "Aldne"],
        2,
        "news: nothing is called “Aldne”",
        "did you mean “Nora Aldane”?",
    ),
    (
        &["timeline", "news", "--relation", "endorsd"],
        0,
        "no relation is called “endorsd”",
        "did you mean endorsed?",
    ),
    (
        &["export", "news", "--to", "svg", "--relation", "endorsd"],
        1,
        "no relation is called “endorsd”",
        "did you mean endorsed?",
    ),
    (&["serve", "nws"], 3, "newsgraph: nws: no such file or folder", "check the path"),
];

/// Mistakes that a stranger makes: each answer names the place and the remedy.
#[test]
fn wrong_inputs_are_answered_with_place_and_remedy() {
    for (arguments, code, place, remedy) in MISTAKES {
        let run = run(NEWS.path(), arguments);
        assert_eq!(run.code, Some(*code), "{arguments:?}: {}", run.err);
        assert!(run.err.contains(*place), "{arguments:?}: {}", run.err);
        assert!(run.err.contains(*remedy), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn files_and_collections_are_asked_together() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let folder = desk.join("part");
    let mut collection = Collection::create(&folder, &Names::default()).unwrap();
    collection.add(RECORDS[..2].to_vec()).unwrap();
    drop(collection);
    let export = |from: &str, to: &str, file: &str| {
        let from = NEWS.path().join(from);
        let from = from.to_str().unwrap();
        assert_eq!(run(desk, &["export", from, "--to", to, "-o", file]).code, Some(0));
    };
    export("news", "nq", "a.nq");
    export("news", "ttl", "b.ttl");
    let pack = |name: &str, bytes: &[u8]| fs::write(desk.join(name), bytes).unwrap();
    let turtle = fs::read(desk.join("b.ttl")).unwrap();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&turtle).unwrap();
    pack("b.ttl.gz", &gzip.finish().unwrap());
    pack(
        "c.nq.zst",
        &zstd::encode_all(&*fs::read(desk.join("a.nq")).unwrap(), 3).unwrap(),
    );
    pack("d.ttl", b"<http://x.example/a> <http://x.example/b> \"c\" .\n");
    let count = "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a schema:NewsArticle }";
    let articles = |inputs: &[&str], question: &str| {
        run(desk, &[&["query"], inputs, &[question, "--to", "csv"]].concat()).out
    };
    let all = format!("n\r\n{}\r\n", RECORDS.len());
    for inputs in [
        &["a.nq"][..],
        &["b.ttl.gz"],
        &["c.nq.zst"],
        &["a.nq", "b.ttl.gz", "part", "d.ttl"],
    ] {
        assert_eq!(articles(inputs, count), all, "{inputs:?}");
    }
    assert_eq!(articles(&["part"], count), "n\r\n2\r\n");
    let both = "ASK { ?a a schema:NewsArticle . ?b <http://x.example/b> \"c\" }";
    assert_eq!(articles(&["part", "d.ttl"], both), "true\n");
}

#[test]
fn update_changes_a_file_and_nothing_else() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    fs::write(desk.join("a.nq"), "<http://x/a> <http://x/b> \"c\" <http://x/g> .\n")
        .unwrap();
    let update =
        |operands: &[&str]| run(desk, &[&["query", "--update"], operands].concat());
    let insert = "INSERT DATA { GRAPH <http://x/g> { <http://x/a> <http://x/b> \"d\" } }";
    let done = update(&["a.nq", insert]);
    assert_eq!((done.code, &*done.out), (Some(0), "a.nq: 1 quad before, 2 after\n"));
    let text = fs::read_to_string(desk.join("a.nq")).unwrap();
    assert_eq!(
        text,
        "<http://x/a> <http://x/b> \"c\" <http://x/g> .\n\
         <http://x/a> <http://x/b> \"d\" <http://x/g> .\n"
    );
    let wrong = update(&["a.nq", "INSERT DATA { GRAPH"]);
    assert!(wrong.code == Some(2) && wrong.err.contains("query:1:13: "), "{}", wrong.err);
    assert_eq!(fs::read_to_string(desk.join("a.nq")).unwrap(), text);
    let news = NEWS.path().join("news");
    let news = news.to_str().unwrap();
    let reason = format!(
        "{news}: --update changes files only; a collection changes with build, merge and \
         remove"
    );
    assert_eq!(update(&[news, insert]), refused(2, &reason));
    assert_eq!(update(&["a.nq", news, insert]).code, Some(2));
}

/// A product of all quads with each other: never done.
const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";

#[test]
fn a_query_ends_in_time() {
    let start = Instant::now();
    let run = run(NEWS.path(), &["query", "news", ENDLESS, "--timeout", "0.5"]);
    let reason = "not answered in time; ask for less, or give a longer --timeout";
    assert_eq!(run, refused(2, reason));
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn ctrl_c_ends_a_query_with_130() {
    let mut command = program(NEWS.path(), &["query", "news", ENDLESS]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    thread::sleep(Duration::from_secs(3));
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let run = Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert_eq!(run, refused(130, "interrupted"));
}
