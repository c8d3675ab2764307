//! Beginning an attempt to pay, and the payee's answer to one by hand. Pure: the server writes both down.

use std::fmt;
use std::str::FromStr;

use domain::id::{PaymentId, UserId};
use domain::invoice::ShareStatus;
use domain::ledger::{LedgerError, Transaction, events};
use domain::money::Money;
use domain::payment::{self, ClaimRefused, DecisionRefused, PaymentStatus};
use domain::share::{AmountRefused, Share};

/// A way to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// From hand to hand or by bank transfer: the payer says so, and the payee confirms it.
    Manual,
    /// By card, with a payment vendor.
    Card,
}

/// Who says that the money has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnsweredBy {
    /// The operator, or whom the operator named.
    Payee,
    /// The payment vendor.
    Vendor,
}

/// A word that names no way to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the methods are `manual` and `card`")]
pub struct UnknownMethod;

impl Method {
    /// The word for storage and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Card => "card",
        }
    }

    /// Who says that the money has arrived.
    #[must_use]
    pub const fn answered_by(self) -> AnsweredBy {
        match self {
            Self::Manual => AnsweredBy::Payee,
            Self::Card => AnsweredBy::Vendor,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Method {
    type Err = UnknownMethod;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Manual, Self::Card].into_iter().find(|method| method.as_str() == word).ok_or(UnknownMethod)
    }
}

/// An attempt that may begin, and what its share becomes by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Started {
    /// How it is paid.
    pub method: Method,
    /// What the attempt is now.
    pub payment: PaymentStatus,
    /// What its share is now.
    pub share: ShareStatus,
}

/// Why an attempt to pay cannot begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartRefused {
    /// The operator does not offer it.
    #[error("paying by {0} is not set up on this server")]
    Unavailable(Method),
    /// The share is not to be paid now.
    #[error(transparent)]
    Claim(#[from] ClaimRefused),
}

/// The ways to pay that an operator offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// By hand.
    pub manual: bool,
    /// By card: a vendor is configured.
    pub card: bool,
}

impl Offered {
    /// Whether this way is among them.
    #[must_use]
    pub const fn offers(self, method: Method) -> bool {
        match method {
            Method::Manual => self.manual,
            Method::Card => self.card,
        }
    }
}

/// Begins to pay the whole of a share; `is_payer` says that it is the payer's own.
pub fn start(method: Method, offered: Offered, share: ShareStatus, is_payer: bool) -> Result<Started, StartRefused> {
    let share = payment::claim(share, is_payer)?;
    if !offered.offers(method) {
        return Err(StartRefused::Unavailable(method));
    }
    let payment = match method.answered_by() {
        AnsweredBy::Payee => PaymentStatus::Claimed,
        AnsweredBy::Vendor => PaymentStatus::Sending,
    };
    Ok(Started { method, payment, share })
}

/// What the answer to an attempt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The money is there.
    Confirmed,
    /// It is not.
    Rejected,
}

/// An attempt that waits for its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Which one.
    pub id: PaymentId,
    /// Who pays.
    pub payer: UserId,
    /// Whose share it is: the payer's, or somebody's whom they cover.
    pub owner: UserId,
    /// How much: what was open of the share when it began.
    pub amount: Money,
    /// What the attempt is.
    pub payment: PaymentStatus,
    /// What its share is.
    pub share: Share,
}

/// What an answer makes of an attempt and its share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What the attempt is now.
    pub payment: PaymentStatus,
    /// What its share is now.
    pub share: Share,
    /// What the share's owner owes the payer now, who covered them.
    pub covered: Option<Money>,
    /// What is posted: the payment, when it arrived.
    pub posting: Option<Transaction>,
}

