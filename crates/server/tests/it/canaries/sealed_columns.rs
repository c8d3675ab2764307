//! The first promise, column by column: what can hold a member's text is sealed, and the search that says so finds what is not.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::json;
use simulator::{Fault, Script};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use store::sealed_rows::SealedColumn;

use crate::support::ChatServer;

/// Words that no program would write by itself.
const CANARY: &str = "qzvxkwj";

/// Columns that can hold any text or bytes, and hold none of a member's: what each holds instead is in the migrations. A new
/// column ends in `_sealed`, or is listed here by somebody who has made sure.
const NOT_A_MEMBERS_TEXT: &[&str] = &[
    "account_activity.about",
    "account_activity.action",
    "account_activity.browser",
    "account_activity.place",
    "account_activity.system",
    "account_links.mailed_to",
    "account_links.purpose",
    // The name is typed for lists and logs of activity; the secret is a hash.
    "api_keys.hint",
    "api_keys.models",
    "api_keys.name",
    "api_keys.secret_hash",
    "attempts.key",
    "backup_codes.code_hash",
    // Names that the payment vendor gives to things, and what it tells of a card; never a number that could be charged.
    "card_setups.session_ref",
    "card_setups.status",
    "content_key_wraps.kind",
    "content_key_wraps.salt",
    "content_key_wraps.wrapped",
    "conversations.model",
    // A hash of where a chat came from.
    "conversations.origin_hash",
    "conversations.shelf",
    "covers.currency",
    "credit_notes.currency",
    "credit_notes.number",
    "credit_notes.reason",
    "disputes.currency",
    "disputes.status",
    "disputes.vendor_ref",
    "gateway_requests.model",
    "gateway_requests.price",
    "gateway_requests.provider",
    "group_activity.event",
    "groups.lending",
    "groups.name",
    "groups.next_plan_code",
    "groups.plan_code",
    "groups.split",
    "groups.status",
    "groups.time_zone",
    "holds.loans",
    "holds.status",
    "idempotent_requests.fingerprint",
    "idempotent_requests.key_hash",
    "invitations.email",
    "invitations.status",
    "invoices.currency",
    "invoices.group_name",
    "invoices.kind",
    "invoices.number",
    "invoices.seller",
    "invoices.status",
    // What is kept of a browser's way to the issuer opens only with that browser's secret.
    "issuer_links.email",
    "issuer_links.issuer",
    "issuer_links.subject",
    "issuer_passages.kept",
    "issuer_passages.secret_hash",
    "joining_parts.currency",
    "key_rotations.at_column",
    "leaving_customers.customer_ref",
    "ledger_entries.account",
    "ledger_entries.unit",
    "ledger_transactions.kind",
    "ledger_transactions.source",
    "memberships.role",
    "memberships.status",
    "messages.model",
    "messages.role",
    "messages.status",
    // Ids and amounts; of a rejected payment also the payee's reason.
    "notices.facts",
    "notices.kind",
    // Ids of what operators did something to, and amounts.
    "operator_actions.action",
    "operator_looks.kind",
    "passkey_ceremonies.state",
    "passkeys.credential",
    "passkeys.credential_id",
    // What its owner calls the device, for their own list: docs/privacy.md says so.
    "passkeys.name",
    "passkeys.wrapped",
    "payer_accounts.card_brand",
    "payer_accounts.card_last_four",
    "payer_accounts.card_ref",
    "payer_accounts.customer_ref",
    "paybacks.currency",
    "payments.card_ref",
    "payments.currency",
    "payments.customer_ref",
    "payments.failure",
    "payments.method",
    // The payer writes it for the payee to read: docs/privacy.md says so.
    "payments.reason",
    "payments.reference",
    "payments.status",
    "payments.vendor_ref",
    "payouts.currency",
    "period_members.slices",
    "periodic_work.work",
    "periods.closed_digest",
    "periods.currency",
    "periods.lending",
    "periods.plan_code",
    "periods.split",
    "periods.status",
    "periods.time_zone",
    "plan_changes.from_code",
    "plan_changes.to_code",
    "plan_offers.currency",
    "plan_offers.plan_code",
    "prices.kind",
    "prices.model",
    "prices.provider",
    "prices.source",
    // A browser's address at its push service and its keys, encrypted by the server; and a hash of that address.
    "push_devices.endpoint_hash",
    "push_devices.subscription_encrypted",
    "pushes.kind",
    // Names of members, on their receipts.
    "receipts.currency",
    "receipts.member_name",
    "receipts.method",
    "receipts.payer_name",
    "refresh_tokens.token_hash",
    "refresh_tokens.wrapped",
    "refunds.currency",
    "refunds.status",
    "refunds.taken_from",
    "refunds.vendor_ref",
    // Content keys, wrapped.
    "sealed_keys.by_content_key",
    "sealed_keys.by_password",
    "sealed_keys.by_recovery_code",
    "sealed_keys.password_salt",
    "second_factors.secret_encrypted",
    // The operator's own name and address, from the settings.
    "sellers.name_and_address",
    "sessions.browser",
    "sessions.end_reason",
    "sessions.place",
    "sessions.system",
    "shares.currency",
    "shares.member_name",
    "shares.status",
    "split_proposal_parts.answer",
    "split_proposals.currency",
    "split_proposals.split",
    "split_proposals.status",
    "standing_covers.currency",
    "top_ups.status",
    "turns.error_code",
    "turns.model",
    "turns.price",
    "turns.provider",
    "turns.status",
    "unwanted_mail.topic",
    "vendor_events.id",
    "vendor_events.reference",
    "vendor_events.subject",
    "usage.model",
    "usage.price",
    "usage.provider",
    "usage.purpose",
    "usage.raw",
    "usage.vendor_request_id",
    "usage_by_day.model",
    "users.email",
    "users.language",
    "users.name",
    "users.password_hash",
];

