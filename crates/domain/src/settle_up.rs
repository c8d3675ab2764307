//! Settling up: what members owe each other, and the fewest transfers that end it.

use std::collections::BTreeMap;

use crate::id::UserId;

/// Money that goes from one member to another; above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Who pays.
    pub from: UserId,
    /// Who gets it.
    pub to: UserId,
    /// How much, in minor units.
    pub minor: i64,
}

/// The debts do not sum to zero, are more than can be counted, or are of too many people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these debts cannot be settled among themselves")]
pub struct Unsettleable;

/// The most people with debts that are searched: two groups' worth, those who left included.
const PEOPLE_MAX: usize = 12;

/// What each member is owed by the others: above zero for a creditor. `owed` are memo debts, from whom to whom; `paid` what was
/// paid back.
pub fn nets(owed: &[Transfer], paid: &[Transfer]) -> Result<BTreeMap<UserId, i64>, Unsettleable> {
    let mut nets: BTreeMap<UserId, i64> = BTreeMap::new();
    let mut change = |user: UserId, minor: Option<i64>| {
        let net = nets.entry(user).or_default();
        *net = minor.and_then(|minor| net.checked_add(minor)).ok_or(Unsettleable)?;
        Ok(())
    };
    for debt in owed {
        change(debt.to, Some(debt.minor))?;
        change(debt.from, debt.minor.checked_neg())?;
    }
    for payment in paid {
        change(payment.from, Some(payment.minor))?;
        change(payment.to, payment.minor.checked_neg())?;
    }
    nets.retain(|_, net| *net != 0);
    Ok(nets)
}

/// The fewest transfers after which nobody owes anybody anything.
///
/// People whose debts sum to zero among themselves need one transfer less than there are of them, so the fewest is found by
/// the most such circles: searched exactly, over all subsets.
pub fn fewest(nets: &BTreeMap<UserId, i64>) -> Result<Vec<Transfer>, Unsettleable> {
    let people: Vec<(UserId, i64)> =
        nets.iter().map(|(user, net)| (*user, *net)).filter(|(_, net)| *net != 0).collect();
    let sum = people.iter().try_fold(0_i64, |sum, (_, net)| sum.checked_add(*net));
    if sum != Some(0) || people.len() > PEOPLE_MAX {
        return Err(Unsettleable);
    }
    let mut transfers = Vec::new();
    for circle in most_circles(&people) {
        settle(circle, &mut transfers);
    }
    Ok(transfers)
}

/// Divides people whose debts sum to zero into as many circles as possible, each of which sums to zero as well.
fn most_circles(people: &[(UserId, i64)]) -> Vec<Vec<(UserId, i64)>> {
    let Some((first, others)) = people.split_first() else { return Vec::new() };
    let mut best: Vec<Vec<(UserId, i64)>> = Vec::new();
    // The first one is in some circle: try all with whom that could be.
    let subsets = 1_u32.checked_shl(u32::try_from(others.len()).unwrap_or(0)).unwrap_or(0);
    for chosen in 0..subsets {
        let is_in = |at: usize| chosen.checked_shr(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0) & 1 == 1;
        let mut circle = vec![*first];
        circle.extend(others.iter().enumerate().filter(|(at, _)| is_in(*at)).map(|(_, one)| *one));
        if circle.iter().fold(0_i64, |sum, (_, net)| sum.saturating_add(*net)) != 0 {
            continue;
        }
        let rest: Vec<(UserId, i64)> =
            others.iter().enumerate().filter(|(at, _)| !is_in(*at)).map(|(_, one)| *one).collect();
        let mut circles = most_circles(&rest);
        circles.push(circle);
        if circles.len() > best.len() {
            best = circles;
        }
    }
    best
}

/// Settles a circle: whoever owes most pays whoever is owed most, until nobody is left.
fn settle(mut circle: Vec<(UserId, i64)>, transfers: &mut Vec<Transfer>) {
    loop {
        circle.retain(|(_, net)| *net != 0);
        circle.sort_by_key(|(user, net)| (*net, *user));
        let (Some((from, debt)), Some((to, claim))) = (circle.first().copied(), circle.last().copied()) else { return };
        let minor = debt.saturating_neg().min(claim);
        if minor <= 0 {
            return;
        }
        transfers.push(Transfer { from, to, minor });
        if let Some(debtor) = circle.first_mut() {
            debtor.1 = debtor.1.saturating_add(minor);
        }
        if let Some(creditor) = circle.last_mut() {
            creditor.1 = creditor.1.saturating_sub(minor);
        }
    }
}

