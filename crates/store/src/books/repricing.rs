//! Usage is priced again from the prices that were pinned, by the rule that priced it the first time.

use domain::price::{ModelPrice, TokenUsage, cost};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::Breach;
use crate::Result;
use crate::usage::counted;

/// Rows that are in memory at once.
const ROWS_AT_ONCE: i64 = 2000;

/// Prices the usage of some groups again; how many rows there are.
pub(super) async fn check(
    connection: &mut PgConnection,
    after: Uuid,
    last: Uuid,
    tell: &mut impl FnMut(Breach),
) -> Result<u64> {
    let mut count = 0_u64;
    let mut from = (after, Uuid::max());
    loop {
        let rows = sqlx::query!(
            r#"SELECT group_id, id, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens,
                      price AS "price: Json<ModelPrice>", cost_nanousd, estimated
               FROM usage WHERE (group_id, id) > ($1, $2) AND group_id <= $3 ORDER BY group_id, id LIMIT $4"#,
            from.0,
            from.1,
            last,
            ROWS_AT_ONCE,
        )
        .fetch_all(&mut *connection)
        .await?;
        let Some(end) = rows.last() else { return Ok(count) };
        from = (end.group_id, end.id);
        for row in rows {
            count = count.saturating_add(1);
            let usage = TokenUsage {
                input: counted(row.input_tokens)?,
                cached_input: counted(row.cached_input_tokens)?,
                cache_write: counted(row.cache_write_tokens)?,
                output: counted(row.output_tokens)?,
            };
            let cost = cost(usage, row.price.0).get();
            // An estimate is charged up to what was held.
            let is_cut = row.estimated && row.cost_nanousd < cost;
            if cost != row.cost_nanousd && !is_cut {
                tell(Breach {
                    rule: "usage costs what its pinned prices say",
                    group: row.group_id.into(),
                    place: format!("usage {} nano_usd", row.id),
                    expected: cost.to_string(),
                    found: row.cost_nanousd.to_string(),
                });
            }
        }
    }
}
