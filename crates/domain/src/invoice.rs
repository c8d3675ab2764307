//! Invoices: a group's bill for a period, and each member's share of it.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::carry::Carry;
use crate::id::UserId;
use crate::money::Money;
use crate::period::Period;
use crate::plan::PlanCode;
use crate::split::{Party, Split, SplitError, divide};
use crate::words::words;

/// How long a share may stay unpaid before it is past due.
pub const GRACE_DAYS: u32 = 7;

words! {
    /// Whether a bill can still change.
    InvoiceStatus {
        /// Being put together; has no number.
        Draft = "draft",
        /// Numbered and unchangeable; what changes later is a credit note.
        Final = "final",
    }
}

words! {
    /// What an invoice is for.
    InvoiceKind {
        /// A whole period, shared as the group agreed.
        Period = "period",
        /// What somebody who joined in the middle of a period has of it.
        Joining = "joining",
        /// What a larger plan costs more for the rest of a period.
        Upgrade = "upgrade",
        /// Credit that a member bought beside their part.
        TopUp = "top_up",
    }
}

words! {
    /// What state a member's share is in.
    ShareStatus {
        /// To be paid.
        Due = "due",
        /// A payment is under way: claimed, or with the vendor.
        Processing = "processing",
        /// Paid, or nothing to pay.
        Paid = "paid",
        /// Unpaid after the days of grace.
        PastDue = "past_due",
        /// Paid by another member.
        Covered = "covered",
        /// Taken back by a credit note; nothing to pay any more.
        Voided = "voided",
        /// Paid and given back.
        Refunded = "refunded",
    }
}

/// A share cannot go from one state to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a share that is {from} cannot become {to}")]
pub struct ShareRefused {
    /// What it is.
    pub from: ShareStatus,
    /// What it was to become.
    pub to: ShareStatus,
}

impl ShareStatus {
    /// The state of a new share: a share of nothing is born paid.
    #[must_use]
    pub const fn born(amount: Money) -> Self {
        if amount.is_zero() { Self::Paid } else { Self::Due }
    }

    /// The state of a share that is not paid: due within [`GRACE_DAYS`] of its invoice, past due afterwards.
    #[must_use]
    pub fn unpaid(invoiced_at: Timestamp, now: Timestamp) -> Self {
        let grace = SignedDuration::from_hours(i64::from(GRACE_DAYS).saturating_mul(24));
        if now.duration_since(invoiced_at) < grace { Self::Due } else { Self::PastDue }
    }

    /// Whether somebody still has to pay it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Due | Self::Processing | Self::PastDue)
    }

    /// The next state, when a share may go there.
    pub const fn change_to(self, next: Self) -> Result<Self, ShareRefused> {
        use ShareStatus::{Covered, Due, Paid, PastDue, Processing, Refunded, Voided};
        let allowed = match self {
            Due => matches!(next, Processing | Paid | PastDue | Covered | Voided),
            // A payment under way ends before anything else happens to its share.
            Processing => matches!(next, Paid | Due | PastDue | Voided),
            PastDue => matches!(next, Processing | Paid | Covered | Voided),
            // What was paid can be taken back by the payer's bank.
            Paid | Covered => matches!(next, Refunded | Due | PastDue),
            Voided | Refunded => false,
        };
        if allowed { Ok(next) } else { Err(ShareRefused { from: self, to: next }) }
    }
}

/// A final invoice's number, such as `PL-2026-000001`: counted without gaps by whoever keeps the sequence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = "PL-2026-000001"))]
pub struct InvoiceNumber(String);

/// A text that is no invoice number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an invoice number looks like PL-2026-000001")]
pub struct NotAnInvoiceNumber;

impl InvoiceNumber {
    /// The number with this place in the sequence, of an invoice made final in this year.
    #[must_use]
    pub fn new(year: u16, sequence: u64) -> Self {
        Self(format!("PL-{year:04}-{sequence:06}"))
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for InvoiceNumber {
    type Err = NotAnInvoiceNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(3, '-');
        let (Some("PL"), Some(year), Some(sequence)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotAnInvoiceNumber);
        };
        let year = year.parse().map_err(|_| NotAnInvoiceNumber)?;
        let sequence = sequence.parse().map_err(|_| NotAnInvoiceNumber)?;
        let number = Self::new(year, sequence);
        // Only the one way of writing it.
        if number.0 == text { Ok(number) } else { Err(NotAnInvoiceNumber) }
    }
}

impl TryFrom<String> for InvoiceNumber {
    type Error = NotAnInvoiceNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<InvoiceNumber> for String {
    fn from(number: InvoiceNumber) -> Self {
        number.0
    }
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One member's part of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareDraft {
    /// Whose.
    pub user: UserId,
    /// What to pay.
    pub amount: Money,
    /// Due, or paid when it is nothing.
    pub status: ShareStatus,
    /// What rounding owes them after this bill.
    pub carry: Carry,
}

/// A bill with all its shares, which sum to its total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceDraft {
    /// What is paid for.
    pub plan: PlanCode,
    /// For which of the group's periods.
    pub period_number: u32,
    /// The price of the whole group.
    pub total: Money,
    /// In the order of the members' ids.
    pub shares: Vec<ShareDraft>,
}

/// A bill that has a number and does not change any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    number: InvoiceNumber,
    final_at: Timestamp,
    draft: InvoiceDraft,
}

