//! The books: proved by `potluck ledger check`, written out by `potluck ledger export`.

use std::fs;
use std::process::Output;

use serde_json::json;
use server::periods::roll_over;
use store::books;
use uuid::Uuid;

use crate::support::{ChatServer, Trio, bean_check, echo, text, tool};

fn ledger(chat: &ChatServer, words: &[&str]) -> Output {
    chat.server.ledger(words)
}

/// A group of three with a closed period and an open one: paid and unpaid shares, a payment too much, turns, a loan, and somebody
/// who was removed.
async fn lived() -> (ChatServer, Trio) {
    let chat = ChatServer::start().await;
    let trio = chat.server.three_on("three").await;
    let Trio { group, ann, bo, cy } = &trio;
    ann.pay(ann, group).await;
    bo.pay(ann, group).await;
    for person in trio.everybody() {
        chat.vendor.queue(echo(7));
        person.say(&person.converse(group).await, "Hello").await;
    }
    chat.server.end_period(group).await;
    roll_over(&chat.server.app).await.unwrap();
    cy.pay(ann, group).await;
    chat.vendor.queue(echo(5));
    bo.say(&bo.converse(group).await, "Again").await;
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    chat.server.audit().await;
    (chat, trio)
}

#[tokio::test]
async fn books_in_order_are_said_to_be() {
    let (chat, _) = lived().await;
    let checked = ledger(&chat, &["check"]);
    let said = text(&checked.stdout);
    assert!(checked.status.success(), "{said}{}", text(&checked.stderr));
    assert!(said.contains("1 groups, 4 usage rows priced again"), "{said}");
    assert!(said.ends_with("The books are in order.\n"), "{said}");
    let sums: Vec<&str> = said.lines().filter(|line| line.starts_with("together")).collect();
    assert_eq!(sums.len(), 2, "one for each unit");
    assert!(sums.iter().all(|line| line.split_whitespace().nth(1) == Some("0")), "{sums:?}");
}

