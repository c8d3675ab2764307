//! The member's conversations, opened: Markdown for people, JSON with everything for programs.

use std::collections::HashMap;
use std::fmt::Write;

use domain::conversation::{MessageStatus, Role};
use domain::credit::NanoUsd;
use domain::id::{ConversationId, FolderId, GroupId, MessageId, TurnId};
use jiff::Timestamp;
use serde::Serialize;
use store::archive::{self, Conversation};
use store::messages::{self, Message};
use uuid::Uuid;

use super::files;
use super::zipping::{Archive, ExportError};
use crate::app::App;
use crate::http::Caller;
use crate::sealing::{PromptSealing, Sealing, open_draft, open_folder_name};

/// Conversations whose names are read at once.
const ROWS: i64 = 100;
/// The longest part of a title in a file's name, in characters.
const NAME_CHARS_MAX: usize = 60;
/// What stands for a text that does not open.
const STILL_SEALED: &str = "*Sealed with an earlier key. Unlock it with your recovery code, and export again.*";

#[derive(Serialize)]
struct Chat {
    id: ConversationId,
    group_id: GroupId,
    title: Option<String>,
    /// The name of the folder that it is in.
    folder: Option<String>,
    instructions: Option<String>,
    model: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
    messages: Vec<Said>,
}

#[derive(Serialize)]
struct Draft {
    place_id: Uuid,
    text: Option<String>,
}

#[derive(Serialize)]
struct Prompt {
    name: Option<String>,
    text: Option<String>,
}

#[derive(Serialize)]
struct Said {
    id: MessageId,
    parent_id: Option<MessageId>,
    turn_id: Option<TurnId>,
    role: Role,
    status: MessageStatus,
    model: Option<String>,
    created_at: Timestamp,
    cost_nanousd: Option<NanoUsd>,
    /// Null where it does not open.
    text: Option<String>,
    /// What was thought before it.
    reasoning: Option<String>,
    /// Where the files that came with it are in the archive.
    files: Vec<String>,
}

pub(super) async fn write(app: &App, caller: &Caller, archive: &mut Archive) -> Result<(), ExportError> {
    let folders = folder_names(app, caller).await?;
    let mut after = None;
    loop {
        let page = archive::conversations(&mut *app.connection().await?, caller.user, after, ROWS).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for conversation in page {
            let messages = messages::list(&mut *app.connection().await?, caller.user, conversation.id, None).await?;
            let mut files = files::of(app, caller, conversation.id).await?;
            let folder = conversation.folder.and_then(|folder| folders.get(&folder).cloned());
            let chat = Chat { folder, ..open(caller, conversation, messages, &mut files.of_message) };
            let name = file_name(&chat);
            archive.add(&format!("{name}.md"), markdown(&chat).as_bytes()).await?;
            archive.add_json(&format!("{name}.json"), &chat).await?;
            files::write(app, caller, archive, &files.all).await?;
        }
    }
    drafts(app, caller, archive).await?;
    prompts(app, caller, archive).await
}

/// The names of those folders that open.
async fn folder_names(app: &App, caller: &Caller) -> Result<HashMap<FolderId, String>, ExportError> {
    let folders = store::folders::list(&mut *app.connection().await?, caller.user).await?;
    let open = |folder: store::folders::Folder| {
        let name = open_folder_name(&caller.content_key, caller.user, folder.id, &folder.name_sealed).ok()?;
        Some((folder.id, name))
    };
    Ok(folders.into_iter().filter_map(open).collect())
}

async fn prompts(app: &App, caller: &Caller, archive: &mut Archive) -> Result<(), ExportError> {
    let kept = store::prompts::list(&mut *app.connection().await?, caller.user).await?;
    let opened = kept.into_iter().map(|prompt| {
        let sealing = PromptSealing { key: &caller.content_key, user: caller.user, id: prompt.id };
        Prompt { name: sealing.open_name(&prompt.name_sealed).ok(), text: sealing.open_text(&prompt.text_sealed).ok() }
    });
    archive.add_json("prompts.json", &opened.collect::<Vec<_>>()).await
}

async fn drafts(app: &App, caller: &Caller, archive: &mut Archive) -> Result<(), ExportError> {
    let kept = archive::drafts(&mut *app.connection().await?, caller.user).await?;
    let opened = kept.into_iter().map(|(place, sealed)| Draft {
        place_id: place,
        text: open_draft(&caller.content_key, caller.user, place, &sealed).ok(),
    });
    archive.add_json("drafts.json", &opened.collect::<Vec<_>>()).await
}

