//! Many groups at once, for tests and measurements: rows that people would have made one by one.

use sqlx::PgConnection;

use crate::Result;

/// Makes so many forming groups of the plan `squad`, with five members each and every seat taken.
pub async fn make_groups(connection: &mut PgConnection, count: i64) -> Result<()> {
    for statement in [
        "INSERT INTO users (id, email, name, password_hash)
         SELECT md5('user ' || n)::uuid, 'person-' || n || '@example.org', 'Person ' || n, ''
         FROM generate_series(1, 5 * $1::bigint) n",
        "INSERT INTO groups (id, name, plan_code, seats, time_zone)
         SELECT md5('group ' || n)::uuid, 'Group ' || n, 'squad', 5, 'UTC' FROM generate_series(1, $1::bigint) n",
        "INSERT INTO memberships (group_id, id, user_id, role, seat)
         SELECT md5('group ' || (n + 4) / 5)::uuid, md5('membership ' || n)::uuid, md5('user ' || n)::uuid,
                CASE (n - 1) % 5 WHEN 0 THEN 'owner' ELSE 'member' END, (n - 1) % 5 + 1
         FROM generate_series(1, 5 * $1::bigint) n",
    ] {
        sqlx::query(statement).bind(count).execute(&mut *connection).await?;
    }
    sqlx::query("ANALYZE").execute(connection).await?;
    Ok(())
}

/// Starts groups that [`make_groups`] has made, each with one period, its bill, which one of the five has paid, and what they post.
/// For measurements: triggers are left out, and so are the rules.
pub async fn start_groups(connection: &mut PgConnection) -> Result<()> {
    for statement in [
        "SET session_replication_role = replica",
        "UPDATE groups SET status = 'active', anchor_on = now()::date - 9 WHERE status = 'forming'",
        "INSERT INTO periods (group_id, id, number, starts_at, ends_at, starts_on, days, time_zone, plan_code, price_minor,
                              currency, pool_nanousd)
         SELECT id, md5('period ' || id)::uuid, 0, anchor_on, anchor_on + 30, anchor_on, 30, 'UTC', plan_code, 3800, 'USD',
                32000000000
         FROM groups g WHERE NOT EXISTS (SELECT 1 FROM periods p WHERE p.group_id = g.id)",
        "INSERT INTO period_members (group_id, period_id, user_id, weight, slices)
         SELECT m.group_id, p.id, m.user_id, 760, array_fill(213333333::bigint, ARRAY[30])
         FROM memberships m JOIN periods p ON p.group_id = m.group_id ON CONFLICT DO NOTHING",
        "INSERT INTO invoices (group_id, id, period_id, number, status, total_minor, currency, final_at)
         SELECT p.group_id, md5('invoice ' || p.id)::uuid, p.id, 'PL-M-' || p.group_id, 'final', 3800, 'USD', now()
         FROM periods p WHERE NOT EXISTS (SELECT 1 FROM invoices i WHERE i.group_id = p.group_id)",
        "INSERT INTO shares (group_id, id, invoice_id, user_id, amount_minor, currency, status, paid_minor)
         SELECT m.group_id, md5('share ' || m.id)::uuid, i.id, m.user_id, 760, 'USD',
                CASE WHEN seat = 1 THEN 'paid' ELSE 'due' END, CASE WHEN seat = 1 THEN 760 ELSE 0 END
         FROM memberships m JOIN invoices i ON i.group_id = m.group_id ON CONFLICT DO NOTHING",
        "INSERT INTO payments (group_id, id, share_id, payer_id, method, amount_minor, currency, status)
         SELECT group_id, md5('payment ' || id)::uuid, id, user_id, 'manual', 760, 'USD',
                CASE status WHEN 'paid' THEN 'confirmed' ELSE 'claimed' END
         FROM shares s WHERE (status = 'paid' OR get_byte(uuid_send(id), 0) < 2)
           AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.group_id = s.group_id AND p.share_id = s.id)",
        "INSERT INTO ledger_transactions (group_id, id, source, source_id, kind)
         SELECT group_id, md5('posted ' || id)::uuid, 'invoice', id, 'invoice_final' FROM invoices ON CONFLICT DO NOTHING",
        "INSERT INTO ledger_entries (group_id, transaction_id, line, account, unit, amount)
         SELECT s.group_id, md5('posted ' || s.invoice_id)::uuid, row_number() OVER (PARTITION BY s.invoice_id),
                'receivable:' || s.user_id, 'USD', 760
         FROM shares s ON CONFLICT DO NOTHING",
        "INSERT INTO ledger_entries (group_id, transaction_id, line, account, unit, amount)
         SELECT group_id, md5('posted ' || id)::uuid, 9, 'deferred:' || group_id || ':' || period_id, 'USD', -3800
         FROM invoices ON CONFLICT DO NOTHING",
        "SET session_replication_role = origin",
        "ANALYZE",
    ] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Lets a month go by for everybody: what was anchored on one date is anchored a month earlier, period bounds and all.
pub async fn let_a_month_go_by(connection: &mut PgConnection) -> Result<()> {
    for statement in [
        "UPDATE groups SET anchor_on = anchor_on - interval '1 month' WHERE anchor_on IS NOT NULL",
        "UPDATE periods p SET (starts_on, starts_at, ends_at, days) =
             (SELECT s::date, s AT TIME ZONE g.time_zone, e AT TIME ZONE g.time_zone, e::date - s::date
              FROM groups g, LATERAL (SELECT g.anchor_on + p.number * interval '1 month' AS s,
                                             g.anchor_on + (p.number + 1) * interval '1 month' AS e) bounds
              WHERE g.id = p.group_id)",
    ] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    Ok(())
}

/// How many periods are closed, and how many are open.
pub async fn periods_by_status(connection: &mut PgConnection) -> Result<(i64, i64)> {
    let counts = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE status = 'closed'), count(*) FILTER (WHERE status = 'open') FROM periods",
    );
    Ok(counts.fetch_one(connection).await?)
}

/// The groups that wait for their first period.
pub async fn forming(connection: &mut PgConnection) -> Result<Vec<domain::id::GroupId>> {
    let ids: Vec<uuid::Uuid> =
        sqlx::query_scalar("SELECT id FROM groups WHERE status = 'forming' ORDER BY id").fetch_all(connection).await?;
    Ok(ids.into_iter().map(domain::id::GroupId::from_uuid).collect())
}
