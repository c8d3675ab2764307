//! What happens in a group, for its members to read: who came and went, what was agreed, billed and paid. Names and amounts only.

use serde::{Deserialize, Serialize};

use crate::id::UserId;
use crate::money::Amount;

/// Something that happened in a group. People are ids here; whoever reads it sees the names that they have then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GroupEvent {
    /// Somebody made the group.
    Made {
        /// Who.
        user_id: UserId,
    },
    /// Somebody gave it another name.
    Renamed {
        /// Who.
        user_id: UserId,
        /// The name from then on.
        name: String,
    },
    /// Somebody took a seat.
    Joined {
        /// Who.
        user_id: UserId,
    },
    /// Somebody will leave at the period's end.
    Leaving {
        /// Who.
        user_id: UserId,
    },
    /// Somebody stays after all.
    Stayed {
        /// Who.
        user_id: UserId,
    },
    /// Somebody has left.
    Left {
        /// Who.
        user_id: UserId,
    },
    /// The owner ended a membership.
    Removed {
        /// Whose.
        user_id: UserId,
        /// By whom.
        by: UserId,
    },
    /// Somebody owns the group from then on.
    OwnerChanged {
        /// Who.
        user_id: UserId,
    },
    /// Somebody proposed another split; it waits for approvals.
    SplitProposed {
        /// Who.
        user_id: UserId,
    },
    /// Another split counts from then on.
    SplitChanged {
        /// Who proposed it.
        user_id: UserId,
    },
    /// A proposed split was declined.
    SplitDeclined {
        /// By whom.
        user_id: UserId,
    },
    /// The group has another plan from then on.
    PlanChanged {
        /// Who chose it.
        user_id: UserId,
        /// Its name.
        plan: String,
    },
    /// The group gets another plan when its period is over.
    PlanChosen {
        /// Who chose it.
        user_id: UserId,
        /// Its name.
        plan: String,
    },
    /// The group ends when its period is over.
    Ending {
        /// Who decided so.
        user_id: UserId,
    },
    /// The group goes on with its plan after all.
    Resumed {
        /// Who decided so.
        user_id: UserId,
    },
    /// A period opened.
    PeriodOpened {
        /// Its number, from 0.
        number: u32,
    },
    /// An invoice became final.
    Invoiced {
        /// Its number.
        invoice: String,
        /// The price of the whole group.
        total: Amount,
    },
    /// Somebody paid their share.
    Paid {
        /// Who.
        user_id: UserId,
        /// How much.
        amount: Amount,
    },
    /// Somebody paid another's share.
    Covered {
        /// Whose.
        user_id: UserId,
        /// Who paid.
        by: UserId,
        /// How much.
        amount: Amount,
    },
    /// Somebody's share was not paid in time.
    Suspended {
        /// Whose.
        user_id: UserId,
    },
}

impl GroupEvent {
    /// Everybody that it names.
    pub fn people(&self) -> impl Iterator<Item = UserId> {
        let (one, other) = match self {
            Self::PeriodOpened { .. } | Self::Invoiced { .. } => (None, None),
            Self::Removed { user_id, by } | Self::Covered { user_id, by, .. } => (Some(*user_id), Some(*by)),
            Self::Made { user_id }
            | Self::Renamed { user_id, .. }
            | Self::Joined { user_id }
            | Self::Leaving { user_id }
            | Self::Stayed { user_id }
            | Self::Left { user_id }
            | Self::OwnerChanged { user_id }
            | Self::SplitProposed { user_id }
            | Self::SplitChanged { user_id }
            | Self::SplitDeclined { user_id }
            | Self::PlanChanged { user_id, .. }
            | Self::PlanChosen { user_id, .. }
            | Self::Ending { user_id }
            | Self::Resumed { user_id }
            | Self::Paid { user_id, .. }
            | Self::Suspended { user_id } => (Some(*user_id), None),
        };
        one.into_iter().chain(other)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::GroupEvent;
    use crate::id::UserId;

    #[test]
    fn an_event_names_everybody_that_belongs_to_it() {
        let user = |n| UserId::from_uuid(Uuid::from_u128(n));
        let removed = GroupEvent::Removed { user_id: user(1), by: user(2) };
        assert_eq!(removed.people().collect::<Vec<_>>(), [user(1), user(2)]);
        assert_eq!(GroupEvent::PeriodOpened { number: 0 }.people().count(), 0);
        let stored = serde_json::to_string(&removed).unwrap();
        assert!(stored.starts_with(r#"{"kind":"removed","user_id""#), "{stored}");
        assert_eq!(serde_json::from_str::<GroupEvent>(&stored).unwrap(), removed);
    }
}
