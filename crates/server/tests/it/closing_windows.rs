//! What begins in the moment in which its member's account closes: whichever has the lock first, the other waits for it and then sees what
//! it did. Two connections each, in a given order.

use domain::api_key::DayCount;
use domain::id::{ApiKeyId, ConversationId, GroupId, MessageId, TurnId, UserId};
use domain::price::{ModelPrice, PicoUsdPerToken};
use sqlx::{PgConnection, PgTransaction};
use store::turns::{Granted, NewQuestion, NewTurn, Obstacle, insert, obstacles, wait_for_conversations};
use store::{WhenLocked, api_keys, closing, gateway_requests};
use uuid::Uuid;

use crate::support::{Person, TestServer};

/// Ann, whose account is about to close, with a conversation and a key.
struct House {
    server: TestServer,
    ann: Person,
    group: GroupId,
    conversation: ConversationId,
    key: ApiKeyId,
}

fn new_id<T: From<Uuid>>() -> T {
    Uuid::now_v7().into()
}

fn free() -> ModelPrice {
    let nothing = PicoUsdPerToken::default();
    ModelPrice { input: nothing, cached_input: nothing, cache_write: nothing, output: nothing, long: None }
}

impl House {
    async fn build() -> Self {
        let server = TestServer::start().await;
        let ann = server.sign_up("Ann").await;
        let group = ann.make_group("duo").await;
        let conversation = ann.converse(&group).await;
        let key = ann.program(&server, &group).await.key_id;
        let [group, conversation, key] = [group, conversation, key].map(|id| id.parse::<Uuid>().unwrap());
        Self { server, ann, group: group.into(), conversation: conversation.into(), key: key.into() }
    }

    fn user(&self) -> UserId {
        self.ann.id.parse().unwrap()
    }

    async fn begin(&self) -> PgTransaction<'static> {
        self.server.app.begin().await.unwrap()
    }

    /// A turn that has not begun.
    fn turn(&self) -> NewTurn {
        NewTurn {
            user: self.user(),
            id: new_id(),
            group: self.group,
            conversation: self.conversation,
            question: new_id::<MessageId>(),
            new_question: Some(NewQuestion { parent: None, sealed: vec![1], attachments: Vec::new() }),
            reply: new_id::<MessageId>(),
            reply_sealed: vec![1],
            model: "demo".to_owned(),
            provider: "demo".to_owned(),
            input_estimate: 1,
            price: free(),
            title_sealed: None,
            sets_model: false,
        }
    }

    /// Waits until `waiting` waits for a lock that `holding` has.
    async fn until_blocked(&self, waiting: i32, holding: i32) {
        let mut looking = self.server.database().await;
        let is_blocked = "SELECT $2 = ANY (pg_blocking_pids($1))";
        while !sqlx::query_scalar::<_, bool>(is_blocked)
            .bind(waiting)
            .bind(holding)
            .fetch_one(&mut *looking)
            .await
            .unwrap()
        {}
    }
}

/// By what a connection is known to the others.
async fn pid(connection: &mut PgConnection) -> i32 {
    sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(connection).await.unwrap()
}

#[tokio::test]
async fn a_turn_that_has_its_conversation_first_is_waited_for_and_asked_to_stop() {
    let house = House::build().await;
    let new = house.turn();
    let (mut beginning, mut closing) = (house.begin().await, house.begin().await);
    let (beginning_pid, closing_pid) = (pid(&mut beginning).await, pid(&mut closing).await);
    assert_eq!(obstacles(&mut beginning, &[&new]).await.unwrap(), [None]);
    let go_on = async {
        house.until_blocked(closing_pid, beginning_pid).await;
        let granted = Granted { new: &new, max_output_tokens: 256, shortened: false };
        insert(&mut beginning, &[granted], house.server.app.node_id).await.unwrap();
        beginning.commit().await.unwrap();
    };
    let (erased, ()) = tokio::join!(closing::erase(&mut closing, house.user()), go_on);
    assert_eq!(erased.unwrap().1, [new.id], "what began is told to stop");
    closing.commit().await.unwrap();
}

