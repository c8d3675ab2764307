//! Requests, turns and calls that are to be ended.

use std::collections::{HashMap, HashSet};

use domain::fair_share::Hold;
use domain::id::{GroupId, TurnId};
use domain::turn::{self, Ending};
use store::PgConnection;
use store::gateway_requests;
use store::turns::{self, Final};

use super::{Round, Served};
use crate::metering::till::ask::{Closing, Ends};
use crate::metering::till::line::Batch;
use crate::metering::{SettleError, Used, settle};
use crate::realtime::Event;

/// Where something that is to be ended has its hold.
enum Place {
    /// In one of the locked pools.
    Here(Open),
    /// Nowhere: it has ended.
    Ended,
    /// In one that is not locked here.
    Elsewhere,
}

/// A hold that can be settled now.
struct Open {
    pool: usize,
    hold: Hold,
    ending: Ending,
}

impl Round<'_> {
    /// Ends those that nobody else has ended.
    pub(super) async fn end_all(
        &mut self,
        tx: &mut PgConnection,
        batch: &Batch,
    ) -> Result<Vec<Served<Result<Option<Ending>, SettleError>>>, SettleError> {
        let places = batch.closings.asked().map(|closing| self.place_of(closing));
        let places = places.collect::<Result<Vec<_>, _>>()?;
        let chosen = chosen(batch);
        // Who takes one off the list ends it.
        let mut taken = self.take_off(tx, batch, &places, &chosen).await?;
        let mut outcomes = Vec::with_capacity(places.len());
        for (at, (closing, place)) in batch.closings.asked().zip(places).enumerate() {
            let paid = closing.paid();
            let may_be_locked = matches!(closing.ends, Ends::Turn { .. }) && self.passes_over();
            outcomes.push(match place {
                Place::Here(open) if chosen.contains(&at) && taken.remove(&(paid.group, paid.id)) => {
                    let ending = open.ending;
                    self.end(closing, open)?;
                    Served::Done(Ok(Some(ending)))
                }
                Place::Elsewhere => Served::PassedOver,
                Place::Here(_) if may_be_locked => Served::PassedOver,
                Place::Here(_) | Place::Ended => Served::Done(Ok(None)),
            });
        }
        Ok(outcomes)
    }

    fn place_of(&self, closing: &Closing) -> Result<Place, SettleError> {
        let paid = closing.paid();
        let Some(found) = self.held.get(&(paid.group, paid.id)) else { return Ok(Place::Ended) };
        // A key can be gone for good, together with its owner's account.
        if self.passes_over() && paid.key.is_some_and(|(key, _)| !self.keys.contains_key(&key)) {
            return Ok(Place::Elsewhere);
        }
        let place = self.pools.iter().enumerate().find(|(_, pool)| pool.id == found.key.period);
        let Some((at, pool)) = place else {
            return if self.passes_over() { Ok(Place::Elsewhere) } else { Err(SettleError::NoPeriod) };
        };
        let hold = found.hold(pool);
        let (input, output) = (paid.input_estimate, closing.counted_output);
        let ending = turn::end(closing.outcome, hold.total(), closing.usage, input, output, paid.price);
        Ok(Place::Here(Open { pool: at, hold, ending }))
    }

    /// Those of the chosen with a hold here that had not ended before, and that nobody else ends meanwhile.
    async fn take_off(
        &self,
        tx: &mut PgConnection,
        batch: &Batch,
        places: &[Place],
        chosen: &HashSet<usize>,
    ) -> store::Result<HashSet<(GroupId, TurnId)>> {
        let (mut abandoned, mut finals, mut taken) = (Vec::new(), Vec::new(), HashSet::new());
        for (at, (closing, place)) in batch.closings.asked().zip(places).enumerate() {
            let Place::Here(Open { ending, .. }) = place else { continue };
            if !chosen.contains(&at) {
                continue;
            }
            let only_if_lapsed = closing.only_if_lapsed;
            match &closing.ends {
                Ends::Request(running) if only_if_lapsed => abandoned.push((running.group, running.id)),
                // Its hold is still there, and it is on its list for as long.
                Ends::Request(running) => {
                    taken.insert((running.group, running.id));
                }
                Ends::Turn { running, error_code, text, thoughts } => finals.push(Final {
                    running,
                    status: ending.status,
                    error_code: ending.status.is_broken().then_some(*error_code),
                    text: text.as_ref().map(|(sealed, seq)| (sealed.as_slice(), *seq)),
                    thoughts: thoughts.as_ref(),
                    only_if_lapsed,
                }),
                // On no list: its hold is still there.
                Ends::Call(call) => {
                    taken.insert((call.group, call.id));
                }
            }
        }
        if !abandoned.is_empty() {
            taken.extend(gateway_requests::lock_lapsed(tx, &abandoned).await?);
        }
        if !finals.is_empty() {
            taken.extend(turns::end(tx, &finals, self.when_locked).await?);
        }
        Ok(taken)
    }

    /// Settles a hold.
    fn end(&mut self, closing: &Closing, open: Open) -> Result<(), SettleError> {
        let (paid, Open { pool, hold, ending }) = (closing.paid(), open);
        let (Some(found), Some(pool)) = (self.held.remove(&(paid.group, paid.id)), self.pools.get_mut(pool)) else {
            return Ok(());
        };
        let used = Used {
            provider: paid.provider.to_owned(),
            model: paid.model.to_owned(),
            api_key: paid.key.map(|(key, _)| key),
            purpose: paid.purpose,
            price: paid.price,
            raw: closing.raw_usage.clone(),
            vendor_request_id: closing.vendor_request_id.clone(),
        };
        settle::decide(pool, found.key, &hold, &ending, used, &mut self.changes)?;
        if let Some((id, held_on)) = paid.key
            && let Some(key) = self.keys.get_mut(&id)
        {
            key.count = key.count.settle(held_on, hold.total(), ending.cost);
            self.counts.insert((paid.user, id), key.count);
        }
        match &closing.ends {
            Ends::Turn { running, .. } => {
                let (turn_id, conversation_id) = (running.id, running.conversation);
                self.changes.tell(running.user, Event::TurnEnded { turn_id, conversation_id, status: ending.status });
                self.changes.tell(running.user, Event::ConversationChanged { conversation_id });
            }
            Ends::Request(running) => self.ended.push((running.group, running.id)),
            Ends::Call(_) => {}
        }
        let grown = ending.cost.get().saturating_sub(hold.total().get());
        *self.settled.entry((paid.group, paid.user)).or_default() += grown;
        Ok(())
    }
}

