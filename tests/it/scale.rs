//! How long the stock queries take over a graph of many facts, and `about` over a
//! collection of many articles.
//!
//! The graph is made up: names, relations and days are drawn by a fixed rule, in the
//! proportions of real articles. The tests are ignored, since they take minutes:
//!
//! ```text
//! FACTS=1000000 cargo test --release --test it scale -- --ignored --nocapture
//! ```

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::time::{Duration, Instant};

use newsgraph::collection::Collection;
use newsgraph::doc::EntityType;
use newsgraph::extract::{Factuality, Polarity};
use newsgraph::graph::{ArticleRecord, EntityRecord, FactRecord, Graph, Object};
use newsgraph::graph::{SentenceRecord, Speaker};
use newsgraph::rdf::{Kind, Names, Store, relations, stock_queries, write_article};
use newsgraph::text::{ArticleId, Date};

use crate::cli::program;

/// Facts of an article of the made-up graph.
const PER_ARTICLE: usize = 10;

/// A fixed sequence of numbers without a pattern: `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((it ^ (it >> 31)) % sides as u64).unwrap()
    }

    /// A number below `sides`, small ones more often: as names in news.
    fn skewed(&mut self, sides: usize) -> usize {
        let first = self.roll(sides);
        self.roll(first + 1)
    }
}

fn person(number: usize) -> String {
    format!("person-{number}")
}

/// The people of the made-up graph.
const PEOPLE: usize = 20_000;

/// An article of the made-up graph.
fn article(dice: &mut Dice, number: usize, facts: usize) -> ArticleRecord {
    let at = number / 100;
    let (year, month, day) = (2021 + at / 336 % 3, at / 28 % 12 + 1, at % 28 + 1);
    let published = format!("{year}-{month:02}-{day:02}").parse::<Date>().unwrap();
    let reprinted = if dice.roll(20) == 0 { number / 2 } else { number };
    let mut record = ArticleRecord {
        id: ArticleId::from_minted(format!("{published}-{number:08}")),
        headline: Some(format!("Headline {number}")),
        authors: Vec::new(),
        publisher: Some(format!("Publisher {}", dice.skewed(200))),
        date_published: (dice.roll(50) > 0).then_some(published),
        url: Some(format!("https://news.example/{number}")),
        text_hash: format!("hash{reprinted}"),
        config: "scale-1".to_owned(),
        sentences: BTreeMap::new(),
        entities: BTreeMap::new(),
        facts: BTreeMap::new(),
    };
    for at in 0..u32::try_from(facts).unwrap() {
        let (start, end) = (at * 80, at * 80 + 50);
        let quote = format!("Sentence {at} of article {number} says that one did so.");
        record.sentences.insert(at, SentenceRecord { start, end, quote });
        let fact = fact(dice, at, published);
        let mut named = vec![fact.subject.clone()];
        if let Some(Object::Entity(local)) = &fact.object {
            named.push(local.clone());
        }
        if let Some(Speaker::Entity(local)) = &fact.attributed_to {
            named.push(local.clone());
        }
        for local in named {
            let name = local.replace('-', " ");
            let entity_type = EntityType::Person;
            let entity = EntityRecord { entity_type, name, aliases: Vec::new() };
            record.entities.insert(local, entity);
        }
        record.facts.insert(format!("f{number}x{at}"), fact);
    }
    record
}

/// A fact of a sentence of the made-up graph.
fn fact(dice: &mut Dice, sentence: u32, published: Date) -> FactRecord {
    let relations = relations().keys().collect::<Vec<_>>();
    // Some things happen to be reported more than once.
    let mut story = Dice(dice.roll(PEOPLE) as u64);
    let told = if dice.roll(5) == 0 { &mut story } else { &mut *dice };
    let (subject, object) = (told.skewed(PEOPLE), told.skewed(PEOPLE));
    let relation = if told.roll(4) == 0 {
        format!("open_{}", told.skewed(500))
    } else {
        relations[told.skewed(relations.len())].clone()
    };
    let object = match told.roll(3) {
        0 => Object::Literal(format!("words {}", told.skewed(50_000))),
        _ => Object::Entity(person(object)),
    };
    let (polarity, factuality) = match dice.roll(100) {
        0..=3 => (Polarity::Negated, Factuality::Actual),
        4..=7 => (Polarity::Affirmed, Factuality::Planned),
        8..=11 => (Polarity::Affirmed, Factuality::Possible),
        12..=29 => (Polarity::Affirmed, Factuality::Claim),
        _ => (Polarity::Affirmed, Factuality::Actual),
    };
    let source = match dice.roll(10) {
        0 => Speaker::Unnamed,
        _ => Speaker::Entity(person(dice.skewed(PEOPLE))),
    };
    let attributed_to = (factuality == Factuality::Claim).then_some(source);
    let event = (dice.roll(3) == 0).then_some(published);
    let start = sentence * 80;
    FactRecord {
        subject: person(subject),
        in_schema: !relation.starts_with("open"),
        relation,
        object: Some(object),
        polarity,
        factuality,
        cue: attributed_to.as_ref().map(|_| "said".to_owned()),
        attributed_to,
        sentence,
        spans: [Some((start, start + 3)), Some((start + 4, start + 8)), None],
        surface: "did".to_owned(),
        rule: "verbal".to_owned(),
        confidence: u8::try_from(40 + dice.roll(60)).unwrap(),
        timex: event.map(|it| it.to_string()),
        time_expression: event.map(|_| "Monday".to_owned()),
        event_start: event,
        event_end: event,
        args: Vec::new(),
    }
}

/// A made-up graph.
pub(crate) fn graph(articles: usize, facts: usize) -> Graph {
    let mut dice = Dice(1);
    let records = (0..articles).map(|it| article(&mut dice, it, facts));
    Graph { articles: records.map(|it| (it.id.clone(), it)).collect() }
}

fn number(name: &str, default: usize) -> usize {
    env::var_os(name).map_or(default, |it| it.to_str().unwrap().parse().unwrap())
}

#[test]
#[ignore = "takes minutes and gigabytes; see the top of this file"]
fn stock_queries_answer_in_time() {
    let facts = number("FACTS", 100_000);
    let names = Names::default();
    let store = Store::new(names.clone()).unwrap();
    let mut dice = Dice(1);
    let start = Instant::now();
    for at in 0..facts / PER_ARTICLE {
        let graph = write_article(&article(&mut dice, at, PER_ARTICLE), &names);
        store.load_own("scale", &graph).unwrap();
    }
    let quads = store.count().unwrap();
    println!("{facts} facts, {quads} quads, loaded in {:?}", start.elapsed());
    let only = env::var_os("ONLY").map(|it| it.into_string().unwrap());
    for stock in stock_queries() {
        if only.as_ref().is_some_and(|it| !stock.name.contains(&**it)) {
            continue;
        }
        let parameters = stock.query.parameters().iter();
        let mut entities = parameters.filter(|it| it.kind == Kind::Entity);
        let one_name = entities.next().map(|it| Some(it.name.clone()));
        for value in [None].into_iter().chain(one_name) {
            let mut query = stock.query.clone();
            if let Some(name) = &value {
                query.set(name, "e:person-7", &store).unwrap();
            }
            let start = Instant::now();
            let answer = store.answer(&query).unwrap();
            let (time, rows) = (start.elapsed(), answer.len());
            let set = value.map_or("", |_| " (one name)");
            println!(
                "{:>8.0} ms  {rows:>7}  {}{set}",
                time.as_secs_f64() * 1000.0,
                stock.name
            );
        }
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
