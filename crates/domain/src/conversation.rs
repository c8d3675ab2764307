//! Conversations: messages as a tree, in which edits and regenerations are siblings.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::id::{FolderId, MessageId};
use crate::words::words;

/// The most characters of a title that is taken from a question.
pub const TITLE_CHARS_MAX: usize = 60;

words! {
    /// Who said something.
    #[cfg_attr(feature = "openapi", schema(as = MessageRole))]
    Role {
        /// The member.
        User = "user",
        /// The model.
        Assistant = "assistant",
    }
}

words! {
    /// What state a message is in.
    MessageStatus {
        /// Being written.
        Running = "running",
        /// Whole.
        Complete = "complete",
        /// Ended by the member; what was seen is kept.
        Stopped = "stopped",
        /// Cut off; what came is kept.
        Interrupted = "interrupted",
        /// Nothing came.
        Failed = "failed",
    }
}

words! {
    /// Where a conversation is listed: each is in one place.
    Shelf {
        /// Among all the others, by its age.
        Recent = "recent",
        /// Above them.
        Pinned = "pinned",
        /// Out of the way.
        Archived = "archived",
    }
}

/// Which folder somebody wishes a conversation to be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(from = "Option<FolderId>")]
pub enum Filing {
    /// Nothing was said: wherever it is.
    #[default]
    Stays,
    /// None of them.
    Unfiled,
    /// This one.
    Folder(FolderId),
}

impl From<Option<FolderId>> for Filing {
    fn from(given: Option<FolderId>) -> Self {
        given.map_or(Self::Unfiled, Self::Folder)
    }
}

/// Both was asked for, and only one can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a conversation is pinned or archived, not both")]
pub struct PinnedAndArchived;

impl Shelf {
    /// Where the conversation is after a wish to pin or archive it, or to take that back; `None` wishes nothing.
    pub fn moved(self, pinned: Option<bool>, archived: Option<bool>) -> Result<Self, PinnedAndArchived> {
        match (self, pinned, archived) {
            (_, Some(true), Some(true)) => Err(PinnedAndArchived),
            (_, Some(true), _) => Ok(Self::Pinned),
            (_, _, Some(true)) => Ok(Self::Archived),
            (Self::Pinned, Some(false), _) | (Self::Archived, _, Some(false)) => Ok(Self::Recent),
            (stays, _, _) => Ok(stays),
        }
    }
}

/// A message's place in its conversation; what it says is sealed elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Which message.
    pub id: MessageId,
    /// What it answers or follows; `None` for a conversation's first question.
    pub parent_id: Option<MessageId>,
    /// Who said it.
    pub role: Role,
    /// When.
    pub created_at: Timestamp,
}

/// Why there is no way from a message to the conversation's beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenTree {
    /// The message is not in the conversation.
    #[error("message {0} is not in this conversation")]
    Unknown(MessageId),
    /// A message follows itself.
    #[error("message {0} follows itself")]
    Cycle(MessageId),
}

/// The messages from the conversation's beginning to `leaf`, in order: what a model is shown.
pub fn path_to(messages: &[Node], leaf: MessageId) -> Result<Vec<Node>, BrokenTree> {
    let by_id: HashMap<MessageId, Node> = messages.iter().map(|node| (node.id, *node)).collect();
    let mut path = Vec::new();
    let mut seen = HashSet::new();
    let mut next = Some(leaf);
    while let Some(id) = next {
        let node = by_id.get(&id).ok_or(BrokenTree::Unknown(id))?;
        if !seen.insert(id) {
            return Err(BrokenTree::Cycle(id));
        }
        path.push(*node);
        next = node.parent_id;
    }
    path.reverse();
    Ok(path)
}

/// The newest message that nothing follows: where a conversation goes on when nobody says otherwise.
#[must_use]
pub fn newest_leaf(messages: &[Node]) -> Option<MessageId> {
    let followed: HashSet<MessageId> = messages.iter().filter_map(|node| node.parent_id).collect();
    messages
        .iter()
        .filter(|node| !followed.contains(&node.id))
        .max_by_key(|node| (node.created_at, node.id))
        .map(|node| node.id)
}

/// Why a message cannot follow another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParentRefused {
    /// Questions follow answers, or begin a conversation.
    #[error("a question follows an answer, or begins the conversation")]
    QuestionAfterQuestion,
    /// Answers follow questions.
    #[error("an answer follows a question")]
    AnswerWithoutQuestion,
}

