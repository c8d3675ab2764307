//! One round: everything that it locks, decides and writes, in one transaction. Ends come before admissions, as they free credit.

use std::collections::{HashMap, HashSet};

use domain::api_key::DayCount;
use domain::credit::NanoUsd;
use domain::fair_share::Caps;
use domain::id::{ApiKeyId, GroupId, TurnId, UserId};
use domain::price::longest_output;
use domain::turn::{self, Ending, Purpose};
use store::api_keys::{self, Locked};
use store::caps::{self, CapsOf};
use store::clock::{self, Times};
use store::gateway_requests::{self, Running};
use store::holds::{self, Held};
use store::pools::{self, PeriodPool, PoolOf};
use store::{PgConnection, PgTransaction, WhenLocked};
use uuid::Uuid;

use super::ask::{Admission, AdmitError, Admitted, Closing};
use super::line::Batch;
use crate::metering::changes::Changes;
use crate::metering::{ReserveError, SettleError, Used, Wanted, reserve, settle, today};

/// What came of each, in the order of the batch.
pub(super) struct Outcome {
    pub(super) admissions: Vec<Served<Result<Admitted, AdmitError>>>,
    pub(super) closings: Vec<Served<Option<Ending>>>,
}

/// What came of one of them.
pub(super) enum Served<T> {
    /// This.
    Done(T),
    /// It was passed over: what it needs is locked elsewhere.
    PassedOver,
}

/// Serves a batch. An error is a fault of one of them, or of the database: nothing was done.
pub(super) async fn serve(
    mut tx: PgTransaction<'_>,
    node: Uuid,
    batch: &Batch,
    when_locked: WhenLocked,
) -> Result<Outcome, SettleError> {
    let mut round = Round::lock(&mut tx, batch, when_locked).await?;
    let closings = round.end_all(&mut tx, batch).await?;
    let admissions = round.admit_all(&mut tx, batch).await?;
    round.save(&mut tx, node).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(Outcome { admissions, closings })
}

/// The caps of members who have set any, and what counts against them.
type Capped = HashMap<(GroupId, UserId), (Caps, NanoUsd)>;

/// What a round has locked, and what it changes.
struct Round {
    times: Times,
    when_locked: WhenLocked,
    keys: HashMap<ApiKeyId, Locked>,
    held: HashMap<TurnId, Held>,
    pools: Vec<PeriodPool>,
    changes: Changes,
    counts: HashMap<(UserId, ApiKeyId), DayCount>,
    begun: Vec<Running>,
    /// By how much what members hold and have spent today has grown by the ends of this round; less than nothing as a rule.
    settled: HashMap<(GroupId, UserId), i64>,
}

impl Round {
    async fn lock(tx: &mut PgConnection, batch: &Batch, when_locked: WhenLocked) -> store::Result<Self> {
        let admissions = || batch.admissions.iter().map(|(admission, _)| admission);
        let closings = || batch.closings.iter().map(|(closing, _)| &closing.running);
        let groups =
            admissions().map(|admission| admission.wanted.group).chain(closings().map(|running| running.group));
        let groups: HashSet<GroupId> = groups.collect();
        let times = clock::of_groups(tx, &groups.into_iter().collect::<Vec<_>>()).await?;

        let keys = admissions().map(|admission| (admission.wanted.user, admission.key));
        let keys: HashSet<_> = keys.chain(closings().map(|running| (running.user, running.key))).collect();
        let keys = api_keys::lock(tx, &keys.into_iter().collect::<Vec<_>>(), when_locked).await?;

        let turns: HashSet<_> = closings().map(|running| (running.group, running.id)).collect();
        let held = if turns.is_empty() {
            Vec::new()
        } else {
            holds::find_held(tx, &turns.into_iter().collect::<Vec<_>>()).await?
        };
        let pool_of = |group, period| PoolOf { group, period, now: times.of(group) };
        let of_holds = held.iter().map(|held| pool_of(held.key.group, Some(held.key.period)));
        let open = admissions().map(|admission| pool_of(admission.wanted.group, None));
        let pools: HashSet<PoolOf> = of_holds.chain(open).collect();
        let pools = pools::lock_many(tx, &pools.into_iter().collect::<Vec<_>>(), when_locked).await?;
        Ok(Self {
            times,
            when_locked,
            keys: keys.into_iter().map(|key| (key.key, key)).collect(),
            held: held.into_iter().map(|held| (held.key.turn, held)).collect(),
            pools,
            changes: Changes::default(),
            counts: HashMap::new(),
            begun: Vec::new(),
            settled: HashMap::new(),
        })
    }

