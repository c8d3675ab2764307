//! One round: everything that it locks, decides and writes, in one transaction. Ends come before admissions, as they free credit.

mod admitting;
mod beginning;
mod ending;

use std::collections::{HashMap, HashSet};

use domain::api_key::DayCount;
use domain::credit::NanoUsd;
use domain::fair_share::Caps;
use domain::id::{ApiKeyId, GroupId, TurnId, UserId};
use domain::turn;
use jiff::Timestamp;
use store::api_keys::{self, Locked};
use store::attachments::{self, Attached};
use store::caps::{self, CapsOf};
use store::gateway_requests::{self, Running};
use store::holds::{self, Held};
use store::pools::{self, PeriodPool, PoolOf};
use store::turns::{self, Granted};
use store::{PgConnection, WhenLocked};
use uuid::Uuid;

use super::ask::{Admission, AdmitError, Admitted, BeginError, Begun, Closing, OfGroup, TurnAdmission};
use super::line::Batch;
use crate::metering::changes::Changes;
use crate::metering::{ReserveError, Reserved, SettleError, Wanted, reserve};
use crate::realtime::News;

/// What came of each, in the order of the batch.
pub(super) struct Outcome {
    pub(super) admissions: Vec<Served<Result<Admitted, AdmitError>>>,
    pub(super) turns: Vec<Served<Result<Begun, BeginError>>>,
    pub(super) calls: Vec<Served<Result<Reserved, ReserveError>>>,
    pub(super) closings: Vec<Served<Result<Option<turn::Ending>, SettleError>>>,
}

/// What came of one of them.
pub(super) enum Served<T> {
    /// This.
    Done(T),
    /// It was passed over: what it needs is locked elsewhere.
    PassedOver,
}

/// Serves a batch within a transaction, and says what open pages are to be told once it is committed. An error is a fault of one of
/// the batch, or of the database: the transaction must not be committed.
pub(super) async fn serve(
    tx: &mut PgConnection,
    node: Uuid,
    batch: &Batch,
    when_locked: WhenLocked,
) -> Result<(Outcome, Vec<News>), SettleError> {
    let mut round = Round::lock(tx, batch, when_locked).await?;
    let closings = round.end_all(tx, batch).await?;
    round.look_at_caps(tx, batch).await?;
    let turns = round.begin_all(tx, batch).await?;
    let calls = round.reserve_all(batch)?;
    let admissions = round.admit_all(batch)?;
    round.save(tx, node).await?;
    let news = round.changes.news(&round.pools);
    Ok((Outcome { admissions, turns, calls, closings }, news))
}

/// What a round has locked, and what it changes.
struct Round<'a> {
    when_locked: WhenLocked,
    keys: HashMap<ApiKeyId, Locked>,
    held: HashMap<(GroupId, TurnId), Held>,
    pools: Vec<PeriodPool>,
    /// The caps of members who have set any, and what counts against them.
    capped: HashMap<(GroupId, UserId), (Caps, NanoUsd)>,
    changes: Changes,
    counts: HashMap<(UserId, ApiKeyId), DayCount>,
    admitted: Vec<Running>,
    /// The requests that have ended.
    ended: Vec<(GroupId, TurnId)>,
    begun: Vec<Granted<'a>>,
    attached: Vec<Attached>,
    /// By how much what members hold and have spent today has grown by the ends of this round; less than nothing as a rule.
    settled: HashMap<(GroupId, UserId), i64>,
}

