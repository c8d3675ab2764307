//! A conversation's name by a cheap model, once its first answer is whole. It is a call of its own, held and charged like a turn
//! (MONEY.md §4), and made by the turn's own task, which has the key and the texts. When there is no credit or no answer, the
//! beginning of the question stays the title.

use std::sync::Arc;
use std::time::Duration;

use domain::conversation::{Role, title_said};
use domain::id::{GroupId, TurnId};
use domain::plan::PlanCode;
use domain::price::{ModelPrice, count_output, estimate_tokens};
use domain::turn::{Outcome, Purpose};
use futures_util::StreamExt;
use providers::{Delta, Finish, Message, Provider, ProviderError, Request, Sampling};
use store::turns::Running;
use store::{conversations, holds, users};
use tokio::time::timeout;
use uuid::Uuid;

use super::own::OwnConversation;
use crate::app::{App, commit};
use crate::catalogue::Model;
use crate::metering::{self, Closing, Ends, ReserveError, SettleError, Wanted};
use crate::realtime::{Event, announce};
use crate::sealing::Sealing;

const INSTRUCTIONS: &str = "Name this conversation in at most six words, in the language that it is held in. Answer with the name \
                            alone, without quotation marks.";
/// How much of question and answer is shown to the model.
const SHOWN_CHARS: usize = 1500;
/// A name is a handful of tokens; a model that thinks first needs room for that.
const OUTPUT_TOKENS_MAX: u32 = 512;
/// What is read of a model that says more than it was asked for.
const SAID_BYTES_MAX: usize = 10_000;
/// How long a name may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Calls of dead nodes that are ended in one go; the next go comes in a minute.
const CALLS_AT_ONCE: i64 = 100;

/// A conversation that is still to be named.
pub(super) struct Untitled {
    plan: PlanCode,
    question: String,
    /// Its title for the time being: whoever has given it another by then keeps that.
    title_sealed: Vec<u8>,
}

impl Untitled {
    /// What naming a conversation needs that has just begun, if the operator wants that.
    pub(super) fn of(app: &App, own: &OwnConversation, question: &str, title_sealed: &[u8]) -> Option<Self> {
        let is_wanted = app.settings.automatic_titles && !own.found.conversation.temporary;
        is_wanted.then(|| Self {
            plan: own.found.plan.clone(),
            question: beginning_of(question).to_owned(),
            title_sealed: title_sealed.to_owned(),
        })
    }
}

/// Names the conversation of a turn that was answered by `answered`. What goes wrong leaves it as it is.
pub(super) async fn name(app: &App, sealing: &Sealing<'_>, answered: &Running, untitled: &Untitled, answer: &str) {
    // The vendor that has seen the chat, and no other.
    let Some(model) = app.catalogue.cheapest(&untitled.plan, &answered.provider) else { return };
    let call = Call::new(model, answered, untitled, answer);
    match call.hold(app).await {
        Ok(true) => {}
        Ok(false)
        | Err(
            ReserveError::Exhausted(_) | ReserveError::Capped(_) | ReserveError::Suspended | ReserveError::NoPeriod,
        ) => return,
        Err(error) => return tracing::warn!(%error, "a title cannot be asked for"),
    }
    let said = tokio::select! {
        () = app.lifecycle.ending() => None,
        said = timeout(PATIENCE, ask(model.vendor.provider.as_ref(), &call.request)) => said.ok(),
    };
    let said = said.and_then(|said| said.inspect_err(|error| tracing::info!(%error, "no title was given")).ok());
    if let Err(error) = call.end(app, sealing, untitled, said).await {
        tracing::warn!(turn = %call.id, %error, "a title cannot be written down; its hold runs out");
    }
}

/// One request for a name.
struct Call<'a> {
    id: TurnId,
    model: &'a Model,
    price: ModelPrice,
    request: Request,
    input_estimate: u64,
    answered: &'a Running,
}

impl<'a> Call<'a> {
    fn new(model: &'a Model, answered: &'a Running, untitled: &Untitled, answer: &str) -> Self {
        let shown = format!("{}\n\n---\n\n{}", untitled.question, beginning_of(answer));
        Self {
            id: TurnId::from_uuid(Uuid::now_v7()),
            model,
            price: model.price.get(),
            input_estimate: estimate_tokens(INSTRUCTIONS.len().saturating_add(shown.len()), 2),
            request: Request {
                model: model.vendor_model.clone(),
                system: Some(INSTRUCTIONS.to_owned()),
                messages: vec![Message::text(Role::User, shown)],
                max_output_tokens: model.max_output_tokens.min(OUTPUT_TOKENS_MAX),
                sampling: Sampling::default(),
            },
            answered,
        }
    }

