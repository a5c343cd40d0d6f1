//! A scene is a picture with places: what each thing and link looks like, and where.

use std::fmt::Write as _;

use crate::graph::{
    Layout, Line, LinkEnd, Picture, Point, Rect, Size, Style, Thing, arrange,
};

use super::caption::{label, wrapped};
use super::metrics::Metrics;

/// The size of the letters of a link, and the height of a line of them.
pub(super) const LINK_FONT: (f64, f64) = (10.0, 12.0);

/// A thing or a phrase in its place.
#[derive(Debug, Clone)]
pub(super) struct SceneBox {
    /// Where it stands.
    pub(super) rect: Rect,
    /// The lines of its name.
    pub(super) lines: Vec<String>,
    /// The size of its letters.
    pub(super) font: f64,
}

/// A link in its place.
#[derive(Debug, Clone)]
pub(super) struct SceneLink {
    /// Its curve, as the path data of SVG.
    pub(super) path: String,
    /// Its arrow head or bar, as the path data of SVG.
    pub(super) head: String,
    /// Where its label stands; `None` where there is no room for it.
    pub(super) label: Option<Rect>,
    /// The point in the middle of its curve.
    pub(super) middle: Point,
    /// The lines of its label.
    pub(super) lines: Vec<String>,
}

/// A picture with places.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    /// The size of the whole.
    pub(super) size: Size,
    /// The things of the picture, then the phrases at the ends of its links.
    pub(super) boxes: Vec<SceneBox>,
    /// The links of the picture.
    pub(super) links: Vec<SceneLink>,
}

impl Scene {
    /// Lays a picture out.
    pub(super) fn new(picture: &Picture, metrics: &Metrics) -> Self {
        let mut leaving = vec![0; picture.things.len()];
        for link in &picture.links {
            leaving[link.subject] += 1;
        }
        let things = picture.things.iter().zip(leaving);
        let mut boxes: Vec<_> =
            things.map(|(it, leaving)| thing(it, leaving, metrics)).collect();
        let mut lines = Vec::new();
        let mut labels = Vec::new();
        for link in &picture.links {
            let to = match &link.object {
                LinkEnd::Thing(it) => *it,
                LinkEnd::Phrase(words) => {
                    boxes.push(phrase(words, metrics));
                    boxes.len() - 1
                }
            };
            let words = label(link);
            let size = text_size(&words, LINK_FONT.0, LINK_FONT.1, metrics);
            let size = Size { width: size.width + 8.0, height: size.height + 2.0 };
            lines.push(Line { from: link.subject, to, label: size });
            labels.push(words);
        }
        let sizes: Vec<_> = boxes.iter().map(|it| it.rect.size).collect();
        let style = Style::for_lines(lines.len());
        let layout = arrange(&sizes, &lines, style);
        for (it, center) in boxes.iter_mut().zip(&layout.boxes) {
            it.rect.center = *center;
        }
        let links = links(picture, &layout, &lines, labels);
        Self { size: layout.size, boxes, links }
    }
}

/// The links of a layout.
fn links(
    picture: &Picture,
    layout: &Layout,
    lines: &[Line],
    labels: Vec<Vec<String>>,
) -> Vec<SceneLink> {
    let one = |(at, words): (usize, Vec<String>)| {
        let route = &layout.routes[at];
        let link = &picture.links[at];
        let has_bar = super::look::is_barred(link);
        let label = layout.labels[at];
        SceneLink {
            path: path(route),
            head: head(route, has_bar, link.texts),
            label: label.map(|center| Rect { center, size: lines[at].label }),
            middle: label.unwrap_or_else(|| middle(route)),
            lines: words,
        }
    };
    labels.into_iter().enumerate().map(one).collect()
}

/// A thing, without a place as yet: the more links, of which `leaving` leave it, the larger.
fn thing(thing: &Thing, leaving: usize, metrics: &Metrics) -> SceneBox {
    const ENTRANCE: f64 = 9.0;
    let degree = u32::try_from(thing.degree.isqrt()).unwrap_or(u32::MAX);
    let font = (10.0 + 2.0 * f64::from(degree)).min(20.0);
    let lines = wrapped(&thing.name, 20);
    let mut size = text_size(&lines, font, font * 1.15, metrics);
    size.width += 22.0;
    size.height += 12.0;
    let side = u32::try_from(leaving.max(thing.degree - leaving.min(thing.degree)));
    size.height = size.height.max(f64::from(side.unwrap_or(0).min(14)) * ENTRANCE);
    SceneBox { rect: Rect { center: Point::default(), size }, lines, font }
}

/// A phrase, without a place as yet.
fn phrase(words: &str, metrics: &Metrics) -> SceneBox {
    let lines = wrapped(words, 24);
    let mut size = text_size(&lines, LINK_FONT.0, LINK_FONT.1, metrics);
    size.width += 10.0;
    size.height += 4.0;
    SceneBox { rect: Rect { center: Point::default(), size }, lines, font: LINK_FONT.0 }
}

/// How much room lines of text take.
pub(super) fn text_size(
    lines: &[String],
    font: f64,
    leading: f64,
    metrics: &Metrics,
) -> Size {
    let width = lines.iter().map(|it| metrics.width(it, font)).fold(0.0, f64::max);
    let height = lines.iter().map(|_| leading).sum();
    Size { width, height }
}

/// A route as the path data of SVG.
fn path(route: &[Point]) -> String {
    let mut out = String::new();
    for (n, it) in route.iter().enumerate() {
        out.push_str(match n {
            0 => "M",
            1 => "C",
            _ => " ",
        });
        // Writing to a string cannot fail.
        let _ = write!(out, "{:.1} {:.1}", it.x, it.y);
    }
    out
}

/// The head at the end of a route: an arrow, or a bar for what is denied.
fn head(route: &[Point], has_bar: bool, texts: usize) -> String {
    let [.., control, end] = route else { return String::new() };
    let (x, y) = (end.x - control.x, end.y - control.y);
    let length = (x * x + y * y).sqrt();
    let (x, y) = if length > 0.01 { (x / length, y / length) } else { (1.0, 0.0) };
    let size = if texts > 2 { 10.0 } else { 8.0 };
    let at = |back: f64, side: f64| {
        format!("{:.1} {:.1}", end.x - x * back - y * side, end.y - y * back + x * side)
    };
    if has_bar {
        let (near, far) = (1.0, 4.0);
        let half = size - 1.0;
        return format!(
            "M{}L{}L{}L{}Z",
            at(near, half),
            at(near, -half),
            at(far, -half),
            at(far, half)
        );
    }
    format!("M{}L{}L{}Z", at(0.0, 0.0), at(size, size * 0.42), at(size, -size * 0.42))
}

/// The point half way along a route, by its curves.
fn middle(route: &[Point]) -> Point {
    let curves = route.len() / 3;
    let at = 3 * (curves / 2);
    match route.get(at..at + 4) {
        Some([start, out, back, end]) if curves % 2 == 1 => Point {
            x: (start.x + 3.0 * (out.x + back.x) + end.x) / 8.0,
            y: (start.y + 3.0 * (out.y + back.y) + end.y) / 8.0,
        },
        _ => route.get(at).copied().unwrap_or_default(),
    }
}
