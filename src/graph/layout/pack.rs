//! Packing sets the connected parts of a layout side by side in rows.

use std::cmp::Reverse;

use super::{Layout, Part, Point, Size};

/// Between two parts.
const GAP: f64 = 28.0;

/// The width of a picture to its height, as that of a screen.
const ASPECT: f64 = 1.5;

/// Puts the layouts of the parts together: the largest first, in rows of one width.
pub(super) fn pack(
    parts: &[Part],
    layouts: &[Layout],
    n_boxes: usize,
    n_lines: usize,
) -> Layout {
    let mut whole = Layout {
        size: Size::default(),
        boxes: vec![Point::default(); n_boxes],
        labels: vec![None; n_lines],
        routes: vec![Vec::new(); n_lines],
    };
    let mut order: Vec<_> = (0..layouts.len()).collect();
    order.sort_by_key(|it| (Reverse(parts[*it].boxes.len()), *it));
    order.sort_by(|a, b| layouts[*b].size.height.total_cmp(&layouts[*a].size.height));
    let widest = layouts.iter().map(|it| it.size.width).fold(0.0, f64::max);
    let area = layouts
        .iter()
        .map(|it| (it.size.width + GAP) * (it.size.height + GAP))
        .sum::<f64>();
    let width = widest.max((area * ASPECT).sqrt());
    let mut shelves: Vec<Shelf> = Vec::new();
    for it in order {
        let Size { width: w, height: h } = layouts[it].size;
        let fits = |shelf: &&mut Shelf| {
            shelf.right + GAP + w <= width + 1.0 && h <= shelf.height
        };
        let corner = match shelves.iter_mut().find(fits) {
            Some(shelf) => shelf.take(w, h),
            None => {
                let top = shelves.last().map_or(0.0, |it| it.top + it.height + GAP);
                shelves.push(Shelf { top, height: h, right: w, column: None });
                Point { x: 0.0, y: top }
            }
        };
        whole.add(&parts[it], &layouts[it], corner);
        whole.size.width = whole.size.width.max(corner.x + w);
        whole.size.height = whole.size.height.max(corner.y + h);
    }
    whole
}

/// A row of parts, of which small ones stand above each other.
struct Shelf {
    top: f64,
    height: f64,
    right: f64,
    /// The left edge, the width and the lower edge of the column that is being filled.
    column: Option<(f64, f64, f64)>,
}

impl Shelf {
    /// The corner of a box that is put on the shelf.
    fn take(&mut self, width: f64, height: f64) -> Point {
        if let Some((left, wide, bottom)) = &mut self.column
            && *bottom + GAP + height <= self.height
            && width <= *wide
        {
            let corner = Point { x: *left, y: self.top + *bottom + GAP };
            *bottom += GAP + height;
            return corner;
        }
        let left = self.right + GAP;
        self.right = left + width;
        self.column = Some((left, width, height));
        Point { x: left, y: self.top }
    }
}

impl Layout {
    /// Takes over the layout of a part with its upper left corner at a point.
    fn add(&mut self, part: &Part, layout: &Self, corner: Point) {
        let moved = |it: &Point| Point { x: it.x + corner.x, y: it.y + corner.y };
        for (at, point) in part.members.iter().zip(&layout.boxes) {
            self.boxes[*at] = moved(point);
        }
        for (number, at) in part.line_numbers.iter().enumerate() {
            self.labels[*at] = layout.labels[number].as_ref().map(moved);
            self.routes[*at] = layout.routes[number].iter().map(moved).collect();
        }
    }
}
