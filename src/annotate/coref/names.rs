//! Names: which names are the same thing.
//!
//! Equal names; full names and the surnames, given names, short forms and acronyms that
//! stand for them, anywhere in the article, since headlines come before full names; and
//! well-known other names. A surname that two people share is settled by the context or
//! stays apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotate::names::initials;
use crate::doc::{EntityType, MentionId};
use crate::ud::Deprel;

use super::links::Links;
use super::roles::{Roles, role_word};
use super::scene::Scene;
use super::traits::Traits;
use super::words::Suffix;

/// The words of a name in lower case, without titles, articles and legal forms.
type Key = Vec<String>;

pub(super) fn link(scene: &Scene<'_>, roles: &Roles, links: &mut Links) {
    let names = Names::new(scene);
    names.link_equal(links);
    names.link_full(links);
    names.link_people(roles, links);
    names.link_short(links);
    names.link_nations(links);
    names.link_acronyms(links);
    names.link_aliases(links);
}

struct Names<'scene, 'doc> {
    scene: &'scene Scene<'doc>,
    keys: BTreeMap<MentionId, Key>,
}

impl<'scene, 'doc> Names<'scene, 'doc> {
    fn new(scene: &'scene Scene<'doc>) -> Self {
        Self { scene, keys: scene.names().map(|it| (it, key(scene, it))).collect() }
    }

    fn entity_type(&self, name: MentionId) -> EntityType {
        self.scene.phrase(name).mention.entity_type
    }

    fn is_person(&self, name: MentionId) -> bool {
        self.entity_type(name) == EntityType::Person
    }

    /// Full names of people, each key once, with the first mention that bears it.
    fn full(&self) -> BTreeMap<&Key, MentionId> {
        let mut full = BTreeMap::new();
        for (name, key) in &self.keys {
            if self.is_person(*name) && key.len() > 1 {
                full.entry(key).or_insert(*name);
            }
        }
        full
    }

    /// Equal names of equal types; lone names of people wait for their full names.
    fn link_equal(&self, links: &mut Links) {
        let mut seen: BTreeMap<&Key, Vec<MentionId>> = BTreeMap::new();
        for (name, key) in &self.keys {
            let waits = key.len() == 1 && self.is_person(*name);
            let before = seen.entry(key).or_default();
            let same = before.iter().rev().find(|it| {
                let (left, right) = (self.entity_type(**it), self.entity_type(*name));
                let vague = [left, right].contains(&EntityType::Other);
                let bodies = [EntityType::Organization, EntityType::Place];
                left == right
                    || vague
                    || key.len() > 1
                    || bodies.contains(&left) && bodies.contains(&right)
            });
            if let Some(same) = same
                && !waits
            {
                links.join(*same, *name);
            }
            before.push(*name);
        }
    }

    /// Full names that differ in what stands in the middle: *Ana Ruiz*, *Ana M. Ruiz*.
    fn link_full(&self, links: &mut Links) {
        let full = self.full();
        let full: Vec<_> = full.iter().collect();
        for (at, (left, one)) in full.iter().enumerate() {
            let alike = full[at + 1..].iter();
            // Names stand in the order of their words.
            for (right, other) in alike.take_while(|it| it.0.first() == left.first()) {
                let (one_middle, other_middle) = (self.middle(left), self.middle(right));
                let middles_fit = one_middle.is_empty()
                    || other_middle.is_empty()
                    || one_middle[0].chars().next() == other_middle[0].chars().next();
                if self.surname(left) == self.surname(right)
                    && self.generation(left) == self.generation(right)
                    && middles_fit
                {
                    links.join(**one, **other);
                }
            }
        }
    }

