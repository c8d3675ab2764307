//! The binary potluck: time, network and people.
//!
//! The modules are floors, and a file uses only floors below its own (ARCHITECTURE.md, checked by a test):
//! `main` · `router` `schedule` · the features · what features share · `app` · the ground.

pub mod accounts;
pub mod admin;
pub mod app;
pub mod assets;
pub mod billing;
pub mod catalogue;
pub mod charging;
pub mod chat;
pub mod config;
pub mod files;
pub mod gateway;
pub mod groups;
pub mod hashing;
pub mod http;
pub mod inbox;
pub mod issuer;
pub mod jobs;
pub mod keeping;
pub mod keys;
pub mod letters;
pub mod lifecycle;
pub mod live;
pub mod metering;
pub mod notices;
pub mod periods;
pub mod printing;
pub mod push;
pub mod realtime;
pub mod receiving;
pub mod router;
pub mod schedule;
pub mod sealing;
pub mod seldom;
pub mod telemetry;
pub mod telling;
pub mod usage;
