//! How long the stock queries take over a graph of many facts, and `about` over a
//! collection of many articles.
//!
//! The graph is made up: names, relations and days are drawn by a fixed rule, in the
//! proportions of real articles. The tests are ignored, since they take minutes:
//!
//! ```text
//! FACTS=1000000 cargo test --release --test it scale -- --ignored --nocapture
//! ```

use std::env;
use std::path::Path;
use std::time::{Duration, Instant};

use newsgraph::collection::Collection;
use newsgraph::rdf::{Kind, Names, Store, stock_queries, write_article};

use crate::cli::program;
use crate::made_up::{Dice, article};

/// Facts of an article of the made-up graph.
const PER_ARTICLE: usize = 10;

fn number(name: &str, default: usize) -> usize {
    env::var_os(name).map_or(default, |it| it.to_str().unwrap().parse().unwrap())
}

#[test]
#[ignore = "takes minutes and gigabytes; see the top of this file"]
fn stock_queries_answer_in_time() {
    let facts = number("FACTS", 100_000);
    let names = Names::default();
    let store = Store::new(names.clone());
    let mut dice = Dice(1);
    let start = Instant::now();
    for at in 0..facts / PER_ARTICLE {
        let graph = write_article(&article(&mut dice, at, PER_ARTICLE), &names);
        store.load_own("scale", &graph).unwrap();
    }
    let quads = store.count();
    println!("{facts} facts, {quads} quads, loaded in {:?}", start.elapsed());
    let only = env::var_os("ONLY").map(|it| it.into_string().unwrap());
    let mut late = Vec::new();
    // About one name first, as they are mostly asked.
    for is_about_one in [true, false] {
        for stock in stock_queries() {
            if only.as_ref().is_some_and(|it| !stock.name.contains(&**it)) {
                continue;
            }
            let mut query = stock.query.clone();
            let mut parameters = stock.query.parameters().iter();
            let name = parameters.find(|it| it.kind == Kind::Entity);
            match name.filter(|_| is_about_one) {
                Some(name) => query.set(&name.name, "e:person-7", &store).unwrap(),
                None if is_about_one => continue,
                None => {}
            }
            let start = Instant::now();
            let answer = store.answer(&query).unwrap();
            let (time, rows) = (start.elapsed(), answer.len());
            let set = if is_about_one { " (one name)" } else { "" };
            println!(
                "{:>8.0} ms  {rows:>7}  {}{set}",
                time.as_secs_f64() * 1000.0,
                stock.name
            );
            if time > time_of(is_about_one) {
                late.push(format!("{}{set}: {time:.1?}", stock.name));
            }
        }
    }
    assert!(cfg!(debug_assertions) || late.is_empty(), "{late:?}");
}

/// How long a stock query may take over a million facts: half a second where it is about one
/// name, and twenty seconds about everybody, be it with a row for each fact.
fn time_of(is_about_one: bool) -> Duration {
    if is_about_one { Duration::from_millis(500) } else { Duration::from_secs(20) }
}

/// The most memory that some work took, in kilobytes; `None` where GNU time is not there.
#[cfg(target_os = "linux")]
fn peak(folder: &Path, arguments: &[&str]) -> Option<f64> {
    let mut command = std::process::Command::new("/usr/bin/time");
    command.current_dir(folder).args(["-f", "%M", env!("CARGO_BIN_EXE_newsgraph")]);
    let output = command.args(arguments).output().ok()?;
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {said}");
    Some(said.trim().parse().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_number_of_articles() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    for (name, count) in [("few", 1_000), ("many", 8_000)] {
        let mut dice = Dice(5);
        let mut news = Collection::create(folder.join(name), &Names::default()).unwrap();
        for batch in 0..count / 250 {
            let numbers = batch * 250..(batch + 1) * 250;
            let records = numbers.map(|it| article(&mut dice, it, 1));
            news.add(records.collect()).unwrap();
        }
    }
    for work in [
        &["digest", "NEWS"][..],
        &["export", "NEWS", "--to", "nq", "-o", "all.nq"],
        &["export", "NEWS", "--to", "nq", "--parts", "parts of NEWS"],
        &["merge", "NEWS", "few", "-o", "union of NEWS"],
    ] {
        let peak = |name: &str| {
            let arguments = work.iter().map(|it| it.replace("NEWS", name));
            let arguments = arguments.collect::<Vec<_>>();
            peak(folder, &arguments.iter().map(|it| &**it).collect::<Vec<_>>())
        };
        let (Some(few), Some(many)) = (peak("few"), peak("many")) else {
            println!("skipped: no GNU time");
            return;
        };
        assert!(many < few * 1.4, "{work:?}: {few} kB, then {many} kB");
    }
}

/// What it takes to add one article to many: `ARTICLES=100000 cargo test --test it --
/// one_more --ignored --nocapture`. The collection stays for `benches/scale.sh`.
#[test]
#[ignore = "takes minutes and gigabytes; see the top of this file"]
fn one_more_article_costs_what_it_costs_alone() {
    let count = number("ARTICLES", 10_000);
    let facts = number("PER_ARTICLE", PER_ARTICLE);
    let name = format!("scale/{count}x{facts}");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut dice = Dice(1);
    if !Collection::is_at(&folder) {
        let start = Instant::now();
        let mut news = Collection::create(&folder, &Names::default()).unwrap();
        for batch in 0..count / 250 {
            let numbers = batch * 250..(batch + 1) * 250;
            let records = numbers.map(|it| article(&mut dice, it, facts));
            news.add(records.collect()).unwrap();
        }
        println!("{count} articles written in {:.0?}", start.elapsed());
    }
    let scratch = tempfile::tempdir().unwrap();
    let mut dice = Dice(9);
    let mut add = |folder: &Path, at: usize| {
        let record = article(&mut dice, 1_000_000 + at, facts);
        let start = Instant::now();
        let names = Names::default();
        let mut news = Collection::open_or_create(folder, &names).unwrap();
        news.add(vec![record]).unwrap();
        start.elapsed()
    };
    for at in 0..12 {
        let alone = add(&scratch.path().join(at.to_string()), at);
        let more = add(&folder, at);
        println!("alone {alone:>8.1?}, to {count} {more:>8.1?}");
        assert!(more < alone * 2 + Duration::from_millis(200) || cfg!(debug_assertions));
    }
}

#[test]
#[ignore = "takes minutes and gigabytes; see the top of this file"]
fn about_answers_in_half_a_second() {
    let articles = number("ARTICLES", 10_000);
    let facts = number("PER_ARTICLE", 100);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scale");
    if !Collection::is_at(&folder.join("news")) {
        let mut dice = Dice(1);
        let mut collection =
            Collection::create(folder.join("news"), &Names::default()).unwrap();
        for batch in 0..articles / 500 {
            let numbers = batch * 500..(batch + 1) * 500;
            let records = numbers.map(|it| article(&mut dice, it, facts)).collect();
            collection.add(records).unwrap();
        }
    }
    for name in ["person 7", "person 700", "person 15000", "person 99999"] {
        let start = Instant::now();
        let output = program(&folder, &["about", "news", name]).output().unwrap();
        let time = start.elapsed();
        println!("{time:>8.0?}  {name}: {} bytes", output.stdout.len());
        assert!(
            cfg!(debug_assertions) || time < Duration::from_millis(500),
            "{name}: {time:?}"
        );
    }
}
