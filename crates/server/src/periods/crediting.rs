//! Lowering a share that is invoiced: a numbered credit note, the share, and what they post.

use domain::cover::refund;
use domain::credit_note::{CreditNoteNumber, CreditReason};
use domain::id::{CreditNoteId, PeriodId};
use domain::ledger::{Account, LedgerError, events};
use domain::money::Money;
use domain::period::{PeriodError, PeriodStatus};
use jiff::Timestamp;
use store::groups::Group;
use store::shares::{self, Locked};
use store::{PgConnection, covers, joinings, ledger, periods};
use uuid::Uuid;

use super::error::OpenError;

/// Takes off a share what its member cannot use any more, less what was taken off before for such a reason. What went to those
/// who joined is not part of either.
pub(super) async fn credit(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    locked: &Locked,
    reason: CreditReason,
    unused: Money,
    now: Timestamp,
) -> Result<(), OpenError> {
    let credited = locked.share.credited();
    let passed = joinings::passed_of(&mut *connection, locked).await?;
    let before = credited.checked_sub(passed).map_err(LedgerError::from)?;
    let amount = unused.checked_sub(before).map_err(LedgerError::from)?;
    let most = locked.share.amount().checked_sub(credited).map_err(LedgerError::from)?;
    let amount = Money::new(amount.minor.min(most.minor), amount.currency);
    issue(connection, group, period, locked, reason, amount, now).await
}

/// Takes an amount off a share, if it is one; its group is locked.
pub async fn issue(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    locked: &Locked,
    reason: CreditReason,
    amount: Money,
    now: Timestamp,
) -> Result<(), OpenError> {
    if amount.minor <= 0 {
        return Ok(());
    }
    let credited = locked.share.credit(amount)?;
    let id = CreditNoteId::from_uuid(Uuid::now_v7());
    let year = u16::try_from(now.to_zoned(group.zone.clone()).year()).map_err(|_| PeriodError::OutOfRange)?;
    let number = CreditNoteNumber::new(year, shares::next_credit_note(&mut *connection).await?);
    shares::insert_credit_note(&mut *connection, locked, id, &number, reason, amount, &credited).await?;
    shares::put(&mut *connection, locked, &credited.share).await?;
    // What a closed period was paid is earned.
    let found = periods::find(&mut *connection, group.id, period).await?;
    let is_closed = found.is_some_and(|(_, status)| status == PeriodStatus::Closed);
    let from = if is_closed { Account::Revenue } else { Account::Deferred { group: group.id, period } };
    // What was paid goes back to whoever paid it; of a covered share that much is not owed among members any more.
    let refunds = match covers::of_share(&mut *connection, locked).await? {
        Some((coverer, still_covered)) => {
            let refund = refund(credited.to_balance, still_covered).map_err(LedgerError::from)?;
            covers::lower(&mut *connection, locked, refund.to_coverer).await?;
            vec![(coverer, refund.to_coverer), (locked.user, refund.to_member)]
        }
        None => vec![(locked.user, credited.to_balance)],
    };
    let posting = events::credit_note_issued(id, from, locked.user, credited.to_receivable, &refunds)?;
    ledger::post(connection, group.id, &posting).await?;
    Ok(())
}
