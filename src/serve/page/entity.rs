//! The page of an entity: what is said about it, by standing; and what it says.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::ask::{About, Standing, Statement, about, named};
use crate::collection::Known;
use crate::error::{Error, Result};
use crate::graph::{Picture, SelectionConfig};
use crate::serve::reply::Reply;
use crate::serve::view::View;
use crate::text::count;

use super::fact::{card, claim, meaning, origin, relation, sign, standing};
use super::frame;
use super::home;
use super::link;
use super::{merged, picture, timeline};

/// The relations that tell an office, as in `queries/offices.rq`.
const OFFICES: &[&str] = &["held_office", "leads", "represents"];

/// The page of an entity shows this many facts of a standing, and of each relation this
/// many.
const MOST: usize = 24;
const OF_RELATION: usize = 4;

/// The page of one standing shows this many facts.
const PART: usize = 60;

/// The neighbours are at most so many.
const NEIGHBOURS: usize = 10;

/// A name that cannot be found brings up this many others.
const OTHERS: usize = 30;

/// The heading of what an entity says, and the word for it in addresses.
const SAID: &str = "What they say about others";
const BY_THEM: &str = "said";

/// The page of the entity that `id` or `name` stands for.
pub(super) fn entity(view: &View, query: &[(String, String)]) -> Result<Reply> {
    let id = frame::value(query, "id").map(|it| {
        let local = it.strip_prefix("e:").unwrap_or(it);
        format!("e:{local}")
    });
    let name = id.as_deref().or_else(|| frame::value(query, "name"));
    let Some(name) = name else {
        return Ok(frame::sorry(
            400,
            "Which name?",
            html! { p { "Search for one above." } },
        ));
    };
    let known = match named(view.collection(), name, false) {
        Ok(known) => known,
        Err(Error::Query { .. }) => return choices(view, name),
        Err(error) => return Err(error),
    };
    let Some(it) = known.first().cloned() else { return choices(view, name) };
    let about = about(view.collection(), known)?;
    match frame::value(query, "standing") {
        Some(standing) => Ok(of_standing(&it, &about, standing, query)),
        None => whole(view, &it, &about),
    }
}

/// What a name may mean, where it does not mean one thing.
fn choices(view: &View, name: &str) -> Result<Reply> {
    let overview = view.overview()?;
    let found = overview.search(name, OTHERS);
    let near = view.collection().names_like(name, OTHERS)?;
    let is_new = |it: &&String| found.iter().all(|other| other.label != **it);
    let near = near.iter().filter(is_new).collect::<Vec<_>>();
    let contents = html! {
        h1 { "“" (name) "”" }
        @if found.is_empty() {
            p.lead { "Nothing has this name." }
        } @else {
            p.lead { "Choose who or what is meant." }
            ul.names { @for it in &found { (home::name(it)) } }
        }
        @if !near.is_empty() {
            h2 { "Did you mean" }
            ul.plain {
                @for it in near {
                    li { a href={ "/entity?name=" (crate::rdf::encode(it)) } { (it) } }
                }
            }
        }
    };
    let status = if found.is_empty() { 404 } else { 200 };
    Ok(frame::reply(status, name, "", contents))
}

/// Everything about an entity.
fn whole(view: &View, it: &Known, about: &About) -> Result<Reply> {
    let here = Some(&*it.local);
    let graph = view.collection().graph_about(&about.entities)?;
    let config = SelectionConfig {
        about: Some(it.local.to_lowercase()),
        hops: 1,
        max_nodes: Some(NEIGHBOURS + 1),
        ..SelectionConfig::default()
    };
    let picture = picture::neighbours(&Picture::new(&graph, &config), &it.local);
    let overview = view.overview()?;
    let contents = html! {
        (head(it, about))
        div.columns {
            div.facts-column {
                @for standing in Standing::ALL {
                    (section(it, standing.as_str(), standing.heading(),
                        about.by_relation(standing), here))
                }
                (section(it, BY_THEM, SAID, about.said_by_relation(), here))
                @if about.statements.is_empty() && about.said.is_empty() {
                    p { "No fact names it." }
                }
            }
            div.side-column {
                @if let Some(picture) = picture {
                    section aria-labelledby="neighbours" {
                        h2 #neighbours { "Neighbors" }
                        (picture)
                    }
                }
                @if let Some(days) = timeline::section(&graph, &it.local) { (days) }
                (merged::section(view.collection(), &overview.resolution.identity, it))
            }
        }
    };
    Ok(frame::page(it.label(), "", contents))
}

/// Its names, type, offices, and how much is said of it.
fn head(it: &Known, about: &About) -> Markup {
    let offices = about.statements.iter().filter(|fact| {
        fact.subject_local == it.local && OFFICES.contains(&&*fact.relation)
    });
    let offices = offices.collect::<Vec<_>>();
    html! {
        header.entity {
            p.kind { (it.entity_type) " · " code { "e:" (it.local) } }
            h1 { (it.label()) }
            @if !about.aliases.is_empty() {
                p.aliases { "also: " (about.aliases.join(", ")) }
            }
            p.lead { (summary(it, about)) }
            (contents(about))
            @if !offices.is_empty() {
                section.offices aria-labelledby="offices" {
                    h2 #offices { "Offices" }
                    ul { @for it in once(offices) { (office(it)) } }
                }
            }
        }
    }
}

