//! A picture is what of a graph is drawn: things, and links that merge parallel facts.

use std::collections::{BTreeMap, BTreeSet};

use crate::doc::EntityType;
use crate::extract::{Factuality, Polarity};
use crate::text::Date;

use super::backbone::{Pair, Web, Weight, pair};
use super::notation::phrase;
use super::{ArticleRecord, Assertion, EntityRecord, FactRecord, Graph, Object, Speaker};

/// What of a graph to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureConfig {
    /// Draw what is near the things of this name, alias or IRI; capitals do not matter.
    pub about: Option<String>,
    /// How many links away from them.
    pub hops: usize,
    /// Draw these relations only; all where there are none.
    pub relations: Vec<String>,
    /// Draw facts that hold, or else were reported, on this day or later.
    pub since: Option<Date>,
    /// Draw facts that hold, or else were reported, on this day or earlier.
    pub until: Option<Date>,
    /// Draw links that this many independent texts attest.
    pub min_texts: usize,
    /// Draw at most this many things: those that are attested best, and connected; and
    /// no more links than are readable between so many.
    pub max_nodes: usize,
}

impl Default for PictureConfig {
    fn default() -> Self {
        Self {
            about: None,
            hops: 2,
            relations: Vec::new(),
            since: None,
            until: None,
            min_texts: 1,
            max_nodes: 60,
        }
    }
}

/// What is drawn of a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What it shows: a name, a headline, or how many articles.
    pub title: String,
    /// How many articles attest the links.
    pub articles: usize,
    /// The first and the last day on which those were published.
    pub published: Option<(Date, Date)>,
    /// The things, sorted by IRI.
    pub things: Vec<Thing>,
    /// The links, sorted by subject, relation and object.
    pub links: Vec<Link>,
    /// What is not in the picture.
    pub left_out: LeftOut,
}

/// What a picture does not show though the filters would let it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Things beyond the greatest number.
    pub things: usize,
    /// Links of those, and what is least attested of the others.
    pub links: usize,
    /// Facts with one participant.
    pub single: usize,
    /// Facts whose object is a clause, or a phrase where there is no room for it.
    pub literals: usize,
}

/// An entity in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// The local name of its IRI.
    pub iri: String,
    /// The name that most articles give it.
    pub name: String,
    /// The kind that most articles give it.
    pub entity_type: EntityType,
    /// How many links it has.
    pub degree: usize,
}

/// The facts of one subject, relation, object and assertion.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The place of the subject in [`Picture::things`].
    pub subject: usize,
    /// The local name of the relation.
    pub relation: String,
    /// Where it points.
    pub object: LinkEnd,
    /// Whether it is stated, denied or possible.
    pub assertion: Assertion,
    /// Whether the possible is that it does not hold.
    pub polarity: Polarity,
    /// The most certain that an article says it is.
    pub factuality: Factuality,
    /// On whose word.
    pub voice: VoicedBy,
    /// How many independent texts attest it; reprints count once.
    pub texts: usize,
    /// Its sentences, the earliest first and undated ones last; never empty.
    pub citations: Vec<Citation>,
}

/// What a link points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkEnd {
    /// The place of the object in [`Picture::things`].
    Thing(usize),
    /// A phrase, by its words.
    Phrase(String),
}

/// On whose word a link stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoicedBy {
    /// An article says so itself.
    Article,
    /// Only those do; their names, sorted, and `None` for one whom no article names.
    Others(BTreeSet<Option<String>>),
}

/// Where a fact is said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// When the article was published.
    pub date: Option<Date>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The address of the article.
    pub url: Option<String>,
    /// The sentence.
    pub quote: String,
}

/// Phrases are drawn up to this many code points; longer ones are clauses.
const LONGEST_PHRASE: usize = 40;

/// Phrases are drawn where there are no more links than this, those to phrases included.
const MOST_LINKS_WITH_PHRASES: usize = 80;

/// The facts of one link, before it is known whether it is drawn.
struct Bundle<'g> {
    subject: usize,
    object: Option<usize>,
    key: Key<'g>,
    told: Vec<Told<'g>>,
}

/// What facts must share to be one link.
type Key<'g> = (&'g str, &'g str, &'g Object, Assertion, Polarity);

/// A fact in its article.
type Told<'g> = (&'g ArticleRecord, &'g FactRecord);

impl Picture {
    /// What the settings let through of a graph. It has no things where nothing is left,
    /// as when nothing bears the name that is asked for.
    pub fn new(graph: &Graph, config: &PictureConfig) -> Self {
        let mut left_out = LeftOut::default();
        let mut bundles = bundles(graph, config, &mut left_out);
        let iris = number(&mut bundles);
        let names = Names::new(graph);
        let mut roots = BTreeSet::new();
        if let Some(about) = &config.about {
            let about = about.to_lowercase();
            roots.extend((0..iris.len()).filter(|it| names.bears(iris[*it], &about)));
            keep_near(&mut bundles, &roots, config.hops);
        }
        if bundles.len() > MOST_LINKS_WITH_PHRASES {
            let phrases = bundles.extract_if(.., |it| it.object.is_none());
            left_out.literals += phrases.map(|it| it.told.len()).sum::<usize>();
        }
        keep_backbone(&mut bundles, &roots, config.max_nodes, &mut left_out);
        Self::draw(&bundles, &iris, &names, config, left_out)
    }