/// What only somebody with the database in hand can do: the rule that it breaks, how, how it is mended, and what is said of it.
const TAMPERED: [(&str, &str, &str, &str); 16] = [
    (
        "a transaction sums to zero in each unit",
        "UPDATE ledger_entries SET amount = amount + 1 WHERE group_id = $1::uuid AND account = 'revenue'",
        "UPDATE ledger_entries SET amount = amount - 1 WHERE group_id = $1::uuid AND account = 'revenue'",
        "USD is 1 and should be 0",
    ),
    (
        "what members owe is what their open shares say",
        "UPDATE shares SET paid_minor = paid_minor - 1 WHERE group_id = $1::uuid AND status = 'paid'",
        "UPDATE shares SET paid_minor = paid_minor + 1 WHERE group_id = $1::uuid AND status = 'paid'",
        "USD is ",
    ),
    (
        "credit notes sum to what was taken off their share",
        "UPDATE credit_notes SET amount_minor = amount_minor + 1 WHERE group_id = $1::uuid",
        "UPDATE credit_notes SET amount_minor = amount_minor - 1 WHERE group_id = $1::uuid",
        "USD is ",
    ),
    (
        "nobody's balance is below zero",
        "UPDATE ledger_entries SET amount = amount + 100000 WHERE group_id = $1::uuid AND account LIKE 'balance:%'",
        "UPDATE ledger_entries SET amount = amount - 100000 WHERE group_id = $1::uuid AND account LIKE 'balance:%'",
        "should be at least 0",
    ),
    (
        "a share is open while there is something to pay, and only then",
        "UPDATE shares SET status = 'due' WHERE id = (SELECT min(id::text)::uuid FROM shares WHERE group_id = $1::uuid AND status = 'paid')",
        "UPDATE shares SET status = 'paid' WHERE id = (SELECT min(id::text)::uuid FROM shares WHERE group_id = $1::uuid AND status = 'due')",
        "USD is due and should be ",
    ),
    (
        "shares sum to their invoice",
        "UPDATE invoices SET total_minor = total_minor + 7 WHERE group_id = $1::uuid",
        "UPDATE invoices SET total_minor = total_minor - 7 WHERE group_id = $1::uuid",
        "USD is 2400 and should be 2407",
    ),
    (
        "a confirmed payment is in the ledger, once",
        "UPDATE payments SET amount_minor = amount_minor + 5 WHERE group_id = $1::uuid",
        "UPDATE payments SET amount_minor = amount_minor - 5 WHERE group_id = $1::uuid",
        "USD is 800 and should be 805",
    ),
    (
        "what is still to be earned is what was billed, and nothing once the period is closed",
        "UPDATE ledger_entries SET amount = amount - 3 WHERE group_id = $1::uuid AND account LIKE 'deferred:%' AND amount > 0
         AND transaction_id IN (SELECT id FROM ledger_transactions WHERE kind = 'revenue_earned')",
        "UPDATE ledger_entries SET amount = amount + 3 WHERE group_id = $1::uuid AND account LIKE 'deferred:%' AND amount > 0
         AND transaction_id IN (SELECT id FROM ledger_transactions WHERE kind = 'revenue_earned')",
        "USD is 3 and should be 0",
    ),
    (
        "a closed period is as it was when it was closed",
        "UPDATE periods SET price_minor = price_minor + 1 WHERE group_id = $1::uuid AND status = 'closed'",
        "UPDATE periods SET price_minor = price_minor - 1 WHERE group_id = $1::uuid AND status = 'closed'",
        "period ",
    ),
    (
        "grants sum to the pool",
        "UPDATE period_members SET slices[1] = slices[1] + 1 WHERE group_id = $1::uuid AND lent_nanousd = 0",
        "UPDATE period_members SET slices[1] = slices[1] - 1 WHERE group_id = $1::uuid AND lent_nanousd = 0",
        "should be 20000000000",
    ),
    (
        "what is lent is what is borrowed",
        "UPDATE period_members SET lent_nanousd = lent_nanousd + 2 WHERE group_id = $1::uuid",
        "UPDATE period_members SET lent_nanousd = lent_nanousd - 2 WHERE group_id = $1::uuid",
        "nano_usd is 0 and should be 6",
    ),
    (
        "the ledger's top-ups are what members have left of what they bought, and nothing once the period is closed",
        "UPDATE period_members SET top_up_bought_nanousd = top_up_bought_nanousd + 9 WHERE group_id = $1::uuid",
        "UPDATE period_members SET top_up_bought_nanousd = top_up_bought_nanousd - 9 WHERE group_id = $1::uuid",
        "nano_usd is 0 and should be 9",
    ),
    (
        "a top-up is in the ledger once it is paid, and only then",
        "INSERT INTO top_ups (group_id, share_id, user_id, credit_nanousd, status, period_id)
         SELECT s.group_id, s.id, s.user_id, 4, 'granted', i.period_id
         FROM shares s JOIN invoices i ON i.group_id = s.group_id AND i.id = s.invoice_id WHERE s.group_id = $1::uuid LIMIT 1",
        "DELETE FROM top_ups WHERE group_id = $1::uuid",
        "nano_usd is 0 and should be 4",
    ),
    (
        "usage costs what its pinned prices say",
        "UPDATE usage SET cost_nanousd = cost_nanousd + 1 WHERE group_id = $1::uuid",
        "UPDATE usage SET cost_nanousd = cost_nanousd - 1 WHERE group_id = $1::uuid",
        "usage ",
    ),
    (
        "what the ledger has on hold is what running turns hold",
        "UPDATE holds SET status = 'held', ended_at = NULL WHERE group_id = $1::uuid",
        "UPDATE holds SET status = 'settled', ended_at = now() WHERE group_id = $1::uuid",
        "nano_usd is 0 and should be ",
    ),
    (
        "a group has one owner while it has members",
        "UPDATE memberships SET role = 'member' WHERE group_id = $1::uuid AND role = 'owner'",
        "UPDATE memberships SET role = 'owner' WHERE group_id = $1::uuid AND seat = 1",
        "the number of owners is 0 and should be 1",
    ),
];

