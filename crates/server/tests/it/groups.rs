//! Groups: making one, who is in it, and who may do what.

use reqwest::Method;
use serde_json::json;
use server::realtime::Event;

use crate::support::{Reply, TestServer};

const SOMEBODY: &str = "0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9e";

#[tokio::test]
async fn plans_can_be_seen_by_everybody() {
    let server = TestServer::start().await;
    let plans = server.stranger().get("/plans").await.ok();
    assert_eq!(plans["next"], json!(null));
    assert_eq!(
        plans["items"][1],
        json!({"code": "trio", "name": "Trio", "seats": 3, "price": {"amount": 2400, "currency": "USD"},
               "credit_nanousd": 20_000_000_000_i64, "models": null})
    );
}

#[tokio::test]
async fn a_new_group_is_forming_and_shows_what_a_seat_will_cost() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let body = json!({"name": "  Kitchen ", "plan": "trio", "time_zone": "europe/berlin"});
    let made = ann.post("/groups", &body).await.created();
    assert_eq!((made.str("name"), made.str("status"), made.str("role")), ("Kitchen", "forming", "owner"));
    assert_eq!(made.str("time_zone"), "Europe/Berlin");
    assert_eq!((&made["you"], &made["split"]), (&json!(ann.id), &json!({"mode": "equal"})));
    assert_eq!((&made["period"], &made["credit"], &made["invitations_open"]), (&json!(null), &json!(null), &json!(0)));
    let member = &made["members"][0];
    assert_eq!(member["share"], json!({"amount": 800, "currency": "USD"}));
    assert_eq!((&member["share_id"], &member["grant"], &member["seat"]), (&json!(null), &json!(0), &json!(1)));
    assert_eq!(ann.group(made.str("id")).await.body, made.body);
    let invoices = ann.get(&format!("/groups/{}/invoices", made.str("id"))).await.ok();
    assert_eq!(invoices["items"], json!([]));
}

#[tokio::test]
async fn what_makes_no_group_is_refused_field_by_field() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let body = json!({"name": "x".repeat(81), "plan": "Nonsense", "time_zone": "Middle/Earth"});
    let refused = ann.post("/groups", &body).await.refused(422, "validation_failed");
    let fields: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["name", "plan", "time_zone"]);
    ann.post("/groups", &json!({"plan": "trio"})).await.refused(422, "validation_failed");
    server.stranger().post("/groups", &json!({"name": "x", "plan": "trio"})).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn groups_are_listed_in_pages_newest_first() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let (first, second) = (ann.make_group("duo").await, ann.make_group("trio").await);
    bo.join(&ann, &first).await;
    let page = ann.get("/groups?limit=1").await.ok();
    assert_eq!((&page["items"][0]["id"], &page["items"][0]["own_available_nanousd"]), (&json!(second), &json!(null)));
    let rest = ann.get(&format!("/groups?limit=1&cursor={}", page.str("next"))).await.ok();
    assert_eq!((&rest["items"][0]["id"], &rest["next"]), (&json!(first), &json!(null)));
    assert_eq!(rest["items"][0]["own_available_nanousd"], 6_500_000_000_i64);
    let his = bo.get("/groups").await.ok();
    let seats: Vec<_> = his["items"][0]["members"].as_array().unwrap().iter().map(|seat| &seat["name"]).collect();
    assert_eq!((seats, &his["items"][0]["role"]), (vec![&json!("Ann"), &json!("Bo")], &json!("member")));
    assert_eq!(server.sign_up("Cy").await.get("/groups").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn the_owner_renames_and_others_cannot() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let path = format!("/groups/{}", trio.group);
    let renamed = trio.ann.patch(&path, &json!({"name": "Garden"})).await.ok();
    assert_eq!(renamed.str("name"), "Garden");
    assert_eq!(trio.bo.group(&trio.group).await.str("name"), "Garden");
    trio.ann.patch(&path, &json!({"name": "two\nlines"})).await.refused(422, "validation_failed");
    trio.bo.patch(&path, &json!({"name": "Mine"})).await.refused(403, "forbidden");
}

