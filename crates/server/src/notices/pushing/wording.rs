//! What a push says, and where it leads: never what anybody wrote.

use domain::notice::Notice;
use jiff::tz::TimeZone;
use serde::Serialize;
use store::pushes::{DuePush, News};

use crate::letters::{Facts, Letters, Template, Unwritten};
use crate::notices::wording::money;
use crate::push::Urgency;

/// As the service worker reads it (`web/public/sw.js`).
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Push {
    title: String,
    body: String,
    /// The page that it leads to.
    path: String,
    /// A newer one about the same thing takes its place.
    tag: String,
    #[serde(skip)]
    pub(super) urgency: Urgency,
}

/// `None`: there is nothing to tell any more.
pub(super) fn wording(letters: &Letters, due: &DuePush) -> Result<Option<Push>, Unwritten> {
    let (template, facts, path, tag, urgency) = match &due.news {
        Some(News::Answer { group, conversation }) => (
            Template::PushAnswer,
            Facts::default(),
            format!("/groups/{group}/chat/{conversation}"),
            format!("chat {conversation}"),
            Urgency::High,
        ),
        Some(News::Notice { notice, group, group_name, time_zone }) => {
            let (Notice::ShareDue { share_id, amount, pay_by, .. }
            | Notice::ShareReminder { share_id, amount, pay_by, .. }) = &**notice
            else {
                return Ok(None);
            };
            let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
            let facts = Facts::default()
                .with("group", group_name)
                .with("amount", money(due.language, amount))
                .with("pay_by", due.language.date_in(*pay_by, &zone));
            let path = format!("/groups/{group}/billing");
            (Template::PushShare, facts, path, format!("share {share_id}"), Urgency::Normal)
        }
        None => return Ok(None),
    };
    let words = letters.write(template, due.language, &facts)?;
    Ok(Some(Push { title: words.subject, body: words.text.trim().to_owned(), path, tag, urgency }))
}
