//! A backbone is the best attested connected part of a graph that is too large to draw.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;

/// How well a link is attested: by independent texts, then by facts.
pub(super) type Weight = (usize, usize);

/// Things by number, and how well the links between them are attested.
pub(super) struct Web(UnGraph<(), Weight>);

impl Web {
    /// The web of these links.
    pub(super) fn new(links: impl IntoIterator<Item = (usize, usize, Weight)>) -> Self {
        let mut graph = UnGraph::default();
        graph.extend_with_edges(links.into_iter().map(|(from, to, weight)| {
            (NodeIndex::new(from), NodeIndex::new(to), weight)
        }));
        Self(graph)
    }

    /// The things at most `hops` links away from the roots.
    pub(super) fn around(&self, roots: &BTreeSet<usize>, hops: usize) -> BTreeSet<usize> {
        let mut found = roots.clone();
        let mut rim = roots.clone();
        for _ in 0..hops {
            let next = rim.iter().flat_map(|it| self.0.neighbors(NodeIndex::new(*it)));
            rim = next.map(NodeIndex::index).filter(|it| !found.contains(it)).collect();
            found.extend(&rim);
        }
        found
    }

    /// At most `limit` of the things, grown from the roots along the best attested link
    /// at each step, as Prim grows a tree. Without roots, and where a part of the graph
    /// is used up, it starts again from the best attested thing that is left. Equals are
    /// taken in the order of their numbers.
    pub(super) fn backbone(
        &self,
        roots: &BTreeSet<usize>,
        limit: usize,
    ) -> BTreeSet<usize> {
        let rooted = |it: &NodeIndex| roots.contains(&it.index());
        let linked =
            self.0.node_indices().filter(|it| self.0.edges(*it).next().is_some());
        let things = roots.iter().map(|it| NodeIndex::new(*it)).chain(linked);
        let mut starts: Vec<_> = things.collect();
        starts.sort_by_key(|it| (!rooted(it), Reverse(self.attestation(*it)), *it));
        let mut found = BTreeSet::new();
        let mut open = BinaryHeap::new();
        for start in starts {
            open.push((Weight::default(), Reverse(start)));
            while let Some((_, Reverse(thing))) = open.pop() {
                if found.len() == limit {
                    return found;
                }
                if found.insert(thing.index()) {
                    let links = self.0.edges(thing);
                    open.extend(links.map(|it| (*it.weight(), Reverse(it.target()))));
                }
            }
        }
        found
    }

    /// How well all links of a thing together are attested.
    fn attestation(&self, thing: NodeIndex) -> Weight {
        let weights = self.0.edges(thing).map(|it| *it.weight());
        weights.fold(Weight::default(), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Web;

    /// Two triangles joined by a weak link, and a pair on its own.
    fn web() -> Web {
        Web::new([
            (0, 1, (1, 1)),
            (1, 2, (3, 3)),
            (2, 0, (2, 5)),
            (2, 3, (1, 1)),
            (3, 4, (2, 2)),
            (4, 5, (2, 3)),
            (5, 3, (1, 1)),
            (6, 7, (9, 9)),
        ])
    }

    fn set(things: &[usize]) -> BTreeSet<usize> {
        things.iter().copied().collect()
    }

    #[test]
    fn around_counts_links() {
        assert_eq!(web().around(&set(&[3]), 0), set(&[3]));
        assert_eq!(web().around(&set(&[3]), 1), set(&[2, 3, 4, 5]));
        assert_eq!(web().around(&set(&[3]), 2), set(&[0, 1, 2, 3, 4, 5]));
        assert_eq!(web().around(&set(&[3]), 9), set(&[0, 1, 2, 3, 4, 5]));
    }

    #[test]
    fn the_backbone_takes_the_best_attested_link_first() {
        assert_eq!(web().backbone(&set(&[3]), 4), set(&[2, 3, 4, 5]));
        assert_eq!(web().backbone(&set(&[3]), 5), set(&[1, 2, 3, 4, 5]));
        assert_eq!(web().backbone(&set(&[]), 2), set(&[6, 7]));
        assert_eq!(web().backbone(&set(&[]), 4), set(&[1, 2, 6, 7]));
        assert_eq!(web().backbone(&set(&[]), 99), set(&[0, 1, 2, 3, 4, 5, 6, 7]));
    }
}