/// Which of those who would end the same one does, by their places in the batch: who has run it rather than who found it abandoned,
/// and then who came first.
fn chosen(batch: &Batch) -> HashSet<usize> {
    let mut chosen: HashMap<(GroupId, TurnId), (bool, usize)> = HashMap::new();
    for (at, closing) in batch.closings.asked().enumerate() {
        let paid = closing.paid();
        let rank = (closing.only_if_lapsed, at);
        chosen.entry((paid.group, paid.id)).and_modify(|first| *first = rank.min(*first)).or_insert(rank);
    }
    chosen.into_values().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::id::UserId;
    use domain::price::ModelPrice;
    use domain::turn::{Outcome, Purpose};
    use tokio::sync::oneshot;
    use uuid::Uuid;

    use super::*;
    use crate::metering::till::ask::Call;

    fn closing(id: u128, only_if_lapsed: bool) -> Closing {
        let rate = "1.00".parse().unwrap();
        Closing {
            ends: Ends::Call(Call {
                group: GroupId::from_uuid(Uuid::nil()),
                id: TurnId::from_uuid(Uuid::from_u128(id)),
                user: UserId::from_uuid(Uuid::nil()),
                purpose: Purpose::Title,
                model: "sim".to_owned(),
                provider: "simulated".to_owned(),
                input_estimate: 100,
                price: ModelPrice { input: rate, cached_input: rate, cache_write: rate, output: rate, long: None },
            }),
            outcome: Outcome::Finished,
            usage: None,
            raw_usage: None,
            vendor_request_id: None,
            counted_output: 0,
            only_if_lapsed,
        }
    }

    #[test]
    fn who_runs_it_ends_it_rather_than_who_found_it_abandoned_and_of_two_the_first() {
        for (closings, expected) in [
            (vec![(1, true), (1, false)], vec![1]),
            (vec![(1, false), (1, true)], vec![0]),
            (vec![(1, false), (1, false)], vec![0]),
            (vec![(1, true), (2, true), (1, true)], vec![0, 1]),
        ] {
            let mut batch = Batch::default();
            for (id, only_if_lapsed) in &closings {
                batch.closings.push(Arc::new(closing(*id, *only_if_lapsed)), oneshot::channel().0);
            }
            let mut chosen: Vec<usize> = chosen(&batch).into_iter().collect();
            chosen.sort_unstable();
            assert_eq!(chosen, expected, "{closings:?}");
        }
    }
}
