//! Credit that a member bought beside their part of the pool: theirs alone, used after their part and before loans, never lent.

use super::{Pool, PoolError, plus};
use crate::credit::NanoUsd;
use crate::id::UserId;

/// What a member bought, and what became of it in one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TopUp {
    /// Bought in the period before, and left over there. It lapses with this one.
    pub carried: NanoUsd,
    /// Bought in this period. What is left of it goes on to the next one.
    pub bought: NanoUsd,
    /// Held and used of both; what was carried is used first.
    pub used: NanoUsd,
}

impl TopUp {
    /// All of it.
    #[must_use]
    pub fn total(self) -> NanoUsd {
        plus(self.carried, self.bought)
    }

    /// What is neither held nor used.
    #[must_use]
    pub fn left(self) -> NanoUsd {
        self.total().less(self.used)
    }

    /// What is left of what was bought in this period.
    #[must_use]
    pub fn left_of_bought(self) -> NanoUsd {
        self.bought.less(self.used.less(self.carried))
    }

    /// What is left of what came from the period before.
    #[must_use]
    pub fn left_of_carried(self) -> NanoUsd {
        self.carried.less(self.used)
    }
}

/// Adds what a member bought.
pub fn top_up(pool: &mut Pool, user: UserId, amount: NanoUsd) -> Result<(), PoolError> {
    let member = pool.member_mut(user).filter(|member| member.present).ok_or(PoolError::NotIn(user))?;
    member.top_up.bought = plus(member.top_up.bought, amount);
    Ok(())
}

/// Adds what a member has left of what they bought in the period before. `false`, and nothing added: they are not in this one.
pub fn carry_over(pool: &mut Pool, user: UserId, amount: NanoUsd) -> bool {
    let member = pool.member_mut(user).filter(|member| member.present);
    member.is_some_and(|member| {
        member.top_up.carried = plus(member.top_up.carried, amount);
        true
    })
}

/// Takes back what a member bought in this period, at most `most` and what is left of it: how much that is.
pub fn take_back(pool: &mut Pool, user: UserId, most: NanoUsd) -> Result<NanoUsd, PoolError> {
    let member = pool.member_mut(user).ok_or(PoolError::NotIn(user))?;
    let amount = member.top_up.left_of_bought().min(most.max(NanoUsd::ZERO));
    member.top_up.bought = member.top_up.bought.less(amount);
    Ok(amount)
}

/// The same of what a member bought in the period before. Whoever is not in the pool any more has left with that period, and has nothing left.
#[must_use]
pub fn take_back_carried(pool: &mut Pool, user: UserId, most: NanoUsd) -> NanoUsd {
    let Some(member) = pool.member_mut(user) else { return NanoUsd::ZERO };
    let amount = member.top_up.left_of_carried().min(most.max(NanoUsd::ZERO));
    member.top_up.carried = member.top_up.carried.less(amount);
    amount
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fair_share::{Lending, MemberCredit};

    #[test]
    fn what_was_carried_is_used_first_and_lapses_first() {
        for (carried, bought, used, left_of_carried, left_of_bought) in [
            (0, 0, 0, 0, 0),
            (0, 500, 200, 0, 300),
            (300, 500, 0, 300, 500),
            (300, 500, 200, 100, 500),
            (300, 500, 300, 0, 500),
            (300, 500, 450, 0, 350),
            (300, 500, 800, 0, 0),
        ] {
            let [carried, bought, used] = [carried, bought, used].map(NanoUsd);
            let top_up = TopUp { carried, bought, used };
            let left = (top_up.left_of_carried(), top_up.left_of_bought());
            assert_eq!(left, (NanoUsd(left_of_carried), NanoUsd(left_of_bought)), "{top_up:?}");
            assert_eq!(top_up.left(), plus(left.0, left.1));
        }
    }

    #[test]
    fn what_is_taken_back_is_what_is_left_of_the_month_that_it_was_bought_in() {
        let ann = UserId::from_uuid(uuid::Uuid::from_u128(1));
        for (used, most, of_carried, of_bought) in
            [(0, 900, 300, 500), (0, 200, 200, 200), (200, 900, 100, 500), (450, 900, 0, 350), (0, -1, 0, 0)]
        {
            let [carried, bought, used, most] = [300, 500, used, most].map(NanoUsd);
            let pool = || {
                let mut member = MemberCredit::new(ann, 1, vec![NanoUsd(10); 30]);
                member.top_up = TopUp { carried, bought, used };
                Pool { day: 0, days: 30, cushion: 3, lending: Lending::On, members: vec![member] }
            };
            assert_eq!(take_back_carried(&mut pool(), ann, most), NanoUsd(of_carried));
            assert_eq!(take_back(&mut pool(), ann, most), Ok(NanoUsd(of_bought)));
            let mut both = pool();
            let _ = take_back_carried(&mut both, ann, most);
            take_back(&mut both, ann, most).unwrap();
            let TopUp { carried, bought, used } = both.members[0].top_up;
            assert!(used <= plus(carried, bought), "what is used stays: {used} of {carried} and {bought}");
        }
    }

    #[test]
    fn who_left_with_the_period_in_which_they_bought_has_nothing_to_give_back() {
        let mut others = Pool { day: 0, days: 30, cushion: 3, lending: Lending::On, members: Vec::new() };
        let gone = UserId::from_uuid(uuid::Uuid::from_u128(1));
        assert_eq!(take_back_carried(&mut others, gone, NanoUsd(900)), NanoUsd::ZERO);
    }
}
