//! Invitations: offers of a seat, by link, that end by an answer or after a week.

use jiff::{SignedDuration, Timestamp};

use crate::group::Role;
use crate::words::words;

/// How long an offer stands.
pub const LIFE_HOURS: u32 = 7 * 24;

words! {
    /// What became of an offer.
    InvitationStatus {
        /// Waits for an answer.
        Open = "open",
        /// Taken; the seat may have been given up since.
        Accepted = "accepted",
        /// Turned down.
        Declined = "declined",
        /// Taken back.
        Revoked = "revoked",
        /// Not answered in time.
        Expired = "expired",
    }
}

/// Why an invitation can be neither accepted, declined nor revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvitationRefused {
    /// Accepted before.
    #[error("this invitation has been used")]
    Used,
    /// Declined before.
    #[error("this invitation was declined")]
    Declined,
    /// Taken back.
    #[error("this invitation was revoked")]
    Revoked,
    /// Too old.
    #[error("this invitation has expired")]
    Expired,
    /// Only whoever made it, and the group's owner, take it back.
    #[error("only the group's owner and whoever made an invitation can revoke it")]
    NotYours,
}

/// When an invitation made now ends.
#[must_use]
pub fn expires_at(created_at: Timestamp) -> Timestamp {
    let life = SignedDuration::from_hours(i64::from(LIFE_HOURS));
    // Beyond the calendar's end there is no later instant to end at.
    created_at.checked_add(life).unwrap_or(Timestamp::MAX)
}

/// What an invitation is now: one that is stored as open has expired by itself when its time is over.
#[must_use]
pub fn status(stored: InvitationStatus, expires_at: Timestamp, now: Timestamp) -> InvitationStatus {
    if stored == InvitationStatus::Open && now >= expires_at { InvitationStatus::Expired } else { stored }
}

/// Whether it can be accepted. The seat is another question (`group::join`): when that is refused, the invitation stays open.
pub fn accept(status: InvitationStatus) -> Result<(), InvitationRefused> {
    open(status)
}

/// Whether it can be turned down.
pub fn decline(status: InvitationStatus) -> Result<(), InvitationRefused> {
    open(status)
}

/// Whether a member can take it back.
pub fn revoke(status: InvitationStatus, actor: Role, made_by_actor: bool) -> Result<(), InvitationRefused> {
    if actor != Role::Owner && !made_by_actor {
        return Err(InvitationRefused::NotYours);
    }
    open(status)
}

fn open(status: InvitationStatus) -> Result<(), InvitationRefused> {
    match status {
        InvitationStatus::Open => Ok(()),
        InvitationStatus::Accepted => Err(InvitationRefused::Used),
        InvitationStatus::Declined => Err(InvitationRefused::Declined),
        InvitationStatus::Revoked => Err(InvitationRefused::Revoked),
        InvitationStatus::Expired => Err(InvitationRefused::Expired),
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{InvitationRefused, InvitationStatus, accept, decline, expires_at, revoke, status};
    use crate::group::Role;

    #[test]
    fn expires_after_seven_days() {
        let made: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let end = expires_at(made);
        assert_eq!(end.to_string(), "2026-11-30T10:00:00Z");
        let before = end - SignedDuration::from_secs(1);
        assert_eq!(status(InvitationStatus::Open, end, before), InvitationStatus::Open);
        assert_eq!(status(InvitationStatus::Open, end, end), InvitationStatus::Expired);
        assert_eq!(status(InvitationStatus::Accepted, end, end), InvitationStatus::Accepted);
        assert_eq!(expires_at(Timestamp::MAX), Timestamp::MAX);
    }

    #[test]
    fn only_open_ones_can_be_answered() {
        let table = [
            (InvitationStatus::Open, Ok(())),
            (InvitationStatus::Accepted, Err(InvitationRefused::Used)),
            (InvitationStatus::Declined, Err(InvitationRefused::Declined)),
            (InvitationStatus::Revoked, Err(InvitationRefused::Revoked)),
            (InvitationStatus::Expired, Err(InvitationRefused::Expired)),
        ];
        for (status, expected) in table {
            assert_eq!(accept(status), expected);
            assert_eq!(decline(status), expected);
            assert_eq!(revoke(status, Role::Owner, false), expected);
            assert_eq!(revoke(status, Role::Member, true), expected);
            assert_eq!(revoke(status, Role::Member, false), Err(InvitationRefused::NotYours));
        }
    }
}
