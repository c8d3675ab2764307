//! What the crate does with bytes of any kind: the body of the fuzz target `fuzz/fuzz_targets/hostile.rs`, which the suite runs a
//! bounded number of times as a property (`anything.rs`).

use uuid::Uuid;
use vault::{
    ContentKey, OpenError, PasskeyOutput, Place, RecoveryCode, RefreshToken, Scratch, ServerSeal, TokenKey, Wrapped,
    decrypt_from_token, open, reseal, seal, unwrap_by_content_key, unwrap_by_passkey, unwrap_by_password,
    unwrap_by_recovery_code, unwrap_by_refresh_token,
};

const MEMBER: Uuid = Uuid::from_u128(1);
const PLACE: Place<'_> =
    Place { member: MEMBER, conversation: Uuid::from_u128(2), row: Uuid::from_u128(3), field: "text" };

/// Nothing panics, nothing that was not sealed opens, and what was sealed comes back.
pub(crate) fn hostile(bytes: &[u8]) {
    nothing_opens(bytes);
    nothing_reads(&String::from_utf8_lossy(bytes));
    everything_comes_back(bytes);
}

fn nothing_opens(bytes: &[u8]) {
    let key = ContentKey::from_random([7; 32]);
    assert!(open(&key, &PLACE, bytes).is_err());
    assert!(reseal(&key, &PLACE, [8; 24], bytes).is_err());
    assert!(ServerSeal::from_secret(&[9; 32], "hostile").open(MEMBER, bytes).is_err());
    // Under every kind's own head, so that what follows it is looked at.
    for kind in 0..=6 {
        let mut headed = vec![1, kind];
        headed.extend_from_slice(bytes);
        let wrapped = Wrapped::from_bytes(headed);
        assert!(unwrap_by_recovery_code(MEMBER, &RecoveryCode::from_random([1; 20]), &wrapped).is_err());
        assert!(unwrap_by_refresh_token(MEMBER, &RefreshToken::from_random([1; 32]), &wrapped).is_err());
        assert!(unwrap_by_passkey(MEMBER, &passkey_output(), &wrapped).is_err());
        assert!(unwrap_by_content_key(MEMBER, &key, &wrapped).is_err());
        // Whatever it costs is written in it: only what is too short to say so is tried, or this would take hours.
        if bytes.len() < 12 {
            assert!(matches!(
                unwrap_by_password(&mut Scratch::default(), MEMBER, "", &[0; 16], &wrapped),
                Err(OpenError::Malformed)
            ));
        }
    }
}

fn nothing_reads(text: &str) {
    let token_key = TokenKey::from_secret(&[9; 32]);
    assert!(decrypt_from_token(&token_key, MEMBER, MEMBER, text).is_err());
    // What reads as a secret is written in one way only.
    if let Ok(code) = RecoveryCode::parse(text) {
        assert!(RecoveryCode::parse(&code.encode()).is_ok());
    }
    if let Ok(token) = RefreshToken::parse(text) {
        assert_eq!(token.encode().as_str(), text);
    }
    let _reads_or_not = PasskeyOutput::parse(text);
}

/// As a text; and after each of a few of its sealed bytes was changed, no more.
fn everything_comes_back(bytes: &[u8]) {
    let key = ContentKey::from_random([7; 32]);
    let sealed = seal(&key, &PLACE, [8; 24], bytes);
    assert_eq!(open(&key, &PLACE, &sealed).map(|text| text.to_vec()), Ok(bytes.to_vec()));
    let newer = ContentKey::from_random([6; 32]).with_older([&key]);
    assert_eq!(open(&newer, &PLACE, &sealed).map(|text| text.to_vec()), Ok(bytes.to_vec()));
    let at = bytes.first().map_or(0, |byte| usize::from(*byte)) % sealed.len();
    let mut changed = sealed;
    changed[at] ^= 1 << (at % 8);
    assert!(open(&key, &PLACE, &changed).is_err());
}

fn passkey_output() -> PasskeyOutput {
    PasskeyOutput::parse(&"A".repeat(43)).unwrap()
}
