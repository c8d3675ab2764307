//! What the group hears when something about its bills changes.

use domain::id::GroupId;
use store::PgConnection;
use store::groups::{self, Seated};

use crate::realtime::{Event, announce};

/// Tells the group that a share changed, and with it what its member may use.
pub async fn announce_change(connection: &mut PgConnection, group: GroupId) -> store::Result<()> {
    let members = groups::members(&mut *connection, &[group]).await?;
    let users: Vec<_> = members.iter().map(Seated::user).collect();
    announce(&mut *connection, &users, Event::GroupChanged { group_id: group }).await?;
    announce(connection, &users, Event::CreditChanged { group_id: group }).await?;
    Ok(())
}
