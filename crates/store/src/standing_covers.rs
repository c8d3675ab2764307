//! Who covers the others' shares by themselves, up to a limit.

use domain::cover::Standing;
use domain::id::{GroupId, PaymentId, PeriodId, ShareId, UserId};
use domain::money::Money;
use sqlx::PgConnection;

use crate::Result;
use crate::charges::Chargeable;
use crate::groups::Membership;
use crate::invoices::money;
use crate::shares::Locked;

/// Up to how much a member covers others by themselves in a period; `None`: not at all.
pub async fn find(connection: &mut PgConnection, membership: &Membership) -> Result<Option<Money>> {
    let row = sqlx::query!(
        "SELECT limit_minor, currency FROM standing_covers WHERE group_id = $1 AND user_id = $2",
        membership.group().uuid(),
        membership.user().uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| money(row.limit_minor, &row.currency)).transpose()
}

/// Sets it.
pub async fn set(connection: &mut PgConnection, membership: &Membership, limit: Option<Money>) -> Result<()> {
    let (group, user) = (membership.group().uuid(), membership.user().uuid());
    match limit {
        Some(limit) => {
            sqlx::query!(
                "INSERT INTO standing_covers (group_id, user_id, currency, limit_minor) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (group_id, user_id)
                 DO UPDATE SET currency = excluded.currency, limit_minor = excluded.limit_minor",
                group,
                user,
                limit.currency.code(),
                limit.minor,
            )
            .execute(connection)
            .await?
        }
        None => {
            sqlx::query!("DELETE FROM standing_covers WHERE group_id = $1 AND user_id = $2", group, user)
                .execute(connection)
                .await?
        }
    };
    Ok(())
}

/// Those in a group who cover by themselves, with what they have covered of a period so. Who has tried to pay the share before
/// is not asked for it again, and who owes a share that is not paid in time covers nobody.
pub async fn of_share(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    share: ShareId,
) -> Result<Vec<Standing>> {
    let rows = sqlx::query!(
        r#"SELECT c.user_id, c.currency, c.limit_minor,
                  (SELECT coalesce(sum(coalesce(a.amount_minor, p.amount_minor)), 0)::bigint
                   FROM automatic_covers a JOIN payments p ON p.group_id = a.group_id AND p.id = a.payment_id
                   JOIN shares s ON s.group_id = p.group_id AND s.id = p.share_id
                   JOIN invoices i ON i.group_id = s.group_id AND i.id = s.invoice_id
                   WHERE a.group_id = c.group_id AND p.payer_id = c.user_id AND i.period_id = $2
                     AND p.currency = c.currency AND p.status NOT IN ('rejected', 'failed', 'lost')) AS "used!"
           FROM standing_covers c
           JOIN memberships m ON m.group_id = c.group_id AND m.user_id = c.user_id AND m.ended_at IS NULL
           WHERE c.group_id = $1
             AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.group_id = $1 AND p.share_id = $3 AND p.payer_id = c.user_id)
             AND NOT EXISTS (SELECT 1 FROM shares s WHERE s.group_id = $1 AND s.user_id = c.user_id AND s.status = 'past_due')
           ORDER BY c.user_id"#,
        group.uuid(),
        period.uuid(),
        share.uuid(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let limit = money(row.limit_minor, &row.currency)?;
            Ok(Standing { by: UserId::from_uuid(row.user_id), limit, used: Money::new(row.used, limit.currency) })
        })
        .collect()
}

/// Shares that are still due so many days after their invoice, and that somebody who has a card that works may cover by it, in the
/// order of their ids, after `after`.
pub async fn chargeable(
    connection: &mut PgConnection,
    days: u32,
    after: Option<ShareId>,
    limit: i64,
) -> Result<Vec<Chargeable>> {
    let rows = sqlx::query!(
        "SELECT DISTINCT s.group_id, s.id FROM standing_covers c
         JOIN payer_accounts a ON a.user_id = c.user_id AND a.card_ref IS NOT NULL AND NOT a.card_refused
         JOIN shares s ON s.group_id = c.group_id AND s.user_id <> c.user_id AND s.status = 'due'
         JOIN invoices i ON i.group_id = s.group_id AND i.id = s.invoice_id AND i.kind <> 'top_up'
         WHERE s.invoiced_at <= group_now(c.group_id) - make_interval(days => $1) AND ($2::uuid IS NULL OR s.id > $2)
           AND NOT EXISTS (SELECT 1 FROM payments p
                           WHERE p.group_id = s.group_id AND p.share_id = s.id AND p.payer_id = c.user_id)
         ORDER BY s.id LIMIT $3",
        i32::try_from(days).unwrap_or(i32::MAX),
        after.map(ShareId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| Chargeable { group: row.group_id.into(), share: row.id.into() }).collect())
}

/// Notes that a payment was begun by a standing cover, and how much of the share it pays: what waited for a charge and goes with it is
/// no part of that.
pub async fn note(connection: &mut PgConnection, locked: &Locked, payment: PaymentId) -> Result<()> {
    sqlx::query!(
        "INSERT INTO automatic_covers (group_id, payment_id, amount_minor) VALUES ($1, $2, $3)",
        locked.group.uuid(),
        payment.uuid(),
        locked.share.open().minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}
