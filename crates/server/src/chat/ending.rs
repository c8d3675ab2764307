//! The one transaction at a turn's end, whoever ends it. Exactly one of them wins.

use domain::id::TurnId;
use domain::price::TokenUsage;
use domain::turn::{self, Ending, Outcome, Purpose};
use store::turns::{self, Final, Running, Thoughts};
use store::usage::Charge;

use super::trouble;
use crate::app::{App, commit};
use crate::metering::{self, SettleError, Used};
use crate::realtime::{Event, TurnFinished, UsageBody, announce_all};

/// How a turn ended, as far as whoever ends it knows.
#[derive(Debug)]
pub(super) struct Closing<'a> {
    pub(super) running: &'a Running,
    pub(super) outcome: Outcome,
    /// Why the answer is not whole.
    pub(super) error_code: Option<&'static str>,
    /// What the vendor reported.
    pub(super) usage: Option<TokenUsage>,
    /// The report as it came: numbers only.
    pub(super) raw_usage: Option<serde_json::Value>,
    pub(super) vendor_request_id: Option<String>,
    /// About as many tokens as the text has that was delivered; 0 only without text.
    pub(super) counted_output: u64,
    /// The answer, sealed, with its sequence number; `None`: as it was saved last.
    pub(super) text: Option<(&'a [u8], u64)>,
    /// What was thought before it, where anything was.
    pub(super) thoughts: Option<Thoughts<'a>>,
    /// Whether it is only ended if nobody runs it any more.
    pub(super) only_if_lapsed: bool,
}

/// Ends the turn: status and text of the reply, settlement of the hold, usage, ledger. `None`: somebody else has ended it.
pub(super) async fn end(app: &App, closing: &Closing<'_>) -> Result<Option<TurnFinished>, SettleError> {
    let running = closing.running;
    let mut tx = app.begin().await?;
    let now = store::clock::of_group(&mut tx, running.group).await?;
    // The pool first: a new turn locks it before it looks whether this one still runs.
    let Some(hold) = metering::lock(&mut tx, running.group, running.id, now).await? else { return Ok(None) };
    let ending = turn::end(
        closing.outcome,
        hold.total(),
        closing.usage,
        running.input_estimate,
        closing.counted_output,
        running.price,
    );
    let end = Final {
        status: ending.status,
        error_code: trouble::kept(ending.status, closing.error_code),
        text: closing.text,
        thoughts: closing.thoughts,
        only_if_lapsed: closing.only_if_lapsed,
    };
    if !turns::end(&mut tx, running, &end).await? {
        return Ok(None);
    }
    let used = Used {
        api_key: None,
        purpose: Purpose::Answer,
        provider: running.provider.clone(),
        model: running.model.clone(),
        price: running.price,
        raw: closing.raw_usage.clone(),
        vendor_request_id: closing.vendor_request_id.clone(),
    };
    metering::settle(&mut tx, hold, &ending, used, now).await?;
    let (turn_id, conversation_id) = (running.id, running.conversation);
    let events = vec![
        Event::TurnEnded { turn_id, conversation_id, status: ending.status },
        Event::ConversationChanged { conversation_id },
    ];
    announce_all(&mut tx, running.user, events).await?;
    commit(tx).await?;

    tracing::info!(
        turn = %turn_id, user = %running.user, model = running.model, status = %ending.status,
        error = end.error_code, cost_nanousd = ending.cost.get(), estimated = ending.estimated, "a turn ended"
    );
    metrics::counter!("potluck_turns_total", "model" => running.model.clone(), "status" => ending.status.as_str())
        .increment(1);
    Ok(Some(told(turn_id, &ending, end.error_code)))
}

fn told(turn_id: TurnId, ending: &Ending, error_code: Option<&'static str>) -> TurnFinished {
    let charge = ending.usage.map(|usage| Charge { usage, estimated: ending.estimated, cost: ending.cost });
    TurnFinished {
        turn_id,
        status: ending.status,
        usage: charge.map(UsageBody::from),
        cost_nanousd: ending.cost,
        error: error_code.map(trouble::explain),
    }
}
