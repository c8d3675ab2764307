//! Leaving, staying after all, being removed, and handing the group over.

use domain::fair_share;
use domain::group::{self, Departure, GroupStatus, MembershipStatus, Role};
use domain::ledger::events;

use super::Kind;

pub(crate) const LEAVE: Kind = Kind {
    name: "leave",
    weight: 3,
    happen: |life, dice| {
        let at = dice.index(life.members.len());
        let others = life.members.len().saturating_sub(1);
        // That is the end of a group, and most histories should go on.
        if others == 0 && dice.percent(90) {
            return false;
        }
        let Some(seat) = life.members.get_mut(at) else { return false };
        match group::leave(life.status, seat.member, others) {
            Ok(Departure::AtPeriodEnd) => seat.member.status = MembershipStatus::Leaving,
            Ok(Departure::AtOnce) => {
                life.members.remove(at);
                if life.members.is_empty() {
                    life.status = GroupStatus::Archived;
                }
            }
            Err(_) => return false,
        }
        life.proposal = None;
        true
    },
};

pub(crate) const STAY: Kind = Kind {
    name: "stay after all",
    weight: 2,
    happen: |life, dice| {
        let at = dice.index(life.members.len());
        let Some(seat) = life.members.get_mut(at) else { return false };
        let stays = group::stay(seat.member.status).is_ok();
        seat.member.status = MembershipStatus::Active;
        stays
    },
};

pub(crate) const REMOVE: Kind = Kind {
    name: "remove",
    weight: 2,
    happen: |life, dice| {
        let (Some(actor), Some(target)) = (dice.pick(&life.members), dice.pick(&life.members)) else { return false };
        let (actor, target) = (actor.member, target.clone());
        if group::remove(actor, target.member).is_err() {
            assert!(actor.role != Role::Owner || actor.user == target.member.user);
            return false;
        }
        life.proposal = None;
        life.members.retain(|seat| seat.membership != target.membership);
        if let Some(month) = life.open_month() {
            let (id, day) = (month.id, month.pool.day);
            let moved = fair_share::leave_now(&mut month.pool, target.member.user, day).unwrap();
            assert!(life.books.post(events::credit_left(target.membership, id, &moved).unwrap()));
            super::crediting::days_not_had(life, target.member.user, id, day);
        }
        true
    },
};

pub(crate) const HAND_OVER: Kind = Kind {
    name: "hand over",
    weight: 2,
    happen: |life, dice| {
        let (one, other) = (dice.index(life.members.len()), dice.index(life.members.len()));
        let (Some(actor), Some(target)) = (life.members.get(one), life.members.get(other)) else { return false };
        if group::hand_over(actor.member, target.member).is_err() {
            return false;
        }
        life.members[one].member.role = Role::Member;
        life.members[other].member.role = Role::Owner;
        true
    },
};
