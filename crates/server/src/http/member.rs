//! Who may enter a group. The membership that these extractors find is the only way to a group's rows.

use axum::extract::{FromRef, FromRequestParts, RawPathParams};
use domain::group::Role;
use domain::id::{GroupId, UserId};
use http::request::Parts;
use store::groups::Membership;

use super::{Caller, Problem};
use crate::app::App;

/// A member of the group that `{id}` in the path names.
pub struct Member {
    /// Who calls.
    pub caller: Caller,
    /// Their place in the group: what store finders take.
    pub membership: Membership,
}

/// The owner of the group that `{id}` in the path names.
pub struct Owner(pub Member);

impl Member {
    /// The group.
    #[must_use]
    pub fn group(&self) -> GroupId {
        self.membership.group()
    }

    /// The member.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.caller.user
    }
}

impl<S> FromRequestParts<S> for Member
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let app = App::from_ref(state);
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        let group: GroupId = params
            .iter()
            .find_map(|(name, value)| (name == "id").then(|| value.parse().ok()).flatten())
            .ok_or_else(Problem::not_found)?;
        let membership = store::groups::membership(&mut *app.connection().await?, group, caller.user)
            .await?
            .ok_or_else(Problem::not_found)?;
        Ok(Self { caller, membership })
    }
}

impl<S> FromRequestParts<S> for Owner
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let member = Member::from_request_parts(parts, state).await?;
        match member.membership.role() {
            Role::Owner => Ok(Self(member)),
            Role::Member => Err(Problem::forbidden("Only the group's owner can do this.")),
        }
    }
}
