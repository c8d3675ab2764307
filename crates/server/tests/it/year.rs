//! A year in the life of a Trio group, played by the test clock through the real HTTP API: what comes out is in the books, and
//! real accounting tools agree.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Person, TestServer, text, tool};

/// The group, and those who have ever been in it.
struct Year {
    server: TestServer,
    group: String,
    ann: Person,
    bo: Person,
}

impl Year {
    /// Ann and Bo start a Trio, and pay.
    async fn begin() -> Self {
        let server = TestServer::start().await;
        let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
        let group = server.sandbox(&ann, &json!({"plan": "trio", "time_zone": "Europe/Berlin"})).await;
        bo.join(&ann, &group).await;
        ann.act(&format!("/groups/{group}/start")).await.ok();
        let year = Self { server, group, ann, bo };
        year.all_pay(&[&year.ann, &year.bo]).await;
        year
    }

    fn path(&self, end: &str) -> String {
        format!("/groups/{}{end}", self.group)
    }

    /// Everybody pays what they owe, and Ann, who runs the server, has the money.
    async fn all_pay(&self, people: &[&Person]) {
        for person in people {
            person.pay_all(&self.ann, &self.group).await;
        }
        self.server.audit().await;
    }

    async fn days(&self, days: u32) {
        self.ann.leap(&self.group, "day", days).await.ok();
        self.server.audit().await;
    }

    async fn next_month(&self) {
        self.ann.next_month(&self.group).await;
        self.server.audit().await;
    }

    async fn balance_of(&self, person: &Person) -> i64 {
        -self.server.balance(&self.group, &format!("balance:{}", person.id), "USD").await
    }

    async fn status_of(&self, person: &Person) -> Value {
        person.share(&self.group).await["status"].clone()
    }
}

