//! What the server asks of a card vendor, in our own words.

use std::fmt::Debug;

use async_trait::async_trait;
use domain::charge::Word;
use domain::dispute::DisputeStatus;
use domain::id::{CardSetupId, GroupId, PaymentId, RefundId, UserId};
use domain::money::Money;
use domain::refund::RefundStatus;
use jiff::Timestamp;

/// Defines the vendor's names for its things: one type per kind.
macro_rules! references {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(pub String);

        impl $name {
            /// As the vendor writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    )+};
}

references! {
    /// A member, as the vendor knows them.
    CustomerRef;
    /// A card that a customer saved.
    CardRef;
    /// A visit to the vendor's page to save a card.
    SessionRef;
    /// A charge.
    ChargeRef;
    /// A refund of a charge.
    RefundRef;
    /// A dispute of a charge.
    DisputeRef;
}

/// A card vendor. What can be done twice carries an id of ours, under which the vendor does it once.
#[async_trait]
pub trait Gateway: Debug + Send + Sync {
    /// Makes a customer for a member: a name for their cards, without anything that says who they are.
    async fn create_customer(&self, user: UserId) -> Result<CustomerRef, GatewayError>;

    /// Forgets a customer with all their cards. What they were charged stays, and can still be given back.
    async fn forget_customer(&self, customer: &CustomerRef) -> Result<(), GatewayError>;

    /// Opens the vendor's page on which a customer types their card.
    async fn begin_setup(&self, setup: &NewSetup) -> Result<BegunSetup, GatewayError>;

    /// What became of such a visit.
    async fn fetch_setup(&self, session: &SessionRef) -> Result<Setup, GatewayError>;

    /// Forgets a card.
    async fn forget_card(&self, card: &CardRef) -> Result<(), GatewayError>;

    /// Charges a saved card. The payment's id is the key under which this happens once.
    async fn charge(&self, charge: &NewCharge) -> Result<Charge, GatewayError>;

    /// Lets the payer confirm a charge at their bank: the answer says where. They come back to `return_url`.
    async fn authenticate(&self, charge: &ChargeRef, card: &CardRef, return_url: &str) -> Result<Charge, GatewayError>;

    /// Gives a charge up, unless it has arrived.
    async fn cancel(&self, charge: &ChargeRef) -> Result<Charge, GatewayError>;

    /// How a charge stands.
    async fn fetch_charge(&self, charge: &ChargeRef) -> Result<Charge, GatewayError>;

    /// The charge of a payment whose answer never came, among the customer's since then.
    async fn find_charge(
        &self,
        customer: &CustomerRef,
        payment: PaymentId,
        since: Timestamp,
    ) -> Result<Option<Charge>, GatewayError>;

    /// Gives a charge back, or a part of it. The refund's id is the key under which this happens once.
    async fn refund(&self, refund: &NewRefund) -> Result<Refund, GatewayError>;

    /// How a refund stands.
    async fn fetch_refund(&self, refund: &RefundRef) -> Result<Refund, GatewayError>;

    /// The refund whose answer never came, among those of its charge.
    async fn find_refund(&self, charge: &ChargeRef, refund: RefundId) -> Result<Option<Refund>, GatewayError>;

    /// How a dispute stands.
    async fn fetch_dispute(&self, dispute: &DisputeRef) -> Result<Dispute, GatewayError>;
}

/// A visit to the vendor's page.
#[derive(Clone, Debug)]
pub struct NewSetup {
    /// Ours.
    pub id: CardSetupId,
    /// Whose card it will be.
    pub customer: CustomerRef,
    /// Where they come back with a card.
    pub done_url: String,
    /// Where they come back without one.
    pub cancelled_url: String,
}

/// The page is open.
#[derive(Clone, Debug)]
pub struct BegunSetup {
    /// The vendor's name for the visit.
    pub session: SessionRef,
    /// Where to go.
    pub url: String,
}

/// What became of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setup {
    /// They are still there.
    Open,
    /// They left, or took too long.
    Expired,
    /// A card is saved.
    Saved(Card),
}

