//! What members are told, each once: what happened, what belongs to it, and which mails they can do without.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::credit::NanoUsd;
use crate::fair_share::MemberCredit;
use crate::id::{InvitationId, PaymentId, PeriodId, PlanOfferId, ProposalId, ShareId, UserId};
use crate::money::Amount;
use crate::words::words;

words! {
    /// What a notice is about, for choosing which of them are mailed.
    NoticeTopic {
        /// Shares, payments, suspension.
        Billing = "billing",
        /// Invitations and splits.
        Group = "group",
        /// One's own part of the credit.
        Credit = "credit",
    }
}

/// Something that a member is told, in the app and by mail, with the amounts that belong to it; never a chat's text. People are ids
/// here; whoever reads it sees the names that they have then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// Somebody offers a seat.
    Invited {
        /// The offer.
        invitation_id: InvitationId,
        /// Who made it.
        by: UserId,
        /// Until when it stands.
        until: Timestamp,
    },
    /// There is an invoice, and one's share of it is to be paid.
    ShareDue {
        /// The share.
        share_id: ShareId,
        /// The invoice's number.
        invoice: String,
        /// What is to be paid.
        amount: Amount,
        /// When the days of grace end.
        pay_by: Timestamp,
    },
    /// What one paid has arrived; there is a receipt.
    SharePaid {
        /// The payment.
        payment_id: PaymentId,
        /// The invoice's number.
        invoice: String,
        /// What was paid.
        amount: Amount,
        /// Whose share it was, when it was somebody else's.
        covered: Option<UserId>,
    },
    /// What one said to have paid has not arrived.
    PaymentRejected {
        /// The payment.
        payment_id: PaymentId,
        /// The invoice's number.
        invoice: String,
        /// What was claimed.
        amount: Amount,
        /// Why, in the payee's words.
        reason: String,
    },
    /// One's share is not paid yet.
    ShareReminder {
        /// The share.
        share_id: ShareId,
        /// Which reminder it is, from 1 on.
        number: u32,
        /// The invoice's number.
        invoice: String,
        /// What is still to be paid.
        amount: Amount,
        /// When the days of grace end.
        pay_by: Timestamp,
    },
    /// One's card was not charged.
    PaymentFailed {
        /// The payment.
        payment_id: PaymentId,
        /// The invoice's number.
        invoice: String,
        /// What is still to be paid.
        amount: Amount,
        /// When the card is charged again by itself, if it is.
        again_at: Option<Timestamp>,
    },
    /// One's bank wants to be asked about a charge that was made while one was away.
    PaymentToConfirm {
        /// The payment.
        payment_id: PaymentId,
        /// The invoice's number.
        invoice: String,
        /// What is charged.
        amount: Amount,
        /// Until when it can be confirmed.
        until: Timestamp,
    },
    /// Another member paid one's share.
    ShareCovered {
        /// The share.
        share_id: ShareId,
        /// The invoice's number.
        invoice: String,
        /// What they paid.
        amount: Amount,
        /// Who.
        by: UserId,
    },
    /// One's share was not paid in the days of grace: one is suspended until it is.
    Suspended {
        /// The share.
        share_id: ShareId,
        /// The invoice's number.
        invoice: String,
        /// What is still to be paid.
        amount: Amount,
    },
    /// A standing cover of one's began: another member's share is to be paid by oneself.
    CoverBegun {
        /// The payment that is expected.
        payment_id: PaymentId,
        /// The invoice's number.
        invoice: String,
        /// What is to be paid.
        amount: Amount,
        /// Whose share it is.
        covered: UserId,
    },
    /// The plan costs something else for months that begin in two weeks or later.
    PriceChanged {
        /// The offer that says so.
        offer_id: PlanOfferId,
        /// The plan's name.
        plan: String,
        /// The price of the whole group until then.
        before: Amount,
        /// The price from then on.
        after: Amount,
        /// Months that begin at this moment or later cost it.
        from: Timestamp,
    },
    /// A split that raises one's part waits for one's approval.
    SplitProposed {
        /// The proposal.
        proposal_id: ProposalId,
        /// Who made it.
        by: UserId,
        /// One's part now.
        before: Amount,
        /// One's part with it.
        after: Amount,
        /// Whether the amounts go by what was used so far.
        estimated: bool,
    },
    /// Four fifths of one's own credit are used.
    CreditLow {
        /// Of which period.
        period_id: PeriodId,
        /// What is left.
        left_nanousd: NanoUsd,
        /// When new credit comes.
        ends_at: Timestamp,
    },
    /// One's own credit is used up.
    CreditSpent {
        /// Of which period.
        period_id: PeriodId,
        /// When new credit comes.
        ends_at: Timestamp,
    },
}

