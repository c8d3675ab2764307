//! Telling members how much of their credit is left, when it is little or nothing.

use domain::credit::NanoUsd;
use domain::fair_share;
use domain::notice::{CreditMark, Notice};
use store::PgConnection;
use store::holds::{self, HoldKey};
use store::pools::PeriodPool;

use crate::telling::tell;

/// Tells the member whose hold has ended when little or nothing is left of their own credit, once each in a period.
pub(super) async fn warn(connection: &mut PgConnection, key: &HoldKey, period: &PeriodPool) -> store::Result<()> {
    let Some(member) = period.pool.member(key.user) else { return Ok(()) };
    // Most of the time it is plain that there is nothing to tell, whatever else is held.
    if CreditMark::of(member, NanoUsd::ZERO).is_none() {
        return Ok(());
    }
    let held = holds::held_of_own(&mut *connection, key.group, key.period, key.user).await?;
    let (period_id, ends_at) = (key.period, period.period.ends_at);
    let notice = match CreditMark::of(member, held) {
        None => return Ok(()),
        Some(CreditMark::Low) => {
            let standing = fair_share::standing(&period.pool, key.user);
            let left = standing.available.get().saturating_add(standing.top_up.left().get());
            Notice::CreditLow { period_id, left_nanousd: NanoUsd(left), ends_at }
        }
        Some(CreditMark::Spent) => Notice::CreditSpent { period_id, ends_at },
    };
    tell(connection, key.group, key.user, notice).await
}
