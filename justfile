# Each recipe is one line of `.ci/run`.

# Everything that CI checks.
ci: test fmt lint doc deny typos

# Build and run every test.
test:
    cargo test

# Check the format.
fmt:
    cargo fmt --check

# Check the style.
lint:
    cargo clippy --all-targets -- -D warnings

# Build the documentation.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items

# Check licenses and origins of the dependencies.
deny:
    cargo deny check licenses bans sources

# Check the spelling.
typos:
    typos

# Install the programs that read exports back in tests; without them those are skipped.
readers:
    tests/tools/install.sh
