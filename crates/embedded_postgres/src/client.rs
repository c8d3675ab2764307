//! Just enough of PostgreSQL's protocol to run SQL over the socket: the packages bring no `psql`, and a
//! developer command that made the database through the store could not prepare the store's own build.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

use crate::socket;

/// One row of an answer, its values in PostgreSQL's text form.
pub type Row = Vec<Option<String>>;

/// The largest message that is believed, in bytes.
const MESSAGE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Why the SQL was not run, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The server refused a statement; its transaction was rolled back.
    #[error("{message} (SQLSTATE {code}){}", position.as_deref().map(|at| format!(" at character {at}")).unwrap_or_default())]
    Refused {
        /// The SQLSTATE.
        code: String,
        /// The server's words.
        message: String,
        /// The place in the SQL, counted in characters from 1, when the server knows it.
        position: Option<String>,
    },
    /// The server wants more than trust, or says what this client does not understand.
    #[error("the server speaks differently than expected: {0}")]
    Protocol(&'static str),
    /// The connection failed.
    #[error("the connection to the database failed: {0}")]
    Io(#[from] io::Error),
}

/// Runs SQL as the user `postgres` on a connection of its own. Several statements run in one transaction
/// unless they say otherwise; the last statement's rows are returned.
pub fn run(socket_dir: &Path, database: &str, sql: &str) -> Result<Vec<Row>, ClientError> {
    let mut stream = UnixStream::connect(socket_dir.join(socket::FILE_NAME))?;
    let mut startup = 196_608_i32.to_be_bytes().to_vec();
    startup.extend(format!("user\0postgres\0database\0{database}\0\0").bytes());
    send(&mut stream, None, &startup)?;
    read_answer(&mut stream)?;

    let query = [sql.as_bytes(), b"\0"].concat();
    send(&mut stream, Some(b'Q'), &query)?;
    let rows = read_answer(&mut stream)?;
    send(&mut stream, Some(b'X'), &[])?;
    Ok(rows)
}

/// Quotes a name, such as a database's.
#[must_use]
pub fn quote_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn send(stream: &mut UnixStream, kind: Option<u8>, body: &[u8]) -> Result<(), ClientError> {
    let length = i32::try_from(body.len() + 4).map_err(|_| ClientError::Protocol("the SQL is too long"))?;
    let mut message: Vec<u8> = kind.into_iter().collect();
    message.extend(length.to_be_bytes());
    message.extend(body);
    Ok(stream.write_all(&message)?)
}

/// Reads until the server is ready for the next query, or has closed the connection after an error.
fn read_answer(stream: &mut UnixStream) -> Result<Vec<Row>, ClientError> {
    let mut rows = Vec::new();
    let mut refused = None;
    loop {
        let (kind, body) = match (read_message(stream), refused) {
            (Ok(message), before) => {
                refused = before;
                message
            }
            (Err(_), Some(error)) => return Err(error),
            (Err(error), None) => return Err(error.into()),
        };
        match kind {
            b'R' if body.get(..4) != Some(&[0; 4]) => {
                return Err(ClientError::Protocol("it asks for a password"));
            }
            b'T' => rows.clear(),
            b'D' => rows.push(read_row(&body).ok_or(ClientError::Protocol("a row is cut short"))?),
            b'E' => refused = Some(read_error(&body)),
            b'G' | b'H' | b'W' => return Err(ClientError::Protocol("COPY is not supported")),
            b'Z' => return refused.map_or(Ok(rows), Err),
            _ => {}
        }
    }
}

fn read_message(stream: &mut UnixStream) -> io::Result<(u8, Vec<u8>)> {
    let mut head = [0; 5];
    stream.read_exact(&mut head)?;
    let [kind, length @ ..] = head;
    let length = usize::try_from(i32::from_be_bytes(length)).unwrap_or(0);
    if !(4..=MESSAGE_BYTES_MAX).contains(&length) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a message has an impossible length"));
    }
    let mut body = vec![0; length - 4];
    stream.read_exact(&mut body)?;
    Ok((kind, body))
}

fn read_row(body: &[u8]) -> Option<Row> {
    let (count, mut rest) = body.split_at_checked(2)?;
    let count = u16::from_be_bytes(count.try_into().ok()?);
    let mut row = Vec::with_capacity(count.into());
    for _ in 0..count {
        let (length, after) = rest.split_at_checked(4)?;
        // A negative length stands for NULL.
        let length = usize::try_from(i32::from_be_bytes(length.try_into().ok()?)).ok();
        let (value, after) = after.split_at_checked(length.unwrap_or(0))?;
        row.push(length.map(|_| String::from_utf8_lossy(value).into_owned()));
        rest = after;
    }
    Some(row)
}

/// Fields of one letter each, closed by zeros.
fn read_error(body: &[u8]) -> ClientError {
    let field = |letter: u8| {
        let mut fields = body.split(|&byte| byte == 0);
        let found = fields.find(|field| field.first() == Some(&letter))?;
        Some(String::from_utf8_lossy(&found[1..]).into_owned())
    };
    ClientError::Refused {
        code: field(b'C').unwrap_or_default(),
        message: field(b'M').unwrap_or_default(),
        position: field(b'P'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_cut_anywhere_is_no_row() {
        let whole = [0, 2, 0, 0, 0, 2, b'h', b'i', 0xff, 0xff, 0xff, 0xff];
        assert_eq!(read_row(&whole), Some(vec![Some("hi".to_owned()), None]));
        for end in 0..whole.len() {
            assert_eq!(read_row(&whole[..end]), None, "cut at {end}");
        }
    }

    #[test]
    fn names_are_quoted() {
        assert_eq!(quote_name("a\"b"), "\"a\"\"b\"");
    }
}
