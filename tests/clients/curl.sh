#!/bin/sh
# Asks a server with curl: `curl.sh http://localhost:7878`.
set -eu
address=$1
query='SELECT ?b { e:nora-aldane :endorsed ?b }'
expected='https://w3id.org/newsgraph/id/entity/felix-brandt'
same() {
    if [ "$1" != "$2" ]; then
        echo "wanted $2, got $1"
        exit 1
    fi
}
csv='Accept: text/csv'
same "$(curl -sfG "$address/query" -H "$csv" --data-urlencode "query=$query" | tr -d '\r' | sed 1d)" "$expected"
same "$(curl -sf "$address/query" -H "$csv" --data-urlencode "query=$query" | tr -d '\r' | sed 1d)" "$expected"
same "$(curl -sf "$address/query" -H "$csv" -H 'Content-Type: application/sparql-query' --data "$query" | tr -d '\r' | sed 1d)" "$expected"
store="$address/store?graph=urn:x-note:curl"
same "$(curl -s -o /dev/null -w '%{http_code}' -T - -H 'Content-Type: text/turtle' "$store" <<- 'END'
	<urn:x:a> <urn:x:b> "from curl" .
	END
)" 201
curl -sf -H 'Accept: application/n-triples' "$store" | grep -q 'from curl'
same "$(curl -s -o /dev/null -w '%{http_code}' -X DELETE "$store")" 204
same "$(curl -s -o /dev/null -w '%{http_code}' "$store")" 404
echo "curl: well"
