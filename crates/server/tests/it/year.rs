//! A year in the life of a Trio group, played by the test clock through the real HTTP API: what comes out is in the books, and
//! real accounting tools agree.

use std::fs;

use serde_json::{Value, json};

use crate::support::{CardServer, DECLINED, PAYS, Person, bean_check, text, tool};

/// The group, and those who have ever been in it. Ann, who runs the server and has the money, pays by hand; Bo by card.
struct Year {
    cards: CardServer,
    group: String,
    ann: Person,
    bo: Person,
}

impl Year {
    /// Ann and Bo start a Trio, and pay.
    async fn begin() -> Self {
        let cards = CardServer::start().await;
        let (ann, bo) = (cards.sign_up("Ann").await, cards.sign_up("Bo").await);
        let group = cards.sandbox(&ann, &json!({"plan": "trio", "time_zone": "Europe/Berlin"})).await;
        bo.join(&ann, &group).await;
        cards.save_card(&bo, &group, PAYS).await;
        ann.act(&format!("/groups/{group}/start")).await.ok();
        let year = Self { cards, group, ann, bo };
        year.all_pay(&[]).await;
        year
    }

    fn path(&self, end: &str) -> String {
        format!("/groups/{}{end}", self.group)
    }

    /// Cards are charged, and Ann and these others pay by hand what they owe.
    async fn all_pay(&self, by_hand: &[&Person]) {
        self.cards.minute().await;
        for person in [&[&self.ann], by_hand].concat() {
            person.pay_all(&self.ann, &self.group).await;
        }
        assert_eq!(self.bo.open_shares(&self.group).await, Vec::<Value>::new(), "Bo's card has paid");
        self.cards.audit().await;
    }

    async fn days(&self, days: u32) {
        self.ann.leap(&self.group, "day", days).await.ok();
        self.cards.audit().await;
    }

    async fn next_month(&self) {
        self.ann.next_month(&self.group).await;
        self.cards.audit().await;
    }

    /// The vendor's webhooks arrive: all of the year again, for there is no telling which of them did.
    async fn webhooks_come(&self) {
        self.cards.deliver_all().await;
        self.cards.audit().await;
    }

    /// What is on accounts of the group: debits above zero.
    async fn on(&self, account: &str) -> i64 {
        self.cards.balance(&self.group, account, "USD").await
    }

    async fn balance_of(&self, person: &Person) -> i64 {
        -self.on(&format!("balance:{}", person.id)).await
    }

    async fn payment_of(&self, person: &Person) -> String {
        person.share(&self.group).await["payment"]["id"].as_str().unwrap().to_owned()
    }

    /// How many charges the vendor declined.
    fn declined(&self) -> usize {
        self.cards.vendor.all("pi_").iter().filter(|intent| intent["status"] != "succeeded").count()
    }
}

#[tokio::test]
async fn a_year_in_the_life_of_a_trio() {
    let year = Year::begin().await;
    let cy = year.cards.sign_up("Cy").await;
    cards_are_charged_fail_and_cover(&year, &cy).await;
    the_group_changes(&year, &cy).await;
    a_bank_takes_money_back_and_the_group_ends(&year, &cy).await;

    let Year { cards, group, ann, .. } = &year;
    let open = [year.on("receivable:").await, year.on("deferred:").await, year.on("waiting:").await];
    assert_eq!(open, [0; 3], "everything is paid, and everything is earned");
    let (cash, fees) = (year.on("cash").await, year.on("fees").await);
    let (earned, kept) = (-year.on("revenue").await, -year.on("balance:").await);
    assert!(fees > 0);
    assert_eq!(cash + fees, earned + kept);
    year.webhooks_come().await;
    assert_eq!(year.on("cash").await, cash);
    accounting_tools_agree(cards, group, cash);
    ann.delete(&year.path("")).await.no_content();
    cards.audit().await;
}

