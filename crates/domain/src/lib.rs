//! The rules of Potluck: values in, decisions out; no I/O, no clock, no randomness.
