//! `GET /groups/{id}/usage.csv`

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::id::UserId;
use http::header;
use store::usage::{self, DailyUsage};
use store::{groups, users};

use crate::app::App;
use crate::http::{Member, Problem};

/// Rows in the table at most, the newest ones: years of a group's life.
const ROWS_MAX: i64 = 100_000;

const HEADING: &str = "day,member,model,source,questions,input_tokens,cached_input_tokens,cache_write_tokens,output_tokens,\
                       cost_usd,titles,titles_cost_usd\r\n";

/// The group's usage as a table (RFC 4180), by day, member and model, the newest day first.
#[utoipa::path(get, path = "/groups/{id}/usage.csv", tag = "usage", params(("id" = String, Path)),
    responses((status = 200, description = "The table", body = String, content_type = "text/csv")))]
pub async fn group_usage_csv(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let mut connection = app.connection().await?;
    let rows = usage::by_day(&mut connection, &member.membership, None, None, ROWS_MAX).await?;
    let seated = groups::members(&mut connection, &[member.group()]).await?;
    let mut names: HashMap<UserId, String> = seated.into_iter().map(|seated| (seated.user(), seated.name)).collect();
    for row in &rows {
        // Whoever has left is still in the table.
        if let Entry::Vacant(left) = names.entry(row.user) {
            let user = users::find(&mut connection, row.user).await?;
            left.insert(user.map(|user| user.name).unwrap_or_default());
        }
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"potluck-usage.csv\""),
    ];
    Ok((headers, table(&rows, &names)).into_response())
}

fn table(rows: &[DailyUsage], names: &HashMap<UserId, String>) -> String {
    let mut table = HEADING.to_owned();
    for row in rows {
        let name = names.get(&row.user).map_or("", String::as_str);
        let source = if row.by_api { "api" } else { "chat" };
        let (cost, titles_cost) = (row.cost.get(), row.titles.cost.get());
        let usage = row.usage;
        // Writing into a text cannot fail.
        let _ = write!(
            table,
            "{},{},{},{source},{},{},{},{},{},{}.{:09},{},{}.{:09}\r\n",
            row.day,
            cell(name),
            cell(&row.model),
            row.turns.saturating_sub(row.titles.count),
            usage.input,
            usage.cached_input,
            usage.cache_write,
            usage.output,
            cost / 1_000_000_000,
            cost % 1_000_000_000,
            row.titles.count,
            titles_cost / 1_000_000_000,
            titles_cost % 1_000_000_000,
        );
    }
    table
}

/// A text in a cell. One that a spreadsheet would take for a formula is marked as text.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use domain::credit::NanoUsd;
    use domain::price::TokenUsage;
    use jiff::civil::date;
    use store::usage::DailyTitles;

    use super::*;

    #[test]
    fn cells_are_quoted_and_are_never_formulas() {
        let (ann, bo) = (UserId::from_uuid(uuid::Uuid::from_u128(1)), UserId::from_uuid(uuid::Uuid::from_u128(2)));
        let names = HashMap::from([(ann, "=SUM(A1)".to_owned()), (bo, "Bo, \"the\" cook".to_owned())]);
        let row = |user, by_api, cost| DailyUsage {
            day: date(2026, 11, 23),
            user,
            model: "m".to_owned(),
            by_api,
            turns: 2,
            usage: TokenUsage { input: 1, cached_input: 2, cache_write: 3, output: 4 },
            cost: NanoUsd(cost),
            titles: DailyTitles { count: 1, input_tokens: 1, output_tokens: 1, cost: NanoUsd(1) },
        };
        let table = table(&[row(ann, false, 1), row(bo, true, 12_500_000_000)], &names);
        let lines: Vec<&str> = table.split("\r\n").skip(1).collect();
        assert_eq!(lines[0], "2026-11-23,'=SUM(A1),m,chat,1,1,2,3,4,0.000000001,1,0.000000001");
        assert_eq!(lines[1], "2026-11-23,\"Bo, \"\"the\"\" cook\",m,api,1,1,2,3,4,12.500000000,1,0.000000001");
    }
}