#[tokio::test]
async fn a_turn_that_comes_after_the_closing_waits_for_it_and_finds_no_conversation() {
    let house = House::build().await;
    let new = house.turn();
    let (mut closing, mut passing, mut waiting) = (house.begin().await, house.begin().await, house.begin().await);
    let (closing_pid, waiting_pid) = (pid(&mut closing).await, pid(&mut waiting).await);
    closing::erase(&mut closing, house.user()).await.unwrap();
    // A round passes it over, and has it served beside the others.
    assert_eq!(obstacles(&mut passing, &[&new]).await.unwrap(), [Some(Obstacle::ConversationGone)]);
    passing.rollback().await.unwrap();
    let go_on = async {
        house.until_blocked(waiting_pid, closing_pid).await;
        closing.commit().await.unwrap();
    };
    let wanted = [&new];
    let (found, ()) = tokio::join!(wait_for_conversations(&mut waiting, &wanted), go_on);
    found.unwrap();
    assert_eq!(obstacles(&mut waiting, &wanted).await.unwrap(), [Some(Obstacle::ConversationGone)]);
}

#[tokio::test]
async fn a_request_that_has_its_key_first_is_waited_for_and_told_that_the_key_is_gone() {
    let house = House::build().await;
    let wanted = [(house.user(), house.key)];
    let (mut beginning, mut closing) = (house.begin().await, house.begin().await);
    let (beginning_pid, closing_pid) = (pid(&mut beginning).await, pid(&mut closing).await);
    let locked = api_keys::lock(&mut beginning, &wanted, WhenLocked::PassOver).await.unwrap();
    assert!(locked[0].is_good);
    let (id, node) = (new_id::<TurnId>(), house.server.app.node_id);
    let running = gateway_requests::Running {
        group: house.group,
        id,
        user: house.user(),
        key: house.key,
        model: "demo".to_owned(),
        provider: "demo".to_owned(),
        input_estimate: 1,
        price: free(),
        held_on: locked[0].today,
    };
    let go_on = async {
        house.until_blocked(closing_pid, beginning_pid).await;
        let count = DayCount { day: locked[0].today, ..locked[0].count };
        let counts = [(house.user(), house.key, count)];
        let changed = gateway_requests::Changed { begun: &[running], ended: &[], counts: &counts };
        gateway_requests::save(&mut beginning, &changed, node).await.unwrap();
        beginning.commit().await.unwrap();
    };
    let (erased, ()) = tokio::join!(closing::erase(&mut closing, house.user()), go_on);
    erased.unwrap();
    closing.commit().await.unwrap();
    let renewal = gateway_requests::Renewal { group: house.group, id, output_estimate: 0 };
    let mut looking = house.server.database().await;
    let goes_on = gateway_requests::renew(&mut looking, node, &[renewal]).await.unwrap();
    assert_eq!(goes_on.get(&(house.group, id)), Some(&false), "its node breaks it off");
}

#[tokio::test]
async fn a_request_that_comes_after_the_closing_waits_for_it_and_finds_no_key() {
    let house = House::build().await;
    let wanted = [(house.user(), house.key)];
    let (mut closing, mut passing, mut waiting) = (house.begin().await, house.begin().await, house.begin().await);
    let (closing_pid, waiting_pid) = (pid(&mut closing).await, pid(&mut waiting).await);
    closing::erase(&mut closing, house.user()).await.unwrap();
    assert!(api_keys::lock(&mut passing, &wanted, WhenLocked::PassOver).await.unwrap().is_empty());
    passing.rollback().await.unwrap();
    let go_on = async {
        house.until_blocked(waiting_pid, closing_pid).await;
        closing.commit().await.unwrap();
    };
    let (found, ()) = tokio::join!(api_keys::lock(&mut waiting, &wanted, WhenLocked::Wait), go_on);
    assert!(found.unwrap().is_empty());
}
