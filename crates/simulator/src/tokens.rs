//! How the simulator cuts text into tokens, and counts.

use crate::{
    asked::Asked,
    script::{Script, Tokens, Usage},
};

/// The pieces of a text: each word with the blank or line break after it. Together they are the text.
pub(crate) fn pieces(text: &str) -> Vec<String> {
    text.split_inclusive([' ', '\n']).map(str::to_owned).collect()
}

/// A text of exactly so many pieces.
pub(crate) fn words(count: u32) -> String {
    const WORDS: [&str; 12] =
        ["share", "the", "plan", "keep", "your", "part", "and", "lend", "what", "you", "leave", "unused"];
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    WORDS.iter().cycle().take(count).copied().collect::<Vec<_>>().join(" ")
}

/// What is reported: `None` for nothing at all, `Some(None)` for null.
pub(crate) type Report = Option<Option<Tokens>>;

/// The usage that a script reports for an answer of so many pieces.
pub(crate) fn report(script: &Script, asked: &Asked, output: usize, reasoning: usize) -> Report {
    let counted = Tokens {
        input: asked.texts.iter().map(|text| text.split_whitespace().count() as u64).sum(),
        output: output as u64,
        reasoning: reasoning as u64,
        ..Tokens::default()
    };
    match script.usage {
        Usage::Exact => Some(Some(counted)),
        Usage::EchoEstimate => Some(Some(Tokens { input: estimate(asked), ..counted })),
        Usage::Missing => None,
        Usage::Null => Some(None),
        Usage::Zero => Some(Some(Tokens::default())),
        Usage::Custom(tokens) => Some(Some(tokens)),
    }
}

/// The estimate that Potluck makes of the same request.
fn estimate(asked: &Asked) -> u64 {
    let bytes: usize = asked.texts.iter().map(String::len).sum();
    bytes.div_ceil(2) as u64 + 8 * asked.texts.len() as u64
}
