//! Pictures: an entity among its neighbours as a star, or as a ladder where there is
//! little room; and a web of whatever a query links.
//!
//! How a link stands is drawn as in every picture of newsgraph: dashed on somebody's word,
//! dotted where only possible, a bar across what is denied.

use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::TAU;

use maud::{Markup, html};

use crate::ask::Standing;
use crate::graph::{Assertion, Link, LinkEnd, Picture, VoicedBy};

use super::fact::{short, sign};
use super::link;

/// The size of a star, in the units of its drawing.
const WIDTH: f64 = 620.0;
const HEIGHT: f64 = 500.0;

/// A letter is so wide, and a box so high.
const LETTER: f64 = 7.0;
const BOX: f64 = 28.0;

/// Names are cut after this many letters.
const LONGEST: usize = 24;

/// Relations are cut after this many.
const LONGEST_PHRASE: usize = 16;

/// A place in a drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    x: f64,
    y: f64,
}

/// A neighbour with the links to it.
struct Neighbour<'p> {
    local: &'p str,
    name: &'p str,
    links: Vec<(&'p Link, bool)>,
}

/// The neighbours of the entity of a local name; `None` where it has none.
pub(super) fn neighbours(picture: &Picture, local: &str) -> Option<Markup> {
    let center = picture.things.iter().position(|it| it.iri == local)?;
    let name = &picture.things.get(center)?.name;
    let mut around = BTreeMap::<usize, Neighbour<'_>>::new();
    for link in &picture.links {
        let LinkEnd::Thing(object) = link.object else { continue };
        let (other, is_out) = match (link.subject == center, object == center) {
            (true, false) => (object, true),
            (false, true) => (link.subject, false),
            _ => continue,
        };
        let Some(thing) = picture.things.get(other) else { continue };
        let of_it = around.entry(other).or_insert_with(|| Neighbour {
            local: &thing.iri,
            name: &thing.name,
            links: Vec::new(),
        });
        of_it.links.push((link, is_out));
    }
    let mut around = around.into_values().collect::<Vec<_>>();
    for it in &mut around {
        it.links.sort_by_key(|(link, is_out)| (standing(link), !is_out));
    }
    let legend = Standing::ALL.into_iter();
    let legend = legend.filter(|it| {
        let mut links = around.iter().flat_map(|it| &it.links);
        links.any(|(link, _)| standing(link) == *it)
    });
    let left_out = picture.left_out.things;
    (!around.is_empty()).then(|| {
        html! {
            figure.picture {
                (star(name, &around))
                (ladder(name, &around))
                figcaption {
                    ul.legend {
                        @for it in legend {
                            li class=(it.as_str()) { (sample(it)) " " (short(it)) }
                        }
                    }
                    @if left_out > 0 { p.note {
                        "The best attested of " (around.len() + left_out) "."
                    } }
                }
            }
        }
    })
}

/// How a link stands.
fn standing(link: &Link) -> Standing {
    match (link.assertion, &link.voice) {
        (Assertion::Denied, _) => Standing::Denied,
        (Assertion::Possible, _) => Standing::Possible,
        (Assertion::Stated, VoicedBy::Others(_)) => Standing::Attributed,
        (Assertion::Stated, VoicedBy::Article) => Standing::Affirmed,
    }
}

/// The line of a standing for the legend.
fn sample(standing: Standing) -> Markup {
    html! {
        svg.sample viewBox="0 0 40 12" aria-hidden="true" {
            line class={ "edge " (standing.as_str()) } x1="1" y1="6" x2="39" y2="6" {}
            @if standing == Standing::Denied { (bar(Point { x: 20.0, y: 6.0 }, 0.0)) }
        }
        (sign(standing))
    }
}

/// What a link says for those who cannot see it.
fn words(center: &str, it: &Neighbour<'_>) -> String {
    let of = |(link, is_out): &(&Link, bool)| {
        let (from, to) = if *is_out { (center, it.name) } else { (it.name, center) };
        format!("{from} {} {to} ({})", link.phrase(), short(standing(link)))
    };
    let links = it.links.iter().map(of).collect::<Vec<_>>().join("; ");
    format!("{}: {links}", cut(it.name, LONGEST))
}

/// The word on a link: that of the surest, and how many more there are.
fn label(it: &Neighbour<'_>) -> String {
    let first = it.links.first();
    let first = first.map(|(link, is_out)| {
        let phrase = cut(&link.phrase(), LONGEST_PHRASE);
        if *is_out { format!("{phrase} →") } else { format!("← {phrase}") }
    });
    let more = it.links.len().saturating_sub(1);
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    format!("{}{more}", first.unwrap_or_default())
}

