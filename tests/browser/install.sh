#!/usr/bin/env bash
# Installs what drives a browser in tests, under `target/tools/browser`. Needs npm with
# its registry; the browser itself is Chromium of the system (`apt-get install chromium`).
set -euo pipefail
cd "$(dirname "$0")/../.."

place=$PWD/target/tools/browser
if ! cmp --silent tests/browser/package.json "$place/installed"; then
    mkdir -p "$place"
    cp tests/browser/package.json "$place/"
    npm install --prefix "$place" --silent --no-audit --no-fund
    cp tests/browser/package.json "$place/installed"
fi
