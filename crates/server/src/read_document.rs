//! `potluck read-document`: the text of a document on standard input. The server starts itself like this for every document, because
//! what strangers have made may be slow, too large, or a way into whoever reads it: this process has little time and memory, no
//! settings, and nothing that it could open.

use std::io::{Read, Write, stdin, stdout};
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use domain::attachment::{BYTES_MAX, TEXT_BYTES_MAX};
use pdf_extract::{Document, PlainTextOutput, output_doc_page};
use rustix::process::{Resource, Rlimit, setrlimit};
use server::chat::document::{LOCKED, PAGES_MAX, TOO_MANY_PAGES};

use crate::Failure;

/// What it may use at most; whoever needs more is ended.
const MEMORY_BYTES: u64 = 1 << 30;
const PROCESSOR_SECONDS: u64 = 10;

/// Writes the text to standard output; says by its exit code why there is none.
pub(crate) fn run() -> Result<ExitCode, Failure> {
    let mut document = Vec::new();
    stdin().take(u64::try_from(BYTES_MAX)?).read_to_end(&mut document)?;
    for (resource, most) in [
        (Resource::As, MEMORY_BYTES),
        (Resource::Cpu, PROCESSOR_SECONDS),
        (Resource::Nofile, 0),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
    ] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    let mut document = Document::load_mem(&document)?;
    // Many are locked by an empty password.
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Ok(ExitCode::from(LOCKED));
    }
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    if pages.len() > PAGES_MAX {
        return Ok(ExitCode::from(TOO_MANY_PAGES));
    }
    let mut written = 0;
    for page in pages {
        let text = text_of(&document, page);
        stdout().write_all(text.as_bytes())?;
        written += text.len();
        if written > TEXT_BYTES_MAX {
            break;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A page that cannot be read, or that its reader falls over, is a page without text.
fn text_of(document: &Document, page: u32) -> String {
    let read = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let mut text = String::new();
        output_doc_page(document, &mut PlainTextOutput::new(&mut text), page).ok().map(|()| text)
    }));
    read.ok().flatten().unwrap_or_default()
}
