//! RDF: the graph as quads, a store of them, and SPARQL. The only user of oxigraph.
