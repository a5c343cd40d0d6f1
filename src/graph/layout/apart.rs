//! Moving boxes apart that overlap, and not much further.

use super::{Point, Rect};

/// Moves boxes until no two are nearer than `gap`. Where pushing alone does not do it, the
/// whole grows, which does in the end; boxes on one point are first set beside each other.
pub(super) fn apart(boxes: &mut [Rect], gap: f64) {
    const PUSHES: usize = 30;
    const GROWTH: f64 = 1.06;
    for it in boxes.iter_mut() {
        it.size.width += gap;
        it.size.height += gap;
    }
    loop {
        let is_done = (0..PUSHES).any(|_| !push(boxes));
        if is_done {
            break;
        }
        for it in boxes.iter_mut() {
            it.center.x *= GROWTH;
            it.center.y *= GROWTH;
        }
    }
    for it in boxes.iter_mut() {
        it.size.width -= gap;
        it.size.height -= gap;
    }
}

/// Pushes each two boxes that overlap apart, the shorter way. Says whether any did.
fn push(boxes: &mut [Rect]) -> bool {
    let left = |it: &Rect| it.center.x - it.size.width / 2.0;
    let mut order: Vec<_> = (0..boxes.len()).collect();
    order.sort_by(|a, b| left(&boxes[*a]).total_cmp(&left(&boxes[*b])).then(a.cmp(b)));
    let widest = boxes.iter().map(|it| it.size.width).fold(0.0, f64::max);
    let mut is_pushed = false;
    for (n, a) in order.iter().enumerate() {
        for b in &order[n + 1..] {
            if left(&boxes[*b]) > left(&boxes[*a]) + 2.0 * widest {
                break;
            }
            if !boxes[*a].overlaps(&boxes[*b]) {
                continue;
            }
            is_pushed = true;
            let gap = boxes[*a].gap(&boxes[*b]);
            let (one, other) = (boxes[*a].center, boxes[*b].center);
            // A little more than needed, lest rounding leave a rest for ever.
            let sign = |from: f64, to: f64| if from <= to { 1.0 } else { -1.0 };
            let step = if gap.x > gap.y {
                Point { x: (gap.x / 2.0 - 0.01) * sign(one.x, other.x), y: 0.0 }
            } else {
                Point { x: 0.0, y: (gap.y / 2.0 - 0.01) * sign(one.y, other.y) }
            };
            boxes[*a].center = Point { x: one.x + step.x, y: one.y + step.y };
            boxes[*b].center = Point { x: other.x - step.x, y: other.y - step.y };
        }
    }
    is_pushed
}
