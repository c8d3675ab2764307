//! The one transaction before a turn: what it needs is reserved and what was asked is written, or nothing is.

use domain::conversation::title_from;
use domain::credit::NanoUsd;
use domain::group::GroupStatus;
use domain::id::{MessageId, TurnId};
use domain::price::ModelPrice;
use domain::turn::TurnStatus;
use http::StatusCode;
use jiff::Timestamp;
use providers::{Request, Sampling};
use store::turns::{self, NewQuestion, NewTurn, Running, Turn};
use store::{PgConnection, attachments, messages};

use super::asking::StartTurn;
use super::attachments::told::file_gone;
use super::conversation::check_model;
use super::fallback::Fallback;
use super::own::OwnConversation;
use super::question::{self, Question, Size};
use super::replay::{again, busy, is_race, raced};
use super::running::Job;
use super::titling::Untitled;
use crate::app::{App, commit};
use crate::catalogue::Model;
use crate::http::Problem;
use crate::metering::{self, ReserveError, Reserved, Wanted};
use crate::realtime::{Event, Registered, announce_all};

/// A turn that was asked for.
pub(super) enum Begun {
    /// It has just begun, and waits to be run.
    New { turn: Turn, job: Box<Job> },
    /// It was asked before, with the same words.
    Known(Turn),
}

/// Begins a turn, or finds it.
pub(super) async fn begin(app: &App, own: &OwnConversation, typed: &StartTurn) -> Result<Begun, Problem> {
    let (user, id) = (own.caller.user, typed.id.unwrap_or_else(|| TurnId::from_uuid(uuid::Uuid::now_v7())));
    let mut tx = app.begin().await?;
    if let Some(known) = turns::find(&mut tx, user, id).await? {
        return again(&mut tx, own, known, typed).await.map(Begun::Known);
    }
    check_group(app, own)?;
    if let Some(running) = own.found.conversation.running_turn {
        return Err(busy(running));
    }
    let model = chosen_model(app, own, typed)?;
    let question = question::read(&mut tx, own, typed, model).await?;
    let size = question::measure(&question, model)?;
    let now = store::clock::of_group(&mut tx, own.found.conversation.group).await?;

    // Sealed before the pool is locked: everybody in the group waits for that.
    let title_sealed = first_title(own, &question);
    let untitled = match (&question.new, &title_sealed) {
        (Some(new), Some(sealed)) => Untitled::of(&mut tx, app, own, new.text, sealed).await?,
        _ => None,
    };
    let price = model.price.get();
    let fallback = Fallback::find(app, own, model, &question);
    let asked = Asked {
        id,
        model,
        price,
        fallback: fallback.as_ref().map(|fallback| fallback.price),
        sets_model: typed.model.is_some(),
        question: &question,
        size,
        reply: MessageId::from_uuid(uuid::Uuid::now_v7()),
        title_sealed: title_sealed.as_deref(),
    };
    let reserved = match write(&mut tx, app, own, &asked, now).await {
        Ok(reserved) => reserved,
        Err(ReserveError::Store(error)) if is_race(&error) => {
            drop(tx);
            return raced(app, own, id, typed, &error).await.map(Begun::Known);
        }
        Err(error) => return Err(refused(error)),
    };
    if let Some(new) = &question.new
        && !attachments::attach(&mut tx, user, own.id(), question.id, new.attachments).await?
    {
        return Err(file_gone());
    }
    check_still_there(&mut tx, own, &question).await?;
    let turn = asked.turn(own, &reserved, now);
    let conversation_id = own.id();
    let events = vec![
        Event::ConversationChanged { conversation_id },
        Event::TurnStarted { turn_id: id, conversation_id, reply_id: turn.reply },
    ];
    announce_all(&mut tx, user, events).await?;
    // On the list before anybody can know of it; off it again if the commit fails.
    let live = app.turns.begin(user, id);
    commit(tx).await?;
    let mut job = Box::new(job(own, model, price, &turn, size, question, live));
    job.fallback = fallback.filter(|_| reserved.covers_fallback);
    job.untitled = untitled;
    Ok(Begun::New { turn, job })
}

/// A turn that is about to be written.
struct Asked<'a> {
    id: TurnId,
    model: &'a Model,
    /// What it costs at this moment: pinned for the turn.
    price: ModelPrice,
    /// What the model in its place costs.
    fallback: Option<ModelPrice>,
    sets_model: bool,
    question: &'a Question<'a>,
    size: Size,
    reply: MessageId,
    /// The conversation's first title, sealed, where it has none yet.
    title_sealed: Option<&'a [u8]>,
}

