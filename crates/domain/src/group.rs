//! Groups: who is in one, and who may do what.

use crate::id::UserId;
use crate::plan::SEATS_MAX;
use crate::words::words;

/// The most invitations of a group that can be open at once.
pub const OPEN_INVITATIONS_MAX: usize = 20;

words! {
    /// What a member is in the group.
    Role {
        /// Invites, removes, starts, hands over; the one who asked the others in.
        Owner = "owner",
        /// Uses the group, and may invite.
        Member = "member",
    }
}

words! {
    /// What state a group is in.
    GroupStatus {
        /// Waits for its members; owes nothing.
        Forming = "forming",
        /// Has periods, and is billed for them.
        Active = "active",
        /// Over; its history stays readable.
        Archived = "archived",
    }
}

words! {
    /// What state a place in a group is in.
    MembershipStatus {
        /// Takes part.
        Active = "active",
        /// Takes part until the period ends.
        Leaving = "leaving",
        /// Has left or was removed.
        Ended = "ended",
    }
}

/// A member, as the rules of a group see one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// As what.
    pub role: Role,
    /// Whether still.
    pub status: MembershipStatus,
}

/// A place in a group, from 1 to the plan's seats. It stays the member's, and picks their colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = 1))]
pub struct SeatNumber(u8);

/// A number that no seat has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("seats are numbered from 1 to {SEATS_MAX}")]
pub struct NoSuchSeat;

impl SeatNumber {
    /// The seat with this number, counted from 1.
    pub fn new(number: u8) -> Result<Self, NoSuchSeat> {
        if (1..=SEATS_MAX).contains(&number) { Ok(Self(number)) } else { Err(NoSuchSeat) }
    }

    /// Its number, counted from 1.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for SeatNumber {
    type Error = NoSuchSeat;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::new(number)
    }
}

impl From<SeatNumber> for u8 {
    fn from(seat: SeatNumber) -> Self {
        seat.0
    }
}

/// Every seat of the group is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("every seat of this group is taken")]
pub struct SeatTaken;

/// The lowest seat that is free; when two ask for the last one at once, the second is refused.
pub fn take_seat(taken: &[SeatNumber], seats: u8) -> Result<SeatNumber, SeatTaken> {
    // Somebody may sit beyond the seats of a smaller plan.
    if taken.len() >= usize::from(seats) {
        return Err(SeatTaken);
    }
    (1..=seats.min(SEATS_MAX)).map(SeatNumber).find(|seat| !taken.contains(seat)).ok_or(SeatTaken)
}

/// Who moves when the plan gets fewer seats: whoever sits beyond them takes the lowest that is free, from and to.
#[must_use]
pub fn move_up(taken: &[SeatNumber], seats: u8) -> Vec<(SeatNumber, SeatNumber)> {
    let mut taken = taken.to_vec();
    taken.sort();
    let beyond: Vec<SeatNumber> = taken.iter().copied().filter(|seat| seat.0 > seats).collect();
    taken.retain(|seat| seat.0 <= seats);
    let mut moves = Vec::with_capacity(beyond.len());
    for from in beyond {
        if let Ok(to) = take_seat(&taken, seats) {
            taken.push(to);
            moves.push((from, to));
        }
    }
    moves
}

/// Why nobody can be invited now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InviteRefused {
    /// The group is over.
    #[error("this group is archived")]
    Archived,
    /// There is no seat to offer.
    #[error("every seat of this group is taken")]
    Full,
    /// Enough are waiting for an answer.
    #[error("{OPEN_INVITATIONS_MAX} invitations are open; revoke one first")]
    TooMany,
}

/// Whether a member may offer a seat. More offers than free seats are fine: whoever accepts first gets one.
pub fn invite(group: GroupStatus, seats: u8, members: usize, open_invitations: usize) -> Result<(), InviteRefused> {
    if group == GroupStatus::Archived {
        Err(InviteRefused::Archived)
    } else if members >= usize::from(seats) {
        Err(InviteRefused::Full)
    } else if open_invitations >= OPEN_INVITATIONS_MAX {
        Err(InviteRefused::TooMany)
    } else {
        Ok(())
    }
}

/// Why somebody cannot take a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinRefused {
    /// The group is over.
    #[error("this group is archived")]
    Archived,
    /// One seat each.
    #[error("you are a member of this group already")]
    AlreadyMember,
    /// Somebody else was first.
    #[error(transparent)]
    SeatTaken(#[from] SeatTaken),
}

/// The seat that somebody gets; `taken` are the seats of those who have not ended.
pub fn join(
    group: GroupStatus,
    already_member: bool,
    taken: &[SeatNumber],
    seats: u8,
) -> Result<SeatNumber, JoinRefused> {
    if already_member {
        return Err(JoinRefused::AlreadyMember);
    }
    if group == GroupStatus::Archived {
        return Err(JoinRefused::Archived);
    }
    Ok(take_seat(taken, seats)?)
}

/// Why a group's first period cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartRefused {
    /// Only the owner starts a group early.
    #[error("only the group's owner can start it")]
    NotOwner,
    /// It has started, or is over.
    #[error("this group has started already")]
    NotForming,
}

