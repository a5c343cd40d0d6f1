# The recipes that `ci` names are the steps of `.ci/run`, line by line.

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

# Run the first commands of README as a stranger does, and time them.
fresh:
    .ci/fresh

# Build twice in two folders, and compare the bytes.
same:
    .ci/same

# Run each fuzz target for a while.
fuzz:
    fuzz/run.sh

# Look for known faults of dependencies; asks a network for the list.
advisories:
    cargo deny check advisories

# Write the licenses of what is linked.
notices:
    cargo about generate --offline about.hbs --output-file target/THIRD_PARTY.md

# Write what the program is made of, as CycloneDX.
sbom:
    cargo cyclonedx --format json --no-build-deps --override-filename newsgraph.cdx
    mv newsgraph.cdx.json target/