    /// Reserves what it can cost at most. `false`: the member does not want names.
    async fn hold(&self, app: &App) -> Result<bool, ReserveError> {
        let user = users::find(&mut *app.connection().await?, self.answered.user).await?;
        if !user.is_some_and(|user| user.automatic_titles) {
            return Ok(false);
        }
        let wanted = Wanted {
            group: self.answered.group,
            user: self.answered.user,
            turn: self.id,
            price: self.price,
            fallback: None,
            input_estimate: self.input_estimate,
            max_output_tokens: self.request.max_output_tokens,
            may_be_shorter: false,
        };
        app.till.reserve(wanted).await?;
        Ok(true)
    }

    /// Takes the name where one was said, and settles the call. One that broke off is charged nothing: it gave nothing.
    async fn end(
        &self,
        app: &App,
        sealing: &Sealing<'_>,
        untitled: &Untitled,
        said: Option<Said>,
    ) -> Result<(), SettleError> {
        let taken = match said.as_ref().and_then(|said| title_said(&said.text)) {
            Some(title) => take(app, sealing, untitled, &title).await,
            None => Ok(()),
        };
        let outcome = if said.is_some() { Outcome::Finished } else { Outcome::Failed };
        let counted_output = said.as_ref().map_or(0, |said| count_output(&said.text));
        let finish = said.map(|said| said.finish);
        let (user, model) = (self.answered.user, &self.model.id);
        let closing = Arc::new(Closing {
            ends: Ends::Call(metering::Call {
                group: self.answered.group,
                id: self.id,
                user,
                purpose: Purpose::Title,
                model: model.clone(),
                provider: self.model.vendor.id.clone(),
                input_estimate: self.input_estimate,
                price: self.price,
            }),
            outcome,
            usage: finish.as_ref().and_then(|finish| finish.usage),
            raw_usage: finish.as_ref().and_then(|finish| finish.raw_usage.clone()),
            vendor_request_id: finish.and_then(|finish| finish.request_id),
            counted_output,
            only_if_lapsed: false,
        });
        // Also where the name could not be written: the vendor was asked.
        if let Some(ending) = app.till.end(&closing).await? {
            tracing::info!(%user, model, cost_nanousd = ending.cost.get(), status = %ending.status, "a name was asked for");
        }
        Ok(taken?)
    }
}

/// Gives the conversation its name. It lasts with the call's settlement, which comes after it and waits for the disk: a database that
/// crashes between the two has neither.
async fn take(app: &App, sealing: &Sealing<'_>, untitled: &Untitled, title: &str) -> store::Result<()> {
    let (user, conversation_id, sealed) = (sealing.user, sealing.conversation, sealing.seal_title(title));
    let mut tx = app.begin_without_waiting().await?;
    if conversations::retitle(&mut tx, user, conversation_id, &untitled.title_sealed, &sealed).await? {
        announce(&mut tx, &[user], Event::ConversationChanged { conversation_id }).await?;
        commit(tx).await?;
    }
    Ok(())
}

/// What the model said, and what it reported.
struct Said {
    text: String,
    finish: Finish,
}

async fn ask(provider: &dyn Provider, request: &Request) -> Result<Said, ProviderError> {
    let mut deltas = provider.stream(request).await?;
    let mut text = String::new();
    while let Some(delta) = deltas.next().await {
        match delta? {
            Delta::Text(more) if text.len() < SAID_BYTES_MAX => text.push_str(&more),
            Delta::Text(_) | Delta::Reasoning(_) => {}
            Delta::Finished(finish) => return Ok(Said { text, finish }),
        }
    }
    Err(ProviderError::new(providers::ErrorKind::Interrupted))
}

fn beginning_of(text: &str) -> &str {
    text.char_indices().nth(SHOWN_CHARS).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Gives back what was held by nodes that died while they asked for a title.
pub async fn give_back_abandoned(app: &App) -> store::Result<()> {
    let abandoned = holds::abandoned(&mut *app.connection().await?, CALLS_AT_ONCE).await?;
    for (group, call) in abandoned {
        if let Err(error) = give_one_back(app, group, call).await {
            tracing::warn!(%group, %call, %error, "what a dead node held for a title could not be given back");
        }
    }
    Ok(())
}

async fn give_one_back(app: &App, group: GroupId, call: TurnId) -> Result<(), SettleError> {
    let mut tx = app.begin().await?;
    if let Some(hold) = metering::lock(&mut tx, group, call).await? {
        metering::give_back(&mut tx, hold).await?;
        commit(tx).await?;
    }
    Ok(())
}