    fn generation<'key>(&self, key: &'key Key) -> Option<&'key str> {
        let last = key.last()?;
        let is_generation = self.scene.words.suffix(last) == Some(Suffix::Generation);
        is_generation.then_some(last)
    }

    /// A name without its generation.
    fn bare<'key>(&self, key: &'key Key) -> &'key [String] {
        &key[..key.len() - usize::from(self.generation(key).is_some())]
    }

    fn surname<'key>(&self, key: &'key Key) -> Option<&'key str> {
        self.bare(key).last().map(String::as_str)
    }

    /// What stands between the first and the last word of a name.
    fn middle<'key>(&self, key: &'key Key) -> &'key [String] {
        match self.bare(key) {
            [_, middle @ .., _] => middle,
            _ => &[],
        }
    }

    /// Surnames and given names of people whose full names the article gives.
    fn link_people(&self, roles: &Roles, links: &mut Links) {
        let full = Full::new(self);
        // Who was last called by a surname alone; a writer keeps to it.
        let mut holders: BTreeMap<&str, MentionId> = BTreeMap::new();
        let mut left_over: Vec<(&Key, MentionId)> = Vec::new();
        for (name, key) in &self.keys {
            let [word] = key.as_slice() else {
                self.link_surname_of_two_words(*name, key, &full, links);
                continue;
            };
            if !self.is_person(*name) {
                continue;
            }
            let gender = self.title_gender(*name);
            let fits = |it: &MentionId| links.traits(*it).agree(gender);
            let known = |people: &BTreeMap<&str, Vec<MentionId>>| -> Vec<_> {
                let people = people.get(word.as_str()).into_iter().flatten();
                people.copied().filter(fits).collect()
            };
            let mut people = known(&full.by_surname);
            if people.is_empty() {
                people = known(&full.by_given);
            }
            people.sort_by_key(|it| links.chain(*it));
            people.dedup_by_key(|it| links.chain(*it));
            let holder = match people.as_slice() {
                [] => None,
                [only] => Some(*only),
                _ => self.titled(*name, &people, links, roles).or_else(|| {
                    let held = holders.get(word.as_str()).copied();
                    self.choose(*name, &people, links, held)
                }),
            };
            match holder {
                Some(person) => {
                    links.join(person, *name);
                    // *Mrs. Ruiz* is not *Mr. Ruiz*, whoever was spoken of last.
                    links.refine(person, gender);
                    holders.insert(word, person);
                }
                // Of two who were spoken of before, nobody can tell which one is meant.
                None if people.iter().filter(|it| **it < *name).count() > 1 => {}
                None => left_over.push((key, *name)),
            }
        }
        // A headline's surname is that of the one whom the text calls so.
        let mut first: BTreeMap<&Key, MentionId> = BTreeMap::new();
        for (key, name) in left_over {
            let word = key[0].as_str();
            let gender = self.title_gender(name);
            let holder = holders.get(word).filter(|it| links.traits(**it).agree(gender));
            match holder {
                Some(holder) => links.join(*holder, name),
                None => links.join(*first.entry(key).or_insert(name), name),
            }
        }
    }

    /// *Secretary Ruiz*, of several of the name: the only one whom the article calls so by
    /// the full name.
    fn titled(
        &self,
        name: MentionId,
        people: &[MentionId],
        links: &Links,
        roles: &Roles,
    ) -> Option<MentionId> {
        let titles = self.scene.words_before(name).into_iter();
        let called = titles.filter_map(|it| {
            roles.get(&role_word(self.scene, &self.scene.token(it).lemma.to_lowercase()))
        });
        let called: Vec<_> = called.flat_map(BTreeMap::keys).collect();
        let is_called = |person: &&MentionId| {
            called.iter().any(|it| self.keys[*it].len() > 1 && links.same(**person, **it))
        };
        let mut found = people.iter().filter(is_called);
        found.next().copied().filter(|_| found.next().is_none())
    }

    /// Whom a surname shared by several people means: the one named in full last in the
    /// same paragraph, the one so called before unless the paragraph speaks of another, the
    /// only one mentioned so far, or the only one who was a subject.
    fn choose(
        &self,
        name: MentionId,
        people: &[MentionId],
        links: &Links,
        held: Option<MentionId>,
    ) -> Option<MentionId> {
        let scene = self.scene;
        let word = self.keys[&name].last().map(String::as_str);
        let before = self.keys.range(..name).rev().filter(|(_, key)| key.len() > 1);
        let before =
            before.filter(|(it, key)| self.is_person(**it) && self.surname(key) == word);
        let mut earlier: Vec<MentionId> = Vec::new();
        let mut subjects: BTreeSet<MentionId> = BTreeSet::new();
        let mut topic = None;
        for (it, _) in before {
            let Some(person) = people.iter().find(|person| links.same(**person, *it))
            else {
                continue;
            };
            let near = scene.sentence(*it) == scene.sentence(name)
                || held.is_none() && scene.paragraph(*it) == scene.paragraph(name);
            // *the Ana Ruiz Foundation* speaks of no Ruiz.
            let head = self.scene.phrase(*it).head();
            let part = self.scene.token(head).deprel == Deprel::Compound;
            if near && earlier.is_empty() && !part && !self.is_relative(*it) {
                return Some(*person);
            }
            if self.is_topic(*it) {
                subjects.insert(*person);
                if scene.paragraph(*it) == scene.paragraph(name) {
                    topic.get_or_insert(*person);
                }
            }
            if earlier.len() == people.len()
                && scene.paragraph(*it) < scene.paragraph(name)
            {
                break;
            }
            if !earlier.contains(person) {
                earlier.push(*person);
            }
        }
        match (held, earlier.as_slice()) {
            // The paragraph speaks of another of the name: nobody can tell.
            (Some(held), _) if topic.is_some_and(|it| !links.same(it, held)) => None,
            (Some(held), _) => people.iter().copied().find(|it| links.same(*it, held)),
            (None, [only]) => Some(*only),
            // The only one of whom something was said.
            (None, _) => subjects.first().copied().filter(|_| subjects.len() == 1),
        }
    }

    /// Whether a name, or what it stands beside, is a subject.
    fn is_topic(&self, name: MentionId) -> bool {
        let token = |it| self.scene.token(it);
        let head = self.scene.phrase(name).head();
        let above = token(head).head.filter(|_| token(head).deprel == Deprel::Appos);
        token(above.unwrap_or(head)).deprel.base() == Deprel::Nsubj
    }

    /// Whether a name is said of somebody's relative: *his wife, Ana Ruiz*.
    fn is_relative(&self, name: MentionId) -> bool {
        let tree = self.scene.tree(name);
        let head = self.scene.phrase(name).head();
        let above = self.scene.token(head).head;
        let possessor = |it| {
            tree.dependents(it)
                .iter()
                .any(|it| tree.token(*it).deprel == Deprel::NmodPoss)
        };
        possessor(head)
            || self.scene.token(head).deprel.base() == Deprel::Appos
                && above.is_some_and(possessor)
    }

    /// *Van Horn* for *Ana Van Horn*.
    fn link_surname_of_two_words(
        &self,
        name: MentionId,
        key: &Key,
        full: &Full<'_>,
        links: &mut Links,
    ) {
        if !self.is_person(name) {
            return;
        }
        let Some(last) = key.last() else { return };
        let alike = full.by_last.get(last.as_str()).into_iter().flatten();
        let longer = alike.filter(|(it, _)| it.len() > key.len() && it.ends_with(key));
        let mut longer: Vec<_> = longer.map(|(_, it)| *it).collect();
        longer.dedup_by_key(|it| links.chain(*it));
        if let [only] = longer[..] {
            links.join(only, name);
        }
    }

    /// The gender that a title before a name tells: *Mrs. Ruiz*.
    fn title_gender(&self, name: MentionId) -> Traits {
        let before = self.scene.words_before(name).into_iter();
        let titles = before.map_while(|it| {
            self.scene.words.role(&self.scene.doc.form(it).to_lowercase())
        });
        titles.fold(Traits::ANY, |traits, it| traits.refine(it.traits))
    }

    /// Bodies and other things by a part of their name: *Fox* for *Fox News*.
    fn link_short(&self, links: &mut Links) {
        let mut names: BTreeMap<&Key, MentionId> = BTreeMap::new();
        for (name, key) in &self.keys {
            if !self.is_person(*name) && !key.is_empty() {
                names.entry(key).or_insert(*name);
            }
        }
        for (key, name) in &names {
            let own = self.entity_type(*name);
            // A longer name is short for nothing: *Acme Fund* is not *Acme Fund Action*.
            let alone = key.len() == 1;
            let begin = names
                .range::<Key, _>(*key..)
                .take_while(|it| alone && it.0.starts_with(key));
            let longer = begin.filter(|(long, other)| {
                let longer = long.len() > key.len();
                let alike = own == self.entity_type(**other) || own == EntityType::Other;
                let is_body = self.entity_type(**other) == EntityType::Organization;
                // Nor is a party for its committee: *a Republican nominee*.
                let party = long.len() > 2 && self.scene.words.party(&key[0]).is_some();
                longer && alike && own != EntityType::Place && is_body && !party
            });
            let mut longer: Vec<_> = longer.map(|(_, it)| *it).collect();
            longer.sort_by_key(|it| links.chain(*it));
            longer.dedup_by_key(|it| links.chain(*it));
            if let [only] = longer[..] {
                links.join(only, *name);
            }
        }
    }

    /// Bodies of one country: *Supreme Court* for *U.S. Supreme Court*.
    fn link_nations(&self, links: &mut Links) {
        let mut plain: BTreeMap<&[String], MentionId> = BTreeMap::new();
        for (name, key) in &self.keys {
            if key.len() > 1 && !self.is_person(*name) {
                plain.entry(key).or_insert(*name);
            }
        }
        let mut national: BTreeMap<MentionId, Vec<MentionId>> = BTreeMap::new();
        for (key, name) in &plain {
            let [nation, rest @ ..] = *key else { continue };
            let other = plain.get(rest).filter(|_| self.scene.words.is_nation(nation));
            if let Some(other) = other {
                national.entry(*other).or_default().push(*name);
            }
        }
        for (name, longer) in national {
            if let [only] = longer[..] {
                links.join(name, only);
            }
        }
    }

    /// *EPA* for *Environmental Protection Agency*.
    fn link_acronyms(&self, links: &mut Links) {
        let mut spelt: BTreeMap<String, Vec<MentionId>> = BTreeMap::new();
        for name in self.keys.keys().filter(|it| !self.is_person(**it)) {
            let text = self.scene.doc.text(self.scene.phrase(*name).mention.span);
            if let Some(initials) = initials(text) {
                spelt.entry(initials).or_default().push(*name);
            }
        }
        for (short, _) in self.keys.iter().filter(|(_, key)| key.len() == 1) {
            let text = self.scene.doc.text(self.scene.phrase(*short).mention.span);
            let letters: String = text.chars().filter(|it| *it != '.').collect();
            let is_acronym = (2..=6).contains(&letters.len())
                && letters.chars().all(char::is_uppercase);
            let Some(names) = spelt.get(&letters).filter(|_| is_acronym) else {
                continue;
            };
            // *DNC* is a committee, and no convention.
            let own = self.entity_type(*short);
            let alike = names.iter().find(|it| self.entity_type(**it) == own);
            let known = self.scene.words.alias(&letters.to_lowercase()).is_some();
            if let Some(name) = alike.or(names.first().filter(|_| !known)) {
                links.join(*name, *short);
            }
        }
    }

    /// *GOP* for *Republican Party*.
    fn link_aliases(&self, links: &mut Links) {
        let mut seen: BTreeMap<&str, MentionId> = BTreeMap::new();
        for (name, key) in &self.keys {
            let key = key.join(" ");
            let words = self.scene.words;
            let is_body = self.entity_type(*name) == EntityType::Organization;
            let party = || words.party(&key).filter(|_| is_body);
            if let Some(known) = words.alias(&key).or_else(party) {
                let first = *seen.entry(known).or_insert(*name);
                links.join(first, *name);
            }
        }
    }
}

