//! The look of things and links, in every picture.
//!
//! Color is never alone: kinds of things have shapes, and links have styles, heads and
//! words. The colors are told apart with every kind of color vision (Okabe and Ito).

use crate::doc::EntityType;
use crate::extract::Polarity;
use crate::graph::{Assertion, Fate, Link, Picture, Rect, VoicedBy};

/// On what a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark on white.
    #[default]
    Light,
    /// Light on black.
    Dark,
}

impl Theme {
    /// The color for each of the themes.
    fn pick(self, light: &'static str, dark: &'static str) -> &'static str {
        match self {
            Self::Light => light,
            Self::Dark => dark,
        }
    }

    /// The ground.
    pub(super) fn ground(self) -> &'static str {
        self.pick("#FFFFFF", "#15181D")
    }

    /// Names and titles.
    pub(super) fn ink(self) -> &'static str {
        self.pick("#111111", "#F2F2F2")
    }

    /// Captions and phrases.
    pub(super) fn faint(self) -> &'static str {
        self.pick("#555555", "#B5B8BE")
    }

    /// Lines of a grid.
    pub(super) fn rule(self) -> &'static str {
        self.pick("#DDDDDD", "#3A3F47")
    }
}

/// The outline of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Oval,
    Box,
    DoubleBox,
    Hexagon,
    RoundedBox,
    Octagon,
    Page,
    Underlined,
    Block,
    DashedOval,
}

impl Shape {
    /// What the legend calls it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Oval => "oval",
            Self::Box => "box",
            Self::DoubleBox => "double box",
            Self::Hexagon => "hexagon",
            Self::RoundedBox => "rounded box",
            Self::Octagon => "octagon",
            Self::Page => "page",
            Self::Underlined => "underlined",
            Self::Block => "block",
            Self::DashedOval => "dashed oval",
        }
    }

    /// Its attributes in DOT.
    pub(super) fn dot(self) -> &'static str {
        match self {
            Self::Oval => "shape=ellipse",
            Self::Box => "shape=box",
            Self::DoubleBox => "shape=box, peripheries=2",
            Self::Hexagon => "shape=hexagon",
            Self::RoundedBox => "shape=box, style=\"rounded,filled\"",
            Self::Octagon => "shape=octagon",
            Self::Page => "shape=note",
            Self::Underlined => "shape=underline",
            Self::Block => "shape=box3d",
            Self::DashedOval => "shape=ellipse, style=\"dashed,filled\"",
        }
    }

    /// Its outline within a box, as the path data of SVG.
    pub(super) fn path(self, rect: &Rect) -> String {
        let (width, height) = (rect.size.width, rect.size.height);
        let (left, top) = (rect.center.x - width / 2.0, rect.center.y - height / 2.0);
        let (right, bottom) = (left + width, top + height);
        let frame = |by: f64| {
            polygon(&[
                (left + by, top + by),
                (right - by, top + by),
                (right - by, bottom - by),
                (left + by, bottom - by),
            ])
        };
        let cut = (height / 3.0).min(9.0);
        let (tip, middle) = (7.0_f64.min(width / 4.0), rect.center.y);
        match self {
            Self::Oval | Self::DashedOval => rounded(rect, (height / 2.0).min(18.0)),
            Self::RoundedBox => rounded(rect, 5.0),
            Self::Box => frame(0.0),
            Self::DoubleBox => frame(0.0) + &frame(3.0),
            Self::Hexagon => polygon(&[
                (left + tip, top),
                (right - tip, top),
                (right, middle),
                (right - tip, bottom),
                (left + tip, bottom),
                (left, middle),
            ]),
            Self::Octagon => polygon(&[
                (left + cut, top),
                (right - cut, top),
                (right, top + cut),
                (right, bottom - cut),
                (right - cut, bottom),
                (left + cut, bottom),
                (left, bottom - cut),
                (left, top + cut),
            ]),
            Self::Page => {
                let fold = (right - cut, top + cut);
                let outline = [
                    (left, top),
                    (fold.0, top),
                    (right, fold.1),
                    (right, bottom),
                    (left, bottom),
                ];
                let crease = format!("M{:.1} {top:.1}V{:.1}H{right:.1}", fold.0, fold.1);
                polygon(&outline) + &crease
            }
            Self::Underlined => format!("M{left:.1} {bottom:.1}H{right:.1}"),
            Self::Block => {
                frame(0.0) + &format!("M{:.1} {top:.1}V{bottom:.1}", left + 4.0)
            }
        }
    }
}

