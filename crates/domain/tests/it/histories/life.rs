//! A group's life: its members, months, shares and books, moved on by the rules of `domain` alone, the way the server's use
//! cases do it.

use std::collections::BTreeMap;

use domain::carry::Carry;
use domain::charge::Word;
use domain::credit::NanoUsd;
use domain::dispute::DisputeStatus;
use domain::dunning::{self, Step};
use domain::fair_share::{self, CUSHION_DAYS, Hold, Lending, MemberCredit, Pool};
use domain::group::{self, GroupStatus, Member, MembershipStatus, Role, SeatNumber};
use domain::id::{DisputeId, GroupId, HoldId, InvoiceId, MembershipId, PaymentId, PeriodId, ShareId, UserId};
use domain::invoice::{self, InvoiceDraft, ShareStatus};
use domain::joining::Given;
use domain::ledger::{Account, Unit, events};
use domain::money::{Currency, Money};
use domain::payment::PaymentStatus;
use domain::period::{self, Period};
use domain::plan::{Plan, shipped_plans};
use domain::share;
use domain::split::{Party, Split};
use domain::top_up::TopUpStatus;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::books::Books;
use super::dice::Dice;
use super::events::Proposal;

pub(crate) const GROUP: GroupId = GroupId::from_uuid(Uuid::from_u128(1));
/// People who come and go.
pub(crate) const PEOPLE: usize = 7;
/// A history ends with the event after which it has so many periods.
const PERIODS_MAX: u32 = 36;

pub(crate) struct Life {
    pub(crate) now: Timestamp,
    pub(crate) zone: TimeZone,
    pub(crate) status: GroupStatus,
    anchor: Date,
    pub(crate) plan: Plan,
    pub(crate) split: Split,
    pub(crate) proposal: Option<Proposal>,
    /// What counts from the next period on.
    pub(crate) future: Future,
    /// Who covers others by themselves, up to how much in a period.
    pub(crate) standing: BTreeMap<UserId, Money>,
    pub(crate) members: Vec<Seat>,
    pub(crate) carries: BTreeMap<UserId, Carry>,
    /// Those that are not closed; the last one is open while the group is active.
    pub(crate) months: Vec<Month>,
    /// As they were when they were closed.
    pub(crate) closed: Vec<Month>,
    pub(crate) shares: Vec<Share>,
    pub(crate) books: Books,
    /// What was paid and is still there, and what closed periods came to.
    pub(crate) paid: i64,
    /// What the vendor took, and what banks have taken until it is decided who keeps it.
    pub(crate) fees: i64,
    pub(crate) disputed: i64,
    pub(crate) earned: i64,
    ids: u128,
}

/// What becomes of the group when its period is over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Future {
    #[default]
    Same,
    Plan(Plan),
    End,
}

/// Somebody's place in the group.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) member: Member,
    pub(crate) number: SeatNumber,
    pub(crate) membership: MembershipId,
}

/// A period with its credit and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Month {
    pub(crate) id: PeriodId,
    pub(crate) period: Period,
    pub(crate) pool: Pool,
    pub(crate) credit: NanoUsd,
    /// What credit notes took off its bill while it was not closed, and what left the pool with those who were suspended.
    pub(crate) credited: i64,
    pub(crate) voided: NanoUsd,
    /// What it costs the group; and what joiners were billed beside that, which goes to the others.
    pub(crate) price: Money,
    pub(crate) joined: i64,
    /// What members ordered beside it.
    pub(crate) sold: i64,
    pub(crate) split: Split,
    /// Whether its bill is final; by usage that is when it is over.
    pub(crate) billed: bool,
    pub(crate) running: Vec<Turn>,
    /// Ended with an estimate, for which the truth may still come.
    pub(crate) estimated: Vec<(Turn, NanoUsd)>,
    /// What each member's turns were charged for, and the part of that which the operator bears.
    pub(crate) charged: BTreeMap<UserId, (i64, i64)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) id: HoldId,
    pub(crate) user: UserId,
    pub(crate) hold: Hold,
}

