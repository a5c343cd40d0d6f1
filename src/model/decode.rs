//! Decoding finds the best tree: every word has one head, one word hangs on the root, and
//! there is no cycle. Chu and Liu 1965, Edmonds 1967.

use super::projective::projective;

/// A square of scores: the row is the dependent, the column its head, and place 0 is the
/// root.
#[derive(Debug, Clone)]
pub(super) struct Arcs {
    size: usize,
    scores: Vec<f64>,
}

/// More than any sum of scores, so that a tree with fewer words on the root always wins.
const ROOT_PENALTY: f64 = 1e7;
/// The score of what may not be.
const NEVER: f64 = -1e12;

/// By how much a tree with crossing arcs must be better than one without.
const CROSSING: f64 = 3.0;
/// The most words of a sentence that crossing arcs are looked for in: the search takes the
/// third power of them.
const LONGEST: usize = 160;

impl Arcs {
    /// The scores of `size` places, where `score(dependent, head)` gives each.
    pub(super) fn new(size: usize, score: impl Fn(usize, usize) -> f64) -> Self {
        let place = |at: usize| (at / size, at % size);
        let allowed = |(dependent, head)| {
            if dependent == head || dependent == 0 {
                NEVER
            } else {
                score(dependent, head)
            }
        };
        Self { size, scores: (0..size * size).map(|it| allowed(place(it))).collect() }
    }

    /// The head of every place in the best tree; that of the root is 0 itself.
    ///
    /// English trees seldom cross their arcs: where the best one does, and one that does
    /// not is nearly as good, that is taken.
    pub(super) fn tree(self) -> Vec<usize> {
        let best = self.best_tree();
        if self.size > LONGEST || !crosses(&best) {
            return best;
        }
        let plain = projective(self.size, |dependent, head| self.score(dependent, head));
        if self.sum(&best) - self.sum(&plain) <= CROSSING { plain } else { best }
    }

    /// What all arcs of a tree are worth.
    fn sum(&self, heads: &[usize]) -> f64 {
        heads.iter().enumerate().skip(1).map(|(at, head)| self.score(at, *head)).sum()
    }

    /// The best of all trees.
    fn best_tree(&self) -> Vec<usize> {
        let greedy = self.best_heads();
        let roots = greedy.iter().skip(1).filter(|it| **it == 0).count();
        if roots == 1 && cycle(&greedy).is_none() {
            return greedy;
        }
        // Words on the root cost so much that the best tree has as few as can be: one.
        let mut dear = self.clone();
        for dependent in 1..dear.size {
            dear.scores[dependent * dear.size] -= ROOT_PENALTY;
        }
        dear.spanning_tree()
    }

    fn score(&self, dependent: usize, head: usize) -> f64 {
        self.scores[dependent * self.size + head]
    }

    /// The best head of every place, the first of equals.
    fn best_heads(&self) -> Vec<usize> {
        let best = |dependent: usize| match dependent {
            0 => 0,
            _ => best_of(0..self.size, |head| self.score(dependent, head)),
        };
        (0..self.size).map(best).collect()
    }

    /// The best tree, by contracting cycles until there is none.
    fn spanning_tree(&self) -> Vec<usize> {
        let best = self.best_heads();
        let Some(cycle) = cycle(&best) else { return best };
        let mut heads = best.clone();
        let rest: Vec<usize> = (0..self.size).filter(|it| !cycle.contains(it)).collect();
        // How much it costs to enter the cycle at a place instead of going round.
        let entry =
            |at: usize, head: usize| self.score(at, head) - self.score(at, best[at]);
        let entrance = |head| best_of(cycle.iter().copied(), |at| entry(at, head));
        let exit = |at| best_of(cycle.iter().copied(), |head| self.score(at, head));
        // In the smaller problem the last place stands for the whole cycle.
        let whole = rest.len();
        let smaller = Self::new(whole + 1, |dependent, head| {
            match (rest.get(dependent), rest.get(head)) {
                (Some(dependent), Some(head)) => self.score(*dependent, *head),
                (Some(dependent), None) => self.score(*dependent, exit(*dependent)),
                (None, Some(head)) => entry(entrance(*head), *head),
                (None, None) => NEVER,
            }
        });
        for (place, head) in smaller.spanning_tree().into_iter().enumerate().skip(1) {
            match (rest.get(place), rest.get(head)) {
                (Some(dependent), Some(head)) => heads[*dependent] = *head,
                (Some(dependent), None) => heads[*dependent] = exit(*dependent),
                (None, Some(head)) => heads[entrance(*head)] = *head,
                (None, None) => {}
            }
        }
        heads
    }
}

/// The candidate with the highest score, the first of equals; 0 where there is none.
fn best_of(
    candidates: impl Iterator<Item = usize>,
    score: impl Fn(usize) -> f64,
) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for candidate in candidates {
        let score = score(candidate);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// Whether two arcs of a tree cross.
pub(super) fn crosses(heads: &[usize]) -> bool {
    let arcs = || heads.iter().enumerate().skip(1).filter(|(_, head)| **head > 0);
    let ends = |(at, head): (usize, &usize)| (at.min(*head), at.max(*head));
    arcs().map(ends).any(|(from, to)| {
        arcs().map(ends).any(|(start, end)| from < start && start < to && to < end)
    })
}

/// The places of a cycle that the heads form, if they form one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    // The walk, numbered by its start, in which each place was first met.
    let mut walk = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && walk[at] == 0 {
            walk[at] = start;
            at = heads[at];
        }
        if at != 0 && walk[at] == start {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Arcs, cycle};

    fn arcs(rows: &[&[f64]]) -> Arcs {
        Arcs::new(rows.len(), |dependent, head| rows[dependent][head])
    }

    #[test]
    fn a_greedy_tree_is_kept() {
        let scores: &[&[f64]] = &[&[0., 0., 0.], &[5., 0., 1.], &[1., 5., 0.]];
        assert_eq!(arcs(scores).tree(), [0, 0, 1]);
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        // Greedy: 1 and 2 on each other. Entering at 2 loses 9 - 4, at 1 loses 9 - 3.
        let scores: &[&[f64]] = &[&[0., 0., 0.], &[3., 0., 9.], &[4., 9., 0.]];
        assert_eq!(arcs(scores).tree(), [0, 2, 0]);
    }

    #[test]
    fn only_one_word_hangs_on_the_root() {
        let scores: &[&[f64]] =
            &[&[0.; 4], &[9., 0., 1., 2.], &[9., 4., 0., 2.], &[9., 3., 1., 0.]];
        assert_eq!(arcs(scores).tree(), [0, 0, 1, 1]);
    }

    proptest! {
        #[test]
        fn the_tree_is_the_best_of_all(cells in prop::collection::vec(-9_i8..9, 16)) {
            let arcs = Arcs::new(4, |d, h| f64::from(cells[d * 4 + h]));
            let total = |heads: &[usize]| -> f64 {
                (1..4).map(|it| arcs.score(it, heads[it])).sum()
            };
            let mut best = f64::NEG_INFINITY;
            for code in 0..64_usize {
                let heads = [0, code / 16, code / 4 % 4, code % 4];
                let roots = heads[1..].iter().filter(|it| **it == 0).count();
                if roots == 1 && cycle(&heads).is_none() {
                    best = best.max(total(&heads));
                }
            }
            let heads = arcs.clone().tree();
            prop_assert!(cycle(&heads).is_none());
            prop_assert_eq!(heads[1..].iter().filter(|it| **it == 0).count(), 1);
            prop_assert!((total(&heads) - best).abs() < 1e-6);
        }
    }
}
