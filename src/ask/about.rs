//! About a name: everything said, denied or expected, newest first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::collection::{Collection, Known};
use crate::error::Result;
use crate::text::Date;

use super::statement::{Standing, Statement, statements};

/// What a collection knows about somebody or something.
#[derive(Debug, Clone)]
pub struct About {
    /// The entities that the name stands for; one, unless all were asked for.
    pub entities: Vec<Known>,
    /// Their other names, sorted.
    pub aliases: Vec<String>,
    /// What is said about them, by standing, then by relation (the one with the newest
    /// statement first), then newest first.
    pub statements: Vec<Statement>,
    /// What stands on their word about others, in the same order.
    pub said: Vec<Statement>,
}

impl About {
    /// The first and the last day of the reports.
    pub fn days(&self) -> Option<(Date, Date)> {
        let all = self.statements.iter().chain(&self.said);
        let days = all.filter_map(|it| it.reported);
        days.clone().min().zip(days.max())
    }

    /// The statements of a standing, with those of one relation together.
    pub fn by_relation(&self, standing: Standing) -> Vec<(&str, Vec<&Statement>)> {
        let of_standing = self.statements.iter().filter(|it| it.standing == standing);
        grouped(of_standing)
    }

    /// What stands on their word, with the statements of one relation together.
    pub fn said_by_relation(&self) -> Vec<(&str, Vec<&Statement>)> {
        grouped(self.said.iter())
    }
}

/// Everything about the entities that [`named`](super::named) found.
pub fn about(collection: &Collection, entities: Vec<Known>) -> Result<About> {
    let graph = collection.graph_about(&entities)?;
    let is_one = |local: &String| entities.iter().any(|it| it.local == *local);
    let mut aliases = Vec::new();
    for article in graph.articles.values() {
        for (local, entity) in &article.entities {
            if is_one(local) {
                aliases.push(entity.name.clone());
                aliases.extend(entity.aliases.iter().cloned());
            }
        }
    }
    aliases.retain(|it| entities.iter().all(|entity| entity.label() != it));
    aliases.sort();
    aliases.dedup();
    let (mut said, mut statements) =
        statements(&graph).into_iter().partition::<Vec<_>, _>(|it| {
            let takes_part =
                is_one(&it.subject_local) || it.object_local.as_ref().is_some_and(is_one);
            !takes_part && it.source_local.as_ref().is_some_and(is_one)
        });
    sort(&mut statements);
    sort(&mut said);
    Ok(About { entities, aliases, statements, said })
}

/// By standing, then by relation, then newest first.
fn sort(statements: &mut [Statement]) {
    let mut newest = BTreeMap::<_, Option<Date>>::new();
    for it in &*statements {
        let day = newest.entry((it.standing, it.relation.clone())).or_default();
        *day = it.reported.max(*day);
    }
    statements.sort_by_cached_key(|it| {
        let day = newest.get(&(it.standing, it.relation.clone())).copied().flatten();
        (it.standing, Reverse(day), it.relation.clone(), it.newest_first())
    });
}

/// Neighbours of one relation together.
fn grouped<'a>(
    statements: impl Iterator<Item = &'a Statement>,
) -> Vec<(&'a str, Vec<&'a Statement>)> {
    let mut groups = Vec::<(&str, Vec<&Statement>)>::new();
    for it in statements {
        match groups.last_mut() {
            Some((relation, group)) if *relation == it.relation => group.push(it),
            _ => groups.push((&it.relation, vec![it])),
        }
    }
    groups
}
