//! What the mail about a notice says: which template, and what it knows.

use domain::language::Language;
use domain::money::{Amount, Currency, Money};
use domain::notice::Notice;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::notices::DueMail;

use crate::letters::{Facts, Template};

/// Nano-USD in a cent.
const NANO_IN_CENT: i64 = 10_000_000;

/// Writes amounts and days as this reader does.
struct Reader<'a> {
    language: Language,
    zone: TimeZone,
    /// How people reach the server.
    url: &'a str,
    /// The group's page.
    group_url: String,
}

/// An amount as this language writes it.
pub(super) fn money(language: Language, amount: &Amount) -> String {
    Money::try_from(amount.clone()).map(|money| language.money(money)).unwrap_or_default()
}

/// The template and its facts; `None` for what is not mailed.
pub(super) fn wording(due: &DueMail, url: &str) -> Option<(Template, Facts)> {
    let reader = Reader {
        language: due.language,
        zone: TimeZone::get(&due.time_zone).unwrap_or(TimeZone::UTC),
        url,
        group_url: format!("{url}/groups/{}", due.told.group),
    };
    let person = due.told.person.clone().unwrap_or_default();
    let (template, facts) = reader.of(&due.told.notice, &person)?;
    let choose_url = format!("{}/settings/notifications", reader.url);
    Some((template, facts.with("name", &due.name).with("group", &due.told.group_name).with("choose_url", choose_url)))
}

impl Reader<'_> {
    fn of(&self, notice: &Notice, person: &str) -> Option<(Template, Facts)> {
        Some(match notice {
            // Mailed to its address, whoever has an account there.
            Notice::Invited { .. } => return None,
            Notice::ShareDue { invoice, amount, pay_by, .. } => {
                (Template::ShareDue, self.bill(invoice, amount).with("pay_by", self.day(*pay_by)))
            }
            Notice::SharePaid { invoice, amount, covered, .. } => {
                let covered = covered.map(|_| person).unwrap_or_default();
                (Template::SharePaid, self.bill(invoice, amount).with("covered", covered))
            }
            Notice::PaymentRejected { invoice, amount, reason, .. } => {
                (Template::PaymentRejected, self.bill(invoice, amount).with("reason", reason))
            }
            Notice::ShareReminder { invoice, amount, pay_by, .. } => {
                (Template::ShareReminder, self.bill(invoice, amount).with("pay_by", self.day(*pay_by)))
            }
            Notice::PaymentFailed { invoice, amount, again_at, .. } => {
                let again = again_at.map(|again_at| self.day(again_at)).unwrap_or_default();
                (Template::PaymentFailed, self.bill(invoice, amount).with("again", again))
            }
            Notice::PaymentToConfirm { invoice, amount, until, .. } => {
                (Template::PaymentToConfirm, self.bill(invoice, amount).with("until", self.day(*until)))
            }
            Notice::ShareCovered { invoice, amount, .. } => {
                (Template::ShareCovered, self.bill(invoice, amount).with("by", person))
            }
            Notice::Suspended { invoice, amount, .. } => (Template::Suspended, self.bill(invoice, amount)),
            Notice::CoverBegun { invoice, amount, .. } => {
                (Template::CoverBegun, self.bill(invoice, amount).with("member", person))
            }
            Notice::PriceChanged { plan, before, after, from, .. } => {
                let facts = Facts::default()
                    .with("plan", plan)
                    .with("before", self.money(before))
                    .with("after", self.money(after))
                    .with("from", self.day(*from))
                    .with("url", &self.group_url);
                (Template::PriceChanged, facts)
            }
            Notice::SplitProposed { before, after, estimated, .. } => {
                let facts = Facts::default()
                    .with("by", person)
                    .with("before", self.money(before))
                    .with("after", self.money(after))
                    .with("estimated", if *estimated { "yes" } else { "" })
                    .with("url", &self.group_url);
                (Template::SplitProposed, facts)
            }
            Notice::CreditLow { left_nanousd, ends_at, .. } => {
                let cents = left_nanousd.get().max(0) / NANO_IN_CENT;
                let left = self.language.money(Money::new(cents, Currency::USD));
                (Template::CreditLow, self.credit(*ends_at).with("left", left))
            }
            Notice::CreditSpent { ends_at, .. } => (Template::CreditSpent, self.credit(*ends_at)),
        })
    }

    fn bill(&self, invoice: &str, amount: &Amount) -> Facts {
        Facts::default()
            .with("invoice", invoice)
            .with("amount", self.money(amount))
            .with("url", format!("{}/billing", self.group_url))
    }

    fn credit(&self, ends_at: Timestamp) -> Facts {
        Facts::default().with("ends", self.day(ends_at)).with("url", format!("{}/usage", self.group_url))
    }

    fn money(&self, amount: &Amount) -> String {
        money(self.language, amount)
    }

    fn day(&self, at: Timestamp) -> String {
        self.language.date_in(at, &self.zone)
    }
}