/// Whether a member may open the first period for those who are there.
pub fn start(group: GroupStatus, actor: Role) -> Result<(), StartRefused> {
    if actor != Role::Owner {
        Err(StartRefused::NotOwner)
    } else if group != GroupStatus::Forming {
        Err(StartRefused::NotForming)
    } else {
        Ok(())
    }
}

/// Whether the first period opens by itself: the last seat is taken.
#[must_use]
pub fn starts_by_itself(group: GroupStatus, seats: u8, members: usize) -> bool {
    group == GroupStatus::Forming && members >= usize::from(seats)
}

/// When a membership ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// Now: the group owes nothing yet.
    AtOnce,
    /// When the period that is paid for is over; until then it can be taken back.
    AtPeriodEnd,
}

/// Why a member cannot leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeaveRefused {
    /// The others would have no owner.
    #[error("hand the group over to another member first")]
    OwnerMustHandOver,
    /// Has left, or is leaving.
    #[error("you are leaving this group already")]
    AlreadyLeaving,
}

/// When a member who asks to leave does so; `others` counts the other members who have not ended.
/// An owner who is alone may leave, which is the end of the group.
pub fn leave(group: GroupStatus, member: Member, others: usize) -> Result<Departure, LeaveRefused> {
    if member.status != MembershipStatus::Active {
        return Err(LeaveRefused::AlreadyLeaving);
    }
    if member.role == Role::Owner && others > 0 {
        return Err(LeaveRefused::OwnerMustHandOver);
    }
    match group {
        GroupStatus::Active => Ok(Departure::AtPeriodEnd),
        GroupStatus::Forming | GroupStatus::Archived => Ok(Departure::AtOnce),
    }
}

/// There is nothing to take back: the member is not leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("you are not leaving this group")]
pub struct StayRefused;

/// Whether a member who was to leave may stay after all.
pub fn stay(status: MembershipStatus) -> Result<(), StayRefused> {
    match status {
        MembershipStatus::Leaving => Ok(()),
        MembershipStatus::Active | MembershipStatus::Ended => Err(StayRefused),
    }
}

/// Why a member cannot be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemoveRefused {
    /// Only the owner removes.
    #[error("only the group's owner can remove a member")]
    NotOwner,
    /// Owners hand over and leave.
    #[error("you cannot remove yourself; leave the group instead")]
    Yourself,
    /// Nobody there to remove.
    #[error("this person is not a member any more")]
    NotThere,
}

/// Whether `actor` may end another's membership at once.
pub fn remove(actor: Member, target: Member) -> Result<(), RemoveRefused> {
    if actor.role != Role::Owner {
        Err(RemoveRefused::NotOwner)
    } else if actor.user == target.user {
        Err(RemoveRefused::Yourself)
    } else if target.status == MembershipStatus::Ended {
        Err(RemoveRefused::NotThere)
    } else {
        Ok(())
    }
}

/// Why a group cannot be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandOverRefused {
    /// It is not theirs to give.
    #[error("only the group's owner can hand it over")]
    NotOwner,
    /// It is theirs already.
    #[error("you own this group already")]
    Yourself,
    /// Whoever is going, or gone, cannot own.
    #[error("the new owner must be a member who stays")]
    NotStaying,
}

/// Whether `actor` may make `target` the owner, and themselves a member.
pub fn hand_over(actor: Member, target: Member) -> Result<(), HandOverRefused> {
    if actor.role != Role::Owner {
        Err(HandOverRefused::NotOwner)
    } else if actor.user == target.user {
        Err(HandOverRefused::Yourself)
    } else if target.status != MembershipStatus::Active {
        Err(HandOverRefused::NotStaying)
    } else {
        Ok(())
    }
}

/// Why a group is not cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CancelRefused {
    /// It has not started: it can be deleted.
    #[error("this group has not started; delete it instead")]
    Forming,
    /// It is over.
    #[error("this group is archived")]
    Archived,
}

/// Whether a group can be told to end when its period is over.
pub const fn cancel(group: GroupStatus) -> Result<(), CancelRefused> {
    match group {
        GroupStatus::Active => Ok(()),
        GroupStatus::Forming => Err(CancelRefused::Forming),
        GroupStatus::Archived => Err(CancelRefused::Archived),
    }
}

/// Why a group is not deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeleteRefused {
    /// Its members have paid for the period.
    #[error("this group is running; cancel it first")]
    Running,
    /// Somebody owes something.
    #[error("{shares} shares of this group are not paid")]
    OpenShares {
        /// So many.
        shares: u64,
    },
}

/// Whether a group can be taken away: nothing of it runs, and nothing of it is owed.
pub const fn delete(group: GroupStatus, open_shares: u64) -> Result<(), DeleteRefused> {
    match group {
        GroupStatus::Active => Err(DeleteRefused::Running),
        _ if open_shares > 0 => Err(DeleteRefused::OpenShares { shares: open_shares }),
        GroupStatus::Forming | GroupStatus::Archived => Ok(()),
    }
}

#[cfg(test)]
mod tests;