impl<'a> Round<'a> {
    async fn lock(tx: &mut PgConnection, batch: &'a Batch, when_locked: WhenLocked) -> store::Result<Self> {
        let ended = || batch.closings.asked().map(Closing::paid);
        let admitted = || batch.admissions.asked().map(|admission| (admission.wanted.user, admission.key));
        let wanting = || {
            let turns = batch.turns.asked().map(TurnAdmission::group);
            let calls = batch.calls.asked().map(Wanted::group);
            batch.admissions.asked().map(Admission::group).chain(turns).chain(calls)
        };
        if when_locked == WhenLocked::Wait && batch.turns.asked().next().is_some() {
            // Before the pools: a member's locked conversation is no reason for their group to wait.
            let new: Vec<_> = batch.turns.asked().map(|turn| &turn.new).collect();
            turns::wait_for_conversations(tx, &new).await?;
        }

        let keys: HashSet<_> = admitted().chain(ended().filter_map(|paid| Some((paid.user, paid.key?.0)))).collect();
        let keys = if keys.is_empty() {
            Vec::new()
        } else {
            api_keys::lock(tx, &keys.into_iter().collect::<Vec<_>>(), when_locked).await?
        };
        let turns: HashSet<_> = ended().map(|paid| (paid.group, paid.id)).collect();
        let turns: Vec<_> = turns.into_iter().collect();
        let mut held = if turns.is_empty() { Vec::new() } else { holds::find_held(tx, &turns).await? };
        let of_holds = held.iter().map(|held| PoolOf { group: held.key.group, period: Some(held.key.period) });
        let pools: HashSet<PoolOf> = of_holds.chain(wanting().map(|group| PoolOf { group, period: None })).collect();
        let pools = pools::lock_many(tx, &pools.into_iter().collect::<Vec<_>>(), when_locked).await?;
        if when_locked == WhenLocked::Wait && !held.is_empty() {
            // Whoever was waited for may have ended some of them.
            held = holds::find_held(tx, &turns).await?;
        }
        Ok(Self {
            when_locked,
            keys: keys.into_iter().map(|key| (key.key, key)).collect(),
            held: held.into_iter().map(|held| ((held.key.group, held.key.turn), held)).collect(),
            pools,
            capped: HashMap::new(),
            changes: Changes::default(),
            counts: HashMap::new(),
            admitted: Vec::new(),
            ended: Vec::new(),
            begun: Vec::new(),
            attached: Vec::new(),
            settled: HashMap::new(),
        })
    }

    fn passes_over(&self) -> bool {
        self.when_locked == WhenLocked::PassOver
    }

    /// The caps of those who want something and have set any, and what counts against them after the ends of this round.
    async fn look_at_caps(&mut self, tx: &mut PgConnection, batch: &Batch) -> store::Result<()> {
        let turns = batch.turns.asked().map(|turn| (turn.new.group, turn.new.user));
        let requests = batch.admissions.asked().map(|admission| (admission.wanted.group, admission.wanted.user));
        let calls = batch.calls.asked().map(|wanted| (wanted.group, wanted.user));
        let members: HashSet<_> = turns.chain(requests).chain(calls).collect();
        let of_pool = |(group, user)| {
            let pool = self.pools.iter().find(|pool| pool.group == group && pool.takes_holds())?;
            pool.capped.contains(&user).then(|| CapsOf { group, period: pool.id, user, today: pool.today() })
        };
        let members: Vec<CapsOf> = members.into_iter().filter_map(of_pool).collect();
        if members.is_empty() {
            return Ok(());
        }
        for capped in caps::of(tx, &members).await? {
            let member = (capped.group, capped.user);
            let settled = self.settled.get(&member).copied().unwrap_or_default();
            let counted = NanoUsd(capped.counted.get().saturating_add(settled));
            self.capped.insert(member, (capped.caps, counted));
        }
        Ok(())
    }

    /// Reserves the worst case, or as much as there is credit for; at the group's time that it gives. A pool that is not locked counts
    /// as not there.
    fn reserve(&mut self, wanted: &Wanted) -> Result<(Reserved, Timestamp), ReserveError> {
        let pool = self.pools.iter_mut().find(|pool| pool.group == wanted.group && pool.takes_holds());
        let pool = pool.ok_or(ReserveError::NoPeriod)?;
        let own = self.capped.get_mut(&(wanted.group, wanted.user));
        let (caps, counted) = own.as_deref().copied().unwrap_or_default();
        let reserved = reserve::decide(pool, caps, counted, wanted, &mut self.changes)?;
        if let Some((_, counted)) = own {
            *counted = NanoUsd(counted.get().saturating_add(reserved.held.get()));
        }
        Ok((reserved, pool.now))
    }

    async fn save(&self, tx: &mut PgConnection, node: Uuid) -> store::Result<()> {
        self.changes.save(tx, &self.pools).await?;
        if !self.admitted.is_empty() || !self.ended.is_empty() {
            let counts: Vec<_> = self.counts.iter().map(|((user, key), count)| (*user, *key, *count)).collect();
            let changed = gateway_requests::Changed { begun: &self.admitted, ended: &self.ended, counts: &counts };
            gateway_requests::save(tx, &changed, node).await?;
        }
        if !self.begun.is_empty() {
            turns::insert(tx, &self.begun, node).await?;
        }
        if !self.attached.is_empty() {
            attachments::attach(tx, &self.attached).await?;
        }
        Ok(())
    }
}
