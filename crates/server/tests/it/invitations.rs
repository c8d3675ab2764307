//! Invitations: links that are seen, accepted, declined and revoked, each once.

use serde_json::json;

use crate::support::{Person, Reply, TestServer};

async fn preview(person: &Person, token: &str) -> Reply {
    person.get(&format!("/invitations/{token}")).await
}

#[tokio::test]
async fn an_invitation_says_what_it_costs_before_anybody_signs_up() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("trio").await;
    let made = ann.post(&format!("/groups/{group}/invitations"), &json!({})).await.created();
    assert_eq!((made.str("status"), &made["email"], &made["mailed"]), ("open", &json!(null), &json!(false)));
    assert_eq!(made.str("url"), format!("{}/invitation/{}", server.url, made.str("token")));
    let listed = ann.get(&format!("/groups/{group}/invitations")).await.ok();
    assert_eq!(listed["items"], json!([made.body]));
    assert_eq!(ann.group(&group).await["invitations_open"], 1);

    let seen = preview(&server.stranger(), made.str("token")).await.ok();
    assert_eq!((seen.str("status"), seen.str("starts")), ("open", "when_full"));
    assert_eq!((seen.str("group_name"), seen.str("invited_by")), ("Kitchen", "Ann"));
    assert_eq!((&seen["members"], &seen["seats_left"]), (&json!([{"name": "Ann", "seat": 1}]), &json!(2)));
    assert_eq!(seen["share"], json!({"amount": 800, "currency": "USD"}));
    assert_eq!((&seen["credit_nanousd"], &seen["plan"]["code"]), (&json!(6_666_666_666_i64), &json!("trio")));
    assert_eq!(seen["expires_at"], made["expires_at"]);
}

#[tokio::test]
async fn accepting_gives_the_lowest_free_seat() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = ann.make_group("trio").await;
    let token = ann.invite(&group).await;
    let place = bo.accept(&token).await.ok();
    assert_eq!(
        place.body,
        json!({"group_id": group, "user_id": bo.id, "role": "member", "status": "active", "seat": 2})
    );
    assert_eq!(ann.group(&group).await["invitations_open"], 0);
    assert_eq!(preview(&bo, &token).await.ok().str("status"), "accepted");
}

