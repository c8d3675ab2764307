//! Closing an account: what has to be settled first, and what becomes of its places.

use crate::group::{self, Departure, GroupStatus, LeaveRefused, Member, MembershipStatus};
use crate::id::GroupId;

/// A place that the account has in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The group.
    pub group: GroupId,
    /// What state it is in.
    pub status: GroupStatus,
    /// The account's own place.
    pub member: Member,
    /// How many others are in it.
    pub others: usize,
}

/// Why an account cannot be closed now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CloseRefused {
    /// These groups would be left without an owner.
    #[error("hand over the groups that you own first")]
    OwnsGroups(Vec<GroupId>),
    /// Nobody else runs the server.
    #[error("make somebody else an operator first")]
    LastOperator,
}

/// How each of the account's places ends. What is paid for runs to its period's end, like with everybody who leaves; what is
/// leaving already stays so.
pub fn close(
    places: &[Place],
    is_operator: bool,
    other_operators: u64,
) -> Result<Vec<(GroupId, Departure)>, CloseRefused> {
    if is_operator && other_operators == 0 {
        return Err(CloseRefused::LastOperator);
    }
    let (mut departures, mut owned) = (Vec::new(), Vec::new());
    for place in places.iter().filter(|place| place.member.status == MembershipStatus::Active) {
        match group::leave(place.status, place.member, place.others) {
            Ok(departure) => departures.push((place.group, departure)),
            Err(LeaveRefused::OwnerMustHandOver) => owned.push(place.group),
            Err(LeaveRefused::AlreadyLeaving) => {}
        }
    }
    if owned.is_empty() { Ok(departures) } else { Err(CloseRefused::OwnsGroups(owned)) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::group::Role;
    use crate::id::UserId;

    fn place(number: u128, status: GroupStatus, role: Role, member: MembershipStatus, others: usize) -> Place {
        let user = UserId::from_uuid(Uuid::from_u128(9));
        Place { group: group(number), status, member: Member { user, role, status: member }, others }
    }

    fn group(number: u128) -> GroupId {
        GroupId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn places_end_as_if_their_member_left() {
        use MembershipStatus::{Active, Leaving};
        let places = [
            place(1, GroupStatus::Forming, Role::Member, Active, 2),
            place(2, GroupStatus::Active, Role::Member, Active, 2),
            place(3, GroupStatus::Active, Role::Member, Leaving, 2),
            place(4, GroupStatus::Active, Role::Owner, Active, 0),
            place(5, GroupStatus::Forming, Role::Owner, Active, 0),
        ];
        let expected = [
            (group(1), Departure::AtOnce),
            (group(2), Departure::AtPeriodEnd),
            (group(4), Departure::AtPeriodEnd),
            (group(5), Departure::AtOnce),
        ];
        assert_eq!(close(&places, false, 0), Ok(expected.to_vec()));
    }

    #[test]
    fn nobody_leaves_others_without_an_owner_or_a_server_without_an_operator() {
        let owner = |number, others| place(number, GroupStatus::Active, Role::Owner, MembershipStatus::Active, others);
        let refused = close(&[owner(1, 1), owner(2, 0), owner(3, 2)], false, 0);
        assert_eq!(refused, Err(CloseRefused::OwnsGroups(vec![group(1), group(3)])));
        assert_eq!(close(&[], true, 0), Err(CloseRefused::LastOperator));
        assert_eq!(close(&[], true, 1), Ok(Vec::new()));
    }
}
