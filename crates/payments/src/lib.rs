//! How a share is settled: by hand, or by card with a payment vendor.
//!
//! [`start`] says what an attempt to pay means, [`answer`] what the payee's word about one by hand means; both are pure. A
//! [`Gateway`] is what the server asks of a card vendor, in our own words; [`Stripe`] is the one there is. Card numbers never come
//! here: they are typed at the vendor's own page, and what we keep is a reference, the brand and the last four digits.

mod attempt;
mod currencies;
mod gateway;
pub mod signature;
mod stripe;

pub use attempt::{
    AnswerRefused, Answered, AnsweredBy, Attempt, Method, Offered, StartRefused, Started, UnknownMethod, Verdict,
    answer, start,
};
pub use currencies::limits;
pub use gateway::{
    BegunSetup, Card, CardRef, Charge, ChargeRef, ChargeState, CustomerRef, Decline, Dispute, DisputeRef, Gateway,
    GatewayError, NewCharge, NewRefund, NewSetup, Presence, Refund, RefundRef, SessionRef, Setup,
};
pub use stripe::{ApiKey, Event, Stripe, Subject};
