//! Server-sent events, decoded as the bytes come in: pure, incremental and bounded.
//!
//! All vendors' streams go through this one decoder. Lines may end with LF, CR LF or CR; an event ends with an empty
//! line. What is left when the stream ends without one is no event (that is the standard), so a cut can never turn
//! half an event into a whole one.

use memchr::memchr2;

use crate::{ErrorKind, ProviderError};

/// The most bytes that one event may have. Real events have a few hundred; usage reports and errors a few thousand.
pub(crate) const MAX_EVENT_BYTES: usize = 1 << 20;

/// The decoder: bytes in, events out.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    /// The line that has not ended yet.
    line: Vec<u8>,
    /// The data of the event that has not ended yet.
    data: Vec<u8>,
    /// Whether the event has a data line; an empty one counts for the line break before the next.
    has_data: bool,
    /// The last line ended with CR, so that a LF that follows belongs to it.
    after_cr: bool,
    /// A line has been read, so that a byte order mark can no longer come.
    started: bool,
}

impl Decoder {
    /// Takes in the next bytes and hands on the payloads of the events that they complete; none is empty.
    ///
    /// Fails with [`ErrorKind::TooLarge`] when an event outgrows [`MAX_EVENT_BYTES`], with [`ErrorKind::Malformed`] when one is not
    /// UTF-8, and when whoever takes an event fails.
    pub(crate) fn push(
        &mut self,
        bytes: &[u8],
        mut take: impl FnMut(&str) -> Result<(), ProviderError>,
    ) -> Result<(), ProviderError> {
        let mut rest = bytes;
        while let Some(first) = rest.first() {
            if self.after_cr {
                self.after_cr = false;
                if *first == b'\n' {
                    rest = rest.get(1..).unwrap_or_default();
                    continue;
                }
            }
            let end = memchr2(b'\n', b'\r', rest);
            let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
            if self.line.len() + self.data.len() + part.len() > MAX_EVENT_BYTES {
                return Err(ProviderError::new(ErrorKind::TooLarge));
            }
            let Some((terminator, after)) = after.split_first() else {
                self.line.extend_from_slice(part);
                return Ok(());
            };
            self.after_cr = *terminator == b'\r';
            rest = after;
            // Most lines come whole, and are read where they are.
            if self.line.is_empty() {
                self.end_line(part, &mut take)?;
            } else {
                self.line.extend_from_slice(part);
                let line = std::mem::take(&mut self.line);
                self.end_line(&line, &mut take)?;
            }
        }
        Ok(())
    }

    fn end_line(
        &mut self,
        mut line: &[u8],
        take: &mut impl FnMut(&str) -> Result<(), ProviderError>,
    ) -> Result<(), ProviderError> {
        if !self.started {
            self.started = true;
            line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        }
        if line.is_empty() {
            self.has_data = false;
            let taken = match str::from_utf8(&self.data) {
                Ok("") => Ok(()),
                Ok(data) => take(data),
                Err(_) => Err(ProviderError::new(ErrorKind::Malformed)),
            };
            self.data.clear();
            return taken;
        }
        // Other fields (the event's name, its id, comments that keep the connection alive) carry nothing that the
        // payload of these vendors does not say itself.
        if let Some(value) = line.strip_prefix(b"data") {
            let value = match value.strip_prefix(b":") {
                Some(value) => value.strip_prefix(b" ").unwrap_or(value),
                None if value.is_empty() => value,
                None => return Ok(()),
            };
            if self.has_data {
                self.data.push(b'\n');
            }
            self.data.extend_from_slice(value);
            self.has_data = true;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(parts: &[&[u8]]) -> Result<Vec<String>, ErrorKind> {
        let mut decoder = Decoder::default();
        let mut events = Vec::new();
        let mut take = |data: &str| {
            events.push(data.to_owned());
            Ok(())
        };
        parts.iter().try_for_each(|part| decoder.push(part, &mut take)).map_err(|error| error.kind)?;
        Ok(events)
    }

    #[test]
    fn reads_what_the_standard_allows() {
        for (name, stream, expected) in [
            ("plain", "data: a\n\n", vec!["a"]),
            ("no space", "data:a\n\n", vec!["a"]),
            ("one space only is dropped", "data:  a\n\n", vec![" a"]),
            ("CR LF", "data: a\r\n\r\ndata: b\r\n\r\n", vec!["a", "b"]),
            ("CR", "data: a\r\rdata: b\r\r", vec!["a", "b"]),
            ("several lines", "data: a\ndata: b\n\n", vec!["a\nb"]),
            ("empty first line", "data\ndata: b\n\n", vec!["\nb"]),
            ("names, ids, comments", ": hi\nevent: x\nid: 1\nretry: 5\ndata: a\n\n", vec!["a"]),
            ("a field that only begins like data", "database: a\n\n", vec![]),
            ("comment alone", ": ping\n\n", vec![]),
            ("byte order mark", "\u{feff}data: a\n\n", vec!["a"]),
            ("not ended", "data: a\n\ndata: b\n", vec!["a"]),
            ("nothing", "", vec![]),
            ("text of many scripts", "data: häß 🎉 日本\n\n", vec!["häß 🎉 日本"]),
        ] {
            let bytes = stream.as_bytes();
            assert_eq!(decode(&[bytes]).unwrap(), expected, "{name}");
            for cut in 0..=bytes.len() {
                let (head, tail) = bytes.split_at(cut);
                assert_eq!(decode(&[head, tail]).unwrap(), expected, "{name} cut at {cut}");
            }
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(decode(&single).unwrap(), expected, "{name} byte by byte");
        }
    }

    #[test]
    fn refuses_an_event_that_outgrows_the_limit_before_holding_it() {
        let block = vec![b'x'; 64 * 1024];
        let mut decoder = Decoder::default();
        let mut none = |_: &str| Err(ProviderError::new(ErrorKind::Malformed));
        decoder.push(b"data: ", &mut none).unwrap();
        let refused = (0..1_000).find_map(|_| decoder.push(&block, &mut none).err());
        assert_eq!(refused.map(|error| error.kind), Some(ErrorKind::TooLarge));
        assert!(decoder.line.len() <= MAX_EVENT_BYTES);

        let many_lines = "data: 0123456789\n".repeat(MAX_EVENT_BYTES / 8);
        assert_eq!(decode(&[many_lines.as_bytes()]), Err(ErrorKind::TooLarge));
    }

    #[test]
    fn refuses_what_is_not_utf8() {
        assert_eq!(decode(&[b"data: \xff\n\n"]), Err(ErrorKind::Malformed));
    }
}
