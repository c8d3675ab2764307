//! What follows when a share is paid.

use jiff::Timestamp;
use store::PgConnection;
use store::groups::Group;
use store::shares::Locked;

use super::error::OpenError;
use super::passing_on::pass_on;
use super::topping_up::give;

/// Whoever settles a share calls this in the same transaction, with the share as it is now and the group locked: a joiner's money is
/// passed on, and credit that was bought is given. For every other share, and one that is not paid, it does nothing.
pub async fn when_paid(
    connection: &mut PgConnection,
    group: &Group,
    share: &Locked,
    now: Timestamp,
) -> Result<(), OpenError> {
    pass_on(&mut *connection, group, share, now).await?;
    give(connection, group, share, now).await
}
