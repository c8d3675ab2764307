use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{Person, Reply, TestServer};

/// A zone in which it is about noon: no day of a group ends in the middle of a test. These names count the hours west of
/// Greenwich.
fn zone_of_noon() -> String {
    #[expect(clippy::disallowed_methods, reason = "about noon is near enough")]
    let hour = Timestamp::now().to_zoned(TimeZone::UTC).hour();
    format!("Etc/GMT{:+}", hour - 12)
}

/// Three people in an active Trio group: Ann, who runs the server and owns the group, Bo and Cy.
pub struct Trio {
    pub group: String,
    pub ann: Person,
    pub bo: Person,
    pub cy: Person,
}

impl TestServer {
    /// Ann makes a Trio group, and Bo and Cy join it by link, which starts it.
    pub async fn trio(&self) -> Trio {
        self.three_on("trio").await
    }

    /// A group of the operator's whose clock they move; its id. It begins at noon, so that no test runs into midnight.
    pub async fn sandbox(&self, operator: &Person, more: &Value) -> String {
        let mut body = json!({"name": "Sandbox", "sandbox": true});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let group = operator.post("/groups", &body).await.created().str("id").to_owned();
        let to_noon = "UPDATE groups SET clock_ahead_seconds =
                           ceil(extract(epoch FROM date_trunc('day', now(), 'UTC') + interval '36 hours' - now()))
                       WHERE id = $1::uuid";
        self.meddle(to_noon, &group).await;
        group
    }

    /// The same in a sandbox, whose clock Ann moves.
    pub async fn sandbox_trio(&self) -> Trio {
        let (ann, bo, cy) = (self.sign_up("Ann").await, self.sign_up("Bo").await, self.sign_up("Cy").await);
        let group = self.sandbox(&ann, &json!({"plan": "trio"})).await;
        bo.join(&ann, &group).await;
        cy.join(&ann, &group).await;
        Trio { group, ann, bo, cy }
    }

    /// The same on another plan of three seats.
    pub async fn three_on(&self, plan: &str) -> Trio {
        let (ann, bo, cy) = (self.sign_up("Ann").await, self.sign_up("Bo").await, self.sign_up("Cy").await);
        let group = ann.make_group(plan).await;
        bo.join(&ann, &group).await;
        cy.join(&ann, &group).await;
        Trio { group, ann, bo, cy }
    }
}

impl Trio {
    /// Everybody pays what they owe for the newest invoice, and Ann says that it came.
    pub async fn all_pay(&self) {
        for person in self.everybody() {
            person.pay(&self.ann, &self.group).await;
        }
    }

    pub fn everybody(&self) -> [&Person; 3] {
        [&self.ann, &self.bo, &self.cy]
    }
}

impl Person {
    /// Makes a group of their own where it is about noon; its id.
    pub async fn make_group(&self, plan: &str) -> String {
        let body = json!({"name": "Kitchen", "plan": plan, "time_zone": zone_of_noon()});
        self.post("/groups", &body).await.created().str("id").to_owned()
    }

    /// Moves a sandbox's clock to the noon of its next period's first day.
    pub async fn next_month(&self, group: &str) {
        let period = self.group(group).await["period"].clone();
        let left = period["days"].as_u64().unwrap() - period["day"].as_u64().unwrap();
        self.leap(group, "day", u32::try_from(left).unwrap()).await.ok();
    }

    /// Moves a sandbox's clock.
    pub async fn leap(&self, group: &str, by: &str, times: u32) -> Reply {
        self.post(&format!("/admin/sandboxes/{group}/clock"), &json!({"by": by, "times": times})).await
    }

    /// Their shares of the group that wait for them to pay, the newest first.
    pub async fn open_shares(&self, group: &str) -> Vec<Value> {
        let invoices = self.get(&format!("/groups/{group}/invoices")).await.ok();
        let shares = invoices["items"].as_array().unwrap().iter().flat_map(|one| one["shares"].as_array().unwrap());
        let waits = |share: &Value| share["status"] == "due" || share["status"] == "past_due";
        shares.filter(|share| share["user_id"] == self.id && waits(share)).cloned().collect()
    }

    /// Pays all that they owe in a group, and the payee says that it came.
    pub async fn pay_all(&self, payee: &Self, group: &str) {
        for share in self.open_shares(group).await {
            let path = format!("/shares/{}/payments", share["id"].as_str().unwrap());
            let payment = self.post(&path, &json!({"method": "manual"})).await.created();
            payee.act(&format!("/payments/{}/confirm", payment.str("id"))).await.ok();
        }
    }

    /// Makes an invitation; its token.
    pub async fn invite(&self, group: &str) -> String {
        self.post(&format!("/groups/{group}/invitations"), &json!({})).await.created().str("token").to_owned()
    }

    /// Accepts an invitation.
    pub async fn accept(&self, token: &str) -> Reply {
        self.act(&format!("/invitations/{token}/accept")).await
    }

    /// Comes into a group by a link that `host` makes.
    pub async fn join(&self, host: &Self, group: &str) {
        self.accept(&host.invite(group).await).await.ok();
    }

    /// The group as they see it.
    pub async fn group(&self, group: &str) -> Reply {
        self.get(&format!("/groups/{group}")).await.ok()
    }

    /// What the group says about a member.
    pub async fn member(&self, group: &str, who: &Person) -> Value {
        let group = self.group(group).await;
        let members = group["members"].as_array().unwrap();
        members.iter().find(|member| member["user_id"] == who.id).unwrap().clone()
    }

    /// Their own share of the group's newest invoice.
    pub async fn share(&self, group: &str) -> Value {
        let invoices = self.get(&format!("/groups/{group}/invoices")).await.ok();
        let shares = invoices["items"][0]["shares"].as_array().unwrap();
        shares.iter().find(|share| share["user_id"] == self.id).unwrap().clone()
    }

    /// Claims their newest share as paid; the payment's id.
    pub async fn claim(&self, group: &str) -> String {
        let share = self.share(group).await;
        let path = format!("/shares/{}/payments", share["id"].as_str().unwrap());
        self.post(&path, &json!({"method": "manual"})).await.created().str("id").to_owned()
    }
}
