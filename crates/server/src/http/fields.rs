//! Checking what was typed, all fields at once, so that a form can show every mistake in its place.

use serde::Serialize;
use utoipa::ToSchema;

use super::Problem;

/// One refused field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The field's name, dotted for inner ones.
    pub field: String,
    /// Stable, for programs.
    pub code: &'static str,
    /// For people: what to change.
    pub message: String,
}

/// Collects what is wrong.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Notes a refused field unless `good`.
    pub fn check(&mut self, good: bool, field: &str, code: &'static str, message: impl Into<String>) {
        if !good {
            self.0.push(FieldError { field: field.to_owned(), code, message: message.into() });
        }
    }

    /// Takes a line of text: trimmed, without control characters, `min` to `max` characters long.
    pub fn line(&mut self, field: &str, text: &str, min: usize, max: usize) -> String {
        let text = text.trim();
        let length = text.chars().count();
        if length < min {
            let message = if min == 1 { "Fill this in.".to_owned() } else { format!("Use at least {min} characters.") };
            self.check(false, field, "too_short", message);
        }
        self.check(length <= max, field, "too_long", format!("Use at most {max} characters."));
        self.check(!text.chars().any(char::is_control), field, "invalid", "Use one line of plain text.");
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
            ("", Some("too_short")),
            ("   ", Some("too_short")),
            ("12345678901", Some("too_long")),
            ("two\nlines", Some("invalid")),
        ] {
            let mut fields = Fields::default();
            fields.line("name", text, 1, 10);
            assert_eq!(fields.0.first().map(|error| error.code), refused, "{text:?}");
        }
    }
}