    /// Ends those requests that nobody else has ended.
    async fn end_all(
        &mut self,
        tx: &mut PgConnection,
        batch: &Batch,
    ) -> Result<Vec<Served<Option<Ending>>>, SettleError> {
        let mut places = Vec::with_capacity(batch.closings.len());
        let mut endings = Vec::new();
        for (closing, _) in &batch.closings {
            let place = self.place_of(&closing.running)?;
            if let Place::Pool(_) = place {
                let (group, id) = (closing.running.group, closing.running.id);
                endings.push(gateway_requests::Ending { group, id, only_if_lapsed: closing.only_if_lapsed });
            }
            places.push(place);
        }
        // Who takes a request off the list ends it.
        let mut removed =
            if endings.is_empty() { HashSet::new() } else { gateway_requests::remove(tx, &endings).await? };
        let mut outcomes = Vec::with_capacity(places.len());
        for ((closing, _), place) in batch.closings.iter().zip(places) {
            outcomes.push(match place {
                Place::PassedOver => Served::PassedOver,
                Place::Pool(pool) if removed.remove(&closing.running.id) => Served::Done(self.end(closing, pool)?),
                Place::Pool(_) | Place::Ended => Served::Done(None),
            });
        }
        Ok(outcomes)
    }

    fn place_of(&self, running: &Running) -> Result<Place, SettleError> {
        let Some(held) = self.held.get(&running.id) else { return Ok(Place::Ended) };
        let waits = self.when_locked == WhenLocked::Wait;
        // A key can be gone for good, together with its owner's account.
        if !waits && !self.keys.contains_key(&running.key) {
            return Ok(Place::PassedOver);
        }
        match self.pools.iter().position(|pool| pool.id == held.key.period) {
            Some(pool) => Ok(Place::Pool(pool)),
            None if waits => Err(SettleError::NoPeriod),
            None => Ok(Place::PassedOver),
        }
    }

    fn end(&mut self, closing: &Closing, pool: usize) -> Result<Option<Ending>, SettleError> {
        let running = &closing.running;
        let (Some(found), Some(pool)) = (self.held.remove(&running.id), self.pools.get_mut(pool)) else {
            return Ok(None);
        };
        let hold = found.hold(pool);
        let (input, output) = (running.input_estimate, closing.counted_output);
        let ending = turn::end(closing.outcome, hold.total(), closing.usage, input, output, running.price);
        let used = Used {
            provider: running.provider.clone(),
            model: running.model.clone(),
            api_key: Some(running.key),
            purpose: Purpose::Answer,
            price: running.price,
            raw: closing.raw_usage.clone(),
            vendor_request_id: closing.vendor_request_id.clone(),
        };
        let now = self.times.of(running.group);
        settle::decide(pool, found.key, &hold, &ending, used, now, &mut self.changes)?;
        if let Some(key) = self.keys.get_mut(&running.key) {
            key.count = key.count.settle(running.held_on, hold.total(), ending.cost);
            self.counts.insert((running.user, running.key), key.count);
        }
        let grown = ending.cost.get().saturating_sub(hold.total().get());
        *self.settled.entry((running.group, running.user)).or_default() += grown;
        Ok(Some(ending))
    }

    /// Admits those requests that there is credit for.
    async fn admit_all(
        &mut self,
        tx: &mut PgConnection,
        batch: &Batch,
    ) -> Result<Vec<Served<Result<Admitted, AdmitError>>>, SettleError> {
        let mut capped = self.caps(tx, batch).await?;
        let mut outcomes = Vec::with_capacity(batch.admissions.len());
        for (admission, _) in &batch.admissions {
            let passes_over = self.when_locked == WhenLocked::PassOver;
            outcomes.push(match self.admit(admission, &mut capped) {
                Err(AdmitError::Reserve(ReserveError::Ledger(error))) => return Err(error.into()),
                Err(AdmitError::KeyGone | AdmitError::Reserve(ReserveError::NoPeriod)) if passes_over => {
                    Served::PassedOver
                }
                outcome => Served::Done(outcome),
            });
        }
        Ok(outcomes)
    }