words! {
    /// A notice's kind, without what belongs to it.
    NoticeKind {
        /// A seat is offered.
        Invited = "invited",
        /// A share is to be paid.
        ShareDue = "share_due",
        /// A payment arrived.
        SharePaid = "share_paid",
        /// A payment did not arrive.
        PaymentRejected = "payment_rejected",
        /// A share is not paid yet.
        ShareReminder = "share_reminder",
        /// A card was not charged.
        PaymentFailed = "payment_failed",
        /// A bank wants to be asked.
        PaymentToConfirm = "payment_to_confirm",
        /// Somebody else paid.
        ShareCovered = "share_covered",
        /// A share was not paid in time.
        Suspended = "suspended",
        /// A standing cover began.
        CoverBegun = "cover_begun",
        /// The plan's price changes.
        PriceChanged = "price_changed",
        /// A split waits for approval.
        SplitProposed = "split_proposed",
        /// Little credit is left.
        CreditLow = "credit_low",
        /// No credit is left.
        CreditSpent = "credit_spent",
    }
}

impl Notice {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> NoticeKind {
        match self {
            Self::Invited { .. } => NoticeKind::Invited,
            Self::ShareDue { .. } => NoticeKind::ShareDue,
            Self::SharePaid { .. } => NoticeKind::SharePaid,
            Self::PaymentRejected { .. } => NoticeKind::PaymentRejected,
            Self::ShareReminder { .. } => NoticeKind::ShareReminder,
            Self::PaymentFailed { .. } => NoticeKind::PaymentFailed,
            Self::PaymentToConfirm { .. } => NoticeKind::PaymentToConfirm,
            Self::ShareCovered { .. } => NoticeKind::ShareCovered,
            Self::Suspended { .. } => NoticeKind::Suspended,
            Self::CoverBegun { .. } => NoticeKind::CoverBegun,
            Self::PriceChanged { .. } => NoticeKind::PriceChanged,
            Self::SplitProposed { .. } => NoticeKind::SplitProposed,
            Self::CreditLow { .. } => NoticeKind::CreditLow,
            Self::CreditSpent { .. } => NoticeKind::CreditSpent,
        }
    }

    /// What it is about: nobody is told twice of the same kind about the same thing.
    #[must_use]
    pub fn about(&self) -> Uuid {
        match self {
            Self::Invited { invitation_id, .. } => invitation_id.uuid(),
            Self::ShareDue { share_id, .. }
            | Self::ShareCovered { share_id, .. }
            | Self::Suspended { share_id, .. } => share_id.uuid(),
            // Each reminder of a share is a thing of its own.
            Self::ShareReminder { share_id, number, .. } => {
                Uuid::from_u128(share_id.uuid().as_u128().wrapping_add(u128::from(*number)))
            }
            Self::SharePaid { payment_id, .. }
            | Self::PaymentRejected { payment_id, .. }
            | Self::PaymentFailed { payment_id, .. }
            | Self::PaymentToConfirm { payment_id, .. }
            | Self::CoverBegun { payment_id, .. } => payment_id.uuid(),
            Self::PriceChanged { offer_id, .. } => offer_id.uuid(),
            Self::SplitProposed { proposal_id, .. } => proposal_id.uuid(),
            Self::CreditLow { period_id, .. } | Self::CreditSpent { period_id, .. } => period_id.uuid(),
        }
    }
}

impl Notice {
    /// Whom it names besides its reader.
    #[must_use]
    pub const fn names(&self) -> Option<UserId> {
        match self {
            Self::Invited { by, .. } | Self::ShareCovered { by, .. } | Self::SplitProposed { by, .. } => Some(*by),
            Self::CoverBegun { covered, .. } => Some(*covered),
            Self::SharePaid { covered, .. } => *covered,
            Self::ShareDue { .. }
            | Self::ShareReminder { .. }
            | Self::PaymentRejected { .. }
            | Self::PaymentFailed { .. }
            | Self::PaymentToConfirm { .. }
            | Self::Suspended { .. }
            | Self::PriceChanged { .. }
            | Self::CreditLow { .. }
            | Self::CreditSpent { .. } => None,
        }
    }
}

