//! Whether a webhook is the vendor's: an HMAC over the time and the body as it came, by one of the secrets that are valid now.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

/// How old a webhook may be, in seconds. One that was kept to be sent once more later is refused.
pub const TOLERANCE_SECONDS: i64 = 300;
/// The version of the scheme.
const SCHEME: &str = "v1";

/// Why a webhook is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// There is no signature, or not in its form.
    #[error("the signature is missing or not of its form")]
    Malformed,
    /// No valid secret made it.
    #[error("the signature is not the vendor's")]
    Forged,
    /// It is too old.
    #[error("the signature is too old")]
    Stale,
}

/// Checks the header `Stripe-Signature` of a body. Comparing takes as long whatever the signature is.
pub fn verify(header: &str, body: &[u8], secrets: &[&str], now: Timestamp) -> Result<(), NotSigned> {
    let parts = || header.split(',').map(|part| part.split_once('=').unwrap_or((part, "")));
    let (_, signed_at) = parts().find(|(name, _)| *name == "t").ok_or(NotSigned::Malformed)?;
    let seconds: i64 = signed_at.parse().map_err(|_| NotSigned::Malformed)?;
    let mut signatures = parts().filter(|(name, _)| *name == SCHEME).map(|(_, value)| value).peekable();
    signatures.peek().ok_or(NotSigned::Malformed)?;
    let made: Vec<Hmac<Sha256>> = secrets.iter().filter_map(|secret| sign(secret, signed_at, body)).collect();
    let is_ours = signatures
        .filter_map(unhex)
        .fold(false, |known, given| known | made.iter().any(|mac| mac.clone().verify_slice(&given).is_ok()));
    if !is_ours {
        return Err(NotSigned::Forged);
    }
    if now.as_second().saturating_sub(seconds) > TOLERANCE_SECONDS {
        return Err(NotSigned::Stale);
    }
    Ok(())
}

fn sign(secret: &str, signed_at: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(signed_at.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac)
}

/// Small letters only, as the vendor writes them.
fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != bytes.len() * 2 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = pair.iter().try_fold(0_u8, |byte, digit| {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return None,
            };
            Some(byte << 4 | value)
        })?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_test";
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn signature(secret: &str, second: i64, body: &[u8]) -> String {
        let bytes = sign(secret, &second.to_string(), body).unwrap().finalize().into_bytes();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    }

    fn check(header: &str, now: i64) -> Result<(), NotSigned> {
        verify(header, BODY, &["whsec_before", SECRET], at(now))
    }

    #[test]
    fn one_of_the_signatures_by_one_of_the_secrets_is_enough() {
        let (good, bad) = (signature(SECRET, 1000, BODY), signature("another", 1000, BODY));
        assert_eq!(check(&format!("t=1000,v1={good}"), 1000), Ok(()));
        assert_eq!(check(&format!("t=1000,v1={bad},v1={good},v0=what"), 1000), Ok(()));
        let before = signature("whsec_before", 1000, BODY);
        assert_eq!(check(&format!("t=1000,v1={before}"), 1000), Ok(()));
    }

    #[test]
    fn what_is_forged_changed_or_stale_is_refused() {
        let good = signature(SECRET, 1000, BODY);
        let header = format!("t=1000,v1={good}");
        assert_eq!(check(&header, 1300), Ok(()));
        assert_eq!(check(&header, 1301), Err(NotSigned::Stale));
        assert_eq!(verify(&header, b"{}", &[SECRET], at(1000)), Err(NotSigned::Forged));
        assert_eq!(verify(&header, BODY, &["another"], at(1000)), Err(NotSigned::Forged));
        assert_eq!(verify(&header, BODY, &[], at(1000)), Err(NotSigned::Forged));
        // The time is signed as well.
        assert_eq!(check(&format!("t=1001,v1={good}"), 1001), Err(NotSigned::Forged));
        for malformed in ["", "v1=00", "t=1000", "t=soon,v1=00", &format!("1000,{good}"), &format!("t=1000,v2={good}")]
        {
            assert_eq!(check(malformed, 1000), Err(NotSigned::Malformed), "{malformed}");
        }
        for forged in [good.to_uppercase(), good[..62].to_owned(), format!("{good}00"), "ü".repeat(32), "zz".repeat(32)]
        {
            assert_eq!(check(&format!("t=1000,v1={forged}"), 1000), Err(NotSigned::Forged), "{forged}");
        }
    }
}
