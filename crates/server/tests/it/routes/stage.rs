use serde_json::{Value, json};

use super::call::{Call, Operation, operations};
use crate::support::{ASKS, ChatServer, Person, TestServer};

/// A group with something of everything in it, and people of every kind.
pub struct Stage {
    pub chat: ChatServer,
    /// Runs the server, and is in no group.
    pub operator: Person,
    /// Owns the group; the conversation, the turn, the share and the payment are hers.
    pub ann: Person,
    /// Is in it.
    pub bo: Person,
    /// Has an account, and nothing to do with them.
    pub eve: Person,
    /// What stands in paths, queries and bodies.
    ids: Ids,
}

#[derive(Clone)]
struct Ids {
    group: String,
    conversation: String,
    turn: String,
    share: String,
    payment: String,
    /// By card, for Bo's share; Ann's bank asks her about it.
    card_payment: String,
    /// A visit of Ann's to the page where cards are saved.
    card_setup: String,
    invitation: String,
    token: String,
    member: String,
    proposal: String,
    /// Another device of Ann's.
    session: String,
    /// One that she signed out.
    ended_session: String,
    api_key: String,
    /// One of Ann's.
    passkey: String,
    /// The operator's.
    sandbox: String,
    /// A file that she sent.
    attachment: String,
    /// Her question.
    message: String,
    prompt: String,
    folder: String,
    snapshot: String,
    /// The receipt of what Ann paid for Bo.
    receipt: String,
    invoice: String,
    /// That there is one, as Ann is told.
    notice: String,
    /// One that failed.
    job: String,
}

/// Well-formed, and nobody's.
const NOBODYS: &str = "00000000-0000-7000-8000-000000000000";

impl Stage {
    pub async fn set() -> Self {
        let chat = ChatServer::start_with_cards().await;
        let server = &chat.server;
        let (operator, ann) = (server.sign_up("Olga").await, server.sign_up("Ann").await);
        let (bo, eve) = (server.sign_up("Bo").await, server.sign_up("Eve").await);
        let group = ann.make_group("three").await;
        bo.join(&ann, &group).await;
        ann.act(&format!("/groups/{group}/start")).await.ok();
        let invited = ann.post(&format!("/groups/{group}/invitations"), &json!({})).await.created();
        let payment = ann.claim(&group).await;
        let conversation = ann.converse(&group).await;
        let attachment = ann.attach("menu.txt", b"Soup").await;
        let asked = json!({"text": "What is for dinner?", "attachments": [attachment]});
        let shown = ann.ask(&conversation, &asked).await.rest().await;
        let turn = shown.iter().find_map(|event| event.data["turn_id"].as_str()).unwrap().to_owned();
        let split = json!({"mode": "percent", "basis_points": {&ann.id: 7500, &bo.id: 2500}});
        let proposed = bo.put(&format!("/groups/{group}/split"), &split).await.ok();
        let api_key = ann.post("/api-keys", &json!({"name": "Editor", "group_id": group})).await.created();
        let receipt = covered(&operator, &ann, &bo, &group).await;
        let ids = Ids {
            receipt,
            invoice: ann.get(&format!("/groups/{group}/invoices")).await.ok()["items"][0]["id"]
                .as_str()
                .unwrap()
                .to_owned(),
            notice: ann.get("/notices").await.ok()["items"][0]["id"].as_str().unwrap().to_owned(),
            api_key: api_key.str("id").to_owned(),
            proposal: proposed["proposal"]["id"].as_str().unwrap().to_owned(),
            share: ann.share(&group).await["id"].as_str().unwrap().to_owned(),
            invitation: invited.str("id").to_owned(),
            token: invited.str("token").to_owned(),
            member: bo.id.clone(),
            session: another_session(server, &ann).await.0,
            ended_session: ended_session(server, &ann).await,
            passkey: passkey(server, &ann).await,
            card_setup: card_setup(&ann, &group).await,
            card_payment: card_payment(&ann).await,
            sandbox: server.sandbox(&operator, &json!({"plan": "three"})).await,
            job: failed_job(server).await,
            attachment,
            message: ann.messages(&conversation).await[0]["id"].as_str().unwrap().to_owned(),
            prompt: ann.keep_prompt("Soup", "Which soup?").await,
            folder: ann.make_folder(&group, "Recipes").await,
            snapshot: ann.share_snapshot(&conversation, "").await,
            group,
            conversation,
            turn,
            payment,
        };
        Self { chat, operator, ann, bo, eve, ids }
    }

    /// The operation on what is here.
    pub fn call(&self, operation: &Operation) -> Call {
        self.ids.call(operation)
    }

    /// The same on what does not exist.
    pub fn call_elsewhere(operation: &Operation) -> Call {
        Ids::nobodys().call(operation)
    }

