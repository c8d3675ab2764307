//! The secret that the authenticator app shares with the server, and the hashes of backup codes.
//!
//! Both are needed before the member has shown anything that opens their vault, so keys of the server's own protect them.

use domain::id::UserId;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use totp_rs::{Builder, Totp, TotpError};
use vault::OpenError;

use crate::http::Problem;
use crate::keys::{Keys, random};

/// What the authenticator app shows above the codes.
const ISSUER: &str = "Potluck";
/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;

/// An opened secret.
pub(super) struct Secret {
    totp: Totp,
    /// The secret encrypted anew, when it was encrypted by the server's secret before this one.
    pub(super) renewed: Option<Vec<u8>>,
}

/// A new secret: encrypted for the database, and as the address that an authenticator app reads.
pub(super) struct Fresh {
    pub(super) encrypted: Vec<u8>,
    pub(super) base32: String,
    pub(super) uri: String,
}

/// Makes a secret for an account.
pub(super) fn make(keys: &Keys, user: UserId, email: &str) -> Result<Fresh, Problem> {
    let bytes = random::<SECRET_BYTES>();
    // A colon would end the name in the address; an e-mail address can have one only between quotes.
    let builder = Builder::new().with_secret(bytes).with_account_name(email.replace(':', "")).with_issuer(Some(ISSUER));
    let totp = builder.build().map_err(Problem::internal)?;
    Ok(Fresh {
        encrypted: keys.current.second_factor.seal(user.uuid(), random(), &bytes),
        base32: totp.secret().to_base32(),
        uri: totp.to_url().map_err(Problem::internal)?,
    })
}

/// Opens a secret, by the server's secret or by the one before it.
pub(super) fn open(keys: &Keys, user: UserId, encrypted: &[u8]) -> Result<Secret, Problem> {
    let current = &keys.current.second_factor;
    let (bytes, renewed) = match (current.open(user.uuid(), encrypted), &keys.previous) {
        (Ok(bytes), _) => (bytes, None),
        (Err(OpenError::Refused), Some(previous)) => {
            let bytes = previous.second_factor.open(user.uuid(), encrypted).map_err(Problem::internal)?;
            let renewed = current.seal(user.uuid(), random(), &bytes);
            (bytes, Some(renewed))
        }
        (Err(error), _) => return Err(Problem::internal(error)),
    };
    let totp = totp(&bytes).map_err(Problem::internal)?;
    Ok(Secret { totp, renewed })
}

fn totp(secret: &[u8]) -> Result<Totp, TotpError> {
    Builder::new().with_secret(secret.to_vec()).build()
}

impl Secret {
    /// The step that the six digits belong to, if they are right now: half a minute early or late is forgiven.
    pub(super) fn step_of(&self, digits: &str, now: Timestamp) -> Option<i64> {
        let second = u64::try_from(now.as_second()).ok()?;
        i64::try_from(self.totp.check(digits, second)?).ok()
    }
}

/// The hashes that a backup code may be kept as: by the server's secret and by the one before it.
pub(super) fn hashes(keys: &Keys, user: UserId, code: &str) -> Vec<Vec<u8>> {
    [Some(&keys.current), keys.previous.as_ref()]
        .into_iter()
        .flatten()
        .map(|keys| hash(&keys.backup_code, user, code))
        .collect()
}

/// The hash that a new backup code is kept as. Keyed: 50 bits alone could be guessed by whoever has the database.
#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
pub(super) fn hash(key: &[u8; 32], user: UserId, code: &str) -> Vec<u8> {
    let mut hash = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    hash.update(user.uuid().as_bytes());
    hash.update(code.as_bytes());
    hash.finalize().into_bytes().to_vec()
}