#[tokio::test]
async fn an_invitation_works_once() {
    let server = TestServer::start().await;
    let (ann, bo, cy) = (server.sign_up("Ann").await, server.sign_up("Bo").await, server.sign_up("Cy").await);
    let group = ann.make_group("trio").await;
    let token = ann.invite(&group).await;
    server.stranger().accept(&token).await.refused(401, "unauthenticated");
    ann.accept(&token).await.refused(409, "already_member");
    bo.accept(&token).await.ok();
    bo.accept(&token).await.refused(409, "already_member");
    cy.accept(&token).await.refused(409, "invitation_used");
    cy.act(&format!("/invitations/{token}/decline")).await.refused(409, "invitation_used");
    assert_eq!(ann.group(&group).await["members"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn two_people_with_one_link_get_one_seat() {
    let server = TestServer::start().await;
    let (ann, bo, cy) = (server.sign_up("Ann").await, server.sign_up("Bo").await, server.sign_up("Cy").await);
    let group = ann.make_group("squad").await;
    let token = ann.invite(&group).await;
    let (first, second) = tokio::join!(bo.accept(&token), cy.accept(&token));
    let loser = if first.status.is_success() { second } else { first };
    loser.refused(409, "invitation_used");
    assert_eq!(ann.group(&group).await["members"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn last_seat_raced() {
    let server = TestServer::start().await;
    let (ann, bo, cy) = (server.sign_up("Ann").await, server.sign_up("Bo").await, server.sign_up("Cy").await);
    for _ in 0..5 {
        let group = ann.make_group("duo").await;
        let (for_bo, for_cy) = (ann.invite(&group).await, ann.invite(&group).await);
        let (of_bo, of_cy) = tokio::join!(bo.accept(&for_bo), cy.accept(&for_cy));
        let (winner, loser, refused, token) =
            if of_bo.status.is_success() { (&bo, &cy, of_cy, &for_cy) } else { (&cy, &bo, of_bo, &for_bo) };
        refused.refused(409, "seat_taken");
        assert_eq!(preview(loser, token).await.ok().str("status"), "open");
        let full = winner.group(&group).await;
        assert_eq!((full.str("status"), full["members"].as_array().unwrap().len()), ("active", 2));
        server.audit().await;
        // The seat becomes free again, and the same link takes it.
        ann.delete(&format!("/groups/{group}/members/{}", winner.id)).await.no_content();
        loser.accept(token).await.ok();
        server.audit().await;
    }
}

#[tokio::test]
async fn declined_revoked_and_expired_ones_do_not_work_any_more() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = ann.make_group("trio").await;
    let (declined, revoked, expired) = (ann.invite(&group).await, ann.invite(&group).await, ann.invite(&group).await);
    let listed = ann.get(&format!("/groups/{group}/invitations")).await.ok();
    let id_of = |token: &str| {
        let items = listed["items"].as_array().unwrap();
        items.iter().find(|item| item["token"] == token).unwrap()["id"].as_str().unwrap().to_owned()
    };

    server.stranger().act(&format!("/invitations/{declined}/decline")).await.no_content();
    ann.delete(&format!("/groups/{group}/invitations/{}", id_of(&revoked))).await.no_content();
    server.meddle("UPDATE invitations SET expires_at = now() WHERE id = $1::uuid", &id_of(&expired)).await;
    for (token, status, http, code) in [
        (&declined, "declined", 409, "invitation_used"),
        (&revoked, "revoked", 410, "invitation_revoked"),
        (&expired, "expired", 410, "invitation_expired"),
    ] {
        assert_eq!(preview(&bo, token).await.ok().str("status"), status);
        bo.accept(token).await.refused(http, code);
        bo.act(&format!("/invitations/{token}/decline")).await.refused(http, code);
        ann.delete(&format!("/groups/{group}/invitations/{}", id_of(token))).await.refused(http, code);
    }
    assert_eq!(ann.get(&format!("/groups/{group}/invitations")).await.ok()["items"], json!([]));
    assert_eq!(ann.group(&group).await["invitations_open"], 0);
}

#[tokio::test]
async fn unknown_malformed_and_tampered_tokens_are_not_there() {
    let server = TestServer::start().await;
    let elsewhere = TestServer::start_with(&[("POTLUCK_SECRET", "another secret, of more than 32 characters")]).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    let token = ann.invite(&group).await;
    let ann_elsewhere = elsewhere.sign_up("Ann").await;
    let foreign = ann_elsewhere.invite(&ann_elsewhere.make_group("duo").await).await;
    let unknown = server.app.keys.invitation_token("0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9e".parse().unwrap());
    let other = if token.starts_with('A') { "B" } else { "A" };
    let tampered = format!("{other}{}", &token[1..]);
    for wrong in [foreign.as_str(), &unknown, &tampered, &token[..42], "nonsense", "%ff", "%00"] {
        preview(&ann, wrong).await.refused(404, "not_found");
        ann.accept(wrong).await.refused(404, "not_found");
        ann.act(&format!("/invitations/{wrong}/decline")).await.refused(404, "not_found");
    }
    preview(&ann, &token).await.ok();
}

#[tokio::test]
async fn the_owner_and_whoever_made_it_revoke_an_invitation() {
    let server = TestServer::start().await;
    let (ann, bo, cy) = (server.sign_up("Ann").await, server.sign_up("Bo").await, server.sign_up("Cy").await);
    let group = ann.make_group("squad").await;
    bo.join(&ann, &group).await;
    cy.join(&ann, &group).await;
    let path = format!("/groups/{group}/invitations");
    let (first, second) = (bo.post(&path, &json!({})).await.created(), bo.post(&path, &json!({})).await.created());
    let delete = async |who: &Person, made: &Reply| who.delete(&format!("{path}/{}", made.str("id"))).await;
    delete(&cy, &first).await.refused(403, "forbidden");
    delete(&bo, &first).await.no_content();
    delete(&ann, &second).await.no_content();
    ann.delete(&format!("{path}/0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9e")).await.refused(404, "not_found");
    ann.delete(&format!("{path}/nonsense")).await.refused(404, "not_found");
}

#[tokio::test]
async fn nobody_is_invited_into_a_full_group_or_without_end() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let path = format!("/groups/{}/invitations", trio.group);
    trio.bo.post(&path, &json!({})).await.refused(409, "seat_taken");
    let duo = trio.ann.make_group("duo").await;
    let path = format!("/groups/{duo}/invitations");
    trio.ann.post(&path, &json!({"email": "not an address"})).await.refused(422, "validation_failed");
    for _ in 0..20 {
        trio.ann.invite(&duo).await;
    }
    trio.ann.post(&path, &json!({})).await.refused(409, "too_many_invitations");
    let page = trio.ann.get(&format!("{path}?limit=15")).await.ok();
    let rest = trio.ann.get(&format!("{path}?limit=15&cursor={}", page.str("next"))).await.ok();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (5, &json!(null)));
}
