//! What can go wrong with a period.

use domain::apportion::ApportionError;
use domain::fair_share::PoolError;
use domain::joining::StakeError;
use domain::ledger::LedgerError;
use domain::period::PeriodError;
use domain::plan_change::SupplementError;
use domain::share::AmountRefused;
use domain::split::SplitError;

/// Why a period was not opened or closed. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The operator took the plan out of the catalogue before the group's first period.
    #[error("the group's plan is not offered any more")]
    PlanGone,
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// There is no such period.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// The group's split does not fit its members.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// The plan's credit cannot be divided.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// A share cannot be lowered or paid like this.
    #[error(transparent)]
    Amount(#[from] AmountRefused),
    /// What a part of a share costs cannot be told.
    #[error(transparent)]
    Stake(#[from] StakeError),
    /// What an upgrade adds cannot be told.
    #[error(transparent)]
    Supplement(#[from] SupplementError),
    /// What it would post does not balance.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<ApportionError> for OpenError {
    fn from(error: ApportionError) -> Self {
        Self::Pool(error.into())
    }
}
