//! All integration tests in one binary.

mod commonmark;
mod laws;
mod support;
