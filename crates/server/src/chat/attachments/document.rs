//! The text of a document, read by a process of its own: this program again, with little time and memory.

use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use domain::attachment::TEXT_BYTES_MAX;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::time::timeout;

use crate::app::App;
use crate::http::Problem;

/// The role in which this program reads documents.
pub const ROLE: &str = "read-document";
/// The longest document, in pages.
pub const PAGES_MAX: usize = 1000;
/// The reader's exit code for a document that needs a password.
pub const LOCKED: u8 = 3;
/// The reader's exit code for a document with too many pages.
pub const TOO_MANY_PAGES: u8 = 4;

/// So much address space is reserved at once by the reader's allocator: by itself it would take all that the reader may have.
const ARENA: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "64M");

/// How long a document may take, whatever else this machine does. Its share of the processor is limited much closer.
const PATIENCE: Duration = Duration::from_mins(1);

/// Why a document has no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It needs a password.
    Locked,
    /// It has too many pages.
    TooLong,
    /// Reading it takes too much time or memory.
    TooHard,
    /// It is no document after all.
    Broken,
}

/// Reads a document; gives at most a little more than a model is told.
pub(super) async fn read(app: &App, document: &[u8]) -> Result<Result<String, Unreadable>, Problem> {
    let _turn = app.document_readers.acquire().await.map_err(Problem::internal)?;
    // Nothing of this process's environment: it has keys in it.
    let mut reader = Command::new(&app.settings.program)
        .arg(ROLE)
        .env_clear()
        .env(ARENA.0, ARENA.1)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(Problem::internal)?;
    let (Some(mut stdin), Some(stdout)) = (reader.stdin.take(), reader.stdout.take()) else {
        return Err(Problem::internal("the reader of documents has no pipes"));
    };
    let mut text = Vec::new();
    let room = u64::try_from(TEXT_BYTES_MAX + 4).unwrap_or(u64::MAX);
    let mut stdout = stdout.take(room);
    let reading = async {
        // It may end before it has read everything.
        let writing = async {
            let _ended = stdin.write_all(document).await;
            drop(stdin);
        };
        let ((), read) = tokio::join!(writing, stdout.read_to_end(&mut text));
        read?;
        // Nobody reads what it still has to say.
        drop(stdout);
        reader.wait().await
    };
    let Ok(ended) = timeout(PATIENCE, reading).await else { return Ok(Err(Unreadable::TooHard)) };
    let is_full = text.len() > TEXT_BYTES_MAX;
    let ended = ended.map_err(Problem::internal)?;
    Ok(if ended.success() || is_full { Ok(whole_characters(text)) } else { Err(why(ended)) })
}

fn why(ended: ExitStatus) -> Unreadable {
    match ended.code() {
        Some(code) if code == i32::from(LOCKED) => Unreadable::Locked,
        Some(code) if code == i32::from(TOO_MANY_PAGES) => Unreadable::TooLong,
        Some(_) => Unreadable::Broken,
        // Out of time, memory or stack.
        None => {
            tracing::info!(signal = ended.signal(), "a reader of documents was ended");
            Unreadable::TooHard
        }
    }
}

/// A text that was cut anywhere, without the half of a character at its end and without what no text has.
fn whole_characters(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes).unwrap_or_else(|cut| {
        let whole = cut.utf8_error().valid_up_to();
        String::from_utf8_lossy(&cut.as_bytes()[..whole]).into_owned()
    });
    text.replace('\0', "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_is_left_out() {
        assert_eq!(whole_characters("\n Soup, 晚饭\0 ".as_bytes().to_vec()), "Soup, 晚饭");
        assert_eq!(whole_characters("Soup, 晚饭".as_bytes()[..10].to_vec()), "Soup, 晚");
    }

    #[test]
    fn the_readers_end_says_why() {
        for (wait_status, expected) in [
            (3 << 8, Unreadable::Locked),
            (4 << 8, Unreadable::TooLong),
            (101 << 8, Unreadable::Broken),
            (9, Unreadable::TooHard),
        ] {
            assert_eq!(why(ExitStatus::from_raw(wait_status)), expected);
        }
    }
}
