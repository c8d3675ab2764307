//! Where a device is reached, as it is kept: encrypted by the server, which has to know it while nobody is there.

use domain::id::UserId;

use crate::keys::{Keys, PushKey, random};
use crate::push::Subscription;

/// Encrypts it for the database.
#[must_use]
pub fn seal_device(keys: &Keys, user: UserId, subscription: &Subscription) -> Vec<u8> {
    keys.current.push_device.seal(user.uuid(), random(), &subscription.write())
}

/// Opens it, with the key that the browser expects: both are of one secret. `None`: that secret is not accepted any more, and the
/// browser has to subscribe anew.
#[must_use]
pub fn open_device<'a>(keys: &'a Keys, user: UserId, sealed: &[u8]) -> Option<(Subscription, &'a PushKey)> {
    [Some(&keys.current), keys.previous.as_ref()].into_iter().flatten().find_map(|keys| {
        let written = keys.push_device.open(user.uuid(), sealed).ok()?;
        Some((Subscription::read(&written)?, &keys.push))
    })
}
