//! Accounts, and the wraps of their content keys.

use domain::id::UserId;
use domain::language::Language;
use jiff::Timestamp;
use sqlx::PgConnection;

use crate::Result;

/// The name of the constraint that keeps an address to one account.
pub const EMAIL_KEY: &str = "users_email_key";

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who it is.
    pub id: UserId,
    /// The normalised address that they sign in with.
    pub email: String,
    /// What the others in a group see.
    pub name: String,
    /// Whether they run this server.
    pub is_operator: bool,
    /// Whether mail to the address was seen to arrive.
    pub email_verified: bool,
    /// The language that they are written to in.
    pub language: Language,
    /// Whether a model names their new conversations.
    pub automatic_titles: bool,
    /// Counts how often all browsers in which they signed in were forgotten.
    pub browsers_era: i32,
}

/// A user together with what proves their password.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The account.
    pub user: User,
    /// The login hash, as a PHC string.
    pub password_hash: String,
    /// Whether that is enough to come in, or the issuer has to say so.
    pub signs_in_by_password: bool,
    /// Whether a code of a second factor has to come too.
    pub has_second_factor: bool,
    /// The content key, wrapped by the password.
    pub wrap: Wrap,
    /// The time now.
    pub now: Timestamp,
}

/// What a content key can be wrapped by for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrapKind {
    /// A key derived from the password.
    Password,
    /// The recovery code that was shown once.
    RecoveryCode,
}

impl WrapKind {
    fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::RecoveryCode => "recovery_code",
        }
    }
}

/// A content key, wrapped.
#[derive(Clone, Debug)]
pub struct Wrap {
    /// The salt of the derivation; empty where the kind needs none.
    pub salt: Vec<u8>,
    /// What `vault` made.
    pub wrapped: Vec<u8>,
}

/// Makes an account. The first one on a server is its operator: taking turns on the table's lock decides a race.
///
/// Refused by [`EMAIL_KEY`] when the address is taken.
pub async fn insert(
    connection: &mut PgConnection,
    id: UserId,
    email: &str,
    name: &str,
    password_hash: &str,
    language: Language,
) -> Result<User> {
    sqlx::query!("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE").execute(&mut *connection).await?;
    let row = sqlx::query!(
        "INSERT INTO users (id, email, name, password_hash, language, is_operator)
         VALUES ($1, $2, $3, $4, $5, NOT EXISTS (SELECT 1 FROM users))
         RETURNING is_operator, browsers_era",
        id.uuid(),
        email,
        name,
        password_hash,
        language.as_str(),
    )
    .fetch_one(connection)
    .await?;
    Ok(User {
        id,
        email: email.to_owned(),
        name: name.to_owned(),
        is_operator: row.is_operator,
        email_verified: false,
        language,
        automatic_titles: true,
        browsers_era: row.browsers_era,
    })
}

/// The account with this address, for signing in.
pub async fn credentials(connection: &mut PgConnection, email: &str) -> Result<Option<Credentials>> {
    let row = sqlx::query!(
        r#"SELECT u.id, u.email, u.name, u.is_operator, u.email_verified_at, u.language, u.automatic_titles, u.browsers_era,
                u.password_hash, u.signs_in_by_password, now() AS "now!", w.salt, w.wrapped, EXISTS (
                    SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL
                ) AS "has_second_factor!"
         FROM users u JOIN content_key_wraps w ON w.user_id = u.id AND w.kind = 'password' WHERE u.email = $1"#,
        email
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Credentials {
        user: User {
            id: row.id.into(),
            email: row.email,
            name: row.name,
            is_operator: row.is_operator,
            email_verified: row.email_verified_at.is_some(),
            language: row.language.parse().unwrap_or(Language::English),
            automatic_titles: row.automatic_titles,
            browsers_era: row.browsers_era,
        },
        password_hash: row.password_hash,
        signs_in_by_password: row.signs_in_by_password,
        has_second_factor: row.has_second_factor,
        wrap: Wrap { salt: row.salt, wrapped: row.wrapped },
        now: row.now.to_jiff(),
    }))
}

/// The account with this id.
pub async fn find(connection: &mut PgConnection, id: UserId) -> Result<Option<User>> {
    let row = sqlx::query!(
        "SELECT id, email, name, is_operator, email_verified_at, language, automatic_titles, browsers_era FROM users WHERE id = $1",
        id.uuid()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| User {
        id: row.id.into(),
        email: row.email,
        name: row.name,
        is_operator: row.is_operator,
        email_verified: row.email_verified_at.is_some(),
        language: row.language.parse().unwrap_or(Language::English),
        automatic_titles: row.automatic_titles,
        browsers_era: row.browsers_era,
    }))
}

/// The login hash of the user's password.
pub async fn login_hash(connection: &mut PgConnection, user: UserId) -> Result<Option<String>> {
    let hash = sqlx::query_scalar!("SELECT password_hash FROM users WHERE id = $1", user.uuid())
        .fetch_optional(connection)
        .await?;
    Ok(hash)
}

