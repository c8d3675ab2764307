//! What rounding owes members, as rationals: over the years nobody loses more than about one unit (MONEY.md §1).

use domain::carry::Carry;
use domain::id::{GroupId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Error, Result};

/// What rounding owes the members of a group; who is not named is owed nothing.
pub async fn of_group(connection: &mut PgConnection, group: GroupId) -> Result<Vec<(UserId, Carry)>> {
    let rows =
        sqlx::query!("SELECT user_id, numerator, denominator FROM split_carries WHERE group_id = $1", group.uuid())
            .fetch_all(connection)
            .await?;
    rows.into_iter()
        .map(|row| {
            let carry = Carry::new(row.numerator, row.denominator).map_err(|_| Error::Unreadable("split_carries"))?;
            Ok((row.user_id.into(), carry))
        })
        .collect()
}

/// Notes what rounding owes members after an invoice.
pub async fn put(connection: &mut PgConnection, group: GroupId, carries: &[(UserId, Carry)]) -> Result<()> {
    let users: Vec<Uuid> = carries.iter().map(|(user, _)| user.uuid()).collect();
    let numerators: Vec<i64> = carries.iter().map(|(_, carry)| carry.numerator()).collect();
    let denominators: Vec<i64> = carries.iter().map(|(_, carry)| carry.denominator()).collect();
    sqlx::query!(
        "INSERT INTO split_carries (group_id, user_id, numerator, denominator)
         SELECT $1, c.id, c.numerator, c.denominator
         FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS c(id, numerator, denominator)
         ON CONFLICT (group_id, user_id)
         DO UPDATE SET numerator = excluded.numerator, denominator = excluded.denominator",
        group.uuid(),
        &users,
        &numerators,
        &denominators,
    )
    .execute(connection)
    .await?;
    Ok(())
}