/// Offices, each once for its standing, the newest first.
fn once(offices: Vec<&Statement>) -> Vec<&Statement> {
    let mut seen = BTreeSet::new();
    let key = |it: &Statement| {
        let object = it.object.as_ref().map(|it| it.to_lowercase());
        (it.standing, it.relation.clone(), object)
    };
    let mut offices = offices;
    offices.retain(|it| seen.insert(key(it)));
    offices.truncate(OF_RELATION * 2);
    offices
}

fn office(it: &Statement) -> Markup {
    html! {
        li class=(it.standing.as_str()) {
            span.claim { (claim(it, Some(&it.subject_local))) }
            (standing(it))
            (origin(it, true))
        }
    }
}

/// How many facts in how many articles, and of which days.
fn summary(it: &Known, about: &About) -> String {
    let facts = count(about.statements.len() + about.said.len(), "fact");
    let articles = count(it.articles.len(), "article");
    match about.days() {
        None => format!("{facts} in {articles}."),
        Some((first, last)) if first == last => {
            format!("{facts} in {articles}, {first}.")
        }
        Some((first, last)) => format!("{facts} in {articles}, {first} to {last}."),
    }
}

/// The standings with their numbers, as a way to each section.
fn contents(about: &About) -> Markup {
    let of = |standing: Standing| {
        about.statements.iter().filter(|it| it.standing == standing).count()
    };
    html! {
        nav.standings aria-label="Facts by how they stand" {
            @for standing in Standing::ALL {
                @let number = of(standing);
                @if number > 0 {
                    a class=(standing.as_str()) href={ "#" (standing.as_str()) } {
                        (sign(standing)) " " b { (number) } " " (standing.heading())
                    }
                }
            }
            @if !about.said.is_empty() {
                a.others href={ "#" (BY_THEM) } { b { (about.said.len()) } " " (SAID) }
            }
        }
    }
}

/// The facts of one standing by relation.
fn section(
    it: &Known,
    id: &str,
    heading: &str,
    groups: Vec<(&str, Vec<&Statement>)>,
    here: Option<&str>,
) -> Markup {
    let total = groups.iter().map(|(_, group)| group.len()).sum::<usize>();
    let standing = Standing::ALL.into_iter().find(|it| it.as_str() == id);
    let mut room = MOST;
    let mut shown = Vec::new();
    for (name, group) in groups {
        let some = group.into_iter().take(OF_RELATION.min(room)).collect::<Vec<_>>();
        room -= some.len();
        if !some.is_empty() {
            shown.push((name, some));
        }
    }
    html! {
        @if total > 0 {
            section class={ "of-standing " (id) } aria-labelledby=(id) {
                h2 id=(id) {
                    @if let Some(standing) = standing { (sign(standing)) " " }
                    (heading) " " span.number { (total) }
                }
                @if let Some(standing) = standing { p.note { (meaning(standing)) } }
                @for (name, group) in shown { (of_relation(name, group, here)) }
                @if total > MOST - room {
                    p.more { a href={ (link::entity(&it.local)) "&standing=" (id) } {
                        "All " (count(total, "fact"))
                        span.unseen { ": " (heading) }
                    } }
                }
            }
        }
    }
}

fn of_relation(name: &str, group: Vec<&Statement>, here: Option<&str>) -> Markup {
    html! {
        h3.relation { (relation(name)) }
        ul.facts { @for it in group { (card(it, here)) } }
    }
}

/// All facts of one standing, a part at a time.
fn of_standing(it: &Known, about: &About, id: &str, query: &[(String, String)]) -> Reply {
    let standing = Standing::ALL.into_iter().find(|it| it.as_str() == id);
    let (heading, groups) = match standing {
        Some(standing) => (standing.heading(), about.by_relation(standing)),
        None => (SAID, about.said_by_relation()),
    };
    let part = frame::part(query);
    let all = groups.into_iter().flat_map(|(_, group)| group).collect::<Vec<_>>();
    let shown = all
        .iter()
        .skip((part - 1).saturating_mul(PART))
        .take(PART)
        .copied()
        .collect::<Vec<_>>();
    let groups = shown.chunk_by(|one, other| one.relation == other.relation);
    let contents = html! {
        header.entity {
            p.kind { a href=(link::entity(&it.local)) { "All about " (it.label()) } }
            h1 {
                @if let Some(standing) = standing { (sign(standing)) " " }
                (it.label()) ": " (heading.to_lowercase())
            }
            p.lead { (count(all.len(), "fact")) }
            @if let Some(standing) = standing { p.note { (meaning(standing)) } }
        }
        h2.unseen { "The facts" }
        @for group in groups {
            @if let Some(first) = group.first() {
                (of_relation(&first.relation, group.to_vec(), Some(&it.local)))
            }
        }
        (frame::pager(all.len(), PART, part,
            &format!("{}&standing={}&part=", link::entity(&it.local), standing_word(standing))))
    };
    frame::page(&format!("{}: {}", it.label(), heading.to_lowercase()), "", contents)
}

fn standing_word(standing: Option<Standing>) -> &'static str {
    standing.map_or(BY_THEM, Standing::as_str)
}