    /// The operation without anything that narrows it.
    pub fn call_without_query(&self, operation: &Operation) -> Call {
        let needed = operation.query.iter().filter(|name| *name == "q").cloned().collect();
        self.call(&Operation { query: needed, ..operation.clone() })
    }

    /// Whatever gives away that somebody else is here.
    pub fn traces(&self) -> [&str; 6] {
        [&self.ids.group, &self.ids.conversation, &self.ids.share, &self.ids.payment, &self.ann.id, "Kitchen"]
    }

    /// All that its people see of it, to compare.
    pub async fn everything(&self) -> Vec<String> {
        let Ids { group, conversation, turn, .. } = &self.ids;
        let mut seen = Vec::new();
        for path in [
            "/me".to_owned(),
            format!("/groups/{group}"),
            format!("/groups/{group}/invoices"),
            format!("/groups/{group}/invitations"),
            format!("/groups/{group}/splits"),
            format!("/groups/{group}/usage"),
            format!("/conversations/{conversation}"),
            format!("/conversations/{conversation}/messages"),
            format!("/turns/{turn}"),
            "/api-keys".to_owned(),
        ] {
            seen.push(self.ann.get(&path).await.ok().text.clone());
        }
        seen.push(self.operator.get("/payments").await.ok().text.clone());
        seen.push(self.bo.get("/groups").await.ok().text.clone());
        seen
    }
}

/// Ann pays Bo's share, and it arrives: the payment's id.
async fn covered(operator: &Person, ann: &Person, bo: &Person, group: &str) -> String {
    let share = bo.share(group).await;
    let path = format!("/shares/{}/cover", share["id"].as_str().unwrap());
    let payment = ann.post(&path, &json!({})).await.created().str("id").to_owned();
    operator.act(&format!("/payments/{payment}/confirm")).await.ok();
    payment
}

/// Ann signs in once more: that session's id, and she there.
async fn another_session(server: &TestServer, ann: &Person) -> (String, Person) {
    let body = json!({"email": "ann@example.org", "password": "Ann has a long password"});
    let there = ann.with_session(&server.stranger().post("/auth/sign-in", &body).await.ok());
    let sessions = there.get("/sessions").await.ok();
    let current = sessions["items"].as_array().unwrap().iter().find(|session| session["current"] == true);
    (current.unwrap()["id"].as_str().unwrap().to_owned(), there)
}

async fn ended_session(server: &TestServer, ann: &Person) -> String {
    let (id, there) = another_session(server, ann).await;
    there.act("/auth/sign-out").await.no_content();
    id
}

/// All that one can read about a group and a conversation in it, by operation; streams apart.
pub async fn everything_that(person: &Person, group: &str, conversation: &str) -> Vec<(String, String)> {
    let ids = Ids { group: group.to_owned(), conversation: conversation.to_owned(), ..Ids::nobodys() };
    let mut answers = Vec::new();
    for operation in operations().into_iter().filter(|operation| operation.method == "GET") {
        answers.push((operation.id.clone(), ids.call(&operation).send(person).await.text));
        // Without anything that narrows it.
        let wide = Operation { query: Vec::new(), ..operation };
        answers.push((wide.id.clone(), ids.call(&wide).send(person).await.text));
    }
    answers
}

/// A passkey of Ann's that no device has: who may manage it does not depend on what it can do.
async fn passkey(server: &TestServer, ann: &Person) -> String {
    let id: uuid::Uuid = sqlx::query_scalar(
        "INSERT INTO passkeys (user_id, id, credential_id, credential, name)
         VALUES ($1::uuid, gen_random_uuid(), '\\x00', '{}', 'Laptop') RETURNING id",
    )
    .bind(&ann.id)
    .fetch_one(&mut *server.database().await)
    .await
    .unwrap();
    id.to_string()
}

