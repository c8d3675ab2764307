//! Browsers in which an account was signed in to rightly: strangers' guesses do not keep its owner out there (decision 10).

use std::convert::Infallible;

use ::cookie::time::Duration;
use axum::extract::{FromRef, FromRequestParts};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::UserId;
use http::request::Parts;
use jiff::{SignedDuration, Timestamp};
use store::users::User;
use uuid::Uuid;

use super::cookie::{self, Kind};
use crate::app::App;
use crate::keys::{Keys, SignedIn, random};

/// The accounts of one browser that are remembered; the one that was longest away makes room.
const ACCOUNTS_MAX: usize = 4;
/// How long a browser is known after its last sign-in or refresh: three times as long as a session that nobody uses stays open, so
/// that whoever comes back after a long summer is let in while somebody guesses. A copy of what it shows is of no use after that.
const REMEMBERED_DAYS: i64 = 90;
const NUMBER_BYTES: usize = 16;
const ERA_BYTES: usize = 4;
const AT_BYTES: usize = 8;
const CODE_BYTES: usize = 32;
const ENTRY_BYTES: usize = ERA_BYTES + AT_BYTES + CODE_BYTES;

/// A browser: a number of its own, and what shows which accounts were last signed in to there. They are all that its cookie says, and
/// the server keeps nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    number: [u8; NUMBER_BYTES],
    entries: Vec<Entry>,
}

/// One account, which it does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    signed_in: SignedIn,
    code: [u8; CODE_BYTES],
}

impl Entry {
    fn parse(bytes: &[u8; ENTRY_BYTES]) -> Option<Self> {
        let (era, rest) = bytes.split_first_chunk::<ERA_BYTES>()?;
        let (at, code) = rest.split_first_chunk::<AT_BYTES>()?;
        let signed_in = SignedIn { era: i32::from_be_bytes(*era), at: i64::from_be_bytes(*at) };
        Some(Self { signed_in, code: code.try_into().ok()? })
    }

    fn encode(&self) -> Vec<u8> {
        [&self.signed_in.era.to_be_bytes()[..], &self.signed_in.at.to_be_bytes(), &self.code].concat()
    }
}

/// Whose browsers they are, as they are now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    user: UserId,
    era: i32,
    now: Timestamp,
}

impl Owner {
    pub(super) fn new(user: &User, now: Timestamp) -> Self {
        Self { user: user.id, era: user.browsers_era, now }
    }

    /// Nobody: an address without an account.
    fn nobody() -> Self {
        Self { user: UserId::from_uuid(Uuid::nil()), era: 0, now: Timestamp::UNIX_EPOCH }
    }

    /// Whether what was said of a sign-in still counts.
    fn still_knows(&self, signed_in: SignedIn) -> bool {
        let since = self.now.duration_since(Timestamp::from_second(signed_in.at).unwrap_or(Timestamp::MIN));
        signed_in.era == self.era && since < SignedDuration::from_hours(24 * REMEMBERED_DAYS)
    }
}

impl KnownBrowser {
    /// One in which nobody has signed in.
    fn new() -> Self {
        Self { number: random(), entries: Vec::new() }
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (number, entries) = bytes.split_first_chunk::<NUMBER_BYTES>()?;
        let (entries, rest) = entries.as_chunks::<ENTRY_BYTES>();
        let entries: Vec<Entry> = entries.iter().map(Entry::parse).collect::<Option<_>>()?;
        (rest.is_empty() && entries.len() <= ACCOUNTS_MAX).then_some(Self { number: *number, entries })
    }

    fn encode(&self) -> String {
        let entries = self.entries.iter().flat_map(Entry::encode);
        URL_SAFE_NO_PAD.encode(self.number.into_iter().chain(entries).collect::<Vec<_>>())
    }

    /// Under which name attempts are counted in this browser, on an account that was signed in to there before; `None`: it was not, or
    /// not since all browsers were forgotten, or too long ago. An address without an account takes the same steps.
    pub(super) fn counted_by(&self, keys: &Keys, address: &str, owner: Option<Owner>) -> Option<String> {
        let asked = owner.unwrap_or_else(Owner::nobody);
        let is_known =
            self.entries.iter().any(|entry| self.is_of(keys, entry, asked) && asked.still_knows(entry.signed_in));
        (is_known && owner.is_some()).then(|| format!("{} {address}", URL_SAFE_NO_PAD.encode(self.number)))
    }

