//! Bodies that came in whole and in time, and JSON, or a problem that says where it is wrong. What was sent is never repeated in it.

use std::error::Error;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRef, FromRequest, Request};
use http::{StatusCode, header};
use http_body_util::LengthLimitError;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::{FieldError, Problem};
use crate::app::App;

/// A body, as it came.
#[derive(Debug)]
pub struct RawBody(pub Bytes);

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<S> FromRequest<S> for RawBody
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let patience = App::from_ref(state).settings.body_patience;
        let read = timeout(patience, Bytes::from_request(request, state)).await.map_err(|_| body_late())?;
        read.map(Self).map_err(|rejection| unreadable(&rejection))
    }
}

impl<T, S> FromRequest<S> for Json<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"));
        if !is_json {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send JSON, with the header Content-Type: application/json.",
            ));
        }
        let RawBody(bytes) = RawBody::from_request(request, state).await?;
        parse(&bytes).map(Self)
    }
}

fn unreadable(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE { body_too_large() } else { body_cut() }
}

/// Whether a body was not read to its end because it is longer than the reader takes; otherwise it broke off.
pub(super) fn is_too_large(error: &axum::Error) -> bool {
    error.source().is_some_and(<dyn Error>::is::<LengthLimitError>)
}

/// The body is larger than the server reads.
#[must_use]
pub(super) fn body_too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "This is too large; send less at once.")
}

/// The body broke off.
#[must_use]
pub fn body_cut() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "body_cut", "This did not arrive whole; send it again.")
}

/// The body took longer than the server waits for one.
#[must_use]
pub fn body_late() -> Problem {
    let detail = "This took too long to arrive; send it again where the connection is better.";
    Problem::new(StatusCode::REQUEST_TIMEOUT, "body_late", detail)
}

/// Reads a JSON body that came in another way.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| refused(&error))?;
    json.end().map_err(|_| malformed())?;
    Ok(value)
}

fn malformed() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "malformed_json", "The body is not well-formed JSON.")
}

fn refused(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    if !error.inner().is_data() {
        return malformed();
    }
    let message = error.inner().to_string();
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let (field, code, message) = match missing {
        Some(name) => (name.to_owned(), "required", "Fill this in."),
        None => (error.path().to_string(), "invalid", "This has the wrong form."),
    };
    Problem::invalid(vec![FieldError::new(field, code, message)])
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Body {
        #[expect(dead_code, reason = "only the parsing is of interest")]
        name: String,
    }

    #[test]
    fn a_refusal_names_the_field_and_never_repeats_the_value() {
        for (body, code, detail) in [
            ("{", "malformed_json", "The body is not well-formed JSON."),
            ("{\"name\": \"x\"} y", "malformed_json", "The body is not well-formed JSON."),
            ("{}", "validation_failed", "name: Fill this in."),
            ("{\"name\": [\"canary\"]}", "validation_failed", "name: This has the wrong form."),
        ] {
            let problem = parse::<Body>(body.as_bytes()).unwrap_err();
            assert_eq!((problem.code(), problem.detail()), (code, detail), "{body}");
        }
    }
}
