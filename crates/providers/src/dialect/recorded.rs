//! Streams as the vendors document them, cut at every byte. Written after the documentation, except that llama.cpp's was
//! compared with a running server; a real recording that differs belongs here.

use std::collections::VecDeque;

use super::Reader;
use crate::{Delta, ErrorKind, Finish, FinishReason, Format, Kind, ProviderError, TokenUsage};

/// Who sends it.
#[derive(Clone, Copy, PartialEq)]
enum Sender {
    /// An endpoint of a kind, to which a chat has spoken.
    Chat(Kind),
    /// An endpoint that a client has spoken to in its own words.
    Relay(Format),
}

/// A recording with what it says.
struct Recording {
    name: &'static str,
    sender: Sender,
    bytes: &'static [u8],
    text: &'static str,
    reasoning: &'static str,
    reason: FinishReason,
    /// Input, cached input, cache write, output.
    usage: (u64, u64, u64, u64),
    model: &'static str,
    /// Part of the event with which all is known; whatever is cut off before its end is interrupted.
    last_fact: &'static str,
}

macro_rules! recording {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/recordings/", $name, ".sse"))
    };
}

const RECORDINGS: &[Recording] = &[
    Recording {
        name: "OpenAI: cached prompt, hidden reasoning inside the completion",
        sender: Sender::Chat(Kind::OpenAi),
        bytes: recording!("openai"),
        text: "Split it in three:\n\n- Zoë: 8,00 €\n- 太郎: ¥1,200 🎉",
        reasoning: "",
        reason: FinishReason::Complete,
        usage: (93, 1024, 0, 86),
        model: "gpt-5-mini-2025-08-07",
        last_fact: "\"prompt_tokens\"",
    },
    Recording {
        name: "DeepSeek: reasoning shown, usage with the last choice, comments",
        sender: Sender::Chat(Kind::OpenAi),
        bytes: recording!("deepseek"),
        text: "Each pays 8.00.",
        reasoning: "Three people, equal",
        reason: FinishReason::Complete,
        usage: (19, 0, 0, 12),
        model: "deepseek-reasoner",
        last_fact: "\"prompt_tokens\"",
    },
    Recording {
        name: "OpenRouter: cache written, usage with an empty choice",
        sender: Sender::Chat(Kind::OpenAi),
        bytes: recording!("openrouter"),
        text: "One, two, three.",
        reasoning: "Let me count.",
        reason: FinishReason::Length,
        usage: (64, 256, 100, 17),
        model: "google/gemini-2.5-flash",
        last_fact: "\"prompt_tokens\"",
    },
    Recording {
        name: "llama.cpp",
        sender: Sender::Chat(Kind::OpenAi),
        bytes: recording!("llama_cpp"),
        text: "Hello there",
        reasoning: "",
        reason: FinishReason::Complete,
        usage: (31, 0, 0, 4),
        model: "gpt-3.5-turbo",
        last_fact: "\"prompt_tokens\"",
    },
    Recording {
        name: "Ollama",
        sender: Sender::Chat(Kind::Ollama),
        bytes: recording!("ollama"),
        text: "Hi! How are you?",
        reasoning: "",
        reason: FinishReason::Complete,
        usage: (26, 0, 0, 7),
        model: "llama3.2",
        last_fact: "\"prompt_tokens\"",
    },
    Recording {
        name: "Anthropic: thinking, cache read and written, cumulative usage",
        sender: Sender::Chat(Kind::Anthropic),
        bytes: recording!("anthropic"),
        text: "Grüße an alle: 24 € 👋🏽 durch drei.",
        reasoning: "The group has three.",
        reason: FinishReason::Complete,
        usage: (12, 2048, 340, 57),
        model: "claude-sonnet-4-5-20250929",
        last_fact: "\"end_turn\"",
    },
    Recording {
        name: "Anthropic: input only at the start, output only at the end",
        sender: Sender::Chat(Kind::Anthropic),
        bytes: recording!("anthropic_length"),
        text: "Okay, let me begin",
        reasoning: "",
        reason: FinishReason::Length,
        usage: (472, 0, 0, 89),
        model: "claude-haiku-4-5-20251001",
        last_fact: "\"max_tokens\"",
    },
    Recording {
        name: "Gemini: thoughts beside the answer, cached inside the prompt",
        sender: Sender::Chat(Kind::Gemini),
        bytes: recording!("gemini"),
        text: "Jeder zahlt 8,00 € – fair! ✅\n",
        reasoning: "**Counting**\n\nThree people.",
        reason: FinishReason::Complete,
        usage: (286, 1024, 0, 88),
        model: "gemini-2.5-flash",
        last_fact: "\"STOP\"",
    },
    Recording {
        name: "Gemini: stopped by the filter in mid-answer",
        sender: Sender::Chat(Kind::Gemini),
        bytes: recording!("gemini_safety"),
        text: "Part of",
        reasoning: "",
        reason: FinishReason::Refused,
        usage: (7, 0, 0, 2),
        model: "gemini-2.5-flash",
        last_fact: "\"SAFETY\"",
    },
    Recording {
        name: "OpenAI's responses: thinking summed up, cached prompt",
        sender: Sender::Relay(Format::Responses),
        bytes: recording!("responses"),
        text: "Jede zahlt 8,00 €.\n\n– 太郎 🎉",
        reasoning: "**Dividing**\n\nThree members.",
        reason: FinishReason::Complete,
        usage: (93, 1024, 0, 103),
        model: "gpt-5-mini-2025-08-07",
        last_fact: "\"response.completed\"",
    },
    Recording {
        name: "OpenAI's responses: cut off at the limit",
        sender: Sender::Relay(Format::Responses),
        bytes: recording!("responses_length"),
        text: "One, two, three",
        reasoning: "",
        reason: FinishReason::Length,
        usage: (37, 0, 0, 16),
        model: "gpt-5-mini-2025-08-07",
        last_fact: "\"response.incomplete\"",
    },
];

