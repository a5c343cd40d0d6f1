//! A layout by force: each two boxes want to be as far apart as the way between them.
//!
//! The method is that of stress majorization (Gansner, Koren and North 2004), one box at a
//! time; of many boxes, each looks at its neighbors and at some boxes all over the graph.
//! Labels are boxes on the way, as long as there are not too many.

use petgraph::graph::{NodeIndex, UnGraph};

use super::apart::apart;
use super::{Layout, Line, Point, Rect, Size, real};

/// Up to so many boxes and labels, every label has room of its own.
const MOST_WITH_LABELS: usize = 1200;

/// So many boxes are looked at from everywhere.
const MOST_TARGETS: usize = 400;

/// The length of a step of a way.
const STEP: f64 = 62.0;

/// Things and labels are wide: the picture is drawn out in this direction.
const STRETCH: f64 = 1.6;

/// Between two boxes.
const GAP: f64 = 10.0;

/// Between two curves with the same ends.
const BOW: f64 = 26.0;

/// Lays a connected part out.
pub(super) fn layout(boxes: &[Size], lines: &[Line]) -> Layout {
    let n = boxes.len();
    let has_labels = n + lines.len() <= MOST_WITH_LABELS;
    let mut rects: Vec<_> = boxes.to_vec();
    let mut graph = UnGraph::<(), ()>::default();
    for _ in 0..n {
        graph.add_node(());
    }
    for line in lines {
        let (from, to) = (NodeIndex::new(line.from), NodeIndex::new(line.to));
        if has_labels {
            let label = graph.add_node(());
            rects.push(line.label);
            graph.add_edge(from, label, ());
            graph.add_edge(label, to, ());
        } else {
            graph.add_edge(from, to, ());
        }
    }
    let centers = majorize(&graph);
    let rects = rects.iter().zip(centers).map(|(size, center)| {
        let center = Point { x: center.x * STRETCH, ..center };
        Rect { center, size: *size }
    });
    let mut rects: Vec<_> = rects.collect();
    apart(&mut rects, GAP);
    let labels = rects.split_off(n);
    let bows = bows(lines);
    let mut layout = Layout {
        size: Size::default(),
        boxes: rects.iter().map(|it| it.center).collect(),
        labels: labels.iter().map(|it| Some(it.center)).collect(),
        routes: Vec::new(),
    };
    for (at, line) in lines.iter().enumerate() {
        let (from, to) = (rects[line.from], rects[line.to]);
        let through = match layout.labels.get(at) {
            Some(Some(label)) => *label,
            _ => bowed(&from, &to, bows[at]),
        };
        layout.routes.push(route(&from, &to, through));
    }
    if !has_labels {
        layout.labels = spare(&rects, lines, &bows);
    }
    fit(&mut layout, &rects, lines);
    layout
}

/// Where each box of a connected graph stands.
fn majorize(graph: &UnGraph<(), ()>) -> Vec<Point> {
    const FEWEST_ROUNDS: usize = 20;
    const MOST_ROUNDS: usize = 300;
    const WORK: usize = 30_000_000;
    let n = graph.node_count();
    let degree = |it: usize| graph.neighbors(NodeIndex::new(it)).count();
    let mut hubs: Vec<_> = (0..n).collect();
    hubs.sort_by_key(|it| (std::cmp::Reverse(degree(*it)), *it));
    let mut points = spiral(graph, hubs.first().copied().unwrap_or(0));
    let stride = n.div_ceil(MOST_TARGETS).max(1);
    let targets: Vec<_> = hubs.iter().copied().step_by(stride).collect();
    let ways: Vec<_> = targets.iter().map(|it| steps(graph, *it)).collect();
    let near: Vec<Vec<usize>> = match stride {
        1 => vec![Vec::new(); n],
        _ => (0..n)
            .map(|it| graph.neighbors(NodeIndex::new(it)).map(NodeIndex::index).collect())
            .collect(),
    };
    let rounds = (WORK / (n * targets.len()).max(1)).clamp(FEWEST_ROUNDS, MOST_ROUNDS);
    for _ in 0..rounds {
        for at in 0..n {
            let here = points[at];
            let (mut sum, mut weights) = (Point::default(), 0.0);
            let far = targets.iter().zip(&ways).map(|(it, ways)| (*it, ways[at]));
            let close = near[at].iter().map(|it| (*it, 1.0));
            for (other, steps) in far.chain(close).filter(|it| it.0 != at) {
                let wanted = steps * STEP;
                let weight = 1.0 / (steps * steps);
                let there = points[other];
                let (x, y) = (here.x - there.x, here.y - there.y);
                let share = wanted / (x * x + y * y).sqrt().max(1e-3);
                sum.x += weight * (there.x + x * share);
                sum.y += weight * (there.y + y * share);
                weights += weight;
            }
            if weights > 0.0 {
                points[at] = Point { x: sum.x / weights, y: sum.y / weights };
            }
        }
    }
    points
}