#[tokio::test]
async fn whatever_is_tampered_with_is_found_with_its_place() {
    let (chat, Trio { group, .. }) = lived().await;
    let unguarded = "ALTER TABLE ledger_entries DISABLE TRIGGER USER";
    sqlx::query(unguarded).execute(&mut *chat.server.database().await).await.unwrap();
    for (rule, tamper, mend, place) in TAMPERED {
        chat.server.meddle(tamper, &group).await;
        let checked = ledger(&chat, &["check"]);
        let said = text(&checked.stdout);
        assert_eq!(checked.status.code(), Some(1), "{rule}: {said}");
        assert!(text(&checked.stderr).contains("the books are not in order in"), "{rule}");
        let line = said.lines().find(|line| line.ends_with(&format!("({rule})")));
        let line = line.unwrap_or_else(|| panic!("{rule}: {said}"));
        assert!(line.contains(place) && line.starts_with(&format!("group {group}: ")), "{rule}: {line}");
        chat.server.meddle(mend, &group).await;
        chat.server.audit().await;
    }
}

#[tokio::test]
async fn the_exported_books_are_what_accounting_tools_accept() {
    let (chat, Trio { group, .. }) = lived().await;
    let directory = tempfile::tempdir().unwrap();
    let export = |format: &str| {
        let exported = ledger(&chat, &["export", "--format", format]);
        assert!(exported.status.success(), "{}", text(&exported.stderr));
        let path = directory.path().join(format);
        fs::write(&path, &exported.stdout).unwrap();
        (path, text(&exported.stdout).to_owned())
    };
    let (_, csv) = export("csv");
    let entries: i64 = sqlx::query_scalar("SELECT count(*) FROM ledger_entries")
        .fetch_one(&mut *chat.server.database().await)
        .await
        .unwrap();
    assert_eq!(csv.lines().count(), usize::try_from(entries).unwrap() + 1, "a heading, and a line for each entry");
    assert!(csv.lines().skip(1).all(|line| line.split(',').count() == 9 && line.contains(&group)));

    let cash = format!("Assets:Cash:{}", group.to_uppercase());
    let (journal, _) = export("hledger");
    if let Some(said) = tool("hledger", &["-f", &journal.display().to_string(), "check", "--strict"]) {
        assert!(said.status.success(), "{}", text(&said.stderr));
        let words = ["-f", &journal.display().to_string(), "balance", "-N", &cash];
        let balance = tool("hledger", &words).unwrap();
        assert_eq!(text(&balance.stdout).split_whitespace().take(2).collect::<Vec<_>>(), ["24.00", "USD"]);
        let total = tool("hledger", &["-f", &journal.display().to_string(), "balance", "--depth", "1"]).unwrap();
        assert_eq!(text(&total.stdout).lines().last().unwrap().trim(), "0", "{}", text(&total.stdout));
    }
    let (journal, written) = export("beancount");
    assert_eq!(written.matches(&format!("open {cash} USD")).count(), 1);
    bean_check(&journal).unwrap();
    // It is no yes-man: an amount that does not go together is found.
    fs::write(&journal, written.replacen("8.00 USD", "8.01 USD", 1)).unwrap();
    let refused = bean_check(&journal).unwrap_err();
    assert!(refused.contains("does not balance"), "{refused}");
}

#[tokio::test]
async fn one_groups_books_are_exported_alone() {
    let (chat, Trio { group, ann, .. }) = lived().await;
    let other = ann.make_group("pair").await;
    ann.act(&format!("/groups/{other}/start")).await.ok();
    let of = |group: &str| {
        let exported = ledger(&chat, &["export", "--format", "csv", "--group", group]);
        text(&exported.stdout).to_owned()
    };
    assert!(of(&group).contains(&group) && !of(&group).contains(&other));
    assert!(of(&other).contains(&other) && !of(&other).contains(&group));
    let unknown = ledger(&chat, &["export", "--format", "pdf"]);
    assert!(!unknown.status.success() && text(&unknown.stderr).contains("pdf"));
}