/// Streams that end with the vendor's error after "Half of an".
const FAILURES: &[(&str, Sender, &[u8], ErrorKind)] = &[
    ("OpenAI", Sender::Chat(Kind::OpenAi), recording!("openai_error"), ErrorKind::Overloaded),
    ("OpenAI's responses", Sender::Relay(Format::Responses), recording!("responses_failed"), ErrorKind::Overloaded),
    ("Anthropic", Sender::Chat(Kind::Anthropic), recording!("anthropic_error"), ErrorKind::Overloaded),
    ("Gemini", Sender::Chat(Kind::Gemini), recording!("gemini_error"), ErrorKind::Overloaded),
];

/// What a reader makes of parts of a stream that then ends.
#[derive(Debug, PartialEq)]
struct Heard {
    text: String,
    reasoning: String,
    finish: Option<Finish>,
}

fn hear<'a>(sender: Sender, parts: impl IntoIterator<Item = &'a [u8]>) -> Result<Heard, ProviderError> {
    let request_id = Some("req_1".to_owned());
    let mut reader = match sender {
        Sender::Chat(kind) => Reader::new(kind, request_id),
        Sender::Relay(format) => Reader::of(format, request_id),
    };
    let mut deltas = VecDeque::new();
    for part in parts {
        reader.push(part, &mut deltas)?;
    }
    let mut heard = Heard { text: String::new(), reasoning: String::new(), finish: reader.end() };
    for delta in deltas {
        match delta {
            Delta::Text(text) => heard.text.push_str(&text),
            Delta::Reasoning(text) => heard.reasoning.push_str(&text),
            Delta::Finished(_) => panic!("the finish is the reader's end"),
        }
    }
    Ok(heard)
}

impl Recording {
    /// The first byte after the event with which all is known.
    fn whole_from(&self) -> usize {
        let find = |needle: &[u8], from: usize| {
            let rest = &self.bytes[from..];
            from + rest.windows(needle.len()).position(|part| part == needle).unwrap()
        };
        let fact = find(self.last_fact.as_bytes(), 0);
        let line_end = find(b"\n", fact) + 1;
        // The empty line that ends the event; its first character is enough when that is CR.
        line_end + 1
    }
}

