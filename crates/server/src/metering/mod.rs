//! Credit: reserved before a turn, settled after it, in the use case's own transaction (MONEY.md §3, §4).
//!
//! Both lock the period's pool before anything else that a turn writes, so that no two of them wait for each other.

mod correct;
mod patience;
mod reserve;
mod settle;

use domain::id::UserId;
use store::PgConnection;
use store::pools::PeriodPool;

pub use correct::correct;
pub use patience::patience;
pub use reserve::{Exhausted, ReserveError, Reserved, Wanted, reserve};
pub use settle::{OpenHold, SettleError, Used, lock, settle};

use crate::realtime::{Event, announce};

/// Tells everybody who shares the pool that it changed.
async fn announce_change(connection: &mut PgConnection, period: &PeriodPool) -> store::Result<()> {
    let sharers: Vec<UserId> =
        period.pool.members.iter().filter(|member| member.present).map(|member| member.user).collect();
    announce(connection, &sharers, Event::CreditChanged { group_id: period.group }).await
}
