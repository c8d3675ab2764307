//! The server as its users meet it: real HTTP, a real database, nothing mocked but the vendor.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "tests fail loudly and read like examples"
)]

mod accounts;
mod activity;
mod api_keys;
mod attachments;
mod billing;
mod browser;
mod canaries;
mod canary;
mod cards;
mod chat;
mod closing;
mod closing_windows;
mod connections;
mod covers;
mod directory;
mod dunning;
mod embeddings;
mod export;
mod fallbacks;
mod faults;
mod folders;
mod gateway;
mod group_activity;
mod group_life;
mod groups;
mod idempotency;
mod imports;
mod invitations;
mod issuer;
mod ledger;
mod limits;
mod llama;
mod mail;
mod margin;
mod metering;
mod month_end;
mod notices;
mod numbers;
mod operator_actions;
mod operator_jobs;
mod papers;
mod passkeys;
mod passwords;
mod periods;
mod prices;
mod processes;
mod prompts;
mod pushes;
mod recovery;
mod rotation;
mod routes;
mod sdks;
mod second_factor;
mod sessions;
mod shelves;
mod slow_bodies;
mod slow_clients;
mod snapshots;
mod splits;
mod support;
mod thoughts;
mod till;
mod titles;
mod top_ups;
mod turns;
mod vendors;
mod verification;
mod year;
