//! `cargo +nightly fuzz run hostile`, in `crates/vault`.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/hostile.rs"]
mod hostile;

fuzz_target!(|bytes: &[u8]| hostile::hostile(bytes));
