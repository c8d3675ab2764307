//! What confirming and rejecting share: find the payment, decide, save, announce.

use domain::id::PaymentId;
use domain::operator_action::OperatorAction;
use domain::payment::DecisionRefused;
use payments::{AnswerRefused, Attempt, Method, Verdict};
use store::payments::Payment;
use store::shares::Locked;
use store::{PgConnection, covers, groups, ledger, operator_actions, shares, users};

use super::claim_payment::PaymentState;
use crate::app::{App, commit};
use crate::charging::announce_change;
use crate::http::{Caller, Problem};
use crate::{periods, receiving};

/// Answers a payment that the caller is payee of. To others it is not there.
pub(super) async fn answer(
    app: &App,
    caller: &Caller,
    id: PaymentId,
    verdict: Verdict,
    reason: Option<&str>,
) -> Result<PaymentState, Problem> {
    let mut tx = app.begin().await?;
    let is_operator = is_operator(&mut tx, caller).await?;
    let find = async |tx: &mut PgConnection| {
        let found = store::payments::find_for(tx, caller.user, is_operator, id).await?;
        found.ok_or_else(Problem::not_found)
    };
    let found = find(&mut tx).await?;
    // The group first, like everything that moves its money: a joiner's payment changes the others' shares too.
    let group = groups::lock(&mut tx, found.group).await?.ok_or_else(Problem::not_found)?;
    let locked = shares::lock_paid_by(&mut tx, &found).await?;
    // Again under the lock: somebody else may have answered in between.
    let payment = find(&mut tx).await?;
    let attempt = Attempt {
        id,
        payer: payment.payer,
        owner: locked.user,
        amount: payment.amount,
        payment: payment.status,
        share: locked.share,
    };
    let answered = payments::answer(&attempt, verdict, true).map_err(refused)?;
    store::payments::answer(&mut tx, &payment, answered.payment, caller.user, reason).await?;
    shares::put(&mut tx, &locked, &answered.share).await?;
    if let Some(covered) = answered.covered {
        covers::insert(&mut tx, &locked, id, payment.payer, covered).await?;
    }
    match verdict {
        Verdict::Confirmed => receiving::arrived(&mut tx, &locked, &payment, Method::Manual).await?,
        Verdict::Rejected => receiving::not_arrived(&mut tx, &locked, &payment, reason.unwrap_or_default()).await?,
    }
    if let Some(posting) = &answered.posting {
        ledger::post(&mut tx, locked.group, posting).await?;
    }
    let settled = Locked { share: answered.share, ..locked };
    periods::when_paid(&mut tx, &group, &settled, group.now).await.map_err(Problem::internal)?;
    if is_operator {
        note(&mut tx, caller, &payment, verdict).await?;
    }
    announce_change(&mut tx, locked.group).await?;
    commit(tx).await?;
    Ok(PaymentState::of(id, answered.payment))
}

/// What an operator answers is for the other operators to read.
async fn note(
    connection: &mut PgConnection,
    caller: &Caller,
    payment: &Payment,
    verdict: Verdict,
) -> store::Result<()> {
    let (group_id, payment_id) = (payment.group, payment.id);
    let (user_id, amount) = (payment.payer, payment.amount.into());
    let action = match verdict {
        Verdict::Confirmed => OperatorAction::PaymentConfirmed { group_id, payment_id, user_id, amount },
        Verdict::Rejected => OperatorAction::PaymentRejected { group_id, payment_id, user_id, amount },
    };
    operator_actions::record(connection, Some(caller.user), &action).await
}

/// Whether the caller runs this server, and so is payee of every group.
pub(super) async fn is_operator(connection: &mut PgConnection, caller: &Caller) -> Result<bool, Problem> {
    Ok(users::find(connection, caller.user).await?.is_some_and(|user| user.is_operator))
}

fn refused(refused: AnswerRefused) -> Problem {
    let settled = |detail: &'static str| Problem::conflict("payment_settled", detail);
    match refused {
        AnswerRefused::Decision(DecisionRefused::NotPayee) => Problem::not_found(),
        AnswerRefused::Decision(DecisionRefused::AlreadyConfirmed) => {
            settled("This payment was confirmed before; there is nothing to do.")
        }
        AnswerRefused::Decision(DecisionRefused::AlreadyRejected) => {
            settled("This payment was rejected before; the payer can claim it again.")
        }
        AnswerRefused::Decision(DecisionRefused::ByCard) => Problem::conflict(
            "payment_by_card",
            "This payment is by card: the payment vendor says whether it has arrived.",
        ),
        AnswerRefused::Amount(error) => Problem::internal(error),
        AnswerRefused::Ledger(error) => Problem::internal(error),
    }
}
