//! How large the answer to a request for embeddings can be. That is known before the vendor is asked, who charges for the texts also
//! when their vectors are too much to be handed on.

use providers::{EMBEDDINGS_BYTES_MAX, Fields};
use serde_json::Value;

use super::field::field;
use super::refused::{Refused, Why};

/// Bytes of a number in digits, with the line and the indent that vendors give each.
const BYTES_IN_DIGITS: usize = 24;
/// The same in base64: four bytes of each make five and a third.
const BYTES_IN_BASE64: usize = 6;
/// Bytes around each vector, and around all of them.
const BYTES_AROUND: usize = 128;

/// The most bytes that the answer can have, of a model whose vectors have so many numbers where the request does not say; or a refusal
/// with how many texts fit.
pub(super) fn answer_bytes(fields: &Fields, dimensions: u32) -> Result<usize, Refused> {
    let texts = texts(&field::<Value>(fields, "input")?.unwrap_or_default());
    let of_model = usize::try_from(dimensions).unwrap_or(usize::MAX);
    let dimensions = field::<usize>(fields, "dimensions")?.unwrap_or(of_model);
    let in_base64 = field::<String>(fields, "encoding_format")?.is_some_and(|format| format == "base64");
    let bytes = if in_base64 { BYTES_IN_BASE64 } else { BYTES_IN_DIGITS };
    let each = dimensions.saturating_mul(bytes).saturating_add(BYTES_AROUND);
    let all = texts.saturating_mul(each).saturating_add(BYTES_AROUND);
    if all <= EMBEDDINGS_BYTES_MAX {
        return Ok(all);
    }
    let fit = (EMBEDDINGS_BYTES_MAX - BYTES_AROUND) / each;
    let message = format!("The vectors would be more than can be handed on. Send at most {fit} such texts at once.");
    Err(Refused::new(Why::Invalid, message).about("input"))
}

/// How many texts are to become vectors: one by its words or by its tokens, or several.
fn texts(input: &Value) -> usize {
    match input {
        Value::Array(items) if !items.first().is_some_and(Value::is_number) => items.len(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bytes_of(dimensions: u32, body: &Value) -> Result<usize, Why> {
        let fields = Fields::read(body.to_string().as_bytes()).unwrap();
        answer_bytes(&fields, dimensions).map_err(|refused| refused.why())
    }

    fn bytes(body: &Value) -> Result<usize, Why> {
        bytes_of(3072, body)
    }

    #[test]
    fn an_answer_is_as_large_as_its_texts_and_their_dimensions_can_make_it() {
        let [one, three] = [1, 3].map(|texts| texts * (3072 * 24 + 128) + 128);
        for (input, expected) in [
            (json!("One text"), one),
            (json!(["One text"]), one),
            (json!([1, 2, 3]), one),
            (json!([[1, 2], [3], [4]]), three),
            (json!(["a", "b", "c"]), three),
        ] {
            assert_eq!(bytes(&json!({"input": input})), Ok(expected), "{input}");
        }
        let small = json!({"input": "One text", "dimensions": 8, "encoding_format": "base64"});
        assert_eq!(bytes(&small), Ok(8 * 6 + 128 + 128));
    }

    #[test]
    fn a_model_with_longer_vectors_has_longer_answers_unless_shorter_ones_are_asked_for() {
        let mut body = json!({"input": "One text"});
        assert_eq!(bytes_of(12_288, &body), Ok(12_288 * 24 + 128 + 128));
        body["dimensions"] = json!(256);
        assert_eq!(bytes_of(12_288, &body), bytes(&body));
        let many = json!({"input": vec!["x"; 2048]});
        assert_eq!((bytes(&many).is_ok(), bytes_of(4096, &many)), (true, Err(Why::Invalid)));
    }

    #[test]
    fn all_that_a_vendor_takes_at_once_fits_and_more_is_refused_before_it_is_charged() {
        let many = |texts: usize, dimensions: usize| json!({"input": vec!["x"; texts], "dimensions": dimensions});
        assert!(bytes(&json!({"input": vec!["x"; 2048]})).is_ok());
        assert!(bytes(&many(2048, 3072)).is_ok());
        let fit = EMBEDDINGS_BYTES_MAX / (4096 * 24 + 128);
        assert!(bytes(&many(fit, 4096)).is_ok());
        for too_many in [many(fit + 1, 4096), many(2048, 4096), many(1, usize::MAX)] {
            assert_eq!(bytes(&too_many), Err(Why::Invalid));
        }
    }
}
