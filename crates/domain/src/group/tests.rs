use super::{
    CancelRefused, DeleteRefused, Departure, GroupStatus, HandOverRefused, InviteRefused, JoinRefused, LeaveRefused,
    Member, MembershipStatus, NoSuchSeat, RemoveRefused, Role, SeatNumber, SeatTaken, StartRefused, StayRefused,
    cancel, delete, hand_over, invite, join, leave, move_up, remove, start, starts_by_itself, stay, take_seat,
};
use crate::id::UserId;

fn member(n: u128, role: Role, status: MembershipStatus) -> Member {
    let user = UserId::from_uuid(uuid::Uuid::from_u128(n));
    Member { user, role, status }
}

fn seats(numbers: &[u8]) -> Vec<SeatNumber> {
    numbers.iter().map(|n| SeatNumber::new(*n).unwrap()).collect()
}

#[test]
fn last_seat() {
    let table: [(&[u8], u8, Option<u8>); 6] = [
        (&[], 3, Some(1)),
        (&[1], 3, Some(2)),
        (&[1, 3], 3, Some(2)),
        (&[3, 2, 1], 3, None),
        (&[1, 2, 3], 2, None),
        (&[], 0, None),
    ];
    for (taken, of, free) in table {
        let expected = free.map(|n| seats(&[n])[0]).ok_or(SeatTaken);
        assert_eq!(take_seat(&seats(taken), of), expected, "{taken:?} of {of}");
    }
    assert_eq!(SeatNumber::new(0), Err(NoSuchSeat));
    assert_eq!(SeatNumber::new(6), Err(NoSuchSeat));
}

#[test]
fn joining() {
    let taken = seats(&[1, 2]);
    assert_eq!(join(GroupStatus::Forming, false, &taken, 3), Ok(seats(&[3])[0]));
    assert_eq!(join(GroupStatus::Active, false, &taken, 3), Ok(seats(&[3])[0]));
    assert_eq!(join(GroupStatus::Active, false, &taken, 2), Err(JoinRefused::SeatTaken(SeatTaken)));
    // A member who opens a link again is told so, full or not.
    assert_eq!(join(GroupStatus::Active, true, &taken, 2), Err(JoinRefused::AlreadyMember));
    assert_eq!(join(GroupStatus::Archived, false, &taken, 3), Err(JoinRefused::Archived));
}

#[test]
fn inviting() {
    assert_eq!(invite(GroupStatus::Forming, 3, 2, 5), Ok(()));
    assert_eq!(invite(GroupStatus::Active, 3, 3, 0), Err(InviteRefused::Full));
    assert_eq!(invite(GroupStatus::Active, 3, 1, 20), Err(InviteRefused::TooMany));
    assert_eq!(invite(GroupStatus::Archived, 3, 1, 0), Err(InviteRefused::Archived));
}

#[test]
fn starting() {
    assert_eq!(start(GroupStatus::Forming, Role::Owner), Ok(()));
    assert_eq!(start(GroupStatus::Forming, Role::Member), Err(StartRefused::NotOwner));
    assert_eq!(start(GroupStatus::Active, Role::Owner), Err(StartRefused::NotForming));
    assert!(starts_by_itself(GroupStatus::Forming, 3, 3));
    assert!(!starts_by_itself(GroupStatus::Forming, 3, 2));
    assert!(!starts_by_itself(GroupStatus::Active, 3, 3));
}

#[test]
fn leaving_and_staying() {
    let (owner, other) =
        (member(1, Role::Owner, MembershipStatus::Active), member(2, Role::Member, MembershipStatus::Active));
    assert_eq!(leave(GroupStatus::Forming, other, 2), Ok(Departure::AtOnce));
    assert_eq!(leave(GroupStatus::Active, other, 2), Ok(Departure::AtPeriodEnd));
    assert_eq!(leave(GroupStatus::Active, owner, 1), Err(LeaveRefused::OwnerMustHandOver));
    assert_eq!(leave(GroupStatus::Forming, owner, 0), Ok(Departure::AtOnce));
    let leaving = member(2, Role::Member, MembershipStatus::Leaving);
    assert_eq!(leave(GroupStatus::Active, leaving, 2), Err(LeaveRefused::AlreadyLeaving));
    assert_eq!(stay(MembershipStatus::Leaving), Ok(()));
    assert_eq!(stay(MembershipStatus::Active), Err(StayRefused));
    assert_eq!(stay(MembershipStatus::Ended), Err(StayRefused));
}

#[test]
fn removing_and_handing_over() {
    let owner = member(1, Role::Owner, MembershipStatus::Active);
    let other = member(2, Role::Member, MembershipStatus::Active);
    let leaving = member(3, Role::Member, MembershipStatus::Leaving);
    let gone = member(4, Role::Member, MembershipStatus::Ended);
    assert_eq!(remove(owner, other), Ok(()));
    assert_eq!(remove(owner, leaving), Ok(()));
    assert_eq!(remove(other, owner), Err(RemoveRefused::NotOwner));
    assert_eq!(remove(owner, owner), Err(RemoveRefused::Yourself));
    assert_eq!(remove(owner, gone), Err(RemoveRefused::NotThere));
    assert_eq!(hand_over(owner, other), Ok(()));
    assert_eq!(hand_over(owner, owner), Err(HandOverRefused::Yourself));
    assert_eq!(hand_over(owner, leaving), Err(HandOverRefused::NotStaying));
    assert_eq!(hand_over(other, leaving), Err(HandOverRefused::NotOwner));
}

#[test]
fn a_smaller_plan_has_a_seat_for_everybody_who_stays() {
    let pairs = |taken: &[u8], of| -> Vec<(u8, u8)> {
        move_up(&seats(taken), of).into_iter().map(|(from, to)| (from.get(), to.get())).collect()
    };
    assert_eq!(pairs(&[2, 3], 2), [(3, 1)]);
    assert_eq!(pairs(&[5, 1, 4], 3), [(4, 2), (5, 3)]);
    assert_eq!(pairs(&[1, 2], 3), []);
    // Nobody sits on the first seat, and yet the two that there are are taken.
    assert_eq!(take_seat(&seats(&[2, 3]), 2), Err(SeatTaken));
}

#[test]
fn a_group_is_cancelled_while_it_runs_and_deleted_when_it_does_not() {
    assert_eq!(cancel(GroupStatus::Active), Ok(()));
    assert_eq!(cancel(GroupStatus::Forming), Err(CancelRefused::Forming));
    assert_eq!(cancel(GroupStatus::Archived), Err(CancelRefused::Archived));
    assert_eq!(delete(GroupStatus::Forming, 0), Ok(()));
    assert_eq!(delete(GroupStatus::Active, 0), Err(DeleteRefused::Running));
}

#[test]
fn group_deleted_with_open_invoices() {
    assert_eq!(delete(GroupStatus::Archived, 2), Err(DeleteRefused::OpenShares { shares: 2 }));
    assert_eq!(delete(GroupStatus::Archived, 0), Ok(()));
}