/// The entity in the middle, its neighbours around it.
fn star(center: &str, around: &[Neighbour<'_>]) -> Markup {
    let middle = Point { x: WIDTH / 2.0, y: HEIGHT / 2.0 };
    let places = ring(around.len(), middle, WIDTH / 2.0 - 100.0, HEIGHT / 2.0 - 40.0);
    // Where no line to the middle runs through it.
    let below =
        |at: &Point| if at.y < middle.y { -BOX / 2.0 - 5.0 } else { BOX / 2.0 + 13.0 };
    html! {
        svg.star viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="group"
            aria-label={ "Neighbors of " (center) } {
            @for (it, at) in around.iter().zip(&places) {
                (edge(middle, *at, &it.links))
            }
            @for (it, at) in around.iter().zip(&places) {
                text.relation x=(tenth(at.x)) y=(tenth(at.y + below(at))) aria-hidden="true" {
                    (label(it))
                }
            }
            @for (it, at) in around.iter().zip(&places) {
                a href=(link::entity(it.local)) aria-label=(words(center, it)) {
                    (boxed(it.name, *at, "thing"))
                }
            }
            (boxed(center, middle, "thing here"))
        }
    }
}

/// The entity at the top, its neighbours below each other.
fn ladder(center: &str, around: &[Neighbour<'_>]) -> Markup {
    const STEP: f64 = 56.0;
    const WIDE: f64 = 320.0;
    let top = Point { x: 14.0 + wide(center) / 2.0, y: 20.0 };
    let places = (1_u32..).map(|it| STEP.mul_add(f64::from(it), 26.0));
    let places = places.take(around.len()).collect::<Vec<_>>();
    let high = places.last().copied().unwrap_or_default() + 24.0;
    html! {
        svg.ladder viewBox={ "0 0 " (WIDE) " " (high) } role="group"
            aria-label={ "Neighbors of " (center) } {
            @if let Some(last) = places.last() {
                line.trunk x1="26" y1="34" x2="26" y2=(tenth(*last)) {}
            }
            @for (it, y) in around.iter().zip(&places) {
                @let end = Point { x: 62.0, y: *y };
                (edge(Point { x: 26.0, y: *y }, end, &it.links))
                text.relation.left x="62" y=(tenth(y - 20.0)) aria-hidden="true" {
                    (label(it))
                }
                a href=(link::entity(it.local)) aria-label=(words(center, it)) {
                    (boxed(it.name, Point { x: 62.0 + wide(it.name) / 2.0, y: *y }, "thing"))
                }
            }
            (boxed(center, top, "thing here"))
        }
    }
}

/// Points on an ellipse, the first one at the right of the top.
fn ring(count: usize, middle: Point, rx: f64, ry: f64) -> Vec<Point> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let at = |it: u32| {
        let angle = TAU * (f64::from(it) + 0.5) / f64::from(count) - TAU / 4.0;
        let (x, y) =
            (angle.cos().mul_add(rx, middle.x), angle.sin().mul_add(ry, middle.y));
        Point { x, y }
    };
    (0..count).map(at).collect()
}

fn between(from: Point, to: Point, part: f64) -> Point {
    Point {
        x: (to.x - from.x).mul_add(part, from.x),
        y: (to.y - from.y).mul_add(part, from.y),
    }
}

/// A line for each standing of the links between two places, beside each other, with a bar
/// where they are denied.
fn edge(from: Point, to: Point, links: &[(&Link, bool)]) -> Markup {
    let standings = links.iter().map(|(link, _)| standing(link)).collect::<BTreeSet<_>>();
    let lines = (0..).zip(&standings).map(|(it, standing)| {
        let middle =
            f64::from(u32::try_from(standings.len()).unwrap_or_default() - 1) / 2.0;
        let shift = (f64::from(it) - middle) * 8.0;
        (beside(from, to, shift), *standing)
    });
    html! {
        @for ((from, to), standing) in lines {
            (line(from, to, standing, 0.36))
        }
    }
}

/// A line in the look of a standing, with a bar this part of the way where it is denied.
fn line(from: Point, to: Point, standing: Standing, part: f64) -> Markup {
    let angle = (to.y - from.y).atan2(to.x - from.x).to_degrees();
    html! {
        line class={ "edge " (standing.as_str()) } x1=(tenth(from.x)) y1=(tenth(from.y))
            x2=(tenth(to.x)) y2=(tenth(to.y)) {}
        @if standing == Standing::Denied { (bar(between(from, to, part), angle)) }
    }
}

/// Two places moved to the left of the way from one to the other.
fn beside(from: Point, to: Point, shift: f64) -> (Point, Point) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx.hypot(dy).max(1.0);
    let (x, y) = (-dy / length * shift, dx / length * shift);
    (Point { x: from.x + x, y: from.y + y }, Point { x: to.x + x, y: to.y + y })
}