/// Whether a message may follow this one, or begin a conversation (`None`).
pub fn check_parent(role: Role, parent: Option<Role>) -> Result<(), ParentRefused> {
    match (role, parent) {
        (Role::User, None | Some(Role::Assistant)) | (Role::Assistant, Some(Role::User)) => Ok(()),
        (Role::User, Some(Role::User)) => Err(ParentRefused::QuestionAfterQuestion),
        (Role::Assistant, None | Some(Role::Assistant)) => Err(ParentRefused::AnswerWithoutQuestion),
    }
}

/// A title from the first question: its first line that has text, at most [`TITLE_CHARS_MAX`] characters. A longer line is cut
/// between words, where it has any in its second half, and says so.
#[must_use]
pub fn title_from(question: &str) -> Option<String> {
    let line = question.lines().map(str::trim).find(|line| !line.is_empty())?;
    let Some((end, _)) = line.char_indices().nth(TITLE_CHARS_MAX) else { return Some(line.to_owned()) };
    // Room for the dots.
    let (last, _) = line.char_indices().nth(TITLE_CHARS_MAX.saturating_sub(1))?;
    let cut = line.get(..last)?;
    let is_between_words = line.get(last..end)?.starts_with(char::is_whitespace);
    let words = if is_between_words { Some(cut) } else { cut.rsplit_once(char::is_whitespace).map(|(words, _)| words) };
    let words = words.filter(|words| words.chars().count() >= TITLE_CHARS_MAX / 2).unwrap_or(cut);
    Some(format!("{}…", words.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-'))))
}

/// A title from what a model said when it was asked for one: its first line that has text, without the marks that models put around
/// a title, no longer than any other. `None`: it said nothing that could be one.
#[must_use]
pub fn title_said(answer: &str) -> Option<String> {
    let is_mark =
        |c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '*' | '#' | '`');
    let lines = answer.lines().map(|line| line.trim_matches(is_mark).trim_end_matches(['.', '。']));
    title_from(lines.map(|line| line.trim_matches(is_mark)).find(|line| !line.is_empty())?)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{
        BrokenTree, Node, ParentRefused, PinnedAndArchived, Role, Shelf, TITLE_CHARS_MAX, check_parent, newest_leaf,
        path_to, title_from, title_said,
    };
    use crate::id::MessageId;

    fn id(n: u128) -> MessageId {
        MessageId::from_uuid(uuid::Uuid::from_u128(n))
    }

    /// Messages as (id, parent or 0, second); odd ids are questions.
    fn tree(rows: &[(u128, u128, i64)]) -> Vec<Node> {
        rows.iter()
            .map(|&(n, parent, second)| Node {
                id: id(n),
                parent_id: (parent > 0).then(|| id(parent)),
                role: if n % 2 == 1 { Role::User } else { Role::Assistant },
                created_at: Timestamp::from_second(second).unwrap(),
            })
            .collect()
    }

    fn path(rows: &[(u128, u128, i64)], leaf: u128) -> Result<Vec<MessageId>, BrokenTree> {
        Ok(path_to(&tree(rows), id(leaf))?.iter().map(|node| node.id).collect())
    }

    /// 1 - 2 - 3 - 4, and 5 edits 3, answered by 6, and 8 regenerates 2.
    const TREE: [(u128, u128, i64); 7] = [(1, 0, 1), (2, 1, 2), (3, 2, 3), (4, 3, 4), (5, 2, 5), (6, 5, 6), (8, 1, 7)];

    #[test]
    fn a_title_that_a_model_said_is_taken_out_of_its_wrapping() {
        for (said, title) in [
            ("Dinners for a Small Kitchen", Some("Dinners for a Small Kitchen")),
            ("\n  \"Dinners for a Small Kitchen.\"  \n\nI chose it because", Some("Dinners for a Small Kitchen")),
            ("**Zinseszins erklärt**", Some("Zinseszins erklärt")),
            ("# 「小さな台所の夕食」。", Some("小さな台所の夕食")),
            ("What is a monad?", Some("What is a monad?")),
            ("\"\" \n ** \n", None),
            ("", None),
        ] {
            assert_eq!(title_said(said).as_deref(), title, "{said:?}");
        }
        assert_eq!(title_said(&"long ".repeat(100)).map(|title| title.chars().count() <= TITLE_CHARS_MAX), Some(true));
    }

    #[test]
    fn paths_follow_one_branch() {
        assert_eq!(path(&TREE, 4), Ok([1, 2, 3, 4].map(id).to_vec()));
        assert_eq!(path(&TREE, 6), Ok([1, 2, 5, 6].map(id).to_vec()));
        assert_eq!(path(&TREE, 8), Ok([1, 8].map(id).to_vec()));
        assert_eq!(path(&TREE, 1), Ok(vec![id(1)]));
        assert_eq!(path(&TREE, 9), Err(BrokenTree::Unknown(id(9))));
    }

    #[test]
    fn broken_trees_end() {
        assert_eq!(path(&[(2, 1, 1)], 2), Err(BrokenTree::Unknown(id(1))));
        assert_eq!(path(&[(1, 2, 1), (2, 1, 2)], 2), Err(BrokenTree::Cycle(id(2))));
        assert_eq!(path(&[(1, 1, 1)], 1), Err(BrokenTree::Cycle(id(1))));
    }

    #[test]
    fn the_newest_leaf_is_where_one_goes_on() {
        assert_eq!(newest_leaf(&tree(&TREE)), Some(id(8)));
        assert_eq!(newest_leaf(&tree(&TREE[..6])), Some(id(6)));
        assert_eq!(newest_leaf(&tree(&TREE[..1])), Some(id(1)));
        assert_eq!(newest_leaf(&[]), None);
        // Question and answer are made at one instant; the answer is the leaf.
        assert_eq!(newest_leaf(&tree(&[(1, 0, 1), (2, 1, 1)])), Some(id(2)));
    }

    #[test]
    fn questions_and_answers_take_turns() {
        assert_eq!(check_parent(Role::User, None), Ok(()));
        assert_eq!(check_parent(Role::User, Some(Role::Assistant)), Ok(()));
        assert_eq!(check_parent(Role::Assistant, Some(Role::User)), Ok(()));
        assert_eq!(check_parent(Role::User, Some(Role::User)), Err(ParentRefused::QuestionAfterQuestion));
        assert_eq!(check_parent(Role::Assistant, None), Err(ParentRefused::AnswerWithoutQuestion));
        assert_eq!(check_parent(Role::Assistant, Some(Role::Assistant)), Err(ParentRefused::AnswerWithoutQuestion));
    }

    #[test]
    fn a_conversation_is_pinned_or_archived_or_neither() {
        use Shelf::{Archived, Pinned, Recent};
        let table = [
            (Recent, None, None, Ok(Recent)),
            (Recent, Some(true), None, Ok(Pinned)),
            (Recent, None, Some(true), Ok(Archived)),
            (Recent, Some(false), Some(false), Ok(Recent)),
            (Pinned, None, None, Ok(Pinned)),
            (Pinned, Some(false), None, Ok(Recent)),
            (Pinned, None, Some(false), Ok(Pinned)),
            (Pinned, None, Some(true), Ok(Archived)),
            (Archived, Some(false), None, Ok(Archived)),
            (Archived, None, Some(false), Ok(Recent)),
            (Archived, Some(true), Some(false), Ok(Pinned)),
            (Archived, Some(true), None, Ok(Pinned)),
            (Recent, Some(true), Some(true), Err(PinnedAndArchived)),
        ];
        for (before, pinned, archived, after) in table {
            assert_eq!(before.moved(pinned, archived), after, "{before} {pinned:?} {archived:?}");
        }
    }

    #[test]
    fn titles_are_the_first_line_cut_between_words() {
        let table = [
            ("How do tides work?", Some("How do tides work?")),
            ("\n\n  Two lines \nhere", Some("Two lines")),
            (" \n\t ", None),
            ("", None),
        ];
        for (question, title) in table {
            assert_eq!(title_from(question).as_deref(), title, "{question:?}");
        }
        let whole = "x".repeat(TITLE_CHARS_MAX);
        assert_eq!(title_from(&whole).as_ref(), Some(&whole));
        let long = [
            // Between words, also where the limit itself falls between two.
            (
                "Could you please explain how the tides work, and why there are two of them each day?".to_owned(),
                "Could you please explain how the tides work, and why there…".to_owned(),
            ),
            (format!("{} b and more", "a".repeat(59)), format!("{}…", "a".repeat(59))),
            (format!("{}, {}", "a".repeat(50), "b".repeat(50)), format!("{}…", "a".repeat(50))),
            // No words, or none that are worth it.
            ("é漢🙂".repeat(40), format!("{}é漢…", "é漢🙂".repeat(19))),
            (format!("a {}", "b".repeat(99)), format!("a {}…", "b".repeat(57))),
        ];
        for (question, title) in long {
            assert_eq!(title_from(&question), Some(title), "{question}");
        }
    }
}
