//! Turns that begin, many at once: what stands in their way, and what is written of them.

use domain::id::{AttachmentId, ConversationId, GroupId, MessageId, TurnId, UserId};
use domain::price::ModelPrice;
use domain::turn::LEASE_SECONDS;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::Result;

/// A turn that begins.
#[derive(Clone, Debug)]
pub struct NewTurn {
    /// Whose.
    pub user: UserId,
    /// The browser's name for it.
    pub id: TurnId,
    /// Whose credit it uses.
    pub group: GroupId,
    /// Where it is asked.
    pub conversation: ConversationId,
    /// The question that is answered.
    pub question: MessageId,
    /// The question itself, when it is a new one.
    pub new_question: Option<NewQuestion>,
    /// The answer's message.
    pub reply: MessageId,
    /// The sealed text of an answer that has none yet.
    pub reply_sealed: Vec<u8>,
    /// The model, by Potluck's id.
    pub model: String,
    /// The vendor.
    pub provider: String,
    /// The tokens that are reserved for the request.
    pub input_estimate: u64,
    /// The prices that it is reserved at.
    pub price: ModelPrice,
    /// A title for a conversation that has none, sealed.
    pub title_sealed: Option<Vec<u8>>,
    /// Whether the conversation is answered by this model from now on.
    pub sets_model: bool,
}

/// A question that is not in the conversation yet.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    /// What it follows; `None` at the conversation's beginning.
    pub parent: Option<MessageId>,
    /// What it says, sealed.
    pub sealed: Vec<u8>,
    /// The files that go with it, in order.
    pub attachments: Vec<AttachmentId>,
}

impl NewTurn {
    /// The message that must be there: the question, or what a new one follows.
    fn follows(&self) -> Option<MessageId> {
        match &self.new_question {
            Some(new) => new.parent,
            None => Some(self.question),
        }
    }
}

/// A turn that has got its credit.
#[derive(Clone, Copy, Debug)]
pub struct Granted<'a> {
    /// The turn.
    pub new: &'a NewTurn,
    /// The tokens that were reserved for the answer.
    pub max_output_tokens: u32,
    /// Whether that is less than the model could do.
    pub shortened: bool,
}

/// Why a turn cannot begin where it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Its id was used before, by the member or in the group.
    Known,
    /// Another answer is being made in the conversation.
    Busy(TurnId),
    /// The conversation is gone, or somebody else has locked it.
    ConversationGone,
    /// The message is gone that it follows or answers.
    FollowedGone,
    /// One of its files is gone, in another conversation, or somebody else has locked it.
    FilesGone,
}

/// Waits until nobody else has locked the conversations of turns that want to begin, and locks them until the transaction ends.
pub async fn wait_for_conversations(connection: &mut PgConnection, turns: &[&NewTurn]) -> Result<()> {
    let ids = |id: fn(&NewTurn) -> Uuid| turns.iter().map(|new| id(new)).collect::<Vec<_>>();
    sqlx::query!(
        "SELECT c.id FROM unnest($1::uuid[], $2::uuid[]) AS wanted(user_id, id) JOIN conversations c USING (user_id, id)
         ORDER BY c.user_id, c.id FOR NO KEY UPDATE OF c",
        &ids(|new| new.user.uuid()),
        &ids(|new| new.conversation.uuid()),
    )
    .fetch_all(connection)
    .await?;
    Ok(())
}

/// What stands in the way of turns that want to begin, in their order; `None`: nothing. Their conversations are locked until the
/// transaction ends, so that it stays like that. The pools of their groups must be locked.
pub async fn obstacles(connection: &mut PgConnection, turns: &[&NewTurn]) -> Result<Vec<Option<Obstacle>>> {
    let ids = |id: fn(&NewTurn) -> Uuid| turns.iter().map(|new| id(new)).collect::<Vec<_>>();
    let (users, conversations) = (ids(|new| new.user.uuid()), ids(|new| new.conversation.uuid()));
    let locked = sqlx::query_scalar!(
        "SELECT c.id FROM unnest($1::uuid[], $2::uuid[]) AS wanted(user_id, id) JOIN conversations c USING (user_id, id)
         ORDER BY c.user_id, c.id FOR NO KEY UPDATE OF c SKIP LOCKED",
        &users,
        &conversations,
    )
    .fetch_all(&mut *connection)
    .await?;
    let follows: Vec<Option<Uuid>> = turns.iter().map(|new| new.follows().map(MessageId::uuid)).collect();
    // A statement of its own: it must see what whoever had a lock before has written.
    let rows = sqlx::query!(
        r#"SELECT coalesce((SELECT true FROM turns t WHERE t.user_id = w.user_id AND t.id = w.id),
                           (SELECT true FROM holds h WHERE h.group_id = w.group_id AND h.turn_id = w.id), false) AS "is_known!",
                  (SELECT t.id FROM turns t WHERE t.user_id = w.user_id AND t.conversation_id = w.conversation_id
                                              AND t.status = 'running') AS running,
                  coalesce(w.follows IS NULL OR (SELECT m.conversation_id = w.conversation_id FROM messages m
                                                 WHERE m.user_id = w.user_id AND m.id = w.follows), false) AS "is_followed!"
           FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) WITH ORDINALITY
                AS w(user_id, id, group_id, conversation_id, follows, place)
           ORDER BY w.place"#,
        &users,
        &ids(|new| new.id.uuid()),
        &ids(|new| new.group.uuid()),
        &conversations,
        &follows as _,
    )
    .fetch_all(connection)
    .await?;
    let obstacles = turns.iter().zip(rows).map(|(new, row)| match row.running {
        _ if row.is_known => Some(Obstacle::Known),
        Some(running) => Some(Obstacle::Busy(running.into())),
        None if !locked.contains(&new.conversation.uuid()) => Some(Obstacle::ConversationGone),
        None if !row.is_followed => Some(Obstacle::FollowedGone),
        None => None,
    });
    Ok(obstacles.collect())
}

