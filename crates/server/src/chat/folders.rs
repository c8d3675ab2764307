//! `GET` and `POST /folders`, `PUT` and `DELETE /folders/{id}`: places for some of a member's conversations.

use axum::extract::State;
use domain::id::{FolderId, GroupId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::folders::{self, Folder};
use store::{groups, users};
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Caller, Fields, Json, Page, PathId, Problem, unless_sealed};
use crate::realtime::{Event, announce};
use crate::sealing::{open_folder_name, seal_folder_name};

/// The most folders of one member.
const FOLDERS_MAX: usize = 200;
const NAME_CHARS_MAX: usize = 60;

/// A folder, opened.
#[derive(Serialize, ToSchema)]
pub struct FolderBody {
    /// Which one.
    pub id: FolderId,
    /// The group whose conversations are in it.
    pub group_id: GroupId,
    /// What it is called; empty while it is sealed.
    pub name: String,
    /// It was sealed with a key that was lost with a password; `POST /auth/unlock` opens it again.
    pub sealed: bool,
}

/// A new folder.
#[derive(Deserialize, ToSchema)]
pub struct CreateFolder {
    /// The group whose conversations will be in it.
    pub group_id: GroupId,
    /// What it is called, up to 60 characters.
    pub name: String,
}

/// Another name for a folder.
#[derive(Deserialize, ToSchema)]
pub struct RenameFolder {
    /// What it is called, up to 60 characters.
    pub name: String,
}

impl FolderBody {
    fn open(caller: &Caller, folder: &Folder) -> Result<Self, Problem> {
        let opened = open_folder_name(&caller.content_key, caller.user, folder.id, &folder.name_sealed);
        let name = unless_sealed(opened)?;
        Ok(Self { id: folder.id, group_id: folder.group, sealed: name.is_none(), name: name.unwrap_or_default() })
    }
}

/// Checks and seals what was typed.
fn seal(caller: &Caller, id: FolderId, typed: &str) -> Result<Vec<u8>, Problem> {
    let mut fields = Fields::default();
    let name = fields.line("name", typed, 1, NAME_CHARS_MAX);
    fields.finish()?;
    Ok(seal_folder_name(&caller.content_key, caller.user, id, &name))
}

/// The caller's folders in all groups, the oldest first.
#[utoipa::path(get, path = "/folders", tag = "chat", responses((status = 200, body = Page<FolderBody>)))]
pub async fn list_folders(State(app): State<App>, caller: Caller) -> Result<axum::Json<Page<FolderBody>>, Problem> {
    let folders = folders::list(&mut *app.connection().await?, caller.user).await?;
    let items = folders.iter().map(|folder| FolderBody::open(&caller, folder)).collect::<Result<_, _>>()?;
    Ok(axum::Json(Page::whole(items)))
}

/// Make a folder for conversations of a group that the caller belongs to.
#[utoipa::path(post, path = "/folders", tag = "chat", request_body = CreateFolder,
    responses((status = 201, body = FolderBody)))]
pub async fn create_folder(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<CreateFolder>,
) -> Result<(StatusCode, axum::Json<FolderBody>), Problem> {
    let id = FolderId::from_uuid(uuid::Uuid::now_v7());
    let folder = Folder { id, group: typed.group_id, name_sealed: seal(&caller, id, &typed.name)? };
    let mut tx = app.begin().await?;
    // Nothing of an account that is being closed may come after.
    if !users::hold(&mut tx, caller.user).await? {
        return Err(Problem::unauthenticated());
    }
    groups::membership(&mut tx, typed.group_id, caller.user).await?.ok_or_else(Problem::not_found)?;
    if folders::count(&mut tx, caller.user).await? >= FOLDERS_MAX {
        let detail = "You have as many folders as there can be. Delete one that you do not use any more.";
        return Err(Problem::conflict("too_many_folders", detail));
    }
    folders::insert(&mut tx, caller.user, &folder).await?;
    announce(&mut tx, &[caller.user], Event::FoldersChanged {}).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(FolderBody::open(&caller, &folder)?)))
}

/// Give a folder another name.
#[utoipa::path(put, path = "/folders/{id}", tag = "chat", params(("id" = String, Path)), request_body = RenameFolder,
    responses((status = 200, body = FolderBody)))]
pub async fn rename_folder(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<FolderId>,
    Json(typed): Json<RenameFolder>,
) -> Result<axum::Json<FolderBody>, Problem> {
    let name_sealed = seal(&caller, id, &typed.name)?;
    let mut tx = app.begin().await?;
    let group = folders::rename(&mut tx, caller.user, id, &name_sealed).await?.ok_or_else(Problem::not_found)?;
    announce(&mut tx, &[caller.user], Event::FoldersChanged {}).await?;
    commit(tx).await?;
    Ok(axum::Json(FolderBody::open(&caller, &Folder { id, group, name_sealed })?))
}

/// Take a folder away. Its conversations stay, in no folder.
#[utoipa::path(delete, path = "/folders/{id}", tag = "chat", params(("id" = String, Path)), responses((status = 204)))]
pub async fn delete_folder(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<FolderId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    if !folders::delete(&mut tx, caller.user, id).await? {
        return Err(Problem::not_found());
    }
    announce(&mut tx, &[caller.user], Event::FoldersChanged {}).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
