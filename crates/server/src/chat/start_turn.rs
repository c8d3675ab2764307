//! `POST /conversations/{id}/turns`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::conversation::title_from;
use domain::group::GroupStatus;
use domain::id::{MessageId, TurnId};
use http::{HeaderMap, StatusCode, header};
use providers::Request;
use serde::Deserialize;
use store::turns::{self, NewQuestion, NewTurn, Running, Turn};
use store::{PgConnection, conversations, holds, messages};
use utoipa::ToSchema;

use super::conversation::check_model;
use super::own::OwnConversation;
use super::question::{self, Question, Size};
use super::running::{self, Job};
use super::turn::{TurnBody, started};
use super::watching;
use crate::app::{App, commit};
use crate::catalogue::Model;
use crate::http::{Json, Problem};
use crate::metering::{self, ReserveError, Reserved, Wanted};
use crate::realtime::{Event, Position, Registered, TurnEvent, announce};

/// A question, or a question to answer again.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StartTurn {
    /// The caller's own new id for the turn (`UUIDv7`): sent again, it starts nothing and gives the same turn.
    pub id: Option<TurnId>,
    /// The question. Absent: `parent_id` names a question that is answered again.
    pub text: Option<String>,
    /// The answer that the question follows; null: it begins the conversation; absent: the newest one. To edit a question,
    /// give its own `parent_id` with the new text.
    #[serde(default)]
    #[schema(value_type = Option<MessageId>)]
    pub parent_id: Parent,
    /// The model that answers, from now on in this conversation; absent: as before.
    pub model: Option<String>,
}

/// What a message follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Option<MessageId>")]
pub enum Parent {
    /// Nothing was said: the newest answer.
    #[default]
    Newest,
    /// Nothing: it begins the conversation.
    Beginning,
    /// This message.
    Message(MessageId),
}

impl From<Option<MessageId>> for Parent {
    fn from(given: Option<MessageId>) -> Self {
        given.map_or(Self::Beginning, Self::Message)
    }
}

/// Ask. With `Accept: text/event-stream` the answer is the turn's events; else it is the turn, and
/// `GET /turns/{id}/events` has its events.
#[utoipa::path(post, path = "/conversations/{id}/turns", tag = "chat", params(("id" = String, Path)),
    request_body = StartTurn, responses(
        (status = 200, description = "The turn's events", body = TurnEvent, content_type = "text/event-stream"),
        (status = 202, description = "The turn", body = TurnBody)))]
pub async fn start_turn(
    State(app): State<App>,
    own: OwnConversation,
    headers: HeaderMap,
    Json(typed): Json<StartTurn>,
) -> Result<Response, Problem> {
    let wants_events =
        headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"text/event-stream"));
    let id = typed.id.unwrap_or_else(|| TurnId::from_uuid(uuid::Uuid::now_v7()));
    match begin(&app, &own, id, &typed).await? {
        Begun::New { turn, job } => {
            let watcher = job.live.live().watch(Position::After(0));
            app.lifecycle.spawn(running::run(app.clone(), own.caller.content_key, *job));
            if wants_events {
                let first = TurnEvent::Started(started(&turn));
                Ok(watching::live(&app, own.caller.user, own.caller.session, Some(first), watcher))
            } else {
                Ok((StatusCode::ACCEPTED, axum::Json(TurnBody::from(turn))).into_response())
            }
        }
        Begun::Known(turn) if wants_events => {
            let first = TurnEvent::Started(started(&turn));
            Ok(watching::any(&app, own.caller, &turn, Some(first), Position::Unknown))
        }
        Begun::Known(turn) => Ok((StatusCode::ACCEPTED, axum::Json(TurnBody::from(turn))).into_response()),
    }
}

enum Begun {
    /// It has just begun, and waits to be run.
    New { turn: Turn, job: Box<Job> },
    /// It was asked before, with the same words.
    Known(Turn),
}

