// Asks a folder of N-Quads parts with N3.js as reader and Comunica as query engine.
//
//     NODE_TOOLS=target/tools/node node read_parts.mjs PARTS QUERY.rq ...
//
// Prints, as JSON, the number of quads and the rows of each query, sorted.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const load = createRequire(join(resolve(process.env.NODE_TOOLS), 'package.json'));
const N3 = load('n3');
const { QueryEngine } = load('@comunica/query-sparql-rdfjs');

const [folder, ...queries] = process.argv.slice(2);
const manifest = readFileSync(join(folder, 'MANIFEST.jsonl'), 'utf8');
const store = new N3.Store();
for (const line of manifest.trim().split('\n')) {
    const part = gunzipSync(readFileSync(join(folder, JSON.parse(line).part)));
    store.addQuads(new N3.Parser({ format: 'N-Quads' }).parse(part.toString('utf8')));
}
const engine = new QueryEngine();
const answers = {};
for (const query of queries) {
    const text = readFileSync(query, 'utf8');
    const context = { sources: [store], unionDefaultGraph: true };
    const result = await engine.query(text, context);
    const names = (await result.metadata()).variables.map((it) => (it.variable ?? it).value);
    const rows = [];
    for await (const binding of await result.execute()) {
        rows.push(names.map((name) => binding.get(name)?.value ?? ''));
    }
    answers[basename(query, '.rq')] = rows.sort();
}
process.stdout.write(JSON.stringify({ quads: store.size, answers }));
