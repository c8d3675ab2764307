//! What browsers see of a turn: from this node's memory while it runs here, from its sealed checkpoints otherwise. Both go
//! through the one fold in `realtime::Answer`.

use std::time::Duration;

use axum::response::Response;
use domain::id::{ConversationId, MessageId, SessionId, TurnId, UserId};
use domain::turn::TurnStatus;
use futures_util::{Stream, StreamExt, future, stream};
use store::turns::{self, Turn};
use vault::ContentKey;

use super::turn::finished;
use crate::app::App;
use crate::http::{Caller, session_over, sse};
use crate::realtime::{Answer, Event, Position, Subscription, TurnEvent, Watcher};
use crate::sealing::Sealing;

/// How often the checkpoints of another node's turn are looked at; they come about once a second.
const POLL: Duration = Duration::from_millis(500);

/// Watches a turn wherever it runs, or after its end.
pub(super) fn any(app: &App, caller: Caller, turn: &Turn, first: Option<TurnEvent>, position: Position) -> Response {
    if let Some(here) = app.turns.find(caller.user, turn.id) {
        return live(app, caller.user, caller.session, first, here.watch(position));
    }
    let stored = Stored {
        subscription: app.hub.subscribe(caller.user),
        app: app.clone(),
        user: caller.user,
        key: caller.content_key,
        turn: turn.id,
        conversation: turn.conversation,
        reply: turn.reply,
        answer: Answer::default(),
        was_read: false,
        position,
    };
    let steps = stream::unfold(stored, |mut stored| async move {
        let events = stored.next().await?;
        Some((events, stored))
    });
    respond(app, caller.user, caller.session, first, steps)
}

/// Watches a turn that runs on this node.
pub(super) fn live(
    app: &App,
    user: UserId,
    session: SessionId,
    first: Option<TurnEvent>,
    watcher: Watcher,
) -> Response {
    let steps = stream::unfold(watcher, |mut watcher| async move {
        let events = watcher.next().await?;
        Some((events, watcher))
    });
    respond(app, user, session, first, steps)
}

fn respond(
    app: &App,
    user: UserId,
    session: SessionId,
    first: Option<TurnEvent>,
    steps: impl Stream<Item = Vec<TurnEvent>> + Send + 'static,
) -> Response {
    let all = stream::iter(first.map(|first| vec![first])).chain(steps).map(|step| message(&step));
    let over = session_over(app, user, session);
    sse::respond(app.lifecycle.clone(), all.take_until(Box::pin(over)))
}

/// Texts carry their sequence number as the id to resume after.
fn message(step: &[TurnEvent]) -> sse::Events {
    let mut events = sse::Events::default();
    for event in step {
        match event {
            TurnEvent::Started(started) => events.add("turn.started", None, started),
            TurnEvent::Snapshot(text) => events.add("turn.snapshot", Some(text.seq), text),
            TurnEvent::Delta(text) => events.add("text.delta", Some(text.seq), text),
            TurnEvent::Thought(thought) => events.add("turn.thought", None, thought),
            TurnEvent::Finished(finished) => events.add("turn.finished", None, finished),
        }
    }
    events
}

/// A turn that does not run on this node: its reply's row is the truth.
struct Stored {
    app: App,
    user: UserId,
    key: ContentKey,
    turn: TurnId,
    conversation: ConversationId,
    reply: MessageId,
    answer: Answer,
    was_read: bool,
    position: Position,
    subscription: Subscription,
}

impl Stored {
    /// What is new, at once or as soon as the row has grown. `None`: the end was told, or the row cannot be read now and the
    /// browser comes back.
    async fn next(&mut self) -> Option<Vec<TurnEvent>> {
        while self.position != Position::End {
            self.read()
                .await
                .map_err(|error| tracing::warn!(turn = %self.turn, %error, "a turn cannot be watched"))
                .ok()?;
            let events = self.answer.news(&mut self.position);
            if !events.is_empty() {
                return Some(events);
            }
            let _either = tokio::time::timeout(POLL, self.ended()).await;
        }
        None
    }

    async fn read(&mut self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let mut connection = self.app.connection().await?;
        let seen = self.was_read.then(|| self.answer.seq());
        let row = turns::answer(&mut connection, self.user, self.turn, seen).await?.ok_or("the turn is gone")?;
        self.was_read = true;
        if let Some(sealed) = row.text_sealed {
            let sealing = Sealing { key: &self.key, user: self.user, conversation: self.conversation };
            self.answer.grow_to(row.seq, sealing.open_text(self.reply, &sealed)?);
        }
        if row.status != TurnStatus::Running {
            let turn = turns::find(&mut connection, self.user, self.turn).await?.ok_or("the turn is gone")?;
            self.answer.finish(finished(&turn));
        }
        Ok(())
    }

    /// Resolves when some node says that the turn has ended.
    async fn ended(&mut self) {
        loop {
            match self.subscription.next().await {
                Some(Event::TurnEnded { turn_id, .. }) if turn_id == self.turn => return,
                Some(_) => {}
                None => future::pending().await,
            }
        }
    }
}
