//! Checking what was typed, all fields at once, so that a form can show every mistake in its place.

use serde::Serialize;
use utoipa::ToSchema;

use super::{FieldCode, Problem};

/// One refused field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The field's name, dotted for inner ones.
    pub field: String,
    /// Stable, for programs.
    #[schema(value_type = FieldCode)]
    pub code: &'static str,
    /// For people: what to change.
    pub message: String,
    /// How many there may be, or must be: of what is `too_long`, `too_short`, `too_many` or `too_many_bytes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

impl FieldError {
    /// A field that is refused.
    #[must_use]
    pub fn new(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { field: field.into(), code, message: message.into(), limit: None }
    }

    /// The same for a number that counts.
    #[must_use]
    pub fn with_limit(self, limit: usize) -> Self {
        Self { limit: u64::try_from(limit).ok(), ..self }
    }
}

/// Collects what is wrong.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Notes a refused field unless `good`.
    pub fn check(&mut self, good: bool, field: &str, code: &'static str, message: impl Into<String>) {
        if !good {
            self.refuse(FieldError::new(field, code, message));
        }
    }

    /// Notes a refused field.
    pub fn refuse(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Notes a text of more than `max` characters.
    pub fn check_length(&mut self, field: &str, text: &str, max: usize) {
        if text.chars().count() > max {
            let message = format!("Use at most {max} characters.");
            self.refuse(FieldError::new(field, "too_long", message).with_limit(max));
        }
    }

    /// Takes a line of text: trimmed, without control characters, `min` to `max` characters long.
    pub fn line(&mut self, field: &str, text: &str, min: usize, max: usize) -> String {
        let text = text.trim();
        if text.is_empty() && min > 0 {
            self.check(false, field, "required", "Fill this in.");
        } else if text.chars().count() < min {
            let message = format!("Use at least {min} characters.");
            self.refuse(FieldError::new(field, "too_short", message).with_limit(min));
        }
        self.check_length(field, text, max);
        self.check(!text.chars().any(char::is_control), field, "not_one_line", "Use one line of plain text.");
        text.to_owned()
    }

    /// Goes on when nothing was refused.
    pub fn finish(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::invalid(self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_bounded() {
        for (text, refused) in [
            ("  Ann ", None),
            ("", Some("required")),
            ("   ", Some("required")),
            ("A", Some("too_short")),
            ("12345678901", Some("too_long")),
            ("two\nlines", Some("not_one_line")),
        ] {
            let mut fields = Fields::default();
            fields.line("name", text, 2, 10);
            assert_eq!(fields.0.first().map(|error| error.code), refused, "{text:?}");
        }
    }
}
