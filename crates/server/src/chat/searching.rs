//! Looking through everything that a member said or was answered: titles first, then messages, from the newest on. While one
//! batch is looked through, away from the threads that serve requests, the next is fetched.

use std::collections::HashMap;
use std::sync::Arc;

use domain::id::{ConversationId, FolderId, GroupId, MessageId};
use futures_util::{Stream, StreamExt, stream};
use jiff::Timestamp;
use regex::{Regex, RegexBuilder};
use store::messages::Passing;
use store::{conversations, messages};

use super::search::{SearchDone, SearchEvent, SearchHit};
use crate::app::App;
use crate::http::{Caller, Cursor, Fields, Problem};
use crate::lifecycle::apart;
use crate::sealing::Sealing;

/// The most characters that are looked for.
const CHARS_MAX: usize = 200;
/// Messages in the first batch: the newest hits come at once.
const FIRST_BATCH: i64 = 256;
/// Messages in a batch at most.
const BATCH_MAX: i64 = 4096;
/// Characters that are shown on both sides of what was found.
const CHARS_BEFORE: usize = 40;
const CHARS_AFTER: usize = 120;

/// What is looked for.
pub(super) struct Needle(Regex);

/// What somebody typed, where it was found.
struct Found {
    before: String,
    text: String,
    after: String,
}

impl Needle {
    pub(super) fn new(typed: &str) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        let typed = fields.line("q", typed, 1, CHARS_MAX);
        fields.finish()?;
        let pattern = RegexBuilder::new(&regex::escape(&typed)).case_insensitive(true).build();
        pattern.map(Self).map_err(Problem::internal)
    }

    fn find(&self, text: &str) -> Option<Found> {
        let place = self.0.find(text)?;
        let (before, after) = (&text[..place.start()], &text[place.end()..]);
        let cut = before.char_indices().rev().nth(CHARS_BEFORE).map_or(0, |(at, letter)| at + letter.len_utf8());
        let end = after.char_indices().nth(CHARS_AFTER).map_or(after.len(), |(at, _)| at);
        Some(Found { before: flat(&before[cut..]), text: flat(place.as_str()), after: flat(&after[..end]) })
    }
}

/// In one line: every stretch of white space is one space.
fn flat(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        if !letter.is_whitespace() {
            line.push(letter);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}

/// Where is looked; `None`: everywhere.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    pub(super) group: Option<GroupId>,
    pub(super) folder: Option<FolderId>,
}

impl Scope {
    fn holds(self, row: &conversations::Titled) -> bool {
        self.group.is_none_or(|group| group == row.group) && self.folder.is_none_or(|folder| Some(folder) == row.folder)
    }
}

/// What opens and looks: shared with the threads that do so.
struct Reader {
    caller: Caller,
    needle: Needle,
    scope: Scope,
}

/// The conversations of a search, so that a message's hit can say where it is.
type Places = HashMap<ConversationId, (GroupId, Option<String>)>;

/// One search on its way.
pub(super) struct Search {
    app: App,
    reader: Arc<Reader>,
    places: Arc<Places>,
    step: Step,
    left: usize,
    scanned: u64,
    batch: i64,
}

enum Step {
    /// Titles come next; those of an earlier search's continuation were told already.
    Titles { after: Option<(Timestamp, MessageId)> },
    /// These messages come next.
    Messages(Vec<Passing>),
    /// Everything was told.
    Over,
}

impl Search {
    pub(super) fn new(
        app: App,
        caller: Caller,
        needle: Needle,
        scope: Scope,
        after: Option<(Timestamp, MessageId)>,
        limit: u32,
    ) -> Self {
        Self {
            app,
            reader: Arc::new(Reader { caller, needle, scope }),
            places: Arc::default(),
            step: Step::Titles { after },
            left: limit as usize,
            scanned: 0,
            batch: FIRST_BATCH,
        }
    }

