//! A picture is what is drawn of a graph: things, and links that merge parallel facts.

use std::collections::{BTreeMap, BTreeSet};

use crate::doc::EntityType;
use crate::extract::{Factuality, Polarity};
use crate::text::Date;

use super::bundle::{Bundle, Told, bundles};
use super::comparison::{Comparison, Fate};
use super::name::{Names, most};
use super::notation::phrase;
use super::selection::{LeftOut, Selection, SelectionConfig};
use super::{ArticleRecord, Assertion, FactRef, Graph, Object, Speaker};

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
    /// The headline of the article in which most of its facts stand; of equals the first.
    pub story: Option<String>,
    /// Who published most of its facts; of equals the first.
    pub publisher: Option<String>,
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
    /// What became of it, where two graphs are compared; else kept.
    pub fate: Fate,
    /// The first and the last day on which it holds, or else was reported, as far as known.
    pub days: Option<(Date, Date)>,
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

impl Picture {
    /// What the settings let through of a graph. It has no things where nothing is left,
    /// as when nothing bears the name that is asked for.
    pub fn new(graph: &Graph, config: &SelectionConfig) -> Self {
        Self::of(&Selection::new(graph, config), &BTreeMap::new())
    }

    /// What the settings let through of two graphs as one.
    pub fn compare(comparison: &Comparison, config: &SelectionConfig) -> Self {
        Self::of(&Selection::new(&comparison.graph, config), &comparison.fates)
    }

    /// The picture of a selection, of whose facts some have a fate.
    fn of(selection: &Selection, fates: &BTreeMap<FactRef, Fate>) -> Self {
        let (mut bundles, iris) = bundles(&selection.graph, |_, _| true);
        let mut left_out = selection.left_out;
        let single = bundles.extract_if(.., |it| it.key.2.is_none());
        left_out.single = single.map(|it| it.told.len()).sum();
        let is_clause = |it: &mut Bundle<'_>| match it.key.2 {
            Some(Object::Literal(words)) => words.chars().count() > LONGEST_PHRASE,
            Some(Object::Entity(_)) | None => false,
        };
        let clauses = bundles.extract_if(.., is_clause);
        left_out.literals = clauses.map(|it| it.told.len()).sum();
        if bundles.len() > MOST_LINKS_WITH_PHRASES {
            let phrases = bundles.extract_if(.., |it| it.object.is_none());
            left_out.literals += phrases.map(|it| it.told.len()).sum::<usize>();
        }
        let names = Names::new(&selection.graph);
        let things = things(&bundles, &iris, &names);
        let places: BTreeMap<_, _> = things.keys().copied().zip(0..).collect();
        let link = |it: &Bundle<'_>| it.link(&places, &names, fates);
        let told = bundles.iter().flat_map(|it| &it.told);
        let articles: BTreeMap<_, _> = told.map(|it| (&it.0.id, it.0)).collect();
        let dates = articles.values().filter_map(|it| it.date_published);
        Self {
            title: title(
                selection.about.as_deref(),
                &articles.values().collect::<Vec<_>>(),
            ),
            articles: articles.len(),
            published: dates.clone().min().zip(dates.max()),
            links: bundles.iter().map(link).collect(),
            things: things.into_values().collect(),
            left_out,
        }
    }
}

/// A name, a headline, or how many articles.
fn title(about: Option<&str>, articles: &[&&ArticleRecord]) -> String {
    match (about, articles) {
        (Some(about), _) => about.to_owned(),
        (None, [ArticleRecord { headline: Some(it), .. }]) => it.clone(),
        (None, [_]) => "What an article says".into(),
        (None, _) => format!("What {} articles say", articles.len()),
    }
}

/// The things at the ends of the bundles, by number.
fn things(
    bundles: &[Bundle<'_>],
    iris: &[&str],
    names: &Names<'_>,
) -> BTreeMap<usize, Thing> {
    let mut links = BTreeMap::<usize, Vec<&Bundle<'_>>>::new();
    for (bundle, end) in bundles.iter().flat_map(|it| it.ends().map(move |end| (it, end)))
    {
        links.entry(end).or_default().push(bundle);
    }
    let thing = |it: usize, links: Vec<&Bundle<'_>>| {
        let told = links.iter().flat_map(|it| &it.told);
        let articles = told.map(|it| it.0);
        Thing {
            iri: iris[it].to_owned(),
            name: names.name(iris[it]).to_owned(),
            entity_type: names.entity_type(iris[it]),
            degree: links.len(),
            story: most(articles.clone().map(|it| (&it.id, &it.headline)))
                .and_then(|it| it.1.clone()),
            publisher: most(articles.map(|it| &it.publisher)).cloned().flatten(),
        }
    };
    links.into_iter().map(|(it, links)| (it, thing(it, links))).collect()
}

impl Link {
    /// The relation in words, with *not*, *may*, *plans* and *would have* before it.
    pub fn phrase(&self) -> String {
        phrase(&self.relation, self.factuality, self.polarity)
    }
}

impl Bundle<'_> {
    /// The link of its facts, between the places that its ends have in the picture.
    fn link(
        &self,
        places: &BTreeMap<usize, usize>,
        names: &Names<'_>,
        fates: &BTreeMap<FactRef, Fate>,
    ) -> Link {
        let (_, relation, object, assertion, polarity) = self.key;
        let object = match (self.object, object) {
            (Some(it), _) => LinkEnd::Thing(places[&it]),
            (None, Some(Object::Entity(it) | Object::Literal(it))) => {
                LinkEnd::Phrase(it.clone())
            }
            (None, None) => LinkEnd::Phrase(String::new()),
        };
        let facts = self.told.iter().map(|(.., fact)| fact);
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
        let fate = self.told.iter().map(|(article, name, _)| {
            let fact = (article.id.clone(), (*name).to_owned());
            fates.get(&fact).copied().unwrap_or_default()
        });
        let fates: BTreeSet<_> = fate.collect();
        let days = self.told.iter().filter_map(|(article, _, fact)| {
            let reported = article.date_published;
            let first = fact.event_start.or(fact.event_end).or(reported)?;
            Some((first, fact.event_end.or(fact.event_start).or(reported)?))
        });
        Link {
            subject: places[&self.subject],
            relation: relation.to_owned(),
            object,
            assertion,
            polarity,
            factuality: facts.map(|it| it.factuality).min().unwrap_or(Factuality::Actual),
            voice: others.map_or(VoicedBy::Article, VoicedBy::Others),
            texts: self.n_texts(),
            // What some of its facts keep, the link keeps.
            fate: if fates.len() == 1 { fates.into_iter().next() } else { None }
                .unwrap_or_default(),
            days: days.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))),
            citations,
        }
    }
}

impl Citation {
    fn new((article, _, fact): &Told<'_>) -> Self {
        let sentence = article.sentences.get(&fact.sentence);
        Self {
            date: article.date_published,
            publisher: article.publisher.clone(),
            url: article.url.clone(),
            quote: sentence.map(|it| it.quote.clone()).unwrap_or_default(),
        }
    }
}
