//! A file as its owner sees it.

use domain::attachment::FileType;
use domain::id::AttachmentId;
use serde::Serialize;
use store::attachments::Attachment;
use utoipa::ToSchema;

use crate::http::{Caller, Problem, unless_sealed};
use crate::sealing::{About, AttachmentSealing};

/// A file, opened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AttachmentBody {
    /// Which one.
    pub id: AttachmentId,
    /// What its owner calls it; null while it is sealed.
    pub name: Option<String>,
    /// Its kind, by its bytes; null while it is sealed.
    pub kind: Option<FileType>,
    /// It was sealed with a key that was lost with a password; `POST /auth/unlock` opens it again.
    pub sealed: bool,
    /// How large it is.
    pub bytes: u64,
    /// A picture's width in pixels.
    pub width: Option<usize>,
    /// A picture's height in pixels.
    pub height: Option<usize>,
    /// Whether models are told only its beginning, because it is too long.
    pub cut: bool,
}

impl AttachmentBody {
    pub(in crate::chat) fn new(id: AttachmentId, bytes: u64, about: Option<About>) -> Self {
        Self {
            id,
            sealed: about.is_none(),
            bytes,
            kind: about.as_ref().map(|about| about.kind),
            width: about.as_ref().and_then(|about| about.pixels).map(|(width, _)| width),
            height: about.as_ref().and_then(|about| about.pixels).map(|(_, height)| height),
            cut: about.as_ref().is_some_and(|about| !about.is_whole),
            name: about.map(|about| about.name),
        }
    }

    pub(in crate::chat) fn open(caller: &Caller, kept: &Attachment) -> Result<Self, Problem> {
        let sealing = AttachmentSealing { key: &caller.content_key, user: caller.user, id: kept.id };
        Ok(Self::new(kept.id, kept.bytes, unless_sealed(sealing.open_about(&kept.about_sealed))?))
    }
}
