//! Every operation of the OpenAPI document, called by whom it is not for. A route that nobody put into `table` fails here.

mod call;
mod fuzz;
mod stage;
mod table;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use call::{Answer, operations};
use stage::Stage;
pub use stage::everything_that;
use table::{Access, ROUTES, access};

/// What is not yours is not there, and not told apart from what does not exist.
const HIDDEN: [Access; 5] = [Access::Named, Access::Member, Access::Owner, Access::Own, Access::Operator];

#[test]
fn every_route_is_classified_once() {
    let described: BTreeSet<String> = operations().into_iter().map(|operation| operation.id).collect();
    let classified: BTreeSet<String> = ROUTES.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(described, classified, "put new routes into tests/it/routes/table.rs, and say who may call them");
    assert_eq!(classified.len(), ROUTES.len(), "a route is listed twice");
}

#[tokio::test]
async fn without_a_token_only_what_is_for_anybody_answers() {
    let stage = Stage::set().await;
    let stranger = stage.chat.server.stranger();
    let mut forged = stranger.clone();
    forged.access_token = stage.ann.access_token.as_ref().map(|token| format!("{token}x"));
    for operation in operations() {
        let call = stage.call(&operation);
        for person in [&stranger, &forged] {
            let answer = call.send(person).await;
            match access(&operation.id) {
                Access::Anybody => assert_ne!(answer.refusal().1, "unauthenticated", "{operation}: {answer:?}"),
                // Signing out of nothing is no mistake.
                Access::Cookie => assert!(matches!(answer.status, 204 | 401), "{operation}: {answer:?}"),
                _ => assert_eq!(answer.refusal(), (401, "unauthenticated"), "{operation}: {answer:?}"),
            }
        }
    }
}

#[tokio::test]
async fn somebody_elses_token_finds_nothing_and_changes_nothing() {
    let stage = Stage::set().await;
    let before = stage.everything().await;
    for operation in operations().iter().filter(|operation| HIDDEN.contains(&access(&operation.id))) {
        let real = stage.call(operation).send(&stage.eve).await;
        let unreal = Stage::call_elsewhere(operation).send(&stage.eve).await;
        assert_eq!(real.refusal(), (404, "not_found"), "{operation}: {real:?}");
        assert_eq!(without_id(&real), without_id(&unreal), "{operation}: the answer tells what exists");
    }
    assert_eq!(stage.everything().await, before);
}

#[tokio::test]
async fn a_lesser_role_is_refused_and_changes_nothing() {
    let stage = Stage::set().await;
    let before = stage.everything().await;
    for operation in operations() {
        let call = stage.call(&operation);
        // Bo is a member of Ann's group; Ann owns it, and does not run the server.
        let refused = match access(&operation.id) {
            Access::Owner => vec![(&stage.bo, 403)],
            Access::Own => vec![(&stage.bo, 404), (&stage.operator, 404)],
            Access::Member | Access::Named => vec![(&stage.operator, 404)],
            Access::Operator => vec![(&stage.bo, 404), (&stage.ann, 404)],
            Access::Anybody | Access::Cookie | Access::SignedIn | Access::Link => Vec::new(),
        };
        for (person, status) in refused {
            let answer = call.send(person).await;
            assert_eq!(answer.status, status, "{operation}: {answer:?}");
        }
    }
    assert_eq!(stage.everything().await, before);
}

/// The control: the calls above are refused because of who sends them, not because they are wrong.
#[tokio::test]
async fn whom_it_is_for_gets_through() {
    let stage = Stage::set().await;
    // The file was sent with the message: while that is there, it stays.
    let destroying = |id: &str| {
        id != "remove_attachment" && ["delete", "leave", "remove", "hand_over"].iter().any(|word| id.contains(word))
    };
    let mut operations = operations();
    // Of what takes something away, what is inside of something goes before it.
    operations.sort_by_key(|operation| destroying(&operation.id).then_some(Reverse(operation.path.len())));
    for operation in operations {
        let who = access(&operation.id);
        let person = match who {
            Access::Anybody | Access::Cookie | Access::SignedIn => continue,
            Access::Link => &stage.eve,
            Access::Operator => &stage.operator,
            Access::Named | Access::Member | Access::Owner | Access::Own => &stage.ann,
        };
        let answer = stage.call(&operation).send(person).await;
        assert!(!matches!(answer.status, 401 | 403 | 404 | 405 | 500..), "{operation}: {answer:?}");
    }
}

#[tokio::test]
async fn what_is_for_everybody_tells_nothing_of_others() {
    let stage = Stage::set().await;
    let reads = operations().into_iter().filter(|operation| operation.method == "GET");
    for operation in reads.filter(|operation| matches!(access(&operation.id), Access::SignedIn | Access::Anybody)) {
        // An invitation's link is made to be shown.
        if operation.path.contains("{token}") {
            continue;
        }
        let answer = stage.call_without_query(&operation).send(&stage.eve).await;
        assert_eq!(answer.status, 200, "{operation}: {answer:?}");
        for other in stage.traces() {
            assert!(!answer.text.contains(other), "{operation} tells Eve of {other}: {answer:?}");
        }
    }
}

fn without_id(answer: &Answer) -> String {
    let mut body = answer.body.clone();
    if let Some(body) = body.as_object_mut() {
        body.remove("request_id");
    }
    format!("{} {body}", answer.status)
}
