//! Somebody pays another's share.

use domain::cover::cover;
use domain::invoice::ShareStatus;

use super::Kind;
use super::claims::{any_share, begin};

pub(crate) const COVER: Kind = Kind {
    name: "cover",
    weight: 4,
    happen: |life, dice| {
        let Some(by) = dice.pick(&life.members).map(|seat| seat.member.user) else { return false };
        let Some(at) = any_share(life, dice) else { return false };
        // Of a payment that a bank took back in part, whoever covered the share still has their part.
        if life.shares[at].cover.is_some_and(|(_, left)| !left.is_zero()) {
            return false;
        }
        let (owner, before) = (life.shares[at].user, life.shares[at].stands.status());
        match cover(before, owner, by) {
            Ok(status) => {
                begin(life, at, by, status);
                true
            }
            Err(refused) => {
                let may = owner != by && matches!(before, ShareStatus::Due | ShareStatus::PastDue);
                assert!(!may, "an open share cannot be covered: {refused:?}");
                false
            }
        }
    },
};