/// A member's part of an invoice, and the attempts to pay it.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    pub(crate) month: PeriodId,
    pub(crate) user: UserId,
    pub(crate) id: ShareId,
    /// What is paid, credited and open of it.
    pub(crate) stands: share::Share,
    pub(crate) invoiced_at: Timestamp,
    pub(crate) payments: Vec<Payment>,
    /// Who covered it, and with how much that they have not got back.
    pub(crate) cover: Option<(UserId, Money)>,
    /// Whether it was lowered because its member was suspended: once is enough.
    pub(crate) lowered: bool,
    /// Its days, and which parts of them others have taken over.
    pub(crate) days: Days,
    /// What it pays for, when that is credit beside the member's part, and what became of it.
    pub(crate) top_up: Option<(NanoUsd, TopUpStatus)>,
    /// The number of the period into which that came.
    pub(crate) came_into: Option<u32>,
}

/// The days that a share pays for, and the money that follows those that change hands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Days {
    /// A joiner's begin on the day on which they joined.
    pub(crate) from: u32,
    pub(crate) is_joiners: bool,
    pub(crate) given: Vec<Given>,
    /// To whose shares its money goes once it is paid.
    pub(crate) passes_to: Vec<(usize, Money)>,
    /// What credit notes took off it because others joined.
    pub(crate) passed: i64,
    /// Whether it was lowered because its member was removed or suspended: it has no days to give.
    pub(crate) forfeited: bool,
}

/// An attempt to pay a share, by its member or by somebody who covers it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Payment {
    pub(crate) id: PaymentId,
    pub(crate) by: UserId,
    pub(crate) amount: Money,
    pub(crate) status: PaymentStatus,
    /// Whether a standing cover began it.
    pub(crate) by_itself: bool,
    /// What is behind it, when it is by card.
    pub(crate) card: Option<Charge>,
}

/// A charge, as the vendor has it, and what became of its money.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Charge {
    pub(crate) truth: Word,
    /// What of it paid the share, and what of it went back.
    pub(crate) settled: i64,
    pub(crate) refunded: i64,
    pub(crate) dispute: Option<Disputed>,
}

/// A dispute as it is, and as it is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disputed {
    pub(crate) id: DisputeId,
    pub(crate) amount: Money,
    pub(crate) truth: DisputeStatus,
    pub(crate) known: Option<DisputeStatus>,
}

/// The first of the people; their ids follow each other.
const FIRST_PERSON: u128 = 100;

pub(crate) fn person(n: usize) -> UserId {
    UserId::from_uuid(Uuid::from_u128(FIRST_PERSON + n as u128))
}

/// The number of somebody made by [`person`].
pub(crate) fn number_of(user: UserId) -> usize {
    usize::try_from(user.uuid().as_u128() - FIRST_PERSON).unwrap()
}

/// Zones with summer time at several hours, far to the east and west.
const ZONES: [&str; 6] =
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Kiritimati"];

impl Life {
    /// A forming group with its owner in it.
    pub(crate) fn new(dice: &mut Dice) -> Self {
        let mut plan = dice.pick(&shipped_plans()).unwrap().clone();
        let currency = *dice.pick(&[Currency::USD, Currency::EUR, Currency::JPY, Currency::KWD]).unwrap();
        let price = if dice.percent(20) { dice.between(0, 3) } else { dice.between(0, 6000) };
        plan.price = Money::new(price, currency);
        if dice.percent(30) {
            plan.credit = NanoUsd(dice.between(0, 1000));
        }
        let start = Timestamp::from_second(dice.between(1_750_000_000, 1_900_000_000)).unwrap();
        let mut life = Self {
            now: start,
            zone: TimeZone::get(dice.pick(&ZONES).unwrap()).unwrap(),
            status: GroupStatus::Forming,
            anchor: Date::constant(2026, 1, 1),
            plan,
            split: Split::Equal,
            proposal: None,
            future: Future::Same,
            standing: BTreeMap::new(),
            members: Vec::with_capacity(5),
            carries: BTreeMap::new(),
            months: Vec::new(),
            closed: Vec::new(),
            shares: Vec::new(),
            books: Books::default(),
            paid: 0,
            fees: 0,
            disputed: 0,
            earned: 0,
            ids: 1000,
        };
        life.seat(person(0), Role::Owner, SeatNumber::new(1).unwrap());
        life
    }

