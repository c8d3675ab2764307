//! From a script to the steps of a response, and the response that plays them.

use std::{collections::VecDeque, io, sync::Arc, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::watch;

use crate::{
    answers,
    asked::Asked,
    script::{Fault, Script},
    state::{Ending, State},
    tokens,
    wire::{Answer, Stop, Wire},
};

/// What a vendor says when it declines.
const REFUSAL: &str = "I'm sorry, but I can't help with that.";

/// How much of a giant event is in memory at a time.
const BLOCK_BYTES: u64 = 64 * 1024;

/// One step of a response.
enum Step {
    Send(Bytes),
    /// The same bytes so many times.
    Repeat(Bytes, u64),
    Wait(Duration),
    /// Until the test releases all held answers.
    Hold,
    /// For ever.
    Stall,
    /// Break the connection.
    Cut,
}

/// An answer with its texts.
pub(crate) struct Plan {
    pub(crate) answer: Answer,
    reasoning: Vec<String>,
    pieces: Vec<String>,
}

impl Plan {
    pub(crate) fn new(script: &Script, asked: &Asked, number: u64) -> Self {
        let refused = script.fault == Fault::Refuse;
        let text = match (&script.text, script.words) {
            _ if refused => REFUSAL.to_owned(),
            _ if script.tool_call.is_some() => script.tool_call.clone().unwrap_or_default(),
            (Some(text), _) => text.clone(),
            (None, Some(count)) => tokens::words(count),
            (None, None) => {
                answers::title(&asked.texts, &asked.question).unwrap_or_else(|| answers::about(&asked.question))
            }
        };
        let mut reasoning = script.reasoning.as_deref().map(tokens::pieces).unwrap_or_default();
        let mut pieces = tokens::pieces(&text);
        // Thinking counts against the limit, and comes first.
        let limit = asked.max_output_tokens.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let shortened = reasoning.len() + pieces.len() > limit;
        reasoning.truncate(limit);
        pieces.truncate(limit - reasoning.len());
        let stop = match (refused, shortened) {
            (true, _) => Stop::Refused,
            (false, true) => Stop::Length,
            (false, false) if script.tool_call.is_some() => Stop::Tool,
            (false, false) => Stop::Complete,
        };
        let usage = tokens::report(script, asked, pieces.len(), reasoning.len());
        let answer = Answer {
            number,
            model: asked.model.clone(),
            stop,
            usage,
            reports: script.usage_reports.unwrap_or(1),
            wants_usage: asked.wants_usage,
            thinks: !reasoning.is_empty(),
        };
        Self { answer, reasoning, pieces }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        self.pieces.concat()
    }

    fn steps(&self, wire: &dyn Wire, script: &Script) -> VecDeque<Step> {
        let mut steps = VecDeque::from([Step::Wait(script.first_token_delay())]);
        steps.push_back(Step::Send(wire.opening(&self.answer)));
        if !self.reasoning.is_empty() {
            steps.push_back(Step::Send(wire.reasoning_opening()));
            for text in &self.reasoning {
                steps.push_back(Step::Send(wire.reasoning(&self.answer, text)));
                steps.push_back(Step::Wait(script.token_delay()));
            }
            steps.push_back(Step::Send(wire.reasoning_closing()));
        }
        steps.push_back(Step::Send(wire.text_opening(&self.answer)));
        let count = self.pieces.len();
        let at = |tokens: u32| usize::try_from(tokens).unwrap_or(usize::MAX).min(count);
        let hold_at = script.hold_after.map(at);
        let fault_at = position(script.fault).map(at);
        for index in 0..=count {
            if hold_at == Some(index) {
                steps.push_back(Step::Hold);
            }
            if fault_at == Some(index) && self.fault(wire, script.fault, &mut steps) {
                return steps;
            }
            if let Some(text) = self.pieces.get(index) {
                if index > 0 {
                    steps.push_back(Step::Wait(script.token_delay()));
                }
                steps.push_back(Step::Send(wire.text(&self.answer, text)));
            }
        }
        steps.push_back(Step::Send(wire.closing(&self.answer)));
        steps
    }

    /// Adds the fault's steps; true when nothing follows them.
    fn fault(&self, wire: &dyn Wire, fault: Fault, steps: &mut VecDeque<Step>) -> bool {
        match fault {
            Fault::CutAfter { .. } => steps.push_back(Step::Cut),
            Fault::EndAfter { .. } => {}
            Fault::StallAfter { .. } => steps.push_back(Step::Stall),
            Fault::MalformedAfter { .. } => {
                steps.push_back(Step::Send(Bytes::from_static(b"data: {\"choices\": [{\"delta\": {\"con\n\n")));
            }
            Fault::ErrorEventAfter { .. } => steps.push_back(Step::Send(wire.error_event())),
            Fault::GiantChunkAfter { bytes, .. } => {
                // A frame around a mark, and the mark replaced by the filling: valid, and never whole in memory here.
                const MARK: &str = "@giant@";
                let frame = wire.text(&self.answer, MARK);
                let frame = String::from_utf8_lossy(&frame).into_owned();
                let (head, tail) = frame.split_once(MARK).unwrap_or_default();
                let block = "x".repeat(usize::try_from(BLOCK_BYTES).unwrap_or_default());
                let rest = "x".repeat(usize::try_from(bytes % BLOCK_BYTES).unwrap_or_default());
                steps.push_back(Step::Send(head.to_owned().into()));
                steps.push_back(Step::Repeat(block.into(), bytes / BLOCK_BYTES));
                steps.push_back(Step::Send(format!("{rest}{tail}").into()));
                return false;
            }
            Fault::None | Fault::Refuse | Fault::ErrorBeforeFirstByte { .. } | Fault::RateLimited { .. } => {
                return false;
            }
        }
        true
    }
}

/// The token before which a fault comes, for those that come inside a stream.
fn position(fault: Fault) -> Option<u32> {
    match fault {
        Fault::CutAfter { tokens }
        | Fault::EndAfter { tokens }
        | Fault::StallAfter { tokens }
        | Fault::MalformedAfter { tokens }
        | Fault::GiantChunkAfter { tokens, .. }
        | Fault::ErrorEventAfter { tokens } => Some(tokens),
        Fault::None | Fault::Refuse | Fault::ErrorBeforeFirstByte { .. } | Fault::RateLimited { .. } => None,
    }
}

/// The body of a streamed response. It counts as open until it was played to its end or dropped by the client's
/// disconnecting.
pub(crate) fn body(plan: &Plan, wire: &dyn Wire, script: &Script, state: &Arc<State>) -> Body {
    let player = Player {
        steps: plan.steps(wire, script),
        released: state.released(),
        open: OpenStream::new(Arc::clone(state)),
    };
    Body::from_stream(stream::unfold(player, |mut player| async move {
        let item = player.next().await?;
        Some((item, player))
    }))
}

struct Player {
    steps: VecDeque<Step>,
    released: watch::Receiver<u64>,
    open: OpenStream,
}

impl Player {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        loop {
            match self.steps.pop_front() {
                // An empty chunk would end the response.
                Some(Step::Send(bytes)) if bytes.is_empty() => {}
                Some(Step::Send(bytes)) => return Some(Ok(bytes)),
                Some(Step::Repeat(_, 0) | Step::Wait(Duration::ZERO)) => {}
                Some(Step::Repeat(bytes, times)) => {
                    self.steps.push_front(Step::Repeat(bytes.clone(), times - 1));
                    return Some(Ok(bytes));
                }
                Some(Step::Wait(delay)) => tokio::time::sleep(delay).await,
                Some(Step::Hold) => {
                    let before = *self.released.borrow_and_update();
                    let state = Arc::clone(&self.open.state);
                    let _held = state.hold();
                    let _ = self.released.wait_for(|releases| *releases > before).await;
                }
                Some(Step::Stall) => std::future::pending().await,
                Some(Step::Cut) => {
                    // Lets the server send what it has before the connection breaks.
                    tokio::task::yield_now().await;
                    self.open.ending = Ending::Whole;
                    return Some(Err(io::ErrorKind::ConnectionAborted.into()));
                }
                None => {
                    self.open.ending = Ending::Whole;
                    return None;
                }
            }
        }
    }
}

/// Counts a stream while it is open.
struct OpenStream {
    state: Arc<State>,
    ending: Ending,
}

impl OpenStream {
    fn new(state: Arc<State>) -> Self {
        state.stream_opened();
        Self { state, ending: Ending::Disconnected }
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.state.stream_ended(self.ending);
    }
}
