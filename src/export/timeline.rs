//! A timeline in SVG: a row for each thing, and its facts from left to right by day.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::graph::{Link, LinkEnd, Picture, Point, Size};
use crate::text::Date;

use super::caption::{counted, escaped, voice, wrapped};
use super::look::{LinkLook, Theme, ThingLook, is_compared};
use super::metrics::Metrics;
use super::svg::{caption, linked, opening};

/// The size of the letters of facts, and the height of one with its line.
const FONT: f64 = 11.0;
const LANE: f64 = 21.0;

/// Around the picture, and between two rows or two facts of a lane.
const MARGIN: f64 = 22.0;
const GAP: f64 = 10.0;

/// The shortest line of a fact: enough to see whether it is dashed or dotted.
const SHORTEST: f64 = 26.0;

/// The days of a picture together are not wider, unless there are too many of them.
const WIDEST: f64 = 1000.0;

/// A fact in its place: where its line starts and ends, and where its words do.
struct Item<'p> {
    link: &'p Link,
    words: String,
    start: f64,
    end: f64,
    right: f64,
    lane: usize,
}

/// The picture by day. A fact without a day is counted in the caption. The distance between
/// two days grows with the root of the time between them.
pub fn timeline(picture: &Picture, theme: Theme, metrics: &Metrics) -> String {
    let days: BTreeSet<_> = picture.links.iter().filter_map(|it| it.days).collect();
    let axis = axis(&days.iter().flat_map(|it| [it.0, it.1]).collect());
    let mut rows = BTreeMap::<usize, Vec<Item<'_>>>::new();
    let mut undated = 0;
    for link in &picture.links {
        match link.days {
            Some(days) => {
                let item = item(picture, link, &axis, days, metrics);
                rows.entry(link.subject).or_default().push(item);
            }
            None => undated += 1,
        }
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(it, items)| (Reverse(items.len()), *it));
    let names = rows.iter().map(|it| &picture.things[it.0].name);
    let name_width = |it: &String| {
        let lines = wrapped(it, 24);
        lines.iter().map(|it| metrics.width(it, 12.0) * 1.08).fold(0.0, f64::max)
    };
    let left = MARGIN + names.map(name_width).fold(0.0, f64::max) + 2.0 * GAP;
    for (_, items) in &mut rows {
        stack(items);
    }
    let rights = rows.iter().flat_map(|it| &it.1).map(|it| it.right);
    let width = (left + rights.fold(0.0, f64::max) + MARGIN).max(560.0);
    let (caption, mut y) = caption(picture, theme, metrics, width);
    let mut out = String::new();
    if undated > 0 {
        let text = format!("{} without a day", counted(undated, "link"));
        write_text(&mut out, MARGIN, y, &format!(" fill=\"{}\"", theme.faint()), &text);
        y += 16.0;
    }
    let top = y + 18.0;
    let mut body = String::new();
    let mut bottom = top;
    for (thing, items) in &rows {
        bottom = row(
            &mut body,
            picture,
            *thing,
            items,
            Frame { left, top: bottom, width, theme },
        );
    }
    let _ = write!(out, "{}", ruler(&axis, left, top, bottom, theme));
    let size = Size { width, height: bottom + MARGIN };
    format!("{}{caption}{out}{body}</svg>\n", opening(picture, theme, size))
}

/// How far each day is from the left.
fn axis(days: &BTreeSet<Date>) -> Vec<(Date, f64)> {
    const FEWEST: f64 = 8.0;
    let mut axis: Vec<(Date, f64)> = Vec::new();
    for day in days {
        let at = match axis.last() {
            None => 0.0,
            Some((last, at)) => {
                let apart = (*day - *last).get_days();
                at + (f64::from(apart).sqrt() * 11.0).max(FEWEST)
            }
        };
        axis.push((*day, at));
    }
    let length = axis.last().map_or(0.0, |it| it.1);
    let scale = if length > WIDEST { WIDEST / length } else { 1.0 };
    axis.iter().map(|(day, at)| (*day, at * scale)).collect()
}

/// A fact with its place on the axis.
fn item<'p>(
    picture: &Picture,
    link: &'p Link,
    axis: &[(Date, f64)],
    days: (Date, Date),
    metrics: &Metrics,
) -> Item<'p> {
    let at = |day: Date| {
        let found = axis.binary_search_by_key(&day, |it| it.0);
        found.map_or(0.0, |it| axis[it].1)
    };
    let object = match &link.object {
        LinkEnd::Thing(it) => picture.things[*it].name.clone(),
        LinkEnd::Phrase(words) => format!("“{words}”"),
    };
    let voice = voice(link).map(|it| format!(" ({it})")).unwrap_or_default();
    let count = match link.texts {
        0 | 1 => String::new(),
        n => format!(" ×{n}"),
    };
    let words = format!("{} {object}{count}{voice}", link.phrase());
    let (start, end) = (at(days.0), at(days.1).max(at(days.0) + SHORTEST));
    let right = end.max(start + metrics.width(&words, FONT) + 6.0);
    Item { link, words, start, end, right, lane: 0 }
}

