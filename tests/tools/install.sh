#!/usr/bin/env bash
# Installs the programs that read our exports back in tests, under `target/tools`. Needs
# Python 3.11 and npm with their registries. Tests say which of them they miss, and skip.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=$PWD/target/tools/python
node=$PWD/target/tools/node

# A list that was installed as a whole is not installed again.
installed() { cmp --silent "$1" "$2/installed"; }

if ! installed tests/tools/python.txt "$python"; then
    python3 -m venv "$python"
    "$python/bin/pip" install --quiet --requirement tests/tools/python.txt
    cp tests/tools/python.txt "$python/installed"
fi
if ! installed tests/tools/package.json "$node"; then
    mkdir -p "$node"
    cp tests/tools/package.json "$node/"
    npm install --prefix "$node" --silent --no-audit --no-fund
    cp tests/tools/package.json "$node/installed"
fi
