//! A graph made by hand, of what some articles of the tests say.

use newsgraph::doc::EntityType;
use newsgraph::extract::{Factuality, Polarity};
use newsgraph::graph::{
    ArticleRecord, EntityRecord, FactRecord, Graph, Object, SentenceRecord, Speaker,
};
use newsgraph::text::ArticleId;

use crate::source;

/// The entities, by IRI, with their types and names.
const ENTITIES: &[(&str, EntityType, &str)] = &[
    ("civic-alliance", EntityType::Organization, "Civic Alliance"),
    ("daniel-marsh", EntityType::Person, "Daniel Marsh"),
    ("dockworkers", EntityType::Organization, "the dockworkers' union"),
    ("felix-brandt", EntityType::Person, "Felix Brandt"),
    ("greta-sund", EntityType::Person, "Greta Sund"),
    ("harlow-steel", EntityType::Organization, "Harlow Steel"),
    ("helen-marsh", EntityType::Person, "Helen Marsh"),
    ("iris-tallow", EntityType::Person, "Iris Tallow"),
    ("nora-aldane", EntityType::Person, "Nora Aldane"),
    ("old-harbor", EntityType::Place, "Old Harbor"),
    ("priya-lindqvist", EntityType::Person, "Priya Lindqvist"),
    ("rowing", EntityType::Organization, "Northern Rowing Federation"),
    ("tomas-okabe", EntityType::Person, "Tomas Okabe"),
];

/// The facts of each article: subject, relation, object (in quotation marks where it is a
/// phrase, `-` where there is none), how it is said, on whose word, and the beginning of
/// the sentence.
const FACTS: &[(&str, &str)] = &[
    (
        "aldane-second-term",
        "nora-aldane | defeated | daniel-marsh | actual | | Mayor Nora
         nora-aldane | won | \"a second term\" | actual | | Mayor Nora
         civic-alliance | endorsed | nora-aldane | actual | | The Civic
         dockworkers | endorsed | daniel-marsh | actual | | The Civic
         helen-marsh | relative_of | daniel-marsh | actual | | His sister
         helen-marsh | represents | old-harbor | actual | | His sister
         helen-marsh | criticized | nora-aldane | actual | | She criticized
         daniel-marsh | concede | - | actual | | Marsh, a former
         helen-marsh | said | \"that she would not run for mayor in 2027, when she is free\" | actual | | Marsh said",
    ),
    (
        "brookvale-keeps-mayor",
        "nora-aldane | defeated | daniel-marsh | actual | | The mayor
         civic-alliance | endorsed | nora-aldane | actual | | The Civic
         nora-aldane | member_of | civic-alliance | actual | | Two years
         nora-aldane | grow_up_in | old-harbor | actual | | Aldane grew",
    ),
    (
        "harlow-steel-finance",
        "felix-brandt | fired | iris-tallow | actual | | Felix Brandt
         felix-brandt | leads | harlow-steel | actual | | Felix Brandt
         tomas-okabe | appointed | iris-tallow | actual | | She was
         tomas-okabe | leads | harlow-steel | actual | | She was
         felix-brandt | accused | iris-tallow | claim | ? | Brandt accused
         harlow-steel | appointed | priya-lindqvist | planned | | Harlow Steel",
    ),
    (
        "harlow-steel-denial",
        "felix-brandt | not fired | iris-tallow | claim | harlow-steel | Felix Brandt
         iris-tallow | resigned_from | harlow-steel | claim | harlow-steel | Tallow resigned
         felix-brandt | fired | iris-tallow | claim | iris-tallow | Iris Tallow said
         iris-tallow | sued | harlow-steel | planned | | She plans
         harlow-steel | appointed | priya-lindqvist | possible | | Harlow Steel",
    ),
    (
        "rowing-federation",
        "tomas-okabe | defeated | greta-sund | actual | | Tomas Okabe
         tomas-okabe | leads | rowing | actual | | Tomas Okabe
         greta-sund | leads | rowing | actual | | Sund had
         greta-sund | accused | tomas-okabe | actual | | Sund accused
         nora-aldane | endorsed | tomas-okabe | actual | | Nora Aldane",
    ),
    (
        "ferry-contract",
        "nora-aldane | appointed | greta-sund | planned | | Nora Aldane
         harlow-steel | donated_to | civic-alliance | actual | | Harlow Steel",
    ),
];

