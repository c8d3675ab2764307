//! What a transaction writes of credit: collected while it decides, written together at its end.

use std::collections::HashSet;

use domain::id::{PeriodId, UserId};
use domain::ledger::Transaction;
use store::PgConnection;
use store::holds::{EndedHold, HoldEnd, HoldKey, NewHold};
use store::ledger::Posting;
use store::pools::{self, PeriodPool};
use store::usage::NewUsage;

use super::warning::warn;
use crate::realtime::{Event, News, announce_each};

/// Holds made and ended, usage, postings, and which pools they are of.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pools: HashSet<PeriodId>,
    holds: Vec<NewHold>,
    ended: Vec<EndedHold>,
    postings: Vec<Posting>,
    usage: Vec<NewUsage>,
    news: Vec<News>,
}

impl Changes {
    /// A hold is made.
    pub(super) fn hold(&mut self, new: NewHold) {
        self.holds.push(new);
    }

    /// A hold has ended.
    pub(super) fn end(&mut self, key: HoldKey, end: HoldEnd) {
        self.ended.push((key, end));
    }

    /// Something was used.
    pub(super) fn usage(&mut self, new: NewUsage) {
        self.usage.push(new);
    }

    /// A member's open pages are told of something.
    pub(super) fn tell(&mut self, user: UserId, event: Event) {
        self.news.push((vec![user], event));
    }

    /// A pool has changed, and why.
    pub(super) fn post(&mut self, period: &PeriodPool, transaction: Transaction) {
        self.pools.insert(period.id);
        self.postings.push(Posting { group: period.group, transaction });
    }

    /// Writes everything, and tells everybody of it at the commit.
    pub(super) async fn save_and_announce(
        self,
        connection: &mut PgConnection,
        pools: &[PeriodPool],
    ) -> store::Result<()> {
        self.save(connection, pools).await?;
        announce_each(connection, self.news(pools).into_iter()).await
    }

    /// What pages are to be told: everybody who shares a pool that it changed, and what was noted beside that.
    pub(super) fn news(self, pools: &[PeriodPool]) -> Vec<News> {
        let changed = pools.iter().filter(|pool| self.pools.contains(&pool.id));
        let credit = changed.map(|pool| (sharers(pool), Event::CreditChanged { group_id: pool.group }));
        credit.chain(self.news).collect()
    }

    /// Writes everything, and tells whoever has used up most of their credit. `pools` are all that the
    /// transaction has locked.
    pub(super) async fn save(&self, connection: &mut PgConnection, pools: &[PeriodPool]) -> store::Result<()> {
        let changed: Vec<&PeriodPool> = pools.iter().filter(|pool| self.pools.contains(&pool.id)).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let credit = pools::Changed {
            pools: &changed,
            made: &self.holds,
            ended: &self.ended,
            usage: &self.usage,
            postings: &self.postings,
        };
        // Whoever ends a hold has locked its pool while it was open.
        if pools::save(connection, &credit).await? != self.ended.len() {
            return Err(store::Error::Unreadable("holds.status"));
        }
        for (key, _) in &self.ended {
            if let Some(pool) = changed.iter().find(|pool| pool.id == key.period) {
                warn(connection, key, pool).await?;
            }
        }
        Ok(())
    }
}

fn sharers(pool: &PeriodPool) -> Vec<UserId> {
    pool.pool.members.iter().filter(|member| member.present).map(|member| member.user).collect()
}