impl NoticeKind {
    /// Whether it is mailed as a notice. An invitation's mail goes to its address, whoever has an account there.
    #[must_use]
    pub const fn is_mailed(self) -> bool {
        !matches!(self, Self::Invited)
    }

    /// Whether it is also pushed, to devices that want to know of shares: there is something to be paid.
    #[must_use]
    pub const fn is_pushed(self) -> bool {
        matches!(self, Self::ShareDue | Self::ShareReminder)
    }

    /// By which of a member's choices it is mailed.
    #[must_use]
    pub const fn topic(self) -> NoticeTopic {
        match self {
            Self::Invited | Self::SplitProposed => NoticeTopic::Group,
            Self::ShareDue
            | Self::SharePaid
            | Self::ShareReminder
            | Self::PaymentRejected
            | Self::PaymentFailed
            | Self::PaymentToConfirm
            | Self::ShareCovered
            | Self::CoverBegun
            | Self::PriceChanged
            | Self::Suspended => NoticeTopic::Billing,
            Self::CreditLow | Self::CreditSpent => NoticeTopic::Credit,
        }
    }
}

/// How far a member's own credit is used, with what they bought beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditMark {
    /// Four fifths of it.
    Low,
    /// All of it, but for what no answer costs as little as: a thousandth.
    Spent,
}

impl CreditMark {
    /// The mark that a member has reached. What their running answers hold (`held`) may come back, so it does not count; what the
    /// others borrowed counts only once nothing is left.
    #[must_use]
    pub fn of(member: &MemberCredit, held: NanoUsd) -> Option<Self> {
        let sum = |one: NanoUsd, other: NanoUsd| i128::from(one.get()).saturating_add(i128::from(other.get()));
        let grant = sum(member.grant(), member.top_up.total());
        let used = sum(member.own, member.top_up.used).saturating_sub(i128::from(held.get()));
        let left = grant.saturating_sub(used).saturating_sub(i128::from(member.lent.get()));
        if grant <= 0 || used <= 0 {
            return None;
        }
        if left.saturating_mul(1000) < grant {
            return Some(Self::Spent);
        }
        (used.saturating_mul(5) >= grant.saturating_mul(4)).then_some(Self::Low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_stored_by_its_kind_and_read_back() {
        let notice = Notice::CreditSpent {
            period_id: PeriodId::from_uuid(Uuid::from_u128(1)),
            ends_at: "2026-12-23T00:00:00Z".parse().unwrap(),
        };
        let stored = serde_json::to_value(&notice).unwrap();
        assert_eq!(stored["kind"], notice.kind().as_str());
        assert_eq!(serde_json::from_value::<Notice>(stored).unwrap(), notice);
        assert_eq!(notice.about(), Uuid::from_u128(1));
    }

    #[test]
    fn each_reminder_of_a_share_is_told_once() {
        let reminder = |number| Notice::ShareReminder {
            share_id: ShareId::from_uuid(Uuid::from_u128(7)),
            number,
            invoice: "PL-2026-000001".to_owned(),
            amount: Amount { amount: 800, currency: "USD".to_owned() },
            pay_by: Timestamp::UNIX_EPOCH,
        };
        assert_eq!(reminder(1).about(), reminder(1).about());
        assert_ne!(reminder(1).about(), reminder(2).about());
    }

    #[test]
    fn credit_is_low_from_four_fifths_and_spent_when_only_crumbs_are_left() {
        for (own, lent, held, mark) in [
            (0, 0, 0, None),
            (7_999, 0, 0, None),
            (8_000, 0, 0, Some(CreditMark::Low)),
            (9_000, 0, 1_001, None),
            (9_990, 0, 0, Some(CreditMark::Low)),
            (9_991, 0, 0, Some(CreditMark::Spent)),
            (10_000, 0, 0, Some(CreditMark::Spent)),
            // What the others borrowed is gone too; who used nothing of their own is not told.
            (5_000, 4_000, 0, None),
            (5_000, 5_000, 0, Some(CreditMark::Spent)),
            (0, 10_000, 0, None),
        ] {
            let mut member = MemberCredit::new(UserId::from_uuid(Uuid::nil()), 1, vec![NanoUsd(5_000), NanoUsd(5_000)]);
            (member.own, member.lent) = (NanoUsd(own), NanoUsd(lent));
            assert_eq!(CreditMark::of(&member, NanoUsd(held)), mark, "{own} {lent} {held}");
        }
    }
}
