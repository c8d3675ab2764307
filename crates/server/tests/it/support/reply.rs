use std::ops::Deref;

use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// An answer, read whole.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    /// `Null` where the body is not JSON.
    pub body: Value,
}

impl Reply {
    pub async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { status, headers, text, body }
    }

    /// The answer, which must be a success with this status.
    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        self.expect(StatusCode::OK)
    }

    #[track_caller]
    pub fn created(self) -> Self {
        self.expect(StatusCode::CREATED)
    }

    #[track_caller]
    pub fn no_content(self) -> Self {
        self.expect(StatusCode::NO_CONTENT)
    }

    /// The answer, which must be a well-formed problem with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status.as_u16(), self.body["code"].as_str()), (status, Some(code)), "{}", self.text);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert!(self.body["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{}", self.text);
        assert_eq!(self.headers["x-request-id"], self.body["request_id"].as_str().unwrap());
        self
    }

    /// A text in the body.
    #[track_caller]
    pub fn str(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_else(|| panic!("no text {name} in {}", self.text))
    }

    /// The refresh cookie as it is sent, name and value, if the answer sets one.
    pub fn cookie(&self) -> Option<String> {
        self.kept("potluck_refresh")
    }

    /// The cookie, as it is sent, by which a browser is known in which somebody has signed in, if the answer sets one.
    pub fn known(&self) -> Option<String> {
        self.kept("potluck_known")
    }

    fn kept(&self, name: &str) -> Option<String> {
        let own = self.set_cookie(name)?.split(';').next()?;
        (!own.ends_with('=')).then(|| own.to_owned())
    }

    /// The cookie of this name as the answer sets it, with all that it says about it.
    pub fn set_cookie(&self, name: &str) -> Option<&str> {
        let set = self.headers.get_all("set-cookie").iter().filter_map(|set| set.to_str().ok());
        let is_it = |set: &&str| set.trim_start_matches("__Host-").split('=').next() == Some(name);
        set.into_iter().find(is_it)
    }
}

impl Deref for Reply {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.body
    }
}
