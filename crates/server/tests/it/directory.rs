//! What the operator sees of people and groups: who is there, never what they wrote.

use serde_json::{Value, json};

use crate::support::{ChatServer, Trio};

#[tokio::test]
async fn the_operator_sees_who_is_there_and_in_which_groups_newest_first() {
    let chat = ChatServer::start_with("", "20.00").await;
    let Trio { group, ann, bo, cy } = chat.server.three_on("three").await;
    ann.pay(&ann, &group).await;
    let forming = bo.make_group("pair").await;
    chat.server.sandbox(&ann, &json!({"plan": "three"})).await;

    let listed = ann.get("/admin/groups").await.ok();
    let of = |name: &str| -> Vec<Value> {
        listed["items"].as_array().unwrap().iter().map(|row| row[name].clone()).collect()
    };
    // What is tried in a sandbox is in a list of its own.
    assert_eq!(of("id"), [json!(forming), json!(group)]);
    assert_eq!(of("status"), ["forming", "active"]);
    assert_eq!(of("owner"), ["Bo", "Ann"]);
    assert_eq!((of("members"), of("seats")), (vec![json!(1), json!(3)], vec![json!(2), json!(3)]));
    assert_eq!(of("open_shares"), [0, 2]);

    let first = ann.get("/admin/users?limit=2").await.ok();
    let rest = ann.get(&format!("/admin/users?limit=2&cursor={}", first.str("next"))).await.ok();
    let people: Vec<_> = [&first, &rest].iter().flat_map(|page| page["items"].as_array().unwrap()).collect();
    let names: Vec<_> = people.iter().map(|person| person["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Cy", "Bo", "Ann"]);
    assert_eq!((&people[2]["is_operator"], &people[0]["is_operator"]), (&json!(true), &json!(false)));
    assert_eq!(people[1]["groups"].as_array().unwrap().len(), 2);
    assert_eq!((&rest["next"], &people[0]["groups"]), (&Value::Null, &json!(["Kitchen"])));

    for path in ["/admin/users", "/admin/groups"] {
        cy.get(path).await.refused(404, "not_found");
    }
}
