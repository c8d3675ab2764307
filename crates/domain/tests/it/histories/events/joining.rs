//! Somebody takes a seat; the owner starts early, or the last seat starts the group.

use domain::fair_share;
use domain::group::{self, GroupStatus, JoinRefused, Role, SeatNumber};
use domain::ledger::events;

use super::Kind;
use crate::histories::life::{Life, PEOPLE, person};

pub(crate) const JOIN: Kind = Kind {
    name: "join",
    weight: 9,
    happen: |life, dice| {
        let user = person(dice.index(PEOPLE));
        let taken: Vec<SeatNumber> = life.members.iter().map(|seat| seat.number).collect();
        let already = life.members.iter().any(|seat| seat.member.user == user);
        let seat = match group::join(life.status, already, &taken, life.plan.seats) {
            Ok(seat) => seat,
            Err(refused) => {
                let full = taken.len() >= usize::from(life.plan.seats);
                assert!(already || full || life.status == GroupStatus::Archived, "refused: {refused:?}");
                assert_eq!(refused == JoinRefused::AlreadyMember, already);
                return false;
            }
        };
        let membership = life.seat(user, Role::Member, seat);
        life.proposal = None;
        let follows = super::following::what_follows(life);
        take_credit(life, user, membership);
        super::following::bill_joiner(life, user, &follows);
        if group::starts_by_itself(life.status, life.plan.seats, life.members.len()) {
            life.start();
        }
        true
    },
};

/// The joiner's part of the open period's credit: that of an average member.
fn take_credit(life: &mut Life, user: domain::id::UserId, membership: domain::id::MembershipId) {
    let Some(month) = life.open_month() else { return };
    let weights: Vec<u64> =
        month.pool.members.iter().filter(|member| member.present).map(|member| member.weight).collect();
    let count = u64::try_from(weights.len()).unwrap();
    let average = weights.iter().sum::<u64>().checked_div(count).unwrap_or(0).max(1);
    let (id, day) = (month.id, month.pool.day);
    let moved = fair_share::join(&mut month.pool, user, average, day).unwrap();
    assert!(life.books.post(events::credit_joined(membership, id, &moved).unwrap()));
    life.refresh(user);
}

pub(crate) const START: Kind = Kind {
    name: "start",
    weight: 3,
    happen: |life, dice| {
        let Some(actor) = dice.pick(&life.members).cloned() else { return false };
        let starts = group::start(life.status, actor.member.role).is_ok();
        assert_eq!(starts, actor.member.role == Role::Owner && life.status == GroupStatus::Forming);
        if starts {
            life.start();
        }
        starts
    },
};
