//! The files that the member sent with questions, opened piece by piece.

use std::collections::HashMap;

use domain::id::{AttachmentId, ConversationId, MessageId};
use store::attachments;

use super::zipping::{Archive, ExportError};
use crate::app::App;
use crate::http::Caller;
use crate::sealing::{AttachmentSealing, FileError, FileReader};

/// The files of one conversation.
pub(super) struct Files {
    /// Where each message's are in the archive.
    pub(super) of_message: HashMap<MessageId, Vec<String>>,
    /// Each once, with its place in the archive.
    pub(super) all: Vec<(AttachmentId, String)>,
}

/// What a conversation has. Files that do not open with the keys that the member has unlocked are left out.
pub(super) async fn of(app: &App, caller: &Caller, conversation: ConversationId) -> Result<Files, ExportError> {
    let kept = attachments::of_conversation(&mut *app.connection().await?, caller.user, conversation).await?;
    let mut files = Files { of_message: HashMap::new(), all: Vec::new() };
    for (message, file) in kept {
        let sealing = AttachmentSealing { key: &caller.content_key, user: caller.user, id: file.id };
        let Ok(about) = sealing.open_about(&file.about_sealed) else { continue };
        let place = place(file.id, &about.name);
        files.of_message.entry(message).or_default().push(place.clone());
        if files.all.iter().all(|(known, _)| *known != file.id) {
            files.all.push((file.id, place));
        }
    }
    Ok(files)
}

/// Adds the files themselves.
pub(super) async fn write(
    app: &App,
    caller: &Caller,
    archive: &mut Archive,
    files: &[(AttachmentId, String)],
) -> Result<(), ExportError> {
    for (id, place) in files {
        let mut reader = match FileReader::open(&app.files, &caller.content_key, caller.user, *id).await {
            Ok(reader) => reader,
            // Deleted while the archive is written.
            Err(FileError::Files(error)) if error.is_gone() => continue,
            Err(error) => return Err(error.into()),
        };
        archive.begin(place)?;
        while let Some(piece) = reader.next().await? {
            archive.write(&piece).await?;
        }
    }
    Ok(())
}

/// The end of its id, which keeps names apart, and its name as far as every file system takes it.
fn place(id: AttachmentId, name: &str) -> String {
    let id = id.uuid().simple().to_string();
    let name: String =
        name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' }).collect();
    format!("files/{}-{}", &id[20..], name.trim_start_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_whatever_they_say() {
        let id: AttachmentId = "01234567-89ab-7def-8123-456789abcdef".parse().unwrap();
        for (name, expected) in [
            ("menu.pdf", "files/456789abcdef-menu.pdf"),
            ("../../etc/passwd", "files/456789abcdef-_.._etc_passwd"),
            ("晚饭 C:\\x", "files/456789abcdef-晚饭_C__x"),
        ] {
            assert_eq!(place(id, name), expected);
        }
    }
}
