//! `GET` and `POST /prompts`, `PUT` and `DELETE /prompts/{id}`: what a member asks again and again, under a name.

use axum::extract::State;
use domain::id::PromptId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::prompts::{self, Prompt};
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Caller, Fields, Json, Page, PathId, Problem, unless_sealed};
use crate::sealing::PromptSealing;

/// The most prompts of one member.
const PROMPTS_MAX: usize = 200;
const NAME_CHARS_MAX: usize = 60;
const TEXT_CHARS_MAX: usize = 8000;

/// A prompt, opened.
#[derive(Serialize, ToSchema)]
pub struct PromptBody {
    /// Which one.
    pub id: PromptId,
    /// What it is called; empty while it is sealed.
    pub name: String,
    /// What it says; empty while it is sealed.
    pub text: String,
    /// It was sealed with a key that was lost with a password; `POST /auth/unlock` opens it again.
    pub sealed: bool,
}

/// A prompt to keep.
#[derive(Deserialize, ToSchema)]
pub struct SavePrompt {
    /// What it is called, up to 60 characters.
    pub name: String,
    /// What it says, up to 8000 characters.
    pub text: String,
}

impl PromptBody {
    fn open(caller: &Caller, prompt: &Prompt) -> Result<Self, Problem> {
        let sealing = PromptSealing { key: &caller.content_key, user: caller.user, id: prompt.id };
        let name = unless_sealed(sealing.open_name(&prompt.name_sealed))?;
        let text = unless_sealed(sealing.open_text(&prompt.text_sealed))?;
        let sealed = name.is_none() || text.is_none();
        Ok(Self { id: prompt.id, name: name.unwrap_or_default(), text: text.unwrap_or_default(), sealed })
    }
}

impl SavePrompt {
    /// Checks and seals what was typed.
    fn seal(&self, caller: &Caller, id: PromptId) -> Result<Prompt, Problem> {
        let mut fields = Fields::default();
        let name = fields.line("name", &self.name, 1, NAME_CHARS_MAX);
        let text = self.text.trim();
        fields.check(!text.is_empty(), "text", "required", "Fill this in.");
        fields.check_length("text", text, TEXT_CHARS_MAX);
        fields.finish()?;
        let sealing = PromptSealing { key: &caller.content_key, user: caller.user, id };
        Ok(Prompt { id, name_sealed: sealing.seal_name(&name), text_sealed: sealing.seal_text(text) })
    }
}

/// The caller's prompts, the oldest first.
#[utoipa::path(get, path = "/prompts", tag = "chat", responses((status = 200, body = Page<PromptBody>)))]
pub async fn list_prompts(State(app): State<App>, caller: Caller) -> Result<axum::Json<Page<PromptBody>>, Problem> {
    let kept = prompts::list(&mut *app.connection().await?, caller.user).await?;
    let items = kept.iter().map(|prompt| PromptBody::open(&caller, prompt)).collect::<Result<_, _>>()?;
    Ok(axum::Json(Page::whole(items)))
}

/// Keep a prompt.
#[utoipa::path(post, path = "/prompts", tag = "chat", request_body = SavePrompt,
    responses((status = 201, body = PromptBody)))]
pub async fn create_prompt(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<SavePrompt>,
) -> Result<(StatusCode, axum::Json<PromptBody>), Problem> {
    let prompt = typed.seal(&caller, PromptId::from_uuid(uuid::Uuid::now_v7()))?;
    let mut tx = app.begin().await?;
    if prompts::count(&mut tx, caller.user).await? >= PROMPTS_MAX {
        let detail = "You have as many prompts as there can be. Delete one that you do not use any more.";
        return Err(Problem::conflict("too_many_prompts", detail));
    }
    prompts::insert(&mut tx, caller.user, &prompt).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(PromptBody::open(&caller, &prompt)?)))
}

/// Change a prompt.
#[utoipa::path(put, path = "/prompts/{id}", tag = "chat", params(("id" = String, Path)), request_body = SavePrompt,
    responses((status = 200, body = PromptBody)))]
pub async fn update_prompt(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<PromptId>,
    Json(typed): Json<SavePrompt>,
) -> Result<axum::Json<PromptBody>, Problem> {
    let prompt = typed.seal(&caller, id)?;
    let mut tx = app.begin().await?;
    if !prompts::update(&mut tx, caller.user, &prompt).await? {
        return Err(Problem::not_found());
    }
    commit(tx).await?;
    Ok(axum::Json(PromptBody::open(&caller, &prompt)?))
}

/// Forget a prompt.
#[utoipa::path(delete, path = "/prompts/{id}", tag = "chat", params(("id" = String, Path)), responses((status = 204)))]
pub async fn delete_prompt(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<PromptId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    if !prompts::delete(&mut tx, caller.user, id).await? {
        return Err(Problem::not_found());
    }
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
