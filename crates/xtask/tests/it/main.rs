//! The architecture as a test: who may use whom, what stays pure, and how tidy the house is.
//!
//! Each rule is a function from a [`Tree`](tree::Tree) to the places that break it. It is tried on small made-up
//! trees, which it must complain about, and then on this checkout, which must be clean.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod docs;
mod floors;
mod manifests;
mod named_tests;
mod pure;
mod sql;
mod tidy;
mod tokens;
mod tree;
mod web;

/// Fails with every broken place, one a line.
fn assert_none(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}