/// Every column that could hold a text, as `table.column`. The job queue's own tables are looked through with all others.
async fn columns(connection: &mut PgConnection) -> Vec<(String, String, String)> {
    let rows = sqlx::query(
        "SELECT c.table_name::text AS t, c.column_name::text AS c, c.data_type::text AS kind FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name <> '_sqlx_migrations'
           AND c.data_type IN ('text', 'character varying', 'bytea', 'json', 'jsonb', 'ARRAY')
         ORDER BY 1, 2",
    );
    let rows = rows.fetch_all(connection).await.unwrap();
    rows.iter().map(|row| (row.get("t"), row.get("c"), row.get("kind"))).collect()
}

/// Where the canary is, in plain or in bytes: what a logical backup would hold, out of every table of every schema.
async fn found(connection: &mut PgConnection) -> BTreeSet<String> {
    let all = sqlx::query(
        "SELECT format('%I.%I', table_schema, table_name) AS t, format('%I', column_name) AS c, data_type::text AS kind
         FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
         WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'",
    );
    let mut places = BTreeSet::new();
    for row in all.fetch_all(&mut *connection).await.unwrap() {
        let (table, column, kind): (String, String, String) = (row.get("t"), row.get("c"), row.get("kind"));
        let holds = if kind == "bytea" {
            format!("position('{CANARY}'::bytea IN {column}) > 0")
        } else {
            format!("{column}::text LIKE '%{CANARY}%'")
        };
        let query = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {holds})");
        if sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&mut *connection).await.unwrap() {
            places.insert(format!("{}.{column}", table.trim_start_matches("public.")));
        }
    }
    places
}

/// Somebody writes into every place that takes text.
async fn played() -> ChatServer {
    let chat = ChatServer::start().await;
    let reasoning = Some(format!("Think about {CANARY}."));
    chat.vendor.set_default(Script { reasoning, ..Script::text(format!("The answer: {CANARY}.")) });
    let (ann, group) = chat.ann().await;
    let titled = json!({"group_id": group, "title": format!("{CANARY} title")});
    let conversation = ann.post("/conversations", &titled).await.created();
    let conversation = conversation.str("id");
    // Long enough that the database would compress it, if it came in plain.
    ann.say(conversation, &format!("Please repeat {CANARY}. {}", "And again. ".repeat(500))).await;
    ann.patch(&format!("/conversations/{conversation}"), &json!({"title": format!("{CANARY} renamed")})).await.ok();
    let file = ann.attach(&format!("{CANARY}.txt"), format!("A file says {CANARY}.").as_bytes()).await;
    ann.ask(conversation, &json!({"text": "Read this.", "attachments": [file]})).await.rest().await;
    ann.keep_prompt(&format!("{CANARY} name"), &format!("Say {CANARY}.")).await;
    ann.make_folder(&group, &format!("{CANARY} folder")).await;
    ann.share_snapshot(conversation, "").await;
    let path = format!("/conversations/{conversation}/instructions");
    ann.put(&path, &json!({"text": format!("Be brief, {CANARY}.")})).await.no_content();
    ann.put(&format!("/drafts/{conversation}"), &json!({"text": format!("{CANARY} half")})).await.no_content();
    ann.program(&chat.server, &group).await.chat(&format!("A program says {CANARY}.")).await.ok();
    let once = ann.request(Method::POST, "/conversations").header("idempotency-key", "once").json(&titled);
    assert_eq!(once.send().await.unwrap().status(), 201);
    let untitled = ann.converse(&group).await;
    ann.say(&untitled, &format!("{CANARY}?")).await;
    chat.vendor.queue(Script::text("").with_fault(Fault::ErrorBeforeFirstByte { status: 400 }));
    ann.say(&untitled, &format!("{CANARY}!")).await;
    assert!(ann.get("/conversations").await.ok().text.contains(CANARY), "the member reads it");
    chat
}

