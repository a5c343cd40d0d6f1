#!/bin/sh
# How time and memory grow with the number of articles. Prints a table; peak memory is that of
# the whole program. One article is added five times, another one each time, and the calmest try
# counts, beside five tries of an article alone.
#
#     benches/scale.sh [ARTICLES …]
#
# NEWSGRAPH is the program to measure, else the release build is made. The articles are of one
# sentence each, so that what is measured is the collection and not the model. Needs GNU time
# (Debian: time).
set -eu
cd "$(dirname "$0")/.."
if [ -z "${NEWSGRAPH:-}" ]; then
    cargo build --release --quiet
    NEWSGRAPH=target/release/newsgraph
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
measure() {
    name=$1
    shift
    if ! command time -f '%e %U %M' -o "$work/time" "$@" > "$work/out" 2> "$work/err"; then
        echo "FAILED: $name" && cat "$work/err" && exit 1
    fi
    read -r wall user peak < "$work/time"
    printf '| %s | %s | %s s | %s s | %s MB |\n' "$articles" "$name" "$wall" "$user" "$((peak / 1024))"
}
calmest_of_five() {
    name=$1
    folder=$2
    for try in 1 2 3 4 5; do
        articles_from "$((articles + try))" "$((articles + try + 1))" > "$work/one.jsonl"
        [ "$folder" = news ] || folder=one$try
        measure "$name" "$NEWSGRAPH" build "$work/one.jsonl" -o "$work/$folder" --quiet
    done | sort -t '|' -k 4 -n | head -n 1
}
articles_from() {
    awk -v from="$1" -v to="$2" 'BEGIN {
        split("endorsed defeated accused met sued praised", verbs)
        for (at = from; at < to; at++)
            printf "{\"text\": \"Nora Number%d %s Felix Number%d.\", \"date\": \"2031-%02d-%02d\", \"publisher\": \"Paper %d\"}\n",
                at % 997, verbs[at % 6 + 1], at % 1009, at % 12 + 1, at % 28 + 1, at % 50
    }'
}
echo '| articles | what | wall | CPU | peak memory |'
echo '|---:|---|---:|---:|---:|'
for articles in "${@:-1000}"; do
    articles_from 0 "$articles" > "$work/all.jsonl"
    measure extract "$NEWSGRAPH" extract "$work/all.jsonl" --to nq --quiet
    measure build "$NEWSGRAPH" build "$work/all.jsonl" -o "$work/news" --quiet
    calmest_of_five 'build of one article alone' alone
    calmest_of_five 'build of one more' news
    measure merge "$NEWSGRAPH" merge "$work/news" "$work/one1" -o "$work/both"
    measure 'export --to nq' "$NEWSGRAPH" export "$work/news" --to nq
    measure 'export --to nq --parts' "$NEWSGRAPH" export "$work/news" --to nq --parts "$work/parts"
    measure digest "$NEWSGRAPH" digest "$work/news"
    measure 'index --rebuild' "$NEWSGRAPH" index "$work/news" --rebuild
    measure 'query endorsements' "$NEWSGRAPH" query "$work/news" endorsements
    measure 'the same again' "$NEWSGRAPH" query "$work/news" endorsements
    facts=$("$NEWSGRAPH" stats "$work/news" | awk '$1 == "all" { print $3 }')
    a_fact() { echo "$(($(du -sb "$work/news/$1" | cut -f 1) / facts))"; }
    echo "| $articles | bytes a fact on disk: packs, index | $(a_fact articles), $(a_fact index) | | |"
    rm -rf "$work/news" "$work"/one? "$work/both" "$work/parts"
done
