//! What somebody would pay: shares of an invoice that is not made yet.

use domain::id::UserId;
use domain::money::Money;
use domain::plan::Plan;
use domain::split::{Party, Portion, Split, SplitError, divide};
use store::PgConnection;
use store::groups::Group;
use store::periods::Opened;
use uuid::Uuid;

use crate::app::App;
use crate::http::Problem;
use crate::periods::{OpenError, next_plan, plan_of};

/// What the next invoice is for: the plan that the owner chose for the next period, or the group's own at the price that counts
/// then.
pub(super) async fn next_terms(
    connection: &mut PgConnection,
    app: &App,
    group: &Group,
    opened: Option<&Opened>,
) -> Result<Plan, Problem> {
    if let Some(next) = next_plan(&app.catalogue, group.next_plan.as_ref()) {
        return Ok(next.clone());
    }
    Ok(plan_of(connection, &app.catalogue, group, opened).await?.ok_or(OpenError::PlanGone)?)
}

/// The shares of invoice number `number` among these people, as far as their agreement fits them. What rounding owes is left
/// out: the real invoice can differ by a minor unit.
pub(super) fn shares(price: Money, split: &Split, parties: &[Party], number: u32) -> Result<Vec<Portion>, SplitError> {
    let users: Vec<UserId> = parties.iter().map(|party| party.user).collect();
    divide(price, &split.fitted(price, &users), parties, number)
}

/// One person's part of those shares; nothing for somebody without one.
pub(super) fn share_of(portions: &[Portion], user: UserId, price: Money) -> Money {
    portions.iter().find(|portion| portion.user == user).map_or(Money::zero(price.currency), |own| own.amount)
}

/// These people, and somebody unknown on each seat that is free.
pub(super) fn with_free_seats(mut users: Vec<UserId>, seats: u8) -> Vec<UserId> {
    let taken = u8::try_from(users.len()).unwrap_or(u8::MAX);
    users.extend((taken..seats).map(stranger));
    users
}

/// Somebody who is not there yet; after everybody who is in the order of ids.
pub(super) fn stranger(seat: u8) -> UserId {
    UserId::from_uuid(Uuid::from_u128(u128::MAX - u128::from(u8::MAX - seat)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_seats_are_filled_with_different_strangers() {
        let ann = UserId::from_uuid(Uuid::from_u128(1));
        let users = with_free_seats(vec![ann], 3);
        assert_eq!(users.len(), 3);
        assert!(users[0] < users[1] && users[1] < users[2]);
        assert_eq!(with_free_seats(users.clone(), 2), users);
    }
}
