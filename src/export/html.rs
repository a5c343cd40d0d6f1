//! A page with a picture: one file, no network. It can be moved, searched and filtered, and
//! shows the sentences of what is clicked at.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::graph::{Citation, Fate, Link, LinkEnd, Picture, Point, Rect};
use crate::text::one_line;

use super::address;
use super::caption::{escaped, left_out, line, shown, standing};
use super::embedded::{PAGE, SCRIPT, STYLE};
use super::look::{LinkLook, Shape, Theme, ThingLook, is_compared, kinds};
use super::metrics::Metrics;
use super::scene::{Scene, SceneBox, SceneLink};

/// The picture as a page. The same picture gives the same text.
pub fn html(picture: &Picture, theme: Theme, metrics: &Metrics) -> String {
    let scene = Scene::new(picture, metrics);
    let is_compared = is_compared(picture);
    let mut sentences = Sentences::default();
    let links: Vec<_> = picture
        .links
        .iter()
        .zip(&scene.links)
        .map(|(link, place)| {
            let look = LinkLook::of(link, theme, is_compared);
            linked(picture, link, place, &look, &mut sentences)
        })
        .collect();
    let boxes = scene.boxes.iter().enumerate();
    let boxes: Vec<_> = boxes.map(|(at, it)| boxed(picture, at, it, theme)).collect();
    let legend: Vec<_> = kinds(picture)
        .map(|it| {
            let look = ThingLook::of(it, theme);
            json!([it.to_string(), look.shape.word(), look.fill, look.border])
        })
        .collect();
    let data = json!({
        "size": [scene.size.width.ceil(), scene.size.height.ceil()],
        "ground": theme.ground(),
        "ink": theme.ink(),
        "faint": theme.faint(),
        "boxes": boxes,
        "links": links,
        "sentences": sentences.rows,
        "legend": legend,
    });
    // Nothing in the data can end the element that holds it.
    let data = data.to_string().replace('<', "\\u003c");
    let left_out = left_out(&picture.left_out).unwrap_or_default();
    let word = if theme == Theme::Dark { "dark" } else { "light" };
    PAGE.split("{{")
        .map(|part| match part.split_once("}}") {
            None => part.to_owned(),
            Some((name, rest)) => {
                let value = match name {
                    "TITLE" => escaped(&picture.title),
                    "SHOWN" => escaped(&shown(picture)),
                    "LEFT_OUT" => escaped(&left_out),
                    "THEME" => word.to_owned(),
                    "STYLE" => STYLE.to_owned(),
                    "SCRIPT" => SCRIPT.to_owned(),
                    "DATA" => data.clone(),
                    _ => String::new(),
                };
                value + rest
            }
        })
        .collect()
}

/// The sentences of a picture, each once.
#[derive(Default)]
struct Sentences<'p> {
    numbers: BTreeMap<&'p Citation, usize>,
    /// Sentence, publisher, day and address.
    rows: Vec<Value>,
}

impl<'p> Sentences<'p> {
    fn number(&mut self, citation: &'p Citation) -> usize {
        let next = self.rows.len();
        let number = *self.numbers.entry(citation).or_insert(next);
        if number == next {
            let quote = one_line(&citation.quote);
            let url = citation.url.as_deref();
            self.rows.push(json!([
                quote,
                citation.publisher,
                citation.date.map(|it| it.to_string()),
                url.and_then(|it| address::of_sentence(it, &citation.quote)),
            ]));
        }
        number
    }
}

/// A link for the script of the page.
fn linked<'p>(
    picture: &Picture,
    link: &'p Link,
    place: &SceneLink,
    look: &LinkLook,
    sentences: &mut Sentences<'p>,
) -> Value {
    let object = match &link.object {
        LinkEnd::Thing(it) => json!(it),
        LinkEnd::Phrase(_) => Value::Null,
    };
    let cited: Vec<_> = link.citations.iter().map(|it| sentences.number(it)).collect();
    json!({
        "subject": link.subject,
        "object": object,
        "relation": link.relation.replace('_', " "),
        "line": line(picture, link),
        "words": place.lines,
        "path": place.path,
        "head": place.head,
        "label": place.label.as_ref().map(rect),
        "middle": point(place.middle),
        "color": look.color,
        "width": look.pixels(),
        "dashes": look.stroke.dashes(),
        "band": look.band,
        "standing": standing(link),
        "fate": match link.fate {
            Fate::Kept => "",
            Fate::Gained => "new",
            Fate::Lost => "gone",
        },
        "texts": link.texts,
        "days": link.days.map(|it| [it.0.to_string(), it.1.to_string()]),
        "cited": cited,
    })
}

/// A thing or a phrase for the script of the page.
fn boxed(picture: &Picture, at: usize, place: &SceneBox, theme: Theme) -> Value {
    let thing = picture.things.get(at);
    let look = thing.map(|it| ThingLook::of(it.entity_type, theme));
    json!({
        "name": thing.map(|it| &it.name),
        "type": thing.map(|it| it.entity_type.to_string()),
        "words": place.lines,
        "font": place.font,
        "rect": rect(&place.rect),
        "path": look.map(|it| it.shape.path(&place.rect)),
        "fill": look.map(|it| it.fill),
        "border": look.map(|it| it.border),
        "dashed": look.is_some_and(|it| it.shape == Shape::DashedOval),
    })
}

/// A length in tenths of a pixel, which is as fine as one sees.
fn tenths(it: f64) -> Value {
    json!((it * 10.0).round() / 10.0)
}

fn point(it: Point) -> Value {
    json!([tenths(it.x), tenths(it.y)])
}

/// Left, top, width and height.
fn rect(it: &Rect) -> Value {
    let (w, h) = (it.size.width, it.size.height);
    json!([
        tenths(it.center.x - w / 2.0),
        tenths(it.center.y - h / 2.0),
        tenths(w),
        tenths(h)
    ])
}
