//! What is asked at the till, and what is answered.

use domain::id::ApiKeyId;
use domain::price::TokenUsage;
use domain::turn::Outcome;
use store::gateway_requests::Running;

use crate::metering::{ReserveError, Reserved, SettleError, Wanted};

/// A request that wants to be made.
#[derive(Clone, Debug)]
pub struct Admission {
    /// What it needs.
    pub wanted: Wanted,
    /// By which key.
    pub key: ApiKeyId,
    /// The model, by Potluck's id.
    pub model: String,
    /// The vendor.
    pub provider: String,
}

/// A request that may be made: it is on the list of those that run on this node.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// What ends it.
    pub running: Running,
    /// What it got.
    pub reserved: Reserved,
}

/// Why a request may not be made.
#[derive(Debug, thiserror::Error)]
pub enum AdmitError {
    /// The key was revoked, has expired, or its owner has left the group.
    #[error("the key is not good any more")]
    KeyGone,
    /// The key has used what it may use today.
    #[error("the key's daily cap is reached")]
    KeyUsedUp,
    /// There is not enough credit, or something is wrong.
    #[error(transparent)]
    Reserve(#[from] ReserveError),
}

/// How a request ended, as far as whoever ends it knows.
#[derive(Clone, Debug)]
pub struct Closing {
    /// The request.
    pub running: Running,
    /// What ended it.
    pub outcome: Outcome,
    /// What the vendor reported.
    pub usage: Option<TokenUsage>,
    /// The report as it came: numbers only.
    pub raw_usage: Option<serde_json::Value>,
    /// The vendor's name for the request.
    pub vendor_request_id: Option<String>,
    /// About as many tokens as were delivered; 0 only when nothing was.
    pub counted_output: u64,
    /// Whether it is only ended if nobody runs it any more.
    pub only_if_lapsed: bool,
}

impl From<SettleError> for AdmitError {
    fn from(error: SettleError) -> Self {
        Self::Reserve(match error {
            SettleError::NoPeriod => ReserveError::NoPeriod,
            SettleError::Store(error) => ReserveError::Store(error),
            SettleError::Ledger(error) => ReserveError::Ledger(error),
        })
    }
}