    fn is_of(&self, keys: &Keys, entry: &Entry, owner: Owner) -> bool {
        keys.is_known_browser(&self.number, owner.user, entry.signed_in, &entry.code)
    }

    /// The same browser, after somebody has shown that the account is theirs.
    fn after_sign_in(self, keys: &Keys, owner: Owner) -> Self {
        let signed_in = SignedIn { era: owner.era, at: owner.now.as_second() };
        let own = Entry { signed_in, code: keys.known_browser_code(&self.number, owner.user, signed_in) };
        let others = self.entries.iter().filter(|entry| !self.is_of(keys, entry, owner)).copied();
        let entries = std::iter::once(own).chain(others).take(ACCOUNTS_MAX).collect();
        Self { number: self.number, entries }
    }

    /// The cookie by which it is known from now on.
    pub(super) fn remember(self, app: &App, owner: Owner) -> Cookie<'static> {
        let known = self.after_sign_in(&app.keys, owner);
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

    fn keys() -> Keys {
        let secret =
            |name: &str| (name == "POTLUCK_SECRET").then(|| "a secret of more than thirty-two characters".to_owned());
        Keys::load(&Settings::load(&secret).unwrap()).unwrap()
    }

    fn owner(number: u128, era: i32, day: i64) -> Owner {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * day);
        Owner { user: UserId::from_uuid(Uuid::from_u128(number)), era, now }
    }

    #[test]
    fn a_browser_knows_its_last_accounts_and_names_none_of_them() {
        let keys = keys();
        let owners = [1, 2, 3, 4, 5, 1].map(|number| owner(number, 0, 0));
        let browser = owners.iter().fold(KnownBrowser::new(), |browser, owner| browser.after_sign_in(&keys, *owner));
        let shown = browser.encode();
        assert_eq!(KnownBrowser::parse(&shown), Some(browser.clone()));
        for (owner, is_known) in owners.into_iter().zip([true, false, true, true, true, true]) {
            assert_eq!(browser.counted_by(&keys, "a@example.org", Some(owner)).is_some(), is_known, "{owner:?}");
        }
        assert_eq!(browser.counted_by(&keys, "a@example.org", None), None);
        // The same account twice takes one place, also when its browsers were forgotten in between.
        assert_eq!(browser.after_sign_in(&keys, owner(3, 1, 9)).entries.len(), ACCOUNTS_MAX);
        let twice = KnownBrowser::new().after_sign_in(&keys, owner(1, 0, 0)).after_sign_in(&keys, owner(1, 1, 9));
        assert_eq!(twice.entries.len(), 1);
    }

    #[test]
    fn what_shows_that_a_browser_is_known_ends_with_its_era_and_after_ninety_days() {
        let keys = keys();
        let browser = KnownBrowser::new().after_sign_in(&keys, owner(1, 2, 0));
        for (era, day, is_known) in [(2, 0, true), (2, 89, true), (2, 90, false), (3, 0, false), (1, 0, false)] {
            let counted_by = browser.counted_by(&keys, "a@example.org", Some(owner(1, era, day)));
            assert_eq!(counted_by.is_some(), is_known, "{era} {day}");
        }
        let renewed = browser.after_sign_in(&keys, owner(1, 2, 89));
        assert!(renewed.counted_by(&keys, "a@example.org", Some(owner(1, 2, 178))).is_some());
        // Who writes another time has no code for it.
        let mut later = renewed;
        later.entries[0].signed_in.at += 1;
        assert_eq!(later.counted_by(&keys, "a@example.org", Some(owner(1, 2, 89))), None);
    }

    #[test]
    fn what_is_no_cookie_of_ours_is_a_browser_that_nobody_knows() {
        let entry = Entry { signed_in: SignedIn { era: 0, at: i64::MIN }, code: [2; CODE_BYTES] };
        let of = |entries| KnownBrowser { number: [1; NUMBER_BYTES], entries: vec![entry; entries] }.encode();
        let (whole, too_many) = (of(ACCOUNTS_MAX), of(ACCOUNTS_MAX + 1));
        assert!(KnownBrowser::parse(&whole).is_some());
        for text in ["", "AAAA", "not base64!", &whole[..whole.len() - 4], &too_many] {
            assert_eq!(KnownBrowser::parse(text), None, "{text}");
        }
        assert!(!owner(1, 0, 0).still_knows(entry.signed_in));
    }
}