/// Why an attempt cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerRefused {
    /// It is not theirs to answer, or has been answered.
    #[error(transparent)]
    Decision(#[from] DecisionRefused),
    /// Its amount does not go with its share.
    #[error(transparent)]
    Amount(#[from] AmountRefused),
    /// The amounts cannot be posted.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Answers an attempt: a confirmed one pays what is open of its share, and what is more becomes balance; a rejected one leaves it
/// due again.
pub fn answer(attempt: &Attempt, verdict: Verdict, is_payee: bool) -> Result<Answered, AnswerRefused> {
    payment::decide(attempt.payment, is_payee)?;
    match verdict {
        Verdict::Confirmed => {
            let Attempt { id, payer, owner, amount, .. } = *attempt;
            let settled = attempt.share.settle(amount)?;
            let is_covered = payer != owner && settled.share.status() == ShareStatus::Paid;
            let covers = payer != owner && !settled.settles.is_zero();
            Ok(Answered {
                payment: PaymentStatus::Confirmed,
                share: if is_covered { settled.share.with_status(ShareStatus::Covered) } else { settled.share },
                covered: covers.then_some(settled.settles),
                posting: Some(events::cover_confirmed(id, owner, payer, attempt.share.open(), amount)?),
            })
        }
        Verdict::Rejected => Ok(Answered {
            payment: PaymentStatus::Rejected,
            share: attempt.share.payment_failed(),
            covered: None,
            posting: None,
        }),
    }
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;

    use super::*;

    fn attempt(payment: PaymentStatus, share: ShareStatus) -> Attempt {
        Attempt {
            id: "0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9e".parse().unwrap(),
            payer: "0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9f".parse().unwrap(),
            owner: "0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9f".parse().unwrap(),
            amount: Money::new(800, Currency::USD),
            payment,
            share: Share::new(Money::new(800, Currency::USD)).with_status(share),
        }
    }

    const BOTH: Offered = Offered { manual: true, card: true };

    #[test]
    fn a_share_is_processing_once_an_attempt_has_begun() {
        for (method, payment) in [(Method::Manual, PaymentStatus::Claimed), (Method::Card, PaymentStatus::Sending)] {
            let started = start(method, BOTH, ShareStatus::Due, true).unwrap();
            assert_eq!((started.payment, started.share), (payment, ShareStatus::Processing));
            assert_eq!(start(method, BOTH, ShareStatus::Due, false), Err(ClaimRefused::NotYours.into()));
            assert_eq!(start(method, BOTH, ShareStatus::Paid, true), Err(ClaimRefused::Settled.into()));
        }
    }

    #[test]
    fn only_what_the_operator_offers_can_be_used() {
        let neither = Offered { manual: false, card: false };
        for method in [Method::Manual, Method::Card] {
            assert_eq!(start(method, neither, ShareStatus::Due, true), Err(StartRefused::Unavailable(method)));
        }
    }

    #[test]
    fn a_confirmed_claim_is_posted_and_a_rejected_one_is_due_again() {
        let claimed = attempt(PaymentStatus::Claimed, ShareStatus::Processing);
        let confirmed = answer(&claimed, Verdict::Confirmed, true).unwrap();
        assert_eq!((confirmed.payment, confirmed.share.status()), (PaymentStatus::Confirmed, ShareStatus::Paid));
        let amounts: Vec<i64> = confirmed.posting.unwrap().entries().iter().map(|entry| entry.amount).collect();
        assert_eq!(amounts, [-800, 800]);
        let rejected = answer(&claimed, Verdict::Rejected, true).unwrap();
        assert_eq!(
            (rejected.payment, rejected.share.status(), rejected.posting),
            (PaymentStatus::Rejected, ShareStatus::Due, None)
        );
    }

    #[test]
    fn an_answer_counts_once_and_only_from_the_payee() {
        let claimed = attempt(PaymentStatus::Claimed, ShareStatus::Processing);
        assert_eq!(answer(&claimed, Verdict::Confirmed, false), Err(DecisionRefused::NotPayee.into()));
        for (status, refused) in [
            (PaymentStatus::Confirmed, DecisionRefused::AlreadyConfirmed),
            (PaymentStatus::Rejected, DecisionRefused::AlreadyRejected),
        ] {
            let answered = attempt(status, ShareStatus::Paid);
            assert_eq!(answer(&answered, Verdict::Rejected, true), Err(refused.into()));
        }
    }

    #[test]
    fn a_payment_for_somebody_else_covers_their_share_and_they_owe_what_it_settled() {
        let mut covering = attempt(PaymentStatus::Claimed, ShareStatus::Processing);
        covering.owner = "0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d90".parse().unwrap();
        covering.share = covering.share.credit(Money::new(300, Currency::USD)).unwrap().share;
        let confirmed = answer(&covering, Verdict::Confirmed, true).unwrap();
        assert_eq!(
            (confirmed.share.status(), confirmed.covered),
            (ShareStatus::Covered, Some(Money::new(500, Currency::USD)))
        );
        let posting = confirmed.posting.unwrap();
        let accounts: Vec<String> =
            posting.entries().iter().map(|entry| format!("{} {}", entry.account, entry.amount)).collect();
        let (owner, payer) = (covering.owner, covering.payer);
        assert_eq!(
            accounts,
            [format!("receivable:{owner} -500"), "cash 800".to_owned(), format!("balance:{payer} -300")]
        );
        assert_eq!(answer(&covering, Verdict::Rejected, true).unwrap().covered, None);
    }

    #[test]
    fn what_a_payment_brings_too_much_becomes_balance() {
        // 300 of it were credited while the payment was under way.
        let mut lowered = attempt(PaymentStatus::Claimed, ShareStatus::Processing);
        lowered.share = lowered.share.credit(Money::new(300, Currency::USD)).unwrap().share;
        let confirmed = answer(&lowered, Verdict::Confirmed, true).unwrap();
        assert_eq!((confirmed.share.status(), confirmed.share.paid().minor), (ShareStatus::Paid, 500));
        let amounts: Vec<i64> = confirmed.posting.unwrap().entries().iter().map(|entry| entry.amount).collect();
        assert_eq!(amounts, [-500, 800, -300]);
    }

    #[test]
    fn methods_have_one_word_each() {
        for method in [Method::Manual, Method::Card] {
            assert_eq!(method.to_string().parse(), Ok(method));
        }
        assert_eq!("cash".parse::<Method>(), Err(UnknownMethod));
    }
}
