#!/bin/sh
# Installs the programs that tests/it/engines.rs and tests/it/hand_over.rs run beside
# newsgraph, under target/tools: Apache Spark, DuckDB, rdflib and pyoxigraph from PyPI, N3.js
# and Comunica from npm. Spark needs a Java runtime, 17 or later; GNU parallel is Debian's
# package parallel.
#
#     tests/tools/engines.sh
set -eu
cd "$(dirname "$0")/../.."
mkdir -p target/tools/node
python3 -m venv target/tools/venv
target/tools/venv/bin/pip install --quiet \
    'pyspark>=4,<5' 'pandas>=2.2' 'pyarrow>=15' 'duckdb>=1.1' 'rdflib>=7' 'pyoxigraph>=0.4'
cd target/tools/node
npm install --silent --no-fund --no-audit --prefix . n3 @comunica/query-sparql-rdfjs