#[tokio::test]
async fn a_year_in_the_life_of_a_trio() {
    let year = Year::begin().await;
    let Year { server, group, ann, bo } = &year;

    // January: Cy joins in the middle, pays for the rest, and the others get it back.
    year.days(12).await;
    let cy = server.sign_up("Cy").await;
    cy.join(ann, group).await;
    year.all_pay(&[&cy]).await;
    assert!(year.balance_of(bo).await > 0);

    // February: paid from balances first.
    year.next_month().await;
    year.all_pay(&[ann, bo, &cy]).await;
    assert_eq!(year.balance_of(bo).await, 0);

    // March: Cy's money does not come, and in the end they are suspended; they pay late.
    year.next_month().await;
    year.all_pay(&[ann, bo]).await;
    let claim = cy.claim(group).await;
    ann.post(&format!("/payments/{claim}/reject"), &json!({"reason": "It bounced."})).await.ok();
    year.days(8).await;
    assert_eq!(year.status_of(&cy).await, "past_due");
    year.all_pay(&[&cy]).await;

    // April: Bo covers Cy by hand, May: by himself, when the days of grace are over. Cy pays him back.
    year.next_month().await;
    let share = cy.share(group).await["id"].as_str().unwrap().to_owned();
    let cover = bo.post(&format!("/shares/{share}/cover"), &json!({})).await.created();
    ann.act(&format!("/payments/{}/confirm", cover.str("id"))).await.ok();
    assert_eq!(year.status_of(&cy).await, "covered");
    year.all_pay(&[ann, bo]).await;
    year.next_month().await;
    bo.put(&year.path("/standing-cover"), &json!({"limit": {"amount": 1500, "currency": "USD"}})).await.ok();
    year.all_pay(&[ann, bo]).await;
    year.days(8).await;
    let payment = cy.share(group).await["payment"]["id"].as_str().unwrap().to_owned();
    ann.act(&format!("/payments/{payment}/confirm")).await.ok();
    let debts = bo.get(&year.path("/settle-up")).await.ok();
    assert_eq!(debts["transfers"][0]["amount"]["amount"], 1600);
    let paid_back = json!({"from_user_id": cy.id, "amount": {"amount": 1600, "currency": "USD"}});
    bo.post(&year.path("/settle-up"), &paid_back).await.created();

    // June: a Squad from the tenth day on, and Dee comes.
    year.next_month().await;
    year.all_pay(&[ann, bo, &cy]).await;
    year.days(9).await;
    ann.put(&year.path("/plan"), &json!({"plan": "squad"})).await.ok();
    year.all_pay(&[ann, bo, &cy]).await;
    let dee = server.sign_up("Dee").await;
    dee.join(ann, group).await;
    year.all_pay(&[&dee]).await;

    // July: by percentages, as all agreed.
    let split = json!({"mode": "percent",
        "basis_points": {&ann.id: 4000, &bo.id: 3000, &cy.id: 2000, &dee.id: 1000}});
    let proposal = ann.put(&year.path("/split"), &split).await.ok();
    let id = proposal["proposal"]["id"].as_str().unwrap().to_owned();
    bo.act(&year.path(&format!("/splits/{id}/approve"))).await.ok();
    year.next_month().await;
    let shares = ann.get(&year.path("/invoices")).await.ok()["items"][0]["shares"].clone();
    let mut amounts: Vec<i64> =
        shares.as_array().unwrap().iter().map(|share| share["amount"]["amount"].as_i64().unwrap()).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, [380, 760, 1140, 1520]);
    year.all_pay(&[ann, bo, &cy, &dee]).await;

    // August: Dee is removed, and gets back what she paid for the days that she does not have.
    year.next_month().await;
    year.all_pay(&[ann, bo, &cy, &dee]).await;
    year.days(5).await;
    ann.delete(&year.path(&format!("/members/{}", dee.id))).await.no_content();
    let back = year.balance_of(&dee).await;
    assert!(back > 0);
    let body = json!({"group_id": group, "user_id": dee.id, "amount": {"amount": back, "currency": "USD"}});
    ann.post("/admin/balances", &body).await.created();
    assert_eq!(year.balance_of(&dee).await, 0);
    server.audit().await;

    // September: Cy leaves with the month; October: a Duo for two.
    year.next_month().await;
    cy.act(&year.path("/leave")).await.ok();
    ann.put(&year.path("/plan"), &json!({"plan": "duo"})).await.ok();
    year.all_pay(&[ann, bo, &cy]).await;
    year.next_month().await;
    cy.get(&year.path("")).await.refused(404, "not_found");
    assert_eq!(ann.group(group).await["plan"]["code"], "duo");
    year.all_pay(&[ann, bo]).await;

    // November goes by, and December is the last.
    year.next_month().await;
    year.all_pay(&[ann, bo]).await;
    year.next_month().await;
    ann.act(&year.path("/cancel")).await.ok();
    year.all_pay(&[ann, bo]).await;
    year.next_month().await;
    assert_eq!(ann.group(group).await.str("status"), "archived");

    let owed = server.balance(group, "receivable:", "USD").await;
    let deferred = server.balance(group, "deferred:", "USD").await;
    assert_eq!((owed, deferred), (0, 0), "everything is paid, and everything is earned");
    let (cash, earned) = (server.balance(group, "cash", "USD").await, -server.balance(group, "revenue", "USD").await);
    let kept = -server.balance(group, "balance:", "USD").await;
    assert_eq!(cash, earned + kept);
    accounting_tools_agree(server, group, cash);
    ann.delete(&year.path("")).await.no_content();
    server.audit().await;
}

/// The exported books balance in the real tools, where they are installed.
fn accounting_tools_agree(server: &TestServer, group: &str, cash: i64) {
    let directory = tempfile::tempdir().unwrap();
    let export = |format: &str| {
        let exported = server.ledger(&["export", "--format", format]);
        assert!(exported.status.success(), "{}", text(&exported.stderr));
        let path = directory.path().join(format);
        fs::write(&path, &exported.stdout).unwrap();
        path.display().to_string()
    };
    let journal = export("hledger");
    if let Some(said) = tool("hledger", &["-f", &journal, "check", "--strict", "ordereddates"]) {
        assert!(said.status.success(), "{}", text(&said.stderr));
        let account = format!("Assets:Cash:{}", group.to_uppercase());
        let balance = tool("hledger", &["-f", &journal, "balance", "-N", &account]).unwrap();
        let shown = format!("{}.{:02}", cash / 100, cash % 100);
        assert_eq!(text(&balance.stdout).split_whitespace().next(), Some(shown.as_str()));
        let total = tool("hledger", &["-f", &journal, "balance", "--depth", "1"]).unwrap();
        assert_eq!(text(&total.stdout).lines().last().unwrap().trim(), "0", "{}", text(&total.stdout));
    }
    let journal = export("beancount");
    if let Some(said) = tool("bean-check", &[&journal]) {
        assert!(said.status.success() && said.stderr.is_empty(), "{}", text(&said.stderr));
    }
}
