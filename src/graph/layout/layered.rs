//! A layered layout: boxes in columns, and each label in a column between two of those.
//!
//! The method is that of Sugiyama, Tagawa and Toda (1981): ranks, then the order within each
//! column, then heights. A line that passes a column takes room in it like a box, so that no
//! line runs through a box or a label.

use super::order::order;
use super::place::heights;
use super::rank::{Ranks, ranks};
use super::{Layout, Line, Point, Size, real};

/// The room that a passing line takes.
const LANE: Size = Size { width: 0.0, height: 5.0 };

/// Between two columns, for flat lines; steep ones get more.
const COLUMN_GAP: f64 = 22.0;

/// Between two lines at the side of a box, at most.
const PORT_GAP: f64 = 13.0;

/// Around the label of a line from a box to itself.
const LOOP_GAP: f64 = 8.0;

/// What stands in a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// Its column.
    pub(super) column: usize,
    /// The size of the room that it takes.
    pub(super) size: Size,
    /// The size of what is seen: less where lines from a box to itself stand above it.
    pub(super) seen: Size,
    /// Whether it is a box, and no label or passing line.
    pub(super) is_box: bool,
}

/// Columns of cells. A cell is linked with cells of the next column only.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The cells; the boxes come first.
    pub(super) cells: Vec<Cell>,
    /// The places of the cells of each column, from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    /// What each cell is linked with in the column before.
    pub(super) before: Vec<Vec<usize>>,
    /// What each cell is linked with in the column after.
    pub(super) after: Vec<Vec<usize>>,
}

/// Lays a connected part out.
pub(super) fn layout(boxes: &[Size], lines: &[Line]) -> Layout {
    let ranks = ranks(boxes.len(), lines);
    let (mut grid, chains) = Grid::new(boxes, lines, &ranks);
    order(&mut grid);
    let y = heights(&grid);
    let columns = Columns::new(&grid, &y);
    let x = |cell: usize| columns.center(grid.cells[cell].column);
    let center = |cell: usize| Point { x: x(cell), y: y[cell] };
    let mut layout = Layout {
        size: Size { width: columns.width(), height: 0.0 },
        boxes: (0..boxes.len()).map(center).collect(),
        labels: vec![None; lines.len()],
        routes: vec![Vec::new(); lines.len()],
    };
    for (cell, y) in grid.cells.iter().zip(&y) {
        layout.size.height = layout.size.height.max(y + cell.size.height / 2.0);
    }
    let ports = Ports::new(&grid, &y);
    let mut loops = vec![0.0; boxes.len()];
    for (at, line) in lines.iter().enumerate() {
        let Some(chain) = &chains[at] else {
            let top = layout.boxes[line.from];
            let size = boxes[line.from];
            let lift = &mut loops[line.from];
            *lift += line.label.height + LOOP_GAP;
            let label = Point {
                y: top.y - size.height / 2.0 - *lift + line.label.height / 2.0,
                ..top
            };
            layout.labels[at] = Some(label);
            layout.routes[at] = circle(top, size, label);
            continue;
        };
        layout.labels[at] = Some(center(chain.label));
        let mut route = columns.route(&grid, &chain.cells, &y, &ports);
        if ranks.is_reversed[at] {
            route.reverse();
        }
        layout.routes[at] = route;
    }
    layout
}

/// The cells of a line from left to right, and the one of its label.
struct Chain {
    cells: Vec<usize>,
    label: usize,
}

impl Grid {
    /// The cells of boxes and lines; lines from a box to itself make their box higher.
    fn new(boxes: &[Size], lines: &[Line], ranks: &Ranks) -> (Self, Vec<Option<Chain>>) {
        let mut grid = Self::default();
        for (at, size) in boxes.iter().enumerate() {
            let loops = lines.iter().filter(|it| it.from == at && it.to == at);
            let seen = *size;
            let mut size = seen;
            for it in loops {
                size.height += 2.0 * (it.label.height + LOOP_GAP);
                size.width = size.width.max(it.label.width);
            }
            grid.add(Cell { column: 2 * ranks.of_boxes[at], size, seen, is_box: true });
        }
        let chain = |(at, line): (usize, &Line)| {
            let back = ranks.is_reversed[at];
            let (left, right) =
                if back { (line.to, line.from) } else { (line.from, line.to) };
            (left != right).then(|| grid.chain(left, right, line.label))
        };
        let chains = lines.iter().enumerate().map(chain).collect();
        (grid, chains)
    }

    fn add(&mut self, cell: Cell) -> usize {
        let column = cell.column;
        self.cells.push(cell);
        self.before.push(Vec::new());
        self.after.push(Vec::new());
        if self.columns.len() <= column {
            self.columns.resize(column + 1, Vec::new());
        }
        self.columns[column].push(self.cells.len() - 1);
        self.cells.len() - 1
    }