#[test]
fn recordings_say_what_they_say() {
    for recording in RECORDINGS {
        let name = recording.name;
        let heard = hear(recording.sender, [recording.bytes]).unwrap();
        assert_eq!(heard.text, recording.text, "{name}");
        assert_eq!(heard.reasoning, recording.reasoning, "{name}");
        let finish = heard.finish.unwrap();
        assert_eq!(finish.reason, recording.reason, "{name}");
        let (input, cached_input, cache_write, output) = recording.usage;
        assert_eq!(finish.usage, Some(TokenUsage { input, cached_input, cache_write, output }), "{name}");
        assert_eq!(finish.model.as_deref(), Some(recording.model), "{name}");
        assert_eq!(finish.request_id.as_deref(), Some("req_1"), "{name}");
        assert!(finish.raw_usage.unwrap().is_object(), "{name}");
    }
}

#[test]
fn a_stream_cut_at_any_byte_is_interrupted_and_keeps_its_text() {
    for recording in RECORDINGS {
        let whole = hear(recording.sender, [recording.bytes]).unwrap();
        let whole_from = recording.whole_from();
        for cut in 0..=recording.bytes.len() {
            let name = format!("{} cut at {cut}", recording.name);
            let heard = hear(recording.sender, [&recording.bytes[..cut]]).unwrap();
            if cut >= whole_from {
                assert_eq!(heard, whole, "{name}");
            } else {
                assert_eq!(heard.finish, None, "{name}");
                assert!(whole.text.starts_with(&heard.text), "{name}");
                assert!(whole.reasoning.starts_with(&heard.reasoning), "{name}");
            }
        }
    }
}

#[test]
fn an_error_in_the_middle_is_told_once_it_is_whole_and_what_came_before_it_is_kept() {
    for (name, sender, bytes, kind) in FAILURES {
        // The empty line that ends the event is the last of the stream.
        let told_from = bytes.len();
        for cut in 0..=bytes.len() {
            let heard = hear(*sender, [&bytes[..cut]]);
            if cut >= told_from {
                assert_eq!(heard.map_err(|error| error.kind), Err(*kind), "{name} cut at {cut}");
            } else {
                let heard = heard.unwrap();
                assert_eq!(heard.finish, None, "{name} cut at {cut}");
                assert!("Half of an".starts_with(&heard.text), "{name} cut at {cut}");
            }
            let parts = bytes.split_at(cut);
            let divided = hear(*sender, [parts.0, parts.1]).map_err(|error| error.kind);
            assert_eq!(divided, Err(*kind), "{name} divided at {cut}");
        }
        assert_eq!(hear(*sender, [&bytes[..told_from - 1]]).unwrap().text, "Half of an", "{name}");
    }
}

#[test]
fn how_the_bytes_are_divided_changes_nothing() {
    for recording in RECORDINGS {
        let (sender, bytes) = (recording.sender, recording.bytes);
        let whole = hear(sender, [bytes]).unwrap();
        for cut in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(cut);
            assert_eq!(hear(sender, [head, tail]).unwrap(), whole, "{} divided at {cut}", recording.name);
        }
        for size in [1, 2, 3, 7, 64] {
            assert_eq!(hear(sender, bytes.chunks(size)).unwrap(), whole, "{} by {size}", recording.name);
        }
    }
}

#[test]
fn a_stream_with_any_byte_changed_never_panics_and_stays_bounded() {
    for recording in RECORDINGS {
        for index in 0..recording.bytes.len() {
            let mut bytes = recording.bytes.to_vec();
            bytes[index] = [b'"', b'{', b'\n', 0xff, b'9'][index % 5];
            if let Ok(heard) = hear(recording.sender, [bytes.as_slice()]) {
                assert!(heard.text.len() + heard.reasoning.len() <= bytes.len(), "{}", recording.name);
            }
        }
    }
}

#[test]
fn what_follows_the_end_is_ignored() {
    for recording in RECORDINGS.iter().filter(|recording| recording.sender != Sender::Chat(Kind::Gemini)) {
        let whole = hear(recording.sender, [recording.bytes]).unwrap();
        let more = hear(recording.sender, [recording.bytes, recording.bytes, b"data: {broken\n\n"]).unwrap();
        assert_eq!(more, whole, "{}", recording.name);
    }
}
