//! Groups and memberships.
//!
//! Whoever changes who is in a group takes [`lock`] first: the group's row stands for all its memberships and invitations.

use domain::group::{GroupStatus, Member, MembershipStatus, Role, SeatNumber};
use domain::id::{GroupId, MembershipId, UserId};
use domain::plan::PlanCode;
use domain::split::Split;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::splits::{read_split, split_column};
use crate::{Error, Result};

/// The name of the constraint that gives a seat to one member.
pub const SEAT_KEY: &str = "memberships_seat_key";

/// A person's live place in a group. Only [`membership`] makes one, so whoever holds it was checked; finders of a group's
/// rows take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    id: MembershipId,
    group: GroupId,
    user: UserId,
    role: Role,
    status: MembershipStatus,
}

impl Membership {
    /// The place.
    #[must_use]
    pub fn id(&self) -> MembershipId {
        self.id
    }

    /// The group.
    #[must_use]
    pub fn group(&self) -> GroupId {
        self.group
    }

    /// The person.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.user
    }

    /// Owner or member.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether they are about to leave.
    #[must_use]
    pub fn status(&self) -> MembershipStatus {
        self.status
    }
}

/// A group as it is stored.
#[derive(Clone, Debug)]
pub struct Group {
    /// Which one.
    pub id: GroupId,
    /// What its members call it.
    pub name: String,
    /// What it pays for.
    pub plan: PlanCode,
    /// How many people it has room for.
    pub seats: u8,
    /// The zone in which its days begin.
    pub zone: TimeZone,
    /// The zone's IANA name.
    pub time_zone: String,
    /// Forming, active or archived.
    pub status: GroupStatus,
    /// The local date on which period 0 starts, once it has started.
    pub anchor_on: Option<Date>,
    /// How it distributes the price.
    pub split: Split,
    /// Whom the operator named to confirm payments by hand.
    pub payee: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it has its plan; `None` while it has not started, and for groups older than offers are kept.
    pub plan_since: Option<Timestamp>,
    /// The plan that counts from the next period on.
    pub next_plan: Option<PlanCode>,
    /// Whether it is over when its period is.
    pub ends_with_period: bool,
    /// Whether an operator moves its clock.
    pub is_sandbox: bool,
    /// Its time as of this transaction: the database's, and what its clock is ahead.
    pub now: Timestamp,
}

/// What it takes to make a group.
#[derive(Clone, Debug)]
pub struct NewGroup<'a> {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: &'a str,
    /// Its plan.
    pub plan: &'a PlanCode,
    /// The plan's seats.
    pub seats: u8,
    /// The IANA name of its time zone.
    pub time_zone: &'a str,
    /// Whether an operator moves its clock.
    pub is_sandbox: bool,
}

/// Somebody on a seat.
#[derive(Clone, Debug)]
pub struct Seated {
    /// Of which group.
    pub group: GroupId,
    /// Their place.
    pub membership: MembershipId,
    /// Who they are to the group's rules.
    pub member: Member,
    /// What the others call them.
    pub name: String,
    /// Where they sit.
    pub seat: SeatNumber,
    /// Since when.
    pub joined_at: Timestamp,
}

impl Seated {
    /// Who.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.member.user
    }
}

/// The user's live membership of the group; `None` when they are no member, or there is no such group.
pub async fn membership(connection: &mut PgConnection, group: GroupId, user: UserId) -> Result<Option<Membership>> {
    let row = sqlx::query!(
        "SELECT id, role, status FROM memberships WHERE group_id = $1 AND user_id = $2 AND ended_at IS NULL",
        group.uuid(),
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Membership {
            id: row.id.into(),
            group,
            user,
            role: role(&row.role)?,
            status: membership_status(&row.status)?,
        })
    })
    .transpose()
}