    /// An id that nothing else has.
    pub(crate) fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    pub(crate) fn seat(&mut self, user: UserId, role: Role, number: SeatNumber) -> MembershipId {
        let membership = MembershipId::from_uuid(self.id());
        let member = Member { user, role, status: MembershipStatus::Active };
        self.members.push(Seat { member, number, membership });
        membership
    }

    /// Whether there is nothing more to tell.
    pub(crate) fn is_over(&self) -> bool {
        self.status == GroupStatus::Archived || self.opened() >= u64::from(PERIODS_MAX)
    }

    /// How many periods there were.
    pub(crate) fn opened(&self) -> u64 {
        u64::try_from(self.closed.len() + self.months.len()).unwrap()
    }

    /// The open period, as of now.
    pub(crate) fn open_month(&mut self) -> Option<&mut Month> {
        if self.status != GroupStatus::Active {
            return None;
        }
        self.months.last_mut()
    }

    /// The first period opens today.
    pub(crate) fn start(&mut self) {
        self.status = GroupStatus::Active;
        self.anchor = self.now.to_zoned(self.zone.clone()).date();
        self.open(0);
    }

    /// Time goes by; what was missed is made one by one.
    pub(crate) fn pass(&mut self, time: SignedDuration) {
        self.now = self.now.checked_add(time).unwrap();
        while self.status == GroupStatus::Active
            && self.months.last().is_some_and(|month| month.period.ends_at <= self.now)
        {
            self.end_month();
        }
        self.close_months();
        for month in &mut self.months {
            month.pool.go_to(month.period.day_of(self.now, &self.zone));
        }
        for at in 0..self.shares.len() {
            let share = &self.shares[at];
            if dunning::due(share.stands.status(), u32::MAX, share.invoiced_at, self.now) == Some(Step::Suspend)
                && !super::events::lapse(self, at)
                && !super::events::cover_by_itself(self, at)
            {
                super::events::suspend(self, at);
            }
        }
    }

    /// The open period takes no new holds; those who were leaving have left, and the next one opens for those who stay.
    fn end_month(&mut self) {
        let number = self.months.last().map_or(0, |month| month.period.number);
        self.members.retain(|seat| seat.member.status != MembershipStatus::Leaving);
        let future = std::mem::take(&mut self.future);
        if self.members.is_empty() {
            self.status = GroupStatus::Archived;
            return;
        }
        if self.members.iter().all(|seat| seat.member.role != Role::Owner) {
            let longest = self.members.iter_mut().min_by_key(|seat| seat.membership).unwrap();
            longest.member.role = Role::Owner;
        }
        if future == Future::End {
            self.status = GroupStatus::Archived;
            return;
        }
        if let Future::Plan(plan) = future
            && self.members.len() <= usize::from(plan.seats)
        {
            self.take_plan(plan);
        }
        self.open(number + 1);
    }

    /// Another plan, with a seat for everybody.
    pub(crate) fn take_plan(&mut self, plan: Plan) {
        let taken: Vec<SeatNumber> = self.members.iter().map(|seat| seat.number).collect();
        for (from, to) in group::move_up(&taken, plan.seats) {
            self.members.iter_mut().filter(|seat| seat.number == from).for_each(|seat| seat.number = to);
        }
        self.plan = plan;
    }