#[tokio::test]
async fn the_last_seat_starts_the_group_for_everybody() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    for person in trio.everybody() {
        let group = person.group(&trio.group).await;
        assert_eq!(group.str("status"), "active");
        let period = &group["period"];
        assert_eq!((&period["number"], &period["day"]), (&json!(0), &json!(0)));
        assert_eq!((&period["used_nanousd"], &period["held_nanousd"]), (&json!(0), &json!(0)));
        let own = person.member(&trio.group, person).await;
        assert_eq!((&own["share"]["amount"], &own["share_status"]), (&json!(800), &json!("due")));
        let credit = &group["credit"];
        assert_eq!(credit["available_nanousd"], own["grant"]);
        // Nothing is paid yet: only what has come can be used, and nothing is lent or borrowed.
        assert!(credit["usable_nanousd"].as_i64() < credit["available_nanousd"].as_i64());
        assert_eq!((&credit["borrowable_nanousd"], &credit["lendable_nanousd"]), (&json!(0), &json!(0)));
        assert!(credit["next_slice_nanousd"].as_i64().unwrap() > 0);
    }
    let group = trio.ann.group(&trio.group).await;
    let grants = group["members"].as_array().unwrap().iter().map(|member| member["grant"].as_i64().unwrap());
    assert_eq!(grants.sum::<i64>(), group["period"]["pool_nanousd"].as_i64().unwrap());
    server.audit().await;
    trio.ann.act(&format!("/groups/{}/start", trio.group)).await.refused(409, "already_started");
}

#[tokio::test]
async fn started_early_the_two_who_are_there_share_it_and_a_third_joins_in_the_middle() {
    let server = TestServer::start().await;
    let (ann, bo, cy) = (server.sign_up("Ann").await, server.sign_up("Bo").await, server.sign_up("Cy").await);
    let group = ann.make_group("trio").await;
    bo.join(&ann, &group).await;
    bo.act(&format!("/groups/{group}/start")).await.refused(403, "forbidden");
    let started = ann.act(&format!("/groups/{group}/start")).await.ok();
    assert_eq!((started.str("status"), &started["members"][1]["share"]["amount"]), ("active", &json!(1200)));
    server.audit().await;

    let token = ann.invite(&group).await;
    let preview = server.stranger().get(&format!("/invitations/{token}")).await.ok();
    assert_eq!((preview.str("starts"), &preview["share"]["amount"]), ("now", &json!(800)));
    cy.accept(&token).await.ok();
    let own = cy.member(&group, &cy).await;
    assert_eq!(own["grant"], preview["credit_nanousd"]);
    // A third of everything, as nothing was used and it is the first day; rounding is never to the others' harm.
    assert!((6_666_666_660..=6_666_666_667).contains(&own["grant"].as_i64().unwrap()), "{own}");
    // A third of the price too, with a bill of their own; until it is paid, the slices of days that have come can be used.
    assert_eq!((&own["share"]["amount"], &own["share_status"]), (&json!(800), &json!("due")));
    assert_eq!(preview["joining"]["amount"], 800);
    let credit = cy.group(&group).await["credit"].clone();
    assert!(credit["usable_nanousd"].as_i64() < own["grant"].as_i64());
    let invoices = cy.get(&format!("/groups/{group}/invoices")).await.ok();
    assert_eq!(invoices["items"].as_array().unwrap().len(), 2);
    assert_eq!(invoices["items"][0]["kind"], "joining");
    server.audit().await;
}

