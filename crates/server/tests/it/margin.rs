//! What the operator keeps: price against list cost, names and amounts only.

use serde_json::{Value, json};
use server::periods::roll_over;

use crate::metering::spend;
use crate::support::{ChatServer, Trio, text};

/// What something came to: billed, paid, list cost, and what is left.
fn came(row: &Value) -> (i64, i64, i64, i64) {
    let of = |value: &Value| value.as_i64().unwrap();
    let money = |name: &str| of(&row[name]["amount"]);
    (money("billed"), money("paid"), of(&row["list_cost_nanousd"]), money("margin"))
}

#[tokio::test]
async fn the_operator_sees_price_against_list_cost_by_plan_and_group() {
    let chat = ChatServer::start_with("", "20.00").await;
    let Trio { group, ann, bo, cy } = chat.server.three_on("three").await;
    ann.pay(&ann, &group).await;
    spend(&chat, &ann, &group, 30_000_001).await;
    // Bo buys credit beside the plan, and Cy's turn costs more than there was for it: both count.
    let ordered = bo.post(&format!("/groups/{group}/top-up"), &json!({"packs": 1})).await.created();
    let claim = bo.post(&format!("/shares/{}/payments", ordered.str("share_id")), &json!({"method": "manual"})).await;
    ann.act(&format!("/payments/{}/confirm", claim.created().str("id"))).await.ok();
    spend(&chat, &cy, &group, 7).await;
    let other = bo.make_group("pair").await;
    bo.act(&format!("/groups/{other}/start")).await.ok();
    // What is tried in a sandbox is nobody's money.
    let sandbox = chat.server.sandbox(&ann, &json!({"plan": "three"})).await;
    ann.act(&format!("/groups/{sandbox}/start")).await.ok();

    let margin = ann.get("/admin/margin").await.ok();
    let rows = |name: &str| margin[name].as_array().unwrap().clone();
    assert_eq!((rows("items").len(), &margin["next"]), (2, &Value::Null));
    let of_group = rows("items").into_iter().find(|row| row["group_id"] == group).unwrap();
    assert_eq!((&of_group["group_name"], &of_group["plan"]), (&json!("Kitchen"), &json!("three")));
    // 24.00 and 6.00 were billed, 8.00 and 6.00 paid; a little more than three cents were used.
    assert_eq!(came(&of_group), (3000, 1400, 30_000_008, 2996));
    let of_plans: Vec<_> =
        rows("plans").iter().map(|row| (row["plan"].clone(), row["groups"].clone(), came(row))).collect();
    assert_eq!(
        of_plans,
        [(json!("pair"), json!(1), (2400, 0, 0, 2400)), (json!("three"), json!(1), (3000, 1400, 30_000_008, 2996))]
    );
    let first = ann.get("/admin/margin?limit=1").await.ok();
    let next = ann.get(&format!("/admin/margin?limit=1&cursor={}", first.str("next"))).await.ok();
    assert_ne!(first["items"][0]["group_id"], next["items"][0]["group_id"]);
    assert_eq!(ann.get("/admin/margin?month=2020-02").await.ok()["items"], json!([]));
    for wrong in ["2026", "2026-13", "2026-11-01", "x"] {
        ann.get(&format!("/admin/margin?month={wrong}")).await.refused(422, "validation_failed");
    }
    bo.get("/admin/margin").await.refused(404, "not_found");

    let written = chat.server.ledger(&["margin", margin.str("month")]);
    let written = text(&written.stdout);
    assert_eq!(written.lines().next(), Some("group,plan,billed,paid,list_cost,margin"));
    let line = format!("{group},three,30.00 USD,14.00 USD,0.030000008 USD,29.96 USD");
    assert!(written.lines().any(|written| written == line), "{written}");
}

#[tokio::test]
async fn what_runs_is_not_counted_and_what_the_operator_bears_is() {
    let chat = ChatServer::start_with("", "0.00003").await;
    let Trio { group, ann, .. } = chat.server.three_on("three").await;
    ann.pay(&ann, &group).await;
    // The vendor reports more than Ann has: the operator pays the rest, and the list cost is all of it.
    spend(&chat, &ann, &group, 25_000).await;
    let cost = async || ann.get("/admin/margin").await.ok()["items"][0]["list_cost_nanousd"].as_i64().unwrap();
    assert_eq!(cost().await, 25_000);
    let used: i64 = sqlx::query_scalar("SELECT sum(cost_nanousd)::bigint FROM usage")
        .fetch_one(&mut *chat.server.database().await)
        .await
        .unwrap();
    assert_eq!(cost().await, used);
    chat.server.end_period(&group).await;
    roll_over(&chat.server.app).await.unwrap();
    chat.server.audit().await;
}
