//! Another plan for a group, now or from its next period on, and the group's end. Whoever changes it has locked the group.

use domain::credit::NanoUsd;
use domain::id::{GroupId, PeriodId, PlanChangeId};
use domain::money::Money;
use domain::plan::{Plan, PlanCode};
use sqlx::PgConnection;

use crate::{Error, Result};

/// What counts from the next period on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Future {
    /// As it is.
    Same,
    /// Another plan.
    Plan(PlanCode),
    /// Nothing: the group is over.
    End,
}

/// Gives a group another plan, and the seats of it.
pub async fn set(
    connection: &mut PgConnection,
    group: GroupId,
    id: PlanChangeId,
    from: &PlanCode,
    to: &Plan,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO plan_changes (group_id, id, from_code, to_code, changed_at) VALUES ($1, $2, $3, $4, group_now($1))",
        group.uuid(),
        id.uuid(),
        from.as_str(),
        to.code.as_str(),
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE groups SET plan_code = $2, seats = $3, plan_since = group_now(id), next_plan_code = NULL WHERE id = $1",
        group.uuid(),
        to.code.as_str(),
        i16::from(to.seats),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes what counts from the next period on.
pub async fn set_future(connection: &mut PgConnection, group: GroupId, future: &Future) -> Result<()> {
    let plan = match future {
        Future::Plan(plan) => Some(plan.as_str()),
        Future::Same | Future::End => None,
    };
    sqlx::query!(
        "UPDATE groups SET next_plan_code = $2, ends_with_period = $3 WHERE id = $1",
        group.uuid(),
        plan,
        *future == Future::End,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The open period is one of another plan from now on, and costs and gives so much more.
pub async fn enlarge_period(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    plan: &PlanCode,
    price: Money,
    credit: NanoUsd,
) -> Result<()> {
    let enlarged = sqlx::query!(
        "UPDATE periods SET plan_code = $3, price_minor = price_minor + $4, pool_nanousd = pool_nanousd + $5
         WHERE group_id = $1 AND id = $2 AND currency = $6",
        group.uuid(),
        period.uuid(),
        plan.as_str(),
        price.minor,
        credit.get(),
        price.currency.code(),
    )
    .execute(connection)
    .await?;
    if enlarged.rows_affected() == 1 { Ok(()) } else { Err(Error::Unreadable("periods.currency")) }
}
