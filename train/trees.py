"""The best tree over scores of heads."""
import numpy as np

NEVER = -1e9


def tree(scores):
    """The heads of the best tree with one root; `scores[dependent, head]`, node 0 the root."""
    scores = scores.astype(float).copy()
    np.fill_diagonal(scores, NEVER)
    heads = scores.argmax(1)
    heads[0] = 0
    roots = [it for it in range(1, len(heads)) if heads[it] == 0]
    if len(roots) == 1 and cycle(heads) is None:
        return heads
    if len(roots) > 1:
        best = max(roots, key=lambda it: scores[it, 0] - scores[it, 1:].max())
        scores[np.arange(len(heads)) != best, 0] = -1e8
    return arborescence(scores)


def cycle(heads):
    """A cycle among heads, or None."""
    seen = np.zeros(len(heads), int)
    for start in range(1, len(heads)):
        path, at = [], start
        while at and not seen[at]:
            seen[at] = start
            path.append(at)
            at = heads[at]
        if at and seen[at] == start:
            return path[path.index(at) :]
    return None


def arborescence(scores):
    """The algorithm of Chu, Liu and Edmonds, by recursion."""
    scores = scores.copy()
    scores[0] = NEVER
    np.fill_diagonal(scores, NEVER)
    heads = scores.argmax(1)
    heads[0] = 0
    ring = cycle(heads)
    if ring is None:
        return heads
    rest = [it for it in range(len(heads)) if it not in ring]
    size = len(rest)
    smaller = np.full((size + 1, size + 1), NEVER)
    smaller[:size, :size] = scores[np.ix_(rest, rest)]
    kept = sum(scores[it, heads[it]] for it in ring)
    entries, exits = [0] * size, [0] * size
    for at, node in enumerate(rest):
        out = [scores[node, it] for it in ring]
        exits[at] = ring[int(np.argmax(out))]
        smaller[at, size] = max(out)
        into = [scores[it, node] - scores[it, heads[it]] + kept for it in ring]
        entries[at] = ring[int(np.argmax(into))]
        smaller[size, at] = max(into)
    found = arborescence(smaller)
    result = heads.copy()
    for at, node in enumerate(rest):
        if node:
            result[node] = rest[found[at]] if found[at] < size else exits[at]
    result[entries[found[size]]] = rest[found[size]]
    return result
