#!/bin/sh
# Installs the clients that `cargo test clients` asks the server with: SPARQLWrapper and
# rdflib from PyPI, fetch-sparql-endpoint from npm, all below target/clients.
#
#     tests/clients/install.sh
set -eu
folder=$(dirname "$0")/../../target/clients
mkdir -p "$folder"
cd "$folder"
[ -x venv/bin/python ] || python3 -m venv venv
venv/bin/pip install --quiet "SPARQLWrapper==2.0.0" "rdflib>=7,<8"
if command -v npm > /dev/null; then
    [ -f package.json ] || npm init -y > /dev/null
    npm install --silent --no-fund --no-audit "fetch-sparql-endpoint@7"
fi
