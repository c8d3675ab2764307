//! `GET /admin/balances`

use axum::extract::State;
use domain::id::{GroupId, UserId};
use domain::money::Amount;
use domain::operator_action::OperatorAction;
use serde::Serialize;
use store::operator_actions;
use store::payouts::{self, Owed};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Operator, Problem};

/// So many at once: what is paid out leaves the list.
const MOST: i64 = 200;

/// Balances that wait to be paid out.
#[derive(Serialize, ToSchema)]
pub struct Balances {
    /// By group and member, at most 200; once they are paid out, more may follow.
    pub items: Vec<BalanceBody>,
}

/// What somebody paid too much who has left the group, or whose group is over.
#[derive(Serialize, ToSchema)]
#[schema(as = Balance)]
pub struct BalanceBody {
    /// In which group.
    pub group_id: GroupId,
    /// The group's name.
    pub group_name: String,
    /// Whose.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// How much.
    pub amount: Amount,
}

/// The balances of those who have left their group, or whose group is over: the operator gives them back, and says so. That
/// somebody looked is noted for the other operators.
#[utoipa::path(get, path = "/admin/balances", tag = "admin", responses((status = 200, body = Balances)))]
pub async fn list_balances(
    State(app): State<App>,
    Operator(operator): Operator,
) -> Result<axum::Json<Balances>, Problem> {
    let mut connection = app.connection().await?;
    operator_actions::record_hourly(&mut connection, operator.user, &OperatorAction::BalancesListed {}).await?;
    let owed = payouts::owed(&mut connection, MOST).await?;
    Ok(axum::Json(Balances { items: owed.into_iter().map(BalanceBody::from).collect() }))
}

impl From<Owed> for BalanceBody {
    fn from(owed: Owed) -> Self {
        Self {
            group_id: owed.group,
            group_name: owed.group_name,
            user_id: owed.user,
            name: owed.name,
            amount: owed.amount.into(),
        }
    }
}
