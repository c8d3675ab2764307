//! Billing: invoices, and payments for their shares. One file for each endpoint.

mod answer;
mod claim_payment;
mod confirm_payment;
mod list_invoices;
mod list_payments;
mod reject_payment;

pub use claim_payment::*;
pub use confirm_payment::*;
pub use list_invoices::*;
pub use list_payments::*;
pub use reject_payment::*;
