"""Asks a server with SPARQLWrapper and rdflib: `python.py http://localhost:7878`."""

import sys

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

address = sys.argv[1]
entity = "https://w3id.org/newsgraph/id/entity/"
relation = rdflib.Namespace("https://w3id.org/newsgraph/relation/")
aldane, brandt = rdflib.URIRef(entity + "nora-aldane"), rdflib.URIRef(entity + "felix-brandt")
query = "SELECT ?a ?b { ?a :endorsed ?b }"

wrapper = SPARQLWrapper(address + "/query")
wrapper.setQuery(query)
for method in ("GET", POST):
    wrapper.setMethod(method)
    wrapper.setReturnFormat(JSON)
    (row,) = wrapper.queryAndConvert()["results"]["bindings"]
    assert (row["a"]["value"], row["b"]["value"]) == (str(aldane), str(brandt)), row
wrapper.setRequestMethod(POSTDIRECTLY)
wrapper.setReturnFormat(CSV)
assert str(aldane).encode() in wrapper.queryAndConvert()
wrapper.setReturnFormat(XML)
assert "nora-aldane" in wrapper.queryAndConvert().toxml()
wrapper.setQuery("CONSTRUCT { ?a :endorsed ?b } { ?a :endorsed ?b }")
wrapper.setReturnFormat(TURTLE)
graph = rdflib.Graph().parse(data=wrapper.queryAndConvert(), format="turtle")
assert set(graph) == {(aldane, relation.endorsed, brandt)}, set(graph)
wrapper.setQuery("ASK { e:felix-brandt :endorsed ?b }")
wrapper.setReturnFormat(JSON)
assert wrapper.queryAndConvert()["boolean"] is False

remote = rdflib.Graph(SPARQLStore(address + "/query"))
assert (aldane, relation.endorsed, brandt) in remote
assert list(remote.objects(aldane, relation.endorsed)) == [brandt]

notes = SPARQLUpdateStore(address + "/query", address + "/update")
note = rdflib.Graph(notes, identifier=rdflib.URIRef("urn:x-note:python"))
note.add((brandt, rdflib.RDFS.comment, rdflib.Literal("from rdflib")))
assert list(note.objects(brandt, rdflib.RDFS.comment)) == [rdflib.Literal("from rdflib")]

service = rdflib.Graph().parse(address + "/query")
sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
assert (None, sd.feature, sd.UnionDefaultGraph) in service
void = rdflib.Graph().parse(address + "/.well-known/void")
assert (None, rdflib.RDF.type, rdflib.VOID.Dataset) in void
print("SPARQLWrapper and rdflib: well")
