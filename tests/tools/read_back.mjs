// Reads a Cytoscape JSON file and a Mermaid file with the libraries that draw them, and
// prints what each found as JSON. Run it where `node_modules` has them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/`);
const load = async (name) => import(pathToFileURL(require.resolve(name)));

const { JSDOM } = await load("jsdom");
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;

const { default: cytoscape } = await load("cytoscape");
const graph = cytoscape({
  headless: true,
  elements: JSON.parse(readFileSync(`${folder}/x.cytoscape`, "utf8")).elements,
});
const keys = ["fact", "name", "standing", "confidence", "start", "in_schema", "quote"];
const nodes = graph.nodes().map((it) => [it.id(), it.data("name"), it.data("type")]);
const edges = graph.edges().map((it) => [
  it.source().id(),
  it.target().id(),
  ...keys.map((key) => it.data(key)),
]);

const { default: mermaid } = await import(
  pathToFileURL(`${process.cwd()}/node_modules/mermaid/dist/mermaid.core.mjs`)
);
mermaid.initialize({ startOnLoad: false });
const text = readFileSync(`${folder}/x.mermaid`, "utf8");
const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
const flow = diagram.db;
const decoded = (it) => it.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(code));
const names = new Map([...flow.getVertices().values()].map((it) => [it.id, decoded(it.text ?? "")]));

console.log(
  JSON.stringify({
    cytoscape: { nodes, edges },
    mermaid: {
      title: flow.getDiagramTitle(),
      nodes: [...names.values()],
      edges: flow.getEdges().map((it) => [names.get(it.start), decoded(it.text), names.get(it.end)]),
    },
  }),
);