/// Points on a spiral, in the order in which the boxes are met from a first one.
fn spiral(graph: &UnGraph<(), ()>, first: usize) -> Vec<Point> {
    // Cosine and sine of the golden angle.
    const TURN: (f64, f64) = (-0.737_368_878_078_320_1, 0.675_490_294_261_523_8);
    let mut order: Vec<_> = steps(graph, first).into_iter().zip(0..).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut points = vec![Point::default(); graph.node_count()];
    let mut way = Point { x: 1.0, y: 0.0 };
    for (n, (_, it)) in order.into_iter().enumerate() {
        let far = STEP * real(n).sqrt();
        points[it] = Point { x: way.x * far, y: way.y * far };
        way = Point {
            x: way.x * TURN.0 - way.y * TURN.1,
            y: way.x * TURN.1 + way.y * TURN.0,
        };
    }
    points
}

/// How many steps it is from a box to each other one.
fn steps(graph: &UnGraph<(), ()>, from: usize) -> Vec<f64> {
    let mut found = vec![f64::INFINITY; graph.node_count()];
    let mut rim = vec![NodeIndex::new(from)];
    if let Some(it) = found.get_mut(from) {
        *it = 0.0;
    }
    let mut n = 0.0;
    while !rim.is_empty() {
        n += 1.0;
        let mut next = Vec::new();
        for end in rim.iter().flat_map(|it| graph.neighbors(*it)) {
            if found[end.index()].is_infinite() {
                found[end.index()] = n;
                next.push(end);
            }
        }
        rim = next;
    }
    found
}

/// How far each line bends, so that those with the same ends are told apart: in units of
/// [`BOW`], to the left of the way from the smaller end to the greater.
fn bows(lines: &[Line]) -> Vec<f64> {
    let ends = |it: &Line| (it.from.min(it.to), it.from.max(it.to));
    let mut order: Vec<_> = (0..lines.len()).collect();
    order.sort_by_key(|it| (ends(&lines[*it]), *it));
    let mut bows = vec![0.0; lines.len()];
    for group in order.chunk_by(|a, b| ends(&lines[*a]) == ends(&lines[*b])) {
        for (n, it) in group.iter().enumerate() {
            let bow = real(n) - real(group.len() - 1) / 2.0;
            bows[*it] = if lines[*it].from <= lines[*it].to { bow } else { -bow };
        }
    }
    bows
}

/// The middle of a curve between two boxes.
fn bowed(from: &Rect, to: &Rect, bow: f64) -> Point {
    let (a, b) = (from.center, to.center);
    let (x, y) = (b.x - a.x, b.y - a.y);
    let length = (x * x + y * y).sqrt();
    let middle = Point { x: f64::midpoint(a.x, b.x), y: f64::midpoint(a.y, b.y) };
    if length < 1.0 {
        return Point { x: middle.x, y: middle.y - from.size.height - bow.abs() * BOW };
    }
    let off = bow * BOW / length;
    Point { x: middle.x - y * off, y: middle.y + x * off }
}

