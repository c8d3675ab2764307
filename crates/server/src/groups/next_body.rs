//! What is different after the period that is open.

use domain::money::Amount;
use jiff::Timestamp;
use serde::Serialize;
use store::PgConnection;
use store::groups::Group;
use store::periods::Opened;
use utoipa::ToSchema;

use super::plan_body::PlanBody;
use crate::app::App;
use crate::http::Problem;
use crate::periods::{next_plan, told_price};

/// What is different after the period that is open.
#[derive(Serialize, ToSchema)]
#[schema(as = NextPeriod)]
pub struct NextBody {
    /// When it counts: at the end of the open period, for a new price perhaps one later.
    pub starts_at: Timestamp,
    /// Whether the group is over then.
    pub ends: bool,
    /// The plan that the owner chose.
    #[schema(required)]
    pub plan: Option<PlanBody>,
    /// What the operator asks for the group's plan then.
    #[schema(required)]
    pub price: Option<Amount>,
}

impl NextBody {
    pub(super) async fn of(
        connection: &mut PgConnection,
        app: &App,
        group: &Group,
        opened: Option<&Opened>,
    ) -> Result<Option<Self>, Problem> {
        let Some(opened) = opened else { return Ok(None) };
        let at_its_end =
            |ends, plan: Option<PlanBody>| Self { starts_at: opened.period.ends_at, ends, plan, price: None };
        if group.ends_with_period {
            return Ok(Some(at_its_end(true, None)));
        }
        if let Some(plan) = next_plan(&app.catalogue, group.next_plan.as_ref()) {
            return Ok(Some(at_its_end(false, Some(plan.into()))));
        }
        let told = told_price(connection, group, opened).await?;
        Ok(told.map(|(offer, starts_at)| Self { starts_at, ends: false, plan: None, price: Some(offer.price.into()) }))
    }
}
