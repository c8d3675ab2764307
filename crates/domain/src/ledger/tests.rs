use uuid::Uuid;

use super::events::{
    credit_expired, credit_granted, credit_joined, credit_left, credit_reserved, credit_settled, invoice_final,
    payment_confirmed, revenue_earned,
};
use super::{Account, Entry, Kind, LedgerError, Source, Transaction, Unit};
use crate::credit::NanoUsd;
use crate::fair_share::{Beside, Hold, Loan, Moved, settle};
use crate::id::{GroupId, HoldId, InvoiceId, MembershipId, PaymentId, PeriodId, UserId};
use crate::money::{Currency, Money, MoneyError};

const A: UserId = UserId::from_uuid(Uuid::from_u128(1));
const B: UserId = UserId::from_uuid(Uuid::from_u128(2));
const GROUP: GroupId = GroupId::from_uuid(Uuid::from_u128(10));
const PERIOD: PeriodId = PeriodId::from_uuid(Uuid::from_u128(11));
const HOLD: HoldId = HoldId::from_uuid(Uuid::from_u128(12));

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// The entries of a transaction as lines: account, with ids by their last digits, unit and amount.
fn lines(transaction: Result<Transaction, LedgerError>) -> Vec<String> {
    let short = |account: Account| {
        let text = account.to_string();
        let mut parts = text.split(':').map(|part| part.trim_start_matches(['0', '-']));
        let name = parts.next().unwrap_or_default().to_owned();
        parts.fold(name, |line, id| line + " " + id)
    };
    transaction
        .unwrap()
        .entries()
        .iter()
        .map(|entry| format!("{} {} {:+}", short(entry.account), entry.unit, entry.amount))
        .collect()
}

#[test]
fn an_invoice_and_its_payments() {
    let invoice = InvoiceId::from_uuid(Uuid::from_u128(20));
    let made = invoice_final(invoice, GROUP, PERIOD, &[(A, usd(800)), (B, usd(800))]);
    let header = made.clone().unwrap();
    assert_eq!(
        (header.source(), header.source_id(), header.kind()),
        (Source::Invoice, invoice.uuid(), Kind::InvoiceFinal)
    );
    assert_eq!(lines(made), ["receivable 1 USD +800", "receivable 2 USD +800", "deferred a b USD -1600"]);
    let payment = PaymentId::from_uuid(Uuid::from_u128(21));
    assert_eq!(lines(payment_confirmed(payment, A, usd(800), usd(800))), ["receivable 1 USD -800", "cash USD +800"]);
    assert_eq!(
        lines(payment_confirmed(payment, A, usd(800), usd(1000))),
        ["receivable 1 USD -800", "cash USD +1000", "balance 1 USD -200"]
    );
    assert_eq!(lines(payment_confirmed(payment, A, usd(800), usd(500))), ["receivable 1 USD -500", "cash USD +500"]);
    assert_eq!(lines(revenue_earned(GROUP, PERIOD, usd(1600))), ["deferred a b USD +1600", "revenue USD -1600"]);
}

#[test]
fn a_zero_share_posts_nothing() {
    let invoice = InvoiceId::from_uuid(Uuid::from_u128(20));
    assert!(lines(invoice_final(invoice, GROUP, PERIOD, &[(A, usd(0))])).is_empty());
}

#[test]
fn credit_from_grant_to_spent() {
    assert_eq!(
        lines(credit_granted(PERIOD, &[(A, NanoUsd(100)), (B, NanoUsd(100))])),
        ["pool_source b nano_usd +200", "grant b 1 nano_usd -100", "grant b 2 nano_usd -100"]
    );
    let loans = vec![Loan { lender: B, amount: NanoUsd(50) }];
    let hold = Hold { day: 9, own: NanoUsd(100), topped_up: NanoUsd(0), loans };
    assert_eq!(
        lines(credit_reserved(HOLD, PERIOD, A, &hold)),
        ["grant b 1 nano_usd +100", "grant b 2 nano_usd +50", "hold b 1 nano_usd -150"]
    );
    let below = settle(&hold, Beside::NOTHING, NanoUsd(120));
    assert_eq!(
        lines(credit_settled(HOLD, PERIOD, A, &below)),
        ["grant b 2 nano_usd -30", "hold b 1 nano_usd +150", "spent b 1 nano_usd -120"]
    );
    let above = settle(&hold, Beside::own(NanoUsd(7)), NanoUsd(170));
    assert_eq!(
        lines(credit_settled(HOLD, PERIOD, A, &above)),
        ["grant b 1 nano_usd +7", "hold b 1 nano_usd +150", "spent b 1 nano_usd -170", "overrun nano_usd +13"]
    );
    assert_eq!(
        lines(credit_expired(PERIOD, &[(A, NanoUsd(0)), (B, NanoUsd(80))])),
        ["grant b 2 nano_usd +80", "expired b nano_usd -80"]
    );
}

