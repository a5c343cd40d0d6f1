//! A layout says where things, labels and lines of a picture stand, so that no two boxes
//! overlap. It knows sizes only, no text and no format.
//!
//! Lengths are pixels of a screen; x runs to the right, y down. Every step is made of sums,
//! products, quotients and square roots, which IEEE 754 rounds alike everywhere: the same
//! sizes give the same places.

mod apart;
mod force;
mod layered;
mod order;
mod pack;
mod place;
mod rank;

use petgraph::unionfind::UnionFind;

/// A point, by its distance from the left and from the top.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// How large a box is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// A box: its centre and its size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// The point in the middle.
    pub center: Point,
    /// Its size.
    pub size: Size,
}

impl Rect {
    /// Whether two boxes have more than an edge in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        let gap = self.gap(other);
        gap.x < -EPSILON && gap.y < -EPSILON
    }

    /// How far two boxes are apart in each direction; below zero where they share a range.
    fn gap(&self, other: &Self) -> Point {
        let x = (self.center.x - other.center.x).abs();
        let y = (self.center.y - other.center.y).abs();
        Point {
            x: x - f64::midpoint(self.size.width, other.size.width),
            y: y - f64::midpoint(self.size.height, other.size.height),
        }
    }
}

/// Boxes that touch within this do not overlap.
const EPSILON: f64 = 1e-6;

/// A line to be drawn from one box to another, with its label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// The place of the box that it leaves.
    pub from: usize,
    /// The place of the box that it enters.
    pub to: usize,
    /// The size of its label.
    pub label: Size,
}

/// Where everything stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// The size of the whole.
    pub size: Size,
    /// The centres of the boxes.
    pub boxes: Vec<Point>,
    /// The centres of the labels; `None` for one that there is no room for.
    pub labels: Vec<Option<Point>>,
    /// The lines: a start, then for each Bézier curve its two control points and its end.
    pub routes: Vec<Vec<Point>>,
}

/// How things are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// In columns from left to right, so that lines point the same way.
    Layered,
    /// Each thing as far from each other as there are links between them.
    Force,
}

impl Style {
    /// From this many lines on, columns are too long to be read.
    const MANY_LINES: usize = 150;

    /// The one that suits so many lines.
    pub fn for_lines(n_lines: usize) -> Self {
        if n_lines < Self::MANY_LINES { Self::Layered } else { Self::Force }
    }
}

/// Lays boxes and lines out: each connected part on its own, then side by side.
pub fn arrange(boxes: &[Size], lines: &[Line], style: Style) -> Layout {
    let mut sets = UnionFind::<usize>::new(boxes.len());
    for line in lines {
        sets.union(line.from, line.to);
    }
    let labels = sets.into_labeling();
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of = vec![usize::MAX; boxes.len()];
    let mut place_in = vec![0; boxes.len()];
    for (at, label) in labels.iter().enumerate() {
        if part_of[*label] == usize::MAX {
            part_of[*label] = parts.len();
            parts.push(Part::default());
        }
        part_of[at] = part_of[*label];
        let part = &mut parts[part_of[at]];
        place_in[at] = part.members.len();
        part.members.push(at);
        part.boxes.push(boxes[at]);
    }
    for (at, line) in lines.iter().enumerate() {
        let part = &mut parts[part_of[line.from]];
        let (from, to) = (place_in[line.from], place_in[line.to]);
        part.line_numbers.push(at);
        part.lines.push(Line { from, to, label: line.label });
    }
    let layouts = parts.iter().map(|part| match style {
        Style::Layered => layered::layout(&part.boxes, &part.lines),
        Style::Force => force::layout(&part.boxes, &part.lines),
    });
    let layouts: Vec<_> = layouts.collect();
    pack::pack(&parts, &layouts, boxes.len(), lines.len())
}

/// A connected part.
#[derive(Debug, Default)]
struct Part {
    /// The places of its boxes in the whole.
    members: Vec<usize>,
    boxes: Vec<Size>,
    /// The places of its lines in the whole.
    line_numbers: Vec<usize>,
    lines: Vec<Line>,
}

/// A number of things as a length.
fn real(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
