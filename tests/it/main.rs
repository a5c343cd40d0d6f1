//! The integration tests: one binary.

mod annotation;
