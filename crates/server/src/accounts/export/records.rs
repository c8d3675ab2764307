//! What is kept of a member beside their chats.

use domain::activity::Action;
use jiff::Timestamp;
use serde::Serialize;
use store::archive;
use store::audit::{self, Recorded};

use super::zipping::{Archive, ExportError};
use crate::app::App;
use crate::http::Caller;

/// Rows that are read at once.
const ROWS: i64 = 1000;

const README: &str = "# Your Potluck data

Everything that this server keeps of you, as it was when you asked. Nothing of it is sealed any more: keep it in a safe place.

- `profile.json`: your account
- `activity.json`: what happened to it in the last year
- `notices.json`: what you were told
- `groups.json`: the groups that you are or were in
- `shares.json`, `payments.json`: what you owe and paid; amounts are in minor units (cents)
- `api_keys.json`: your API keys by name, what they may be used for and when they were; never the keys themselves
- `usage.json`: what your questions cost, in billionths of a US dollar; one line for each
- `conversations/`: your chats, each as Markdown to read and as JSON with everything
- `files/`: what you sent with your questions
- `prompts.json`: what you ask again and again
- `drafts.json`: what you have typed and not sent yet
";

#[derive(Serialize)]
struct Line {
    action: Action,
    at: Timestamp,
    browser: Option<String>,
    system: Option<String>,
    place: Option<String>,
    about: Option<String>,
}

pub(super) async fn write(app: &App, caller: &Caller, archive: &mut Archive) -> Result<(), ExportError> {
    let user = caller.user;
    archive.add("README.md", README.as_bytes()).await?;
    // A connection is never kept while the reader is waited for.
    let profile = archive::profile(&mut *app.connection().await?, user).await?;
    archive.add_json("profile.json", &profile).await?;
    let notices = archive::notices(&mut *app.connection().await?, user).await?;
    archive.add_json("notices.json", &notices).await?;
    let groups = archive::groups(&mut *app.connection().await?, user).await?;
    archive.add_json("groups.json", &groups).await?;
    let shares = archive::shares(&mut *app.connection().await?, user).await?;
    archive.add_json("shares.json", &shares).await?;
    let payments = archive::payments(&mut *app.connection().await?, user).await?;
    archive.add_json("payments.json", &payments).await?;
    let api_keys = archive::api_keys(&mut *app.connection().await?, user).await?;
    archive.add_json("api_keys.json", &api_keys).await?;
    activity(app, caller, archive).await?;
    usage(app, caller, archive).await
}

async fn activity(app: &App, caller: &Caller, archive: &mut Archive) -> Result<(), ExportError> {
    let mut lines: Vec<Line> = Vec::new();
    let mut after = None;
    loop {
        let page = audit::list(&mut *app.connection().await?, caller.user, after, ROWS).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        lines.extend(page.into_iter().map(Line::from));
    }
    archive.add_json("activity.json", &lines).await
}

/// One record a line: there can be many.
async fn usage(app: &App, caller: &Caller, archive: &mut Archive) -> Result<(), ExportError> {
    archive.begin("usage.json")?;
    archive.write(b"[").await?;
    let mut after = None;
    loop {
        let page = archive::usage(&mut *app.connection().await?, caller.user, after, ROWS).await?;
        let Some((last, _)) = page.last() else { break };
        let mut lines = Vec::new();
        for (at, (_, row)) in page.iter().enumerate() {
            lines.extend_from_slice(if after.is_none() && at == 0 { b"\n" } else { b",\n" });
            serde_json::to_writer(&mut lines, row)?;
        }
        after = Some(*last);
        archive.write(&lines).await?;
    }
    archive.write(b"\n]\n").await
}

impl From<Recorded> for Line {
    fn from(line: Recorded) -> Self {
        Self {
            action: line.action,
            at: line.at,
            browser: line.browser,
            system: line.system,
            place: line.place,
            about: line.about,
        }
    }
}
