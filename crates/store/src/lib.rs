//! The only SQL: functions over a connection, rows to domain values and back.
//!
//! Every function takes `&mut PgConnection`, so that the use case owns the transaction. "Not there" is `None`; a row that
//! belongs to somebody else is not there. Queries are checked at compile time against `.sqlx`.

pub mod account_links;
pub mod api_keys;
pub mod archive;
pub mod attachments;
pub mod attempts;
pub mod audit;
pub mod books;
pub mod bus;
pub mod caps;
pub mod cards;
pub mod carries;
pub mod charges;
pub mod clock;
pub mod closing;
pub mod conversations;
pub mod covers;
pub mod directory;
pub mod disputes;
pub mod drafts;
mod error;
pub mod folders;
pub mod gateway_requests;
pub mod group_activity;
pub mod groups;
pub mod holds;
pub mod idempotency;
pub mod imports;
pub mod inbox;
pub mod invitations;
pub mod invoices;
pub mod issuers;
pub mod jobs;
pub mod joinings;
pub mod key_rotations;
pub mod ledger;
pub mod lending;
pub mod margins;
pub mod messages;
pub mod notices;
pub mod operator_actions;
pub mod papers;
pub mod passkeys;
pub mod payments;
pub mod payouts;
pub mod periodic_work;
pub mod periods;
pub mod plan_changes;
pub mod plan_offers;
pub mod pool;
pub mod pools;
pub mod prices;
pub mod prompts;
pub mod pushes;
pub mod refunds;
pub mod sealed_keys;
pub mod sealed_rows;
pub mod second_factors;
pub mod sellers;
pub mod sessions;
pub mod shares;
pub mod snapshots;
pub mod splits;
pub mod standing_covers;
pub mod statistics;
pub mod test_clock;
#[cfg(feature = "testing")]
pub mod testing;
pub mod top_ups;
pub mod turns;
pub mod usage;
pub mod users;

pub use error::{Error, Result};
pub use sqlx::{Acquire, PgConnection, PgPool, PgTransaction};

/// A connection out of a pool, which goes back to it when it is dropped.
pub type PooledConnection = sqlx::pool::PoolConnection<sqlx::Postgres>;

/// What happens to rows that somebody else has locked, when they are to be locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenLocked {
    /// They are waited for.
    Wait,
    /// They are left out.
    PassOver,
}
