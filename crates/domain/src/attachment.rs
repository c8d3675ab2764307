//! Files that go with a question: what they may be, and what a model is told of them.

use crate::words::words;

/// The largest file, in bytes.
pub const BYTES_MAX: usize = 20 * 1024 * 1024;
/// The largest picture, in bytes: what every vendor takes.
pub const PICTURE_BYTES_MAX: usize = 5 * 1024 * 1024;
/// The longest side of a picture, in pixels.
pub const PICTURE_SIDE_MAX: usize = 8000;
/// The longest text of one file that a model is told, in bytes; a longer one is cut there, and says so.
pub const TEXT_BYTES_MAX: usize = 1024 * 1024;
/// The most files of one question.
pub const PER_QUESTION_MAX: usize = 10;
/// The most pictures that a model is shown at once; of older ones it is told the names.
pub const PICTURES_SHOWN_MAX: usize = 20;
/// What all files of one member may have together, in bytes.
pub const BYTES_OF_MEMBER_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 200;

words! {
    /// What a file is, by its bytes: what its name or its sender say counts for nothing.
    FileType {
        /// A picture.
        Png = "image/png",
        /// A picture.
        Jpeg = "image/jpeg",
        /// A picture, perhaps a moving one.
        Gif = "image/gif",
        /// A picture.
        Webp = "image/webp",
        /// A document.
        Pdf = "application/pdf",
        /// Any text.
        Text = "text/plain",
    }
}

impl FileType {
    /// Recognises a file; `None`: it is of a kind that no model here can read.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => is_text(bytes).then_some(Self::Text),
        }
    }

    /// Whether it is seen rather than read.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp)
    }
}

/// Whether it is UTF-8 without the control characters that no text has.
fn is_text(bytes: &[u8]) -> bool {
    let is_odd =
        |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}');
    std::str::from_utf8(bytes).is_ok_and(|text| !text.is_empty() && !text.contains(is_odd))
}

/// As much of a text as a model is told, and whether that is all.
#[must_use]
pub fn as_told(text: &str) -> (&str, bool) {
    if text.len() <= TEXT_BYTES_MAX {
        return (text, true);
    }
    (text.get(..text.floor_char_boundary(TEXT_BYTES_MAX)).unwrap_or_default(), false)
}

/// What a model is told of a file that is read.
#[must_use]
pub fn told(name: &str, text: &str) -> String {
    format!("<file name=\"{}\">\n{text}\n</file>\n\n", quoted(name))
}

/// What a model is told of a picture that it is not shown.
#[must_use]
pub fn named(name: &str) -> String {
    format!("<picture name=\"{}\" shown=\"no\" />\n\n", quoted(name))
}

fn quoted(name: &str) -> String {
    name.replace(['"', '<', '>', '\n', '\r'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let table: [(&[u8], Option<FileType>); 13] = [
            (b"\x89PNG\r\n\x1a\n....", Some(FileType::Png)),
            (b"\xff\xd8\xff\xe0....", Some(FileType::Jpeg)),
            (b"GIF89a..", Some(FileType::Gif)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(FileType::Webp)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"%PDF-1.7\n%\xe2\xe3", Some(FileType::Pdf)),
            ("Liebe Grüße, 晚饭\r\n\tund \u{1b}[1mfett".as_bytes(), Some(FileType::Text)),
            (b"<html><script>alert(1)</script>", Some(FileType::Text)),
            (b"PK\x03\x04 a zip, or a document of an office", None),
            (b"MZ\x90\0 a program", None),
            (b"\x1f\x8b\x08 packed", None),
            (b"caf\xe9 in another encoding", None),
            (b"", None),
        ];
        for (bytes, expected) in table {
            assert_eq!(FileType::of(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(as_told("short"), ("short", true));
        let long = "漢".repeat(TEXT_BYTES_MAX / 3 + 1);
        let (told, whole) = as_told(&long);
        assert!(!whole && told.len() <= TEXT_BYTES_MAX && long.starts_with(told));
    }

    #[test]
    fn a_name_cannot_end_its_own_quotes() {
        assert_eq!(told("a\">x.txt", "1"), "<file name=\"a__x.txt\">\n1\n</file>\n\n");
        assert_eq!(named("cat.png"), "<picture name=\"cat.png\" shown=\"no\" />\n\n");
    }
}
