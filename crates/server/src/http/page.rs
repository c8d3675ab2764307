//! Lists come in pages, continued by an opaque cursor that names the last row seen.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

use super::{FieldError, Problem};

/// Rows in a page when the caller does not say.
const DEFAULT_LIMIT: u32 = 50;
/// Rows in a page at most.
const LIMIT_MAX: u32 = 200;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Give this as `cursor` for the next page; null at the end.
    pub next: Option<String>,
}

/// How a caller asks for a page.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
    /// How many rows at most, 1 to 200.
    pub limit: Option<u32>,
}

/// The place after a row, hidden from the caller so that it can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor<K>(pub K);

impl<T> Page<T> {
    /// A list that always fits one page.
    #[must_use]
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }

    /// A page out of `limit + 1` rows that were asked for: the one too many says that there is more.
    #[must_use]
    pub fn cut<K: Serialize>(mut items: Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> Self {
        let is_more = items.len() > limit;
        items.truncate(limit);
        let next = if is_more { items.last().and_then(|last| Cursor(key(last)).encode()) } else { None };
        Self { items, next }
    }
}

impl PageQuery {
    /// How many rows the page has at most.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, LIMIT_MAX)
    }

    /// Where the page begins; `None` at the list's beginning.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>, Problem> {
        self.cursor.as_deref().map(Cursor::decode).transpose().map(|cursor| cursor.map(|Cursor(key)| key))
    }
}

impl<K: Serialize> Cursor<K> {
    /// As the caller gets it.
    #[must_use]
    pub fn encode(&self) -> Option<String> {
        serde_json::to_vec(&self.0).ok().map(|json| URL_SAFE_NO_PAD.encode(json))
    }
}

impl<K: DeserializeOwned> Cursor<K> {
    fn decode(text: &str) -> Result<Self, Problem> {
        let key = URL_SAFE_NO_PAD.decode(text).ok().and_then(|json| serde_json::from_slice(&json).ok());
        key.map(Self).ok_or_else(|| {
            Problem::invalid(vec![FieldError::new("cursor", "invalid", "Use the value of `next` as it came.")])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_end_only_when_there_is_more() {
        let whole = Page::cut(vec![1, 2], 2, |n| *n);
        assert_eq!((whole.items, whole.next), (vec![1, 2], None));
        let cut = Page::cut(vec![1, 2, 3], 2, |n| *n);
        let query = PageQuery { cursor: cut.next, limit: None };
        assert_eq!(query.after::<i32>().unwrap(), Some(2));
    }

    #[test]
    fn a_made_up_cursor_is_refused() {
        let query = PageQuery { cursor: Some("made-up".to_owned()), limit: None };
        assert_eq!(query.after::<i32>().unwrap_err().code(), "validation_failed");
    }
}
