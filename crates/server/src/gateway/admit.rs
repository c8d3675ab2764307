//! The one transaction before a request: what it can cost at most is reserved and noted, or nothing is.

use domain::group::GroupStatus;
use domain::id::TurnId;
use domain::price::longest_output;
use store::api_keys::{self, Holder};
use store::gateway_requests::{self, Running};
use uuid::Uuid;

use super::asked::Asked;
use super::refused::{Refused, Why};
use crate::app::{App, commit};
use crate::metering::{self, Wanted};

/// A request that may be made.
pub(super) struct Admitted {
    pub(super) running: Running,
    /// The longest answer that was reserved for.
    pub(super) max_output_tokens: u32,
    /// Whether that is less than was wished for.
    pub(super) shortened: bool,
}

pub(super) async fn admit(app: &App, holder: &Holder, asked: &Asked<'_>) -> Result<Admitted, Refused> {
    check_group(app, holder)?;
    let price = asked.model.price;
    let mut tx = app.begin().await?;
    let now = store::clock::of_group(&mut tx, holder.group()).await?;
    let today = now.to_zoned(holder.zone.clone()).date();
    // The key's row before the pool, here and at the end, so that no two wait for each other.
    let count = api_keys::lock_count(&mut tx, holder.user(), holder.key()).await?;
    let count = count.ok_or_else(Refused::unauthenticated)?.on(today);
    let capped = match holder.limits.daily_cap {
        Some(cap) => longest_output(count.left(cap), asked.input_estimate, price, asked.max_output_tokens)
            .ok_or_else(|| Refused::new(Why::Exhausted, "This key has used up what it may use today."))?,
        None => asked.max_output_tokens,
    };

    let id = TurnId::from_uuid(Uuid::now_v7());
    let wanted = Wanted {
        group: holder.group(),
        user: holder.user(),
        turn: id,
        price,
        input_estimate: asked.input_estimate,
        max_output_tokens: capped,
    };
    let reserved = metering::reserve(&mut tx, &wanted, now).await?;
    api_keys::save_count(&mut tx, holder.user(), holder.key(), count.hold(reserved.held)).await?;
    let running = Running {
        group: holder.group(),
        id,
        user: holder.user(),
        key: holder.key(),
        model: asked.model.id.clone(),
        provider: asked.model.vendor.id.clone(),
        input_estimate: asked.input_estimate,
        price,
        held_on: today,
    };
    gateway_requests::insert(&mut tx, &running, app.node_id).await?;
    commit(tx).await?;
    let shortened = reserved.max_output_tokens < asked.max_output_tokens;
    Ok(Admitted { running, max_output_tokens: reserved.max_output_tokens, shortened })
}

fn check_group(app: &App, holder: &Holder) -> Result<(), Refused> {
    if app.lifecycle.is_stopping() {
        let wait = std::time::Duration::from_secs(10);
        return Err(Refused::new(Why::Unavailable, "The server is stopping; try again in a moment.").after(wait));
    }
    match holder.group_status {
        GroupStatus::Active => Ok(()),
        GroupStatus::Forming => {
            Err(Refused::new(Why::Forbidden, "This group has not started: its last seat is free, and its owner waits."))
        }
        GroupStatus::Archived => Err(Refused::new(Why::Forbidden, "This group is over; make a key in another group.")),
    }
}
