//! A backbone is the best attested connected part of a graph that is too large to draw.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;

/// How well things are linked: by independent texts, then by how clear the facts are.
pub(super) type Weight = (usize, usize);

/// Two things by number, the smaller first.
pub(super) type Pair = (usize, usize);

/// Things by number, and how well each two are linked.
pub(super) struct Web(UnGraph<(), Weight>);

impl Web {
    /// The web of these links; what links the same two things adds up.
    pub(super) fn new(links: impl IntoIterator<Item = (Pair, Weight)>) -> Self {
        let mut pairs = BTreeMap::<Pair, Weight>::new();
        for (ends, weight) in links {
            let sum = pairs.entry(pair(ends)).or_default();
            *sum = (sum.0 + weight.0, sum.1 + weight.1);
        }
        let mut graph = UnGraph::default();
        graph.extend_with_edges(pairs.into_iter().map(|((from, to), weight)| {
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

    /// Which two things stay linked if at most `n_things` things and `n_pairs` pairs may.
    ///
    /// A tree grows from the roots along the best link at each step, as Prim's does.
    /// Without roots, and where a part of the graph is used up, it starts again from the
    /// best linked thing that is left. Then the best of the other pairs are added. Equals
    /// are taken in the order of their numbers.
    pub(super) fn backbone(
        &self,
        roots: &BTreeSet<usize>,
        n_things: usize,
        n_pairs: usize,
    ) -> BTreeSet<Pair> {
        let mut starts: Vec<_> = self.0.node_indices().collect();
        starts.retain(|it| self.0.edges(*it).next().is_some());
        starts.sort_by_key(|it| {
            (!roots.contains(&it.index()), Reverse(self.linkage(*it)), *it)
        });
        let mut things = BTreeSet::new();
        let mut pairs = BTreeSet::new();
        let mut open = BinaryHeap::new();
        for start in starts {
            open.push((Weight::default(), Reverse(start), start));
            while let Some((_, Reverse(thing), from)) = open.pop() {
                if things.len() == n_things || !things.insert(thing) {
                    continue;
                }
                if thing != from {
                    pairs.insert(pair((thing.index(), from.index())));
                }
                let links = self.0.edges(thing);
                open.extend(links.map(|it| (*it.weight(), Reverse(it.target()), thing)));
            }
        }
        let within = self
            .0
            .edge_references()
            .filter(|it| things.contains(&it.source()) && things.contains(&it.target()));
        let mut others: Vec<_> = within
            .map(|it| (*it.weight(), Reverse((it.source().index(), it.target().index()))))
            .collect();
        others.sort_unstable_by(|a, b| b.cmp(a));
        for (_, Reverse(ends)) in others {
            if pairs.len() < n_pairs {
                pairs.insert(pair(ends));
            }
        }
        pairs
    }

    /// How well a thing is linked with all others together.
    fn linkage(&self, thing: NodeIndex) -> Weight {
        let weights = self.0.edges(thing).map(|it| *it.weight());
        weights.fold(Weight::default(), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    }
}

/// Two things, the smaller first.
pub(super) fn pair((a, b): (usize, usize)) -> Pair {
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Web;

    /// Two triangles joined by a weak link, and a pair on its own.
    fn web() -> Web {
        Web::new([
            ((0, 1), (1, 1)),
            ((1, 2), (3, 3)),
            ((2, 0), (2, 5)),
            ((2, 3), (1, 1)),
            ((3, 4), (2, 2)),
            ((4, 5), (2, 3)),
            ((5, 3), (1, 1)),
            ((6, 7), (9, 9)),
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
        let pairs = |roots: &[usize], n_things, n_pairs| {
            let pairs = web().backbone(&set(roots), n_things, n_pairs);
            pairs.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(pairs(&[3], 4, 0), [(2, 3), (3, 4), (4, 5)]);
        assert_eq!(pairs(&[3], 4, 4), [(2, 3), (3, 4), (3, 5), (4, 5)]);
        assert_eq!(pairs(&[3], 5, 0), [(1, 2), (2, 3), (3, 4), (4, 5)]);
        assert_eq!(pairs(&[], 2, 9), [(6, 7)]);
        assert_eq!(pairs(&[], 4, 9), [(1, 2), (6, 7)]);
        assert_eq!(pairs(&[], 99, 99).len(), 8);
    }

    #[test]
    fn what_links_the_same_things_adds_up() {
        let links = [((0, 1), (2, 2)), ((1, 2), (1, 1)), ((2, 1), (2, 2))];
        let pairs = Web::new(links).backbone(&set(&[]), 2, 9);
        assert_eq!(pairs.into_iter().collect::<Vec<_>>(), [(1, 2)]);
    }
}
