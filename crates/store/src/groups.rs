//! Groups and memberships.

use domain::group::{MembershipStatus, Role};
use domain::id::{GroupId, MembershipId, UserId};
use sqlx::PgConnection;

use crate::{Error, Result};

/// A person's live place in a group. Only [`membership`] makes one, so whoever holds it was checked; finders of a group's
/// rows take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    id: MembershipId,
    group: GroupId,
    user: UserId,
    role: Role,
    status: MembershipStatus,
}

impl Membership {
    /// The place.
    #[must_use]
    pub fn id(&self) -> MembershipId {
        self.id
    }

    /// The group.
    #[must_use]
    pub fn group(&self) -> GroupId {
        self.group
    }

    /// The person.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.user
    }

    /// Owner or member.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether they are about to leave.
    #[must_use]
    pub fn status(&self) -> MembershipStatus {
        self.status
    }
}

/// The user's live membership of the group; `None` when they are no member, or there is no such group.
pub async fn membership(connection: &mut PgConnection, group: GroupId, user: UserId) -> Result<Option<Membership>> {
    let row = sqlx::query!(
        "SELECT id, role, status FROM memberships WHERE group_id = $1 AND user_id = $2 AND ended_at IS NULL",
        group.uuid(),
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Membership {
            id: row.id.into(),
            group,
            user,
            role: role(&row.role)?,
            status: membership_status(&row.status)?,
        })
    })
    .transpose()
}

fn role(name: &str) -> Result<Role> {
    name.parse().map_err(|_| Error::Unreadable("memberships.role"))
}

fn membership_status(name: &str) -> Result<MembershipStatus> {
    name.parse().map_err(|_| Error::Unreadable("memberships.status"))
}
