//! Where one voice states what another one denies.

use maud::{Markup, html};

use crate::ask::{Dispute, Statement};
use crate::error::Result;
use crate::serve::reply::Reply;
use crate::serve::view::View;
use crate::text::count;

use super::fact::{card, relation};
use super::frame;
use super::link;

/// A page has this many disputes.
const PART: usize = 20;

/// Each side of a dispute shows this many voices.
const VOICES: usize = 10;

/// The contradictions, those with the newest denial first.
pub(super) fn all(view: &View, query: &[(String, String)]) -> Result<Reply> {
    let overview = view.overview()?;
    let (all, part) = (&overview.disputes, frame::part(query));
    let contents = html! {
        h1 { "Contradictions" }
        p.lead {
            @if all.is_empty() {
                "Nobody denies what another voice states."
            } @else {
                (count(all.len(), "fact")) " that one voice states and another one denies."
            }
        }
        h2.unseen { "The facts" }
        @for it in all.iter().skip((part - 1).saturating_mul(PART)).take(PART) { (dispute(it, VOICES)) }
        (frame::pager(all.len(), PART, part, "/contradictions?part="))
    };
    Ok(frame::page("Contradictions", "/contradictions", contents))
}

/// A dispute with its two sides beside each other, up to `most` voices each.
pub(super) fn dispute(it: &Dispute, most: usize) -> Markup {
    let Some(first) = it.stated.first() else { return html! {} };
    html! {
        article.dispute {
            h3 {
                a href=(link::entity(&first.subject_local)) { (first.subject) } " "
                span.relation { (relation(&first.relation)) }
                @if let Some(object) = &first.object {
                    " "
                    @match &first.object_local {
                        Some(local) => a href=(link::entity(local)) { (object) },
                        None => { "“" (object) "”" },
                    }
                }
                "?"
            }
            div.sides {
                (side("says so", "say so", &it.stated, most))
                (side("denies it", "deny it", &it.denied, most))
            }
        }
    }
}

fn side(one: &str, many: &str, voices: &[Statement], most: usize) -> Markup {
    html! {
        div {
            h4 {
                @if voices.len() == 1 { "1 voice " (one) }
                @else { (voices.len()) " voices " (many) }
            }
            ul.facts { @for it in voices.iter().take(most) { (card(it, None)) } }
            @if let Some(more) = voices.len().checked_sub(most).filter(|it| *it > 0) {
                p.note { "and " (more) " more" }
            }
        }
    }
}
