//! What the rules of groups refuse, as problems.

use domain::group::{
    CancelRefused, DeleteRefused, HandOverRefused, InviteRefused, JoinRefused, LeaveRefused, RemoveRefused,
    StartRefused,
};
use domain::invitation::InvitationRefused;
use domain::plan_change::ChangeRefused;
use http::StatusCode;

use crate::http::{FieldError, Problem};
use crate::jobs::QueueError;
use crate::periods::OpenError;

const FULL: &str = "Every seat of this group is taken; ask its owner to make room.";

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::PlanGone => {
                Self::conflict("plan_unavailable", "This group's plan is not offered any more; make a new group.")
            }
            error => Self::internal(error),
        }
    }
}

impl From<QueueError> for Problem {
    fn from(error: QueueError) -> Self {
        Self::internal(error)
    }
}

impl From<StartRefused> for Problem {
    fn from(refused: StartRefused) -> Self {
        match refused {
            StartRefused::NotOwner => Self::forbidden("Only the group's owner can do this."),
            StartRefused::NotForming => {
                Self::conflict("already_started", "This group has started already; there is nothing to do.")
            }
        }
    }
}

impl From<InviteRefused> for Problem {
    fn from(refused: InviteRefused) -> Self {
        match refused {
            InviteRefused::Archived => Self::not_found(),
            InviteRefused::Full => Self::conflict("seat_taken", FULL),
            InviteRefused::TooMany => {
                Self::conflict("too_many_invitations", "Too many invitations are open; revoke one first.")
            }
        }
    }
}

impl From<JoinRefused> for Problem {
    fn from(refused: JoinRefused) -> Self {
        match refused {
            JoinRefused::AlreadyMember => {
                Self::conflict("already_member", "You are a member of this group already; there is nothing to accept.")
            }
            // Its invitations were revoked when it ended.
            JoinRefused::Archived => InvitationRefused::Revoked.into(),
            JoinRefused::SeatTaken(_) => Self::conflict("seat_taken", FULL),
        }
    }
}

impl From<InvitationRefused> for Problem {
    fn from(refused: InvitationRefused) -> Self {
        let gone = |code, detail: &'static str| Self::new(StatusCode::GONE, code, detail);
        match refused {
            InvitationRefused::Used => {
                Self::conflict("invitation_used", "This invitation was accepted; ask for a new one.")
            }
            InvitationRefused::Declined => {
                Self::conflict("invitation_used", "This invitation was declined; ask for a new one.")
            }
            InvitationRefused::Revoked => {
                gone("invitation_revoked", "This invitation was taken back; ask for a new one.")
            }
            InvitationRefused::Expired => gone("invitation_expired", "This invitation has expired; ask for a new one."),
            InvitationRefused::NotYours => {
                Self::forbidden("Only the group's owner and whoever made an invitation can revoke it.")
            }
        }
    }
}

impl From<LeaveRefused> for Problem {
    fn from(refused: LeaveRefused) -> Self {
        match refused {
            LeaveRefused::OwnerMustHandOver => Self::conflict(
                "owner_must_hand_over",
                "You own this group: hand it over to another member first, then leave.",
            ),
            LeaveRefused::AlreadyLeaving => {
                Self::conflict("already_leaving", "You are leaving this group already; there is nothing to do.")
            }
        }
    }
}

impl From<RemoveRefused> for Problem {
    fn from(refused: RemoveRefused) -> Self {
        match refused {
            RemoveRefused::NotOwner => Self::forbidden("Only the group's owner can do this."),
            RemoveRefused::Yourself => LeaveRefused::OwnerMustHandOver.into(),
            RemoveRefused::NotThere => Self::not_found(),
        }
    }
}

impl From<HandOverRefused> for Problem {
    fn from(refused: HandOverRefused) -> Self {
        match refused {
            HandOverRefused::NotOwner => Self::forbidden("Only the group's owner can do this."),
            HandOverRefused::Yourself => no_new_owner("You own this group already; name another member."),
            HandOverRefused::NotStaying => no_new_owner("Name a member of this group who stays."),
        }
    }
}

impl From<ChangeRefused> for Problem {
    fn from(refused: ChangeRefused) -> Self {
        match refused {
            ChangeRefused::NotOwner => Self::forbidden("Only the group's owner can do this."),
            ChangeRefused::Archived => Self::conflict("group_over", "This group is over; make a new one."),
            ChangeRefused::Same => Self::conflict("same_plan", "The group has this plan already; choose another one."),
            ChangeRefused::TooFewSeats { members } => Self::conflict(
                "too_few_seats",
                "This plan has fewer seats than the group has members; ask somebody to leave first.",
            )
            .with("members", members),
        }
    }
}

impl From<CancelRefused> for Problem {
    fn from(refused: CancelRefused) -> Self {
        match refused {
            CancelRefused::Forming => {
                Self::conflict("group_forming", "This group has not started and owes nothing; delete it instead.")
            }
            CancelRefused::Archived => {
                Self::conflict("group_over", "This group is over already; there is nothing to do.")
            }
        }
    }
}

impl From<DeleteRefused> for Problem {
    fn from(refused: DeleteRefused) -> Self {
        match refused {
            DeleteRefused::Running => Self::conflict(
                "group_running",
                "This group is running; cancel it, and delete it when its period is over.",
            ),
            DeleteRefused::OpenShares { shares } => Self::conflict(
                "open_invoices",
                "Shares of this group are not paid yet; settle them, and delete the group then.",
            )
            .with("shares", shares),
        }
    }
}

/// The member who was named cannot own the group.
pub(super) fn no_new_owner(message: &str) -> Problem {
    let field = "user_id".to_owned();
    Problem::invalid(vec![FieldError::new(field, "invalid", message)])
}