/// The one transaction before a turn: what it needs is reserved and what was asked is written, or nothing is.
async fn begin(app: &App, own: &OwnConversation, id: TurnId, typed: &StartTurn) -> Result<Begun, Problem> {
    let user = own.caller.user;
    let mut tx = app.begin().await?;
    if let Some(known) = turns::find(&mut tx, user, id).await? {
        return again(&mut tx, own, known, typed).await;
    }
    check_group(app, own)?;
    if let Some(running) = own.found.conversation.running_turn {
        return Err(busy(running));
    }
    let model = chosen_model(app, own, typed)?;
    let question = question::read(&mut tx, &own.sealing(), typed).await?;
    let size = question::measure(&question.messages, model)?;
    let now = store::clock::now(&mut tx).await?;

    let asked = Asked { id, model, question: &question, size, reply: MessageId::from_uuid(uuid::Uuid::now_v7()) };
    let reserved = match write(&mut tx, app, own, &asked, now).await {
        Ok(reserved) => reserved,
        Err(ReserveError::Store(error)) if is_race(&error) => {
            drop(tx);
            return raced(app, own, id, typed, &error).await;
        }
        Err(error) => return Err(refused(error)),
    };
    let change = Change { title: new_title(own, &question), model: typed.model.as_deref() };
    update_conversation(&mut tx, own, &change).await?;
    announce(&mut tx, &[user], Event::ConversationChanged { conversation_id: own.id() }).await?;
    let event = Event::TurnStarted { turn_id: id, conversation_id: own.id(), reply_id: asked.reply };
    announce(&mut tx, &[user], event).await?;
    // On the list before anybody can know of it; dropped again if the commit fails.
    let live = app.turns.begin(user, id);
    commit(tx).await?;

    let turn = Turn {
        id,
        group: own.found.conversation.group,
        conversation: own.id(),
        question: question.id,
        reply: asked.reply,
        model: model.id.clone(),
        status: domain::turn::TurnStatus::Running,
        error_code: None,
        max_output_tokens: reserved.max_output_tokens,
        shortened: reserved.shortened,
        held: reserved.held,
        charge: None,
        started_at: now,
        ended_at: None,
    };
    let job = job(own, model, &turn, size, question, live);
    Ok(Begun::New { turn, job: Box::new(job) })
}

/// A turn that is about to be written.
struct Asked<'a> {
    id: TurnId,
    model: &'a Model,
    question: &'a Question<'a>,
    size: Size,
    reply: MessageId,
}

/// Reserves the credit, and writes question, reply and turn.
async fn write(
    tx: &mut PgConnection,
    app: &App,
    own: &OwnConversation,
    asked: &Asked<'_>,
    now: jiff::Timestamp,
) -> Result<Reserved, ReserveError> {
    let (user, group) = (own.caller.user, own.found.conversation.group);
    let wanted = Wanted {
        group,
        user,
        turn: asked.id,
        price: asked.model.price,
        input_estimate: asked.size.input_estimate,
        max_output_tokens: asked.size.max_output_tokens,
    };
    let sealing = own.sealing();
    let question_sealed = asked.question.new.as_ref().map(|new| sealing.seal_text(asked.question.id, new.text));
    let reply_sealed = sealing.seal_text(asked.reply, "");
    let reserved = metering::reserve(tx, &wanted, now).await?;
    let new_question = asked.question.new.as_ref().zip(question_sealed.as_deref());
    let new = NewTurn {
        user,
        id: asked.id,
        group,
        conversation: own.id(),
        question: asked.question.id,
        new_question: new_question.map(|(new, sealed)| NewQuestion { parent: new.parent, sealed }),
        reply: asked.reply,
        reply_sealed: &reply_sealed,
        model: &asked.model.id,
        provider: &asked.model.vendor.id,
        input_estimate: asked.size.input_estimate,
        max_output_tokens: reserved.max_output_tokens,
        shortened: reserved.shortened,
        price: asked.model.price,
        node: app.node_id,
    };
    turns::insert(tx, &new).await?;
    Ok(reserved)
}

fn job(own: &OwnConversation, model: &Model, turn: &Turn, size: Size, question: Question<'_>, live: Registered) -> Job {
    Job {
        running: Running {
            user: own.caller.user,
            id: turn.id,
            group: turn.group,
            conversation: turn.conversation,
            reply: turn.reply,
            model: model.id.clone(),
            provider: model.vendor.id.clone(),
            input_estimate: size.input_estimate,
            price: model.price,
        },
        vendor: model.vendor.clone(),
        request: Request {
            model: model.vendor_model.clone(),
            system: None,
            messages: question.messages,
            max_output_tokens: turn.max_output_tokens,
        },
        live,
    }
}

/// What a turn changes in its conversation.
struct Change<'a> {
    title: Option<Vec<u8>>,
    model: Option<&'a str>,
}

async fn update_conversation(tx: &mut PgConnection, own: &OwnConversation, change: &Change<'_>) -> Result<(), Problem> {
    if change.title.is_some() || change.model.is_some() {
        conversations::update(tx, own.caller.user, own.id(), change.title.as_deref(), change.model).await?;
    }
    Ok(())
}

/// A conversation without a title takes it from its first question.
fn new_title(own: &OwnConversation, question: &Question) -> Option<Vec<u8>> {
    if own.found.conversation.title_sealed.is_some() {
        return None;
    }
    let title = title_from(question.new.as_ref()?.text)?;
    Some(own.sealing().seal_title(&title))
}

