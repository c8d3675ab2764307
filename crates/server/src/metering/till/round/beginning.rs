//! Turns of chats that want to begin.

use std::collections::{HashMap, HashSet};

use domain::id::{AttachmentId, ConversationId, GroupId, TurnId, UserId};
use store::PgConnection;
use store::attachments::{self, Attached};
use store::turns::{self, Granted, NewTurn, Obstacle};

use super::{Round, Served};
use crate::metering::till::ask::{BeginError, Begun, TurnAdmission};
use crate::metering::till::line::Batch;
use crate::metering::{ReserveError, SettleError};
use crate::realtime::Event;

/// What the turns of a round meet.
#[derive(Default)]
struct Ground {
    /// Where files are used that turns want to bring along.
    files: HashMap<(UserId, AttachmentId), Option<ConversationId>>,
    /// Where turns of this round have begun.
    conversations: HashMap<(UserId, ConversationId), TurnId>,
    members: HashSet<(UserId, TurnId)>,
    groups: HashSet<(GroupId, TurnId)>,
}

impl<'a> Round<'a> {
    /// Begins those turns that nothing stands in the way of and that there is credit for.
    pub(super) async fn begin_all(
        &mut self,
        tx: &mut PgConnection,
        batch: &'a Batch,
    ) -> Result<Vec<Served<Result<Begun, BeginError>>>, SettleError> {
        let asked: Vec<&TurnAdmission> = batch.turns.asked().collect();
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let new: Vec<&NewTurn> = asked.iter().map(|turn| &turn.new).collect();
        let obstacles = turns::obstacles(tx, &new).await?;
        let files: Vec<_> = new.iter().flat_map(|new| with(new).iter().map(|file| (new.user, *file))).collect();
        let mut ground = Ground::default();
        if !files.is_empty() {
            ground.files = attachments::lock(tx, &files, self.when_locked).await?;
        }
        let outcomes =
            asked.into_iter().zip(obstacles).map(|(turn, obstacle)| match self.begin(turn, obstacle, &mut ground) {
                Err(BeginError::Reserve(ReserveError::Ledger(error))) => Err(error.into()),
                Err(
                    BeginError::InTheWay(Obstacle::ConversationGone | Obstacle::FilesGone)
                    | BeginError::Reserve(ReserveError::NoPeriod),
                ) if self.passes_over() => Ok(Served::PassedOver),
                outcome => Ok(Served::Done(outcome)),
            });
        outcomes.collect()
    }

    fn begin(
        &mut self,
        turn: &'a TurnAdmission,
        obstacle: Option<Obstacle>,
        ground: &mut Ground,
    ) -> Result<Begun, BeginError> {
        let new = &turn.new;
        if let Some(obstacle) = obstacle.or_else(|| ground.obstacle(new)) {
            return Err(BeginError::InTheWay(obstacle));
        }
        let (reserved, at) = self.reserve(&turn.wanted())?;
        ground.take(new);
        let (max_output_tokens, shortened) = (reserved.max_output_tokens, reserved.shortened);
        self.begun.push(Granted { new, max_output_tokens, shortened });
        self.attached.extend((0..).zip(with(new)).map(|(place, id)| Attached {
            user: new.user,
            conversation: new.conversation,
            message: new.question,
            place,
            id: *id,
        }));
        let conversation_id = new.conversation;
        self.changes.tell(new.user, Event::ConversationChanged { conversation_id });
        self.changes.tell(new.user, Event::TurnStarted { turn_id: new.id, conversation_id, reply_id: new.reply });
        Ok(Begun { reserved, at })
    }
}

impl Ground {
    /// What stands in a turn's way because of the others of this round, or of its files.
    fn obstacle(&self, new: &NewTurn) -> Option<Obstacle> {
        if self.members.contains(&(new.user, new.id)) || self.groups.contains(&(new.group, new.id)) {
            return Some(Obstacle::Known);
        }
        if let Some(running) = self.conversations.get(&(new.user, new.conversation)) {
            return Some(Obstacle::Busy(*running));
        }
        let is_there = |file: &AttachmentId| {
            let used = self.files.get(&(new.user, *file));
            used.is_some_and(|used| used.is_none_or(|conversation| conversation == new.conversation))
        };
        (!with(new).iter().all(is_there)).then_some(Obstacle::FilesGone)
    }

    fn take(&mut self, new: &NewTurn) {
        self.members.insert((new.user, new.id));
        self.groups.insert((new.group, new.id));
        self.conversations.insert((new.user, new.conversation), new.id);
        for file in with(new) {
            self.files.insert((new.user, *file), Some(new.conversation));
        }
    }
}

/// The files that go with a turn's question.
fn with(new: &NewTurn) -> &[AttachmentId] {
    new.new_question.as_ref().map_or(&[], |question| question.attachments.as_slice())
}
