//! What a request asks for, read from whatever format.

/// What a request asks for, whatever its format.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub(crate) model: String,
    /// All texts in their order; instructions above the conversation are the first.
    pub(crate) texts: Vec<String>,
    /// The last message of the user.
    pub(crate) question: String,
    pub(crate) max_output_tokens: Option<u32>,
    pub(crate) stream: bool,
    /// Whether the format's way to ask for usage was used, where it has one.
    pub(crate) wants_usage: bool,
}
