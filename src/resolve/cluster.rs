//! Clusters grow by joining, and some of their members are kept apart for good.

/// Disjoint sets of places, with pairs that never come together.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    parent: Vec<usize>,
    /// Under each root: the pairs of which one side is in its cluster, that side first.
    apart: Vec<Vec<(usize, usize)>>,
}

/// Two places to be joined.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) left: usize,
    pub(super) right: usize,
}

impl Clusters {
    /// Makes room for so many places, each alone at first.
    pub(super) fn grow(&mut self, count: usize) {
        for place in self.parent.len()..count {
            self.parent.push(place);
            self.apart.push(Vec::new());
        }
    }

    /// The place that stands for the cluster of `place`.
    pub(super) fn root(&mut self, place: usize) -> usize {
        let mut root = place;
        while self.parent[root] != root {
            root = self.parent[root];
        }
        let mut at = place;
        while self.parent[at] != root {
            at = std::mem::replace(&mut self.parent[at], root);
        }
        root
    }

    /// From now on, two places that are in two clusters stay so.
    pub(super) fn keep_apart(&mut self, left: usize, right: usize) {
        let (left_root, right_root) = (self.root(left), self.root(right));
        self.apart[left_root].push((left, right));
        self.apart[right_root].push((right, left));
    }

    /// Joins two clusters, or says which two of their members are kept apart.
    pub(super) fn join(&mut self, edge: Edge) -> Result<(), (usize, usize)> {
        let (left, right) = (self.root(edge.left), self.root(edge.right));
        if left == right {
            return Ok(());
        }
        let (few, other) = if self.apart[left].len() <= self.apart[right].len() {
            (left, right)
        } else {
            (right, left)
        };
        for at in 0..self.apart[few].len() {
            let (one, enemy) = self.apart[few][at];
            if self.root(enemy) == other {
                return Err((one.min(enemy), one.max(enemy)));
            }
        }
        let moved = std::mem::take(&mut self.apart[few]);
        self.parent[few] = other;
        self.apart[other].extend(moved);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Clusters, Edge};

    #[test]
    fn what_is_kept_apart_never_comes_together_by_whatever_way() {
        let mut clusters = Clusters::default();
        clusters.grow(5);
        clusters.keep_apart(0, 4);
        for (left, right) in [(0, 1), (3, 4), (1, 2)] {
            assert_eq!(clusters.join(Edge { left, right }), Ok(()));
        }
        assert_eq!(clusters.join(Edge { left: 2, right: 3 }), Err((0, 4)));
        assert_eq!(clusters.root(0), clusters.root(2));
        assert_ne!(clusters.root(2), clusters.root(3));
        assert_eq!(clusters.join(Edge { left: 3, right: 4 }), Ok(()));
    }
}
