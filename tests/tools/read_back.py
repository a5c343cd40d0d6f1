"""Reads the exports in a folder with the libraries of the tools that they are for, and
prints what each found as JSON: nodes, edges and rows, in an order that does not depend on
the format."""

import csv
import json
import re
import sys
from pathlib import Path

import antlr4
import kuzu
import networkx
import openpyxl
import pyarrow.parquet
import rdflib
from antlr4_cypher import CypherLexer, CypherParser
from antlr4.error.ErrorListener import ErrorListener
from followthemoney import model
from nanopub import Nanopub

FOLDER = Path(sys.argv[1])
# What of an edge is compared, beside its ends.
KEYS = ["fact", "label", "standing", "confidence", "start", "in_schema", "quote"]


def network(nodes, edges):
    return {"nodes": sorted(nodes), "edges": sorted(edges)}


def edge(source, target, data):
    return [source, target] + [data[key] for key in KEYS]


def from_networkx(graph, name):
    assert graph.is_directed()
    return network(
        ([node, data[name], data["type"]] for node, data in graph.nodes(data=True)),
        (edge(source, target, data) for source, target, data in graph.edges(data=True)),
    )


def graphml():
    return from_networkx(networkx.read_graphml(FOLDER / "x.graphml"), "label")


def gexf():
    graph = networkx.read_gexf(FOLDER / "x.gexf")
    days = {it["fact"]: (it.get("start"), it.get("end")) for _, _, it in graph.edges(data=True)}
    for _, _, data in graph.edges(data=True):
        data["start"] = data["sentence_start"]
    found = from_networkx(graph, "label")
    found["days"] = [[fact, *days[fact]] for fact in sorted(days)]
    return found


# What the types in the headers of Neo4j's import turn a cell into.
TYPES = {
    "string": str,
    "int": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": str,
}