impl Asked<'_> {
    /// The turn as it is from now on.
    fn turn(&self, own: &OwnConversation, reserved: &Reserved, now: Timestamp) -> Turn {
        Turn {
            id: self.id,
            group: own.found.conversation.group,
            conversation: own.id(),
            question: self.question.id,
            reply: self.reply,
            model: self.model.id.clone(),
            status: TurnStatus::Running,
            error_code: None,
            max_output_tokens: reserved.max_output_tokens,
            shortened: reserved.shortened,
            held: reserved.held,
            charge: None,
            started_at: now,
            ended_at: None,
        }
    }
}

/// Reserves the credit, and writes question, reply and turn.
async fn write(
    tx: &mut PgConnection,
    app: &App,
    own: &OwnConversation,
    asked: &Asked<'_>,
    now: Timestamp,
) -> Result<Reserved, ReserveError> {
    let (user, group) = (own.caller.user, own.found.conversation.group);
    let wanted = Wanted {
        group,
        user,
        turn: asked.id,
        price: asked.price,
        fallback: asked.fallback,
        input_estimate: asked.size.input_estimate,
        max_output_tokens: asked.size.max_output_tokens,
    };
    // Sealed before the pool is locked: everybody in the group waits for that.
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
        price: asked.price,
        node: app.node_id,
        title_sealed: asked.title_sealed,
        sets_model: asked.sets_model,
    };
    turns::insert(tx, &new).await?;
    Ok(reserved)
}

/// What the turn follows may have been deleted while it was read; from here on the conversation's row keeps it.
async fn check_still_there(
    tx: &mut PgConnection,
    own: &OwnConversation,
    question: &Question<'_>,
) -> Result<(), Problem> {
    let followed = match &question.new {
        Some(new) => new.parent,
        None => Some(question.id),
    };
    match followed {
        Some(id) if !messages::exists(tx, own.caller.user, own.id(), id).await? => Err(question::unknown_parent()),
        _ => Ok(()),
    }
}

/// A conversation without a title takes it from its first question.
fn first_title(own: &OwnConversation, question: &Question) -> Option<Vec<u8>> {
    if own.found.conversation.title_sealed.is_some() {
        return None;
    }
    let title = title_from(question.new.as_ref()?.text)?;
    Some(own.sealing().seal_title(&title))
}

fn job(
    own: &OwnConversation,
    model: &Model,
    price: ModelPrice,
    turn: &Turn,
    size: Size,
    question: Question,
    live: Registered,
) -> Job {
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
            price,
        },
        vendor: model.vendor.clone(),
        request: Request {
            model: model.vendor_model.clone(),
            system: question.instructions,
            messages: question.messages,
            max_output_tokens: turn.max_output_tokens,
            sampling: Sampling::default(),
        },
        pictures: question.pictures,
        fallback: None,
        untitled: None,
        live,
    }
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

fn refused(error: ReserveError) -> Problem {
    match error {
        ReserveError::NoPeriod => {
            Problem::conflict("no_period", "The next period has not begun yet; try again in a minute.").retry_after(60)
        }
        ReserveError::Suspended => Problem::new(
            StatusCode::PAYMENT_REQUIRED,
            "share_past_due",
            "Your share of this group is past due. Pay it, and you can go on.",
        ),
        ReserveError::Exhausted(left) => Problem::new(
            StatusCode::PAYMENT_REQUIRED,
            "credit_exhausted",
            "There is not enough credit left for this. Wait for more, choose a cheaper model, or ask something shorter.",
        )
        .with("own_left_nanousd", left.own_left.get())
        .with("borrowable_nanousd", left.borrowable.get())
        .with("next_slice_at", left.next_slice_at.to_string()),
        ReserveError::Capped(caps) => Problem::new(
            StatusCode::PAYMENT_REQUIRED,
            "own_cap_reached",
            "This is more than you allow yourself. Raise your own limits on the usage page, or ask something shorter.",
        )
        .with("turn_cap_nanousd", caps.turn.map(NanoUsd::get))
        .with("day_cap_nanousd", caps.day.map(NanoUsd::get)),
        ReserveError::Store(error) => error.into(),
        ReserveError::Ledger(error) => Problem::internal(error),
    }
}
