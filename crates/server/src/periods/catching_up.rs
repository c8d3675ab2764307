//! A sandbox's time: moved on step by step, so that everything happens at its moment, as it would have happened.

use domain::dunning::STEP_DAYS;
use domain::id::{GroupId, UserId};
use domain::operator_action::OperatorAction;
use jiff::Timestamp;
use store::{clock, operator_actions, test_clock};

use super::dunning::dun_group;
use super::error::OpenError;
use super::passing_on::pass_on_paid;
use super::roll_over::{Moved, move_on};
use crate::app::{App, commit};

/// What happened while time went by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When, by the group's clock.
    pub at: Timestamp,
    /// How many steps from one period to the next.
    pub periods: u32,
    /// How many shares that were not paid in time.
    pub shares: u32,
}

/// A sandbox's clock on its way to a moment.
#[derive(Clone, Debug)]
pub struct Leaping {
    /// Whose clock.
    pub group: GroupId,
    /// Where to.
    pub to: Timestamp,
    /// Who moves it.
    pub by: UserId,
    /// What is noted of that. A leap is many transactions: the first says so, for one that breaks off has moved the clock all the same.
    pub noted: OperatorAction,
}

/// Moves a sandbox's clock. On the way it stops whenever something is due, and does it; `charge` charges the cards that are due then.
pub async fn advance<F>(
    app: &App,
    Leaping { group, to, by, noted }: Leaping,
    charge: impl Fn() -> F + Send + Sync,
) -> Result<Vec<Happened>, OpenError>
where
    F: Future<Output = store::Result<()>> + Send,
{
    let days: Vec<i32> = STEP_DAYS.iter().filter_map(|(_, day)| i32::try_from(*day).ok()).collect();
    // What was paid until now is passed on now.
    pass_on_paid(app).await?;
    let mut happened = Vec::new();
    let mut to_note = Some(noted);
    loop {
        let mut tx = app.begin().await?;
        let now = clock::of_group(&mut tx, group).await?;
        let next = test_clock::next_due(&mut tx, group, now, &days).await?.filter(|next| *next <= to);
        test_clock::move_on(&mut tx, group, next.unwrap_or(to)).await?;
        if let Some(noted) = to_note.take() {
            operator_actions::record(&mut tx, Some(by), &noted).await?;
        }
        commit(tx).await?;
        happened.extend(catch_up(app, group, &charge).await?);
        if next.is_none() {
            return Ok(happened);
        }
    }
}

/// Does what is due in every sandbox: their clocks go on by themselves too. `charge` as for [`advance`].
pub async fn catch_up_sandboxes<F>(app: &App, charge: impl Fn() -> F + Send + Sync) -> store::Result<()>
where
    F: Future<Output = store::Result<()>> + Send,
{
    let running = test_clock::running(&mut *app.connection().await?).await?;
    for group in running {
        if let Err(error) = catch_up(app, group, &charge).await {
            tracing::error!(%group, %error, "a sandbox could not be moved on");
        }
    }
    Ok(())
}

/// Does what is due in one group, by its clock; `None` when there was nothing. Cards are charged before anybody is suspended.
async fn catch_up<F>(
    app: &App,
    group: GroupId,
    charge: &(impl Fn() -> F + Send + Sync),
) -> Result<Option<Happened>, OpenError>
where
    F: Future<Output = store::Result<()>> + Send,
{
    let at = clock::of_group(&mut *app.connection().await?, group).await?;
    let mut periods = 0;
    loop {
        let moved = move_on(app, group).await?;
        periods += u32::from(moved != Moved::Nothing);
        if moved != Moved::MoreIsDue {
            break;
        }
    }
    charge().await?;
    let shares = dun_group(app, group).await?;
    Ok((periods > 0 || shares > 0).then_some(Happened { at, periods, shares }))
}