/// What is known of a saved card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The vendor's name for it.
    pub reference: CardRef,
    /// Such as `visa`.
    pub brand: String,
    /// The last four digits.
    pub last_four: String,
    /// When it ends.
    pub expires: (u16, u8),
}

/// Whether the payer is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// They agreed to it before.
    Away,
    /// They are, and come back from their bank to this address.
    Here {
        /// Where.
        return_url: String,
    },
}

/// A charge to be made.
#[derive(Clone, Debug)]
pub struct NewCharge {
    /// Our attempt.
    pub payment: PaymentId,
    /// In which group, for whoever looks at the vendor's own pages.
    pub group: GroupId,
    /// How much.
    pub amount: Money,
    /// Who pays.
    pub customer: CustomerRef,
    /// With which card.
    pub card: CardRef,
    /// Whether they are there.
    pub presence: Presence,
}

/// A charge as the vendor has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// The vendor's name for it.
    pub reference: ChargeRef,
    /// The attempt that it is for, if it is one of ours.
    pub payment: Option<PaymentId>,
    /// How much.
    pub amount: Money,
    /// How it stands.
    pub state: ChargeState,
}

/// How a charge stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChargeState {
    /// On its way.
    Processing,
    /// The payer's bank wants them to confirm it.
    ActionRequired {
        /// Where they can, while they are there.
        url: Option<String>,
    },
    /// The money is there.
    Succeeded {
        /// What the vendor took of it, once it says so.
        fee: Option<Money>,
    },
    /// It did not work.
    Failed(Decline),
}

impl ChargeState {
    /// The word of it that rules know.
    #[must_use]
    pub const fn word(&self) -> Word {
        match self {
            Self::Processing => Word::Processing,
            Self::ActionRequired { .. } => Word::ActionRequired,
            Self::Succeeded { .. } => Word::Succeeded,
            Self::Failed(_) => Word::Failed,
        }
    }
}

/// Why a card was declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decline {
    /// It may work another day.
    Soft {
        /// The vendor's word, such as `insufficient_funds`.
        code: String,
    },
    /// This card will not work any more.
    Hard {
        /// The vendor's word, such as `expired_card`.
        code: String,
    },
    /// Nobody confirmed it, or it was given up.
    Cancelled,
    /// The vendor does not charge so little.
    TooSmall,
}

impl Decline {
    /// The word for it, for storage and the API.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Soft { code } | Self::Hard { code } => code,
            Self::Cancelled => "cancelled",
            Self::TooSmall => "amount_too_small",
        }
    }
}

/// A refund to be made.
#[derive(Clone, Debug)]
pub struct NewRefund {
    /// Ours.
    pub refund: RefundId,
    /// Of which charge.
    pub charge: ChargeRef,
    /// How much.
    pub amount: Money,
}

/// A refund as the vendor has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The vendor's name for it.
    pub reference: RefundRef,
    /// The refund that it is, if it is one of ours.
    pub refund: Option<RefundId>,
    /// How it stands.
    pub status: RefundStatus,
}

/// A dispute as the vendor has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The vendor's name for it.
    pub reference: DisputeRef,
    /// Of which charge.
    pub charge: ChargeRef,
    /// How much was taken back.
    pub amount: Money,
    /// What the vendor took besides.
    pub fee: Option<Money>,
    /// How it stands; nothing while the bank only asks, and no money has moved.
    pub status: Option<DisputeStatus>,
}

/// Why the vendor's answer is not there. What was sent is in no message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// It was not reached, or its answer was lost: whether it did what it was asked is not known.
    #[error("the payment vendor's answer did not arrive: {0}")]
    Lost(&'static str),
    /// It is in trouble, or has too much to do: ask again later.
    #[error("the payment vendor answers {status}")]
    Unavailable {
        /// Its status.
        status: u16,
    },
    /// It did not do what it was asked, and will not.
    #[error("the payment vendor refuses: {status} {code}")]
    Refused {
        /// Its status.
        status: u16,
        /// Its word for why.
        code: String,
    },
    /// It has no such thing.
    #[error("the payment vendor has no such thing")]
    NotFound,
    /// It answers something that is not its format.
    #[error("the payment vendor's answer does not read: {0}")]
    Unreadable(&'static str),
}