/// Nothing stands where a text does not open with the keys that the member has unlocked.
fn open(
    caller: &Caller,
    conversation: Conversation,
    messages: Vec<Message>,
    files: &mut HashMap<MessageId, Vec<String>>,
) -> Chat {
    let sealing = Sealing { key: &caller.content_key, user: caller.user, conversation: conversation.id };
    let mut said = |message: Message| Said {
        files: files.remove(&message.node.id).unwrap_or_default(),
        text: sealing.open_text(message.node.id, &message.text_sealed).ok(),
        reasoning: message
            .reasoning_sealed
            .as_deref()
            .and_then(|sealed| sealing.open_reasoning(message.node.id, sealed).ok()),
        id: message.node.id,
        parent_id: message.node.parent_id,
        turn_id: message.turn,
        role: message.node.role,
        status: message.status,
        model: message.model,
        created_at: message.node.created_at,
        cost_nanousd: message.charge.map(|charge| charge.cost),
    };
    Chat {
        folder: None,
        title: conversation.title_sealed.as_deref().and_then(|sealed| sealing.open_title(sealed).ok()),
        instructions: conversation
            .instructions_sealed
            .as_deref()
            .and_then(|sealed| sealing.open_instructions(sealed).ok()),
        messages: messages.into_iter().map(&mut said).collect(),
        id: conversation.id,
        group_id: conversation.group,
        model: conversation.model,
        created_at: conversation.created_at,
        updated_at: conversation.updated_at,
    }
}

/// The day, the title as far as every file system takes it, and the end of the id, which keeps names apart.
fn file_name(chat: &Chat) -> String {
    let title = chat.title.as_deref().unwrap_or_default();
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: String = words.collect::<Vec<_>>().join("-").chars().take(NAME_CHARS_MAX).collect();
    let id = chat.id.uuid().simple().to_string();
    let day = chat.created_at.strftime("%Y-%m-%d");
    let dash = if words.is_empty() { "" } else { "-" };
    format!("conversations/{day}-{words}{dash}{}", &id[20..])
}

fn markdown(chat: &Chat) -> String {
    let mut text = format!("# {}\n", chat.title.as_deref().unwrap_or("Untitled"));
    if let Some(instructions) = &chat.instructions {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n*Instructions:* {instructions}\n");
    }
    for (at, said) in chat.messages.iter().enumerate() {
        let who = match said.role {
            Role::User => "You",
            Role::Assistant => said.model.as_deref().unwrap_or("Answer"),
        };
        let is_version =
            chat.messages[..at].iter().any(|earlier| earlier.parent_id == said.parent_id && earlier.role == said.role);
        let version = if is_version { ", another version" } else { "" };
        let when = said.created_at.strftime("%Y-%m-%d %H:%M UTC");
        let _ = write!(text, "\n## {who} ({when}{version})\n\n{}\n", said.text.as_deref().unwrap_or(STILL_SEALED));
        for file in &said.files {
            let _ = write!(text, "\n[{file}](../{file})\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chat(title: Option<&str>) -> Chat {
        let at: Timestamp = "2026-11-25T10:00:00Z".parse().unwrap();
        let id = "01234567-89ab-7def-8123-456789abcdef".parse().unwrap();
        let said = |number: u128, parent: Option<u128>, role, text: Option<&str>| Said {
            id: MessageId::from_uuid(Uuid::from_u128(number)),
            parent_id: parent.map(|parent| MessageId::from_uuid(Uuid::from_u128(parent))),
            turn_id: None,
            role,
            status: MessageStatus::Complete,
            model: (role == Role::Assistant).then(|| "sim".to_owned()),
            created_at: at,
            cost_nanousd: None,
            text: text.map(str::to_owned),
            reasoning: None,
            files: if number == 1 { vec!["files/1-menu.pdf".to_owned()] } else { Vec::new() },
        };
        Chat {
            id,
            group_id: GroupId::from_uuid(Uuid::nil()),
            title: title.map(str::to_owned),
            folder: None,
            instructions: None,
            model: None,
            created_at: at,
            updated_at: at,
            messages: vec![
                said(1, None, Role::User, Some("Soup?")),
                said(2, Some(1), Role::Assistant, Some("Yes.")),
                said(3, Some(1), Role::Assistant, None),
            ],
        }
    }

    #[test]
    fn file_names_are_safe_whatever_the_title_says() {
        for (title, name) in [
            (Some("What is for dinner?"), "conversations/2026-11-25-What-is-for-dinner-456789abcdef"),
            (Some("../../etc/passwd"), "conversations/2026-11-25-etc-passwd-456789abcdef"),
            (Some("晚饭 \u{0} C:\\x"), "conversations/2026-11-25-晚饭-C-x-456789abcdef"),
            (Some("///"), "conversations/2026-11-25-456789abcdef"),
            (None, "conversations/2026-11-25-456789abcdef"),
        ] {
            assert_eq!(file_name(&chat(title)), name, "{title:?}");
        }
        assert!(file_name(&chat(Some(&"x".repeat(1000)))).len() < 100);
    }

    #[test]
    fn a_chat_reads_in_order_and_says_what_is_sealed() {
        let expected = format!(
            "# Dinner\n\n## You (2026-11-25 10:00 UTC)\n\nSoup?\n\n\
             [files/1-menu.pdf](../files/1-menu.pdf)\n\n## sim (2026-11-25 10:00 UTC)\n\nYes.\n\n\
             ## sim (2026-11-25 10:00 UTC, another version)\n\n{STILL_SEALED}\n"
        );
        assert_eq!(markdown(&chat(Some("Dinner"))), expected);
    }
}
