#!/bin/sh
# How many stock queries a second does `serve` answer, beside `oxigraph serve`, and how long
# does the slowest of a hundred take? Both have the same quads and get the same bytes.
#
#     benches/serve.sh COLLECTION
#
# The collection of docs/evaluation.md has 100,000 made-up facts:
#
#     ARTICLES=1000 PER_ARTICLE=100 cargo test --release --test it about_answers -- --ignored
#
# which leaves it in target/tmp/scale/news. Needs wrk (Debian: wrk), curl, and an oxigraph
# (`pip install oxigraph` or `cargo install oxigraph-cli`), named by OXIGRAPH.
set -eu
news=$1
here=$(dirname "$0")
newsgraph=${NEWSGRAPH:-target/release/newsgraph}
oxigraph=${OXIGRAPH:-oxigraph}
seconds=${SECONDS_EACH:-60}
clients=${CLIENTS:-64}
desk=$(mktemp -d)
ours= theirs=
trap 'kill $ours $theirs 2> /dev/null || true; rm -rf "$desk"' EXIT

# Every prefix that newsgraph knows without being told; oxigraph has to be told.
prefixes() {
    sed -n 's/^@prefix \([a-z]*:\) <\(.*\)> \.$/PREFIX \1 <\2>/p' "$desk/one.ttl"
}
"$newsgraph" build "$here/../docs/example.txt" -o "$desk/small" --quiet
"$newsgraph" query "$desk/small" 'CONSTRUCT { ?a ?b ?c } { ?a ?b ?c } LIMIT 1' --to ttl > "$desk/one.ttl"
mkdir "$desk/queries"
for setting in about:who claims:who contradictions:who corroborated:who denials:who \
    exclusives:who first_reports:who offices:who; do
    name=${setting%%:*}
    {
        prefixes
        "$newsgraph" query "$desk/small" "$name" --set "${setting##*:}=e:person-7" --show
    } > "$desk/queries/$name.rq"
done
"$newsgraph" export "$news" --to nq > "$desk/news.nq"
wc -l < "$desk/news.nq" | xargs echo quads:

"$newsgraph" serve "$news" --port 7981 2> "$desk/ours.log" &
ours=$!
"$oxigraph" serve --bind 127.0.0.1:7982 --union-default-graph > "$desk/theirs.log" 2>&1 &
theirs=$!
until curl -sf -o /dev/null http://127.0.0.1:7981/health; do sleep 0.2; done
until curl -sf -o /dev/null 'http://127.0.0.1:7982/query?query=ASK%7B%7D'; do sleep 0.2; done
curl -sf -X POST -H 'Content-Type: application/n-quads' -T "$desk/news.nq" \
    http://127.0.0.1:7982/store
for query in "$desk"/queries/*.rq; do
    for port in 7981 7982; do
        curl -sf "http://127.0.0.1:$port/query" -H 'Accept: text/csv' \
            -H 'Content-Type: application/sparql-query' --data-binary "@$query" |
            LC_ALL=C sort > "$desk/$port.csv"
    done
    cmp "$desk/7981.csv" "$desk/7982.csv" || echo "DIFFERENT: $query"
done
# load WHAT PORT CLIENTS SECONDS [fresh | readers]
load() {
    printf '%-18s %2d clients: ' "$1" "$3"
    wrk -t 1 -c "$3" -d "$4s" --timeout 60s -s "$here/serve.lua" "http://127.0.0.1:$2" \
        -- "$desk/queries" ${5:+"$5"} | tail -n 1
}
for kind in fresh ''; do
    for count in 1 "$clients"; do
        load "newsgraph $kind" 7981 "$count" "$seconds" "$kind"
        load "oxigraph $kind" 7982 "$count" "$seconds" "$kind"
    done
done
load 'newsgraph readers' 7981 "$clients" "$seconds" readers
load 'oxigraph readers' 7982 "$clients" "$seconds" readers
# One stock query alone, as when everybody opens the same page.
mkdir "$desk/all"
mv "$desk"/queries/*.rq "$desk/all"
cp "$desk/all/about.rq" "$desk/queries"
load 'about fresh' 7981 1 10 fresh
load 'about' 7981 1 10
load 'about' 7981 "$clients" 10
curl -sf http://127.0.0.1:7981/metrics | grep -E '^(process_resident|newsgraph_(queries|requests|answers))'
