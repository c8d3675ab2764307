//! A personal API key as its owner sees it.

use domain::credit::NanoUsd;
use domain::id::{ApiKeyId, GroupId};
use domain::plan::Models;
use jiff::Timestamp;
use serde::Serialize;
use store::api_keys::Listed;
use utoipa::ToSchema;

/// A key; never its secret.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub struct ApiKeyBody {
    /// Which one.
    pub id: ApiKeyId,
    /// What its owner calls it.
    pub name: String,
    /// How its secret begins, to recognise it by.
    pub hint: String,
    /// Whose credit it uses.
    pub group_id: GroupId,
    /// The group's name.
    pub group_name: String,
    /// The models that it may ask; null: all that the group's plan includes.
    pub models: Option<Vec<String>>,
    /// How much it may use on one day of the group; null: as much as its owner.
    pub daily_cap_nanousd: Option<NanoUsd>,
    /// What its requests hold and cost today.
    pub used_today_nanousd: NanoUsd,
    /// When it stops working; null: never by itself.
    pub expires_at: Option<Timestamp>,
    /// Whether that is over.
    pub expired: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

impl ApiKeyBody {
    pub(super) fn new(key: Listed, now: Timestamp) -> Self {
        Self {
            id: key.id,
            name: key.name,
            hint: key.hint,
            group_id: key.group,
            group_name: key.group_name,
            expired: key.limits.expired(now),
            models: match key.limits.models {
                Models::All => None,
                Models::Only(ids) => Some(ids),
            },
            daily_cap_nanousd: key.limits.daily_cap,
            used_today_nanousd: key.counted_today,
            expires_at: key.limits.expires_at,
            created_at: key.created_at,
            last_used_at: key.last_used_at,
        }
    }
}
