//! What is asked at the till, and what is answered.

use domain::id::{ApiKeyId, GroupId, TurnId, UserId};
use domain::price::{ModelPrice, TokenUsage};
use domain::turn::{Outcome, Purpose};
use jiff::Timestamp;
use jiff::civil::Date;
use store::gateway_requests::{self, Running};
use store::turns::{self, NewTurn, Obstacle};

use crate::metering::{ReserveError, Reserved, SettleError, Wanted};

/// A request by an API key that wants to be made.
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

/// A turn of a chat that wants to begin.
#[derive(Clone, Debug)]
pub struct TurnAdmission {
    /// What is written of it.
    pub new: NewTurn,
    /// What a token costs of the model that would answer in its place.
    pub fallback: Option<ModelPrice>,
    /// The longest answer that is wished for.
    pub max_output_tokens: u32,
}

/// A turn that has begun: it is written down as running on this node.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    /// What it got.
    pub reserved: Reserved,
    /// When, by the group's time.
    pub at: Timestamp,
}

/// Why a turn may not begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// It cannot be where it was asked.
    #[error("something stands in the turn's way: {0:?}")]
    InTheWay(Obstacle),
    /// There is not enough credit, or something is wrong.
    #[error(transparent)]
    Reserve(#[from] ReserveError),
}

/// How something ended that was paid for, as far as whoever ends it knows.
#[derive(Clone, Debug)]
pub struct Closing {
    /// What is ended.
    pub ends: Ends,
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

/// What is ended.
#[derive(Clone, Debug)]
pub enum Ends {
    /// A request by an API key.
    Request(gateway_requests::Running),
    /// A turn of a chat.
    Turn {
        /// The turn.
        running: turns::Running,
        /// Why, if the answer is not whole.
        error_code: &'static str,
        /// The answer, sealed, with its sequence number; `None`: as it was saved last.
        text: Option<(Vec<u8>, u64)>,
        /// What was thought before it, where anything was.
        thoughts: Option<turns::Thoughts>,
    },
    /// A call besides.
    Call(Call),
}

/// A call besides turns and requests, such as for a conversation's name. It is on no list: its hold is all that there is of it.
#[derive(Clone, Debug)]
pub struct Call {
    /// Whose credit it uses.
    pub group: GroupId,
    /// Its name, which its hold and its usage have as their turn.
    pub id: TurnId,
    /// Who it is made for.
    pub user: UserId,
    /// What for.
    pub purpose: Purpose,
    /// The model, by Potluck's id.
    pub model: String,
    /// The vendor.
    pub provider: String,
    /// The tokens that were reserved for the request.
    pub input_estimate: u64,
    /// The prices that it was reserved at.
    pub price: ModelPrice,
}

/// Whose request it is, and what it is charged by.
pub(super) struct Paid<'a> {
    pub(super) group: GroupId,
    pub(super) id: TurnId,
    pub(super) user: UserId,
    /// The key that asked, and the day whose count the hold is in.
    pub(super) key: Option<(ApiKeyId, Date)>,
    pub(super) purpose: Purpose,
    pub(super) model: &'a str,
    pub(super) provider: &'a str,
    pub(super) input_estimate: u64,
    pub(super) price: ModelPrice,
}

impl Closing {
    pub(super) fn paid(&self) -> Paid<'_> {
        match &self.ends {
            Ends::Request(running) => Paid {
                group: running.group,
                id: running.id,
                user: running.user,
                key: Some((running.key, running.held_on)),
                purpose: Purpose::Answer,
                model: &running.model,
                provider: &running.provider,
                input_estimate: running.input_estimate,
                price: running.price,
            },
            Ends::Turn { running, .. } => Paid {
                group: running.group,
                id: running.id,
                user: running.user,
                key: None,
                purpose: Purpose::Answer,
                model: &running.model,
                provider: &running.provider,
                input_estimate: running.input_estimate,
                price: running.price,
            },
            Ends::Call(call) => Paid {
                group: call.group,
                id: call.id,
                user: call.user,
                key: None,
                purpose: call.purpose,
                model: &call.model,
                provider: &call.provider,
                input_estimate: call.input_estimate,
                price: call.price,
            },
        }
    }
}

impl TurnAdmission {
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            group: self.new.group,
            user: self.new.user,
            turn: self.new.id,
            price: self.new.price,
            fallback: self.fallback,
            input_estimate: self.new.input_estimate,
            max_output_tokens: self.max_output_tokens,
            may_be_shorter: true,
        }
    }
}

impl From<SettleError> for ReserveError {
    fn from(error: SettleError) -> Self {
        match error {
            SettleError::NoPeriod => Self::NoPeriod,
            SettleError::Store(error) => Self::Store(error),
            SettleError::Ledger(error) => Self::Ledger(error),
        }
    }
}

/// What belongs to one group.
pub(super) trait OfGroup {
    fn group(&self) -> GroupId;
}

impl OfGroup for Admission {
    fn group(&self) -> GroupId {
        self.wanted.group
    }
}

impl OfGroup for TurnAdmission {
    fn group(&self) -> GroupId {
        self.new.group
    }
}

impl OfGroup for Wanted {
    fn group(&self) -> GroupId {
        self.group
    }
}

impl OfGroup for Closing {
    fn group(&self) -> GroupId {
        self.paid().group
    }
}