#[tokio::test]
async fn books_are_looked_at_as_they_are_at_one_moment() {
    let (chat, Trio { group, bo, .. }) = lived().await;
    let mut snapshot = books::snapshot(&chat.server.app.db).await.unwrap();
    let before = books::check(&mut snapshot, |breach| panic!("{breach}")).await.unwrap();
    chat.vendor.queue(echo(5));
    bo.post("/conversations", &json!({"group_id": group})).await.created();
    bo.say(&bo.converse(&group).await, "Meanwhile").await;
    let after = books::check(&mut snapshot, |breach| panic!("{breach}")).await.unwrap();
    assert_eq!(before, after);
}

/// Appends entries of one transaction in one statement; the constraint that refuses them, if one does.
async fn append(
    connection: &mut store::PgConnection,
    transaction: u128,
    entries: &[(&str, &str, i64)],
) -> Option<String> {
    let lines: Vec<i16> = (0..).take(entries.len()).collect();
    let accounts: Vec<&str> = entries.iter().map(|(account, ..)| *account).collect();
    let units: Vec<&str> = entries.iter().map(|(_, unit, _)| *unit).collect();
    let amounts: Vec<i64> = entries.iter().map(|(.., amount)| *amount).collect();
    let appended = sqlx::query(
        "WITH posted AS (
             INSERT INTO ledger_transactions (group_id, id, source, source_id, kind) VALUES ($1, $1, 'hold', $1, 'credit_settled')
         )
         INSERT INTO ledger_entries SELECT $1, $1, * FROM unnest($2::smallint[], $3::text[], $4::text[], $5::bigint[])",
    )
    .bind(Uuid::from_u128(transaction))
    .bind(lines)
    .bind(accounts)
    .bind(units)
    .bind(amounts)
    .execute(connection)
    .await;
    appended.err().map(store::Error::from).map(|error| match error {
        store::Error::Refused(constraint) => constraint,
        other => panic!("{other}"),
    })
}

#[tokio::test]
async fn the_database_takes_only_whole_transactions_that_sum_to_zero() {
    let database = store::testing::TestDatabase::create().await;
    let pool = store::pool::connect(&database.url, 1).await.unwrap();
    let mut connection = pool.acquire().await.unwrap();
    let unbalanced = Some("ledger_transaction_balances".to_owned());
    for (transaction, entries, refused) in [
        (1, vec![("a", "USD", 5), ("b", "USD", -5)], None),
        (2, vec![("a", "USD", 5), ("b", "USD", -4)], unbalanced.clone()),
        (3, vec![("a", "USD", 5), ("b", "EUR", -5)], unbalanced.clone()),
        (4, vec![("a", "USD", 5), ("b", "USD", -5), ("a", "nano_usd", 1)], unbalanced.clone()),
        (5, vec![("a", "USD", 5)], unbalanced),
    ] {
        assert_eq!(append(&mut connection, transaction, &entries).await, refused, "{entries:?}");
    }

    // Nor half now and half later, and nothing of what is there changes.
    for refused in [
        "INSERT INTO ledger_entries SELECT group_id, id, 9, 'c', 'USD', 1 FROM ledger_transactions",
        "INSERT INTO ledger_entries SELECT group_id, group_id, line, account, unit, amount
         FROM ledger_entries, gen_random_uuid() AS group_id",
        "UPDATE ledger_entries SET amount = -amount",
        "DELETE FROM ledger_entries",
        "DELETE FROM ledger_transactions",
    ] {
        let mut tx = sqlx::Acquire::begin(&mut *connection).await.unwrap();
        sqlx::query(refused).execute(&mut *tx).await.unwrap_err();
    }
}