#[tokio::test]
async fn every_column_that_could_hold_text_is_sealed_or_known_to_hold_none() {
    let chat = ChatServer::start().await;
    let columns = columns(&mut *chat.server.database().await).await;
    let open: BTreeSet<String> = columns
        .into_iter()
        .filter(|(_, column, _)| !column.ends_with("_sealed"))
        .map(|(table, column, _)| format!("{table}.{column}"))
        .collect();
    let known: BTreeSet<String> = NOT_A_MEMBERS_TEXT.iter().map(|&column| column.to_owned()).collect();
    assert_eq!(open, known, "seal the new column (CONTRIBUTING.md), or list it here if it never holds a member's text");
}

#[tokio::test]
async fn what_members_write_is_in_no_column_in_plain() {
    let chat = played().await;
    assert_eq!(found(&mut *chat.server.database().await).await, BTreeSet::new());
}

/// The control: each sealed column in turn holds the canary as it was typed, and the search says which.
#[tokio::test]
async fn one_field_left_unsealed_is_found_wherever_it_is() {
    let chat = played().await;
    let mut database = chat.server.database().await;
    let columns = columns(&mut database).await;
    let sealed: Vec<_> = columns.iter().filter(|(_, column, _)| column.ends_with("_sealed")).collect();
    assert!(sealed.len() >= 3, "titles, texts and kept answers at least: {sealed:?}");
    for (table, column, _) in sealed {
        sqlx::query("BEGIN").execute(&mut *database).await.unwrap();
        let statement = format!("UPDATE {table} SET {column} = 'I wrote {CANARY}.'::bytea");
        let changed = sqlx::query(AssertSqlSafe(statement)).execute(&mut *database).await.unwrap().rows_affected();
        let expected = BTreeSet::from([format!("{table}.{column}")]);
        let all = found(&mut database).await;
        sqlx::query("ROLLBACK").execute(&mut *database).await.unwrap();
        assert!(changed > 0, "nothing above writes to {table}.{column}: add it to `played`");
        assert_eq!(all, expected);
    }
}

/// Kept for a day under the key of the request; its bytes are looked for above.
const SEALED_UNDER_ANOTHER_NAME: &str = "idempotent_requests.fingerprint";
/// Sealed by the browser with a key that the server never has.
const NOT_BY_THE_VAULT: &str = "snapshots.content_sealed";

#[tokio::test]
async fn every_sealed_column_is_sealed_anew_when_the_content_key_is_replaced() {
    let chat = ChatServer::start().await;
    let mut connection = chat.server.database().await;
    let sealed: BTreeSet<String> = columns(&mut connection)
        .await
        .into_iter()
        .filter(|(_, column, _)| column.ends_with("_sealed"))
        .map(|(table, column, _)| format!("{table}.{column}"))
        .chain([SEALED_UNDER_ANOTHER_NAME.to_owned()])
        .filter(|column| column != NOT_BY_THE_VAULT)
        .collect();
    let renewed: BTreeSet<String> = SealedColumn::ALL
        .iter()
        .filter(|column| **column != SealedColumn::File)
        .map(|column| column.name().to_owned())
        .collect();
    assert_eq!(sealed, renewed, "a sealed column that crates/store/src/sealed_rows.rs does not know");
}
