"""Asks a folder of N-Quads parts with another program's reader and query engine.

    read_parts.py rdflib|pyoxigraph PARTS QUERY.rq ...

Prints, as JSON, the number of quads and the rows of each query, sorted.
"""

import gzip
import json
import sys
from pathlib import Path


def rdflib_engine(parts):
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    for part in parts:
        dataset.parse(data=gzip.open(part, "rt", encoding="utf-8").read(), format="nquads")
    count = sum(len(graph) for graph in dataset.graphs())

    def ask(text):
        rows = dataset.query(text)
        return [[cell and str(cell) for cell in row] for row in rows]

    return count, ask


def pyoxigraph_engine(parts):
    import pyoxigraph

    store = pyoxigraph.Store()
    for part in parts:
        data = gzip.open(part, "rb").read()
        store.load(data, format=pyoxigraph.RdfFormat.N_QUADS)

    def ask(text):
        solutions = store.query(text, use_default_graph_as_union=True)
        return [
            [getattr(cell, "value", None) for cell in solution] for solution in solutions
        ]

    return len(store), ask


def main():
    engine, folder, *queries = sys.argv[1:]
    manifest = (Path(folder) / "MANIFEST.jsonl").read_text(encoding="utf-8")
    parts = [Path(folder) / json.loads(line)["part"] for line in manifest.splitlines()]
    count, ask = {"rdflib": rdflib_engine, "pyoxigraph": pyoxigraph_engine}[engine](parts)
    answers = {}
    for query in queries:
        rows = ask(Path(query).read_text(encoding="utf-8"))
        rows = [["" if cell is None else cell for cell in row] for row in rows]
        answers[Path(query).stem] = sorted(rows)
    json.dump({"quads": count, "answers": answers}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
