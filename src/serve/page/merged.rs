//! Why several names are one entity.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::collection::{Collection, Known};
use crate::resolve::{Decision, EntityRef, Identity, Link};
use crate::text;

use super::link;

/// A page shows this many mergers.
const MOST: usize = 10;

/// Which names are united under an entity, and why; and what people decided about it.
pub(super) fn section(
    collection: &Collection,
    identity: &Identity,
    it: &Known,
) -> Markup {
    let united = identity.renamed().filter(|(_, name)| *name == it.local);
    let united = united.map(|(one, _)| one).collect::<Vec<_>>();
    let own = format!("e:{}", it.local);
    let touches =
        |side: &str| side.split('@').next() == Some(&*own) || is_among(&united, side);
    let decisions = collection.decisions().iter();
    let decisions = decisions.filter(|it| touches(&it.left) || touches(&it.right));
    let decisions = decisions.collect::<Vec<_>>();
    html! {
        section aria-labelledby="merged" {
            h2 #merged { "Why this is one" }
            ul.plain {
                @for (label, count) in &it.labels {
                    li { (text::count(*count, "article")) " " @if *count == 1 { "calls" } @else { "call" }
                        " it " b { (label) } }
                }
            }
            @if united.is_empty() && it.articles.len() > 1 {
                p { "All of them give the same full name. Nothing else was merged." }
            }
            @if !united.is_empty() {
                details {
                    summary { (united.len()) " more in single articles are the same" }
                    ul.plain {
                        @for one in united.iter().take(MOST) { (merger(identity, one, it)) }
                    }
                    @if let Some(more) = united.len().checked_sub(MOST).filter(|it| *it > 0) {
                        p.note { "and " (more) " more" }
                    }
                }
            }
            @for it in &decisions { (decided(it)) }
        }
    }
}

fn is_among(united: &[&EntityRef], side: &str) -> bool {
    united.iter().any(|it| it.to_string() == side)
}

/// One name with the links that lead from it to the entity.
fn merger(identity: &Identity, one: &EntityRef, known: &Known) -> Markup {
    let all = EntityRef::everywhere(&*known.local);
    let path = identity.explain(one, &all).unwrap_or_default();
    html! {
        li {
            code { "e:" (one.iri) }
            @if let Some(article) = &one.article {
                " in " a href=(link::article(article.as_str())) { (article) }
            }
            @for it in &path { p.note { (reasons(it)) } }
        }
    }
}

/// Why two are linked, each reason once.
fn reasons(link: &Link) -> String {
    let reasons = link.reasons.iter().filter(|it| !it.is_empty());
    let reasons = reasons.map(String::as_str).collect::<BTreeSet<_>>();
    let reasons = reasons.into_iter().collect::<Vec<_>>().join("; ");
    format!("{} (by {}, score {})", reasons, link.by, link.score)
}

fn decided(it: &Decision) -> Markup {
    html! {
        p.note {
            (it.by) " decided: " code { (it.left) } " and " code { (it.right) } " are "
            b { (it.judgement.as_str()) }
            @if !it.reason.is_empty() { ": " (it.reason) }
        }
    }
}
