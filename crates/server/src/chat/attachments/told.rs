//! What a model is told and shown of a path's files: texts stand before the question that they came with, pictures beside it.

use std::collections::HashMap;

use domain::attachment::{FileType, PER_QUESTION_MAX, PICTURES_SHOWN_MAX, named, told};
use domain::id::{AttachmentId, MessageId};
use http::StatusCode;
use store::PgConnection;
use store::attachments::{self, Attachment};

use crate::chat::own::OwnConversation;
use crate::http::{FieldError, Problem};
use crate::sealing::{About, AttachmentSealing};

/// A picture that a model is to be shown. Its bytes are fetched when it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::chat) struct Picture {
    /// Which file.
    pub(in crate::chat) id: AttachmentId,
    /// Its kind.
    pub(in crate::chat) kind: FileType,
}

/// A message with its files, as a model gets it.
#[derive(Debug)]
pub(in crate::chat) struct Told {
    pub(in crate::chat) text: String,
    pub(in crate::chat) pictures: Vec<Picture>,
}

/// The files of the messages on a path.
pub(in crate::chat) struct Files {
    of_message: HashMap<MessageId, Vec<File>>,
    /// Pictures that are only named, the oldest ones.
    unseen: usize,
}

struct File {
    id: AttachmentId,
    about: About,
    text: Option<String>,
}

impl Files {
    /// Opens the files of these messages of the conversation, the oldest first, and those that are to go with a new one.
    pub(in crate::chat) async fn open(
        connection: &mut PgConnection,
        own: &OwnConversation,
        path: &[MessageId],
        new: Option<(MessageId, &[AttachmentId])>,
    ) -> Result<Self, Problem> {
        let (user, conversation) = (own.caller.user, own.id());
        let mut kept: Vec<(MessageId, Attachment)> = match path {
            [] => Vec::new(),
            _ => attachments::of_conversation(connection, user, conversation).await?,
        };
        kept.retain(|(message, _)| path.contains(message));
        if let Some((message, ids)) = new {
            kept.extend(given(connection, own, ids).await?.into_iter().map(|file| (message, file)));
        }
        let ids: Vec<AttachmentId> = kept.iter().map(|(_, file)| file.id).collect();
        let texts: HashMap<_, _> = match ids.as_slice() {
            [] => HashMap::new(),
            ids => attachments::texts(connection, user, ids).await?.into_iter().collect(),
        };
        let mut of_message: HashMap<MessageId, Vec<File>> = HashMap::new();
        for (message, file) in kept {
            let sealing = AttachmentSealing { key: &own.caller.content_key, user, id: file.id };
            let text = texts.get(&file.id).map(|sealed| sealing.open_text(sealed)).transpose()?;
            let about = sealing.open_about(&file.about_sealed)?;
            of_message.entry(message).or_default().push(File { id: file.id, about, text });
        }
        let pictures = of_message.values().flatten().filter(|file| file.about.kind.is_picture()).count();
        Ok(Self { of_message, unseen: pictures.saturating_sub(PICTURES_SHOWN_MAX) })
    }

    /// Whether a picture goes with this message.
    pub(in crate::chat) fn has_picture(&self, message: MessageId) -> bool {
        self.of_message.get(&message).into_iter().flatten().any(|file| file.about.kind.is_picture())
    }

    /// The next message of the path, with its files. A model that sees no pictures is told their names.
    pub(in crate::chat) fn told(&mut self, message: MessageId, text: &str, model_sees: bool) -> Told {
        let (mut all, mut pictures) = (String::new(), Vec::new());
        for file in self.of_message.remove(&message).unwrap_or_default() {
            match &file.text {
                Some(text) => all.push_str(&told(&file.about.name, text)),
                None if model_sees && self.unseen == 0 => {
                    pictures.push(Picture { id: file.id, kind: file.about.kind });
                }
                None => {
                    self.unseen = self.unseen.saturating_sub(1);
                    all.push_str(&named(&file.about.name));
                }
            }
        }
        all.push_str(text);
        Told { text: all, pictures }
    }
}

/// The files that a new question names, in its order: the caller's own, and in no other conversation.
async fn given(
    connection: &mut PgConnection,
    own: &OwnConversation,
    ids: &[AttachmentId],
) -> Result<Vec<Attachment>, Problem> {
    let is_twice = ids.iter().enumerate().any(|(at, id)| ids[..at].contains(id));
    if ids.len() > PER_QUESTION_MAX || is_twice {
        let message = format!("Send at most {PER_QUESTION_MAX} files with a question, each once.");
        let error = FieldError::new("attachments", "too_many", message).with_limit(PER_QUESTION_MAX);
        return Err(Problem::invalid(vec![error]));
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: HashMap<_, _> = attachments::find_all(connection, own.caller.user, ids)
        .await?
        .into_iter()
        .filter(|file| file.conversation.is_none_or(|conversation| conversation == own.id()))
        .map(|file| (file.id, file))
        .collect();
    ids.iter().map(|id| found.remove(id).ok_or_else(file_gone)).collect()
}

/// A file that is not there, or belongs to another conversation.
pub(in crate::chat) fn file_gone() -> Problem {
    let message = "A file is not there any more. Add it again.";
    Problem::invalid(vec![FieldError::new("attachments", "unknown", message)])
}

/// A question with pictures for a model that sees none.
pub(in crate::chat) fn model_is_blind() -> Problem {
    let detail = "This model does not see pictures. Choose one that does, or take the pictures out.";
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "model_sees_no_pictures", detail)
}
