//! `GET /payments`

use std::collections::HashMap;

use axum::extract::{Query, State};
use domain::id::{GroupId, PaymentId, ShareId, UserId};
use domain::money::Amount;
use domain::operator_action::OperatorAction;
use domain::payment::PaymentStatus;
use domain::refund::{self, Facts, RefundFrom};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::payments::Listed;
use store::{operator_actions, refunds};
use utoipa::{IntoParams, ToSchema};

use super::answer::is_operator;
use crate::app::App;
use crate::http::{Caller, Page, PageQuery, Problem};

/// Which payments.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PaymentQuery {
    /// Only those in this state.
    pub status: Option<PaymentStatus>,
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
    /// How many rows at most, 1 to 200.
    pub limit: Option<u32>,
}

/// A payment, as its payee sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = PaymentClaim)]
pub struct PaymentClaimBody {
    /// Which one.
    pub id: PaymentId,
    /// Claimed, confirmed or rejected.
    pub status: PaymentStatus,
    /// In which group.
    pub group_id: GroupId,
    /// The group's name.
    pub group_name: String,
    /// For which share.
    pub share_id: ShareId,
    /// Who pays.
    pub payer: PayerBody,
    /// How much.
    pub amount: Amount,
    /// The number of the invoice.
    pub invoice_number: String,
    /// `manual` or `card`.
    pub method: String,
    /// What the payer noted.
    #[schema(required)]
    pub reference: Option<String>,
    /// When it was claimed.
    pub created_at: Timestamp,
    /// What of it went back, or is on its way.
    pub refunded: Amount,
    /// How much of it can be given back now.
    pub refundable: RefundableBody,
}

/// How much can be given back, by where it is taken from.
#[derive(Serialize, ToSchema)]
#[schema(as = Refundable)]
pub struct RefundableBody {
    /// Of the share, which a credit note lowers first.
    pub share: Amount,
    /// Of what earlier credit notes or a double payment left on the payer's balance.
    pub balance: Amount,
}

/// Who pays.
#[derive(Serialize, ToSchema)]
#[schema(as = Payer)]
pub struct PayerBody {
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
}

/// The payments that the caller is payee of, newest first: for the operator all, for others those of the groups that the
/// operator named them for. That an operator looked is noted for the others.
#[utoipa::path(get, path = "/payments", tag = "billing", params(PaymentQuery),
    responses((status = 200, body = Page<PaymentClaimBody>)))]
pub async fn list_payments(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PaymentQuery>,
) -> Result<axum::Json<Page<PaymentClaimBody>>, Problem> {
    let mut connection = app.connection().await?;
    let is_operator = is_operator(&mut connection, &caller).await?;
    if is_operator {
        operator_actions::record_hourly(&mut connection, caller.user, &OperatorAction::PaymentsListed {}).await?;
    }
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let (after, limit) = (page.after()?, page.limit());
    let wanted = i64::from(limit) + 1;
    let listed =
        store::payments::list_for(&mut connection, caller.user, is_operator, query.status, after, wanted).await?;
    let ids: Vec<PaymentId> = listed.iter().map(|listed| listed.payment.id).collect();
    let facts: HashMap<PaymentId, Facts> = refunds::facts(&mut connection, &ids).await?.into_iter().collect();
    let bodies = listed.into_iter().map(|listed| {
        let facts = facts.get(&listed.payment.id).ok_or_else(Problem::not_found)?;
        Ok(PaymentClaimBody::new(listed, facts))
    });
    let items = bodies.collect::<Result<Vec<_>, Problem>>()?;
    Ok(axum::Json(Page::cut(items, limit as usize, |payment: &PaymentClaimBody| payment.id)))
}

impl PaymentClaimBody {
    fn new(listed: Listed, facts: &Facts) -> Self {
        let payment = listed.payment;
        let most = |from| Amount::from(refund::most(facts, from));
        Self {
            id: payment.id,
            status: payment.status,
            group_id: payment.group,
            group_name: listed.group_name,
            share_id: payment.share,
            payer: PayerBody { user_id: payment.payer, name: listed.payer_name },
            amount: payment.amount.into(),
            invoice_number: listed.invoice_number,
            method: listed.method,
            reference: listed.reference,
            created_at: listed.created_at,
            refunded: facts.refunded.into(),
            refundable: RefundableBody { share: most(RefundFrom::Share), balance: most(RefundFrom::Balance) },
        }
    }
}