/// From January to May.
async fn cards_are_charged_fail_and_cover(year: &Year, cy: &Person) {
    let Year { cards, group, ann, bo } = year;

    // January: Cy joins in the middle, pays by card for the rest, and the others get it back.
    year.days(12).await;
    cy.join(ann, group).await;
    cards.save_card(cy, group, PAYS).await;
    year.all_pay(&[]).await;
    assert_eq!(cy.stands(group).await, ("paid".into(), "confirmed".into()));
    year.days(1).await;
    assert!(year.balance_of(bo).await > 0);

    // February: paid from balances first, and the rest by the cards, on the day itself.
    year.next_month().await;
    assert_eq!((year.balance_of(bo).await, bo.stands(group).await.1), (0, "confirmed".to_owned()));
    year.all_pay(&[]).await;

    // March: Cy has another card, and it does not work. It is tried on five days; in the end they are suspended. They pay late, by
    // the card of before.
    cards.save_card(cy, group, DECLINED).await;
    year.next_month().await;
    year.all_pay(&[]).await;
    assert_eq!((cy.stands(group).await, year.declined()), (("due".into(), "failed".into()), 1));
    year.days(8).await;
    assert_eq!((cy.stands(group).await, year.declined()), (("past_due".into(), "failed".into()), 5));
    cards.save_card(cy, group, PAYS).await;
    assert_eq!(cy.pay_by_card(group).await.created().str("status"), "confirmed");
    cards.audit().await;

    // April: Cy has no card any more. Bo covers them by his, and in May, when the days of grace are over, Potluck does it for
    // him. Cy pays him back.
    cy.delete("/me/card").await.no_content();
    year.next_month().await;
    let share = cy.share(group).await["id"].as_str().unwrap().to_owned();
    bo.post(&format!("/shares/{share}/cover"), &json!({"method": "card"})).await.created();
    assert_eq!(cy.stands(group).await, ("covered".into(), "confirmed".into()));
    year.all_pay(&[]).await;
    year.next_month().await;
    bo.put(&year.path("/standing-cover"), &json!({"limit": {"amount": 1500, "currency": "USD"}})).await.ok();
    year.all_pay(&[]).await;
    year.days(8).await;
    assert_eq!(cy.stands(group).await, ("covered".into(), "confirmed".into()));
    let debts = bo.get(&year.path("/settle-up")).await.ok();
    assert_eq!(debts["transfers"][0]["amount"]["amount"], 1600);
    let paid_back = json!({"from_user_id": cy.id, "amount": {"amount": 1600, "currency": "USD"}});
    bo.post(&year.path("/settle-up"), &paid_back).await.created();
}

/// From June to August.
async fn the_group_changes(year: &Year, cy: &Person) {
    let Year { cards, group, ann, bo } = year;

    // June: a Squad from the tenth day on, and Dee comes.
    year.next_month().await;
    year.all_pay(&[cy]).await;
    year.days(9).await;
    ann.put(&year.path("/plan"), &json!({"plan": "squad"})).await.ok();
    year.all_pay(&[cy]).await;
    let dee = cards.sign_up("Dee").await;
    dee.join(ann, group).await;
    year.all_pay(&[&dee]).await;

    // July: by percentages, as all agreed. It does not work for a week, and Bo gets a part of it back.
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
    year.all_pay(&[cy, &dee]).await;
    let refund = format!("/payments/{}/refund", year.payment_of(bo).await);
    ann.post(&refund, &json!({"amount": 285, "from": "share"})).await.created();
    let share = bo.share(group).await;
    let given_back = (&share["payment"]["refunded"]["amount"], &share["credited"]["amount"]);
    assert_eq!(given_back, (&json!(285), &json!(285)));
    year.webhooks_come().await;

    // August: Dee is removed, and gets back what she paid for the days that she does not have.
    year.next_month().await;
    year.all_pay(&[cy, &dee]).await;
    year.days(5).await;
    ann.delete(&year.path(&format!("/members/{}", dee.id))).await.no_content();
    let back = year.balance_of(&dee).await;
    assert!(back > 0);
    let body = json!({"group_id": group, "user_id": dee.id, "amount": {"amount": back, "currency": "USD"}});
    ann.post("/admin/balances", &body).await.created();
    assert_eq!(year.balance_of(&dee).await, 0);
    cards.audit().await;
}

