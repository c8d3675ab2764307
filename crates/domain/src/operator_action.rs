//! What those who run the server do there, for them to read later: did one of us do this?

use serde::{Deserialize, Serialize};

use crate::id::{GroupId, PaymentId, PayoutId, UserId};
use crate::job::{JobId, JobKind};
use crate::money::Amount;
use crate::test_clock::Leap;

/// Something that an operator did. People and groups are ids here; whoever reads it sees the names that they have then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OperatorAction {
    /// Somebody runs the server from then on: the first account does, and whom the command line makes an operator.
    OperatorMade {
        /// Who.
        user_id: UserId,
    },
    /// A link for a new password was made, to be handed over.
    ResetLinkMade {
        /// For whose account.
        user_id: UserId,
    },
    /// Prices were imported.
    PricesImported {
        /// How many rates changed.
        rates: u64,
    },
    /// A payment by hand has arrived.
    PaymentConfirmed {
        /// In which group.
        group_id: GroupId,
        /// Which payment.
        payment_id: PaymentId,
        /// Who paid.
        user_id: UserId,
        /// How much.
        amount: Amount,
    },
    /// A payment by hand has not arrived.
    PaymentRejected {
        /// In which group.
        group_id: GroupId,
        /// Which payment.
        payment_id: PaymentId,
        /// Who said that they had paid.
        user_id: UserId,
        /// How much.
        amount: Amount,
    },
    /// A payment, or a part of it, was given back.
    PaymentRefunded {
        /// In which group.
        group_id: GroupId,
        /// Which payment.
        payment_id: PaymentId,
        /// Who had paid.
        user_id: UserId,
        /// How much goes back.
        amount: Amount,
    },
    /// A balance was given back to somebody who has left.
    BalancePaidOut {
        /// In which group.
        group_id: GroupId,
        /// Which payout.
        payout_id: PayoutId,
        /// To whom.
        user_id: UserId,
        /// How much.
        amount: Amount,
    },
    /// A sandbox was made.
    SandboxMade {
        /// Which group.
        group_id: GroupId,
    },
    /// A sandbox's clock was moved.
    ClockMoved {
        /// Which group's.
        group_id: GroupId,
        /// How far.
        by: Leap,
        /// How often.
        times: u32,
    },
    /// A job that had failed is tried again.
    JobRetried {
        /// Which job.
        job_id: JobId,
        /// What it is.
        job: JobKind,
    },
    /// The list of people was looked at; once an hour at most, as with the other lists.
    PeopleListed {},
    /// The list of groups was looked at.
    GroupsListed {},
    /// What groups were billed, have paid and used was looked at.
    MarginListed {},
    /// The balances that wait to be paid out were looked at.
    BalancesListed {},
    /// The payments of all groups were looked at.
    PaymentsListed {},
    /// Something that a newer node has written, which this one does not know yet. It is never recorded.
    Unknown {
        /// What the newer node calls it; empty: it does not say.
        name: String,
    },
}
