//! What is sealed with a key that its member has lost.

use super::Problem;
use crate::sealing::Unopened;

impl From<Unopened> for Problem {
    fn from(unopened: Unopened) -> Self {
        if !unopened.is_sealed() {
            return Self::internal(unopened);
        }
        Self::conflict(
            "history_sealed",
            "This is sealed since your password was lost. Unlock it in the settings with the recovery code of that time.",
        )
    }
}

/// What was opened, or `None` where it is sealed with a lost key.
pub fn unless_sealed<T>(opened: Result<T, Unopened>) -> Result<Option<T>, Problem> {
    match opened {
        Ok(opened) => Ok(Some(opened)),
        Err(unopened) if unopened.is_sealed() => Ok(None),
        Err(unopened) => Err(unopened.into()),
    }
}