/// The full names of people, in the order of their words, by a word that may stand for
/// them.
#[derive(Default)]
struct Full<'a> {
    by_surname: BTreeMap<&'a str, Vec<MentionId>>,
    by_given: BTreeMap<&'a str, Vec<MentionId>>,
    by_last: BTreeMap<&'a str, Vec<(&'a Key, MentionId)>>,
}

impl<'a> Full<'a> {
    fn new(names: &'a Names<'_, '_>) -> Self {
        let mut full = Self::default();
        for (key, name) in names.full() {
            if let Some(surname) = names.surname(key) {
                full.by_surname.entry(surname).or_default().push(name);
            }
            if let [given, .., last] = key.as_slice() {
                full.by_given.entry(given).or_default().push(name);
                full.by_last.entry(last).or_default().push((key, name));
            }
        }
        full
    }
}

/// The words of a name by which it is compared.
pub(super) fn key(scene: &Scene<'_>, name: MentionId) -> Key {
    let text = scene.doc.text(scene.phrase(name).mention.span).to_lowercase();
    // *O’Neill*, *O'Neill*
    let text = text.replace('\u{2019}', "'");
    let mut words: Vec<_> = text
        .split_whitespace()
        .map(|it| scene.words.without_ending(it))
        .map(|it| it.trim_matches([',', '(', ')', '"', '\u{201c}', '\u{201d}', '\'']))
        .filter(|it| !it.is_empty())
        .collect();
    let is_title = |it: &str| scene.words.role(it).is_some();
    while words.len() > 1
        && (is_title(words[0])
            && scene.phrase(name).mention.entity_type == EntityType::Person
            || scene.words.opens_names(words[0]))
    {
        words.remove(0);
    }
    let suffix = |it: &str| scene.words.suffix(it.trim_end_matches('.'));
    while words.len() > 1
        && words.last().is_some_and(|it| suffix(it) == Some(Suffix::Company))
    {
        words.pop();
    }
    let plain = |it: &str| match suffix(it) {
        Some(_) => it.trim_end_matches('.').to_owned(),
        None => it.to_owned(),
    };
    words.into_iter().map(plain).collect()
}

