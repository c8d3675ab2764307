//! A turn's id is its idempotency key: sent again with the same words it gives the same turn, and nothing is charged twice.

use domain::id::TurnId;
use store::turns::{self, Turn};
use store::{PgConnection, attachments, holds, messages};

use super::asking::{Parent, StartTurn};
use super::own::OwnConversation;
use crate::app::App;
use crate::http::Problem;

/// The turn that was asked for before, if it was asked for with the same words.
pub(super) async fn again(
    connection: &mut PgConnection,
    own: &OwnConversation,
    known: Turn,
    typed: &StartTurn,
) -> Result<Turn, Problem> {
    if known.conversation != own.id() || typed.model.as_ref().is_some_and(|model| *model != known.model) {
        return Err(payload_conflict());
    }
    let question = messages::find(connection, own.caller.user, known.question).await?;
    let (node, turn, sealed) = question.ok_or_else(Problem::not_found)?;
    let was_new = turn == Some(known.id);
    let is_same = match &typed.text {
        Some(text) => {
            let asked = own.sealing().open_text(node.id, &sealed)?;
            let is_there = typed.parent_id == Parent::Newest || typed.parent_id == Parent::from(node.parent_id);
            let with = attachments::of_message(connection, own.caller.user, node.id).await?;
            was_new && asked == *text && is_there && with == typed.attachments
        }
        None => !was_new && typed.parent_id == Parent::Message(node.id),
    };
    if is_same { Ok(known) } else { Err(payload_conflict()) }
}

/// Whether the database refused because the id was used at the same moment, in another group or on another node.
pub(super) fn is_race(error: &store::Error) -> bool {
    [turns::ID_KEY, holds::TURN_KEY].iter().any(|key| error.is_refusal_of(key))
}

/// What came first with this id: the same turn, or another.
pub(super) async fn came_before(
    app: &App,
    own: &OwnConversation,
    id: TurnId,
    typed: &StartTurn,
) -> Result<Turn, Problem> {
    let mut connection = app.connection().await?;
    match turns::find(&mut connection, own.caller.user, id).await? {
        Some(known) => again(&mut connection, own, known, typed).await,
        // Somebody else in the group has used this id.
        None => Err(payload_conflict()),
    }
}

/// One answer at a time in a conversation.
pub(super) fn busy(running: TurnId) -> Problem {
    Problem::conflict("conversation_busy", "An answer is still being made here; wait for it, or stop it.")
        .with("turn_id", running.to_string())
}

fn payload_conflict() -> Problem {
    Problem::conflict("payload_conflict", "This turn id came before with another question; make a new id.")
}