/// A line through corners and back to the first.
fn polygon(corners: &[(f64, f64)]) -> String {
    let corners = corners.iter().map(|(x, y)| format!("{x:.1} {y:.1}"));
    format!("M{}Z", corners.collect::<Vec<_>>().join("L"))
}

/// A box with round corners.
fn rounded(rect: &Rect, radius: f64) -> String {
    let (width, height) = (rect.size.width, rect.size.height);
    let (left, top) = (rect.center.x - width / 2.0, rect.center.y - height / 2.0);
    let (flat, steep) = (width - 2.0 * radius, height - 2.0 * radius);
    let turn = |x: f64, y: f64| format!("a{radius:.1} {radius:.1} 0 0 1 {x:.1} {y:.1}");
    format!(
        "M{:.1} {top:.1}h{flat:.1}{}v{steep:.1}{}h{:.1}{}v{:.1}{}Z",
        left + radius,
        turn(radius, radius),
        turn(-radius, radius),
        -flat,
        turn(-radius, -radius),
        -steep,
        turn(radius, -radius),
    )
}

/// How a kind of thing is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct ThingLook {
    pub(super) shape: Shape,
    pub(super) fill: &'static str,
    pub(super) border: &'static str,
}

impl ThingLook {
    pub(super) fn of(entity_type: EntityType, theme: Theme) -> Self {
        let (shape, light, dark) = match entity_type {
            EntityType::Person => {
                (Shape::Oval, ("#DCEBF7", "#0072B2"), ("#12344D", "#56B4E9"))
            }
            EntityType::Organization => {
                (Shape::Box, ("#FBE8CF", "#C96A00"), ("#4A3210", "#E69F00"))
            }
            EntityType::Group => {
                (Shape::DoubleBox, ("#FFF6CC", "#9A7D00"), ("#444014", "#F0E442"))
            }
            EntityType::Place => {
                (Shape::Hexagon, ("#D6F0E6", "#007A5A"), ("#0C3D30", "#3CC79E"))
            }
            EntityType::Office => {
                (Shape::RoundedBox, ("#F3E1EC", "#A84F7F"), ("#452539", "#CC79A7"))
            }
            EntityType::Event => {
                (Shape::Octagon, ("#F7DCD2", "#B84A00"), ("#4D2410", "#F07F3C"))
            }
            EntityType::Work | EntityType::Law => {
                (Shape::Page, ("#EDEDED", "#555555"), ("#2C3037", "#B5B8BE"))
            }
            EntityType::Date | EntityType::Money | EntityType::Quantity => {
                (Shape::Underlined, ("#FFFFFF", "#777777"), ("#15181D", "#9A9DA3"))
            }
            EntityType::Artifact => {
                (Shape::Block, ("#EDEDED", "#555555"), ("#2C3037", "#B5B8BE"))
            }
            EntityType::Other => {
                (Shape::DashedOval, ("#FFFFFF", "#555555"), ("#15181D", "#B5B8BE"))
            }
        };
        let (fill, border) = if theme == Theme::Light { light } else { dark };
        Self { shape, fill, border }
    }
}

/// How a line is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stroke {
    Solid,
    Dashed,
    Dotted,
}

impl Stroke {
    /// Its word in DOT.
    pub(super) fn dot(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dashed => "dashed",
            Self::Dotted => "dotted",
        }
    }

    /// The lengths of its dashes and gaps in SVG.
    pub(super) fn dashes(self) -> &'static str {
        match self {
            Self::Solid => "",
            Self::Dashed => "6 4",
            Self::Dotted => "1.5 4",
        }
    }
}

/// How a link is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LinkLook {
    pub(super) stroke: Stroke,
    pub(super) color: &'static str,
    /// In tenths of a pixel.
    pub(super) width: usize,
    /// Whether a bar stands at its end, since it is denied, and no arrow.
    pub(super) has_bar: bool,
    /// The color of the band under it, where it is new or gone.
    pub(super) band: Option<&'static str>,
    /// Whether it is only there to show what is new or gone beside it.
    pub(super) is_background: bool,
}

