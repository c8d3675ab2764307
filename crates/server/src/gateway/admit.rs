//! Before a request: what it can cost at most is reserved and noted, or nothing is.

use domain::group::GroupStatus;
use domain::id::TurnId;
use store::api_keys::Holder;
use uuid::Uuid;

use super::asked::Asked;
use super::refused::{Refused, Why};
use crate::app::App;
use crate::metering::{Admission, Admitted, Wanted};

pub(super) async fn admit(app: &App, holder: &Holder, asked: &Asked<'_>) -> Result<Admitted, Refused> {
    check_group(app, holder)?;
    let wanted = Wanted {
        group: holder.group(),
        user: holder.user(),
        turn: TurnId::from_uuid(Uuid::now_v7()),
        price: asked.model.price.get(),
        fallback: None,
        input_estimate: asked.input_estimate,
        max_output_tokens: asked.max_output_tokens,
        may_be_shorter: true,
    };
    let admission =
        Admission { wanted, key: holder.key(), model: asked.model.id.clone(), provider: asked.model.vendor.id.clone() };
    Ok(app.till.admit(admission).await?)
}

/// Whether the holder's group has begun and is not over, and the server does not stop.
pub(super) fn check_group(app: &App, holder: &Holder) -> Result<(), Refused> {
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
