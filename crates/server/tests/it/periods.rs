//! What time does to groups: periods end, one after the other, whoever is watching.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use server::periods::roll_over;

use crate::billing::plan_of_three;
use crate::support::{TestServer, Trio};

async fn states(server: &TestServer, group: &str) -> Vec<(i32, String)> {
    sqlx::query_as("SELECT number, status FROM periods WHERE group_id = $1::uuid ORDER BY number")
        .bind(group)
        .fetch_all(&mut *server.database().await)
        .await
        .unwrap()
}

fn state(number: i32, status: &str) -> (i32, String) {
    (number, status.to_owned())
}

#[tokio::test]
async fn when_a_period_is_over_the_next_one_opens_for_those_who_stay() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    cy.act(&format!("/groups/{group}/leave")).await.ok();
    server.end_period(&group).await;
    let next_end = roll_over(&server.app).await.unwrap().unwrap();

    cy.get(&format!("/groups/{group}")).await.refused(404, "not_found");
    let seen = bo.group(&group).await;
    assert_eq!((&seen["period"]["number"], seen["members"].as_array().unwrap().len()), (&json!(1), 2));
    assert_eq!(seen["period"]["ends_at"].as_str().unwrap().parse::<Timestamp>().unwrap(), next_end);
    assert_eq!(seen["members"][0]["share"]["amount"], 1200);
    assert_eq!(seen["members"][0]["grant"], 10_000_000_000_i64);
    assert_eq!(states(&server, &group).await, [state(0, "closed"), state(1, "open")]);
    let invoices = ann.get(&format!("/groups/{group}/invoices")).await.ok();
    let numbers: Vec<&Value> = invoices["items"].as_array().unwrap().iter().map(|i| &i["period_number"]).collect();
    assert_eq!(numbers, [1, 0]);

    // The old period is earned, its credit has expired, and what was owed for it still is.
    assert_eq!(server.balance(&group, "revenue", "USD").await, -2400);
    assert_eq!(server.balance(&group, "deferred:", "USD").await, -2400);
    assert_eq!(server.balance(&group, "expired:", "nano_usd").await, -20_000_000_000);
    assert_eq!(server.balance(&group, "receivable:", "USD").await, 4800);
    server.audit().await;
    assert!(roll_over(&server.app).await.unwrap().is_some());
    assert_eq!(states(&server, &group).await.len(), 2, "nothing is due twice");
}

#[tokio::test]
async fn server_down_over_a_boundary() {
    let server = TestServer::start().await;
    let Trio { group, .. } = server.trio().await;
    for _ in 0..3 {
        server.end_period(&group).await;
    }
    roll_over(&server.app).await.unwrap();
    assert_eq!(
        states(&server, &group).await,
        [state(0, "closed"), state(1, "closed"), state(2, "closed"), state(3, "open")]
    );
    let gaps: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM periods a JOIN periods b ON b.group_id = a.group_id AND b.number = a.number + 1
         WHERE a.ends_at <> b.starts_at",
    )
    .fetch_one(&mut *server.database().await)
    .await
    .unwrap();
    assert_eq!(gaps, 0);
    assert_eq!(server.balance(&group, "revenue", "USD").await, -3 * 2400);
    server.audit().await;
}

#[tokio::test]
async fn two_nodes_at_a_boundary_open_one_period() {
    let server = TestServer::start().await;
    let other = TestServer::start_on(&server.database_url, &[]).await;
    let Trio { group, .. } = server.trio().await;
    for period in 1..4 {
        server.end_period(&group).await;
        let (first, second) = tokio::join!(roll_over(&server.app), roll_over(&other.app));
        first.unwrap();
        second.unwrap();
        let states = states(&server, &group).await;
        assert_eq!(states.last(), Some(&state(period, "open")));
        assert_eq!(states.len(), usize::try_from(period).unwrap() + 1);
        server.audit().await;
    }
}

#[tokio::test]
async fn hold_open_at_the_periods_end() {
    let server = TestServer::start().await;
    let Trio { group, bo, .. } = server.trio().await;
    sqlx::query(
        "INSERT INTO holds (group_id, id, period_id, user_id, turn_id, own_nanousd, total_nanousd, expires_at)
         SELECT group_id, gen_random_uuid(), id, $2::uuid, gen_random_uuid(), 0, 0, now() + interval '15 minutes'
         FROM periods WHERE group_id = $1::uuid",
    )
    .bind(&group)
    .bind(&bo.id)
    .execute(&mut *server.database().await)
    .await
    .unwrap();
    server.end_period(&group).await;
    roll_over(&server.app).await.unwrap();
    assert_eq!(states(&server, &group).await, [state(0, "closing"), state(1, "open")]);
    assert_eq!(server.balance(&group, "expired:", "nano_usd").await, 0);
    server.meddle("UPDATE holds SET status = 'void', ended_at = now() WHERE group_id = $1::uuid", &group).await;
    roll_over(&server.app).await.unwrap();
    assert_eq!(states(&server, &group).await, [state(0, "closed"), state(1, "open")]);
    server.audit().await;
}

#[tokio::test]
async fn the_server_moves_groups_on_by_itself() {
    let server = TestServer::start().await;
    let Trio { group, bo, .. } = server.trio().await;
    server.end_period(&group).await;
    // A node that starts looks at once.
    let mut heard = server.app.hub.subscribe(bo.id.parse().unwrap());
    let _late = TestServer::start_on(&server.database_url, &[]).await;
    while bo.group(&group).await["period"]["number"] != 1 {
        heard.next().await.unwrap();
    }
}