/// A curve from the rim of one box through a point to the rim of another one.
fn route(from: &Rect, to: &Rect, through: Point) -> Vec<Point> {
    let (a, b) = (from.center, to.center);
    if a == b {
        let side = from.size.width.min(48.0) / 2.0;
        let top = through.y.min(a.y - from.size.height);
        return vec![
            Point { x: a.x - side, y: a.y - from.size.height / 2.0 },
            Point { x: through.x - 2.0 * side, y: top },
            Point { x: through.x + 2.0 * side, y: top },
            Point { x: a.x + side, y: a.y - from.size.height / 2.0 },
        ];
    }
    // The control point of a parabola that passes the given point half way.
    let knee = Point {
        x: 2.0 * through.x - f64::midpoint(a.x, b.x),
        y: 2.0 * through.y - f64::midpoint(a.y, b.y),
    };
    let at = |t: f64| {
        let shares = [(1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t];
        Point {
            x: shares[0] * a.x + shares[1] * knee.x + shares[2] * b.x,
            y: shares[0] * a.y + shares[1] * knee.y + shares[2] * b.y,
        }
    };
    let start = rim(from, &|t| at(t / 2.0)) / 2.0;
    let end = 1.0 - rim(to, &|t| at(1.0 - t / 2.0)) / 2.0;
    let slope = |t: f64| Point {
        x: 2.0 * ((1.0 - t) * (knee.x - a.x) + t * (b.x - knee.x)),
        y: 2.0 * ((1.0 - t) * (knee.y - a.y) + t * (b.y - knee.y)),
    };
    let (first, last) = (at(start), at(end));
    let third = (end - start) / 3.0;
    let (out, back) = (slope(start), slope(end));
    vec![
        first,
        Point { x: first.x + out.x * third, y: first.y + out.y * third },
        Point { x: last.x - back.x * third, y: last.y - back.y * third },
        last,
    ]
}

/// The share of a way, from the middle of a box on, at which it leaves the box.
fn rim(of: &Rect, at: &impl Fn(f64) -> Point) -> f64 {
    const HALVINGS: usize = 20;
    let is_inside = |point: Point| {
        (point.x - of.center.x).abs() <= of.size.width / 2.0
            && (point.y - of.center.y).abs() <= of.size.height / 2.0
    };
    let (mut inside, mut outside) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(inside, outside);
        if is_inside(at(middle)) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    outside
}

/// The labels for which there is room on their lines.
fn spare(boxes: &[Rect], lines: &[Line], bows: &[f64]) -> Vec<Option<Point>> {
    let mut taken: Vec<_> = boxes.to_vec();
    let place = |(line, bow): (&Line, &f64)| {
        let center = bowed(&boxes[line.from], &boxes[line.to], *bow);
        let rect = Rect { center, size: line.label };
        let is_free = !taken.iter().any(|it| it.overlaps(&rect));
        if is_free {
            taken.push(rect);
        }
        is_free.then_some(center)
    };
    lines.iter().zip(bows).map(place).collect()
}

/// Moves everything so that it starts at the upper left corner, and measures it.
fn fit(layout: &mut Layout, boxes: &[Rect], lines: &[Line]) {
    let labels = layout.labels.iter().zip(lines);
    let labels = labels
        .filter_map(|(center, line)| Some(Rect { center: (*center)?, size: line.label }));
    let curves = layout.routes.iter().flatten();
    let curves = curves.map(|it| Rect { center: *it, size: Size::default() });
    let all: Vec<_> = boxes.iter().copied().chain(labels).chain(curves).collect();
    let side = |of: fn(&Rect) -> f64| all.iter().map(of).fold(f64::INFINITY, f64::min);
    let left = side(|it| it.center.x - it.size.width / 2.0);
    let top = side(|it| it.center.y - it.size.height / 2.0);
    let right = -side(|it| -it.center.x - it.size.width / 2.0);
    let bottom = -side(|it| -it.center.y - it.size.height / 2.0);
    let move_it = |it: &mut Point| *it = Point { x: it.x - left, y: it.y - top };
    layout.boxes.iter_mut().for_each(move_it);
    layout.labels.iter_mut().flatten().for_each(move_it);
    layout.routes.iter_mut().flatten().for_each(move_it);
    layout.size = Size { width: right - left, height: bottom - top };
}