#[tokio::test]
async fn leaving_a_forming_group_is_at_once_and_frees_the_seat() {
    let server = TestServer::start().await;
    let (ann, bo, cy) = (server.sign_up("Ann").await, server.sign_up("Bo").await, server.sign_up("Cy").await);
    let group = ann.make_group("trio").await;
    bo.join(&ann, &group).await;
    ann.act(&format!("/groups/{group}/leave")).await.refused(409, "owner_must_hand_over");
    let left = bo.act(&format!("/groups/{group}/leave")).await.ok();
    assert_eq!(left.body, json!({"status": "left"}));
    bo.get(&format!("/groups/{group}")).await.refused(404, "not_found");
    bo.act(&format!("/groups/{group}/leave")).await.refused(404, "not_found");
    cy.join(&ann, &group).await;
    assert_eq!(ann.member(&group, &cy).await["seat"], 2);
}

#[tokio::test]
async fn an_owner_who_is_alone_ends_the_group_and_its_invitations() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = ann.make_group("duo").await;
    let token = ann.invite(&group).await;
    assert_eq!(ann.act(&format!("/groups/{group}/leave")).await.ok().str("status"), "left");
    ann.get(&format!("/groups/{group}")).await.refused(404, "not_found");
    assert_eq!(bo.get(&format!("/invitations/{token}")).await.ok().str("status"), "revoked");
    bo.accept(&token).await.refused(410, "invitation_revoked");
}

#[tokio::test]
async fn leaving_an_active_group_can_be_taken_back() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let (leave, stay) = (format!("/groups/{}/leave", trio.group), format!("/groups/{}/stay", trio.group));
    for _ in 0..2 {
        assert_eq!(trio.bo.act(&leave).await.ok().body, json!({"status": "leaving"}));
        assert_eq!(trio.ann.member(&trio.group, &trio.bo).await["status"], "leaving");
    }
    for _ in 0..2 {
        assert_eq!(trio.bo.act(&stay).await.ok().body, json!({"status": "active"}));
        assert_eq!(trio.ann.member(&trio.group, &trio.bo).await["status"], "active");
    }
    trio.ann.act(&leave).await.refused(409, "owner_must_hand_over");
}

#[tokio::test]
async fn a_group_is_handed_over_to_a_member_who_stays() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let path = format!("/groups/{}/owner", trio.group);
    let hand_to = |id: &str| json!({"user_id": id});
    trio.ann.post(&path, &hand_to(&trio.ann.id)).await.refused(422, "validation_failed");
    trio.ann.post(&path, &hand_to(SOMEBODY)).await.refused(422, "validation_failed");
    let outsider = server.sign_up("Dee").await;
    trio.ann.post(&path, &hand_to(&outsider.id)).await.refused(422, "validation_failed");
    trio.bo.post(&path, &hand_to(&trio.bo.id)).await.refused(403, "forbidden");
    trio.bo.act(&format!("/groups/{}/leave", trio.group)).await.ok();
    trio.ann.post(&path, &hand_to(&trio.bo.id)).await.refused(422, "validation_failed");

    let handed = trio.ann.post(&path, &hand_to(&trio.cy.id)).await.ok();
    assert_eq!(handed.str("role"), "member");
    assert_eq!(trio.cy.group(&trio.group).await.str("role"), "owner");
    trio.ann.act(&format!("/groups/{}/leave", trio.group)).await.ok();
    server.audit().await;
}