    /// The picture of the bundles that are left.
    fn draw(
        bundles: &[Bundle<'_>],
        iris: &[&str],
        names: &Names<'_>,
        config: &PictureConfig,
        left_out: LeftOut,
    ) -> Self {
        let mut degrees = BTreeMap::<usize, usize>::new();
        for end in bundles.iter().flat_map(Bundle::ends) {
            *degrees.entry(end).or_default() += 1;
        }
        let places: BTreeMap<_, _> = degrees.keys().copied().zip(0..).collect();
        let things = degrees.iter().map(|(it, degree)| Thing {
            iri: iris[*it].to_owned(),
            name: names.name(iris[*it]).to_owned(),
            entity_type: names.entity_type(iris[*it]),
            degree: *degree,
        });
        let links = bundles.iter().map(|it| it.link(&places, names)).collect();
        let told = bundles.iter().flat_map(|it| &it.told);
        let articles: BTreeMap<_, _> = told.map(|it| (&it.0.id, it.0)).collect();
        let dates = articles.values().filter_map(|it| it.date_published);
        let title = match (&config.about, articles.values().next()) {
            (Some(about), _) => about.clone(),
            (None, Some(ArticleRecord { headline: Some(it), .. }))
                if articles.len() == 1 =>
            {
                it.clone()
            }
            (None, _) if articles.len() == 1 => "What an article says".into(),
            (None, _) => format!("What {} articles say", articles.len()),
        };
        Self {
            title,
            articles: articles.len(),
            published: dates.clone().min().zip(dates.max()),
            things: things.collect(),
            links,
            left_out,
        }
    }
}

impl Link {
    /// The relation in words, with *not*, *may*, *plans* and *would have* before it.
    pub fn phrase(&self) -> String {
        phrase(&self.relation, self.factuality, self.polarity)
    }
}

impl PictureConfig {
    /// Whether the relation and the time of a fact are asked for.
    fn lets(&self, article: &ArticleRecord, fact: &FactRecord) -> bool {
        let is_asked =
            self.relations.is_empty() || self.relations.contains(&fact.relation);
        let first = fact.event_start.or(fact.event_end).or(article.date_published);
        let last = fact.event_end.or(fact.event_start).or(article.date_published);
        is_asked
            && self.since.is_none_or(|since| last.is_some_and(|it| it >= since))
            && self.until.is_none_or(|until| first.is_some_and(|it| it <= until))
    }
}

impl<'g> Bundle<'g> {
    /// The things at its ends.
    fn ends(&self) -> impl Iterator<Item = usize> + use<> {
        [Some(self.subject), self.object].into_iter().flatten()
    }

    /// Its ends and its weight, where it joins two things.
    fn edge(&self) -> Option<(Pair, Weight)> {
        let ends = pair((self.subject, self.object?));
        let in_schema = self.told.iter().filter(|(_, fact)| fact.in_schema);
        Some((ends, (self.n_texts(), in_schema.count())))
    }

    /// How many independent texts attest it.
    fn n_texts(&self) -> usize {
        let hashes = self.told.iter().map(|(article, _)| &article.text_hash);
        hashes.collect::<BTreeSet<_>>().len()
    }

    /// The link of its facts, between the places that its ends have in the picture.
    fn link(&self, places: &BTreeMap<usize, usize>, names: &Names<'g>) -> Link {
        let (_, relation, object, assertion, polarity) = self.key;
        let object = match (self.object, object) {
            (Some(it), _) => LinkEnd::Thing(places[&it]),
            (None, Object::Entity(it) | Object::Literal(it)) => {
                LinkEnd::Phrase(it.clone())
            }
        };
        let facts = self.told.iter().map(|(_, fact)| fact);
        let speakers = facts.clone().map(|it| {
            it.attributed_to.as_ref().map(|it| match it {
                Speaker::Entity(iri) => Some(names.name(iri).to_owned()),
                Speaker::Unnamed => None,
            })
        });
        let others: Option<BTreeSet<_>> = speakers.collect();
        let mut citations: Vec<_> = self.told.iter().map(Citation::new).collect();
        citations.sort_by(|a, b| (a.date.is_none(), a).cmp(&(b.date.is_none(), b)));
        citations.dedup();
        Link {
            subject: places[&self.subject],
            relation: relation.to_owned(),
            object,
            assertion,
            polarity,
            factuality: facts.map(|it| it.factuality).min().unwrap_or(Factuality::Actual),
            voice: others.map_or(VoicedBy::Article, VoicedBy::Others),
            texts: self.n_texts(),
            citations,
        }
    }
}

impl Citation {
    fn new((article, fact): &Told<'_>) -> Self {
        let sentence = article.sentences.get(&fact.sentence);
        Self {
            date: article.date_published,
            publisher: article.publisher.clone(),
            url: article.url.clone(),
            quote: sentence.map(|it| it.quote.clone()).unwrap_or_default(),
        }
    }
}

/// The facts that the settings let through, by what makes them one link; sorted.
fn bundles<'g>(
    graph: &'g Graph,
    config: &PictureConfig,
    left_out: &mut LeftOut,
) -> Vec<Bundle<'g>> {
    let mut found = BTreeMap::<Key<'_>, Vec<Told<'_>>>::new();
    for article in graph.articles.values() {
        for fact in article.facts.values().filter(|it| config.lets(article, it)) {
            let key = match &fact.object {
                None => {
                    left_out.single += 1;
                    continue;
                }
                Some(Object::Literal(it)) if it.chars().count() > LONGEST_PHRASE => {
                    left_out.literals += 1;
                    continue;
                }
                Some(object @ (Object::Entity(_) | Object::Literal(_))) => {
                    let (subject, relation) = (&*fact.subject, &*fact.relation);
                    (subject, relation, object, fact.assertion(), fact.polarity)
                }
            };
            found.entry(key).or_default().push((article, fact));
        }
    }
    let bundles = found.into_iter().map(|(key, told)| Bundle {
        subject: 0,
        object: None,
        key,
        told,
    });
    bundles.filter(|it| it.n_texts() >= config.min_texts).collect()
}