impl LinkLook {
    /// That of a link; `compared` says whether the picture shows what is new and gone.
    pub(super) fn of(link: &Link, theme: Theme, compared: bool) -> Self {
        let (stroke, light, dark) = match (link.assertion, &link.voice) {
            (Assertion::Possible, _) => (Stroke::Dotted, "#6B4394", "#BFA3E6"),
            (Assertion::Denied, VoicedBy::Others(_)) => {
                (Stroke::Dashed, "#B03A00", "#FF8A5C")
            }
            (Assertion::Denied, VoicedBy::Article) => {
                (Stroke::Solid, "#B03A00", "#FF8A5C")
            }
            (Assertion::Stated, VoicedBy::Others(_)) => {
                (Stroke::Dashed, "#00609A", "#6FC0F2")
            }
            (Assertion::Stated, VoicedBy::Article) => {
                (Stroke::Solid, "#333333", "#D5D7DB")
            }
        };
        let is_background = compared && link.fate == Fate::Kept;
        Self {
            stroke,
            color: match is_background {
                true => theme.pick("#8A8A8A", "#7C8087"),
                false => theme.pick(light, dark),
            },
            width: width(stroke, link.texts),
            has_bar: is_barred(link),
            band: match link.fate {
                Fate::Kept => None,
                Fate::Gained => Some(theme.pick("#9ADCC3", "#00664B")),
                Fate::Lost => Some(theme.pick("#F5B79B", "#7A2F0A")),
            },
            is_background,
        }
    }

    /// Its width in pixels.
    pub(super) fn pixels(&self) -> String {
        pixels(self.width)
    }

    /// Whether more than one independent text makes it wide.
    pub(super) fn is_wide(&self) -> bool {
        self.width > width(self.stroke, 1)
    }
}

/// Tenths of a pixel as pixels.
pub(super) fn pixels(tenths: usize) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Ten tenths of a pixel for the first independent text and eight for each other, up to
/// fifty; dots are wider, since they are mostly gaps.
fn width(stroke: Stroke, texts: usize) -> usize {
    let width = (10 + 8 * (texts.max(1) - 1)).min(50);
    if stroke == Stroke::Dotted { width + 6 } else { width }
}

/// Whether a bar stands at the end of a link, since it is said not to hold.
pub(super) fn is_barred(link: &Link) -> bool {
    link.assertion == Assertion::Denied || link.polarity == Polarity::Negated
}

/// Whether some link of a picture is new or gone.
pub(super) fn is_compared(picture: &Picture) -> bool {
    picture.links.iter().any(|it| it.fate != Fate::Kept)
}

/// The kinds of things that occur, in their order.
pub(super) fn kinds(picture: &Picture) -> impl Iterator<Item = EntityType> {
    let occurs =
        |it: &&EntityType| picture.things.iter().any(|of| of.entity_type == **it);
    EntityType::ALL.iter().filter(occurs).copied()
}

/// Whether a link is of a kind.
type Is<'a> = &'a dyn Fn(&Link) -> bool;

/// The kinds of links that occur: how each is drawn, and what the legend calls it. Every
/// sample is as wide as a link of one text, but for the one that shows width.
pub(super) fn link_kinds(
    picture: &Picture,
    theme: Theme,
) -> Vec<(LinkLook, &'static str)> {
    let stated = |it: &Link, by_article: bool| {
        it.assertion == Assertion::Stated && (it.voice == VoicedBy::Article) == by_article
    };
    let is_kept = |it: &Link| it.fate == Fate::Kept;
    let kinds: [(Is<'_>, _); 6] = [
        (&|it| stated(it, true) && is_kept(it), "stated"),
        (&|it| stated(it, false) && is_kept(it), "somebody says so"),
        (&|it| it.assertion == Assertion::Possible && is_kept(it), "planned or possible"),
        (&|it| is_barred(it) && is_kept(it), "denied"),
        (&|it| it.fate == Fate::Gained, "new (+)"),
        (&|it| it.fate == Fate::Lost, "gone (−)"),
    ];
    let mut samples = Vec::new();
    for (is, word) in kinds {
        let found = picture.links.iter().filter(|it| is(it));
        // The plainest of the kind stands for it.
        let plainest = found.min_by_key(|it| {
            let is_possible = it.assertion == Assertion::Possible;
            (is_possible, is_barred(it), it.voice != VoicedBy::Article)
        });
        let look = plainest.map(|it| LinkLook::of(it, theme, false));
        samples
            .extend(look.map(|it| (LinkLook { width: width(it.stroke, 1), ..it }, word)));
    }
    let wide = picture.links.iter().filter(|it| it.texts > 1 && is_kept(it));
    let widest = wide.max_by_key(|it| (stated(it, true), it.texts));
    let look = widest.map(|it| LinkLook::of(it, theme, false));
    samples.extend(look.map(|it| (it, "more independent texts")));
    samples
}