/// A mail that was tried in vain.
async fn failed_job(server: &TestServer) -> String {
    server::jobs::migrate(&server.app.db).await.unwrap();
    let mut tx = server.app.begin().await.unwrap();
    let job = server::notices::InvitationMail { invitation_id: NOBODYS.parse().unwrap() };
    server::jobs::enqueue(&server.app, &mut tx, job).await.unwrap();
    let failed = "UPDATE jobs._private_jobs SET attempts = 1, last_error = 'database: away' RETURNING id";
    let id: i64 = sqlx::query_scalar(failed).fetch_one(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}

/// Ann saves a card whose bank asks each time; her visit to the vendor's page.
async fn card_setup(ann: &Person, group: &str) -> String {
    let page = ann.post("/me/card", &json!({"group_id": group})).await.created();
    let browser = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let typed = browser.post(page.str("url")).body(format!("number={ASKS}")).send().await.unwrap();
    let back = typed.headers()["location"].to_str().unwrap();
    let setup = back.split("card=").nth(1).unwrap().to_owned();
    ann.act(&format!("/me/card/{setup}/finish")).await.ok();
    setup
}

/// Ann pays with it in a group of her own.
async fn card_payment(ann: &Person) -> String {
    let group = ann.make_group("three").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let share = ann.share(&group).await["id"].as_str().unwrap().to_owned();
    let paying = ann.post(&format!("/shares/{share}/payments"), &json!({"method": "card"})).await.created();
    paying.str("id").to_owned()
}

impl Ids {
    fn nobodys() -> Self {
        let nobodys = || NOBODYS.to_owned();
        Self {
            group: nobodys(),
            conversation: nobodys(),
            turn: nobodys(),
            share: nobodys(),
            payment: nobodys(),
            card_payment: nobodys(),
            card_setup: nobodys(),
            invitation: nobodys(),
            token: nobodys(),
            member: nobodys(),
            proposal: nobodys(),
            session: nobodys(),
            ended_session: nobodys(),
            api_key: nobodys(),
            passkey: nobodys(),
            sandbox: nobodys(),
            attachment: nobodys(),
            message: nobodys(),
            prompt: nobodys(),
            folder: nobodys(),
            snapshot: nobodys(),
            receipt: nobodys(),
            invoice: nobodys(),
            notice: nobodys(),
            job: nobodys(),
        }
    }

    fn call(&self, operation: &Operation) -> Call {
        let segments: Vec<&str> = operation.path.split('/').collect();
        let mut path: Vec<&str> = Vec::new();
        for (at, segment) in segments.iter().enumerate() {
            let before = if at == 0 { "" } else { segments[at - 1] };
            path.push(match (operation.id.as_str(), before, *segment) {
                ("authenticate_payment" | "refresh_payment", "payments", "{id}") => &self.card_payment,
                (_, "card", "{id}") => &self.card_setup,
                _ => self.filled(before, segment),
            });
        }
        let query = operation.query.iter().filter_map(|name| match name.as_str() {
            "group_id" => Some(format!("group_id={}", self.group)),
            "q" => Some("q=dinner".to_owned()),
            _ => None,
        });
        let query = query.collect::<Vec<_>>().join("&");
        Call {
            method: operation.method.clone(),
            path: if query.is_empty() { path.join("/") } else { format!("{}?{query}", path.join("/")) },
            body: self.body(operation).map(|body| serde_json::to_vec(&body).unwrap()),
        }
    }

    fn filled<'a>(&'a self, before: &str, segment: &'a str) -> &'a str {
        match (before, segment) {
            ("groups", "{id}") => &self.group,
            ("sandboxes", "{id}") => &self.sandbox,
            ("jobs", "{id}") => &self.job,
            ("conversations", "{id}") | ("drafts", "{place}") => &self.conversation,
            ("turns", "{id}") => &self.turn,
            ("shares", "{id}") => &self.share,
            ("payments", "{id}") => &self.payment,
            ("receipts", "{id}") => &self.receipt,
            ("notices", "{id}") => &self.notice,
            (_, "{invoice_id}") => &self.invoice,
            ("sessions", "{id}") => &self.session,
            ("passkeys", "{id}") => &self.passkey,
            ("attachments", "{id}") => &self.attachment,
            ("prompts", "{id}") => &self.prompt,
            ("folders", "{id}") => &self.folder,
            ("snapshots" | "shared", "{id}") => &self.snapshot,
            (_, "{message_id}") => &self.message,
            ("security-notices", "{id}") => &self.ended_session,
            ("api-keys", "{id}") => &self.api_key,
            (_, "{invitation_id}") => &self.invitation,
            (_, "{proposal_id}") => &self.proposal,
            (_, "{token}") => &self.token,
            (_, "{user_id}") => &self.member,
            (_, segment) if segment.starts_with('{') => panic!("say in Stage what stands for {segment} after {before}"),
            (_, segment) => segment,
        }
    }

    /// A body that would do, if the right person sent it.
    fn body(&self, operation: &Operation) -> Option<Value> {
        let mut body = operation.body.clone()?;
        match operation.id.as_str() {
            "start_turn" => body["text"] = json!("And for breakfast?"),
            "hand_over_group" => body["user_id"] = json!(self.member),
            "end_session" | "remove_passkey" => body["password"] = json!("Ann has a long password"),
            "import_conversation" => {
                body["messages"] = json!([{"role": "user", "text": "Soup?", "created_at": "2026-11-25T10:00:00Z"}]);
            }
            "read_notices" => body["up_to"] = json!(self.notice),
            "claim_payment" => body["method"] = json!("manual"),
            "update_conversation" => body["title"] = json!("Dinner"),
            _ => {}
        }
        if body.get("group_id").is_some() {
            body["group_id"] = json!(self.group);
        }
        Some(body)
    }
}