#[tokio::test]
async fn who_is_removed_is_out_at_once_and_what_they_left_goes_to_the_others() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let path = |id: &str| format!("/groups/{}/members/{id}", trio.group);
    trio.bo.delete(&path(&trio.cy.id)).await.refused(403, "forbidden");
    trio.ann.delete(&path(&trio.ann.id)).await.refused(409, "owner_must_hand_over");
    trio.ann.delete(&path(SOMEBODY)).await.refused(404, "not_found");
    trio.ann.delete(&path("nonsense")).await.refused(404, "not_found");

    trio.ann.delete(&path(&trio.cy.id)).await.no_content();
    trio.ann.delete(&path(&trio.cy.id)).await.refused(404, "not_found");
    trio.cy.get(&format!("/groups/{}", trio.group)).await.refused(404, "not_found");
    let group = trio.ann.group(&trio.group).await;
    let grants: Vec<i64> =
        group["members"].as_array().unwrap().iter().map(|member| member["grant"].as_i64().unwrap()).collect();
    assert_eq!(grants.iter().sum::<i64>(), 20_000_000_000);
    assert_eq!(grants.len(), 2);
    server.audit().await;

    // They can come back, to the part of an average member.
    trio.cy.join(&trio.ann, &trio.group).await;
    let again = trio.cy.member(&trio.group, &trio.cy).await;
    assert!(again["grant"].as_i64().unwrap() > 6_000_000_000, "{again}");
    server.audit().await;
}

#[tokio::test]
async fn everybody_in_a_group_hears_of_a_change_and_nobody_else() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let outsider = server.sign_up("Dee").await;
    let listen = |id: &str| server.app.hub.subscribe(id.parse().unwrap());
    let (mut of_cy, mut of_dee) = (listen(&trio.cy.id), listen(&outsider.id));
    trio.ann.delete(&format!("/groups/{}/members/{}", trio.group, trio.cy.id)).await.no_content();
    let changed = Event::GroupChanged { group_id: trio.group.parse().unwrap() };
    // Cy hears of their own removal.
    while of_cy.next().await != Some(changed.clone()) {}
    let own = outsider.make_group("duo").await;
    let first = async {
        loop {
            match of_dee.next().await {
                Some(Event::GroupChanged { group_id }) => return group_id.to_string(),
                Some(_) => {}
                None => panic!("the hub is gone"),
            }
        }
    };
    assert_eq!(first.await, own, "the first group that Dee hears of is her own");
}

#[tokio::test]
async fn to_strangers_a_group_is_not_there_on_any_route() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let duo_owner = server.sign_up("Dee").await;
    let own = duo_owner.make_group("duo").await;
    let own_token = duo_owner.invite(&own).await;
    let invitations = duo_owner.get(&format!("/groups/{own}/invitations")).await.ok();
    let own_invitation = invitations["items"][0]["id"].as_str().unwrap();
    for group in [trio.group.as_str(), SOMEBODY, "nonsense"] {
        for (method, path, body) in [
            (Method::GET, String::new(), json!(null)),
            (Method::PATCH, String::new(), json!({"name": "Mine"})),
            (Method::POST, "/start".to_owned(), json!(null)),
            (Method::POST, "/leave".to_owned(), json!(null)),
            (Method::POST, "/stay".to_owned(), json!(null)),
            (Method::DELETE, format!("/members/{}", trio.bo.id), json!(null)),
            (Method::POST, "/owner".to_owned(), json!({"user_id": duo_owner.id})),
            (Method::POST, "/invitations".to_owned(), json!({})),
            (Method::GET, "/invitations".to_owned(), json!(null)),
            (Method::DELETE, format!("/invitations/{own_invitation}"), json!(null)),
            (Method::GET, "/invoices".to_owned(), json!(null)),
        ] {
            let path = format!("/groups/{group}{path}");
            let request = duo_owner.request(method.clone(), &path).json(&body);
            let refused = Reply::read(request.send().await.unwrap()).await.refused(404, "not_found");
            assert!(!refused.text.contains("Kitchen"), "{method} {path}");
            let anonymous = server.stranger().request(method, &path).json(&body);
            Reply::read(anonymous.send().await.unwrap()).await.refused(401, "unauthenticated");
        }
    }
    // Nor do ids of one's own group open another's: an invitation of Dee's group is none of Ann's.
    let foreign = format!("/groups/{}/invitations/{own_invitation}", trio.group);
    trio.ann.delete(&foreign).await.refused(404, "not_found");
    assert_eq!(server.stranger().get(&format!("/invitations/{own_token}")).await.ok().str("status"), "open");
}