    /// Admits a request, or refuses it. What is not locked counts as not there.
    fn admit(&mut self, admission: &Admission, capped: &mut Capped) -> Result<Admitted, AdmitError> {
        let wanted = admission.wanted;
        let now = self.times.of(wanted.group);
        let key = self.keys.get_mut(&admission.key).filter(|key| key.is_good && !key.limits.expired(self.times.now));
        let key = key.ok_or(AdmitError::KeyGone)?;
        let pool = self.pools.iter_mut().find(|pool| pool.group == wanted.group && pool.takes_holds_at(now));
        let pool = pool.ok_or(ReserveError::NoPeriod)?;

        let day = now.to_zoned(key.zone.clone()).date();
        let count = key.count.on(day);
        let max_output_tokens = match key.limits.daily_cap {
            Some(cap) => longest_output(count.left(cap), wanted.input_estimate, wanted.price, wanted.max_output_tokens)
                .ok_or(AdmitError::KeyUsedUp)?,
            None => wanted.max_output_tokens,
        };
        let own = capped.get_mut(&(wanted.group, wanted.user));
        let (caps, counted) = own.as_deref().copied().unwrap_or_default();
        let capped_wish = Wanted { max_output_tokens, ..wanted };
        let reserved = reserve::decide(pool, caps, counted, &capped_wish, now, &mut self.changes)?;

        if let Some((_, counted)) = own {
            *counted = NanoUsd(counted.get().saturating_add(reserved.held.get()));
        }
        key.count = count.hold(reserved.held);
        self.counts.insert((wanted.user, admission.key), key.count);
        let running = Running {
            group: wanted.group,
            id: wanted.turn,
            user: wanted.user,
            key: admission.key,
            model: admission.model.clone(),
            provider: admission.provider.clone(),
            input_estimate: wanted.input_estimate,
            price: wanted.price,
            held_on: day,
        };
        self.begun.push(running.clone());
        Ok(Admitted { running, reserved })
    }

    /// The caps of those who have set any, and what counts against them after the ends of this round.
    async fn caps(&self, tx: &mut PgConnection, batch: &Batch) -> store::Result<Capped> {
        let members: HashSet<_> =
            batch.admissions.iter().map(|(admission, _)| (admission.wanted.group, admission.wanted.user)).collect();
        let of_pool = |(group, user)| {
            let now = self.times.of(group);
            let pool = self.pools.iter().find(|pool| pool.group == group && pool.takes_holds_at(now))?;
            Some(CapsOf { group, period: pool.id, user, today: today(pool, now) })
        };
        let members: Vec<CapsOf> = members.into_iter().filter_map(of_pool).collect();
        if members.is_empty() {
            return Ok(HashMap::new());
        }
        let capped = caps::of(tx, &members).await?.into_iter().map(|capped| {
            let member = (capped.group, capped.user);
            let settled = self.settled.get(&member).copied().unwrap_or_default();
            (member, (capped.caps, NanoUsd(capped.counted.get().saturating_add(settled))))
        });
        Ok(capped.collect())
    }

    async fn save(&self, tx: &mut PgConnection, node: Uuid) -> store::Result<()> {
        self.changes.save(tx, &self.pools).await?;
        if !self.counts.is_empty() {
            let counts: Vec<_> = self.counts.iter().map(|((user, key), count)| (*user, *key, *count)).collect();
            api_keys::save_counts(tx, &counts).await?;
        }
        if !self.begun.is_empty() {
            gateway_requests::insert(tx, &self.begun, node).await?;
        }
        Ok(())
    }
}

/// Where a request that is to be ended has its hold.
enum Place {
    /// In this one of the locked pools.
    Pool(usize),
    /// Nowhere: it has ended.
    Ended,
    /// In one that is not locked here.
    PassedOver,
}
