//! Ranks say in which column each box stands, so that most lines run to the right.

use petgraph::algo::greedy_feedback_arc_set;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::Line;

/// More than this many boxes with one line at one side of a box go to both sides of it.
const MANY_LEAVES: usize = 5;

/// The columns of boxes, and which lines run to the left.
#[derive(Debug)]
pub(super) struct Ranks {
    /// The column of each box, from zero.
    pub(super) of_boxes: Vec<usize>,
    /// Whether a line runs from right to left.
    pub(super) is_reversed: Vec<bool>,
}

/// The ranks of a connected part. Lines from a box to itself do not count.
pub(super) fn ranks(n_boxes: usize, lines: &[Line]) -> Ranks {
    let is_reversed = reversed(n_boxes, lines);
    let edges: Vec<_> = lines
        .iter()
        .zip(&is_reversed)
        .filter(|(line, _)| line.from != line.to)
        .map(|(line, back)| match back {
            true => (line.to, line.from),
            false => (line.from, line.to),
        })
        .collect();
    let mut of_boxes = longest_paths(n_boxes, &edges);
    tighten(&mut of_boxes, &edges);
    let least = of_boxes.iter().copied().min().unwrap_or(0);
    for it in &mut of_boxes {
        *it -= least;
    }
    // What hangs in columns of its own after tightening leaves gaps: close them.
    let mut used = of_boxes.clone();
    used.sort_unstable();
    used.dedup();
    for it in &mut of_boxes {
        *it = used.binary_search(it).unwrap_or(0);
    }
    Ranks { of_boxes, is_reversed }
}

/// Which lines must run to the left so that the others make no circle, and that no box
/// has all its leaves at one side.
fn reversed(n_boxes: usize, lines: &[Line]) -> Vec<bool> {
    let mut graph = DiGraph::<(), usize>::new();
    for _ in 0..n_boxes {
        graph.add_node(());
    }
    for (at, line) in lines.iter().enumerate().filter(|it| it.1.from != it.1.to) {
        graph.add_edge(NodeIndex::new(line.from), NodeIndex::new(line.to), at);
    }
    let mut is_reversed = vec![false; lines.len()];
    for edge in greedy_feedback_arc_set(&graph) {
        is_reversed[*edge.weight()] = true;
    }
    for hub in graph.node_indices() {
        let leaf = |other: NodeIndex| {
            graph.edges_directed(other, petgraph::Outgoing).count()
                + graph.edges_directed(other, petgraph::Incoming).count()
                == 1
        };
        let right: Vec<_> = graph
            .edges(hub)
            .filter(|it| leaf(it.target()))
            .map(|it| *it.weight())
            .collect();
        let left = graph.edges_directed(hub, petgraph::Incoming);
        let left: Vec<_> =
            left.filter(|it| leaf(it.source())).map(|it| *it.weight()).collect();
        let (many, few) = if right.len() > left.len() {
            (&right, left.len())
        } else {
            (&left, right.len())
        };
        let excess = (many.len() - few) / 2;
        if many.len() > MANY_LEAVES {
            // Lines in the order of their numbers: the last ones change sides.
            let mut many = many.clone();
            many.sort_unstable();
            for it in many.into_iter().rev().take(excess) {
                is_reversed[it] = true;
            }
        }
    }
    is_reversed
}

/// The length of the longest way to each box. The edges make no circle.
fn longest_paths(n_boxes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut ranks = vec![0; n_boxes];
    // One more round than there are boxes cannot be needed without a circle.
    for _ in 0..n_boxes {
        let mut is_settled = true;
        for (from, to) in edges {
            if ranks[*to] <= ranks[*from] {
                ranks[*to] = ranks[*from] + 1;
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    // Room to the left for what is moved there.
    ranks.iter().map(|it| it + n_boxes).collect()
}

/// Moves boxes towards the side to which they have more lines, as far as those allow.
fn tighten(ranks: &mut [usize], edges: &[(usize, usize)]) {
    const ROUNDS: usize = 8;
    let mut before = vec![Vec::new(); ranks.len()];
    let mut after = vec![Vec::new(); ranks.len()];
    for (from, to) in edges {
        after[*from].push(*to);
        before[*to].push(*from);
    }
    for _ in 0..ROUNDS {
        for at in 0..ranks.len() {
            let first = before[at].iter().map(|it| ranks[*it] + 1).max();
            let last = after[at].iter().map(|it| ranks[*it] - 1).min();
            match (first, last) {
                (None, Some(last)) => ranks[at] = last,
                (Some(first), None) => ranks[at] = first,
                (Some(first), Some(last)) if before[at].len() > after[at].len() => {
                    ranks[at] = first.min(last);
                }
                (Some(first), Some(last)) if before[at].len() < after[at].len() => {
                    ranks[at] = last.max(first);
                }
                _ => {}
            }
        }
    }
}
