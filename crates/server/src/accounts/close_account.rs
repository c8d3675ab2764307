//! `POST /me/close`

use axum::extract::State;
use axum::response::IntoResponse;
use domain::account::{self, CloseRefused, Place};
use domain::group::{Departure, GroupStatus, MembershipStatus};
use domain::group_event::GroupEvent;
use domain::id::UserId;
use http::StatusCode;
use store::groups::{self, Seated};
use store::{PgConnection, closing, group_activity, invitations, splits};

use super::proof::{Proof, prove};
use super::session;
use crate::app::{App, commit};
use crate::http::{Caller, Device, Json, Problem};
use crate::realtime::{Event, announce};

/// Close the caller's account for good. All chats, keys, sessions and the activity are gone at once; nobody can bring them back.
/// Places in groups end like those of everybody who leaves, shares that are open stay owed, and ledger, payments and usage stay,
/// without the name. An owner hands over first.
#[utoipa::path(post, path = "/me/close", tag = "accounts", request_body = Proof, responses((status = 204)))]
pub async fn close_account(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<Proof>,
) -> Result<impl IntoResponse, Problem> {
    let proven = prove(&app, &caller, &device, &typed).await?;

    let mut tx = app.begin().await?;
    let held = closing::lock_places(&mut tx, caller.user).await?;
    let account = closing::lock(&mut tx, caller.user).await?.ok_or_else(Problem::unauthenticated)?;
    // Changed in between, by somebody who knew it: whoever is here may not be the one.
    if account.login_hash != proven.login_hash {
        return Err(Problem::unauthenticated());
    }
    let standing: Vec<Place> = held.iter().map(|placed| placed.place).collect();
    let departures = match account::close(&standing, account.is_operator, account.other_operators) {
        Ok(departures) => departures,
        Err(refused) => return Err(explain(&mut tx, refused).await?),
    };
    for (group, departure) in departures {
        let Some(placed) = held.iter().find(|placed| placed.place.group == group) else { continue };
        let (status, ends_group) = match departure {
            Departure::AtOnce => {
                (MembershipStatus::Ended, placed.place.others == 0 && placed.place.status == GroupStatus::Forming)
            }
            Departure::AtPeriodEnd => (MembershipStatus::Leaving, false),
        };
        groups::set_membership_status(&mut tx, group, placed.membership, status).await?;
        let user_id = caller.user;
        let event = match departure {
            Departure::AtOnce => GroupEvent::Left { user_id },
            Departure::AtPeriodEnd => GroupEvent::Leaving { user_id },
        };
        group_activity::record(&mut tx, group, &event).await?;
        splits::lapse(&mut tx, group).await?;
        if ends_group {
            groups::archive(&mut tx, group).await?;
            invitations::revoke_all(&mut tx, group).await?;
        }
    }
    for place in &standing {
        let members: Vec<UserId> = groups::members(&mut tx, &[place.group]).await?.iter().map(Seated::user).collect();
        announce(&mut tx, &members, Event::GroupChanged { group_id: place.group }).await?;
    }
    let (sessions, turns) = closing::erase(&mut tx, caller.user).await?;
    for turn_id in &turns {
        announce(&mut tx, &[caller.user], Event::TurnStopping { turn_id: *turn_id }).await?;
    }
    for session_id in sessions {
        announce(&mut tx, &[caller.user], Event::SessionEnded { session_id }).await?;
    }
    commit(tx).await?;
    for live in turns.into_iter().filter_map(|turn| app.turns.find(caller.user, turn)) {
        live.request_stop();
    }
    tracing::info!(user = %caller.user, "closed their account");
    Ok((StatusCode::NO_CONTENT, session::forget(&app)))
}

async fn explain(connection: &mut PgConnection, refused: CloseRefused) -> Result<Problem, Problem> {
    Ok(match refused {
        CloseRefused::LastOperator => Problem::conflict(
            "last_operator",
            "Nobody else runs this server. Make somebody an operator first, with `potluck admin make-operator`.",
        ),
        CloseRefused::OwnsGroups(groups) => {
            let names = closing::group_names(connection, &groups).await?;
            Problem::conflict("owner_must_hand_over", "Hand the groups that you own over to another member first.")
                .with("groups", names)
        }
    })
}