/// Numbers the things at the ends of the bundles, and gives their IRIs by number.
fn number<'g>(bundles: &mut [Bundle<'g>]) -> Vec<&'g str> {
    let object = |object: &'g Object| match object {
        Object::Entity(iri) => Some(iri.as_str()),
        Object::Literal(_) => None,
    };
    let ends = bundles.iter().flat_map(|it| [Some(it.key.0), object(it.key.2)]);
    let iris: BTreeSet<_> = ends.flatten().collect();
    let places: BTreeMap<_, _> = iris.iter().copied().zip(0..).collect();
    for bundle in bundles {
        bundle.subject = places[bundle.key.0];
        bundle.object = object(bundle.key.2).map(|it| places[it]);
    }
    iris.into_iter().collect()
}

/// Keeps the bundles of which one end is less than `hops` links away from the roots.
fn keep_near(bundles: &mut Vec<Bundle<'_>>, roots: &BTreeSet<usize>, hops: usize) {
    let web = Web::new(bundles.iter().filter_map(Bundle::edge));
    let near = hops.checked_sub(1).map(|it| web.around(roots, it)).unwrap_or_default();
    bundles.retain(|it| it.ends().any(|it| near.contains(&it)));
}

/// Keeps the bundles between the best attested things, if there are more than `limit`,
/// or more bundles than are readable between so many. All bundles between two things stay
/// or go together, so that a denial is not lost beside what it denies.
fn keep_backbone(
    bundles: &mut Vec<Bundle<'_>>,
    roots: &BTreeSet<usize>,
    limit: usize,
    left_out: &mut LeftOut,
) {
    let things: BTreeSet<_> = bundles.iter().flat_map(Bundle::ends).collect();
    let edges: Vec<_> = bundles.iter().filter_map(Bundle::edge).collect();
    if things.len() <= limit && edges.len() <= 2 * limit {
        return;
    }
    let pairs = Web::new(edges).backbone(roots, limit, limit + limit / 2);
    let kept: BTreeSet<_> = pairs.iter().flat_map(|it| [it.0, it.1]).collect();
    let dropped = bundles.extract_if(.., |it| match it.edge() {
        Some((ends, _)) => !pairs.contains(&ends),
        None => !kept.contains(&it.subject),
    });
    left_out.links = dropped.count();
    left_out.things = things.difference(&kept).count();
}

/// What the articles call their entities.
struct Names<'g>(BTreeMap<&'g str, Vec<&'g EntityRecord>>);

impl<'g> Names<'g> {
    fn new(graph: &'g Graph) -> Self {
        let mut names = BTreeMap::<_, Vec<_>>::new();
        for (iri, entity) in graph.articles.values().flat_map(|it| &it.entities) {
            names.entry(iri.as_str()).or_default().push(entity);
        }
        Self(names)
    }

    /// The name that most articles give; of equals the first. The IRI where none does.
    fn name<'n>(&self, iri: &'n str) -> &'n str
    where
        'g: 'n,
    {
        let records = self.0.get(iri).into_iter().flatten();
        most(records.map(|it| it.name.as_str())).unwrap_or(iri)
    }

    /// The type that most articles give; of equals the first.
    fn entity_type(&self, iri: &str) -> EntityType {
        let records = self.0.get(iri).into_iter().flatten();
        most(records.map(|it| it.entity_type)).unwrap_or(EntityType::Other)
    }

    /// Whether some article gives it this name in small letters, or this is its IRI.
    fn bears(&self, iri: &str, name: &str) -> bool {
        let records = self.0.get(iri).into_iter().flatten();
        let mut names = records.flat_map(|it| it.aliases.iter().chain([&it.name]));
        iri == name || names.any(|it| it.to_lowercase() == name)
    }
}

/// What occurs most often; of equals the smallest.
fn most<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts = BTreeMap::<T, usize>::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let best = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    best.map(|(value, _)| value)
}