/// The single words that are short for a body: *Alba* after *Alba Foods*, *Alba, the tire
/// maker*, where nobody has it for a family name.
fn short_bodies(
    scene: &Scene<'_>,
    keys: &[(MentionId, Key)],
    surnames: &BTreeMap<&str, usize>,
) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut bodies = BTreeSet::new();
    for (name, key) in keys {
        let entity_type = scene.phrase(*name).mention.entity_type;
        match key.as_slice() {
            [word] => {
                let tree = scene.tree(*name);
                let head = scene.phrase(*name).head();
                let is_body = tree.with(head, &[Deprel::Appos]).any(|it| {
                    let noun = scene.words.noun(&tree.token(it).lemma.to_lowercase());
                    noun.is_some_and(|it| it.entity_type == EntityType::Organization)
                });
                if is_body {
                    bodies.insert(word.clone());
                }
                seen.insert(word);
            }
            [first, .., _]
                if entity_type == EntityType::Organization && !seen.contains(first) =>
            {
                bodies.insert(first.clone());
            }
            _ => {}
        }
    }
    bodies.retain(|it| !surnames.contains_key(it.as_str()));
    bodies
}

/// Gives a name that the model mostly takes for one type that type everywhere.
pub(super) fn settle_types(scene: &mut Scene<'_>) {
    let keys: Vec<_> = scene.names().map(|it| (it, key(scene, it))).collect();
    let mut counts: BTreeMap<&Key, BTreeMap<EntityType, usize>> = BTreeMap::new();
    let mut surnames: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, key) in &keys {
        let entity_type = scene.phrase(*name).mention.entity_type;
        *counts.entry(key).or_default().entry(entity_type).or_default() += 1;
        if let (EntityType::Person, [_, .., last]) = (entity_type, key.as_slice()) {
            *surnames.entry(last).or_default() += 1;
        }
    }
    let bodies = short_bodies(scene, &keys, &surnames);
    let first: BTreeSet<_> =
        keys.iter().filter(|it| it.1.len() > 1).map(|it| it.1[0].as_str()).collect();
    for (name, key) in &keys {
        let own = scene.phrase(*name).mention.entity_type;
        if own == EntityType::Person
            && let [word] = key.as_slice()
            && bodies.contains(word)
        {
            scene.retype(*name, EntityType::Organization);
            continue;
        }
        // *Sund* is Greta Sund, unless there is a *Sund Shipping* too.
        if own == EntityType::Organization
            && let [word] = key.as_slice()
            && surnames.contains_key(word.as_str())
            && !first.contains(word.as_str())
        {
            scene.retype(*name, EntityType::Person);
            continue;
        }
        let mut counts = counts[key].clone();
        if let [word] = key.as_slice() {
            let full = surnames.get(word.as_str()).copied().unwrap_or_default();
            *counts.entry(EntityType::Person).or_default() += full;
        }
        let best = counts.iter().max_by_key(|(_, count)| **count);
        let best = best.map_or(own, |(it, _)| *it);
        let count = |it| counts.get(&it).copied().unwrap_or_default();
        let is_guess = own == EntityType::Other && best == EntityType::Person;
        if best != own && (is_guess || count(best) >= 3 * count(own)) {
            scene.retype(*name, best);
        }
    }
}