#[test]
fn credit_that_moves_between_grants() {
    let membership = MembershipId::from_uuid(Uuid::from_u128(30));
    let moved = [Moved { from: A, to: B, amount: NanoUsd(5) }];
    let expected = ["grant b 1 nano_usd +5", "grant b 2 nano_usd -5"];
    assert_eq!(lines(credit_joined(membership, PERIOD, &moved)), expected);
    assert_eq!(lines(credit_left(membership, PERIOD, &moved)), expected);
}

#[test]
fn what_does_not_sum_to_zero_is_refused() {
    let make = |entries: &[(Account, Unit, i64)]| {
        let entries: Vec<Entry> =
            entries.iter().map(|&(account, unit, amount)| Entry { account, unit, amount }).collect();
        Transaction::new(Source::Payment, Uuid::nil(), Kind::PaymentConfirmed, entries).map(|_| ())
    };
    let (dollars, euros) = (Unit::Money(Currency::USD), Unit::Money(Currency::EUR));
    let owed = Account::Receivable(A);
    assert_eq!(make(&[(Account::Cash, dollars, 5), (owed, dollars, -5)]), Ok(()));
    assert_eq!(
        make(&[(Account::Cash, dollars, 5), (owed, dollars, -4)]),
        Err(LedgerError::Unbalanced { unit: dollars, by: 1 })
    );
    // Equal numbers of two currencies do not cancel.
    assert_eq!(
        make(&[(Account::Cash, dollars, 5), (owed, euros, -5)]),
        Err(LedgerError::Unbalanced { unit: euros, by: -5 })
    );
    assert_eq!(
        make(&[(Account::Cash, Unit::NanoUsd, 5), (Account::Overrun, Unit::NanoUsd, -5)]),
        Err(LedgerError::WrongBook { account: Account::Cash, unit: Unit::NanoUsd })
    );
    assert_eq!(make(&[(Account::Cash, dollars, i64::MAX), (Account::Cash, dollars, 1)]), Err(LedgerError::Overflow));
    let euro_payment = payment_confirmed(PaymentId::from_uuid(Uuid::nil()), A, usd(5), Money::new(5, Currency::EUR));
    assert_eq!(euro_payment, Err(LedgerError::Money(MoneyError::Mixed(Currency::EUR, Currency::USD))));
}

#[test]
fn accounts_and_units_have_one_text_form() {
    let accounts = [
        Account::Receivable(A),
        Account::Deferred { group: GROUP, period: PERIOD },
        Account::Revenue,
        Account::Cash,
        Account::Balance(A),
        Account::PoolSource(PERIOD),
        Account::Grant { period: PERIOD, user: A },
        Account::Hold { period: PERIOD, user: A },
        Account::Spent { period: PERIOD, user: A },
        Account::Overrun,
        Account::Expired(PERIOD),
    ];
    for account in accounts {
        assert_eq!(account.to_string().parse(), Ok(account));
    }
    let capital = format!("receivable:{}", "0193578C-6A8E-7C3E-9D2B-3F5A6B7C8D9E");
    for text in ["", "cash:1", "receivable", "receivable:1", "grant:x:y", &capital] {
        assert!(text.parse::<Account>().is_err(), "{text}");
    }
    for unit in [Unit::NanoUsd, Unit::Money(Currency::JPY)] {
        assert_eq!(unit.to_string().parse(), Ok(unit));
    }
    assert!("nano".parse::<Unit>().is_err());
}