/// Puts together the bill of a period: the plan's price, split over the members as they agreed.
pub fn assemble(
    plan: &PlanCode,
    price: Money,
    split: &Split,
    parties: &[Party],
    period: &Period,
) -> Result<InvoiceDraft, SplitError> {
    let portions = divide(price, split, parties, period.number)?;
    let shares = portions
        .into_iter()
        .map(|portion| ShareDraft {
            user: portion.user,
            amount: portion.amount,
            status: ShareStatus::born(portion.amount),
            carry: portion.carry,
        })
        .collect();
    Ok(InvoiceDraft { plan: plan.clone(), period_number: period.number, total: price, shares })
}

/// What one member alone is billed in the middle of a period: what they have of it when they join, or what they buy.
#[must_use]
pub fn of_member(plan: &PlanCode, period: &Period, user: UserId, amount: Money, carry: Carry) -> InvoiceDraft {
    let share = ShareDraft { user, amount, status: ShareStatus::born(amount), carry };
    InvoiceDraft { plan: plan.clone(), period_number: period.number, total: amount, shares: vec![share] }
}

impl InvoiceDraft {
    /// Makes the bill final.
    #[must_use]
    pub const fn finalize(self, number: InvoiceNumber, final_at: Timestamp) -> Invoice {
        Invoice { number, final_at, draft: self }
    }
}

impl Invoice {
    /// Its number.
    #[must_use]
    pub const fn number(&self) -> &InvoiceNumber {
        &self.number
    }

    /// When it became final.
    #[must_use]
    pub const fn final_at(&self) -> Timestamp {
        self.final_at
    }

    /// What it bills.
    #[must_use]
    pub const fn bill(&self) -> &InvoiceDraft {
        &self.draft
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::{InvoiceNumber, NotAnInvoiceNumber, ShareRefused, ShareStatus, assemble};
    use crate::id::UserId;
    use crate::money::{Currency, Money};
    use crate::period::bounds;
    use crate::plan::shipped_plans;
    use crate::split::{Party, Split};

    fn parties(n: u128) -> Vec<Party> {
        (1..=n).map(|n| Party::new(UserId::from_uuid(uuid::Uuid::from_u128(n)))).collect()
    }

    #[test]
    fn a_trio_pays_eight_dollars_each() {
        let period = bounds(date(2026, 11, 23), &TimeZone::UTC, 0).unwrap();
        let trio = shipped_plans().into_iter().find(|plan| plan.seats == 3).unwrap();
        let draft = assemble(&trio.code, trio.price, &Split::Equal, &parties(3), &period).unwrap();
        assert_eq!(draft.total.to_string(), "24.00 USD");
        for share in &draft.shares {
            assert_eq!((share.amount.minor, share.status), (800, ShareStatus::Due));
        }
        let invoice = draft.clone().finalize(InvoiceNumber::new(2026, 1), period.starts_at);
        assert_eq!(invoice.number().as_str(), "PL-2026-000001");
        assert_eq!((invoice.bill(), invoice.final_at()), (&draft, period.starts_at));
        // Started for two, the two pay it all.
        let two = assemble(&trio.code, trio.price, &Split::Equal, &parties(2), &period).unwrap();
        assert_eq!(two.shares.iter().map(|share| share.amount.minor).sum::<i64>(), 2400);
    }

    #[test]
    fn zero_share_is_born_paid() {
        assert_eq!(ShareStatus::born(Money::zero(Currency::JPY)), ShareStatus::Paid);
        assert_eq!(ShareStatus::born(Money::new(1, Currency::JPY)), ShareStatus::Due);
    }

    #[test]
    fn numbers_have_one_form() {
        for text in ["PL-2026-000001", "PL-2026-123456", "PL-2027-1234567"] {
            assert_eq!(text.parse::<InvoiceNumber>().unwrap().as_str(), text);
        }
        for text in ["", "PL-2026-1", "PL-26-000001", "XX-2026-000001", "PL-2026--00001", "PL-2026-0000001"] {
            assert_eq!(text.parse::<InvoiceNumber>(), Err(NotAnInvoiceNumber), "{text}");
        }
    }

    #[test]
    fn shares_change_only_as_this_table_says() {
        let table = [
            (ShareStatus::Due, "processing paid past_due covered voided"),
            (ShareStatus::Processing, "due paid past_due voided"),
            (ShareStatus::Paid, "refunded due past_due"),
            (ShareStatus::PastDue, "processing paid covered voided"),
            (ShareStatus::Covered, "refunded due past_due"),
            (ShareStatus::Voided, ""),
            (ShareStatus::Refunded, ""),
        ];
        assert_eq!(table.map(|(from, _)| from), ShareStatus::ALL);
        for (from, allowed) in table {
            for to in ShareStatus::ALL {
                let expected = if allowed.split(' ').any(|word| word == to.as_str()) {
                    Ok(*to)
                } else {
                    Err(ShareRefused { from, to: *to })
                };
                assert_eq!(from.change_to(*to), expected);
            }
            assert_eq!(from.is_open(), allowed.split(' ').any(|word| word == "paid"));
        }
    }

    #[test]
    fn past_due_after_seven_days() {
        let since: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
        let at = |text: &str| ShareStatus::unpaid(since, text.parse().unwrap());
        assert_eq!(at("2026-11-29T23:59:59Z"), ShareStatus::Due);
        assert_eq!(at("2026-11-30T00:00:00Z"), ShareStatus::PastDue);
    }
}