#[tokio::test]
async fn when_everybody_has_left_the_group_is_archived() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let token = ann.invite(&group).await;
    assert_eq!(ann.act(&format!("/groups/{group}/leave")).await.ok().str("status"), "leaving");
    server.end_period(&group).await;
    roll_over(&server.app).await.unwrap();
    assert_eq!(states(&server, &group).await, [state(0, "closed")]);
    ann.get(&format!("/groups/{group}")).await.refused(404, "not_found");
    server.sign_up("Bo").await.accept(&token).await.refused(410, "invitation_revoked");
    server.audit().await;
}

#[tokio::test]
async fn who_joined_a_leaving_owner_takes_the_group_over() {
    let server = TestServer::start().await;
    let (ann, bo, cy) = (server.sign_up("Ann").await, server.sign_up("Bo").await, server.sign_up("Cy").await);
    let group = ann.make_group("trio").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let (first, second) = (ann.invite(&group).await, ann.invite(&group).await);
    ann.act(&format!("/groups/{group}/leave")).await.ok();
    bo.accept(&first).await.ok();
    cy.accept(&second).await.ok();
    server.end_period(&group).await;
    roll_over(&server.app).await.unwrap();
    let seen = bo.group(&group).await;
    assert_eq!((seen.str("role"), seen["members"].as_array().unwrap().len()), ("owner", 2));
    assert_eq!(seen["members"][1]["share"]["amount"], 1200);
    server.audit().await;
}

#[tokio::test]
async fn plan_price_change_mid_period() {
    let (before, after) = (plan_of_three("10.00 USD"), plan_of_three("30.00 USD"));
    let config = |file: &tempfile::NamedTempFile| file.path().to_str().unwrap().to_owned();
    let server = TestServer::start_with(&[("POTLUCK_CONFIG", &config(&before))]).await;
    let Trio { group, ann, bo, .. } = server.three_on("odd").await;
    let forming = ann.make_group("odd").await;

    let dearer = TestServer::start_on(&server.database_url, &[("POTLUCK_CONFIG", &config(&after))]).await;
    let seen = bo.at(&dearer.url).group(&group).await;
    assert_eq!(seen["next"]["price"], json!({"amount": 3000, "currency": "USD"}), "everybody is told");
    server.end_period(&group).await;
    roll_over(&dearer.app).await.unwrap();
    assert_eq!(bo.at(&dearer.url).group(&group).await["members"][1]["share"]["amount"], 333, "it was told too late");
    server
        .meddle("UPDATE plan_offers SET offered_at = offered_at - interval '14 days' WHERE plan_code = $1", "odd")
        .await;
    server.end_period(&group).await;
    roll_over(&dearer.app).await.unwrap();
    assert_eq!(bo.share(&group).await["amount"]["amount"], 1000);
    assert_eq!(bo.at(&dearer.url).group(&group).await["next"], json!(null));

    let without = TestServer::start_on(&server.database_url, &[]).await;
    server.end_period(&group).await;
    roll_over(&without.app).await.unwrap();
    assert_eq!(bo.share(&group).await["amount"]["amount"], 1000);
    let seen = bo.at(&without.url).group(&group).await;
    assert_eq!((&seen["plan"]["price"]["amount"], &seen["period"]["number"]), (&json!(3000), &json!(3)));
    ann.at(&without.url).get(&format!("/groups/{forming}")).await.refused(409, "plan_unavailable");
    ann.at(&without.url).act(&format!("/groups/{forming}/start")).await.refused(409, "plan_unavailable");
    ann.at(&without.url).act(&format!("/groups/{forming}/leave")).await.ok();
    server.audit().await;
}

#[tokio::test]
async fn a_plan_of_one_seat_starts_at_once() {
    use std::io::Write;
    let mut config = tempfile::NamedTempFile::new().unwrap();
    write!(
        config,
        "[[plans]]\ncode = \"solo\"\nname = \"Solo\"\nseats = 1\nprice = \"9.00 USD\"\ncredit_usd = \"7.00\"\n"
    )
    .unwrap();
    let server = TestServer::start_with(&[("POTLUCK_CONFIG", config.path().to_str().unwrap())]).await;
    let ann = server.sign_up("Ann").await;
    let made = ann.post("/groups", &json!({"name": "Mine", "plan": "solo"})).await.created();
    assert_eq!((made.str("status"), &made["members"][0]["share"]["amount"]), ("active", &json!(900)));
    server.audit().await;
}

#[tokio::test]
async fn days_begin_in_the_groups_zone() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"] {
        let made = ann.post("/groups", &json!({"name": "Far", "plan": "duo", "time_zone": zone})).await.created();
        let before = store::clock::now(&mut *server.database().await).await.unwrap();
        let started = ann.act(&format!("/groups/{}/start", made.str("id"))).await.ok();
        let after = store::clock::now(&mut *server.database().await).await.unwrap();
        let starts_at: Timestamp = started["period"]["starts_at"].as_str().unwrap().parse().unwrap();
        let local = starts_at.to_zoned(jiff::tz::TimeZone::get(zone).unwrap());
        assert_eq!((local.hour(), local.minute()), (0, 0), "{zone}");
        let is_today = starts_at <= after && before < starts_at + SignedDuration::from_hours(24);
        assert!(is_today, "{zone}: today is its first day");
        assert_eq!(started["period"]["day"], 0);
    }
}