    /// The hits as they are found, and the end. A search that fails just ends: whoever asked sees no end and asks again.
    pub(super) fn events(self) -> impl Stream<Item = SearchEvent> + Send + 'static {
        let steps = stream::unfold(self, |mut search| async move {
            match search.next().await {
                Ok(Some(events)) => Some((events, search)),
                Ok(None) => None,
                Err(problem) => {
                    tracing::warn!(code = problem.code(), "a search broke off");
                    None
                }
            }
        });
        steps.flat_map(stream::iter)
    }

    async fn next(&mut self) -> Result<Option<Vec<SearchEvent>>, Problem> {
        match std::mem::replace(&mut self.step, Step::Over) {
            Step::Titles { after } => {
                let hits = self.titles(after.is_none()).await?;
                self.step = Step::Messages(self.fetch(after).await?);
                Ok(Some(hits))
            }
            Step::Messages(batch) => self.messages(batch).await.map(Some),
            Step::Over => Ok(None),
        }
    }

    /// Reads where everything is, and tells which titles match.
    async fn titles(&mut self, tell: bool) -> Result<Vec<SearchEvent>, Problem> {
        let rows = conversations::titles(&mut *self.app.connection().await?, self.reader.caller.user).await?;
        let (reader, limit) = (self.reader.clone(), if tell { self.left } else { 0 });
        let (places, hits) = apart("search", move || reader.titles(rows, limit)).await.map_err(Problem::internal)?;
        self.places = Arc::new(places);
        self.left -= hits.len();
        Ok(hits.into_iter().map(SearchEvent::Hit).collect())
    }

    /// Looks through a batch while the next is fetched.
    async fn messages(&mut self, batch: Vec<Passing>) -> Result<Vec<SearchEvent>, Problem> {
        let Some(last) = batch.last() else { return Ok(vec![self.done(None)]) };
        let after = (last.created_at, last.id);
        let scanned = batch.len() as u64;
        let (next, hits) = tokio::join!(self.fetch(Some(after)), self.look(batch));
        let hits = hits?;
        self.batch = (self.batch * 4).min(BATCH_MAX);
        self.scanned += scanned;
        self.left -= hits.len();
        let stopped_at = hits.last().and_then(|hit| Some((hit.at, hit.message_id?)));
        let mut events: Vec<SearchEvent> = hits.into_iter().map(SearchEvent::Hit).collect();
        if self.left == 0 {
            events.push(self.done(stopped_at));
        } else {
            self.step = Step::Messages(next?);
        }
        Ok(events)
    }

    /// Opens and looks through a batch, one half beside the other.
    async fn look(&self, mut batch: Vec<Passing>) -> Result<Vec<SearchHit>, Problem> {
        let older = batch.split_off(batch.len() / 2);
        let half = |messages: Vec<Passing>| {
            let (reader, places, limit) = (self.reader.clone(), self.places.clone(), self.left);
            apart("search", move || reader.messages(&messages, &places, limit))
        };
        let (newer, older) = tokio::try_join!(half(batch), half(older)).map_err(Problem::internal)?;
        Ok(newer.into_iter().chain(older).take(self.left).collect())
    }

    async fn fetch(&self, after: Option<(Timestamp, MessageId)>) -> Result<Vec<Passing>, Problem> {
        let mut connection = self.app.connection().await?;
        Ok(messages::pass(&mut connection, self.reader.caller.user, after, self.batch).await?)
    }

    fn done(&self, stopped_at: Option<(Timestamp, MessageId)>) -> SearchEvent {
        SearchEvent::Done(SearchDone { scanned: self.scanned, next: stopped_at.and_then(|key| Cursor(key).encode()) })
    }
}

impl Reader {
    fn sealing(&self, conversation: ConversationId) -> Sealing<'_> {
        Sealing { key: &self.caller.content_key, user: self.caller.user, conversation }
    }

    /// What does not open is passed over: history can stay sealed after a password was reset.
    fn titles(&self, rows: Vec<conversations::Titled>, limit: usize) -> (Places, Vec<SearchHit>) {
        let mut hits = Vec::new();
        let mut places = Places::with_capacity(rows.len());
        for row in rows.into_iter().filter(|row| self.scope.holds(row)) {
            let sealed = row.title_sealed.as_deref();
            let title = sealed.and_then(|sealed| self.sealing(row.id).open_title(sealed).ok());
            if hits.len() < limit
                && let Some(found) = title.as_deref().and_then(|title| self.needle.find(title))
            {
                hits.push(SearchHit {
                    conversation_id: row.id,
                    group_id: row.group,
                    title: title.clone(),
                    message_id: None,
                    role: None,
                    at: row.updated_at,
                    before: found.before,
                    found: found.text,
                    after: found.after,
                });
            }
            places.insert(row.id, (row.group, title));
        }
        (places, hits)
    }

    fn messages(&self, batch: &[Passing], places: &Places, limit: usize) -> Vec<SearchHit> {
        batch.iter().filter_map(|message| self.message(message, places)).take(limit).collect()
    }

    fn message(&self, message: &Passing, places: &Places) -> Option<SearchHit> {
        let (group_id, title) = places.get(&message.conversation)?;
        let text = self.sealing(message.conversation).peek_text(message.id, &message.text_sealed).ok()?;
        let found = self.needle.find(std::str::from_utf8(&text).ok()?)?;
        Some(SearchHit {
            conversation_id: message.conversation,
            group_id: *group_id,
            title: title.clone(),
            message_id: Some(message.id),
            role: Some(message.role),
            at: message.created_at,
            before: found.before,
            found: found.text,
            after: found.after,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Needle;

    #[test]
    fn any_piece_of_text_is_found_whatever_its_case_and_shown_in_its_line() {
        let table = [
            ("tide", "How do\n\tTIDES work?", Some("How do [TIDE]S work?")),
            ("ÄRGER", "kein Ärger", Some("kein [Ärger]")),
            ("水", "井水不犯河水", Some("井[水]不犯河水")),
            ("a.c", "abc", None),
            ("(*", "SELECT count(*)", Some("SELECT count[(*])")),
            ("two words", "two  words", None),
            ("🙂", "so 🙂 it is", Some("so [🙂] it is")),
        ];
        for (typed, text, expected) in table {
            let found = Needle::new(typed).unwrap().find(text);
            let shown = found.map(|found| format!("{}[{}]{}", found.before, found.text, found.after));
            assert_eq!(shown.as_deref(), expected, "{typed} in {text}");
        }
    }

    #[test]
    fn long_texts_are_shown_in_part_cut_between_characters() {
        let text = format!("{}needle{}", "é漢🙂".repeat(100), "é漢🙂".repeat(100));
        let found = Needle::new("Needle").unwrap().find(&text).unwrap();
        assert_eq!((found.before.chars().count(), found.after.chars().count()), (40, 120));
    }

    #[test]
    fn nothing_or_too_much_is_not_looked_for() {
        for typed in ["", "  ", "two\nlines", &"x".repeat(201)] {
            assert!(Needle::new(typed).is_err(), "{typed:?}");
        }
    }
}
