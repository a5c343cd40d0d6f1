#!/bin/sh
# Does the network give the same bits on other processors? Runs `eval emit bits` on this machine,
# on a Haswell (AVX2, no AVX-512) and, where its target is installed, on aarch64, both emulated.
#
#     benches/bits.sh
#
# Needs qemu-user (Debian: qemu-user); for aarch64 also `rustup target add
# aarch64-unknown-linux-gnu` and gcc-aarch64-linux-gnu.
set -eu
cd "$(dirname "$0")/.."
sentences=tests/model/sentences.txt
expected=$(sed -n '/^\[logits\]/,$s/^sha256 = "\(.*\)"/\1/p' data/model/english.toml | head -n 1)
wrong=0
compare() {
    found=$("$@" eval emit bits "$sentences")
    if [ "$found" = "$expected" ]; then
        echo "same: $*"
    else
        echo "DIFFERENT: $*: $found, the card has $expected"
        wrong=1
    fi
}
cargo build --release --quiet
compare target/release/newsgraph
compare qemu-x86_64 -cpu Haswell target/release/newsgraph
target=aarch64-unknown-linux-gnu
if [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
    CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc \
        cargo build --release --quiet --target "$target"
    compare qemu-aarch64 -L /usr/aarch64-linux-gnu "target/$target/release/newsgraph"
else
    echo "skipped: aarch64; \`rustup target add $target\` installs it"
fi
exit "$wrong"