/// What the group pays for that the user is a member of; `None` when they are no member, or there is no such group.
pub async fn plan_of_member(connection: &mut PgConnection, group: GroupId, user: UserId) -> Result<Option<PlanCode>> {
    let code = sqlx::query_scalar!(
        "SELECT g.plan_code FROM memberships m JOIN groups g ON g.id = m.group_id
         WHERE m.group_id = $1 AND m.user_id = $2 AND m.ended_at IS NULL",
        group.uuid(),
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    code.map(|code| code.parse().map_err(|_| Error::Unreadable("groups.plan_code"))).transpose()
}

/// Makes a group, which has nobody in it yet.
pub async fn insert(connection: &mut PgConnection, group: &NewGroup<'_>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO groups (id, name, plan_code, seats, time_zone, is_sandbox) VALUES ($1, $2, $3, $4, $5, $6)",
        group.id.uuid(),
        group.name,
        group.plan.as_str(),
        i16::from(group.seats),
        group.time_zone,
        group.is_sandbox,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives somebody a seat. Refused by [`SEAT_KEY`] when somebody else has it.
pub async fn insert_membership(
    connection: &mut PgConnection,
    group: GroupId,
    id: MembershipId,
    user: UserId,
    role: Role,
    seat: SeatNumber,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO memberships (group_id, id, user_id, role, seat, joined_at) VALUES ($1, $2, $3, $4, $5, group_now($1))",
        group.uuid(),
        id.uuid(),
        user.uuid(),
        role.as_str(),
        i16::from(seat.get()),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The group of a member, locked until the transaction ends.
pub async fn lock_of(connection: &mut PgConnection, membership: &Membership) -> Result<Group> {
    lock(connection, membership.group).await?.ok_or(Error::Unreadable("memberships.group_id"))
}

/// A group, locked until the transaction ends; for those who come with an invitation's proof, and for the schedule.
pub async fn lock(connection: &mut PgConnection, group: GroupId) -> Result<Option<Group>> {
    sqlx::query_as!(
        GroupRow,
        r#"SELECT id, name, plan_code, seats, time_zone, status, anchor_on, split, payee_id, created_at, plan_since,
                  next_plan_code, ends_with_period, is_sandbox,
                  now() + clock_ahead_seconds * interval '1 second' AS "now!"
           FROM groups WHERE id = $1 FOR NO KEY UPDATE"#,
        group.uuid(),
    )
    .fetch_optional(connection)
    .await?
    .map(GroupRow::read)
    .transpose()
}

/// A group, to look at; by the same proofs as [`lock`].
pub async fn find(connection: &mut PgConnection, group: GroupId) -> Result<Option<Group>> {
    sqlx::query_as!(
        GroupRow,
        r#"SELECT id, name, plan_code, seats, time_zone, status, anchor_on, split, payee_id, created_at, plan_since,
                  next_plan_code, ends_with_period, is_sandbox,
                  now() + clock_ahead_seconds * interval '1 second' AS "now!"
           FROM groups WHERE id = $1"#,
        group.uuid(),
    )
    .fetch_optional(connection)
    .await?
    .map(GroupRow::read)
    .transpose()
}

/// The groups that a user is in, newest first, from after the group `after`.
pub async fn of_user(
    connection: &mut PgConnection,
    user: UserId,
    after: Option<GroupId>,
    limit: i64,
) -> Result<Vec<Group>> {
    sqlx::query_as!(
        GroupRow,
        r#"SELECT g.id, g.name, g.plan_code, g.seats, g.time_zone, g.status, g.anchor_on, g.split, g.payee_id, g.created_at,
                  g.plan_since, g.next_plan_code, g.ends_with_period, g.is_sandbox,
                  now() + g.clock_ahead_seconds * interval '1 second' AS "now!"
           FROM memberships m JOIN groups g ON g.id = m.group_id
           WHERE m.user_id = $1 AND m.ended_at IS NULL AND ($2::uuid IS NULL OR g.id < $2)
           ORDER BY g.id DESC LIMIT $3"#,
        user.uuid(),
        after.map(GroupId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(GroupRow::read)
    .collect()
}

/// The active groups that have this plan, in the order of their ids, after the group `after`.
pub async fn running_on(
    connection: &mut PgConnection,
    plan: &PlanCode,
    after: Option<GroupId>,
    limit: i64,
) -> Result<Vec<GroupId>> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM groups WHERE plan_code = $1 AND status = 'active' AND ($2::uuid IS NULL OR id > $2)
         ORDER BY id LIMIT $3",
        plan.as_str(),
        after.map(GroupId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(GroupId::from_uuid).collect())
}

/// Who is in these groups, by group and seat.
pub async fn members(connection: &mut PgConnection, groups: &[GroupId]) -> Result<Vec<Seated>> {
    let ids: Vec<Uuid> = groups.iter().map(|group| group.uuid()).collect();
    let rows = sqlx::query!(
        "SELECT m.group_id, m.id, m.user_id, m.role, m.status, m.seat, m.joined_at, u.name
         FROM memberships m JOIN users u ON u.id = m.user_id
         WHERE m.group_id = ANY($1) AND m.ended_at IS NULL ORDER BY m.group_id, m.seat",
        &ids,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Seated {
                group: row.group_id.into(),
                membership: row.id.into(),
                member: Member {
                    user: row.user_id.into(),
                    role: role(&row.role)?,
                    status: membership_status(&row.status)?,
                },
                name: row.name,
                seat: seat(row.seat)?,
                joined_at: row.joined_at.to_jiff(),
            })
        })
        .collect()
}

/// Gives a group another name.
pub async fn rename(connection: &mut PgConnection, membership: &Membership, name: &str) -> Result<()> {
    sqlx::query!("UPDATE groups SET name = $2 WHERE id = $1", membership.group.uuid(), name)
        .execute(connection)
        .await?;
    Ok(())
}

/// Everybody in each of the user's groups, themselves included.
pub async fn companions(connection: &mut PgConnection, user: UserId) -> Result<Vec<(GroupId, Vec<UserId>)>> {
    let rows = sqlx::query!(
        r#"SELECT m.group_id, array_agg(m.user_id) AS "user_ids!"
           FROM memberships m
           WHERE m.ended_at IS NULL
             AND m.group_id IN (SELECT group_id FROM memberships WHERE user_id = $1 AND ended_at IS NULL)
           GROUP BY m.group_id ORDER BY m.group_id"#,
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.group_id.into(), row.user_ids.into_iter().map(UserId::from_uuid).collect()))
        .collect())
}

