//! What is the caller's own. These extractors are the only way to a conversation or a turn; what belongs to somebody else is
//! not there.

use axum::extract::{FromRef, FromRequest, FromRequestParts, RawPathParams, Request};
use domain::id::ConversationId;
use http::request::Parts;
use serde::de::DeserializeOwned;
use store::conversations::{self, InGroup};
use store::messages::Tree;
use store::turns::{self, Turn};

use crate::app::App;
use crate::http::{Caller, Json, Problem};
use crate::sealing::Sealing;

/// The caller's conversation that `{id}` in the path names.
pub struct OwnConversation {
    pub(super) caller: Caller,
    pub(super) found: InGroup,
}

/// The caller's conversation that `{id}` in the path names, with its messages, as they are when all of `typed` has come: to go on in it.
/// Whoever sends slowly goes on from what was said last, not from what had been said when they began.
pub struct OwnToGoOn<T> {
    pub(super) own: OwnConversation,
    pub(super) tree: Tree,
    pub(super) typed: T,
}

/// The caller's turn that `{id}` in the path names.
pub struct OwnTurn {
    pub(super) caller: Caller,
    pub(super) turn: Turn,
}

impl OwnConversation {
    pub(super) fn id(&self) -> ConversationId {
        self.found.conversation.id
    }

    /// Seals and opens what it says.
    pub(super) fn sealing(&self) -> Sealing<'_> {
        Sealing { key: &self.caller.content_key, user: self.caller.user, conversation: self.id() }
    }
}

impl<S> FromRequestParts<S> for OwnConversation
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let id = path_id(parts, state).await?;
        let app = App::from_ref(state);
        let found = conversations::find(&mut *app.connection().await?, caller.user, id).await?;
        found.map(|found| Self { caller, found }).ok_or_else(Problem::not_found)
    }
}

impl<T, S> FromRequest<S> for OwnToGoOn<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, state).await?;
        let id = path_id(&mut parts, state).await?;
        let Json(typed) = Json::from_request(Request::from_parts(parts, body), state).await?;
        let app = App::from_ref(state);
        let user = caller.user;
        let found = app.statements.run(async |db| conversations::find_to_go_on(db, user, id).await).await?;
        let (found, tree) = found.ok_or_else(Problem::not_found)?;
        Ok(Self { own: OwnConversation { caller, found }, tree, typed })
    }
}

impl<S> FromRequestParts<S> for OwnTurn
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let id = path_id(parts, state).await?;
        let app = App::from_ref(state);
        let turn = turns::find(&mut *app.connection().await?, caller.user, id).await?;
        turn.map(|turn| Self { caller, turn }).ok_or_else(Problem::not_found)
    }
}

async fn path_id<S: Send + Sync, T: std::str::FromStr>(parts: &mut Parts, state: &S) -> Result<T, Problem> {
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
    let id = params.iter().find_map(|(name, value)| (name == "id").then(|| value.parse().ok()).flatten());
    id.ok_or_else(Problem::not_found)
}