def neo4j_rows(name):
    with open(FOLDER / "neo4j" / name, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    for row in rows:
        assert len(row) == len(header), row
        data = {}
        for field, cell in zip(header, row):
            key, _, kind = field.partition(":")
            if kind.endswith("[]"):
                data[key] = cell.split("\x1f") if cell else []
            elif key and cell:
                data[key] = TYPES.get(kind, str)(cell)
            elif not key:
                data[field] = cell
        yield data


def neo4j():
    nodes = list(neo4j_rows("nodes.csv"))
    names = {it["iri"] for it in nodes}
    assert len(names) == len(nodes)
    edges = list(neo4j_rows("relationships.csv"))
    for it in edges:
        assert it[":START_ID"] in names and it[":END_ID"] in names
        assert it["standing"] == "affirmed" or it[":TYPE"].startswith(it["standing"].upper())
    return network(
        ([it["iri"], it["name"], it["type"]] for it in nodes),
        (edge(it[":START_ID"], it[":END_ID"], it) for it in edges),
    )


class Refusal(ErrorListener):
    def syntaxError(self, recognizer, symbol, line, column, message, error):
        raise SyntaxError(f"{line}:{column}: {message}")


def cypher():
    """Parses every statement by the grammar of openCypher, and runs it in Kuzu."""
    statements = (FOLDER / "x.cypher").read_text(encoding="utf-8").splitlines()
    for statement in statements:
        lexer = CypherLexer(antlr4.InputStream(statement))
        parser = CypherParser(antlr4.CommonTokenStream(lexer))
        for part in (lexer, parser):
            part.removeErrorListeners()
            part.addErrorListener(Refusal())
        parser.script()
    database = kuzu.Connection(kuzu.Database(":memory:"))
    database.execute(
        "CREATE NODE TABLE Entity(iri STRING PRIMARY KEY, name STRING, type STRING, "
        "aliases STRING[])"
    )
    kinds = {"confidence": "DOUBLE", "start": "INT64", "end": "INT64", "sentence": "INT64"}
    kinds |= {"in_schema": "BOOL", "reported": "DATE"}
    kinds |= {"event_start": "DATE", "event_end": "DATE"}
    text = "\n".join(statements)
    columns = sorted(set(re.findall(r"r\.`(\w+)` = ", text)) | {"fact"})
    columns = ", ".join(f"`{it}` {kinds.get(it, 'STRING')}" for it in columns)
    for relation in sorted(set(re.findall(r"\[r:`([^`]+)`", text))):
        database.execute(f"CREATE REL TABLE `{relation}`(FROM Entity TO Entity, {columns})")
    # To run them again adds nothing.
    for statement in statements + statements:
        database.execute(statement)
    rows = database.execute("MATCH (n:Entity) RETURN n.iri, n.name, n.type").get_all()
    keys = ", ".join(f"r.`{key}`" for key in KEYS)
    edges = database.execute(f"MATCH (a)-[r]->(b) RETURN a.iri, b.iri, {keys}").get_all()
    return network(rows, edges)


def table_csv():
    with open(FOLDER / "x.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["confidence"] = float(row["confidence"])
        row["start"] = int(row["start"])
        row["in_schema"] = {"true": True, "false": False}[row["in_schema"]]
    return rows


def table_xlsx():
    book = openpyxl.load_workbook(FOLDER / "x.xlsx")
    assert book.sheetnames == ["facts"] and book["facts"].freeze_panes == "A2"
    header, *rows = book["facts"].iter_rows()
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    names = [cell.value for cell in header]
    return [dict(zip(names, (cell.value for cell in row))) for row in rows]


def table_parquet():
    table = pyarrow.parquet.read_table(FOLDER / "x.parquet")
    assert table.schema.field("reported").type == pyarrow.date32()
    return table.to_pylist()


def table(rows):
    keys = ["article", "subject", "relation", "object", "attributed_to_name", "reported"]
    keys += [key for key in KEYS if key != "label"]
    text = lambda it: it if isinstance(it, (int, float)) else str(it or "")
    return {"rows": [[text(row[key]) for key in keys] for row in rows]}


def ftm():
    entities = [json.loads(it) for it in open(FOLDER / "x.ftm.json", encoding="utf-8")]
    proxies = [model.get_proxy(it, cleaned=False) for it in entities]
    ids = {it.id: it.schema for it in proxies}
    assert len(ids) == len(proxies)
    counts = {}
    for data, proxy in zip(entities, proxies):
        proxy.schema.validate(data)
        given = {key: sorted(it) for key, it in data["properties"].items()}
        kept = {key: sorted(it) for key, it in proxy.to_dict()["properties"].items()}
        clean = model.get_proxy(data, cleaned=True).to_dict()["properties"]
        assert given == kept and set(clean) == set(given), (given, clean)
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert ids[value].is_a(prop.range), (proxy, prop, ids[value])
        counts[proxy.schema.name] = counts.get(proxy.schema.name, 0) + 1
    links = [it for it in entities if it["schema"] == "UnknownLink"]
    texts = sorted((it["properties"]["role"] + it["properties"]["summary"]) for it in links)
    edges = [it for it in proxies if it.schema.edge]
    return {"schemata": counts, "links": texts, "edges": len(edges)}


def rdf():
    found = {}
    for name, kind in [("nq", "nquads"), ("trig", "trig")]:
        data = rdflib.Dataset()
        data.parse(FOLDER / f"x.{name}", format=kind)
        found[name] = sum(1 for _ in data.quads())
    for name, kind in [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld"), ("nt", "nt")]:
        found[name] = len(rdflib.Graph().parse(FOLDER / f"x.{name}", format=kind))
    return found


def nanopub():
    np = rdflib.Namespace("http://www.nanopub.org/nschema#")
    data = rdflib.Dataset()
    data.parse(FOLDER / "x.nanopub.trig", format="trig")
    heads = [it for it in data.quads((None, rdflib.RDF.type, np.Nanopublication, None))]
    for name, _, _, head in heads:
        part = rdflib.ConjunctiveGraph()
        for graph in [head] + [
            next(data.quads((name, np[it], None, head)))[2]
            for it in ("hasAssertion", "hasProvenance", "hasPublicationInfo")
        ]:
            for triple in data.graph(graph):
                part.get_context(graph).add(triple)
        one = Nanopub(rdf=part)
        assert len(one.assertion) and len(one.provenance) and len(one.pubinfo)
        assert (one.assertion.identifier, None, None) in one.provenance
        assert (name, None, None) in one.pubinfo
    return {"count": len(heads)}


print(
    json.dumps(
        {
            "graphml": graphml(),
            "gexf": gexf(),
            "neo4j": neo4j(),
            "cypher": cypher(),
            "csv": table(table_csv()),
            "xlsx": table(table_xlsx()),
            "parquet": table(table_parquet()),
            "ftm": ftm(),
            "rdf": rdf(),
            "nanopub": nanopub(),
        }
    )
)