/// From September to December.
async fn a_bank_takes_money_back_and_the_group_ends(year: &Year, cy: &Person) {
    let Year { cards, group, ann, bo } = year;

    // September: Bo's bank takes his payment back, for good. He alone owes it again; his card is not charged for it by itself, and
    // he pays again. Cy leaves with the month.
    year.next_month().await;
    year.all_pay(&[cy]).await;
    let dispute = cards.vendor.open_dispute(&cards.last_charge()).unwrap();
    year.webhooks_come().await;
    assert_eq!(bo.stands(group).await, ("paid".into(), "disputed".into()));
    cards.vendor.close_dispute(&dispute, false);
    year.webhooks_come().await;
    year.days(1).await;
    assert_eq!(bo.stands(group).await, ("due".into(), "lost".into()));
    assert_eq!(bo.pay_by_card(group).await.created().str("status"), "confirmed");
    cards.audit().await;
    cy.act(&year.path("/leave")).await.ok();

    // October: a Duo for two. Bo's bank asks again, and this time the money stays.
    ann.put(&year.path("/plan"), &json!({"plan": "duo"})).await.ok();
    year.next_month().await;
    cy.get(&year.path("")).await.refused(404, "not_found");
    assert_eq!(ann.group(group).await["plan"]["code"], "duo");
    year.all_pay(&[]).await;
    let dispute = cards.vendor.open_dispute(&cards.last_charge()).unwrap();
    year.webhooks_come().await;
    cards.vendor.close_dispute(&dispute, true);
    year.webhooks_come().await;
    assert_eq!((bo.stands(group).await.1.as_str(), year.on("disputed").await), ("confirmed", 0));

    // November goes by, and December is the last.
    year.next_month().await;
    year.all_pay(&[]).await;
    year.next_month().await;
    ann.act(&year.path("/cancel")).await.ok();
    year.all_pay(&[]).await;
    year.next_month().await;
    assert_eq!(ann.group(group).await.str("status"), "archived");
}

/// The exported books balance in the real tools, and the money in them is what we say it is.
fn accounting_tools_agree(cards: &CardServer, group: &str, cash: i64) {
    let directory = tempfile::tempdir().unwrap();
    let export = |format: &str, end: &str| {
        let exported = cards.ledger(&["export", "--format", format]);
        assert!(exported.status.success(), "{}", text(&exported.stderr));
        let path = directory.path().join(format);
        fs::write(&path, format!("{}{end}", text(&exported.stdout))).unwrap();
        path
    };
    let account = format!("Assets:Cash:{}", group.to_uppercase());
    let shown = format!("{}.{:02}", cash / 100, cash % 100);
    bean_check(&export("beancount", &format!("2100-01-01 balance {account} {shown} USD\n"))).unwrap();
    let refused = bean_check(&export("beancount", &format!("2100-01-01 balance {account} 1.00 USD\n"))).unwrap_err();
    assert!(refused.contains("Balance failed"), "{refused}");

    let journal = export("hledger", "").display().to_string();
    if let Some(said) = tool("hledger", &["-f", &journal, "check", "--strict", "ordereddates"]) {
        assert!(said.status.success(), "{}", text(&said.stderr));
        let balance = tool("hledger", &["-f", &journal, "balance", "-N", &account]).unwrap();
        assert_eq!(text(&balance.stdout).split_whitespace().next(), Some(shown.as_str()));
        let total = tool("hledger", &["-f", &journal, "balance", "--depth", "1"]).unwrap();
        assert_eq!(text(&total.stdout).lines().last().unwrap().trim(), "0", "{}", text(&total.stdout));
    }
}
