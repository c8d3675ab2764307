//! The login hash: what the server keeps to recognise a password.
//!
//! It has its own salt and says nothing about the wrap by the same password ([`crate::wrap_by_password`]).
//! Nothing is normalised here: the caller passes the same bytes each time (NFKC is the server's business).

use std::hint::black_box;

use argon2::{ARGON2ID_IDENT, Params, PasswordHash, Version};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{
    PasswordError, Salt, Scratch,
    stretch::{Cost, stretch},
};

/// No associated data: a login hash is plain Argon2id, which any other program can verify too.
pub(crate) const PURPOSE: &[u8] = b"";

/// Hashes a password for [`verify_login`], as a PHC string (`$argon2id$v=19$m=19456,t=2,p=1$...`).
///
/// Takes about 20 ms: run it off the async threads, and few at a time.
pub fn hash_login(scratch: &mut Scratch, password: &str, salt: Salt) -> Result<String, PasswordError> {
    let cost = Cost::CURRENT;
    let hash = stretch(scratch, password, &salt, cost, PURPOSE)?;
    let salt = STANDARD_NO_PAD.encode(salt);
    let hash = STANDARD_NO_PAD.encode(hash.as_slice());
    Ok(format!("$argon2id$v=19${cost}${salt}${hash}"))
}

/// Whether `phc` is the hash of this password. Costs the same time for a right and for a wrong one; a string
/// that [`hash_login`] never made matches nothing.
#[must_use]
pub fn verify_login(scratch: &mut Scratch, password: &str, phc: &str) -> bool {
    let Some((cost, salt, expected)) = parse(phc) else {
        return false;
    };
    stretch(scratch, password, &salt, cost, PURPOSE).is_ok_and(|hash| hash.ct_eq(expected.as_slice()).into())
}

/// Spends the time of [`verify_login`] for an address that has no account, and says no, so that the time of
/// an answer does not tell which addresses have one.
#[must_use]
pub fn verify_nobody(scratch: &mut Scratch, password: &str) -> bool {
    // Thrown away, and computed all the same.
    let _ = black_box(stretch(scratch, password, &[0; 16], Cost::CURRENT, PURPOSE));
    false
}

/// The parts of a PHC string, or nothing when it is not one of ours.
fn parse(phc: &str) -> Option<(Cost, Salt, Zeroizing<[u8; 32]>)> {
    let phc = PasswordHash::new(phc).ok()?;
    if phc.algorithm != ARGON2ID_IDENT || phc.version != Some(Version::V0x13.into()) {
        return None;
    }
    let params = Params::try_from(&phc).ok()?;
    let salt = phc.salt?.as_ref().try_into().ok()?;
    let hash = phc.hash?.as_bytes().try_into().ok()?;
    Some((Cost::from_params(&params)?, salt, Zeroizing::new(hash)))
}
