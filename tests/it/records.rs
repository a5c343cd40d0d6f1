//! Records for tests: generated ones with every oddity that text can have.

use std::collections::{BTreeMap, BTreeSet};

use newsgraph::doc::EntityType;
use newsgraph::extract::{Factuality, Polarity, Role};
use newsgraph::graph::{
    ArticleRecord, EntityRecord, FactRecord, Object, SentenceRecord, Speaker,
};
use newsgraph::rdf::relations;
use newsgraph::text::{ArticleId, Date};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Local names: plain, bound, foreign, and with what an IRI cannot hold. `daily-post` is
/// also the publisher.
const ENTITIES: &[&str] =
    &["daily-post", "maria-lopez", "chen.k3f9a2bq", "josé-ñ", "a b/%41<c>", "“x”.", ""];
const RELATIONS: &[&str] = &["endorsed", "fired", "withdraw_from", "put up/with", "“"];
const CONFIGS: &[&str] =
    &["newsgraph 0.9.1 model a", "newsgraph 0.10.0 model a", "0.10.0 b", "", "x/% y"];

/// An article named by one of eight digests, so that generated collections overlap.
pub(crate) fn article() -> impl Strategy<Value = ArticleRecord> {
    (0..8_u8, select(CONFIGS)).prop_flat_map(|(number, config)| {
        let id = ArticleId::from_minted(format!("2024-03-04-k3f9a2b{number}"));
        let header = (
            option::of(text()),
            btree_set(text(), 0..3),
            option::of(prop_oneof![Just("Daily Post".to_owned()), text()]),
            option::of(date()),
            option::of(prop_oneof![
                Just("https://dailypost.example/é?a=1#b".to_owned()),
                text()
            ]),
            text(),
        );
        let body = (
            btree_map(any::<u32>(), sentence(), 0..3),
            btree_map(select(ENTITIES).prop_map(str::to_owned), entity(), 0..4),
            btree_map(any::<u16>(), fact(), 0..4),
        );
        (Just(id), Just(config), header, body).prop_map(|(id, config, header, body)| {
            let (headline, authors, publisher, date_published, url, text_hash) = header;
            let (sentences, entities, facts) = body;
            let facts = facts.into_iter();
            ArticleRecord {
                facts: facts.map(|(it, fact)| (format!("{id}.{it}"), fact)).collect(),
                id,
                headline,
                authors: authors.into_iter().collect(),
                publisher,
                date_published,
                url,
                text_hash,
                config: config.to_owned(),
                sentences,
                entities,
            }
        })
    })
}

/// A short article of which two differ only in what is said here: for hand-made tests.
pub(crate) fn plain(id: &str, config: &str) -> ArticleRecord {
    ArticleRecord {
        id: ArticleId::from_minted(id),
        headline: None,
        authors: Vec::new(),
        publisher: None,
        date_published: None,
        url: None,
        text_hash: String::new(),
        config: config.to_owned(),
        sentences: BTreeMap::new(),
        entities: BTreeMap::new(),
        facts: BTreeMap::new(),
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z .]{0,12}",
        any::<String>(),
        Just("\"tab\t\r\nquote\\\u{0}\u{7f}\u{85}\u{2028}\u{fffe}".to_owned()),
    ]
}

fn date() -> impl Strategy<Value = Date> {
    (1..=9999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn sentence() -> impl Strategy<Value = SentenceRecord> {
    let fields = (any::<u32>(), any::<u32>(), text());
    fields.prop_map(|(start, end, quote)| SentenceRecord { start, end, quote })
}

fn entity() -> impl Strategy<Value = EntityRecord> {
    let fields = (select(EntityType::ALL), text(), btree_set(text(), 0..3));
    fields.prop_map(|(entity_type, name, aliases)| EntityRecord {
        entity_type,
        name,
        aliases: aliases.into_iter().collect(),
    })
}

fn object() -> impl Strategy<Value = Object> {
    prop_oneof![
        select(ENTITIES).prop_map(|it| Object::Entity(it.to_owned())),
        text().prop_map(Object::Literal),
    ]
}

fn fact() -> impl Strategy<Value = FactRecord> {
    let core = (
        select(ENTITIES),
        select(RELATIONS),
        option::of(object()),
        select(Polarity::ALL),
        select(Factuality::ALL),
        option::of(prop_oneof![
            Just(Speaker::Unnamed),
            select(ENTITIES).prop_map(|it| Speaker::Entity(it.to_owned())),
        ]),
    );
    let words = (option::of(text()), text(), text(), option::of(text()));
    let numbers = (any::<u32>(), any::<[Option<(u32, u32)>; 3]>(), 0..=100_u8);
    let time = (option::of(text()), option::of(date()), option::of(date()));
    let args = vec((select(Role::ALL), object()), 0..3);
    (core, words, numbers, time, args).prop_map(|(core, words, numbers, time, args)| {
        let (subject, relation, object, polarity, factuality, attributed_to) = core;
        let (cue, surface, rule, time_expression) = words;
        let (sentence, spans, confidence) = numbers;
        let (timex, event_start, event_end) = time;
        let args = args.into_iter().map(|(role, it)| (role.to_string(), it));
        let args = args.collect::<BTreeSet<_>>();
        FactRecord {
            subject: subject.to_owned(),
            relation: relation.to_owned(),
            in_schema: relations().contains_key(relation),
            object,
            polarity,
            factuality,
            attributed_to,
            cue,
            sentence,
            spans,
            surface,
            rule,
            confidence,
            timex,
            time_expression,
            event_start,
            event_end,
            args: args.into_iter().collect(),
        }
    })
}
