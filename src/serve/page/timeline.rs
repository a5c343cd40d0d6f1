//! The facts about an entity in the order of their days.

use maud::{Markup, html};

use crate::ask::{Moment, Period, timeline};
use crate::graph::Graph;
use crate::text::Date;

use super::fact;
use super::link;

/// A page shows the last days of more.
const MOST: usize = 30;

/// The timeline of a graph, days with their facts; `None` where nothing has a day.
pub(super) fn section(graph: &Graph, here: &str) -> Option<Markup> {
    let moments = timeline(graph, &Period::default());
    let skipped = moments.len().saturating_sub(MOST);
    let days = by_day(&moments[skipped..]);
    (!days.is_empty()).then(|| {
        html! {
            section aria-labelledby="timeline" {
                h2 #timeline { "Timeline" }
                @if skipped > 0 {
                    p.note { "The last " (MOST) " of " (moments.len()) " dated facts." }
                }
                ol.timeline {
                    @for (day, moments) in days {
                        li {
                            h3 { time datetime=(day) { (day) } }
                            ul { @for it in moments { (moment(it, here)) } }
                        }
                    }
                }
            }
        }
    })
}

/// Neighbours of one day together.
fn by_day(moments: &[Moment]) -> Vec<(Date, &[Moment])> {
    let days = moments.chunk_by(|one, other| one.day == other.day);
    days.filter_map(|it| Some((it.first()?.day, it))).collect()
}

fn moment(moment: &Moment, here: &str) -> Markup {
    html! {
        @if let Some(first) = moment.first() {
            li class=(first.standing.as_str()) {
                p.claim { (fact::claim(first, Some(here))) }
                (fact::standing(first))
                p.origin {
                    span { (moment.publishers().join(", ")) }
                    a href=(link::sentence(&first.cited)) {
                        "In the article" span.unseen { " of “" (first.line) "”" }
                    }
                }
            }
        }
    }
}
