//! Requests by API keys, and calls besides, that want to be made.

use domain::price::longest_output;
use store::gateway_requests::Running;

use super::{Round, Served};
use crate::metering::till::ask::{Admission, AdmitError, Admitted};
use crate::metering::till::line::Batch;
use crate::metering::{ReserveError, Reserved, SettleError, Wanted};

impl Round<'_> {
    /// Reserves for those calls that there is credit for.
    pub(super) fn reserve_all(
        &mut self,
        batch: &Batch,
    ) -> Result<Vec<Served<Result<Reserved, ReserveError>>>, SettleError> {
        let outcomes = batch.calls.asked().map(|wanted| match self.reserve(wanted).map(|(reserved, _)| reserved) {
            Err(ReserveError::Ledger(error)) => Err(error.into()),
            Err(ReserveError::NoPeriod) if self.passes_over() => Ok(Served::PassedOver),
            outcome => Ok(Served::Done(outcome)),
        });
        outcomes.collect()
    }

    /// Admits those requests that there is credit for.
    pub(super) fn admit_all(
        &mut self,
        batch: &Batch,
    ) -> Result<Vec<Served<Result<Admitted, AdmitError>>>, SettleError> {
        let outcomes = batch.admissions.asked().map(|admission| match self.admit(admission) {
            Err(AdmitError::Reserve(ReserveError::Ledger(error))) => Err(error.into()),
            Err(AdmitError::KeyGone | AdmitError::Reserve(ReserveError::NoPeriod)) if self.passes_over() => {
                Ok(Served::PassedOver)
            }
            outcome => Ok(Served::Done(outcome)),
        });
        outcomes.collect()
    }

    /// Admits a request, or refuses it. What is not locked counts as not there.
    fn admit(&mut self, admission: &Admission) -> Result<Admitted, AdmitError> {
        let wanted = admission.wanted;
        let key = self.keys.get(&admission.key).filter(|key| key.is_good);
        let key = key.ok_or(AdmitError::KeyGone)?;
        let count = key.count.on(key.today);
        let max_output_tokens = match key.limits.daily_cap {
            Some(cap) => longest_output(count.left(cap), wanted.input_estimate, wanted.price, wanted.max_output_tokens)
                .ok_or(AdmitError::KeyUsedUp)?,
            None => wanted.max_output_tokens,
        };
        let (reserved, _) = self.reserve(&Wanted { max_output_tokens, ..wanted })?;

        let count = count.hold(reserved.held);
        if let Some(key) = self.keys.get_mut(&admission.key) {
            key.count = count;
        }
        self.counts.insert((wanted.user, admission.key), count);
        let running = Running {
            group: wanted.group,
            id: wanted.turn,
            user: wanted.user,
            key: admission.key,
            model: admission.model.clone(),
            provider: admission.provider.clone(),
            input_estimate: wanted.input_estimate,
            price: wanted.price,
            held_on: count.day,
        };
        self.admitted.push(running.clone());
        Ok(Admitted { running, reserved })
    }
}
