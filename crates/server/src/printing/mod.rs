//! Papers out of rows: what stands in the database on invoices and receipts, as PDF.

use domain::language::Language;
use domain::money::Money;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use papers::{Invoice, Method, PaperError, Receipt};
use store::papers::{InvoicePaper, ReceiptPaper};

/// A file to be saved.
#[derive(Clone, Debug)]
pub struct Paper {
    /// What to call it, with its ending.
    pub file_name: String,
    /// The PDF.
    pub bytes: Vec<u8>,
}

/// An invoice.
pub fn invoice(row: InvoicePaper, language: Language) -> Result<Paper, PaperError> {
    let invoice = Invoice {
        issued_on: local_date(row.final_at, &row.time_zone),
        seller: row.seller,
        group: row.group_name,
        plan: capitalised(&row.plan),
        top_up: row.top_up,
        period: billed_days(row.starts_on, row.from_day, row.days),
        shares: row.shares,
        total: row.total,
        number: row.number,
    };
    Ok(Paper { bytes: papers::invoice(&invoice, language)?, file_name: format!("{}.pdf", invoice.number) })
}

/// A receipt.
pub fn receipt(row: ReceiptPaper, language: Language) -> Result<Paper, PaperError> {
    let amount: Money = row.amount;
    let receipt = Receipt {
        covered: row.covered,
        payer: row.payer,
        amount,
        paid_on: local_date(row.paid_at, &row.time_zone),
        method: if row.method == "card" { Method::Card } else { Method::Manual },
        seller: row.seller,
        group: row.group_name,
        period: billed_days(row.starts_on, row.from_day, row.days),
        invoice: row.invoice,
    };
    Ok(Paper { bytes: papers::receipt(&receipt, language)?, file_name: format!("receipt-{}.pdf", receipt.invoice) })
}

/// The date of a moment where the group lives; an unknown zone counts as UTC.
fn local_date(at: Timestamp, time_zone: &str) -> Date {
    at.to_zoned(TimeZone::get(time_zone).unwrap_or(TimeZone::UTC)).date()
}

/// The first and the last day that are billed, of a period that begins on this day.
fn billed_days(starts_on: Date, from_day: u32, days: u32) -> (Date, Date) {
    let day = |number: u32| starts_on.checked_add(Span::new().days(i64::from(number))).unwrap_or(starts_on);
    (day(from_day), day(days.saturating_sub(1)))
}

/// A plan's code as a name: its name today is what the operator calls it today.
fn capitalised(code: &str) -> String {
    let mut letters = code.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