/// Starts a group: from this local date its periods are counted.
pub async fn activate(connection: &mut PgConnection, group: GroupId, anchor_on: Date) -> Result<()> {
    sqlx::query!(
        "UPDATE groups SET status = 'active', anchor_on = $2, plan_since = group_now(id) WHERE id = $1",
        group.uuid(),
        anchor_on.to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How the group distributes the price from the next invoice on.
pub async fn set_split(connection: &mut PgConnection, group: GroupId, split: &Split) -> Result<()> {
    sqlx::query!("UPDATE groups SET split = $2 WHERE id = $1", group.uuid(), split_column(split)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends a group: nobody is in it any more, or it was cancelled. Who is in it can still see it.
pub async fn archive(connection: &mut PgConnection, group: GroupId) -> Result<()> {
    sqlx::query!(
        "UPDATE groups SET status = 'archived', next_plan_code = NULL, ends_with_period = false WHERE id = $1",
        group.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that a member stays, leaves or has left.
pub async fn set_membership_status(
    connection: &mut PgConnection,
    group: GroupId,
    membership: MembershipId,
    status: MembershipStatus,
) -> Result<()> {
    sqlx::query!(
        "UPDATE memberships SET status = $3, ended_at = CASE WHEN $3 = 'ended' THEN group_now($1) END
         WHERE group_id = $1 AND id = $2",
        group.uuid(),
        membership.uuid(),
        status.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Moves whoever sits on one seat to another.
pub async fn move_seat(connection: &mut PgConnection, group: GroupId, from: SeatNumber, to: SeatNumber) -> Result<()> {
    sqlx::query!(
        "UPDATE memberships SET seat = $3 WHERE group_id = $1 AND seat = $2 AND ended_at IS NULL",
        group.uuid(),
        i16::from(from.get()),
        i16::from(to.get()),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes a member the owner, or the owner a member.
pub async fn set_role(
    connection: &mut PgConnection,
    group: GroupId,
    membership: MembershipId,
    role: Role,
) -> Result<()> {
    sqlx::query!(
        "UPDATE memberships SET role = $3 WHERE group_id = $1 AND id = $2",
        group.uuid(),
        membership.uuid(),
        role.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

struct GroupRow {
    id: Uuid,
    name: String,
    plan_code: String,
    seats: i16,
    time_zone: String,
    status: String,
    anchor_on: Option<jiff_sqlx::Date>,
    split: serde_json::Value,
    payee_id: Option<Uuid>,
    created_at: jiff_sqlx::Timestamp,
    plan_since: Option<jiff_sqlx::Timestamp>,
    next_plan_code: Option<String>,
    ends_with_period: bool,
    is_sandbox: bool,
    now: jiff_sqlx::Timestamp,
}

impl GroupRow {
    fn read(self) -> Result<Group> {
        Ok(Group {
            id: self.id.into(),
            name: self.name,
            plan: plan_code(&self.plan_code)?,
            seats: u8::try_from(self.seats).map_err(|_| Error::Unreadable("groups.seats"))?,
            zone: TimeZone::get(&self.time_zone).map_err(|_| Error::Unreadable("groups.time_zone"))?,
            time_zone: self.time_zone,
            status: self.status.parse().map_err(|_| Error::Unreadable("groups.status"))?,
            anchor_on: self.anchor_on.map(jiff_sqlx::Date::to_jiff),
            split: read_split(self.split, "groups.split")?,
            payee: self.payee_id.map(UserId::from_uuid),
            created_at: self.created_at.to_jiff(),
            plan_since: self.plan_since.map(jiff_sqlx::Timestamp::to_jiff),
            next_plan: self.next_plan_code.as_deref().map(plan_code).transpose()?,
            ends_with_period: self.ends_with_period,
            is_sandbox: self.is_sandbox,
            now: self.now.to_jiff(),
        })
    }
}

fn plan_code(code: &str) -> Result<PlanCode> {
    code.parse().map_err(|_| Error::Unreadable("groups.plan_code"))
}

fn role(name: &str) -> Result<Role> {
    name.parse().map_err(|_| Error::Unreadable("memberships.role"))
}

fn membership_status(name: &str) -> Result<MembershipStatus> {
    name.parse().map_err(|_| Error::Unreadable("memberships.status"))
}

fn seat(number: i16) -> Result<SeatNumber> {
    let number = u8::try_from(number).map_err(|_| Error::Unreadable("memberships.seat"))?;
    SeatNumber::new(number).map_err(|_| Error::Unreadable("memberships.seat"))
}
