//! A password that somebody signs in with: counted before its derivation, and given back once it was right (decision 10).

use domain::attempt::Attempt;

use super::known_browser::{KnownBrowser, Owner};
use crate::app::App;
use crate::http::limits::{self, Place};
use crate::http::{ClientAddress, Problem};

/// A counted one.
pub(super) struct Guess {
    /// What was counted of this address, or of this browser, alone.
    own: (Attempt, String),
    /// Its place among those of the account.
    of_account: Place,
}

impl Guess {
    /// Counts it, or refuses it. In a browser that knows the account it is counted apart: strangers cannot use that up.
    pub(super) async fn count(
        app: &App,
        client: ClientAddress,
        browser: &KnownBrowser,
        address: &str,
        owner: Option<Owner>,
    ) -> Result<Self, Problem> {
        if let Some(counted_by) = browser.counted_by(&app.keys, address, owner) {
            tokio::try_join!(
                limits::attempt_from(app, Attempt::KnownBrowsersFromAddress, client),
                limits::attempt(app, Attempt::SignInInKnownBrowser, &counted_by),
            )?;
            // Whoever was once let in may have had many browsers known.
            let place = limits::attempt(app, Attempt::KnownBrowsersOfAccount, address).await?;
            return Ok(Self { own: (Attempt::SignInInKnownBrowser, counted_by), of_account: place });
        }
        let here = format!("{} {address}", client.counted_by().unwrap_or_default());
        tokio::try_join!(
            limits::attempt_from(app, Attempt::SignInFromAddress, client),
            limits::attempt(app, Attempt::SignInHere, &here),
        )?;
        // After those: a client that is refused for where it comes from does not use up what others may try on the account.
        let place = limits::attempt(app, Attempt::SignInToAccount, address).await?;
        Ok(Self { own: (Attempt::SignInHere, here), of_account: place })
    }

    /// It was none. What its owner mistyped before is forgotten; what strangers guessed is not.
    pub(super) async fn was_right(self, app: &App) -> Result<(), Problem> {
        let (attempt, subject) = self.own;
        tokio::try_join!(limits::forgive(app, attempt, &subject), self.of_account.give_back(app))?;
        Ok(())
    }
}
