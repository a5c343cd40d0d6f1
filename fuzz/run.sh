#!/usr/bin/env bash
# Runs every fuzz target for SECONDS_EACH seconds (3,600), one after the other, and says of each
# how many inputs it tried, how many parts of the program they reached, and what it found.
#
#     fuzz/run.sh [TARGET …]
#
# Needs a nightly Rust and cargo-fuzz. No address sanitizer: there is no unsafe code of ours, and
# the limit of 1 GB is then that of the program itself.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${SECONDS_EACH:-3600}
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(readers annotate conllu decisions sparql)

# What a target begins with, besides what it found earlier.
seeds() {
    case $1 in
    readers) echo tests/broken tests/pages ;;
    annotate) echo tests/articles ;;
    sparql) echo queries ;;
    conllu | decisions) echo tests/"$1" ;;
    esac
}

cargo +nightly fuzz build --sanitizer none
for target in "${targets[@]}"; do
    mkdir -p "fuzz/corpus/$target"
    # shellcheck disable=SC2046
    cargo +nightly fuzz run --sanitizer none "$target" "fuzz/corpus/$target" $(seeds "$target") -- \
        -max_total_time="$seconds" -rss_limit_mb=1024 -timeout=120 -print_final_stats=1 \
        > "fuzz/$target.log" 2>&1 && found=nothing || found="something, see fuzz/$target.log"
    tried=$(sed -n 's/^stat::number_of_executed_units: *//p' "fuzz/$target.log")
    reached=$(grep -o 'cov: [0-9]*' "fuzz/$target.log" | tail -n 1)
    memory=$(sed -n 's/^stat::peak_rss_mb: *//p' "fuzz/$target.log")
    echo "$target: $seconds s, $tried inputs, $reached, peak $memory MB, found $found"
done
