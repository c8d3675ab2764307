//! Content keys, their wraps, sealing and opening; no I/O, no clock, no randomness.
