//! What members pay and what they used at list prices, for the operator: by group and plan, amounts only. Sandboxes do not count.

use domain::credit::NanoUsd;
use domain::id::GroupId;
use domain::money::Money;
use domain::plan::PlanCode;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::invoices::money;
use crate::{Error, Result};

/// What something came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    /// Invoiced, less what credit notes took off.
    pub billed: Money,
    /// Paid of that.
    pub paid: Money,
    /// What was used, at the vendors' list prices, what the operator bears included.
    pub list_cost: NanoUsd,
}

/// The period of a group that began in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfGroup {
    /// Which group.
    pub group: GroupId,
    /// Its name.
    pub name: String,
    /// The plan that the period was opened with.
    pub plan: PlanCode,
    /// What it came to so far.
    pub came: Came,
}

/// All periods of a plan that began in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfPlan {
    /// Which plan.
    pub plan: PlanCode,
    /// How many groups.
    pub groups: u64,
    /// What they came to so far, together.
    pub came: Came,
}

/// The periods that began from one date to before another, by group, at most `limit` from after `after`.
pub async fn by_group(
    connection: &mut PgConnection,
    (from, before): (Date, Date),
    after: Option<GroupId>,
    limit: i64,
) -> Result<Vec<OfGroup>> {
    let rows = sqlx::query!(
        r#"SELECT p.group_id, g.name, p.plan_code, p.currency,
                  (SELECT coalesce(sum(s.amount_minor - s.credited_minor), 0)::bigint FROM invoices i
                   JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
                   WHERE i.group_id = p.group_id AND i.period_id = p.id) AS "billed!",
                  (SELECT coalesce(sum(s.paid_minor), 0)::bigint FROM invoices i
                   JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
                   WHERE i.group_id = p.group_id AND i.period_id = p.id) AS "paid!",
                  ((SELECT coalesce(sum(own_nanousd + borrowed_nanousd + top_up_used_nanousd), 0) FROM period_members m
                    WHERE m.group_id = p.group_id AND m.period_id = p.id)
                   - (SELECT coalesce(sum(total_nanousd), 0) FROM holds h
                      WHERE h.group_id = p.group_id AND h.period_id = p.id AND h.status = 'held')
                   + (SELECT coalesce(sum(overrun_nanousd), 0) FROM charged_usage u
                      WHERE u.group_id = p.group_id AND u.period_id = p.id AND overrun_nanousd > 0))::bigint AS "cost!"
           FROM periods p JOIN groups g ON g.id = p.group_id
           WHERE p.starts_on >= $1 AND p.starts_on < $2 AND NOT g.is_sandbox AND ($3::uuid IS NULL OR p.group_id > $3)
           ORDER BY p.group_id LIMIT $4"#,
        from.to_sqlx() as _,
        before.to_sqlx() as _,
        after.map(GroupId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(OfGroup {
                group: row.group_id.into(),
                name: row.name,
                plan: row.plan_code.parse().map_err(|_| Error::Unreadable("periods.plan_code"))?,
                came: came(row.billed, row.paid, row.cost, &row.currency)?,
            })
        })
        .collect()
}

/// The same periods together, by plan and currency.
pub async fn by_plan(connection: &mut PgConnection, (from, before): (Date, Date)) -> Result<Vec<OfPlan>> {
    let rows = sqlx::query!(
        r#"SELECT p.plan_code, p.currency, count(*) AS "groups!",
                  coalesce(sum((SELECT sum(s.amount_minor - s.credited_minor) FROM invoices i
                                JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
                                WHERE i.group_id = p.group_id AND i.period_id = p.id)), 0)::bigint AS "billed!",
                  coalesce(sum((SELECT sum(s.paid_minor) FROM invoices i
                                JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
                                WHERE i.group_id = p.group_id AND i.period_id = p.id)), 0)::bigint AS "paid!",
                  (coalesce(sum((SELECT sum(own_nanousd + borrowed_nanousd + top_up_used_nanousd) FROM period_members m
                                 WHERE m.group_id = p.group_id AND m.period_id = p.id)), 0)
                   - coalesce(sum((SELECT sum(total_nanousd) FROM holds h
                                   WHERE h.group_id = p.group_id AND h.period_id = p.id AND h.status = 'held')), 0)
                   + coalesce(sum((SELECT sum(overrun_nanousd) FROM charged_usage u
                                   WHERE u.group_id = p.group_id AND u.period_id = p.id AND overrun_nanousd > 0)), 0)
                  )::bigint AS "cost!"
           FROM periods p JOIN groups g ON g.id = p.group_id
           WHERE p.starts_on >= $1 AND p.starts_on < $2 AND NOT g.is_sandbox
           GROUP BY p.plan_code, p.currency ORDER BY p.plan_code, p.currency"#,
        from.to_sqlx() as _,
        before.to_sqlx() as _,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(OfPlan {
                plan: row.plan_code.parse().map_err(|_| Error::Unreadable("periods.plan_code"))?,
                groups: crate::usage::counted(row.groups)?,
                came: came(row.billed, row.paid, row.cost, &row.currency)?,
            })
        })
        .collect()
}

fn came(billed: i64, paid: i64, cost: i64, currency: &str) -> Result<Came> {
    Ok(Came { billed: money(billed, currency)?, paid: money(paid, currency)?, list_cost: NanoUsd(cost) })
}
