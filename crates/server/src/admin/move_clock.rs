//! `POST /admin/sandboxes/{id}/clock`

use axum::extract::State;
use domain::id::GroupId;
use domain::operator_action::OperatorAction;
use domain::test_clock::{Leap, LeapRefused, leap};
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{clock, groups};
use utoipa::ToSchema;

use crate::app::App;
use crate::charging;
use crate::http::{Json, Operator, PathId, Problem};
use crate::periods::{self, Happened, Leaping};

/// How far.
#[derive(Deserialize, ToSchema)]
pub struct MoveClock {
    /// A day, a week or a month.
    pub by: Leap,
    /// How often, 1 to 36; once when it is left out.
    #[serde(default = "once")]
    pub times: u32,
}

const fn once() -> u32 {
    1
}

/// What a sandbox's clock says now, and what happened on the way.
#[derive(Serialize, ToSchema)]
pub struct ClockMoved {
    /// What it says.
    pub now: Timestamp,
    /// What was due, by the time at which it was.
    pub happened: Vec<HappenedBody>,
}

/// What was due at a time.
#[derive(Serialize, ToSchema)]
#[schema(as = Happened)]
pub struct HappenedBody {
    /// By the group's clock.
    pub at: Timestamp,
    /// How many steps from one period to the next.
    pub periods: u32,
    /// How many shares were not paid in time.
    pub shares: u32,
}

/// Move a sandbox's clock forwards. Everything that is due on the way happens at its moment: periods end and open, bills are made,
/// cards are charged, shares that are not paid are covered or suspend their member.
#[utoipa::path(post, path = "/admin/sandboxes/{id}/clock", tag = "admin",
    params(("id" = String, Path, description = "The sandbox")),
    request_body = MoveClock, responses((status = 200, body = ClockMoved)))]
pub async fn move_clock(
    State(app): State<App>,
    Operator(operator): Operator,
    PathId(id): PathId<GroupId>,
    Json(typed): Json<MoveClock>,
) -> Result<axum::Json<ClockMoved>, Problem> {
    let (group, real_now) = {
        let mut connection = app.connection().await?;
        let group = groups::find(&mut connection, id).await?.ok_or_else(Problem::not_found)?;
        (group, clock::now(&mut connection).await?)
    };
    let to = leap(group.is_sandbox, group.now, real_now, typed.by, typed.times, &group.zone).map_err(refused)?;
    let noted = OperatorAction::ClockMoved { group_id: id, by: typed.by, times: typed.times };
    let leaping = Leaping { group: id, to, by: operator.user, noted };
    let happened = periods::advance(&app, leaping, || charging::charge_due(&app)).await.map_err(Problem::internal)?;
    let now = clock::of_group(&mut *app.connection().await?, id).await?;
    Ok(axum::Json(ClockMoved { now, happened: happened.into_iter().map(HappenedBody::from).collect() }))
}

impl From<Happened> for HappenedBody {
    fn from(happened: Happened) -> Self {
        Self { at: happened.at, periods: happened.periods, shares: happened.shares }
    }
}

fn refused(refused: LeapRefused) -> Problem {
    let problem = |code, detail: &'static str| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail);
    match refused {
        // Real groups are no sandboxes: there is none with this id.
        LeapRefused::NotASandbox => Problem::not_found(),
        LeapRefused::Times => problem("leap_out_of_range", "Move the clock 1 to 36 times at once."),
        LeapRefused::TooFar => problem("leap_too_far", "A sandbox can be ten years ahead at most; make a new one."),
    }
}
