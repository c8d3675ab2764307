//! Reminding a member of a share that is not paid.

use domain::invoice::GRACE_DAYS;
use domain::notice::Notice;
use jiff::{SignedDuration, Timestamp};
use store::groups::Group;
use store::shares::{self, Locked};
use store::{PgConnection, charges, papers};

use crate::app::App;
use crate::telling::tell;

/// Tells the member, who was reminded `times` times then. Where a card is charged for the share on the same days, whether that
/// worked is told instead.
pub(super) async fn remind(
    app: &App,
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    invoiced_at: Timestamp,
    times: u32,
) -> store::Result<()> {
    shares::set_reminded(&mut *connection, locked, times).await?;
    if app.charges_cards_of(group) && charges::is_automatic(&mut *connection, locked).await? {
        return Ok(());
    }
    let reminder = Notice::ShareReminder {
        share_id: locked.id,
        number: times,
        invoice: papers::invoice_number(&mut *connection, locked).await?,
        amount: locked.share.open().into(),
        pay_by: invoiced_at + SignedDuration::from_hours(i64::from(GRACE_DAYS) * 24),
    };
    tell(connection, locked.group, locked.user, reminder).await
}