/// The bar across what is denied.
fn bar(at: Point, angle: f64) -> Markup {
    let turn =
        format!("translate({} {}) rotate({})", tenth(at.x), tenth(at.y), tenth(angle));
    html! {
        g transform=(turn) {
            line.across x1="-3" y1="-6" x2="-3" y2="6" {}
            line.across x1="3" y1="-6" x2="3" y2="6" {}
        }
    }
}

/// A name in a box around a point.
fn boxed(name: &str, at: Point, class: &str) -> Markup {
    let width = wide(name);
    html! {
        g class=(class) {
            title { (name) }
            rect x=(tenth(at.x - width / 2.0)) y=(tenth(at.y - BOX / 2.0)) width=(tenth(width))
                height=(BOX) rx="6" {}
            text x=(tenth(at.x)) y=(tenth(at.y + 4.5)) { (cut(name, LONGEST)) }
        }
    }
}

/// How wide the box of a name is.
fn wide(name: &str) -> f64 {
    let letters = u32::try_from(name.chars().count().min(LONGEST)).unwrap_or_default();
    LETTER.mul_add(f64::from(letters), 22.0)
}

/// The beginning of a name.
fn cut(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let kept = name.chars().take(most - 1).collect::<String>();
    format!("{}…", kept.trim_end())
}

/// Coordinates to a tenth, which is finer than any screen.
fn tenth(value: f64) -> String {
    format!("{value:.1}")
}

/// One thing of an answer linked to another by a word.
pub(super) struct Arrow {
    /// From where, as it is written in the answer.
    pub(super) from: String,
    /// The word on it.
    pub(super) label: String,
    /// How it stands, where the answer says so.
    pub(super) standing: Option<Standing>,
    /// To where.
    pub(super) to: String,
}

/// The things of an answer on a ring, with arrows between them. `name` gives what to call
/// a thing, and the address of its page where it has one.
pub(super) fn web(
    arrows: &[Arrow],
    name: impl Fn(&str) -> (String, Option<String>),
) -> Markup {
    let mut order = Vec::<&str>::new();
    for end in arrows.iter().flat_map(|it| [&*it.from, &*it.to]) {
        if !order.contains(&end) {
            order.push(end);
        }
    }
    let middle = Point { x: WIDTH / 2.0, y: HEIGHT / 2.0 };
    let ring = ring(order.len(), middle, WIDTH / 2.0 - 100.0, HEIGHT / 2.0 - 34.0);
    let places = order.iter().copied().zip(ring).collect::<BTreeMap<_, _>>();
    html! {
        div.scroll role="region" tabindex="0" aria-label="Picture of the answer" {
            svg.web viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="group" aria-label="Picture" {
                @for it in arrows { (arrow(it, &places)) }
                @for (thing, at) in &places {
                    @match name(thing) {
                        (name, Some(address)) => a href=(address) {
                            (boxed(&name, *at, "thing"))
                        },
                        (name, None) => (boxed(&name, *at, "thing")),
                    }
                }
            }
        }
    }
}

/// An arrow with its word a third of the way, so that two in opposite directions do not
/// cover each other's.
fn arrow(it: &Arrow, places: &BTreeMap<&str, Point>) -> Markup {
    let ends = places.get(&*it.from).zip(places.get(&*it.to));
    html! {
        @if let Some((from, to)) = ends {
            @let place = between(*from, *to, 0.42);
            @match it.standing {
                Some(standing) => (line(*from, *to, standing, 0.6)),
                None => line.edge.plain x1=(tenth(from.x)) y1=(tenth(from.y)) x2=(tenth(to.x))
                    y2=(tenth(to.y)) {},
            }
            text.relation x=(tenth(place.x)) y=(tenth(place.y - 4.0)) {
                @if to.x < from.x { "← " }
                (cut(&it.label, LONGEST))
                @if to.x >= from.x { " →" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Point, cut, ring};

    #[test]
    fn neighbours_stand_on_an_ellipse_and_apart() {
        let middle = Point { x: 100.0, y: 50.0 };
        let points = ring(7, middle, 80.0, 40.0);
        assert_eq!(points.len(), 7);
        for (at, it) in points.iter().enumerate() {
            let (x, y) = ((it.x - 100.0) / 80.0, (it.y - 50.0) / 40.0);
            assert!((x * x + y * y - 1.0).abs() < 1e-9, "{it:?}");
            assert!(points.iter().skip(at + 1).all(|other| other != it));
        }
    }

    #[test]
    fn long_names_are_cut_between_letters() {
        assert_eq!(cut("José Ñandú", 10), "José Ñandú");
        assert_eq!(cut("José Ñandú", 6), "José…");
    }
}