/// Puts each fact into the first lane in which it has room.
fn stack(items: &mut [Item<'_>]) {
    items.sort_by(|a, b| a.start.total_cmp(&b.start).then(a.words.cmp(&b.words)));
    let mut lanes: Vec<f64> = Vec::new();
    for item in items {
        let free = lanes.iter().position(|right| right + GAP <= item.start);
        item.lane = free.unwrap_or(lanes.len());
        match free {
            Some(it) => lanes[it] = item.right,
            None => lanes.push(item.right),
        }
    }
}

/// Where a row stands.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    top: f64,
    width: f64,
    theme: Theme,
}

/// Draws the row of a thing, and gives where the next begins.
fn row(
    out: &mut String,
    picture: &Picture,
    thing: usize,
    items: &[Item<'_>],
    frame: Frame,
) -> f64 {
    let Frame { left, top, width, theme } = frame;
    let thing = &picture.things[thing];
    let name = wrapped(&thing.name, 24);
    let lanes = items.iter().map(|it| it.lane).max().unwrap_or(0) + 1;
    let high = |n: usize, each: f64| (0..n).map(|_| each).sum::<f64>();
    let height = high(lanes, LANE).max(high(name.len(), 14.0)) + GAP;
    let look = ThingLook::of(thing.entity_type, theme);
    let _ = writeln!(
        out,
        "<path d=\"M{MARGIN} {top:.1}H{:.1}\" stroke=\"{}\"/>\
         <path d=\"M{:.1} {:.1}V{:.1}\" stroke=\"{}\" stroke-width=\"4\"/>",
        width - MARGIN,
        theme.rule(),
        left - GAP,
        top + 4.0,
        top + height - 4.0,
        look.border,
    );
    let mut y = top + 17.0;
    for line in &name {
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{y:.1}\" text-anchor=\"end\" font-size=\"12\" \
             font-weight=\"bold\">{}</text>",
            left - 1.8 * GAP,
            escaped(line)
        );
        y += 14.0;
    }
    let is_compared = is_compared(picture);
    for item in items {
        let corner =
            Point { x: left + item.start, y: top + GAP / 2.0 + high(item.lane, LANE) };
        let look = LinkLook::of(item.link, theme, is_compared);
        let drawing = fact(item, corner, &look, theme);
        out.push_str(&linked(item.link, picture, &drawing));
    }
    top + height
}

/// A fact: its words above its line; a bar at its end where it is denied.
fn fact(item: &Item<'_>, corner: Point, look: &LinkLook, theme: Theme) -> String {
    let Point { x, y } = corner;
    let (line, end) = (y + LANE - 5.0, x + item.end - item.start);
    let dashes = match look.stroke.dashes() {
        "" => String::new(),
        it => format!(" stroke-dasharray=\"{it}\""),
    };
    let head = match look.has_bar {
        true => format!("M{end:.1} {:.1}v8h-3v-8Z", line - 4.0),
        false => format!("M{:.1} {line:.1}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z", x - 3.0),
    };
    let mut out = String::new();
    if let Some(band) = look.band {
        let _ = write!(
            out,
            "<rect x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\" \
             fill=\"{band}\"/>",
            x - 2.0,
            item.right - item.start + 4.0,
            LANE - 2.0,
        );
    }
    let _ = write!(
        out,
        "<path d=\"M{x:.1} {line:.1}H{end:.1}\" stroke=\"{color}\" stroke-width=\"{}\"\
         {dashes}/><path d=\"{head}\" fill=\"{color}\"/>",
        look.pixels(),
        color = look.color,
    );
    let color = if look.band.is_some() { theme.ink() } else { look.color };
    write_text(&mut out, x, y + 10.0, &format!(" fill=\"{color}\""), &item.words);
    out
}

/// The days at the top, with a line through all rows where a day begins.
fn ruler(axis: &[(Date, f64)], left: f64, top: f64, bottom: f64, theme: Theme) -> String {
    /// The width of a day in words.
    const DAY: f64 = 62.0;
    let mut out = String::new();
    let mut free = f64::NEG_INFINITY;
    for (day, at) in axis {
        let x = left + at;
        if x < free {
            continue;
        }
        free = x + DAY;
        let _ = writeln!(
            out,
            "<path d=\"M{x:.1} {:.1}V{bottom:.1}\" stroke=\"{}\" stroke-dasharray=\"2 3\"/>",
            top - 4.0,
            theme.rule()
        );
        write_text(&mut out, x, top - 7.0, " font-weight=\"bold\"", &day.to_string());
    }
    out
}

fn write_text(out: &mut String, x: f64, y: f64, look: &str, words: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{FONT}\"{look}>{}</text>",
        escaped(words)
    );
}
