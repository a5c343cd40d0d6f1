//! Layouts of made-up graphs are looked at as a ruler would.

use super::{Layout, Line, Point, Rect, Size, Style, arrange};

const BOX: Size = Size { width: 90.0, height: 26.0 };
const LABEL: Size = Size { width: 60.0, height: 14.0 };

/// Lines from each pair.
fn lines(pairs: &[(usize, usize)]) -> Vec<Line> {
    pairs.iter().map(|(from, to)| Line { from: *from, to: *to, label: LABEL }).collect()
}

/// Lines of a graph without a pattern, some of them doubled, some from a box to itself.
fn many(n: usize, n_lines: usize) -> Vec<Line> {
    let mut state = 7_usize;
    let mut roll = |sides: usize| {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        (state / 65_536) % sides
    };
    let pairs: Vec<_> = (0..n_lines)
        .map(|_| {
            let first = roll(n);
            (roll(first + 1), roll(n))
        })
        .collect();
    lines(&pairs)
}

fn rects(n: usize, lines: &[Line], layout: &Layout) -> Vec<Rect> {
    let boxes = layout.boxes.iter().map(|it| Rect { center: *it, size: BOX });
    let labels = layout.labels.iter().zip(lines);
    let labels =
        labels.filter_map(|(it, line)| Some(Rect { center: (*it)?, size: line.label }));
    assert_eq!(layout.boxes.len(), n);
    boxes.chain(labels).collect()
}

fn is_inside(it: &Point, layout: &Layout) -> bool {
    let range = -1.0..=layout.size.width.max(layout.size.height) + 1.0;
    range.contains(&it.x) && range.contains(&it.y)
}

#[test]
fn no_box_overlaps_another() {
    for (n, n_lines) in
        [(1, 0), (1, 1), (2, 5), (12, 14), (40, 60), (80, 140), (200, 500)]
    {
        let lines = many(n, n_lines);
        let boxes = vec![BOX; n];
        for style in [Style::Layered, Style::Force] {
            let layout = arrange(&boxes, &lines, style);
            let rects = rects(n, &lines, &layout);
            for (at, one) in rects.iter().enumerate() {
                let other = rects[at + 1..].iter().find(|it| it.overlaps(one));
                assert_eq!(other, None, "{one:?} of {n} {style:?}");
            }
            assert_eq!(layout.labels.iter().flatten().count(), n_lines, "{style:?}");
            assert!(layout.boxes.iter().all(|it| is_inside(it, &layout)));
            assert_eq!(layout, arrange(&boxes, &lines, style), "{style:?}");
        }
    }
}

#[test]
fn routes_start_and_end_at_their_boxes() {
    let lines = many(30, 50);
    for style in [Style::Layered, Style::Force] {
        let layout = arrange(&[BOX; 30], &lines, style);
        for (line, route) in lines.iter().zip(&layout.routes) {
            assert_eq!(route.len() % 3, 1, "{style:?}");
            for (end, point) in
                [(line.from, &route[0]), (line.to, &route[route.len() - 1])]
            {
                let center = layout.boxes[end];
                let (x, y) = ((point.x - center.x).abs(), (point.y - center.y).abs());
                assert!(
                    x < BOX.width / 2.0 + 0.5 && y < BOX.height / 2.0 + 0.5,
                    "{style:?}"
                );
                assert!(x > BOX.width / 2.0 - 0.5 || y > BOX.height / 2.0 - 0.5);
            }
        }
    }
}

#[test]
fn lines_of_a_chain_point_to_the_right() {
    let layout = arrange(&[BOX; 3], &lines(&[(1, 0), (0, 2)]), Style::Layered);
    assert!(layout.boxes[1].x < layout.boxes[0].x);
    assert!(layout.boxes[0].x < layout.boxes[2].x);
    // Nothing makes the chain bend.
    assert!((layout.boxes[1].y - layout.boxes[2].y).abs() < 1e-9);
}

#[test]
fn a_small_circle_without_a_crossing_is_drawn_without_one() {
    let layout =
        arrange(&[BOX; 4], &lines(&[(0, 1), (0, 2), (1, 3), (2, 3)]), Style::Layered);
    let [a, b] = [1, 2].map(|it: usize| layout.labels[it - 1].unwrap().y);
    let [c, d] = [3, 4].map(|it: usize| layout.labels[it - 1].unwrap().y);
    assert!((a - b) * (c - d) > 0.0);
}

#[test]
fn many_boxes_are_laid_out_without_overlap() {
    let lines = many(900, 1500);
    let layout = arrange(&vec![BOX; 900], &lines, Style::Force);
    let rects = rects(900, &lines, &layout);
    for (at, one) in rects.iter().enumerate() {
        assert!(!rects[at + 1..].iter().any(|it| it.overlaps(one)));
    }
}
