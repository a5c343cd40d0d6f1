//! Articles that are made up: names, relations and days are drawn by a fixed rule, in the
//! proportions of real articles.

use std::collections::BTreeMap;

use newsgraph::doc::EntityType;
use newsgraph::extract::{Factuality, Polarity};
use newsgraph::graph::{ArticleRecord, EntityRecord, FactRecord, Graph, Object};
use newsgraph::graph::{SentenceRecord, Speaker};
use newsgraph::rdf::relations;
use newsgraph::text::{ArticleId, Date};

/// A fixed sequence of numbers without a pattern: `SplitMix64`.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
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
pub(crate) fn article(dice: &mut Dice, number: usize, facts: usize) -> ArticleRecord {
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
