//! Billing: invoices, and payments for their shares. One file for each endpoint.

mod answer;
mod authenticate_payment;
mod card;
mod claim_payment;
mod confirm_payment;
mod cover_share;
mod list_invoices;
mod list_payments;
mod papers;
mod refund_payment;
mod reject_payment;
mod seller;
mod settle_up;
mod standing_cover;
mod top_up;
mod webhook;

pub use authenticate_payment::*;
pub use card::*;
pub use claim_payment::*;
pub use confirm_payment::*;
pub use cover_share::*;
pub use list_invoices::*;
pub use list_payments::*;
pub use papers::*;
pub use refund_payment::*;
pub use reject_payment::*;
pub use seller::record_seller;
pub use settle_up::*;
pub use standing_cover::*;
pub use top_up::*;
pub use webhook::*;
