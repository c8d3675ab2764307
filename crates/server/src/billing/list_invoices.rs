//! `GET /groups/{id}/invoices`

use axum::extract::{Query, State};
use domain::id::{InvoiceId, PaymentId, ShareId, UserId};
use domain::invoice::{InvoiceKind, InvoiceStatus, ShareStatus};
use domain::money::Amount;
use domain::payment::PaymentStatus;
use jiff::Timestamp;
use serde::Serialize;
use store::invoices::{self, Billed, Share, SharePayment};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Member, Page, PageQuery, Problem};

/// A group's bill for a period.
#[derive(Serialize, ToSchema)]
#[schema(as = Invoice)]
pub struct InvoiceBody {
    /// Which one.
    pub id: InvoiceId,
    /// Its number; null while it is a draft.
    #[schema(required)]
    pub number: Option<String>,
    /// Draft: billed by usage when the period is over. Final: what changes later is a credit note.
    pub status: InvoiceStatus,
    /// What it is for: a period, somebody who joined in the middle of it, an upgrade, or credit that a member bought.
    pub kind: InvoiceKind,
    /// The number of its period, from 0.
    pub period_number: u32,
    /// When its period began.
    pub starts_at: Timestamp,
    /// When its period ends.
    pub ends_at: Timestamp,
    /// The price of the whole group.
    pub total: Amount,
    /// When it became final.
    #[schema(required)]
    pub final_at: Option<Timestamp>,
    /// Each member's part; they sum to the total. None while it is a draft.
    pub shares: Vec<ShareBody>,
}

/// One member's part of a bill.
#[derive(Serialize, ToSchema)]
#[schema(as = Share)]
pub struct ShareBody {
    /// Which one.
    pub id: ShareId,
    /// Whose.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// What was invoiced.
    pub amount: Amount,
    /// What credit notes have taken off it: days that the member does not have.
    pub credited: Amount,
    /// What is still to be paid.
    pub to_pay: Amount,
    /// Whether it is paid.
    pub status: ShareStatus,
    /// The newest attempt to pay it.
    #[schema(required)]
    pub payment: Option<PaymentBody>,
}

/// An attempt to pay a share.
#[derive(Serialize, ToSchema)]
#[schema(as = Payment)]
pub struct PaymentBody {
    /// Which one.
    pub id: PaymentId,
    /// Claimed, confirmed and so on.
    pub status: PaymentStatus,
    /// `manual` or `card`.
    pub method: String,
    /// What the payer noted.
    #[schema(required)]
    pub reference: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Why it was rejected.
    #[schema(required)]
    pub reason: Option<String>,
    /// Why the card was declined, in the payment vendor's word, such as `insufficient_funds`.
    #[schema(required)]
    pub failure: Option<String>,
    /// Who pays: the share's member, or somebody who covers it. They can have the receipt once it arrived.
    pub payer_id: UserId,
    /// What of it went back, or is on its way.
    pub refunded: Amount,
}

/// The group's invoices with everybody's share, newest first.
#[utoipa::path(get, path = "/groups/{id}/invoices", tag = "billing",
    params(("id" = String, Path, description = "The group"), PageQuery),
    responses((status = 200, body = Page<InvoiceBody>)))]
pub async fn list_invoices(
    State(app): State<App>,
    member: Member,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Page<InvoiceBody>>, Problem> {
    let mut connection = app.connection().await?;
    let limit = query.limit();
    let billed = invoices::list(&mut connection, &member.membership, query.after()?, i64::from(limit) + 1).await?;
    let ids: Vec<InvoiceId> = billed.iter().map(|invoice| invoice.id).collect();
    let mut shares = invoices::shares(&mut connection, &member.membership, &ids).await?;
    let items = billed.into_iter().map(|invoice| {
        let own: Vec<Share> = shares.extract_if(.., |share| share.invoice == invoice.id).collect();
        InvoiceBody::new(invoice, own)
    });
    Ok(axum::Json(Page::cut(items.collect(), limit as usize, |invoice: &InvoiceBody| invoice.id)))
}

impl InvoiceBody {
    fn new(invoice: Billed, shares: Vec<Share>) -> Self {
        Self {
            id: invoice.id,
            number: invoice.number,
            status: invoice.status,
            kind: invoice.kind,
            period_number: invoice.period_number,
            starts_at: invoice.starts_at,
            ends_at: invoice.ends_at,
            total: invoice.total.into(),
            final_at: invoice.final_at,
            shares: shares.into_iter().map(ShareBody::from).collect(),
        }
    }
}

impl From<Share> for ShareBody {
    fn from(share: Share) -> Self {
        Self {
            id: share.id,
            user_id: share.user,
            name: share.name,
            amount: share.amount.into(),
            credited: share.credited.into(),
            to_pay: share.open.into(),
            status: share.status,
            payment: share.payment.map(PaymentBody::from),
        }
    }
}

impl From<SharePayment> for PaymentBody {
    fn from(payment: SharePayment) -> Self {
        Self {
            id: payment.id,
            status: payment.status,
            method: payment.method,
            reference: payment.reference,
            created_at: payment.created_at,
            reason: payment.reason,
            failure: payment.failure,
            payer_id: payment.payer,
            refunded: payment.refunded.into(),
        }
    }
}