fn check_group(app: &App, own: &OwnConversation) -> Result<(), Problem> {
    if app.lifecycle.is_stopping() {
        let detail = "The server is stopping; try again in a minute.";
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "shutting_down", detail).retry_after(60));
    }
    if own.found.membership.is_none() {
        return Err(Problem::forbidden("You have left this group. Your history stays readable; ask in another group."));
    }
    match own.found.group_status {
        GroupStatus::Active => Ok(()),
        GroupStatus::Forming => Err(Problem::conflict(
            "group_forming",
            "Chatting begins when the last seat is taken, or when the owner starts the group.",
        )),
        GroupStatus::Archived => Err(Problem::conflict("no_period", "This group is over; ask in another group.")),
    }
}

fn chosen_model<'a>(app: &'a App, own: &OwnConversation, typed: &StartTurn) -> Result<&'a Model, Problem> {
    match typed.model.as_deref().or(own.found.conversation.model.as_deref()) {
        Some(id) => check_model(app, &own.found.plan, id),
        None => app.catalogue.default_model(&own.found.plan).ok_or_else(|| {
            let detail = "The group's plan includes no model that this server offers; ask its operator.";
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "model_not_in_plan", detail)
        }),
    }
}

/// Whether the database refused because somebody else was faster.
fn is_race(error: &store::Error) -> bool {
    [turns::ID_KEY, turns::RUNNING_KEY, holds::TURN_KEY, messages::CONVERSATION_KEY]
        .iter()
        .any(|key| error.is_refusal_of(key))
}

/// What came first: the same turn, another one in this conversation, or its deletion.
async fn raced(
    app: &App,
    own: &OwnConversation,
    id: TurnId,
    typed: &StartTurn,
    error: &store::Error,
) -> Result<Begun, Problem> {
    let mut connection = app.connection().await?;
    if let Some(known) = turns::find(&mut connection, own.caller.user, id).await? {
        return again(&mut connection, own, known, typed).await;
    }
    if error.is_refusal_of(messages::CONVERSATION_KEY) {
        return Err(Problem::not_found());
    }
    match turns::find_running(&mut connection, own.caller.user, own.id()).await? {
        Some(running) if error.is_refusal_of(turns::RUNNING_KEY) => Err(busy(running)),
        _ => Err(payload_conflict()),
    }
}

/// A turn id that came before must come with the same words: it gives the same turn, and nothing is charged twice.
async fn again(
    connection: &mut PgConnection,
    own: &OwnConversation,
    known: Turn,
    typed: &StartTurn,
) -> Result<Begun, Problem> {
    if known.conversation != own.id() || typed.model.as_ref().is_some_and(|model| *model != known.model) {
        return Err(payload_conflict());
    }
    let question = messages::find(connection, own.caller.user, known.question).await?;
    let (node, turn, sealed) = question.ok_or_else(Problem::not_found)?;
    let is_new = turn == Some(known.id);
    let is_same = match &typed.text {
        Some(text) => {
            let asked = own.sealing().open_text(node.id, &sealed).map_err(Problem::internal)?;
            is_new
                && asked == *text
                && (typed.parent_id == Parent::Newest || typed.parent_id == Parent::from(node.parent_id))
        }
        None => !is_new && typed.parent_id == Parent::Message(node.id),
    };
    if is_same { Ok(Begun::Known(known)) } else { Err(payload_conflict()) }
}

fn payload_conflict() -> Problem {
    Problem::conflict("payload_conflict", "This turn id came before with another question; make a new id.")
}

fn busy(running: TurnId) -> Problem {
    Problem::conflict("conversation_busy", "An answer is still being made here; wait for it, or stop it.")
        .with("turn_id", running.to_string())
}

fn refused(error: ReserveError) -> Problem {
    match error {
        ReserveError::NoPeriod => {
            Problem::conflict("no_period", "The next period has not begun yet; try again in a minute.").retry_after(60)
        }
        ReserveError::Exhausted(left) => Problem::new(
            StatusCode::PAYMENT_REQUIRED,
            "credit_exhausted",
            "There is not enough credit left for this. Wait for more, choose a cheaper model, or ask something shorter.",
        )
        .with("own_left_nanousd", left.own_left.get())
        .with("borrowable_nanousd", left.borrowable.get())
        .with("next_slice_at", left.next_slice_at.to_string()),
        ReserveError::Store(error) => error.into(),
        ReserveError::Ledger(error) => Problem::internal(error),
    }
}