    fn open(&mut self, number: u32) {
        let period = period::bounds(self.anchor, &self.zone, number).unwrap();
        if let Some(before) = self.months.last() {
            assert_eq!((before.period.ends_at, before.period.number + 1), (period.starts_at, number), "periods tile");
        }
        let users: Vec<UserId> = self.members.iter().map(|seat| seat.member.user).collect();
        self.split = self.split.fitted(self.plan.price, &users);
        let id = PeriodId::from_uuid(self.id());
        let parties: Vec<Party> = users.iter().map(|user| self.party(*user, NanoUsd::ZERO)).collect();
        // By usage nobody owes anything before it is known what they used.
        let in_arrears = self.split.is_by_usage();
        let mut weights: Vec<u64> = vec![1; users.len()];
        let mut users = users;
        if !in_arrears {
            let draft = invoice::assemble(&self.plan.code, self.plan.price, &self.split, &parties, &period).unwrap();
            users = draft.shares.iter().map(|share| share.user).collect();
            if !self.split.gives_equal_credit() {
                let amounts: Vec<i64> = draft.shares.iter().map(|share| share.amount.minor).collect();
                weights = fair_share::weights(&amounts);
            }
            self.bill(id, &draft);
        }
        let pool = self.divide_credit(&users, &weights, &period);
        let grants: Vec<_> = pool.members.iter().map(|member| (member.user, member.grant())).collect();
        assert!(self.books.post(events::credit_granted(id, &grants).unwrap()));
        self.months.push(Month {
            id,
            period,
            pool,
            credit: self.plan.credit,
            credited: 0,
            voided: NanoUsd::ZERO,
            price: self.plan.price,
            joined: 0,
            sold: 0,
            split: self.split.clone(),
            billed: !in_arrears,
            running: Vec::new(),
            estimated: Vec::new(),
            charged: BTreeMap::new(),
        });
        for user in users {
            self.refresh(user);
        }
    }

    /// Somebody with what rounding owes them and what they used.
    pub(crate) fn party(&self, user: UserId, usage: NanoUsd) -> Party {
        Party { user, carry: self.carries.get(&user).copied().unwrap_or(Carry::ZERO), used: usage }
    }

    /// Makes a bill final: everybody owes their share from now on.
    pub(crate) fn bill(&mut self, month: PeriodId, draft: &InvoiceDraft) {
        assert_eq!(draft.shares.iter().map(|share| share.amount.minor).sum::<i64>(), draft.total.minor);
        assert!(draft.shares.iter().all(|share| share.amount.minor >= 0), "somebody gets money for being there");
        let owed: Vec<(UserId, Money)> = draft.shares.iter().map(|share| (share.user, share.amount)).collect();
        let invoice = InvoiceId::from_uuid(self.id());
        assert!(self.books.post(events::invoice_final(invoice, GROUP, month, &owed).unwrap()));
        for share in &draft.shares {
            self.carries.insert(share.user, share.carry);
            let id = ShareId::from_uuid(self.id());
            let stands = self.use_balance(id, share.user, share::Share::new(share.amount));
            self.shares.push(Share {
                month,
                user: share.user,
                id,
                stands,
                invoiced_at: self.now,
                payments: Vec::new(),
                cover: None,
                lowered: false,
                days: Days::default(),
                top_up: None,
                came_into: None,
            });
        }
    }

    fn divide_credit(&self, users: &[UserId], weights: &[u64], period: &Period) -> Pool {
        let slices = fair_share::open(self.plan.credit, weights, period.days).unwrap();
        let members = users.iter().zip(weights).zip(slices);
        let members = members.map(|((user, weight), slices)| MemberCredit::new(*user, *weight, slices));
        Pool {
            day: period.day_of(self.now, &self.zone),
            days: period.days,
            cushion: CUSHION_DAYS,
            lending: Lending::On,
            members: members.collect(),
        }
    }