/// Writes questions, replies and turns that run on this node, and marks the conversations as used.
pub async fn insert(connection: &mut PgConnection, begun: &[Granted<'_>], node: Uuid) -> Result<()> {
    let ids = |id: fn(&NewTurn) -> Uuid| begun.iter().map(|granted| id(granted.new)).collect::<Vec<_>>();
    let words = |word: fn(&NewTurn) -> &String| begun.iter().map(|g| word(g.new).as_str()).collect::<Vec<_>>();
    let questions = || begun.iter().map(|granted| granted.new.new_question.as_ref());
    let parents: Vec<Option<Uuid>> = questions().map(|new| Some(new?.parent?.uuid())).collect();
    let asked: Vec<Option<&[u8]>> = questions().map(|new| Some(new?.sealed.as_slice())).collect();
    let replies: Vec<&[u8]> = begun.iter().map(|granted| granted.new.reply_sealed.as_slice()).collect();
    let titles: Vec<Option<&[u8]>> = begun.iter().map(|granted| granted.new.title_sealed.as_deref()).collect();
    let estimates: Vec<i64> =
        begun.iter().map(|granted| i64::try_from(granted.new.input_estimate).unwrap_or(i64::MAX)).collect();
    let longest: Vec<i64> = begun.iter().map(|granted| i64::from(granted.max_output_tokens)).collect();
    let prices: Vec<Json<ModelPrice>> = begun.iter().map(|granted| Json(granted.new.price)).collect();
    sqlx::query!(
        "WITH new AS (
             SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bytea[], $8::uuid[],
                                  $9::bytea[], $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::bool[], $15::jsonb[],
                                  $16::bytea[], $17::bool[])
                 AS n(user_id, id, group_id, conversation_id, question_id, parent_id, question_sealed, reply_id, reply_sealed,
                      model, provider, input_estimate_tokens, max_output_tokens, shortened, price, title_sealed, sets_model)
         ), asked AS (
             INSERT INTO messages (user_id, id, conversation_id, parent_id, turn_id, role, status, text_sealed)
             SELECT user_id, question_id, conversation_id, parent_id, id, 'user', 'complete', question_sealed
             FROM new WHERE question_sealed IS NOT NULL
         ), answered AS (
             INSERT INTO messages (user_id, id, conversation_id, parent_id, turn_id, role, status, text_sealed, model)
             SELECT user_id, reply_id, conversation_id, question_id, id, 'assistant', 'running', reply_sealed, model FROM new
         ), used AS (
             UPDATE conversations c
             SET updated_at = now(), title_sealed = coalesce(c.title_sealed, n.title_sealed),
                 model = CASE WHEN n.sets_model THEN n.model ELSE c.model END
             FROM new n WHERE c.user_id = n.user_id AND c.id = n.conversation_id
         )
         INSERT INTO turns (user_id, id, group_id, conversation_id, question_id, reply_id, model, provider, status,
                            input_estimate_tokens, max_output_tokens, shortened, price, node_id, lease_until)
         SELECT user_id, id, group_id, conversation_id, question_id, reply_id, model, provider, 'running',
                input_estimate_tokens, max_output_tokens, shortened, price, $18,
                clock_timestamp() + make_interval(secs => $19)
         FROM new",
        &ids(|new| new.user.uuid()),
        &ids(|new| new.id.uuid()),
        &ids(|new| new.group.uuid()),
        &ids(|new| new.conversation.uuid()),
        &ids(|new| new.question.uuid()),
        &parents as _,
        &asked as _,
        &ids(|new| new.reply.uuid()),
        &replies as _,
        &words(|new| &new.model) as _,
        &words(|new| &new.provider) as _,
        &estimates,
        &longest,
        &begun.iter().map(|granted| granted.shortened).collect::<Vec<_>>(),
        &prices as _,
        &titles as _,
        &begun.iter().map(|granted| granted.new.sets_model).collect::<Vec<_>>(),
        node,
        f64::from(LEASE_SECONDS),
    )
    .execute(connection)
    .await?;
    Ok(())
}
