//! Before a turn: what it needs is reserved and what was asked is written, in one transaction at the till, or nothing is.

use domain::conversation::title_from;
use domain::credit::NanoUsd;
use domain::group::GroupStatus;
use domain::id::{MessageId, TurnId};
use domain::turn::TurnStatus;
use http::StatusCode;
use providers::{Request, Sampling};
use store::messages::Tree;
use store::turns::{self, NewQuestion, NewTurn, Obstacle, Running, Turn};

use super::asking::StartTurn;
use super::attachments::told::file_gone;
use super::conversation::check_model;
use super::fallback::Fallback;
use super::own::OwnConversation;
use super::question::{self, Question, Size};
use super::replay::{again, busy, came_before, is_race};
use super::running::Job;
use super::titling::Untitled;
use crate::app::App;
use crate::catalogue::Model;
use crate::http::Problem;
use crate::metering::{self, BeginError, ReserveError, TurnAdmission};
use crate::realtime::Registered;

/// A turn that was asked for.
pub(super) enum Begun {
    /// It has just begun, and waits to be run.
    New { turn: Turn, job: Box<Job> },
    /// It was asked before, with the same words.
    Known(Turn),
}

/// Begins a turn, or finds it.
pub(super) async fn begin(app: &App, own: &OwnConversation, tree: Tree, typed: &StartTurn) -> Result<Begun, Problem> {
    let (user, id) = (own.caller.user, typed.id.unwrap_or_else(|| TurnId::from_uuid(uuid::Uuid::now_v7())));
    let mut connection = app.connection().await?;
    if typed.id.is_some()
        && let Some(known) = turns::find(&mut connection, user, id).await?
    {
        return again(&mut connection, own, known, typed).await.map(Begun::Known);
    }
    check_group(app, own)?;
    if let Some(running) = own.found.conversation.running_turn {
        return Err(busy(running));
    }
    let model = chosen_model(app, own, typed)?;
    let question = question::read(&mut connection, own, tree, typed, model).await?;
    let title_sealed = first_title(own, &question);
    let untitled = match (&question.new, &title_sealed) {
        (Some(new), Some(sealed)) => Untitled::of(app, own, new.text, sealed),
        _ => None,
    };
    drop(connection);
    let size = question::measure(&question, model)?;
    let fallback = Fallback::find(app, own, model, &question);
    let asked = asked(own, id, typed, model, &question, size, title_sealed);
    let admission = TurnAdmission {
        new: asked.clone(),
        fallback: fallback.as_ref().map(|fallback| fallback.price),
        max_output_tokens: size.max_output_tokens,
    };
    // On the list before anybody can know of it; off it again if it does not begin.
    let live = app.turns.begin(user, id);
    let begun = match app.till.begin(admission).await {
        Ok(begun) => begun,
        Err(error) => {
            drop(live);
            return hindered(app, own, id, typed, error).await.map(Begun::Known);
        }
    };
    let turn = turn(&asked, &begun);
    let mut job = Box::new(job(model, &asked, &turn, question, live));
    job.fallback = fallback.filter(|_| begun.reserved.covers_fallback);
    job.untitled = untitled;
    Ok(Begun::New { turn, job })
}

/// What is written of a turn, sealed before anything is locked: everybody in the group waits for that.
fn asked(
    own: &OwnConversation,
    id: TurnId,
    typed: &StartTurn,
    model: &Model,
    question: &Question<'_>,
    size: Size,
    title_sealed: Option<Vec<u8>>,
) -> NewTurn {
    let (sealing, reply) = (own.sealing(), MessageId::from_uuid(uuid::Uuid::now_v7()));
    NewTurn {
        user: own.caller.user,
        id,
        group: own.found.conversation.group,
        conversation: own.id(),
        question: question.id,
        new_question: question.new.as_ref().map(|new| NewQuestion {
            parent: new.parent,
            sealed: sealing.seal_text(question.id, new.text),
            attachments: new.attachments.to_vec(),
        }),
        reply,
        reply_sealed: sealing.seal_text(reply, ""),
        model: model.id.clone(),
        provider: model.vendor.id.clone(),
        input_estimate: size.input_estimate,
        // Pinned for the turn.
        price: model.price.get(),
        title_sealed,
        sets_model: typed.model.is_some(),
    }
}

/// The turn as it is from now on.
fn turn(asked: &NewTurn, begun: &metering::Begun) -> Turn {
    Turn {
        id: asked.id,
        group: asked.group,
        conversation: asked.conversation,
        question: asked.question,
        reply: asked.reply,
        model: asked.model.clone(),
        status: TurnStatus::Running,
        error_code: None,
        max_output_tokens: begun.reserved.max_output_tokens,
        shortened: begun.reserved.shortened,
        held: begun.reserved.held,
        charge: None,
        started_at: begun.at,
        ended_at: None,
    }
}

/// What came first, if that is this turn; else why it cannot begin.
async fn hindered(
    app: &App,
    own: &OwnConversation,
    id: TurnId,
    typed: &StartTurn,
    error: BeginError,
) -> Result<Turn, Problem> {
    match error {
        BeginError::InTheWay(Obstacle::Known) => came_before(app, own, id, typed).await,
        BeginError::InTheWay(Obstacle::Busy(running)) => Err(busy(running)),
        BeginError::InTheWay(Obstacle::ConversationGone) => Err(Problem::not_found()),
        BeginError::InTheWay(Obstacle::FollowedGone) => Err(question::unknown_parent()),
        BeginError::InTheWay(Obstacle::FilesGone) => Err(file_gone()),
        BeginError::Reserve(ReserveError::Store(error)) if is_race(&error) => came_before(app, own, id, typed).await,
        BeginError::Reserve(error) => Err(refused(error)),
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

fn job(model: &Model, asked: &NewTurn, turn: &Turn, question: Question, live: Registered) -> Job {
    Job {
        running: Running {
            user: asked.user,
            id: asked.id,
            group: asked.group,
            conversation: asked.conversation,
            reply: asked.reply,
            model: asked.model.clone(),
            provider: asked.provider.clone(),
            input_estimate: asked.input_estimate,
            price: asked.price,
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
