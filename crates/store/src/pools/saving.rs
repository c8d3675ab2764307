//! Writing what uses credit of pools that the transaction has locked.

use domain::fair_share::MemberCredit;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Amounts, PeriodPool, day_column};
use crate::Result;
use crate::holds::{self, EndedHold, HoldKey, NewHold};
use crate::ledger::{self, Posting};
use crate::usage::{self, NewUsage};

/// What a transaction changes of the credit in pools that it has locked.
#[derive(Clone, Copy, Debug)]
pub struct Changed<'a> {
    /// The pools: of each those members are written for whom what was used, lent or borrowed has changed. Grants stay as they are; see
    /// [`super::put`].
    pub pools: &'a [&'a PeriodPool],
    /// The holds that are made. Refused by [`crate::holds::TURN_KEY`] when a turn has one.
    pub made: &'a [NewHold],
    /// The holds that end.
    pub ended: &'a [EndedHold],
    /// What turns used: once for each turn, and once more when an estimate is corrected, of which only what it changes is added to its
    /// day. Titles are never corrected.
    pub usage: &'a [NewUsage],
    /// What the ledger says of all that: whole transactions that sum to zero, none of which was posted before.
    pub postings: &'a [Posting],
}

/// Writes it: all in one statement, as each costs a round trip while the pools are locked. How many of the holds that end had not
/// ended before.
#[expect(clippy::too_many_lines, reason = "one statement and what goes into it")]
pub async fn save(connection: &mut PgConnection, changed: &Changed<'_>) -> Result<usize> {
    let members = Members::of(changed.pools)?;
    let made = holds::Columns::of(changed.made);
    let ended = |id: fn(&HoldKey) -> Uuid| changed.ended.iter().map(|(key, _)| id(key)).collect::<Vec<_>>();
    let used = usage::Columns::of(changed.usage);
    let posted = ledger::Columns::of(changed.postings);
    let count = sqlx::query_scalar!(
        r#"WITH members AS (
               UPDATE period_members m
               SET own_nanousd = c.own, lent_nanousd = c.lent, borrowed_nanousd = c.borrowed, borrowed_today_nanousd = c.today,
                   borrowed_day = c.day, top_up_used_nanousd = c.top_up_used
               FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                           $8::int[], $9::bigint[])
                    AS c(group_id, period_id, user_id, own, lent, borrowed, today, day, top_up_used)
               WHERE m.group_id = c.group_id AND m.period_id = c.period_id AND m.user_id = c.user_id
           ), made AS (
               INSERT INTO holds (group_id, id, period_id, user_id, turn_id, own_nanousd, loans, total_nanousd, created_at,
                                  expires_at, top_up_nanousd)
               SELECT * FROM unnest($10::uuid[], $11::uuid[], $12::uuid[], $13::uuid[], $14::uuid[], $15::bigint[],
                                    $16::jsonb[], $17::bigint[], $18::timestamptz[], $19::timestamptz[], $20::bigint[])
           ), ended AS (
               UPDATE holds h SET status = e.status, ended_at = now()
               FROM unnest($21::uuid[], $22::uuid[], $23::text[]) AS e(group_id, id, status)
               WHERE h.group_id = e.group_id AND h.id = e.id AND (h.status = 'held') IS TRUE
               RETURNING h.id
           ), used AS (
               SELECT * FROM unnest($24::uuid[], $25::uuid[], $26::uuid[], $27::uuid[], $28::uuid[], $29::text[], $30::text[],
                                    $31::date[], $32::bigint[], $33::bigint[], $34::bigint[], $35::bigint[], $36::bool[],
                                    $37::jsonb[], $38::bigint[], $39::bigint[], $40::jsonb[], $41::text[], $42::uuid[],
                                    $43::uuid[], $44::text[])
                   AS n(group_id, id, period_id, user_id, turn_id, provider, model, used_on, input_tokens, cached_input_tokens,
                        cache_write_tokens, output_tokens, estimated, price, cost_nanousd, overrun_nanousd, raw,
                        vendor_request_id, corrects_id, api_key_id, purpose)
           ), recorded AS (
               INSERT INTO usage (group_id, id, period_id, user_id, turn_id, provider, model, used_on, input_tokens,
                                  cached_input_tokens, cache_write_tokens, output_tokens, estimated, price, cost_nanousd,
                                  overrun_nanousd, raw, vendor_request_id, corrects_id, api_key_id, purpose)
               SELECT * FROM used
           ), added AS (
               INSERT INTO usage_by_day AS d (group_id, used_on, user_id, model, by_api, turns, input_tokens, cached_input_tokens,
                                              cache_write_tokens, output_tokens, cost_nanousd, titles, title_input_tokens,
                                              title_output_tokens, title_cost_nanousd)
               SELECT n.group_id, n.used_on, n.user_id, n.model, n.api_key_id IS NOT NULL, count(*) - count(old.id),
                      sum(n.input_tokens - coalesce(old.input_tokens, 0)),
                      sum(n.cached_input_tokens - coalesce(old.cached_input_tokens, 0)),
                      sum(n.cache_write_tokens - coalesce(old.cache_write_tokens, 0)),
                      sum(n.output_tokens - coalesce(old.output_tokens, 0)),
                      sum(n.cost_nanousd - coalesce(old.cost_nanousd, 0)), count(*) FILTER (WHERE n.purpose = 'title'),
                      coalesce(sum(n.input_tokens + n.cached_input_tokens + n.cache_write_tokens)
                               FILTER (WHERE n.purpose = 'title'), 0),
                      coalesce(sum(n.output_tokens) FILTER (WHERE n.purpose = 'title'), 0),
                      coalesce(sum(n.cost_nanousd) FILTER (WHERE n.purpose = 'title'), 0)
               FROM used n LEFT JOIN usage old ON old.group_id = n.group_id AND old.id = n.corrects_id
               GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
               ON CONFLICT (group_id, used_on, user_id, model, by_api) DO UPDATE
               SET turns = d.turns + EXCLUDED.turns,
                   input_tokens = d.input_tokens + EXCLUDED.input_tokens,
                   cached_input_tokens = d.cached_input_tokens + EXCLUDED.cached_input_tokens,
                   cache_write_tokens = d.cache_write_tokens + EXCLUDED.cache_write_tokens,
                   output_tokens = d.output_tokens + EXCLUDED.output_tokens,
                   cost_nanousd = d.cost_nanousd + EXCLUDED.cost_nanousd,
                   titles = d.titles + EXCLUDED.titles,
                   title_input_tokens = d.title_input_tokens + EXCLUDED.title_input_tokens,
                   title_output_tokens = d.title_output_tokens + EXCLUDED.title_output_tokens,
                   title_cost_nanousd = d.title_cost_nanousd + EXCLUDED.title_cost_nanousd
           ), posted AS (
               INSERT INTO ledger_transactions (group_id, id, source, source_id, kind, posted_at)
               SELECT t.*, now() + g.clock_ahead_seconds * interval '1 second'
               FROM unnest($45::uuid[], $46::uuid[], $47::text[], $48::uuid[], $49::text[])
                    AS t(group_id, id, source, source_id, kind)
               JOIN groups g ON g.id = t.group_id
           ), entered AS (
               INSERT INTO ledger_entries (group_id, transaction_id, line, account, unit, amount)
               SELECT * FROM unnest($50::uuid[], $51::uuid[], $52::smallint[], $53::text[], $54::text[], $55::bigint[])
           )
           SELECT count(*) AS "count!" FROM ended"#,
        &members.groups,
        &members.periods,
        &members.users,
        &members.amounts(|amounts| amounts.own),
        &members.amounts(|amounts| amounts.lent),
        &members.amounts(|amounts| amounts.borrowed),
        &members.amounts(|amounts| amounts.borrowed_today),
        &members.amounts.iter().map(|amounts| amounts.day).collect::<Vec<_>>(),
        &members.amounts(|amounts| amounts.top_up_used),
        &made.groups,
        &made.ids,
        &made.periods,
        &made.users,
        &made.turns,
        &made.own,
        &made.loans as _,
        &made.totals,
        &made.made_at as _,
        &made.expire_at as _,
        &made.topped_up,
        &ended(|key| key.group.uuid()),
        &ended(|key| key.id.uuid()),
        &changed.ended.iter().map(|(_, end)| end.status()).collect::<Vec<_>>() as _,
        &used.groups,
        &used.ids,
        &used.periods,
        &used.users,
        &used.turns,
        &used.providers as _,
        &used.models as _,
        &used.days as _,
        &used.input,
        &used.cached_input,
        &used.cache_write,
        &used.output,
        &used.estimated,
        &used.prices as _,
        &used.costs,
        &used.overruns,
        &used.raws as _,
        &used.vendor_requests as _,
        &used.corrected as _,
        &used.api_keys as _,
        &used.purposes as _,
        &posted.groups,
        &posted.ids,
        &posted.sources as _,
        &posted.source_ids,
        &posted.kinds as _,
        &posted.entry_groups,
        &posted.entry_ids,
        &posted.lines,
        &posted.accounts,
        &posted.units,
        &posted.amounts,
    )
    .fetch_one(connection)
    .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The members whose amounts have changed, column by column.
#[derive(Default)]
struct Members {
    groups: Vec<Uuid>,
    periods: Vec<Uuid>,
    users: Vec<Uuid>,
    amounts: Vec<Amounts>,
}

impl Members {
    fn of(pools: &[&PeriodPool]) -> Result<Self> {
        let mut members = Self::default();
        for pool in pools {
            let day = day_column(pool.pool.day)?;
            for (member, row) in pool.pool.members.iter().zip(&pool.rows) {
                let amounts = Amounts::of(member, day);
                if amounts != *row {
                    members.groups.push(pool.group.uuid());
                    members.periods.push(pool.id.uuid());
                    members.users.push(member.user.uuid());
                    members.amounts.push(amounts);
                }
            }
        }
        Ok(members)
    }

    fn amounts(&self, of: fn(&Amounts) -> i64) -> Vec<i64> {
        self.amounts.iter().map(of).collect()
    }
}

impl Amounts {
    fn of(member: &MemberCredit, day: i32) -> Self {
        Self {
            own: member.own.get(),
            lent: member.lent.get(),
            borrowed: member.borrowed.get(),
            borrowed_today: member.borrowed_today.get(),
            day,
            top_up_used: member.top_up.used.get(),
        }
    }
}
