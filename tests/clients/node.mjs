// Asks a server with fetch-sparql-endpoint: `node.mjs http://localhost:7878`.

import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = new URL("../../target/clients/package.json", import.meta.url);
const require = createRequire(fileURLToPath(folder));
const path = require.resolve("fetch-sparql-endpoint");
const { SparqlEndpointFetcher } = await import(pathToFileURL(path));
const address = process.argv[2];
const relation = "https://w3id.org/newsgraph/relation/";

function check(holds, what) {
  if (!holds) throw new Error(what);
}

async function rows(stream) {
  const all = [];
  for await (const row of stream) all.push(row);
  return all;
}

for (const method of ["GET", "POST"]) {
  const fetcher = new SparqlEndpointFetcher({ method });
  const query = `SELECT ?a ?b { ?a <${relation}endorsed> ?b }`;
  const found = await rows(await fetcher.fetchBindings(`${address}/query`, query));
  check(found.length === 1, `${method}: ${found.length} rows`);
  check(found[0].a.value.endsWith("/nora-aldane"), found[0].a.value);
  const ask = `ASK { ?a <${relation}endorsed> ?b }`;
  check(await fetcher.fetchAsk(`${address}/query`, ask), "ASK");
  const construct = `CONSTRUCT { ?b <urn:x:by> ?a } { ?a <${relation}endorsed> ?b }`;
  const triples = await rows(await fetcher.fetchTriples(`${address}/query`, construct));
  check(triples.length === 1 && triples[0].subject.value.endsWith("/felix-brandt"), "CONSTRUCT");
}
const fetcher = new SparqlEndpointFetcher();
const insert = 'INSERT DATA { GRAPH <urn:x-note:node> { <urn:x:a> <urn:x:b> "from node" } }';
await fetcher.fetchUpdate(`${address}/update`, insert);
const kept = 'SELECT ?o { GRAPH <urn:x-note:node> { ?s ?p ?o } }';
check((await rows(await fetcher.fetchBindings(`${address}/query`, kept))).length === 1, "update");
console.log("fetch-sparql-endpoint: well");