    /// Closes what is over and holds nothing: what is left expires, and its price is earned.
    pub(crate) fn close_months(&mut self) {
        let open = usize::from(self.status == GroupStatus::Active);
        let mut at = 0;
        while at + open < self.months.len() {
            if !self.months[at].running.is_empty() {
                at += 1;
                continue;
            }
            let mut month = self.months.remove(at);
            let left: Vec<_> = month.pool.members.iter().map(|member| (member.user, member.available())).collect();
            assert!(self.books.post(events::credit_expired(month.id, &left).unwrap()));
            super::events::carry_over(self, &month);
            if !month.billed {
                let parties: Vec<Party> =
                    month.pool.members.iter().map(|member| self.party(member.user, member.used())).collect();
                let users: Vec<UserId> = parties.iter().map(|party| party.user).collect();
                let split = month.split.fitted(month.price, &users);
                let draft = invoice::assemble(&self.plan.code, month.price, &split, &parties, &month.period).unwrap();
                self.bill(month.id, &draft);
                month.billed = true;
            }
            let billed = month.price.minor + month.joined + month.sold - month.credited;
            let billed = Money::new(billed, month.price.currency);
            assert!(self.books.post(events::revenue_earned(GROUP, month.id, billed).unwrap()));
            self.books.close(month.id, month.pool.members.iter().map(|member| member.user));
            self.earned += billed.minor;
            self.closed.push(month);
        }
    }

    /// The state of a member's shares decides what they can use.
    pub(crate) fn refresh(&mut self, user: UserId) {
        let mine = || self.shares.iter().filter(|share| share.user == user);
        let suspended = mine().any(|share| share.stands.status() == ShareStatus::PastDue);
        for month in &mut self.months {
            let of_period = self.shares.iter().filter(|share| share.user == user && share.month == month.id);
            let unpaid = of_period.filter(|share| share.top_up.is_none()).any(|share| share.stands.status().is_open());
            for member in month.pool.members.iter_mut().filter(|member| member.user == user) {
                (member.unpaid, member.suspended) = (unpaid, suspended);
            }
        }
    }

    /// What is on a member's balance.
    pub(crate) fn balance(&self, user: UserId) -> i64 {
        -self.books.on(Account::Balance(user), Unit::Money(self.plan.price.currency))
    }

    /// What waits for a member's next charge.
    pub(crate) fn waiting(&self, user: UserId) -> i64 {
        self.books.on(Account::Waiting(user), Unit::Money(self.plan.price.currency))
    }

    /// Pays for a new share what its member has on their balance.
    fn use_balance(&mut self, id: ShareId, user: UserId, stands: share::Share) -> share::Share {
        let amount = Money::new(self.balance(user).min(stands.open().minor), stands.open().currency);
        if amount.minor <= 0 {
            return stands;
        }
        assert!(self.books.post(events::balance_used(id, user, amount).unwrap()));
        stands.settle(amount).unwrap().share
    }

    /// Everything that is under way comes to its end: no state is without an exit.
    pub(crate) fn wind_up(&mut self) {
        let mut dice = Dice::new(0);
        while self.months.iter().any(|month| !month.running.is_empty()) {
            assert!((super::events::SETTLE.happen)(self, &mut dice), "a running turn cannot be ended");
            self.audit();
        }
        for seat in &mut self.members {
            seat.member.status = MembershipStatus::Leaving;
        }
        self.pass(SignedDuration::from_hours(24 * 400));
        self.audit();
        assert!(self.months.is_empty(), "a period cannot be closed");
        super::events::decide_all(self);
        self.audit();
        for at in 0..self.shares.len() {
            super::events::settle_charge(self, at);
            if self.shares[at].stands.status().is_open() {
                super::events::settle_by_hand(self, at);
                self.audit();
            }
        }
        assert!(self.shares.iter().all(|share| !share.stands.status().is_open()), "a share cannot be paid");
        let balances: i64 = (0..PEOPLE).map(|n| self.balance(person(n)) - self.waiting(person(n))).sum();
        let paid = self.paid + self.fees;
        assert_eq!(paid, self.earned + balances, "what was paid is what was earned or is on a balance");
        for month in &self.closed {
            assert!(!self.books.touches(month.id), "a closed period was posted to");
        }
    }
}
