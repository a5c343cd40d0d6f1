//! A block is a set of entities that might be one thing, since their names share a key.
//! Only entities that share a block are compared, so that the work grows with the number
//! of articles and not with its square.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::doc::EntityType;

use super::compare::{self, Comparison};
use super::profile::{Profile, Profiles};

/// A larger block is told by its key to be no sign of anything.
const LARGEST: usize = 64;

/// A surname that more people bear says nothing of whom it means.
const RIVALS: usize = 8;

/// A compared pair, the smaller place first.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) comparison: Comparison,
}

/// Compares what shares a block; each pair once, in order.
pub(super) fn compare_all(profiles: &Profiles<'_>) -> Vec<Pair> {
    let blocks = Blocks::new(profiles);
    let mut wanted: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut want = |one: usize, other: usize, rivals: usize| {
        if one != other {
            let rivals = rivals.max(1);
            let pair = (one.min(other), one.max(other));
            let known = wanted.entry(pair).or_insert(rivals);
            *known = rivals.max(*known);
        }
    };
    for block in blocks.equals.values().filter(|it| it.len() <= LARGEST) {
        for (at, one) in block.iter().enumerate() {
            for other in &block[at + 1..] {
                want(*one, *other, 1);
            }
        }
    }
    for (key, short) in &blocks.short {
        let Some(long) = blocks.long.get(key) else { continue };
        let long: BTreeSet<_> = long.iter().collect();
        if long.len() > RIVALS || short.len() * long.len() > LARGEST * LARGEST {
            continue;
        }
        for one in short {
            for it in &long {
                want(*one, **it, long.len());
            }
        }
    }
    let compared = wanted.into_iter().filter_map(|((left, right), rivals)| {
        let comparison = compare::compare(profiles, left, right, rivals)?;
        Some(Pair { left, right, comparison })
    });
    compared.collect()
}

/// The blocks by their keys.
#[derive(Debug, Default)]
struct Blocks {
    /// Names of like length that might be one name.
    equals: FxHashMap<String, Vec<usize>>,
    /// Names under the key of the longer ones for which they may stand.
    short: BTreeMap<String, Vec<usize>>,
    /// Names under the keys of the shorter ones that may stand for them.
    long: FxHashMap<String, Vec<usize>>,
}

impl Blocks {
    fn new(profiles: &Profiles<'_>) -> Self {
        let mut blocks = Self::default();
        for id in 0..profiles.len() {
            let profile = profiles.get(id);
            if profile.entity_type == EntityType::Person {
                blocks.person(id, profile);
            } else {
                blocks.body(id, profile);
            }
        }
        blocks
    }

    fn person(&mut self, id: usize, profile: &Profile) {
        for form in &profile.forms {
            match (form.is_full(), profile.is_bound) {
                (true, false) => {
                    for key in form.people_keys() {
                        push(self.equals.entry(format!("person {key}")).or_default(), id);
                    }
                    let names = [form.words.first(), form.surname()];
                    for word in names.into_iter().flatten() {
                        push(self.long.entry(format!("person {word}")).or_default(), id);
                    }
                }
                (false, true) => {
                    let key = format!("person {}", form.words.concat());
                    push(self.short.entry(key).or_default(), id);
                }
                // A lone name of somebody who is named in full elsewhere in his article
                // says nothing more; a full name that an article binds had a reason.
                (false, false) | (true, true) => {}
            }
        }
    }

    fn body(&mut self, id: usize, profile: &Profile) {
        for form in &profile.forms {
            let words = form.content.join(" ");
            if form.content.len() > 1 {
                push(self.equals.entry(format!("body {words}")).or_default(), id);
            }
            if let Some(letters) = &form.letters {
                push(self.short.entry(format!("letters {letters}")).or_default(), id);
            }
            if let Some(acronym) = &form.acronym {
                push(self.long.entry(format!("letters {acronym}")).or_default(), id);
            }
            let key = |words: &[String]| format!("body {}", words.join(" "));
            push(self.short.entry(key(&form.words)).or_default(), id);
            if let [begin @ .., _] = form.words.as_slice()
                && form.ends_in_kind
            {
                push(self.long.entry(key(begin)).or_default(), id);
            }
        }
    }
}

/// Adds a place that comes in order, once.
fn push(block: &mut Vec<usize>, id: usize) {
    if block.last() != Some(&id) {
        block.push(id);
    }
}
