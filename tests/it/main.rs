//! The integration tests: one binary.

mod annotation;
mod time;
