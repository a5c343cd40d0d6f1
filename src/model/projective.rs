//! The best tree whose arcs do not cross. Eisner 1996, with one word on the root.

/// Which half of a span a part covers: the head is at its right or at its left end.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// Parts of trees over the words from `start` to `end`, both counted.
struct Chart {
    size: usize,
    /// The best score, and the word where the part was joined from two.
    cells: Vec<(f64, usize)>,
}

impl Chart {
    fn new(size: usize) -> Self {
        Self { size, cells: vec![(0.0, 0); 2 * size * size] }
    }

    fn place(&self, side: Side, start: usize, end: usize) -> usize {
        (side as usize * self.size + start) * self.size + end
    }

    fn score(&self, side: Side, start: usize, end: usize) -> f64 {
        self.cells[self.place(side, start, end)].0
    }

    fn joint(&self, side: Side, start: usize, end: usize) -> usize {
        self.cells[self.place(side, start, end)].1
    }

    fn set(&mut self, side: Side, start: usize, end: usize, best: (f64, usize)) {
        let place = self.place(side, start, end);
        self.cells[place] = best;
    }
}

/// The head of each of `size` places, of which 0 is the root and its own head;
/// `score(dependent, head)` gives what an arc is worth.
pub(super) fn projective(size: usize, score: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    // Spans with an arc between their ends, and spans that their head has completed.
    let (mut open, mut whole) = (Chart::new(size), Chart::new(size));
    for width in 1..size.saturating_sub(1) {
        for start in 1..size - width {
            let end = start + width;
            let joined = |it: usize| {
                whole.score(Side::Right, start, it) + whole.score(Side::Left, it + 1, end)
            };
            let (value, joint) = best(start..end, joined);
            open.set(Side::Left, start, end, (value + score(start, end), joint));
            open.set(Side::Right, start, end, (value + score(end, start), joint));
            let left = best(start..end, |it| {
                whole.score(Side::Left, start, it) + open.score(Side::Left, it, end)
            });
            let right = best(start + 1..end + 1, |it| {
                open.score(Side::Right, start, it) + whole.score(Side::Right, it, end)
            });
            whole.set(Side::Left, start, end, left);
            whole.set(Side::Right, start, end, right);
        }
    }
    let last = size.saturating_sub(1);
    let (_, root) = best(1..size, |it| {
        whole.score(Side::Left, 1, it) + whole.score(Side::Right, it, last) + score(it, 0)
    });
    let mut heads = vec![0; size];
    let mut todo = vec![(true, Side::Left, 1, root), (true, Side::Right, root, last)];
    while let Some((is_whole, side, start, end)) = todo.pop() {
        if start >= end {
            continue;
        }
        if is_whole {
            let joint = whole.joint(side, start, end);
            match side {
                Side::Left => {
                    todo.extend([(true, side, start, joint), (false, side, joint, end)]);
                }
                Side::Right => {
                    todo.extend([(false, side, start, joint), (true, side, joint, end)]);
                }
            }
        } else {
            let joint = open.joint(side, start, end);
            match side {
                Side::Left => heads[start] = end,
                Side::Right => heads[end] = start,
            }
            todo.extend([
                (true, Side::Right, start, joint),
                (true, Side::Left, joint + 1, end),
            ]);
        }
    }
    heads
}

/// The highest value and its candidate, the first of equals.
fn best(
    candidates: std::ops::Range<usize>,
    value: impl Fn(usize) -> f64,
) -> (f64, usize) {
    let mut best = (f64::NEG_INFINITY, candidates.start);
    for candidate in candidates {
        let value = value(candidate);
        if value > best.0 {
            best = (value, candidate);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::projective;

    /// All trees over places 1 to 4 with one word on the root, as heads.
    fn trees() -> Vec<Vec<usize>> {
        let all = (0..625).map(|it| vec![0, it / 125, it / 25 % 5, it / 5 % 5, it % 5]);
        all.filter(|heads| {
            let reaches_root = |at: usize| {
                let path = std::iter::successors(Some(at), |it| Some(heads[*it]));
                path.take(6).any(|it| it == 0)
            };
            let roots = heads[1..].iter().filter(|it| **it == 0).count();
            // Nor does an arc stretch over the word on the root.
            let root =
                heads.iter().skip(1).position(|it| *it == 0).map_or(0, |it| it + 1);
            let covers = |(at, head): (usize, &usize)| {
                at.min(*head) < root && root < at.max(*head)
            };
            let mut arcs =
                heads.iter().enumerate().filter(|(at, it)| *at > 0 && **it > 0);
            roots == 1
                && (1..5).all(reaches_root)
                && !super::super::decode::crosses(heads)
                && !arcs.any(covers)
        })
        .collect()
    }

    #[test]
    fn of_four_words_thirty_trees_do_not_cross() {
        // Worked out by hand for three words: 7. For four: 30, the known sequence.
        assert_eq!(trees().len(), 30);
    }

    #[test]
    fn a_crossing_is_undone_where_that_costs_least() {
        // 1 is the root; 3 wants 1 and 4 wants 2, which crosses; 4 would rather move than 3.
        let wishes = [(2, 1, 9.0), (3, 1, 9.0), (4, 2, 5.0), (4, 3, 4.0), (1, 0, 9.0)];
        let score = |dependent, head| {
            let wish = wishes.iter().find(|it| (it.0, it.1) == (dependent, head));
            wish.map_or(0.0, |it| it.2)
        };
        assert_eq!(projective(5, score), [0, 0, 1, 1, 3]);
    }

    proptest! {
        #[test]
        fn the_tree_is_the_best_that_does_not_cross(
            cells in prop::collection::vec(-9_i8..9, 25)
        ) {
            let score = |dependent: usize, head: usize| f64::from(cells[dependent * 5 + head]);
            let total = |heads: &[usize]| -> f64 {
                (1..5).map(|it| score(it, heads[it])).sum()
            };
            let best = trees().iter().map(|it| total(it)).fold(f64::NEG_INFINITY, f64::max);
            let heads = projective(5, score);
            prop_assert!(trees().contains(&heads));
            prop_assert!((total(&heads) - best).abs() < 1e-9);
        }
    }
}
