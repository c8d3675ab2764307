//! Closing an account: the person goes at once, with everything that they wrote; what others reckon with stays without a name.

use domain::account::Place;
use domain::group::Member;
use domain::id::{GroupId, MembershipId, SessionId, TurnId, UserId};
use sqlx::PgConnection;

use crate::{Error, Result, papers};

/// What the others see in place of the name.
pub const FORMER_NAME: &str = "Former member";

/// What decides whether an account can be closed.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its login hash: the password that was checked must still be the password.
    pub login_hash: String,
    /// Whether it runs the server.
    pub is_operator: bool,
    /// How many others do.
    pub other_operators: u64,
}

/// A place of the account, with its key.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// Which place.
    pub membership: MembershipId,
    /// What the rules ask of it.
    pub place: Place,
}

/// The account, locked until the transaction ends; `None` when it is closed. Operators are counted one closing at a time.
pub async fn lock(connection: &mut PgConnection, user: UserId) -> Result<Option<Standing>> {
    // Whoever closes an operator's account waits for the others who do.
    sqlx::query!("SELECT id FROM users WHERE is_operator OR id = $1 ORDER BY id FOR NO KEY UPDATE", user.uuid())
        .fetch_all(&mut *connection)
        .await?;
    let row = sqlx::query!(
        r#"SELECT password_hash, is_operator,
                  (SELECT count(*) FROM users o WHERE o.is_operator AND o.id <> $1) AS "other_operators!"
           FROM users WHERE id = $1 AND closed_at IS NULL"#,
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Standing {
            login_hash: row.password_hash,
            is_operator: row.is_operator,
            other_operators: u64::try_from(row.other_operators).map_err(|_| Error::Unreadable("users"))?,
        })
    })
    .transpose()
}

/// The account's live places, their groups locked in the order of their ids until the transaction ends.
pub async fn lock_places(connection: &mut PgConnection, user: UserId) -> Result<Vec<Placed>> {
    sqlx::query!(
        "SELECT id FROM groups
         WHERE id IN (SELECT group_id FROM memberships WHERE user_id = $1 AND ended_at IS NULL)
         ORDER BY id FOR NO KEY UPDATE",
        user.uuid(),
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = sqlx::query!(
        r#"SELECT m.id, m.group_id, m.role, m.status, g.status AS group_status,
                  (SELECT count(*) FROM memberships o
                   WHERE o.group_id = m.group_id AND o.ended_at IS NULL AND o.id <> m.id) AS "others!"
           FROM memberships m JOIN groups g ON g.id = m.group_id
           WHERE m.user_id = $1 AND m.ended_at IS NULL ORDER BY m.group_id"#,
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let member = Member {
                user,
                role: row.role.parse().map_err(|_| Error::Unreadable("memberships.role"))?,
                status: row.status.parse().map_err(|_| Error::Unreadable("memberships.status"))?,
            };
            let place = Place {
                group: row.group_id.into(),
                status: row.group_status.parse().map_err(|_| Error::Unreadable("groups.status"))?,
                member,
                others: usize::try_from(row.others).map_err(|_| Error::Unreadable("memberships"))?,
            };
            Ok(Placed { membership: row.id.into(), place })
        })
        .collect()
}

/// The names of these groups.
pub async fn group_names(connection: &mut PgConnection, groups: &[GroupId]) -> Result<Vec<String>> {
    let ids: Vec<_> = groups.iter().map(|group| group.uuid()).collect();
    let names = sqlx::query_scalar!("SELECT name FROM groups WHERE id = ANY($1) ORDER BY id", &ids)
        .fetch_all(connection)
        .await?;
    Ok(names)
}

/// Takes the person away: address, name, password, keys, sessions, chats, activity. What runs is asked to stop. Returns the
/// sessions and turns that have to be told.
pub async fn erase(connection: &mut PgConnection, user: UserId) -> Result<(Vec<SessionId>, Vec<TurnId>)> {
    let id = user.uuid();
    // No turn begins without its conversation's lock: from here on all that run are seen.
    sqlx::query!("SELECT id FROM conversations WHERE user_id = $1 ORDER BY id FOR UPDATE", id)
        .fetch_all(&mut *connection)
        .await?;
    let turns = sqlx::query_scalar!(
        "UPDATE turns SET stop_requested_at = coalesce(stop_requested_at, now())
         WHERE user_id = $1 AND status = 'running' RETURNING id",
        id,
    )
    .fetch_all(&mut *connection)
    .await?;
    // Where others keep something about the person: the address that an invitation went to, the note on a payment.
    sqlx::query!(
        "UPDATE invitations SET email = NULL
         WHERE accepted_by = $1 OR email = (SELECT email FROM users WHERE id = $1)",
        id,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE invitations SET status = 'revoked', answered_at = now() WHERE invited_by = $1 AND status = 'open'",
        id,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("UPDATE payments SET reference = NULL WHERE payer_id = $1", id).execute(&mut *connection).await?;
    papers::take_name_off(&mut *connection, user, FORMER_NAME).await?;
    sqlx::query!("UPDATE groups SET payee_id = NULL WHERE payee_id = $1", id).execute(&mut *connection).await?;
    sqlx::query!(
        "UPDATE users SET email = 'closed:' || id, name = $2, password_hash = '', is_operator = false, closed_at = now()
         WHERE id = $1",
        id,
        FORMER_NAME,
    )
    .execute(&mut *connection)
    .await?;
    let sessions = sqlx::query_scalar!("SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL", id)
        .fetch_all(&mut *connection)
        .await?;
    // The payment vendor is told to forget them too.
    sqlx::query!(
        "INSERT INTO leaving_customers (customer_ref) SELECT customer_ref FROM payer_accounts WHERE user_id = $1
         ON CONFLICT DO NOTHING",
        id,
    )
    .execute(&mut *connection)
    .await?;
    // What belongs to the person alone, whichever table it is in.
    sqlx::query!("SELECT erase_belongings($1)", id).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM account_activity WHERE user_id = $1", id).execute(connection).await?;
    Ok((sessions.into_iter().map(SessionId::from_uuid).collect(), turns.into_iter().map(TurnId::from_uuid).collect()))
}
