//! `GET` and `POST /search`

use axum::extract::{Query, State};
use axum::response::Response;
use domain::conversation::Role;
use domain::id::{ConversationId, FolderId, GroupId, MessageId};
use futures_util::StreamExt;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::searching::{Needle, Scope, Search};
use crate::app::App;
use crate::http::{Caller, Json, PageQuery, Problem, sse};

/// What to look for.
#[derive(Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Any piece of text, in any language; upper and lower case are the same.
    pub q: String,
    /// Only in this group.
    pub group_id: Option<GroupId>,
    /// Only in this folder.
    pub folder_id: Option<FolderId>,
    /// Where to go on: `next` of the search before.
    pub cursor: Option<String>,
    /// How many hits at most, 1 to 200.
    pub limit: Option<u32>,
}

/// A conversation whose title, or a message whose text, has what was looked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHit {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// Its group.
    pub group_id: GroupId,
    /// Its title.
    pub title: Option<String>,
    /// The message; null: it is the title.
    pub message_id: Option<MessageId>,
    /// Who said it; null for a title.
    pub role: Option<Role>,
    /// When it was said; for a title, when something was last asked.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What stands before it.
    pub before: String,
    /// What was found, as it is written there.
    pub found: String,
    /// What stands after it.
    pub after: String,
}

/// The search's end.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchDone {
    /// How many messages were looked through.
    pub scanned: u64,
    /// Give this as `cursor` to go on; null: everything was looked through.
    pub next: Option<String>,
}

/// What a search tells.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "event", content = "data")]
pub enum SearchEvent {
    /// Something was found; titles first, then messages, the newest first.
    #[serde(rename = "search.hit")]
    Hit(SearchHit),
    /// That is all.
    #[serde(rename = "search.done")]
    Done(SearchDone),
}

/// Look through everything that the caller said or was answered. Hits come as they are found, the newest first. There is no
/// index that could leak: the texts are opened for this one request.
#[utoipa::path(get, path = "/search", tag = "chat", params(SearchQuery),
    responses((status = 200, description = "The hits", body = SearchEvent, content_type = "text/event-stream")))]
pub async fn search(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<SearchQuery>,
) -> Result<Response, Problem> {
    begin(&app, caller, query)
}

/// The same as `GET`, with the words in the body: what somebody looks for is private, and addresses end up in the logs of
/// proxies.
#[utoipa::path(post, path = "/search", tag = "chat", request_body = SearchQuery,
    responses((status = 200, description = "The hits", body = SearchEvent, content_type = "text/event-stream")))]
pub async fn search_unlogged(
    State(app): State<App>,
    caller: Caller,
    Json(query): Json<SearchQuery>,
) -> Result<Response, Problem> {
    begin(&app, caller, query)
}

fn begin(app: &App, caller: Caller, query: SearchQuery) -> Result<Response, Problem> {
    let needle = Needle::new(&query.q)?;
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let after: Option<(Timestamp, MessageId)> = page.after()?;
    let scope = Scope { group: query.group_id, folder: query.folder_id };
    let search = Search::new(app.clone(), caller, needle, scope, after, page.limit());
    let events = search.events().map(|event| match &event {
        SearchEvent::Hit(hit) => sse::Events::one("search.hit", hit),
        SearchEvent::Done(done) => sse::Events::one("search.done", done),
    });
    Ok(sse::respond(app.lifecycle.clone(), events))
}
