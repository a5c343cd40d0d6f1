//! A profile is what all articles together tell of one entity.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::doc::EntityType;
use crate::text::Date;

use super::cast::{Cast, is_bound};
use super::form::{Form, Forms};

/// Who is named in more articles than this, and in more than a hundredth of them, tells
/// nothing about whom he is named with.
const EVERYWHERE: usize = 40;

/// So many companions at most are looked at, the rarest first.
const COMPANIONS: usize = 24;

/// What all articles tell of one entity.
#[derive(Debug)]
pub(super) struct Profile {
    pub(super) iri: String,
    pub(super) entity_type: EntityType,
    /// The best name, for people to read.
    pub(super) name: String,
    /// Its names taken apart, each once; none where it has no name.
    pub(super) forms: Vec<Form>,
    /// The offices and callings that articles give it.
    pub(super) roles: BTreeSet<String>,
    /// Those of them of which nobody holds two at once.
    pub(super) offices: BTreeSet<String>,
    /// The articles, by their place, in order.
    pub(super) articles: Vec<u32>,
    /// The first and the last day on which one was published.
    pub(super) days: Option<(Date, Date)>,
    pub(super) is_bound: bool,
}

/// The profiles of a collection, in the order of their IRIs.
#[derive(Debug)]
pub(super) struct Profiles<'a> {
    casts: &'a [Cast],
    all: Vec<Profile>,
    /// The members of each article that stand in every article under one name.
    present: Vec<Vec<u32>>,
}

impl<'a> Profiles<'a> {
    /// The casts come sorted by article.
    pub(super) fn new(casts: &'a [Cast], forms: &Forms) -> Self {
        let members = casts.iter().flat_map(|it| &it.members);
        let mut iris: Vec<&str> = members.map(|it| &*it.iri).collect();
        iris.sort_unstable();
        iris.dedup();
        let place: FxHashMap<&str, usize> =
            iris.iter().enumerate().map(|(at, it)| (*it, at)).collect();
        let mut all: Vec<_> = iris.iter().map(|it| Profile::empty(it)).collect();
        let mut votes: Vec<BTreeMap<EntityType, usize>> =
            vec![BTreeMap::new(); all.len()];
        let mut present = Vec::with_capacity(casts.len());
        for (at, cast) in casts.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let mut here = Vec::new();
            for sketch in &cast.members {
                let id = place[&*sketch.iri];
                let profile = &mut all[id];
                profile.articles.push(at);
                if let Some(day) = cast.day {
                    let (first, last) = profile.days.unwrap_or((day, day));
                    profile.days = Some((first.min(day), last.max(day)));
                }
                *votes[id].entry(sketch.entity_type).or_default() += 1;
                if profile.name.is_empty() || sketch.name < profile.name {
                    profile.name.clone_from(&sketch.name);
                }
                profile.learn(sketch, forms);
                if !profile.is_bound && sketch.entity_type != EntityType::Place {
                    here.push(u32::try_from(id).unwrap_or(u32::MAX));
                }
            }
            here.sort_unstable();
            present.push(here);
        }
        for (profile, votes) in all.iter_mut().zip(votes) {
            let best = votes.into_iter().max_by_key(|(_, count)| *count);
            profile.entity_type = best.map_or(EntityType::Other, |(it, _)| it);
        }
        Self { casts, all, present }
    }

    pub(super) fn get(&self, id: usize) -> &Profile {
        &self.all[id]
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn find(&self, iri: &str) -> Option<usize> {
        self.all.binary_search_by(|it| (*it.iri).cmp(iri)).ok()
    }

    /// Whether one article speaks of both, as of two.
    pub(super) fn meet(&self, left: usize, right: usize) -> bool {
        let (short, long) = self.by_articles(left, right);
        short.articles.iter().any(|it| long.articles.binary_search(it).is_ok())
    }

    /// The names of those with whom both are written of, the rarest first.
    pub(super) fn companions(&self, left: usize, right: usize) -> Vec<String> {
        const FEW: usize = 8;
        let (short, long) = self.by_articles(left, right);
        let most = EVERYWHERE.max(self.casts.len() / 100);
        let near = short.articles.iter().take(FEW);
        let mut with: Vec<_> = near
            .flat_map(|it| &self.present[*it as usize])
            .map(|it| *it as usize)
            .filter(|it| *it != left && *it != right)
            .filter(|it| self.all[*it].articles.len() <= most)
            .map(|it| (self.all[it].articles.len(), it))
            .collect();
        with.sort_unstable();
        with.dedup();
        let shared = with.into_iter().take(COMPANIONS).filter(|(_, companion)| {
            let articles = &self.all[*companion].articles;
            articles.iter().any(|it| long.articles.binary_search(it).is_ok())
        });
        shared.map(|(_, it)| self.all[it].name.clone()).take(FEW).collect()
    }

    fn by_articles(&self, left: usize, right: usize) -> (&Profile, &Profile) {
        let (one, other) = (&self.all[left], &self.all[right]);
        let is_short = one.articles.len() <= other.articles.len();
        if is_short { (one, other) } else { (other, one) }
    }
}

impl Profile {
    fn empty(iri: &str) -> Self {
        Self {
            iri: iri.to_owned(),
            entity_type: EntityType::Other,
            name: String::new(),
            forms: Vec::new(),
            roles: BTreeSet::new(),
            offices: BTreeSet::new(),
            articles: Vec::new(),
            days: None,
            is_bound: is_bound(iri),
        }
    }

    fn learn(&mut self, sketch: &super::Sketch, forms: &Forms) {
        if let Some(form) = forms.form(&sketch.name, sketch.entity_type)
            && !self.forms.contains(&form)
        {
            self.forms.push(form);
            self.forms.sort_by(|left, right| left.words.cmp(&right.words));
        }
        for office in sketch.roles.iter().filter_map(|it| forms.office(it)) {
            self.roles.insert(office.to_owned());
            if forms.is_public(office) {
                self.offices.insert(office.to_owned());
            }
        }
    }
}
