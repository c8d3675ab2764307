//! Browsers in which an account was signed in to rightly: strangers' guesses do not keep its owner out there (decision 10).

use std::convert::Infallible;

use ::cookie::time::Duration;
use axum::extract::{FromRef, FromRequestParts};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::request::Parts;

use super::cookie::{self, Kind};
use crate::app::App;
use crate::keys::{Keys, random};

/// The accounts of one browser that are remembered; the one that was longest away makes room.
const ACCOUNTS_MAX: usize = 4;
/// How long a browser keeps it after its last sign-in or refresh.
const REMEMBERED_DAYS: i64 = 180;
const NUMBER_BYTES: usize = 16;
const CODE_BYTES: usize = 32;

/// A browser: a number of its own, and a code for each account that was last signed in to there. They are all that its cookie says, and
/// the server keeps nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    number: [u8; NUMBER_BYTES],
    codes: Vec<[u8; CODE_BYTES]>,
}

impl KnownBrowser {
    /// One in which nobody has signed in.
    fn new() -> Self {
        Self { number: random(), codes: Vec::new() }
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (number, codes) = bytes.split_first_chunk::<NUMBER_BYTES>()?;
        let (codes, rest) = codes.as_chunks::<CODE_BYTES>();
        (rest.is_empty() && codes.len() <= ACCOUNTS_MAX).then(|| Self { number: *number, codes: codes.to_vec() })
    }

    fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode([&self.number, self.codes.as_flattened()].concat())
    }

    /// Under which name attempts are counted in this browser, on an account that was signed in to there before; `None`: it was not.
    pub(super) fn counted_by(&self, keys: &Keys, address: &str) -> Option<String> {
        let is_known = self.codes.iter().any(|code| keys.is_known_browser(&self.number, address, code));
        is_known.then(|| format!("{} {address}", URL_SAFE_NO_PAD.encode(self.number)))
    }

    /// The same browser, after somebody has shown that the account with this address is theirs.
    fn after_sign_in(mut self, keys: &Keys, address: &str) -> Self {
        let own = keys.known_browser_code(&self.number, address);
        self.codes.retain(|code| *code != own);
        self.codes.insert(0, own);
        self.codes.truncate(ACCOUNTS_MAX);
        self
    }

    /// The cookie by which it is known from now on.
    pub(super) fn remember(self, app: &App, address: &str) -> Cookie<'static> {
        let known = self.after_sign_in(&app.keys, address);
        cookie::set(app, Kind::Known, known.encode(), Duration::days(REMEMBERED_DAYS))
    }
}

impl<S> FromRequestParts<S> for KnownBrowser
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let jar = CookieJar::from_headers(&parts.headers);
        let shown = cookie::read(&App::from_ref(state), &jar, Kind::Known).and_then(Self::parse);
        Ok(shown.unwrap_or_else(Self::new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn a_browser_knows_its_last_accounts_and_names_none_of_them() {
        let secret =
            |name: &str| (name == "POTLUCK_SECRET").then(|| "a secret of more than thirty-two characters".to_owned());
        let keys = Keys::load(&Settings::load(&secret).unwrap()).unwrap();
        let addresses = ["ann", "bo", "cy", "dee", "eve", "ann"].map(|name| format!("{name}@example.org"));
        let browser =
            addresses.iter().fold(KnownBrowser::new(), |browser, address| browser.after_sign_in(&keys, address));
        let shown = browser.encode();
        assert_eq!(KnownBrowser::parse(&shown), Some(browser.clone()));
        for (address, is_known) in addresses.iter().zip([true, false, true, true, true, true]) {
            assert_eq!(browser.counted_by(&keys, address).is_some(), is_known, "{address}");
        }
        // The same account twice takes one place.
        assert_eq!(browser.after_sign_in(&keys, "cy@example.org").codes.len(), ACCOUNTS_MAX);
    }

    #[test]
    fn what_is_no_cookie_of_ours_is_a_browser_that_nobody_knows() {
        let of = |codes| KnownBrowser { number: [1; NUMBER_BYTES], codes: vec![[2; CODE_BYTES]; codes] }.encode();
        let (whole, too_many) = (of(ACCOUNTS_MAX), of(ACCOUNTS_MAX + 1));
        assert!(KnownBrowser::parse(&whole).is_some());
        for text in ["", "AAAA", "not base64!", &whole[..whole.len() - 4], &too_many] {
            assert_eq!(KnownBrowser::parse(text), None, "{text}");
        }
    }
}