/// Keeps the account's keys as they are until the transaction ends; false: there is no such account any more.
pub async fn hold(connection: &mut PgConnection, user: UserId) -> Result<bool> {
    let held = sqlx::query_scalar!(
        r#"SELECT 1 AS "held!" FROM users WHERE id = $1 AND closed_at IS NULL FOR SHARE"#,
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(held.is_some())
}

/// Whether this is still the login hash of the user's password; it stays so until the transaction ends.
pub async fn hold_login_hash(connection: &mut PgConnection, user: UserId, hash: &str) -> Result<bool> {
    let held = sqlx::query_scalar!(
        r#"SELECT 1 AS "held!" FROM users WHERE id = $1 AND password_hash = $2 FOR SHARE"#,
        user.uuid(),
        hash,
    )
    .fetch_optional(connection)
    .await?;
    Ok(held.is_some())
}

/// Replaces the login hash, if it is still the one that was verified.
pub async fn replace_login_hash(
    connection: &mut PgConnection,
    user: UserId,
    verified: &str,
    new: &str,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
        user.uuid(),
        verified,
        new,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets all browsers in which the user signed in.
pub async fn forget_browsers(connection: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("UPDATE users SET browsers_era = browsers_era + 1 WHERE id = $1", user.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives the user another name.
pub async fn rename(connection: &mut PgConnection, id: UserId, name: &str) -> Result<Option<User>> {
    let row = sqlx::query!(
        "UPDATE users SET name = $2 WHERE id = $1
         RETURNING id, email, name, is_operator, email_verified_at, language, automatic_titles, browsers_era",
        id.uuid(),
        name,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| User {
        id: row.id.into(),
        email: row.email,
        name: row.name,
        is_operator: row.is_operator,
        email_verified: row.email_verified_at.is_some(),
        language: row.language.parse().unwrap_or(Language::English),
        automatic_titles: row.automatic_titles,
        browsers_era: row.browsers_era,
    }))
}

/// Notes in which language the user is written to.
pub async fn set_language(connection: &mut PgConnection, user: UserId, language: Language) -> Result<()> {
    sqlx::query!("UPDATE users SET language = $2 WHERE id = $1", user.uuid(), language.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes whether a model names the user's new conversations.
pub async fn set_automatic_titles(connection: &mut PgConnection, user: UserId, on: bool) -> Result<()> {
    sqlx::query!("UPDATE users SET automatic_titles = $2 WHERE id = $1", user.uuid(), on).execute(connection).await?;
    Ok(())
}

/// Who has this address, if mail to it was seen to arrive there.
pub async fn find_verified(connection: &mut PgConnection, email: &str) -> Result<Option<UserId>> {
    let id = sqlx::query_scalar!("SELECT id FROM users WHERE email = $1 AND email_verified_at IS NOT NULL", email)
        .fetch_optional(connection)
        .await?;
    Ok(id.map(UserId::from_uuid))
}

/// Notes that mail to the user's address arrives.
pub async fn verify_email(connection: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("UPDATE users SET email_verified_at = coalesce(email_verified_at, now()) WHERE id = $1", user.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether nobody has signed up yet.
pub async fn is_empty(connection: &mut PgConnection) -> Result<bool> {
    let is_empty =
        sqlx::query_scalar!(r#"SELECT NOT EXISTS (SELECT 1 FROM users) AS "empty!""#).fetch_one(connection).await?;
    Ok(is_empty)
}

/// Keeps a wrap of the user's content key, in place of an earlier one of that kind.
pub async fn put_wrap(connection: &mut PgConnection, user: UserId, kind: WrapKind, wrap: &Wrap) -> Result<()> {
    sqlx::query!(
        "INSERT INTO content_key_wraps (user_id, kind, salt, wrapped) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, kind) DO UPDATE SET salt = excluded.salt, wrapped = excluded.wrapped, created_at = now()",
        user.uuid(),
        kind.name(),
        wrap.salt,
        wrap.wrapped,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The wrap of that kind, if there is one.
pub async fn wrap(connection: &mut PgConnection, user: UserId, kind: WrapKind) -> Result<Option<Wrap>> {
    let row = sqlx::query!(
        "SELECT salt, wrapped FROM content_key_wraps WHERE user_id = $1 AND kind = $2",
        user.uuid(),
        kind.name(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Wrap { salt: row.salt, wrapped: row.wrapped }))
}

/// Makes the account with this address an operator; whose it is, if there is one.
pub async fn make_operator(connection: &mut PgConnection, email: &str) -> Result<Option<UserId>> {
    let made = sqlx::query_scalar!("UPDATE users SET is_operator = true WHERE email = $1 RETURNING id", email)
        .fetch_optional(connection)
        .await?;
    Ok(made.map(UserId::from_uuid))
}
