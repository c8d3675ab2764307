//! The operator changes what the plan costs and gives, from the next period on; the owner takes another plan, ends the group, or
//! takes that back.

use domain::credit::NanoUsd;
use domain::fair_share;
use domain::group::{self, MembershipStatus};
use domain::id::{PlanChangeId, UserId};
use domain::invoice;
use domain::ledger::events;
use domain::money::Money;
use domain::plan::{Plan, shipped_plans};
use domain::plan_change::{Change, ChangeRefused, change, supplement};
use domain::split::Party;

use super::Kind;
use crate::histories::life::{Future, Life};

pub(crate) const PRICE: Kind = Kind {
    name: "price",
    weight: 2,
    happen: |life, dice| {
        let most = if dice.percent(10) { 2 } else { 10_000 };
        life.plan.price = Money::new(dice.between(0, most), life.plan.price.currency);
        life.plan.credit = NanoUsd(dice.between(0, 40_000_000_000));
        life.proposal = None;
        true
    },
};

pub(crate) const CHANGE: Kind = Kind {
    name: "change plan",
    weight: 3,
    happen: |life, dice| {
        let Some(actor) = dice.pick(&life.members).map(|seat| seat.member.role) else { return false };
        let shipped = shipped_plans();
        let mut wanted = dice.pick(&shipped).unwrap().clone();
        wanted.price = Money::new(dice.between(0, 6000), life.plan.price.currency);
        wanted.credit = NanoUsd(dice.between(0, 40_000_000_000));
        let staying = life.members.iter().filter(|seat| seat.member.status == MembershipStatus::Active).count();
        let fits = life.members.len() <= usize::from(wanted.seats);
        match change(life.status, actor, &life.plan, &wanted, staying) {
            Ok(Change::NextPeriod) => life.future = Future::Plan(wanted),
            Ok(_) if !fits => return false,
            Ok(Change::Now) => upgrade(life, &wanted),
            Ok(Change::BeforeStart) => {
                life.take_plan(wanted);
                if group::starts_by_itself(life.status, life.plan.seats, life.members.len()) {
                    life.start();
                }
            }
            Err(refused) => {
                let too_few = matches!(refused, ChangeRefused::TooFewSeats { .. });
                assert!(!too_few || staying > usize::from(wanted.seats));
                return false;
            }
        }
        life.proposal = None;
        true
    },
};

/// The larger plan's credit at once, and what it costs more in the same split.
fn upgrade(life: &mut Life, wanted: &Plan) {
    let current = std::mem::replace(&mut life.plan, wanted.clone());
    life.future = Future::Same;
    let id = PlanChangeId::from_uuid(life.id());
    let month = life.open_month().unwrap();
    let (day, before, period) = (month.pool.day, month.price, month.period);
    let more = supplement(&current, wanted, day, period.days).unwrap();
    assert!(more.price.minor >= 0 && more.credit >= NanoUsd::ZERO);
    let grants = fair_share::enlarge(&mut month.pool, more.credit, day).unwrap();
    month.credit.0 += more.credit.get();
    month.price.minor += more.price.minor;
    let (month_id, billed, split) = (month.id, month.billed, month.split.clone());
    let there = month.pool.members.iter().filter(|member| member.present);
    let users: Vec<UserId> = there.map(|member| member.user).collect();
    assert!(life.books.post(events::credit_added(id, month_id, &grants).unwrap()));
    if billed && more.price.minor > 0 {
        let parties: Vec<Party> = users.iter().map(|user| life.party(*user, NanoUsd::ZERO)).collect();
        let split = split.for_supplement(before, &users);
        let draft = invoice::assemble(&wanted.code, more.price, &split, &parties, &period).unwrap();
        let first = life.shares.len();
        life.bill(month_id, &draft);
        life.shares[first..].iter_mut().for_each(|share| share.days.from = day);
    }
    for user in users {
        life.refresh(user);
    }
}

pub(crate) const CANCEL: Kind = Kind {
    name: "cancel",
    weight: 1,
    happen: |life, dice| {
        // That is the end of a group, and most histories should go on.
        if dice.percent(85) || group::cancel(life.status).is_err() {
            return false;
        }
        life.future = Future::End;
        true
    },
};

pub(crate) const RESUME: Kind =
    Kind { name: "resume", weight: 3, happen: |life, _| std::mem::take(&mut life.future) != Future::Same };
