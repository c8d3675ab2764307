//! The binary potluck: time, network and people.