    /// The cells of a line between two boxes, with its label in the middle.
    fn chain(&mut self, left: usize, right: usize, label: Size) -> Chain {
        let (first, last) = (self.cells[left].column, self.cells[right].column);
        let middle = usize::midpoint(first, last);
        let middle = if middle % 2 == 1 { middle } else { middle + 1 };
        let mut chain = Chain { cells: vec![left], label: left };
        for column in first + 1..last {
            let size = if column == middle { label } else { LANE };
            let cell = self.add(Cell { column, size, seen: size, is_box: false });
            if column == middle {
                chain.label = cell;
            }
            chain.cells.push(cell);
        }
        chain.cells.push(right);
        for pair in chain.cells.windows(2) {
            self.after[pair[0]].push(pair[1]);
            self.before[pair[1]].push(pair[0]);
        }
        chain
    }
}

/// The left and the right edge of each column.
struct Columns(Vec<(f64, f64)>);

impl Columns {
    fn new(grid: &Grid, y: &[f64]) -> Self {
        let mut edges = Vec::new();
        let mut left = 0.0;
        for column in &grid.columns {
            let widths = column.iter().map(|it| grid.cells[*it].size.width);
            let right = left + widths.fold(0.0, f64::max);
            edges.push((left, right));
            let steps = column
                .iter()
                .flat_map(|it| grid.after[*it].iter().map(|to| (y[*to] - y[*it]).abs()));
            let steepest = steps.fold(0.0, f64::max);
            left = right + COLUMN_GAP + (steepest / 12.0).min(26.0);
        }
        Self(edges)
    }

    fn width(&self) -> f64 {
        self.0.last().map_or(0.0, |it| it.1)
    }

    fn center(&self, column: usize) -> f64 {
        f64::midpoint(self.0[column].0, self.0[column].1)
    }

    /// The curve of a line through its cells from left to right: level within a column, and
    /// an S from one to the next.
    fn route(
        &self,
        grid: &Grid,
        cells: &[usize],
        y: &[f64],
        ports: &Ports,
    ) -> Vec<Point> {
        let mut route = Vec::new();
        for pair in cells.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let (a, b) = (grid.cells[from], grid.cells[to]);
            let (start, end) = (
                Point { x: self.0[a.column].1, y: y[from] + ports.offset(from, to) },
                Point { x: self.0[b.column].0, y: y[to] + ports.offset(to, from) },
            );
            if a.is_box {
                let side = self.center(a.column) + a.seen.width / 2.0;
                route.push(Point { x: side, ..start });
            }
            level(&mut route, start);
            let middle = f64::midpoint(start.x, end.x);
            route.extend([Point { x: middle, ..start }, Point { x: middle, ..end }, end]);
            if b.is_box {
                let side = self.center(b.column) - b.seen.width / 2.0;
                level(&mut route, Point { x: side, ..end });
            }
        }
        route
    }
}

/// Draws a straight line to a point.
fn level(route: &mut Vec<Point>, to: Point) {
    if let Some(from) = route.last().copied()
        && from != to
    {
        let part = |share: f64| Point {
            x: from.x + (to.x - from.x) * share,
            y: from.y + (to.y - from.y) * share,
        };
        route.extend([part(1.0 / 3.0), part(2.0 / 3.0), to]);
    }
}

/// A line from the top of a box around a label above it and back.
fn circle(center: Point, size: Size, label: Point) -> Vec<Point> {
    let top = center.y - size.height / 2.0;
    let side = (size.width / 4.0).min(24.0);
    let at = |x: f64, y: f64| Point { x: center.x + x, y };
    vec![
        at(-side, top),
        at(-2.0 * side, label.y),
        at(-side, label.y),
        label,
        at(side, label.y),
        at(2.0 * side, label.y),
        at(side, top),
    ]
}

/// Where lines touch the sides of boxes: in the order of their other ends.
struct Ports(Vec<Vec<(usize, f64)>>);

impl Ports {
    fn new(grid: &Grid, y: &[f64]) -> Self {
        let ports = grid.cells.iter().enumerate().map(|(at, cell)| {
            if !cell.is_box {
                return Vec::new();
            }
            let sides = [&grid.before[at], &grid.after[at]];
            let spread = |side: &Vec<usize>| {
                let mut ends = side.clone();
                ends.sort_by(|a, b| y[*a].total_cmp(&y[*b]).then(a.cmp(b)));
                let steps = real(ends.len().saturating_sub(1)).max(1.0);
                let gap = PORT_GAP.min((cell.seen.height - 10.0).max(0.0) / steps);
                let first = -gap * real(ends.len().saturating_sub(1)) / 2.0;
                let place = |(n, it): (usize, usize)| (it, first + gap * real(n));
                ends.into_iter().enumerate().map(place).collect::<Vec<_>>()
            };
            sides.into_iter().flat_map(spread).collect()
        });
        Self(ports.collect())
    }

    /// How far below the middle of a cell its line to another one touches it.
    fn offset(&self, cell: usize, to: usize) -> f64 {
        self.0[cell].iter().find(|it| it.0 == to).map_or(0.0, |it| it.1)
    }
}
