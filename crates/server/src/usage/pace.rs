//! Where the pace of a group and of one member leads: the pool, and beside it what members bought for themselves.

use domain::credit::{CreditOverflow, NanoUsd};
use domain::fair_share::{Forecast, Lending, MemberCredit, Pool, TopUp, forecast};
use domain::id::UserId;

/// Of everybody together, and of one of them.
pub(super) struct Paces<T> {
    pub(super) group: T,
    pub(super) mine: T,
}

/// Where the paces of everybody and of one member lead. `so_far` is with what was bought; `size` is the pool's, which that
/// is no part of: so nobody's purchase makes the pool end sooner, and it lengthens its buyer's credit alone.
pub(super) fn forecasts(
    pool: &Pool,
    size: NanoUsd,
    user: UserId,
    so_far: &Paces<NanoUsd>,
) -> Result<Paces<Forecast>, CreditOverflow> {
    let lead = |used, part, limit| forecast(used, part, limit, pool.day, pool.days);
    let bought = NanoUsd::sum(pool.members.iter().map(|member| member.top_up.used))?;
    let of_pool = so_far.group.less(bought);
    let mut group = lead(of_pool, size, size);
    group.by_end = group.by_end.checked_add(bought)?;

    let member = pool.member(user);
    let top_up = member.map_or(TopUp::default(), |member| member.top_up);
    let grant = member.map_or(NanoUsd::ZERO, MemberCredit::grant);
    // What the others leave may be lent; what they have used is gone.
    let others = of_pool.less(so_far.mine.less(top_up.used));
    let limit = match pool.lending {
        Lending::Strict => grant,
        Lending::On | Lending::Common => size.less(others),
    };
    let mine = lead(so_far.mine, grant.checked_add(top_up.total())?, limit.checked_add(top_up.total())?);
    Ok(Paces { group, mine })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: u128 = 1;
    const BO: u128 = 2;
    const CY: u128 = 3;

    fn user(number: u128) -> UserId {
        UserId::from_uuid(uuid::Uuid::from_u128(number))
    }

    /// A third of 2,001, and this bought beside it.
    fn member(number: u128, top_up: TopUp) -> MemberCredit {
        MemberCredit {
            user: user(number),
            weight: 1,
            slices: vec![NanoUsd(667)],
            own: NanoUsd::ZERO,
            lent: NanoUsd::ZERO,
            borrowed: NanoUsd::ZERO,
            borrowed_today: NanoUsd::ZERO,
            top_up,
            present: true,
            unpaid: false,
            suspended: false,
        }
    }

    /// The middle of the month. Bo has used up their part, and 500 of the 1,000 that they bought.
    fn half_way(lending: Lending) -> Pool {
        let bought = TopUp { carried: NanoUsd(300), bought: NanoUsd(700), used: NanoUsd(500) };
        let members = vec![member(ANN, TopUp::default()), member(BO, bought), member(CY, TopUp::default())];
        Pool { day: 14, days: 30, cushion: 3, lending, members }
    }

    fn led(lending: Lending, number: u128, group: i64, mine: i64) -> [(i64, Option<u32>); 2] {
        let used = Paces { group: NanoUsd(group), mine: NanoUsd(mine) };
        let Paces { group, mine } = forecasts(&half_way(lending), NanoUsd(2001), user(number), &used).unwrap();
        [group, mine].map(|forecast| (forecast.by_end.get(), forecast.used_up_on))
    }

    #[test]
    fn what_was_bought_is_no_part_of_the_pool_and_its_buyers_alone() {
        // Bo used 667 + 500, the others 700: of the pool 1,367 in 15 days, which is 2,734 in 30, of 2,001.
        let group = (2001 + 500, Some(21));
        // Bo's 1,167 lead to 2,334; they have 1,667, and 2,001 - 700 + 1,000 with all that the others leave.
        assert_eq!(led(Lending::On, BO, 1867, 1167), [group, (2301, Some(21))]);
        assert_eq!(led(Lending::Common, BO, 1867, 1167), [group, (2301, Some(21))]);
        assert_eq!(led(Lending::Strict, BO, 1867, 1167), [group, (1667, Some(21))]);
        // Ann's 600 lead to 1,200, of 2,001 - 667 - 100 at most; nothing of Bo's 1,000 is hers.
        assert_eq!(led(Lending::On, ANN, 1867, 600), [group, (1200, Some(16))]);
        assert_eq!(led(Lending::On, ANN, 1967, 700), [(2501, Some(20)), (1234, Some(14))]);
    }

    #[test]
    fn who_has_no_part_is_led_nowhere() {
        assert_eq!(led(Lending::Strict, 4, 500, 0), [(500, None), (0, None)]);
    }
}
