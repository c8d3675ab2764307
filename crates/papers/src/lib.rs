//! Invoices and receipts as accessible PDF (PDF/UA-1): values in, bytes out. The same values always give the same bytes: no
//! clock, no randomness, and fonts of its own.

mod fonts;
mod sheet;
mod words;

use domain::credit::NanoUsd;
use domain::language::Language;
use domain::money::Money;
use jiff::civil::Date;

use fonts::Weight;
use sheet::Sheet;
use words::Words;

/// What an invoice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Its number.
    pub number: String,
    /// When it became final.
    pub issued_on: Date,
    /// Who sells: name and address.
    pub seller: Option<String>,
    /// For whom.
    pub group: String,
    /// The plan.
    pub plan: String,
    /// The credit that a member bought beside it, when that is what is paid for.
    pub top_up: Option<NanoUsd>,
    /// The period's first and last day.
    pub period: (Date, Date),
    /// Each member's name and part.
    pub shares: Vec<(String, Money)>,
    /// The price of the whole group.
    pub total: Money,
}

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Who paid.
    pub payer: String,
    /// Whose share it was, when it was somebody else's.
    pub covered: Option<String>,
    /// How much.
    pub amount: Money,
    /// When it arrived.
    pub paid_on: Date,
    /// How.
    pub method: Method,
    /// The invoice's number.
    pub invoice: String,
    /// Who sold what it pays for: name and address.
    pub seller: Option<String>,
    /// The group.
    pub group: String,
    /// The period's first and last day.
    pub period: (Date, Date),
}

/// How something was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// From hand to hand or by bank transfer.
    Manual,
    /// By card.
    Card,
}

/// A paper could not be made: a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("the paper could not be made: {0}")]
pub struct PaperError(String);

/// An invoice as PDF.
pub fn invoice(invoice: &Invoice, language: Language) -> Result<Vec<u8>, PaperError> {
    let words = Words::of(language);
    let title = format!("{} {}", words.invoice, invoice.number);
    let mut sheet = Sheet::new(language)?;
    sheet.title(&title);
    let mut facts: Vec<_> = invoice.seller.iter().map(|seller| (words.seller, seller.clone())).collect();
    facts.extend([(words.group, invoice.group.clone()), (words.plan, invoice.plan.clone())]);
    facts.extend(invoice.top_up.map(|credit| (words.top_up, format!("{credit} USD"))));
    facts.extend([(words.period, span(language, invoice.period)), (words.issued_on, language.date(invoice.issued_on))]);
    sheet.facts(&facts);
    let rows: Vec<_> = invoice.shares.iter().map(|(name, part)| (name.clone(), language.money(*part))).collect();
    sheet.table([words.member, words.part], &rows, [words.total, &language.money(invoice.total)]);
    sheet.note(words.several);
    sheet.finish(&title, invoice.issued_on)
}

/// A receipt as PDF.
pub fn receipt(receipt: &Receipt, language: Language) -> Result<Vec<u8>, PaperError> {
    let words = Words::of(language);
    let mut sheet = Sheet::new(language)?;
    let title = format!("{} · {}", words.receipt, receipt.invoice);
    sheet.title(&title);
    sheet.line(words.received, 11.0, Weight::Regular);
    sheet.line(&language.money(receipt.amount), 24.0, Weight::SemiBold);
    let mut facts = vec![(words.paid_by, receipt.payer.clone())];
    facts.extend(receipt.covered.as_ref().map(|member| (words.for_member, member.clone())));
    facts.extend(receipt.seller.as_ref().map(|seller| (words.seller, seller.clone())));
    facts.extend([
        (words.paid_on, language.date(receipt.paid_on)),
        (words.method, words.method_of(receipt.method).to_owned()),
        (words.invoice, receipt.invoice.clone()),
        (words.group, receipt.group.clone()),
        (words.period, span(language, receipt.period)),
    ]);
    sheet.facts(&facts);
    sheet.finish(&title, receipt.paid_on)
}

fn span(language: Language, (first, last): (Date, Date)) -> String {
    format!("{} – {}", language.date(first), language.date(last))
}
