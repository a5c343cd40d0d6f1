//! SVG: a picture for every browser and paper, with places of our own.

use std::fmt::Write as _;

use crate::graph::{Citation, Fate, Link, Picture, Point, Rect, Size};

use super::address;
use super::caption::{escaped, left_out, line, shown, tooltip};
use super::look::{LinkLook, Theme, ThingLook, is_compared, kinds, link_kinds};
use super::metrics::Metrics;
use super::scene::{LINK_FONT, Scene, SceneBox, SceneLink};

/// Around the picture.
const MARGIN: f64 = 22.0;

/// The faces that the metrics are made for.
pub(super) const FACES: &str = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/// The picture in SVG. The same picture gives the same text.
pub fn svg(picture: &Picture, theme: Theme, metrics: &Metrics) -> String {
    let scene = Scene::new(picture, metrics);
    let width = (scene.size.width + 2.0 * MARGIN).max(560.0);
    let (caption, top) = caption(picture, theme, metrics, width);
    let height = top + scene.size.height + MARGIN;
    let mut out = opening(picture, theme, Size { width, height });
    out.push_str(&caption);
    let left = (width - scene.size.width) / 2.0;
    // Writing to a string cannot fail.
    let _ = writeln!(out, "<g transform=\"translate({left:.1} {top:.1})\">");
    let is_compared = is_compared(picture);
    let looks: Vec<_> =
        picture.links.iter().map(|it| LinkLook::of(it, theme, is_compared)).collect();
    let links = || picture.links.iter().zip(&scene.links).zip(&looks);
    for ((link, place), look) in links() {
        out.push_str(&linked(link, picture, &curve(place, look)));
    }
    for (at, place) in scene.boxes.iter().enumerate() {
        out.push_str(&boxed(picture, at, place, theme));
    }
    for ((link, place), look) in links() {
        if let Some(rect) = &place.label {
            let label = label(place, rect, look, link.fate == Fate::Lost, theme);
            out.push_str(&linked(link, picture, &label));
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// The first lines of a picture: its size, its words for those who do not see it, its ground.
pub(super) fn opening(picture: &Picture, theme: Theme, size: Size) -> String {
    let mut about = shown(picture);
    if let Some(it) = left_out(&picture.left_out) {
        about.push_str(". ");
        about.push_str(&it);
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w:.0}\" height=\"{h:.0}\" \
         viewBox=\"0 0 {w:.0} {h:.0}\" role=\"img\" aria-labelledby=\"title about\" \
         font-family=\"{FACES}\" fill=\"{ink}\">\n\
         <title id=\"title\">{title}</title>\n<desc id=\"about\">{about}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{ground}\"/>\n",
        w = size.width.ceil(),
        h = size.height.ceil(),
        ink = theme.ink(),
        title = escaped(&picture.title),
        about = escaped(&about),
        ground = theme.ground(),
    )
}

/// A drawing of a link with its sentences as a tooltip, and with the address of the first
/// that has one.
pub(super) fn linked(link: &Link, picture: &Picture, drawing: &str) -> String {
    let tooltip = format!("{}\n{}", line(picture, link), tooltip(link));
    let lines: Vec<_> = tooltip.lines().map(escaped).collect();
    let titled = format!("<title>{}</title>{drawing}", lines.join("\n"));
    let address = |it: &Citation| address::of_sentence(it.url.as_deref()?, &it.quote);
    match link.citations.iter().find_map(address) {
        Some(it) => {
            format!("<a href=\"{}\" target=\"_blank\">{titled}</a>\n", escaped(&it))
        }
        None => format!("<g>{titled}</g>\n"),
    }
}

/// The curve of a link with its head.
fn curve(place: &SceneLink, look: &LinkLook) -> String {
    let mut out = String::new();
    if let Some(band) = look.band {
        let _ = write!(
            out,
            "<path d=\"{}\" fill=\"none\" stroke=\"{band}\" stroke-width=\"8\"/>",
            place.path
        );
    }
    let dashes = match look.stroke.dashes() {
        "" => String::new(),
        it => format!(" stroke-dasharray=\"{it}\""),
    };
    let _ = write!(
        out,
        "<path d=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{}\"{dashes}/>\
         <path d=\"{}\" fill=\"{color}\"/>",
        place.path,
        look.pixels(),
        place.head,
        color = look.color,
    );
    out
}

/// The label of a link on a piece of ground.
fn label(
    place: &SceneLink,
    rect: &Rect,
    look: &LinkLook,
    is_struck: bool,
    theme: Theme,
) -> String {
    let struck = if is_struck { " text-decoration=\"line-through\"" } else { "" };
    let (w, h) = (rect.size.width, rect.size.height);
    let (x, y) = (rect.center.x - w / 2.0, rect.center.y - h / 2.0);
    let ground = look.band.unwrap_or(theme.ground());
    let color = if look.band.is_some() { theme.ink() } else { look.color };
    format!(
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"3\" \
         fill=\"{ground}\"/><g fill=\"{color}\" font-size=\"{}\"{struck}>{}</g>",
        LINK_FONT.0,
        text(&place.lines, rect.center, LINK_FONT.0, LINK_FONT.1),
    )
}

/// Lines of text around a point.
pub(super) fn text(lines: &[String], center: Point, font: f64, leading: f64) -> String {
    let mut out = String::new();
    let mut y = center.y + font * 0.35;
    for _ in lines.iter().skip(1) {
        y -= leading / 2.0;
    }
    for it in lines {
        let _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{}</text>",
            center.x,
            escaped(it)
        );
        y += leading;
    }
    out
}

/// A thing or a phrase.
fn boxed(picture: &Picture, at: usize, place: &SceneBox, theme: Theme) -> String {
    let words = text(&place.lines, place.rect.center, place.font, place.font * 1.15);
    let font = place.font;
    let Some(thing) = picture.things.get(at) else {
        return format!(
            "<g font-size=\"{font}\" font-style=\"italic\" fill=\"{}\">{words}</g>\n",
            theme.faint()
        );
    };
    let look = ThingLook::of(thing.entity_type, theme);
    let dashes = match look.shape {
        super::look::Shape::DashedOval => " stroke-dasharray=\"4 3\"",
        _ => "",
    };
    let weight = if font > 14.0 { " font-weight=\"bold\"" } else { "" };
    format!(
        "<g font-size=\"{font}\"{weight}><title>{}: {}</title><path d=\"{}\" fill=\"{}\" \
         stroke=\"{}\" stroke-width=\"1.3\"{dashes}/>{words}</g>\n",
        escaped(&thing.name),
        thing.entity_type,
        look.shape.path(&place.rect),
        look.fill,
        look.border,
    )
}

/// The caption, and where the picture below it begins: title, what is shown and left out,
/// and the kinds of things and links that occur.
pub(super) fn caption(
    picture: &Picture,
    theme: Theme,
    metrics: &Metrics,
    width: f64,
) -> (String, f64) {
    const SMALL: f64 = 11.0;
    let mut out = String::new();
    let mut y = 14.0;
    let faint = theme.faint();
    let mut write = |text: &str, font: f64, look: &str| {
        let room = width - 2.0 * MARGIN;
        for line in folded(text, font, room, metrics) {
            y += font * 1.35;
            let _ = writeln!(
                out,
                "<text x=\"{MARGIN}\" y=\"{y:.1}\" font-size=\"{font}\"{look}>{}</text>",
                escaped(&line)
            );
        }
    };
    write(&picture.title, 18.0, " font-weight=\"bold\"");
    write(&shown(picture), 12.0, "");
    if let Some(it) = left_out(&picture.left_out) {
        write(&it, SMALL, &format!(" font-style=\"italic\" fill=\"{faint}\""));
    }
    y += 20.0;
    let mut row = Row { x: MARGIN, y, width, out: String::new() };
    for kind in kinds(picture) {
        let look = ThingLook::of(kind, theme);
        let words = kind.to_string();
        let center = row.place(metrics.width(&words, SMALL) + 20.0);
        let size = Size { width: metrics.width(&words, SMALL) + 18.0, height: 19.0 };
        let path = look.shape.path(&Rect { center, size });
        let _ = writeln!(
            row.out,
            "<path d=\"{path}\" fill=\"{}\" stroke=\"{}\"/><g font-size=\"{SMALL}\">{}</g>",
            look.fill,
            look.border,
            text(&[words], center, SMALL, SMALL),
        );
    }
    row.x = MARGIN;
    row.y += 24.0;
    for (look, words) in link_kinds(picture, theme) {
        let center = row.place(metrics.width(words, SMALL) + 60.0);
        let left = center.x - f64::midpoint(metrics.width(words, SMALL), 60.0);
        let (y, end) = (center.y, left + 38.0);
        let head = match look.has_bar {
            true => format!("M{end:.1} {:.1}V{:.1}h-3V{:.1}Z", y - 6.0, y + 6.0, y - 6.0),
            false => format!("M{end:.1} {y:.1}l-8 -3.4v6.8Z"),
        };
        let sample = SceneLink {
            path: format!("M{left:.1} {y:.1}H{:.1}", end - 3.0),
            head,
            label: None,
            middle: center,
            lines: Vec::new(),
        };
        let _ = writeln!(
            row.out,
            "{}<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{SMALL}\">{words}</text>",
            curve(&sample, &look),
            end + 6.0,
            y + 4.0,
        );
    }
    out.push_str(&row.out);
    (out, row.y + 30.0)
}

/// What stands in rows from left to right.
struct Row {
    x: f64,
    y: f64,
    width: f64,
    out: String,
}

impl Row {
    /// The middle of the next place of a width; in a new row where this one is full.
    fn place(&mut self, width: f64) -> Point {
        if self.x + width > self.width - MARGIN && self.x > MARGIN {
            self.x = MARGIN;
            self.y += 24.0;
        }
        let center = Point { x: self.x + width / 2.0, y: self.y };
        self.x += width + 8.0;
        center
    }
}

/// Text in lines of at most a width.
fn folded(text: &str, font: f64, width: f64, metrics: &Metrics) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(it) if metrics.width(&format!("{it} {word}"), font) <= width => {
                it.push(' ');
                it.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}
