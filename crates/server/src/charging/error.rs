//! What can go wrong with a payment by card.

use domain::ledger::LedgerError;
use domain::money::MoneyError;
use domain::share::AmountRefused;
use payments::GatewayError;

use crate::periods::OpenError;

/// Why a payment was not begun, sent or heard. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum ChargingError {
    /// No card vendor is configured.
    #[error("no card vendor is configured")]
    NotOffered,
    /// The payer has saved no card.
    #[error("the payer has no card")]
    NoCard,
    /// The vendor says something of a payment that is not what was asked of it. Somebody has to look at it.
    #[error("the vendor's charge {0} contradicts its payment")]
    Contradiction(String),
    /// What follows from a share that is paid.
    #[error(transparent)]
    Follows(#[from] OpenError),
    /// The vendor.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Amounts that do not go together.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A share cannot change like this.
    #[error(transparent)]
    Amount(#[from] AmountRefused),
    /// What it would post does not balance.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