/// The graph of [`FACTS`].
pub(crate) fn by_hand() -> Graph {
    let articles = FACTS.iter().map(|(name, facts)| {
        let record = article(name, facts);
        (record.id.clone(), record)
    });
    Graph { articles: articles.collect() }
}

fn article(name: &str, facts: &str) -> ArticleRecord {
    let file = source::read(&format!("tests/articles/{name}.txt"));
    let (head, text) = file.split_once("\n\n").unwrap();
    let field = |name: &str| {
        let line = head.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(": "));
        line.map(str::to_owned)
    };
    let date_published = field("date").unwrap().parse().ok();
    let mut record = ArticleRecord {
        id: ArticleId::from_minted(format!("{}-{name}", field("date").unwrap())),
        headline: field("title"),
        authors: Vec::new(),
        publisher: field("publisher"),
        date_published,
        url: field("url"),
        text_hash: name.to_owned(),
        config: "by hand".into(),
        sentences: [].into(),
        entities: [].into(),
        facts: [].into(),
    };
    for (number, line) in facts.lines().enumerate() {
        let fact = fact(line, &mut record, text);
        for iri in [Some(fact.subject.clone()), entity(&fact)].into_iter().flatten() {
            let found = ENTITIES.iter().find(|it| it.0 == iri).unwrap();
            let (entity_type, name) = (found.1, found.2.to_owned());
            let entity = EntityRecord { entity_type, name, aliases: Vec::new() };
            record.entities.insert(iri, entity);
        }
        record.facts.insert(format!("{name}-{number}"), fact);
    }
    record
}

fn entity(fact: &FactRecord) -> Option<String> {
    match &fact.object {
        Some(Object::Entity(iri)) => Some(iri.clone()),
        Some(Object::Literal(_)) | None => None,
    }
}

/// The fact of a line, whose sentence is added to the article.
fn fact(line: &str, article: &mut ArticleRecord, text: &str) -> FactRecord {
    let cells: Vec<_> = line.split('|').map(str::trim).collect();
    let [subject, relation, object, factuality, speaker, beginning] = cells[..] else {
        panic!("six cells, not {line:?}");
    };
    let start = text.find(beginning).unwrap();
    let end = text[start..].find(['.', '”']).map(|it| start + it + 1).unwrap();
    let sentence = u32::try_from(start).unwrap();
    article.sentences.insert(
        sentence,
        SentenceRecord {
            start: sentence,
            end: u32::try_from(end).unwrap(),
            quote: text[start..end].to_owned(),
        },
    );
    let (polarity, relation) = match relation.strip_prefix("not ") {
        Some(relation) => (Polarity::Negated, relation),
        None => (Polarity::Affirmed, relation),
    };
    FactRecord {
        subject: subject.into(),
        relation: relation.into(),
        in_schema: true,
        object: (object != "-").then(|| match object.strip_prefix('"') {
            Some(words) => Object::Literal(words.trim_end_matches('"').into()),
            None => Object::Entity(object.into()),
        }),
        polarity,
        factuality: factuality.parse::<Factuality>().unwrap(),
        attributed_to: match speaker {
            "" => None,
            "?" => Some(Speaker::Unnamed),
            iri => Some(Speaker::Entity(iri.into())),
        },
        cue: None,
        sentence,
        spans: [None; 3],
        surface: relation.into(),
        rule: "by hand".into(),
        confidence: 90,
        timex: None,
        time_expression: None,
        event_start: None,
        event_end: None,
        args: Vec::new(),
    }
}
