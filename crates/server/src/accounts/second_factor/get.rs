//! `GET /second-factor`

use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use store::second_factors;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Caller, Problem};

/// Whether signing in asks for a code.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorBody {
    /// Whether it does.
    pub enabled: bool,
    /// Since when.
    pub since: Option<Timestamp>,
    /// How many backup codes are left.
    pub backup_codes_left: i64,
}

/// Whether signing in asks the caller for a code.
#[utoipa::path(get, path = "/second-factor", tag = "accounts", responses((status = 200, body = SecondFactorBody)))]
pub async fn get_second_factor(
    State(app): State<App>,
    caller: Caller,
) -> Result<axum::Json<SecondFactorBody>, Problem> {
    let known = second_factors::since(&mut *app.connection().await?, caller.user).await?;
    Ok(axum::Json(SecondFactorBody {
        enabled: known.is_some(),
        since: known.map(|(since, _)| since),
        backup_codes_left: known.map_or(0, |(_, left)| left),
    }))
}
