//! What follows when a payment has arrived, however it was made, or has not: the receipt, the group's activity, and who is told.

use domain::group_event::GroupEvent;
use domain::notice::Notice;
use jiff::Timestamp;
use payments::Method;
use store::payments::Payment;
use store::shares::Locked;
use store::{PgConnection, group_activity, papers};

use crate::telling::{tell, tell_all};

/// The payment arrived: call it once, in the transaction that settles its share.
pub async fn arrived(
    connection: &mut PgConnection,
    locked: &Locked,
    payment: &Payment,
    method: Method,
) -> store::Result<()> {
    papers::insert_receipt(&mut *connection, locked, payment.id, payment.payer, method.as_str(), payment.amount)
        .await?;
    let invoice = papers::invoice_number(&mut *connection, locked).await?;
    let (payer, debtor) = (payment.payer, locked.user);
    let is_cover = payer != debtor;
    let paid = Notice::SharePaid {
        payment_id: payment.id,
        invoice: invoice.clone(),
        amount: payment.amount.into(),
        covered: is_cover.then_some(debtor),
    };
    if !is_cover {
        let event = GroupEvent::Paid { user_id: payer, amount: payment.amount.into() };
        group_activity::record(&mut *connection, locked.group, &event).await?;
        return tell(connection, locked.group, payer, paid).await;
    }
    let event = GroupEvent::Covered { user_id: debtor, by: payer, amount: payment.amount.into() };
    group_activity::record(&mut *connection, locked.group, &event).await?;
    let covered = Notice::ShareCovered { share_id: locked.id, invoice, amount: payment.amount.into(), by: payer };
    tell_all(connection, locked.group, &[(payer, paid), (debtor, covered)]).await
}

/// A charge did not work, and the share is open: it is tried again at `again_at`, if it is by itself.
pub async fn card_failed(
    connection: &mut PgConnection,
    locked: &Locked,
    payment: &Payment,
    again_at: Option<Timestamp>,
) -> store::Result<()> {
    let notice = Notice::PaymentFailed {
        payment_id: payment.id,
        invoice: papers::invoice_number(&mut *connection, locked).await?,
        amount: locked.share.open().into(),
        again_at,
    };
    tell(connection, locked.group, payment.payer, notice).await
}

/// The bank of a payer who is away wants to be asked, until then.
pub async fn to_confirm(
    connection: &mut PgConnection,
    locked: &Locked,
    payment: &Payment,
    until: Timestamp,
) -> store::Result<()> {
    let notice = Notice::PaymentToConfirm {
        payment_id: payment.id,
        invoice: papers::invoice_number(&mut *connection, locked).await?,
        amount: payment.amount.into(),
        until,
    };
    tell(connection, locked.group, payment.payer, notice).await
}

/// What was said to be paid has not arrived.
pub async fn not_arrived(
    connection: &mut PgConnection,
    locked: &Locked,
    payment: &Payment,
    reason: &str,
) -> store::Result<()> {
    let notice = Notice::PaymentRejected {
        payment_id: payment.id,
        invoice: papers::invoice_number(&mut *connection, locked).await?,
        amount: payment.amount.into(),
        reason: reason.to_owned(),
    };
    tell(connection, locked.group, payment.payer, notice).await
}
