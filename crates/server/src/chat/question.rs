//! What is asked: where in the conversation's tree, and with what before it.

use domain::conversation::{Node, Role, check_parent, newest_leaf, path_to};
use domain::id::{AttachmentId, MessageId};
use domain::price::{OUTPUT_TOKENS_MIN, TOKENS_PER_PICTURE, estimate_tokens};
use http::StatusCode;
use providers::Message;
use store::PgConnection;
use store::messages::{self, Tree};

use super::asking::{Parent, StartTurn};
use super::attachments::told::{Files, Picture, model_is_blind};
use super::own::OwnConversation;
use crate::catalogue::Model;
use crate::http::{FieldError, Problem};

/// A token of plain text seldom has more bytes than this: a request that is too long even so is refused here. The vendor,
/// who can count, refuses what else is too long.
const BYTES_PER_TOKEN_MAX: u64 = 8;

/// A question with everything that the model is shown.
pub(super) struct Question<'a> {
    pub(super) id: MessageId,
    /// The question itself, when it is not in the conversation yet.
    pub(super) new: Option<NewText<'a>>,
    /// What the model is told before everything else.
    pub(super) instructions: Option<String>,
    /// What the model is told, oldest first; the question is last.
    pub(super) messages: Vec<Message>,
    /// The pictures that it is shown, by the place of their message in that list.
    pub(super) pictures: Vec<(usize, Picture)>,
}

/// A question that somebody typed just now.
pub(super) struct NewText<'a> {
    pub(super) parent: Option<MessageId>,
    pub(super) text: &'a str,
    pub(super) attachments: &'a [AttachmentId],
}

/// How long a request is, and how long its answer can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) input_estimate: u64,
    pub(super) max_output_tokens: u32,
}

/// Finds the question's place, and reads what stands before it.
pub(super) async fn read<'a>(
    connection: &mut PgConnection,
    own: &OwnConversation,
    tree: Tree,
    typed: &'a StartTurn,
    model: &Model,
) -> Result<Question<'a>, Problem> {
    let sealing = own.sealing();
    let instructions = own.found.instructions_sealed.as_deref().map(|sealed| sealing.open_instructions(sealed));
    let instructions = instructions.transpose()?;
    let Tree { nodes, short_texts: mut sealed, has_files } = tree;
    let (question, leaf) = place(&nodes, typed)?;
    let path = match leaf {
        Some(leaf) => path_to(&nodes, leaf).map_err(Problem::internal)?,
        None => Vec::new(),
    };
    let new = match question {
        Place::New { parent, text } => Some(NewText { parent, text, attachments: &typed.attachments }),
        Place::Again => None,
    };
    let id = match (&new, leaf) {
        (None, Some(question)) => question,
        _ => MessageId::from_uuid(uuid::Uuid::now_v7()),
    };
    let ids: Vec<MessageId> = path.iter().map(|node| node.id).collect();
    let with_files: &[MessageId] = if has_files { &ids } else { &[] };
    let mut files = Files::open(connection, own, with_files, new.as_ref().map(|new| (id, new.attachments))).await?;
    if files.has_picture(id) && !model.images {
        return Err(model_is_blind());
    }
    let long: Vec<MessageId> = ids.iter().copied().filter(|id| !sealed.contains_key(id)).collect();
    if !long.is_empty() {
        sealed.extend(messages::texts(connection, sealing.user, sealing.conversation, &long).await?);
    }
    let mut said = Vec::with_capacity(path.len() + 1);
    for node in &path {
        let sealed = sealed.get(&node.id).ok_or_else(|| Problem::internal("a message is gone"))?;
        said.push((node.role, files.told(node.id, &sealing.open_text(node.id, sealed)?, model.images)));
    }
    if let Some(new) = &new {
        said.push((Role::User, files.told(id, new.text, model.images)));
    }
    // An answer that failed has nothing to show, and vendors refuse empty messages.
    said.retain(|(_, told)| !(told.text.is_empty() && told.pictures.is_empty()));
    let pictures = said.iter().enumerate().flat_map(|(at, (_, told))| told.pictures.iter().map(move |one| (at, *one)));
    let pictures = pictures.collect();
    let messages = said.into_iter().map(|(role, told)| Message::text(role, told.text)).collect();
    Ok(Question { id, new, instructions, messages, pictures })
}

enum Place<'a> {
    /// A new question after this answer, or at the beginning.
    New { parent: Option<MessageId>, text: &'a str },
    /// A question that is there, answered once more.
    Again,
}

/// Where the question goes, and the last message of the path that leads to it.
fn place<'a>(nodes: &[Node], typed: &'a StartTurn) -> Result<(Place<'a>, Option<MessageId>), Problem> {
    let role_of = |id: MessageId| {
        let node = nodes.iter().find(|node| node.id == id);
        node.map(|node| node.role).ok_or_else(unknown_parent)
    };
    match (&typed.text, typed.parent_id) {
        (Some(text), parent) => {
            if text.trim().is_empty() && typed.attachments.is_empty() {
                return Err(refused("text", "required", "Write something."));
            }
            let parent = match parent {
                Parent::Newest => newest_leaf(nodes),
                Parent::Beginning => None,
                Parent::Message(id) => Some(id),
            };
            check_parent(Role::User, parent.map(role_of).transpose()?)
                .map_err(|_| refused("parent_id", "invalid", "A question follows an answer; name that, or null."))?;
            Ok((Place::New { parent, text }, parent))
        }
        (None, Parent::Message(question)) => {
            check_parent(Role::Assistant, Some(role_of(question)?))
                .map_err(|_| refused("parent_id", "invalid", "Without a text, name the question to answer again."))?;
            Ok((Place::Again, Some(question)))
        }
        (None, Parent::Newest | Parent::Beginning) => Err(refused("text", "required", "Write something.")),
    }
}

/// What the question should follow is not there.
pub(super) fn unknown_parent() -> Problem {
    refused("parent_id", "unknown", "There is no such message here.")
}

fn refused(field: &str, code: &'static str, message: &str) -> Problem {
    Problem::invalid(vec![FieldError::new(field, code, message)])
}

/// How long the request is, if the model can read it, and how much room it leaves for the answer.
pub(super) fn measure(question: &Question, model: &Model) -> Result<Size, Problem> {
    let said = question.messages.iter().map(|message| message.text.len());
    let texts: Vec<usize> = question.instructions.as_ref().map(String::len).into_iter().chain(said).collect();
    let bytes: usize = texts.iter().sum();
    let pictures = u64::try_from(question.pictures.len()).unwrap_or(u64::MAX).saturating_mul(TOKENS_PER_PICTURE);
    let input_estimate = estimate_tokens(bytes, texts.len()).saturating_add(pictures);
    let context_tokens = u64::from(model.context_tokens);
    let surely_tokens = u64::try_from(bytes).unwrap_or(u64::MAX) / BYTES_PER_TOKEN_MAX;
    let is_above_price = model.input_tokens_max.is_some_and(|max| input_estimate > u64::from(max));
    if surely_tokens > context_tokens || is_above_price {
        return Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "context_too_long",
            "The conversation is too long for this model; begin a new one, or choose a model that reads more.",
        ));
    }
    // The estimate is usually twice what the vendor counts: a quarter of the context is always left for the answer.
    let room = context_tokens.saturating_sub(input_estimate).max(context_tokens / 4).max(OUTPUT_TOKENS_MIN.into());
    let max_output_tokens = model.max_output_tokens.min(u32::try_from(room).unwrap_or(u32::MAX));
    Ok(Size { input_estimate, max_output_tokens })
}