/// Why a payment among members cannot be noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettleRefused {
    /// Less than nothing, or to oneself.
    #[error("this is no payment from one member to another")]
    NoPayment,
    /// More than the one owes or the other is owed.
    #[error("this is more than is owed: at most {most}")]
    TooMuch {
        /// How much it can be, in minor units.
        most: i64,
    },
}

/// Whether a payment from one to the other makes what is owed less: at most what the one owes and the other is owed.
pub fn pay_back(nets: &BTreeMap<UserId, i64>, payment: Transfer) -> Result<(), SettleRefused> {
    if payment.minor <= 0 || payment.from == payment.to {
        return Err(SettleRefused::NoPayment);
    }
    let net = |user| nets.get(&user).copied().unwrap_or(0);
    let most = net(payment.from).saturating_neg().min(net(payment.to)).max(0);
    if payment.minor > most { Err(SettleRefused::TooMuch { most }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{SettleRefused, Transfer, Unsettleable, fewest, nets, pay_back};
    use crate::id::UserId;

    fn user(n: u128) -> UserId {
        UserId::from_uuid(uuid::Uuid::from_u128(n))
    }

    fn transfer(from: u128, to: u128, minor: i64) -> Transfer {
        Transfer { from: user(from), to: user(to), minor }
    }

    fn owed(amounts: &[i64]) -> BTreeMap<UserId, i64> {
        (1..).map(user).zip(amounts.iter().copied()).collect()
    }

    #[test]
    fn five_people_need_the_fewest_transfers() {
        let table: [(&[i64], usize); 7] = [
            (&[], 0),
            (&[0, 0, 0], 0),
            (&[800, -800], 1),
            (&[500, 300, -800], 2),
            // Two circles: 1 and 4, and 2, 3 and 5. Paying the largest first would take four.
            (&[700, 500, 300, -700, -800], 3),
            (&[100, 200, 300, 400, -1000], 4),
            (&[5, 5, -5, -5, 0], 2),
        ];
        for (amounts, count) in table {
            let transfers = fewest(&owed(amounts)).unwrap();
            assert_eq!(transfers.len(), count, "{amounts:?}: {transfers:?}");
            assert_eq!(nets(&[], &transfers).unwrap(), {
                let mut ended = owed(amounts);
                ended.retain(|_, net| *net != 0);
                ended.into_iter().map(|(user, net)| (user, -net)).collect()
            });
        }
        assert_eq!(fewest(&owed(&[1, -2])), Err(Unsettleable));
    }

    #[test]
    fn debts_that_go_round_cancel() {
        let debts = [transfer(1, 2, 800), transfer(2, 3, 800), transfer(3, 1, 800)];
        assert!(nets(&debts, &[]).unwrap().is_empty());
        let left = nets(&[transfer(1, 2, 800)], &[transfer(1, 2, 300)]).unwrap();
        assert_eq!(fewest(&left).unwrap(), [transfer(1, 2, 500)]);
        assert_eq!(nets(&[transfer(1, 2, i64::MAX), transfer(1, 2, 1)], &[]), Err(Unsettleable));
    }

    #[test]
    fn nobody_pays_back_more_than_is_owed() {
        let nets = nets(&[transfer(1, 2, 800), transfer(3, 2, 200)], &[]).unwrap();
        assert_eq!(pay_back(&nets, transfer(1, 2, 800)), Ok(()));
        assert_eq!(pay_back(&nets, transfer(1, 2, 801)), Err(SettleRefused::TooMuch { most: 800 }));
        assert_eq!(pay_back(&nets, transfer(2, 1, 1)), Err(SettleRefused::TooMuch { most: 0 }));
        assert_eq!(pay_back(&nets, transfer(1, 3, 1)), Err(SettleRefused::TooMuch { most: 0 }));
        assert_eq!(pay_back(&nets, transfer(1, 2, 0)), Err(SettleRefused::NoPayment));
        assert_eq!(pay_back(&nets, transfer(1, 1, 5)), Err(SettleRefused::NoPayment));
    }
}
